import type { Nearness } from './nearness.ts';

/** Sides of the squares in reaches; the last is the whole. */
const SIDES = [0.002, 0.25, 1, 1e9];

/**
 * Squares of several sizes, in each the units with as many full members: where full members are short, they are short for all of an area, and
 * prices have to move together by far more than distances. The slope and its means over them are a scaled step (a metric of several levels).
 */
export class Areas {
  private readonly groupOf: readonly Int32Array[];
  private readonly size: readonly Float64Array[];

  constructor(near: Nearness) {
    const groups = SIDES.map((side) => {
      const seen = new Map<string, number>();
      return Int32Array.from({ length: near.count }, (_, u) => {
        const key = `${near.square(u, side * near.limits.reach)}/${near.full[u]}`;
        const g = seen.get(key) ?? seen.size;
        seen.set(key, g);
        return g;
      });
    });
    this.groupOf = groups;
    this.size = groups.map((of) => {
      const size = new Float64Array(near.count);
      for (const g of of) size[g]!++;
      return size;
    });
  }

  /** Adds to `out` the mean of the slope over each square and kind that a unit is in. */
  add(slope: Float64Array, out: Float64Array): void {
    const sum = new Float64Array(slope.length);
    this.groupOf.forEach((of, level) => {
      const size = this.size[level]!;
      sum.fill(0);
      for (let u = 0; u < slope.length; u++) sum[of[u]!]! += slope[u]!;
      for (let u = 0; u < slope.length; u++) out[u]! += sum[of[u]!]! / size[of[u]!]!;
    });
  }
}
