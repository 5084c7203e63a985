import type { Place } from '../problem.ts';

/** A unit as grouping sees it: how many members of each kind, where, in which trade. */
export interface SmallUnit {
  readonly id: string;
  /** Full members; only these count towards the three. */
  readonly full: number;
  readonly probationary: number;
  readonly place: Place | null;
  readonly trade: string | null;
  /** The area that looks after it, for "easy to manage". */
  readonly area: string | null;
}

/** What a proposal keeps to. The three full members are the rule; the rest is what is normal, and a person may go beyond it. */
export interface GroupingLimits {
  readonly mostUnits: number;
  readonly mostMembers: number;
  /** Farther than this (metres, another trade counted as `tradePrice` metres) a unit is not joined to a host. */
  readonly reach: number;
  /** What another trade than the host's costs, in metres of distance. */
  readonly tradePrice: number;
}

/** A branch of its own needs three full members; units with fewer join others (66.1). */
export const LEAST_FULL = 3;

/** Five units and fifty members are the usual upper ends; five kilometres is about twenty minutes by bicycle; another trade weighs one and a half. */
export const USUAL_LIMITS: GroupingLimits = { mostUnits: 5, mostMembers: 50, reach: 5000, tradePrice: 1500 };

/** Units to group; ids are unique. */
export interface GroupingProblem {
  readonly units: readonly SmallUnit[];
  readonly limits: GroupingLimits;
  /** Groups a person has settled, the host first: kept as they are, also beyond the usual limits. Their units are in no other group. */
  readonly kept?: readonly (readonly string[])[];
  /** Units a person wants in no group. */
  readonly apart?: readonly string[];
}

/** Mean latitude of the units that have one, 0 where none has: the scale of all distances of a problem. */
export function meanLatitude(units: readonly SmallUnit[]): number {
  let sum = 0;
  let count = 0;
  for (const { place } of units)
    if (place && 'lat' in place) {
      sum += place.lat;
      count++;
    }
  return count === 0 ? 0 : sum / count;
}

/** A statement as text key (texts `joint`) and values. */
export interface GroupFact {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | null>>;
}

/** One of the four principles with how a group meets it. */
export interface PrincipleFact extends GroupFact {
  readonly principle: 'near' | 'trade' | 'size' | 'manage';
  readonly met: boolean;
}

/** A joint branch as proposed: the host unit first among its units. */
export interface UnitGroup {
  readonly host: string;
  readonly units: readonly string[];
  /** Metres from each unit to the host, plus the price of other trades. */
  readonly cost: number;
  readonly principles: readonly PrincipleFact[];
}

/** A proposal with its proof. Every unit is in exactly one group or in `left` with a reason. */
export interface Grouping {
  readonly groups: readonly UnitGroup[];
  readonly left: readonly { readonly unit: string; readonly reason: GroupFact }[];
  /** Cost of all groups plus `alonePrice` for each unit of `left` that could have been joined. */
  readonly objective: number;
  /** No grouping within the limits costs less (linear relaxation by prices). */
  readonly bound: number;
  /** (objective − bound) / bound; 0 where both are equal. */
  readonly gap: number;
  /** The price of each unit that the bound comes from. */
  readonly prices: readonly { readonly unit: string; readonly price: number }[];
}

/** What a unit that could have been joined costs when it stays alone: more than any regrouping of its neighbours. */
export function alonePrice(limits: GroupingLimits): number {
  return 2 * limits.mostUnits * limits.reach;
}

/** Whether the rule of fewer than three full members applies to a unit, and whether it has anyone to bring. */
export function unitCase(unit: SmallUnit): 'own-branch' | 'work-coverage' | 'joint' {
  if (unit.full >= LEAST_FULL) return 'own-branch';
  return unit.full + unit.probationary === 0 ? 'work-coverage' : 'joint';
}
