import { Areas } from './areas.ts';
import { priceUnits, provenBound, startPrices } from './bound.ts';
import { chainAlone } from './chains.ts';
import { describedGroup } from './edit.ts';
import { groupFew, placeAlone, regroup, roundPool } from './improve.ts';
import { type NearLists, Nearness } from './nearness.ts';
import { groupCost } from './neighbourhood.ts';
import { poolOf } from './pool.ts';
import {
  alonePrice,
  type GroupFact,
  type Grouping,
  type GroupingProblem,
  LEAST_FULL,
  meanLatitude,
  type SmallUnit,
  type UnitGroup,
  unitCase,
} from './problem.ts';
import { rebuildAround } from './rebuild.ts';
import { widen } from './widen.ts';

/** How hard to try; all are counts, so that the same input gives the same proposal. */
export interface GroupingEffort {
  /** Nearest units looked at for each unit before the lists are widened by price. */
  readonly nearest: number;
  /** Rounds of each of the two ways to first prices. */
  readonly start: number;
  /** Rounds of pricing before each widening of the lists, and after the last. */
  readonly pricing: readonly number[];
  /** Rounds of regrouping. */
  readonly regrouping: number;
  /** Steps of one search in one regrouping. */
  readonly steps: number;
  /** Numbers looked at while regrouping, in all: no further group of units is tried after that. */
  readonly work: number;
}

/** Enough for ten thousand units in less than ten seconds. */
export const USUAL_EFFORT: GroupingEffort = {
  nearest: 12,
  start: 30,
  pricing: [120, 180],
  regrouping: 20,
  steps: 400,
  work: 1.2e9,
};

/** Where the work stands. */
export type GroupingStage = 'near' | 'prices' | 'proof' | 'groups' | 'regroup';

/** Hooks for a worker. A stop keeps the best grouping so far; its bound holds in any case. */
export interface GroupingHooks {
  /** `done` is the share of the whole work, 0 to 1. */
  readonly onProgress?: (stage: GroupingStage, done: number) => void;
  readonly shouldStop?: () => boolean;
  /** Called with a complete proposal after each round of regrouping; the call makes it. */
  readonly onBest?: (grouping: () => Grouping) => void;
}

/**
 * Proposes joint branches: a set partition by stars around host units. Every unit of the problem ends in one group or in `left` with a
 * reason; every group but those kept has three full members or more and keeps the limits; nobody is joined beyond reach. The bound is that of the
 * linear program over all stars (Lagrangian relaxation, Geoffrion 1974), rounded and improved by regrouping neighbourhoods.
 */
export function suggestGroups(
  problem: GroupingProblem,
  effort: GroupingEffort = USUAL_EFFORT,
  hooks: GroupingHooks = {},
): Grouping {
  const { limits } = problem;
  const latitude = meanLatitude(problem.units);
  const unitById = new Map(problem.units.map((unit) => [unit.id, unit]));
  const kept = (problem.kept ?? []).map((ids) =>
    describedGroup(
      ids.flatMap((id) => unitById.get(id) ?? []),
      limits,
      latitude,
    ),
  );
  const settled = new Set(kept.flatMap((group) => group.units));
  const apart = new Set(problem.apart);
  const fixed = new Map<string, GroupFact>();
  for (const unit of problem.units) {
    const reason = apart.has(unit.id) ? { code: 'joint-apart', params: {} } : fixedReason(unit, problem);
    if (reason && !settled.has(unit.id)) fixed.set(unit.id, reason);
  }
  const open = problem.units.filter((unit) => !fixed.has(unit.id) && !settled.has(unit.id));
  hooks.onProgress?.('near', 0);
  const near = new Nearness(open, limits, latitude);
  const lists = near.lists(effort.nearest);
  const reasons = new Map<number, GroupFact>();
  open.forEach((_, i) => {
    const reason = farReason(near, lists, i, limits.reach);
    if (reason) reasons.set(i, reason);
  });
  // Who can never be joined is no part of the sum: his price would make every gap look small.
  const joinable = open.flatMap((_, i) => (reasons.has(i) ? [] : [open[i]!]));
  const part = reasons.size === 0 ? near : new Nearness(joinable, limits, latitude);
  hooks.onProgress?.('prices', 0.05);
  const { lists: partLists, prices } = widened(part, reasons.size === 0 ? lists : part.lists(effort.nearest), effort, hooks);
  hooks.onProgress?.('proof', 0.3);
  const bound = provenBound(part, prices) + kept.reduce((sum, group) => sum + group.cost, 0);
  hooks.onProgress?.('groups', 0.4);
  const pool = poolOf(part, partLists, prices, SPREAD, PER_HOST);
  const working = roundPool(part, pool);
  const grouping = (): Grouping => {
    const groups: UnitGroup[] = [...kept];
    const left: Grouping['left'][number][] = [...fixed].map(([unit, reason]) => ({ unit, reason }));
    for (const [i, reason] of reasons) left.push({ unit: open[i]!.id, reason });
    let objective = kept.reduce((sum, group) => sum + group.cost, 0);
    for (const group of working.groups) {
      if (group.length === 0) continue;
      objective += groupCost(part, group);
      if (group.length === 1) left.push({ unit: joinable[group[0]!]!.id, reason: crowdedReason(part, partLists, group[0]!) });
      else groups.push(starOf(group.map((i) => joinable[i]!)));
    }
    groups.sort((a, b) => (a.host < b.host ? -1 : 1));
    return {
      groups,
      left,
      objective,
      bound,
      gap: objective === bound ? 0 : (objective - bound) / Math.max(1, bound),
      prices: joinable.map((unit, k) => ({ unit: unit.id, price: prices[k]! })),
    };
  };
  const starOf = ([host, ...others]: SmallUnit[]) =>
    describedGroup([host!, ...others.sort((a, b) => (a.id < b.id ? -1 : 1))], limits, latitude);
  let chains = chainAlone(working, partLists, CHAINS);
  placeAlone(working, partLists, prices, 4);
  rebuildAround(working, 3);
  regroup(working, partLists, prices, pool, effort, {
    ...(hooks.shouldStop ? { shouldStop: hooks.shouldStop } : {}),
    onRound: (done) => {
      rebuildAround(working, 3);
      if (done > 0) chains = chainAlone(working, partLists, chains + CHAINS);
      hooks.onProgress?.('regroup', 0.55 + 0.4 * done);
      hooks.onBest?.(grouping);
    },
  });
  rebuildAround(working, 3);
  chains = chainAlone(working, partLists, chains + CHAINS);
  placeAlone(working, partLists, prices, 4);
  groupFew(working);
  return grouping();
}

/** Stars whose reduced cost is below so many mean prices are promising; twice as wide gained a tenth of a percent for half the time again. */
const SPREAD = 1.5;
const PER_HOST = 200;

/** Units moved in thought for those who stay alone. */
const CHAINS = 20_000;

/** How much better prices are hoped to get where full members are short. */
const SHORT_HOPE = 0.3;

/** Prices, and lists that hold whom the prices make worth a longer way: their bound is that of all stars within reach, or nearly. */
function widened(near: Nearness, first: NearLists, effort: GroupingEffort, hooks: GroupingHooks) {
  let lists = first;
  const start = startPrices(near, lists, effort.start, hooks.shouldStop);
  let { prices } = start;
  const areas = start.short ? new Areas(near) : undefined;
  // Where full members are short the prices reach farther each time: more and shorter steps between two widenings.
  const stages = areas ? effort.pricing.flatMap((rounds) => [rounds / 2, rounds / 2]) : effort.pricing;
  for (const rounds of stages) {
    lists = widen(near, lists, prices);
    prices = priceUnits(
      near,
      lists,
      areas ? { rounds, from: prices, hope: SHORT_HOPE, areas } : { rounds, from: prices },
      hooks.shouldStop,
    );
  }
  return { lists, prices };
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
