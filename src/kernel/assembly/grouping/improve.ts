import type { NearLists, Nearness } from './nearness.ts';
import { groupCost, MOST_AT_ONCE, Neighbourhood } from './neighbourhood.ts';
import type { StarPool } from './pool.ts';
import { MOST_FROM_POOL, PoolSearch } from './regroup.ts';

/** A grouping while it is worked on: groups by number (the host first) and the group of each unit. */
export class Working {
  readonly groups: (readonly number[])[];
  readonly groupOf: Int32Array;
  readonly near: Nearness;
  private readonly spare: number[] = [];

  constructor(near: Nearness, groups: readonly (readonly number[])[]) {
    this.near = near;
    this.groups = [...groups];
    this.groupOf = new Int32Array(near.count);
    groups.forEach((group, g) => {
      for (const unit of group) this.groupOf[unit] = g;
    });
  }

  /** Puts other groups of the same units in the place of some. */
  replace(old: readonly number[], groups: readonly (readonly number[])[]): void {
    for (const g of old) {
      this.groups[g] = [];
      this.spare.push(g);
    }
    for (const group of groups) {
      const g = this.spare.pop() ?? this.groups.length;
      this.groups[g] = group;
      for (const unit of group) this.groupOf[unit] = g;
    }
  }

  get cost(): number {
    return this.groups.reduce((sum, group) => sum + (group.length === 0 ? 0 : groupCost(this.near, group)), 0);
  }
}

/** Rounds the pool: stars of least reduced cost that do not overlap; every other unit is alone at first. */
export function roundPool(near: Nearness, pool: StarPool): Working {
  const taken = new Uint8Array(near.count);
  const groups: (readonly number[])[] = [];
  const order = Int32Array.from(pool.reduced, (_, star) => star).sort((a, b) => pool.reduced[a]! - pool.reduced[b]! || a - b);
  for (const star of order) {
    const units = pool.unit.subarray(pool.start[star]!, pool.start[star + 1]!);
    // Where full members are short staying alone costs no more than its price: whoever can be joined is, all the same.
    if (units.length === 1 || units.some((unit) => taken[unit] === 1)) continue;
    for (const unit of units) taken[unit] = 1;
    groups.push(Array.from(units));
  }
  for (let unit = 0; unit < near.count; unit++) if (taken[unit] === 0) groups.push([unit]);
  return new Working(near, groups);
}

/** The group of a unit and the groups of its nearest, as long as they hold at most `most` units together; `skip` leaves some out. */
function around(working: Working, lists: NearLists, centre: number, most: number, skip?: () => boolean) {
  const groups = [working.groupOf[centre]!];
  const units = [...working.groups[groups[0]!]!];
  const see = (unit: number) => {
    const g = working.groupOf[unit]!;
    const group = working.groups[g]!;
    if (groups.includes(g) || units.length + group.length > most || skip?.() === true) return;
    groups.push(g);
    units.push(...group);
  };
  // First who is near the centre, then who is near those: a neighbourhood may be larger than one list.
  for (let from = 0; from < units.length && units.length < most - 1; from++) {
    const unit = from === 0 ? centre : units[from]!;
    for (let k = lists.start[unit]!; k < lists.start[unit + 1]! && units.length < most; k++) see(lists.unit[k]!);
  }
  return { groups, units };
}

/** Regroups exactly around every unit that stays alone, until nothing changes or each was tried `rounds` times. */
export function placeAlone(working: Working, lists: NearLists, prices: Float64Array, rounds: number): void {
  const solver = new Neighbourhood(working.near, prices);
  for (let round = 0; round < rounds; round++) {
    let changed = false;
    const draw = round === 0 ? undefined : sequence(round);
    for (let centre = 0; centre < working.near.count; centre++) {
      if (working.groups[working.groupOf[centre]!]!.length > 1) continue;
      const { groups, units } = around(working, lists, centre, MOST_AT_ONCE, draw && (() => draw(3) === 0));
      const now = groups.reduce((sum, g) => sum + groupCost(working.near, working.groups[g]!), 0);
      const found = solver.better(units, now);
      if (found === null) continue;
      working.replace(groups, found.part);
      changed = true;
    }
    if (!changed) return;
  }
}

/** Groups a few units in the best of all ways; does nothing where there are more than can be tried. */
export function groupFew(working: Working): void {
  const { near } = working;
  if (near.count === 0 || near.count > MOST_AT_ONCE) return;
  const units = Array.from({ length: near.count }, (_, unit) => unit);
  const groups = working.groups.flatMap((group, g) => (group.length > 0 ? [g] : []));
  const found = new Neighbourhood(near, new Float64Array(near.count)).better(units, working.cost, 200_000);
  if (found !== null) working.replace(groups, found.part);
}

/**
 * Regroups larger neighbourhoods from the pool of promising stars until none of those tried gets better: relocating, swapping, splitting and
 * merging groups, also round in rings, are all cases of it. Centres, and after the first round the near groups, are drawn by a fixed sequence;
 * the count of work ends it wherever it is.
 */
export function regroup(
  working: Working,
  lists: NearLists,
  prices: Float64Array,
  pool: StarPool,
  effort: { readonly regrouping: number; readonly steps: number; readonly work: number },
  hooks: { readonly shouldStop?: () => boolean; readonly onRound?: (done: number) => void },
): void {
  const { near } = working;
  const search = new PoolSearch(pool, near);
  const stopped = () => search.work > effort.work || hooks.shouldStop?.() === true;
  for (let round = 0; round < effort.regrouping && !stopped(); round++) {
    hooks.onRound?.(round / effort.regrouping);
    const draw = sequence(round);
    const tried = new Uint8Array(near.count);
    for (const centre of centres(near.count, draw)) {
      // A unit that was in the middle of another's neighbourhood need not be a centre of its own in the same round.
      if (tried[centre] === 1) continue;
      if (stopped()) return;
      const { groups, units } = around(
        working,
        lists,
        centre,
        round === 0 ? FIRST : MOST_FROM_POOL,
        round === 0 ? undefined : () => draw(4) === 0,
      );
      for (let k = 0; k < units.length * MIDDLE; k++) tried[units[k]!] = 1;
      // A person may allow groups of more units than are regrouped at once.
      if (units.length > MOST_FROM_POOL) continue;
      const old = groups.map((g) => working.groups[g]!);
      const part = search.better(prices, units, old, effort.steps);
      if (part !== null) working.replace(groups, part);
      else if (units.length === near.count) return;
    }
  }
}

/** Units of a neighbourhood in the first round, whose groups are still far from good. */
const FIRST = 45;

/** The share of a neighbourhood that counts as its middle. */
const MIDDLE = 0.3;

/** All units in an order drawn. */
function centres(count: number, draw: (below: number) => number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, unit) => unit);
  for (let k = count - 1; k > 0; k--) {
    const at = draw(k + 1);
    [order[k], order[at]] = [order[at]!, order[k]!];
  }
  return order;
}

/** Whole numbers by a fixed sequence (a multiplicative congruential generator with a mixed state). */
function sequence(start: number): (below: number) => number {
  let state = (0x9e3779b9 + start) | 0;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return (state >>> 8) % below;
  };
}
