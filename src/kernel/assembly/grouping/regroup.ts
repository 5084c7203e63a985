import { cutTriples } from './cuts.ts';
import { dive } from './dive.ts';
import { LocalProgram } from './local-program.ts';
import type { Nearness } from './nearness.ts';
import { groupCost } from './neighbourhood.ts';
import type { StarPool } from './pool.ts';
import { alonePrice } from './problem.ts';

/** At most so many units are regrouped at once from the pool. */
export const MOST_FROM_POOL = 90;

/** Stars of the pool that one unit brings at most, the best first, beyond those that others brought; more where a unit is alone. */
const STARS_OF_UNIT = 10;
const STARS_SHORT = 40;

const ROUNDS_OF_CUTS = 12;

/** Cuts end where they close less than this share of what is left. */
const LEAST_GAIN = 0.03;

/** The search begins with this share of what could be gained at most, and goes on with three times as much each time. */
const FIRST_SHARE = 1 / 27;

/** Costs are whole: what is not better by this is not better. */
const HALF = 0.5;

/**
 * Regroups some units with stars of the pool alone: the linear program of these units with cuts proves how little can be gained, mostly
 * nothing; else a dive, then an exact cover by branch and bound on the unit with the fewest stars left. A branch is cut off when what is spent
 * beyond the prices and the least that the open units must still spend reach what is to be beaten; the least of a unit is its share of its
 * cheapest star that still fits.
 */
export class PoolSearch {
  private readonly near: Nearness;
  private readonly pool: StarPool;
  private readonly localOf: Int32Array;
  private readonly seen: Int32Array;
  private readonly program: LocalProgram;
  /** Star of each column: of the pool, or −1 − g for group g as it is; those of the units alone are not asked for. */
  private readonly star: number[] = [];
  private turn = 0;

  constructor(pool: StarPool, near: Nearness) {
    this.near = near;
    this.pool = pool;
    this.localOf = new Int32Array(near.count).fill(-1);
    this.seen = new Int32Array(pool.reduced.length);
    this.program = new LocalProgram(near.limits.mostUnits);
  }

  /** What all of it cost so far, as a count. */
  get work(): number {
    return this.program.work;
  }

  /** Groups of the units that together cost less than `groups`, those they are in now, or null; `steps` bounds each search. */
  better(
    prices: Float64Array,
    units: readonly number[],
    groups: readonly (readonly number[])[],
    steps: number,
  ): readonly (readonly number[])[] | null {
    const { program, star, pool } = this;
    const first = this.load(prices, units, groups);
    const now = first.reduce((sum, k) => sum + program.cost[k]!, 0);
    program.solve(first);
    for (let round = 0; round < ROUNDS_OF_CUTS && now - program.bound > HALF; round++) {
      const before = program.bound;
      if (cutTriples(program, units.length) === 0) break;
      program.resolve();
      if (program.bound - before < LEAST_GAIN * (now - program.bound)) break;
    }
    if (now - program.bound <= HALF) return null;
    const found = this.search(units.length, now, steps);
    if (found === null) return null;
    return found.map((k) => {
      if (k < units.length) return [units[k]!];
      const s = star[k]!;
      return s < 0 ? groups[-1 - s]! : Array.from(pool.unit.subarray(pool.start[s]!, pool.start[s + 1]!));
    });
  }

  /** Columns of the units alone, of their groups and of the pool's stars among them, costs beyond prices; returns those of the groups. */
  private load(prices: Float64Array, units: readonly number[], groups: readonly (readonly number[])[]): number[] {
    const { program, star, pool, localOf, seen, near } = this;
    const alone = alonePrice(near.limits);
    const turn = ++this.turn;
    program.reset(units.length);
    units.forEach((unit, i) => {
      localOf[unit] = i;
      program.cover(program.add(alone - prices[unit]!), i);
    });
    let now = 0;
    const first = groups.map((group, g) => {
      let spend = groupCost(near, group);
      for (const unit of group) spend -= prices[unit]!;
      now += spend;
      if (group.length === 1) return localOf[group[0]!]!;
      const k = program.add(spend);
      for (const unit of group) program.cover(k, localOf[unit]!);
      star[k] = -1 - g;
      return k;
    });
    const short = groups.some((group) => group.length === 1);
    for (const unit of units) {
      let more = short ? STARS_SHORT : STARS_OF_UNIT;
      for (let at = pool.ofStart[unit]!; at < pool.ofStart[unit + 1]! && more > 0; at++) {
        const s = pool.of[at]!;
        if (pool.reduced[s]! >= now) break;
        if (seen[s] === turn) continue;
        seen[s] = turn;
        const from = pool.start[s]!;
        const to = pool.start[s + 1]!;
        let inside = to - from > 1;
        for (let m = from; m < to && inside; m++) inside = localOf[pool.unit[m]!]! >= 0;
        if (!inside) continue;
        more--;
        const k = program.add(pool.reduced[s]!);
        for (let m = from; m < to; m++) program.cover(k, localOf[pool.unit[m]!]!);
        star[k] = s;
      }
    }
    for (const unit of units) localOf[unit] = -1;
    return first;
  }

  /** Columns that cover every row once and cost less than `now`, or null. The program is solved. */
  private search(rows: number, now: number, steps: number): readonly number[] | null {
    const { program } = this;
    const cost = program.cost.slice(0, program.count);
    const beyond = program.reducedCosts();
    const proved = program.bound;
    const dived = dive(program, rows);
    const reached = dived === null ? now : dived.reduce((sum, k) => sum + cost[k]!, 0);
    const best = Math.min(now, reached);
    const spare = best - proved - HALF;
    // What is best is mostly little above the bound: the fewer stars can be part of it, the sooner it is found.
    for (let most = Math.min(spare, Math.max(5, spare * FIRST_SHARE)); most > 0; most = Math.min(spare, most * 3)) {
      const part = this.cover(rows, cost, beyond, best, proved, most, steps);
      if (part !== null) return part;
      if (most >= spare) break;
    }
    return reached < now - HALF ? dived : null;
  }

  /** Columns that cover every row once and cost less than `now` and less than `slack` beyond what is proved, or null. */
  private cover(
    count: number,
    cost: Float64Array,
    beyond: Float64Array,
    now: number,
    proved: number,
    slack: number,
    steps: number,
  ): readonly number[] | null {
    const { program } = this;
    const columns: number[] = [];
    const rows: (readonly number[])[] = [];
    const spend: number[] = [];
    const share: number[] = [];
    const lists: number[][] = Array.from({ length: count }, () => []);
    for (let k = 0; k < cost.length; k++) {
      if (program.row[k * program.width]! >= count) continue;
      const reduced = beyond[k]!;
      if (reduced >= slack) continue;
      const set = program.rowsOf(k, count);
      columns.push(k);
      rows.push(set);
      spend.push(reduced);
      share.push(reduced / set.length);
    }
    const order = columns.map((_, k) => k).sort((a, b) => share[a]! - share[b]! || a - b);
    for (const k of order) for (const row of rows[k]!) lists[row]!.push(k);
    const covered = new Uint8Array(count);
    const free = (k: number) => {
      for (const row of rows[k]!) if (covered[row] === 1) return false;
      return true;
    };
    let limit = slack;
    let least = now;
    let left = steps;
    let found: number[] | null = null;
    const trail: number[] = [];
    const search = (open: number, spent: number) => {
      if (open === 0) {
        // The prices of cuts count what a cut could still be used for: only the cost itself decides.
        let sum = 0;
        for (const k of trail) sum += cost[k]!;
        if (sum > least - HALF) return;
        least = sum;
        limit = Math.min(limit, sum - proved - HALF);
        found = trail.slice();
        return;
      }
      program.work += 4 * count;
      let fewest = Number.POSITIVE_INFINITY;
      let branch = -1;
      let most = spent;
      for (let i = 0; i < count; i++) {
        if (covered[i] === 1) continue;
        let choices = 0;
        for (const k of lists[i]!) {
          if (spent + spend[k]! >= limit || !free(k)) continue;
          if (choices === 0) {
            most += share[k]!;
            if (most >= limit) return;
          }
          if (++choices >= fewest) break;
        }
        if (choices === 0) return;
        if (choices < fewest) {
          fewest = choices;
          branch = i;
        }
      }
      for (const k of lists[branch]!) {
        const next = spent + spend[k]!;
        if (next >= limit || !free(k)) continue;
        if (left-- <= 0) return;
        trail.push(columns[k]!);
        for (const row of rows[k]!) covered[row] = 1;
        search(open - rows[k]!.length, next);
        for (const row of rows[k]!) covered[row] = 0;
        trail.pop();
      }
    };
    search(count, 0);
    return found;
  }
}
