import { z } from 'zod';
import type { Day } from '#kernel/lib';
import type { HistoryRulebook } from './model.ts';

/** A sample that historical sets are tried on: people with the place where they live and the unit where they work. */
export const rosterSchema = z.strictObject({
  kind: z.literal('roster'),
  people: z.array(z.strictObject({ place: z.string().min(1), unit: z.string().min(1) })).max(2000),
});
export type Roster = z.infer<typeof rosterSchema>;

/** A sample regiment: companies per battalion and so on, as plain counts. Every unit has members unless `membersIn` says otherwise. */
export const regimentSchema = z.strictObject({
  kind: z.literal('regiment'),
  battalions: z.int().min(0).max(20),
  companiesPerBattalion: z.int().min(0).max(20),
  platoonsPerCompany: z.int().min(0).max(20),
  squadsPerPlatoon: z.int().min(0).max(20),
});
export type Regiment = z.infer<typeof regimentSchema>;
export type Sample = Roster | Regiment;

/** An organization that a historical set would have had; never stored, never an input of anything. */
export interface PastOrganization {
  readonly id: string;
  readonly parentId: string | null;
  readonly form: 'front-committee' | 'committee' | 'branch' | 'group';
  /** Where: name of the place or unit; for the army its number within the regiment, `2.1` = first company of the second battalion. */
  readonly at: string;
  readonly tier: 'place' | 'unit' | 'front' | 'regiment' | 'battalion' | 'company' | 'platoon' | 'squad';
  readonly members: number | null;
  /** A Party representative stands beside it (36.1). */
  readonly representative: boolean;
}

/** Options that a set leaves open. Sanwan: whether squads have groups of their own or share one with their platoon (36.1 does not say). */
export interface ReplayOptions {
  readonly squads?: 'shared' | 'each';
}

/** What one set makes of a sample. `not-applicable`: the set does not speak about this kind of sample. */
export type Replay =
  | { readonly state: 'replayed'; readonly organizations: readonly PastOrganization[]; readonly options: ReplayOptions }
  | { readonly state: 'not-applicable' }
  | { readonly state: 'content-not-stated' };

const paramsOf = {
  'place-committee': z.strictObject({ from: z.int().min(1) }),
  'regiment-branch': z.strictObject({}),
  'company-branch': z.strictObject({}),
  'work-unit': z.strictObject({}),
};

/** Names of replays that a historical rule may use as its check. */
export const REPLAYS = Object.keys(paramsOf) as (keyof typeof paramsOf)[];

/**
 * Replays one historical set on a sample. Pure; the same sample and options give the same organizations.
 * The set is chosen by its first rule with a replay; a set without one answers `content-not-stated`.
 */
export function replay(set: HistoryRulebook, sample: Sample, options: ReplayOptions = {}): Replay {
  const rule = set.rules.find((one) => one.check !== null && (REPLAYS as string[]).includes(one.check));
  if (!rule) return { state: 'content-not-stated' };
  switch (rule.check) {
    case 'place-committee': {
      if (sample.kind !== 'roster') return { state: 'not-applicable' };
      return replayed(placeCommittees(sample, paramsOf['place-committee'].parse(rule.params).from));
    }
    case 'work-unit':
      return sample.kind === 'roster' ? replayed(workUnits(sample)) : { state: 'not-applicable' };
    case 'regiment-branch':
      return sample.kind === 'regiment'
        ? replayed([node('regiment', null, 'branch', 'regiment', false)])
        : { state: 'not-applicable' };
    default:
      if (sample.kind !== 'regiment') return { state: 'not-applicable' };
      return {
        state: 'replayed',
        organizations: sanwan(sample, options.squads ?? 'shared'),
        options: { squads: options.squads ?? 'shared' },
      };
  }
}

const replayed = (organizations: readonly PastOrganization[]): Replay => ({ state: 'replayed', organizations, options: {} });

function node(
  id: string,
  parentId: string | null,
  form: PastOrganization['form'],
  tier: PastOrganization['tier'],
  representative: boolean,
): PastOrganization {
  return { id, parentId, form, at: id.slice(tier.length + 1), tier, members: null, representative };
}

function countBy(roster: Roster, key: 'place' | 'unit'): [string, number][] {
  const counts = new Map<string, number>();
  for (const person of roster.people) counts.set(person[key], (counts.get(person[key]) ?? 0) + 1);
  return [...counts].sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

function placeCommittees(roster: Roster, from: number): PastOrganization[] {
  return countBy(roster, 'place')
    .filter(([, members]) => members >= from)
    .map(([place, members]) => ({
      id: place,
      parentId: null,
      form: 'committee',
      at: place,
      tier: 'place',
      members,
      representative: false,
    }));
}

function workUnits(roster: Roster): PastOrganization[] {
  return countBy(roster, 'unit').map(([unit, members]) => ({
    id: unit,
    parentId: null,
    form: 'branch',
    at: unit,
    tier: 'unit',
    members,
    representative: false,
  }));
}

/** Groups in squads and platoons, branch in the company, committee from the battalion up, representatives from the company up, under the Front Committee. */
function sanwan(sample: Regiment, squads: 'shared' | 'each'): PastOrganization[] {
  const found = [
    node('front', null, 'front-committee', 'front', false),
    node('regiment', 'front', 'committee', 'regiment', true),
  ];
  for (let b = 1; b <= sample.battalions; b++) {
    const battalion = `battalion ${b}`;
    found.push(node(battalion, 'regiment', 'committee', 'battalion', true));
    for (let c = 1; c <= sample.companiesPerBattalion; c++) {
      const company = `company ${b}.${c}`;
      found.push(node(company, battalion, 'branch', 'company', true));
      for (let p = 1; p <= sample.platoonsPerCompany; p++) {
        const platoon = `platoon ${b}.${c}.${p}`;
        found.push(node(platoon, company, 'group', 'platoon', false));
        if (squads === 'shared') continue;
        for (let s = 1; s <= sample.squadsPerPlatoon; s++) {
          found.push(node(`squad ${b}.${c}.${p}.${s}`, company, 'group', 'squad', false));
        }
      }
    }
  }
  return found;
}

/** Answer of a historical set to an organization across units: sets that fix everything to production and work units do not foresee it (S-053). */
export function crossUnitAnswer(set: HistoryRulebook): 'not-foreseen' | 'not-stated' {
  return set.rules.some((rule) => rule.check === 'work-unit') ? 'not-foreseen' : 'not-stated';
}

/** One row of the comparison of eras: a set and what it makes of the sample. Shown with "history, not for use today" (S-056). */
export interface EraRow {
  readonly set: string;
  readonly from: Day | null;
  readonly replay: Replay;
  readonly committees: number;
  readonly branches: number;
  readonly groups: number;
}

/** One sample through several sets, in order of date. */
export function compareEras(sets: readonly HistoryRulebook[], sample: Sample, options: ReplayOptions = {}): EraRow[] {
  const rows = sets.map((set): EraRow => {
    const result = replay(set, sample, options);
    const forms = result.state === 'replayed' ? result.organizations.map((one) => one.form) : [];
    const count = (...wanted: PastOrganization['form'][]): number => forms.filter((form) => wanted.includes(form)).length;
    return {
      set: set.document.id,
      from: (set.document.issuedOn as Day | null) ?? null,
      replay: result,
      committees: count('committee', 'front-committee'),
      branches: count('branch'),
      groups: count('group'),
    };
  });
  return rows.sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
}
