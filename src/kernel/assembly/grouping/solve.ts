import { priceUnits, provenBound } from './bound.ts';
import { groupFew, placeAlone, regroup, roundPool, Working } from './improve.ts';
import { type NearLists, Nearness } from './nearness.ts';
import { groupCost } from './neighbourhood.ts';
import { poolOf } from './pool.ts';
import { principlesOf } from './principles.ts';
import {
  alonePrice,
  type GroupFact,
  type Grouping,
  type GroupingProblem,
  LEAST_FULL,
  type SmallUnit,
  unitCase,
} from './problem.ts';
import { widen } from './widen.ts';

/** How hard to try; all are counts, so that the same input gives the same proposal. */
export interface GroupingEffort {
  /** Nearest units looked at for each unit before the lists are widened by price. */
  readonly nearest: number;
  /** Rounds of pricing before each widening of the lists, and after the last. */
  readonly pricing: readonly number[];
  /** Rounds of regrouping. */
  readonly regrouping: number;
  /** Steps of one regrouping. */
  readonly steps: number;
}

/** Enough for ten thousand units in less than ten seconds. */
export const USUAL_EFFORT: GroupingEffort = { nearest: 12, pricing: [90, 110], regrouping: 6, steps: 500 };

/** Where the work stands. */
export type GroupingStage = 'near' | 'prices' | 'groups' | 'regroup' | 'proof';

/** Hooks for a worker. A stop keeps the best grouping so far; the bound is proved in any case. */
export interface GroupingHooks {
  readonly onProgress?: (stage: GroupingStage) => void;
  readonly shouldStop?: () => boolean;
}

/**
 * Proposes joint branches: a set partition by stars around host units. Every unit of the problem ends in one group or in `left` with a
 * reason; every group has three full members or more and keeps the limits; nobody is joined beyond reach. The bound is that of the linear
 * program over all stars (Lagrangian relaxation, Geoffrion 1974), rounded and improved by regrouping neighbourhoods exactly.
 */
export function suggestGroups(
  problem: GroupingProblem,
  effort: GroupingEffort = USUAL_EFFORT,
  hooks: GroupingHooks = {},
): Grouping {
  const { limits } = problem;
  const fixed = new Map<string, GroupFact>();
  for (const unit of problem.units) {
    const reason = fixedReason(unit, problem);
    if (reason) fixed.set(unit.id, reason);
  }
  const open = problem.units.filter((unit) => !fixed.has(unit.id));
  hooks.onProgress?.('near');
  const near = new Nearness(open, limits);
  const lists = near.lists(effort.nearest);
  const reasons = new Map<number, GroupFact>();
  open.forEach((_, i) => {
    const reason = farReason(near, lists, i, limits.reach);
    if (reason) reasons.set(i, reason);
  });
  // Who can never be joined is no part of the sum: his price would make every gap look small.
  const joinable = open.flatMap((_, i) => (reasons.has(i) ? [] : [i]));
  const part =
    reasons.size === 0
      ? near
      : new Nearness(
          joinable.map((i) => open[i]!),
          limits,
        );
  hooks.onProgress?.('prices');
  const { lists: partLists, prices } = widened(part, reasons.size === 0 ? lists : part.lists(effort.nearest), effort, hooks);
  hooks.onProgress?.('groups');
  const pool = poolOf(part, partLists, prices, SPREAD, PER_HOST);
  const working = part.count === 0 ? new Working(part, []) : roundPool(part, pool);
  placeAlone(working, partLists, prices, 4);
  hooks.onProgress?.('regroup');
  regroup(working, partLists, prices, pool, effort, hooks.shouldStop);
  placeAlone(working, partLists, prices, 4);
  groupFew(working);
  hooks.onProgress?.('proof');
  const bound = provenBound(part, prices);
  const objective = working.cost;
  const groups: Grouping['groups'][number][] = [];
  const left: Grouping['left'][number][] = [];
  for (const unit of problem.units) {
    const reason = fixed.get(unit.id);
    if (reason) left.push({ unit: unit.id, reason });
  }
  for (const [i, reason] of reasons) left.push({ unit: open[i]!.id, reason });
  for (const group of working.groups) {
    const units = group.map((i) => open[joinable[i]!]!);
    if (units.length === 1) left.push({ unit: units[0]!.id, reason: crowdedReason(part, partLists, group[0]!) });
    if (units.length < 2) continue;
    const [host, ...others] = units.map((unit) => unit.id);
    others.sort();
    groups.push({
      host: host!,
      units: [host!, ...others],
      cost: groupCost(part, group),
      principles: principlesOf(units, limits),
    });
  }
  groups.sort((a, b) => (a.host < b.host ? -1 : 1));
  return {
    groups,
    left,
    objective,
    bound,
    gap: objective === bound ? 0 : (objective - bound) / Math.max(1, bound),
    prices: joinable.map((i, k) => ({ unit: open[i]!.id, price: prices[k]! })),
  };
}

/** Stars whose reduced cost is below so many mean prices are promising; twice as wide gained a tenth of a percent for half the time again. */
const SPREAD = 1.5;
const PER_HOST = 200;

/** Prices, and lists that hold whom the prices make worth a longer way: their bound is that of all stars within reach, or nearly. */
function widened(near: Nearness, first: NearLists, effort: GroupingEffort, hooks: GroupingHooks) {
  let lists = first;
  let prices: Float64Array | undefined;
  for (const rounds of effort.pricing) {
    if (prices) lists = widen(near, lists, prices);
    prices = priceUnits(near, lists, rounds, prices, hooks.shouldStop);
  }
  return { lists, prices: prices ?? new Float64Array(near.count) };
}

function fixedReason(unit: SmallUnit, { limits }: GroupingProblem): GroupFact | null {
  const { full, probationary, place } = unit;
  const kind = unitCase(unit);
  if (kind === 'own-branch') return { code: 'joint-own-branch', params: { full } };
  if (kind === 'work-coverage') return { code: 'joint-work-coverage', params: {} };
  if (place === null) return { code: 'joint-no-place', params: {} };
  if (full + probationary >= limits.mostMembers)
    return { code: 'joint-too-many', params: { members: full + probationary, most: limits.mostMembers } };
  return null;
}

/** Why no group within the limits can hold the unit, from its neighbours alone; null where one might. */
function farReason(near: Nearness, lists: ReturnType<Nearness['lists']>, unit: number, reach: number): GroupFact | null {
  const size = lists.start[unit + 1]! - lists.start[unit]!;
  if (size > 0) return null;
  const nearest = near.nearest(unit);
  if (nearest < 0) return { code: 'joint-nobody', params: {} };
  const metres = near.metres(unit, nearest);
  return near.sameTrade(unit, nearest) || metres > reach
    ? { code: 'joint-far', params: { metres, reach } }
    : { code: 'joint-far-other-trade', params: { metres, reach } };
}

function crowdedReason(near: Nearness, lists: ReturnType<Nearness['lists']>, unit: number): GroupFact {
  let full = near.full[unit]!;
  const from = lists.start[unit]!;
  const units = lists.start[unit + 1]! - from;
  for (let k = 0; k < units; k++) full += near.full[lists.unit[from + k]!]!;
  return full < LEAST_FULL
    ? { code: 'joint-too-few-full', params: { units, full } }
    : { code: 'joint-dearer', params: { units, price: alonePrice(near.limits) } };
}
