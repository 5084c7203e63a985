import { errorIssue, type Issue } from '#kernel/lib';
import type { Form, Tag, Tier } from '../registry/index.ts';

/** What one level of a chain is set up for: each area of a tier, or each place of a type. */
export type ChainPer = { readonly kind: 'area'; readonly tier: Tier } | { readonly kind: 'place'; readonly type: string };

/** How many people hold an office of a node, and whether only full members may. */
export interface ChainOffice {
  readonly office: 'secretary' | 'deputy-secretary' | 'committee-member' | 'group-leader' | 'deputy-group-leader';
  readonly min: number;
  readonly max: number;
  readonly holds: 'full' | 'member';
}

/** One level of a chain, from a pack; `parent` is the id of the level above or null for the root. */
export interface ChainLevel {
  readonly id: string;
  readonly form: Form;
  readonly per: ChainPer;
  readonly parent: string | null;
  readonly offices: readonly ChainOffice[];
}

/** The levels of a chain, parents first, and the tags of its organizations. */
export interface ChainPattern {
  readonly levels: readonly ChainLevel[];
  readonly tags: readonly Tag[];
}

/** An area or place with the areas it lies in; `within` holds the ids of all administrative areas around it and itself. */
export interface ChainPlace {
  readonly id: string;
  readonly name: string;
  readonly tier: Tier | null;
  /** Place type of the pack for overlays, null for administrative areas. */
  readonly type: string | null;
  readonly within: readonly string[];
}

/** One organization to be set up. Keys are stable: level and area, plus a part number when a node was divided. */
export interface ChainNode {
  readonly key: string;
  readonly levelId: string;
  readonly form: Form;
  readonly areaId: string;
  readonly areaName: string;
  readonly parentKey: string | null;
  /** 0 for a whole node, 1 … n for the parts of a divided one. */
  readonly part: number;
}

/** A chain with what stands in its way. */
export interface DraftChain {
  readonly nodes: readonly ChainNode[];
  readonly issues: readonly Issue[];
}

/**
 * Draws the chain for the places that have posts: one node for each area or place of each level that contains such a place,
 * each under exactly one parent (I-8). A place in no area of the level above, or in two, is an issue (S-178).
 * @param places every place with a post and every administrative area around them
 */
export function drawChain(pattern: ChainPattern, places: readonly ChainPlace[], postPlaces: readonly string[]): DraftChain {
  const byId = new Map(places.map((place) => [place.id, place]));
  const issues: Issue[] = [];
  const nodes = new Map<string, ChainNode>();
  const levelsBelow = new Map<string | null, ChainLevel[]>();
  for (const level of pattern.levels) levelsBelow.set(level.parent, [...(levelsBelow.get(level.parent) ?? []), level]);
  for (const placeId of new Set(postPlaces)) {
    const place = byId.get(placeId);
    if (!place) throw new Error(`no place ${placeId}`);
    let parents: { level: ChainLevel | null; key: string | null } = { level: null, key: null };
    for (;;) {
      const level = (levelsBelow.get(parents.level?.id ?? null) ?? [])[0];
      if (!level) break;
      const found = cellsOf(level, place, byId);
      if (found.length !== 1) {
        if (found.length > 1 || level.per.kind === 'area') issues.push(placeIssue(place, level, found));
        break;
      }
      const area = found[0]!;
      const key = nodeKey(level.id, area.id);
      const known = nodes.get(key);
      if (known && known.parentKey !== parents.key) issues.push(placeIssue(area, level, found));
      if (!known) {
        nodes.set(key, {
          key,
          levelId: level.id,
          form: level.form,
          areaId: area.id,
          areaName: area.name,
          parentKey: parents.key,
          part: 0,
        });
      }
      parents = { level, key };
    }
  }
  return { nodes: inTreeOrder([...nodes.values()], pattern), issues };
}

/** The key of a node: level, area and, in a divided node, the part. */
export function nodeKey(levelId: string, areaId: string, part = 0): string {
  return part === 0 ? `${levelId}:${areaId}` : `${levelId}:${areaId}:${part}`;
}

/** The node that answers for posts at this place: the deepest one whose area contains it, the part that its group hangs under. */
export function nodeOfPlace(nodes: readonly ChainNode[], pattern: ChainPattern, place: ChainPlace): ChainNode | undefined {
  return nodesOfPlaces(nodes, pattern)(place);
}

/** As {@link nodeOfPlace} for many places of one chain. */
export function nodesOfPlaces(nodes: readonly ChainNode[], pattern: ChainPattern): (place: ChainPlace) => ChainNode | undefined {
  const depth = new Map(pattern.levels.map((level, index) => [level.id, index]));
  // Of the nodes of one area the deepest counts, of those as deep the first.
  const deepest = new Map<string, { node: ChainNode; at: number; depth: number }>();
  nodes.forEach((node, at) => {
    const one = { node, at, depth: depth.get(node.levelId)! };
    const known = deepest.get(node.areaId);
    if (!known || one.depth > known.depth) deepest.set(node.areaId, one);
  });
  return (place) => {
    let best: { node: ChainNode; at: number; depth: number } | undefined;
    for (const id of [place.id, ...place.within]) {
      const one = deepest.get(id);
      if (one && (!best || one.depth > best.depth || (one.depth === best.depth && one.at < best.at))) best = one;
    }
    return best?.node;
  };
}

/**
 * Divides a node into `parts` nodes of about equal head-count, keeping the order of its children; used where a branch would
 * have more than 50 members (BR-04b). Children are moved whole, so a node with fewer children than parts is refused.
 */
export function divideNode(
  nodes: readonly ChainNode[],
  key: string,
  parts: number,
  peopleOf: (childKey: string) => number,
): { readonly nodes: readonly ChainNode[]; readonly issues: readonly Issue[] } {
  const node = nodes.find((one) => one.key === key);
  if (!node) throw new Error(`no node ${key}`);
  const children = nodes.filter((one) => one.parentKey === key);
  if (children.length < parts || parts < 2) {
    return {
      nodes,
      issues: [errorIssue('chain-too-few-groups', ['nodes', key], { name: node.areaName, groups: children.length, parts })],
    };
  }
  const total = children.reduce((sum, child) => sum + peopleOf(child.key), 0);
  const parentOf = new Map<string, string>();
  let part = 1;
  let sum = 0;
  children.forEach((child, index) => {
    const left = children.length - index;
    if (part < parts && sum > 0 && (sum + peopleOf(child.key) / 2 > (total * part) / parts || left === parts - part)) part++;
    parentOf.set(child.key, nodeKey(node.levelId, node.areaId, part));
    sum += peopleOf(child.key);
  });
  const halves = Array.from(
    { length: parts },
    (_, i): ChainNode => ({ ...node, key: nodeKey(node.levelId, node.areaId, i + 1), part: i + 1 }),
  );
  return {
    nodes: nodes.flatMap((one) => {
      if (one.key === key) return halves;
      const moved = parentOf.get(one.key);
      return moved ? [{ ...one, parentKey: moved }] : [one];
    }),
    issues: [],
  };
}

/** Number of nodes of each form, in the order committee, general branch, branch, group. */
export function countByForm(nodes: readonly Pick<ChainNode, 'form'>[]): Record<Form, number> {
  const counts: Record<Form, number> = { committee: 0, 'general-branch': 0, branch: 0, group: 0 };
  for (const node of nodes) counts[node.form]++;
  return counts;
}

function cellsOf(level: ChainLevel, place: ChainPlace, byId: ReadonlyMap<string, ChainPlace>): ChainPlace[] {
  const per = level.per;
  if (per.kind === 'place') return place.type === per.type ? [place] : [];
  if (place.tier === per.tier) return [place];
  return place.within.map((id) => byId.get(id)).filter((area): area is ChainPlace => area?.tier === per.tier);
}

function placeIssue(place: ChainPlace, level: ChainLevel, found: readonly ChainPlace[]): Issue {
  const tier = level.per.kind === 'area' ? level.per.tier : level.per.type;
  const code = found.length > 1 ? 'chain-place-in-several' : 'chain-place-in-none';
  return errorIssue(code, ['places', place.id], { place: place.name, tier, areas: found.map((one) => one.name).join('、') });
}

function inTreeOrder(nodes: ChainNode[], pattern: ChainPattern): ChainNode[] {
  const rank = new Map(pattern.levels.map((level, index) => [level.id, index]));
  const children = new Map<string | null, ChainNode[]>();
  for (const node of nodes) children.set(node.parentKey, [...(children.get(node.parentKey) ?? []), node]);
  const out: ChainNode[] = [];
  const visit = (key: string | null) => {
    for (const node of (children.get(key) ?? []).toSorted((a, b) => rank.get(a.levelId)! - rank.get(b.levelId)!)) {
      out.push(node);
      visit(node.key);
    }
  };
  visit(null);
  return out;
}
