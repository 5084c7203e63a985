import type { Nearness } from './nearness.ts';
import { alonePrice, LEAST_FULL } from './problem.ts';

/** At most so many units are regrouped at once: all sets of up to five of fourteen are some 3,500. */
export const MOST_AT_ONCE = 14;

/** A part of a grouping: groups of units, the host first; a group of one is a unit that stays alone. */
export type Part = readonly (readonly number[])[];

/**
 * The best grouping of a few units, by trying all: depth first over the first unit not yet placed, sets by reduced cost, cut off as soon as
 * what is spent beyond the prices exceeds what could be gained. With prices all 0 the cut is by plain cost. Relocating, swapping, splitting
 * and merging are all special cases of it.
 */
export class Neighbourhood {
  private readonly near: Nearness;
  private readonly prices: Float64Array;
  private readonly costs = new Float64Array(MOST_AT_ONCE * MOST_AT_ONCE);

  constructor(near: Nearness, prices: Float64Array) {
    this.near = near;
    this.prices = prices;
  }

  /** Groups that cost less than `now` together, or null; `steps` bounds the search. */
  better(units: readonly number[], now: number, steps = 4000): { part: Part; cost: number } | null {
    const { near, prices } = this;
    const n = units.length;
    const price = units.map((unit) => prices[unit]!);
    const slack = now - price.reduce((sum, each) => sum + each, 0);
    const sets = this.sets(units, price, slack);
    let found: number[] | null = null;
    let spare = slack - 0.5;
    let left = steps;
    const full = 2 ** n - 1;
    const trail: number[] = [];
    const search = (covered: number, spent: number) => {
      if (covered === full) {
        found = trail.slice();
        spare = spent - 0.5;
        return;
      }
      const low = 31 - Math.clz32(~covered & -~covered);
      const list = sets[low]!;
      for (let k = 0; k < list.length; k++) {
        const set = list[k]!;
        if (spent + set.reduced > spare) break;
        if ((set.mask & covered) !== 0) continue;
        if (left-- <= 0) return;
        trail.push(low, k);
        search(covered | set.mask, spent + set.reduced);
        trail.length -= 2;
      }
    };
    search(0, 0);
    if (found === null) return null;
    const chosen: number[] = found;
    const part: number[][] = [];
    let cost = 0;
    for (let t = 0; t < chosen.length; t += 2) {
      const set = sets[chosen[t]!]![chosen[t + 1]!]!;
      const group = [units[set.host]!];
      for (let i = 0; i < n; i++) if (i !== set.host && (set.mask & (1 << i)) !== 0) group.push(units[i]!);
      part.push(group);
      cost += groupCost(near, group);
    }
    // Prices below a set's cost can make a detour look shorter than it is: only the true cost decides.
    return cost < now ? { part, cost } : null;
  }

  /** Sets that could be part of something better, by their lowest unit, least reduced cost first. */
  private sets(units: readonly number[], price: readonly number[], slack: number): CostedSet[][] {
    const { near, costs } = this;
    const { reach, mostUnits, mostMembers } = near.limits;
    const n = units.length;
    for (let a = 0; a < n; a++)
      for (let b = 0; b < a; b++) {
        const cost = near.cost(units[a]!, units[b]!);
        costs[a * MOST_AT_ONCE + b] = costs[b * MOST_AT_ONCE + a] = cost > reach ? Number.POSITIVE_INFINITY : cost;
      }
    const alone = alonePrice(near.limits);
    const lists: CostedSet[][] = units.map((_, i) => [{ mask: 1 << i, host: i, reduced: Math.max(0, alone - price[i]!) }]);
    const chosen: number[] = [];
    const grow = (from: number, mask: number, full: number, members: number, worth: number) => {
      if (chosen.length >= 2 && full >= LEAST_FULL) {
        let least = Number.POSITIVE_INFINITY;
        let host = -1;
        for (const h of chosen) {
          let sum = 0;
          for (const i of chosen) if (i !== h) sum += costs[h * MOST_AT_ONCE + i]!;
          if (sum < least) {
            least = sum;
            host = h;
          }
        }
        const reduced = Math.max(0, least - worth);
        if (host >= 0 && reduced < slack) lists[chosen[0]!]!.push({ mask, host, reduced });
      }
      if (chosen.length === mostUnits) return;
      for (let i = from; i < n; i++) {
        const size = members + near.members[units[i]!]!;
        if (size > mostMembers) continue;
        chosen.push(i);
        grow(i + 1, mask | (1 << i), full + near.full[units[i]!]!, size, worth + price[i]!);
        chosen.pop();
      }
    };
    grow(0, 0, 0, 0, 0);
    for (const list of lists) list.sort((a, b) => a.reduced - b.reduced || a.mask - b.mask);
    return lists;
  }
}

interface CostedSet {
  readonly mask: number;
  readonly host: number;
  readonly reduced: number;
}

/** What a group costs: others to the host, the first; alone, the price of staying alone. */
export function groupCost(near: Nearness, group: readonly number[]): number {
  if (group.length === 1) return alonePrice(near.limits);
  let sum = 0;
  for (let k = 1; k < group.length; k++) sum += near.cost(group[k]!, group[0]!);
  return sum;
}
