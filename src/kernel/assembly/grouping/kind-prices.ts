import type { Nearness } from './nearness.ts';
import { LEAST_FULL } from './problem.ts';

/**
 * What a unit without full members, with one and with two is worth in units left alone, were all near each other and of mean size: the dual of
 * the linear program over the compositions of groups. The first is 1 where full members are short, all are 0 where they are not. A group that
 * wastes nothing is worth 0, no group more.
 */
export function kindPrices(near: Nearness): readonly [number, number, number] {
  const { count, full, members, limits } = near;
  const number = [0, 0, 0];
  const size = [0, 0, 0];
  for (let u = 0; u < count; u++) {
    number[full[u]!]!++;
    size[full[u]!]! += members[u]!;
  }
  const mean = size.map((sum, kind) => sum / Math.max(1, number[kind]!));
  // Limits on the prices of one and two full members, that of none at 1: one * p + two * q <= -none.
  const rows: { none: number; one: number; two: number }[] = [];
  for (let one = 0; one <= limits.mostUnits; one++)
    for (let two = 0; one + two <= limits.mostUnits; two++) {
      if (one + 2 * two < LEAST_FULL || one + two > LEAST_FULL) continue;
      const left = limits.mostMembers - one * mean[1]! - two * mean[2]!;
      const none = Math.min(limits.mostUnits - one - two, Math.floor(left / Math.max(1, mean[0]!)));
      if (none >= 0) rows.push({ none, one, two });
    }
  rows.push({ none: -1, one: 1, two: 0 }, { none: -1, one: 0, two: 1 });
  let best: [number, number, number] = [0, 0, 0];
  let most = 0;
  for (const a of rows)
    for (const b of rows) {
      const det = a.one * b.two - a.two * b.one;
      if (det === 0) continue;
      const p = (-a.none * b.two + b.none * a.two) / det;
      const q = (-b.none * a.one + a.none * b.one) / det;
      if (rows.some((row) => row.one * p + row.two * q > -row.none + 1e-9)) continue;
      const value = number[0]! + number[1]! * p + number[2]! * q;
      if (value > most) {
        most = value;
        best = [1, p, q];
      }
    }
  return best;
}
