import { type Day, isWithin } from '#kernel/lib';
import type { System, UnitKind } from './terms.ts';
import type { Participation } from './types.ts';

/** Whether each kind of system counts as inside or outside the establishment: the lecture leaves some open, so it is a visible setting (S-156). */
export type SystemSetting = Readonly<Record<System, 'inside' | 'outside' | 'unstated'>>;

/** Our default. The lecture names organs and enterprises (76.7, 76.8) and members of firms and shops (92.9); the rest is our choice. */
export const DEFAULT_SYSTEM_SETTING: SystemSetting = {
  'party-government': 'inside',
  'public-institution': 'inside',
  'state-enterprise': 'inside',
  'primary-level': 'inside',
  'collective-enterprise': 'outside',
  'non-public': 'outside',
  'social-organization': 'outside',
  none: 'unstated',
};

/** The system that follows from the kind of a unit when nothing else is stated. */
export const SYSTEM_OF_UNIT: Readonly<Record<UnitKind, System>> = {
  organ: 'party-government',
  'work-committee': 'party-government',
  'administrative-body': 'party-government',
  'public-institution': 'public-institution',
  school: 'public-institution',
  'research-institute': 'public-institution',
  'state-enterprise': 'state-enterprise',
  'collective-enterprise': 'collective-enterprise',
  'non-public-enterprise': 'non-public',
  market: 'non-public',
  'social-organization': 'social-organization',
  subdistrict: 'primary-level',
  township: 'primary-level',
  community: 'primary-level',
  village: 'primary-level',
};

/** One boundary: crossed when at least two distinct sources stand behind it. */
export interface Boundary {
  readonly crossed: boolean;
  /** Distinct values with the number of people from each, the largest first, ties by value. */
  readonly evidence: readonly { readonly value: string; readonly count: number }[];
  /** People whose source is not known or not stated for this boundary. */
  readonly unknown: number;
}

/** The four boundaries: three of the definition (78.2) and the area, which the cases add (80.3, 92.6). */
export interface Boundaries {
  readonly unit: Boundary;
  readonly tier: Boundary;
  readonly area: Boundary;
  readonly system: Boundary;
}

/**
 * Boundaries crossed on a day, computed from the frozen sources of the participations of that day and from nothing else (I-18).
 * Each person counts once. `areaGroup` maps a source area to the area that is compared (for example its county); an area that it maps to
 * null does not count; without it the source areas themselves are compared.
 */
export function boundariesCrossed(
  participations: readonly Participation[],
  asOf: Day,
  setting: SystemSetting = DEFAULT_SYSTEM_SETTING,
  areaGroup?: (areaId: string) => string | null,
): Boundaries {
  const present = new Map<string, Participation>();
  for (const one of participations)
    if (isWithin(asOf, one.from, one.to) && !present.has(one.personId)) present.set(one.personId, one);
  const people = [...present.values()];
  const group = (one: Participation): string | null => {
    if (one.sourceAreaId === null) return null;
    return areaGroup ? areaGroup(one.sourceAreaId) : one.sourceAreaId;
  };
  const system = (one: Participation): string | null => {
    const side = setting[one.sourceSystem];
    return side === 'unstated' ? null : side;
  };
  return {
    unit: boundary(people.map((one) => one.sourceUnitId)),
    tier: boundary(people.map((one) => one.sourceTier)),
    area: boundary(people.map(group)),
    system: boundary(people.map(system)),
  };
}

function boundary(values: readonly (string | null)[]): Boundary {
  const counts = new Map<string, number>();
  let unknown = 0;
  for (const value of values) {
    if (value === null) unknown += 1;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const evidence = [...counts].map(([value, count]) => ({ value, count }));
  evidence.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return { crossed: evidence.length >= 2, evidence, unknown };
}

/** Number of boundaries crossed, 0 … 4. */
export function crossedCount(found: Boundaries): number {
  return [found.unit, found.tier, found.area, found.system].filter((one) => one.crossed).length;
}
