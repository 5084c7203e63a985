import { FREE, type RosterTables } from './tables.ts';

/** What is added to the price of each duty and each night, so that fair shares, which no single day knows, are aimed at. */
export interface Tilt {
  readonly duty: number;
  readonly night: number;
}

/**
 * The days of one person that cost least while the others stay as they are, by dynamic programming over days: what a duty saves in open places
 * (`saves[d * shifts + s]`, infinitely negative where no place is open), wishes and days in a row. Fair shares are not weighed but by the tilt,
 * and rest is looked at between two days only: who takes the row weighs it as a whole.
 */
export function cheapestRow(tables: RosterTables, p: number, saves: Float64Array, tilt: Tilt): Int16Array {
  const { days, shifts, problem } = tables;
  const { prices, rules } = problem;
  // After a day: free, or with one of the shifts on the n-th day in a row; beyond the most in a row every further day costs the same.
  const most = rules.mostInRow + 1;
  const width = shifts * most + 1;
  const at = (s: number, inRow: number) => 1 + s * most + (Math.min(inRow, most) - 1);
  const came = new Int32Array(days * width).fill(-1);
  let now = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
  now[0] = 0;
  for (let d = 0; d < days; d++) {
    const next = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
    const offer = (from: number, to: number, price: number) => {
      if (price >= next[to]!) return;
      next[to] = price;
      came[d * width + to] = from;
    };
    const pin = tables.pinned[p]![d]!;
    const duty = Array.from({ length: shifts }, (_, s) => {
      const price =
        tables.wish[p]![d * shifts + s]! - saves[d * shifts + s]! + tilt.duty + (problem.shifts[s]!.night ? tilt.night : 0);
      return tables.may(p, d, s) ? price : Number.POSITIVE_INFINITY;
    });
    for (let from = 0; from < width; from++) {
      if (now[from] === Number.POSITIVE_INFINITY) continue;
      if (pin === FREE) offer(from, 0, now[from]!);
      const before = from === 0 ? -1 : Math.floor((from - 1) / most);
      const served = from === 0 ? (d === 0 ? problem.people[p]!.past.inRow : 0) : ((from - 1) % most) + 1;
      for (let s = 0; s < shifts; s++) {
        if (duty[s] === Number.POSITIVE_INFINITY || (before >= 0 && !tables.rests(d - 1, before, d, s))) continue;
        offer(from, at(s, served + 1), now[from]! + duty[s]! + (served + 1 > rules.mostInRow ? prices.row : 0));
      }
    }
    now = next;
  }
  const row = new Int16Array(days).fill(FREE);
  let state = now.indexOf(Math.min(...now));
  for (let d = days - 1; d >= 0 && state >= 0; d--) {
    if (state > 0) row[d] = Math.floor((state - 1) / most);
    state = came[d * width + state]!;
  }
  return row;
}
