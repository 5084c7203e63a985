import type { StarPool } from './pool.ts';

/** At most so many units are regrouped at once from the pool: a set of them is one 32-bit number. */
export const MOST_FROM_POOL = 30;

/**
 * Regroups some units with stars of the pool alone: exact cover by branch and bound, on the unit with the fewest stars left, cut off as
 * soon as the spent reduced cost reaches what is to be beaten.
 */
export class PoolSearch {
  private readonly pool: StarPool;
  private readonly localOf: Int32Array;

  constructor(pool: StarPool, units: number) {
    this.pool = pool;
    this.localOf = new Int32Array(units).fill(-1);
  }

  /** Stars that cover the units exactly and together have less reduced cost than `slack`, or null; `steps` bounds the search. */
  cover(units: readonly number[], slack: number, steps: number): readonly number[] | null {
    const { pool, localOf } = this;
    units.forEach((unit, i) => {
      localOf[unit] = i;
    });
    const masks: number[] = [];
    const stars: number[] = [];
    const lists: number[][] = units.map(() => []);
    units.forEach((unit, i) => {
      for (let k = pool.ofStart[unit]!; k < pool.ofStart[unit + 1]!; k++) {
        const star = pool.of[k]!;
        if (pool.reduced[star]! >= slack) break;
        let mask = 0;
        let lowest = units.length;
        for (let at = pool.start[star]!; at < pool.start[star + 1]!; at++) {
          const local = localOf[pool.unit[at]!]!;
          if (local < 0) {
            mask = 0;
            break;
          }
          mask |= 1 << local;
          if (local < lowest) lowest = local;
        }
        // Each star is met once for each of its units; the lowest enters it.
        if (mask === 0 || lowest !== i) continue;
        masks.push(mask);
        stars.push(star);
      }
    });
    const order = masks.map((_, k) => k).sort((a, b) => pool.reduced[stars[a]!]! - pool.reduced[stars[b]!]!);
    for (const k of order) for (let i = 0; i < units.length; i++) if ((masks[k]! & (1 << i)) !== 0) lists[i]!.push(k);
    for (const unit of units) localOf[unit] = -1;
    const full = units.length === 32 ? -1 : 2 ** units.length - 1;
    let limit = slack - 1e-6;
    let left = steps;
    let found: number[] | null = null;
    const trail: number[] = [];
    const search = (covered: number, spent: number) => {
      if (covered === full) {
        limit = spent - 1e-6;
        found = trail.slice();
        return;
      }
      let fewest = Number.POSITIVE_INFINITY;
      let branch = -1;
      for (let i = 0; i < lists.length && fewest > 0; i++) {
        if ((covered & (1 << i)) !== 0) continue;
        let open = 0;
        for (const k of lists[i]!) {
          if (spent + pool.reduced[stars[k]!]! >= limit) break;
          if ((masks[k]! & covered) === 0 && ++open >= fewest) break;
        }
        if (open < fewest) {
          fewest = open;
          branch = i;
        }
      }
      if (fewest === 0) return;
      for (const k of lists[branch]!) {
        const next = spent + pool.reduced[stars[k]!]!;
        if (next >= limit) break;
        if ((masks[k]! & covered) !== 0) continue;
        if (left-- <= 0) return;
        trail.push(stars[k]!);
        search(covered | masks[k]!, next);
        trail.pop();
      }
    };
    search(0, 0);
    return found;
  }
}
