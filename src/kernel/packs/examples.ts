import { errorIssue, type Issue } from '#kernel/lib';
import { type ChainPlace, countByForm, drawChain } from '../formation/index.ts';
import type { Pack } from './parse.ts';

/** Runs the examples of a pack: draws the chain for the given sizes and compares with what is expected. */
export function checkExamples(pack: Pack): Issue[] {
  const issues: Issue[] = [];
  for (const [id, example] of Object.entries(pack.examples)) {
    const { places, gates } = syntheticPlaces(example.given, Object.keys(pack.places)[0] ?? '');
    const chain = drawChain(pack.pattern, places, gates);
    issues.push(...chain.issues);
    const got: Record<string, number> = {
      organizations: chain.nodes.length,
      ...countByForm(chain.nodes),
      edges: chain.nodes.filter((node) => node.parentKey !== null).length,
      roots: chain.nodes.filter((node) => node.parentKey === null).length,
    };
    for (const [key, expected] of Object.entries(example.expect)) {
      if (got[key] !== expected)
        issues.push(errorIssue('pack-example-differs', ['examples', id, key], { id, key, expected, got: got[key] ?? null }));
    }
  }
  return issues;
}

/** Areas and gates of the given sizes with readable ids; shared with tests. */
export function syntheticPlaces(
  sizes: {
    readonly districts: number;
    readonly streetsPerDistrict: number;
    readonly communitiesPerStreet: number;
    readonly gatesPerCommunity: number;
  },
  placeType: string,
): { readonly places: ChainPlace[]; readonly gates: string[] } {
  const places: ChainPlace[] = [];
  const gates: string[] = [];
  const add = (id: string, tier: ChainPlace['tier'], type: string | null, within: readonly string[]) => {
    places.push({ id, name: id, tier, type, within: [id, ...within] });
    return [id, ...within];
  };
  for (let d = 1; d <= sizes.districts; d++) {
    const district = add(`d${d}`, 'county', null, ['city']);
    for (let s = 1; s <= sizes.streetsPerDistrict; s++) {
      const street = add(`d${d}s${s}`, 'township', null, district);
      for (let c = 1; c <= sizes.communitiesPerStreet; c++) {
        const community = add(`d${d}s${s}c${c}`, 'community', null, street);
        for (let g = 1; g <= sizes.gatesPerCommunity; g++)
          gates.push(add(`d${d}s${s}c${c}g${g}`, null, placeType, community)[0]!);
      }
    }
  }
  return { places, gates };
}
