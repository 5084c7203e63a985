import type { StarPool } from './pool.ts';

/** At most so many units are regrouped at once from the pool: a set of them is two 30-bit numbers. */
export const MOST_FROM_POOL = 45;

const HALF = 30;

/**
 * Regroups some units with stars of the pool alone: exact cover by branch and bound, on the unit with the fewest stars left. A branch is cut
 * off when what is spent beyond the prices and the least that the open units must still spend reach what is to be beaten; the least of a
 * unit is its share of its cheapest star that still fits.
 */
export class PoolSearch {
  private readonly pool: StarPool;
  private readonly localOf: Int32Array;
  private readonly seen: Int32Array;
  private turn = 0;

  constructor(pool: StarPool, units: number) {
    this.pool = pool;
    this.localOf = new Int32Array(units).fill(-1);
    this.seen = new Int32Array(pool.reduced.length);
  }

  /** Stars that cover the units exactly and together have less reduced cost than `slack`, or null; `steps` bounds the search. */
  cover(units: readonly number[], slack: number, steps: number): readonly number[] | null {
    const { pool, localOf, seen } = this;
    const count = units.length;
    const turn = ++this.turn;
    for (let i = 0; i < count; i++) localOf[units[i]!] = i;
    const stars: number[] = [];
    const low: number[] = [];
    const high: number[] = [];
    const spend: number[] = [];
    const share: number[] = [];
    for (let i = 0; i < count; i++) {
      const unit = units[i]!;
      for (let k = pool.ofStart[unit]!; k < pool.ofStart[unit + 1]!; k++) {
        const star = pool.of[k]!;
        if (pool.reduced[star]! >= slack) break;
        if (seen[star] === turn) continue;
        seen[star] = turn;
        let a = 0;
        let b = 0;
        const from = pool.start[star]!;
        const to = pool.start[star + 1]!;
        for (let at = from; at < to; at++) {
          const local = localOf[pool.unit[at]!]!;
          if (local < 0) {
            a = b = 0;
            break;
          }
          if (local < HALF) a |= 1 << local;
          else b |= 1 << (local - HALF);
        }
        if ((a | b) === 0) continue;
        stars.push(star);
        low.push(a);
        high.push(b);
        // Prices are a little off; a star is never worth more than nothing here, or nothing could be cut off.
        spend.push(Math.max(0, pool.reduced[star]!));
        share.push(Math.max(0, pool.reduced[star]!) / (to - from));
      }
    }
    const lists: number[][] = units.map(() => []);
    const order = stars.map((_, k) => k).sort((a, b) => share[a]! - share[b]! || a - b);
    for (const k of order)
      for (let at = pool.start[stars[k]!]!; at < pool.start[stars[k]! + 1]!; at++) lists[localOf[pool.unit[at]!]!]!.push(k);
    for (let i = 0; i < count; i++) localOf[units[i]!] = -1;
    const fullLow = 2 ** Math.min(count, HALF) - 1;
    const fullHigh = 2 ** Math.max(0, count - HALF) - 1;
    let limit = slack - 1e-6;
    let left = steps;
    let found: number[] | null = null;
    const trail: number[] = [];
    const search = (coveredLow: number, coveredHigh: number, spent: number) => {
      if (coveredLow === fullLow && coveredHigh === fullHigh) {
        limit = spent - 1e-6;
        found = trail.slice();
        return;
      }
      let fewest = Number.POSITIVE_INFINITY;
      let branch = -1;
      let least = spent;
      for (let i = 0; i < count; i++) {
        if (i < HALF ? (coveredLow & (1 << i)) !== 0 : (coveredHigh & (1 << (i - HALF))) !== 0) continue;
        let open = 0;
        const list = lists[i]!;
        for (let at = 0; at < list.length; at++) {
          const k = list[at]!;
          if (((low[k]! & coveredLow) | (high[k]! & coveredHigh)) !== 0 || spent + spend[k]! >= limit) continue;
          if (open === 0) {
            least += share[k]!;
            if (least >= limit) return;
          }
          if (++open >= fewest) break;
        }
        if (open === 0) return;
        if (open < fewest) {
          fewest = open;
          branch = i;
        }
      }
      for (const k of lists[branch]!) {
        if (((low[k]! & coveredLow) | (high[k]! & coveredHigh)) !== 0) continue;
        const next = spent + spend[k]!;
        if (next >= limit) continue;
        if (left-- <= 0) return;
        trail.push(stars[k]!);
        search(coveredLow | low[k]!, coveredHigh | high[k]!, next);
        trail.pop();
      }
    };
    search(0, 0, 0);
    return found;
  }
}
