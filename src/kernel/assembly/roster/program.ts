import type { MipModel } from '../mip.ts';
import { FREE, type RosterTables, type Rota } from './tables.ts';

/** The roster as a mixed-integer program: which column is which duty, and the part of the cost that no column holds. */
export interface RosterProgram {
  readonly model: MipModel;
  readonly base: number;
  /** Reads a solution back. */
  readonly rota: (values: readonly number[]) => Rota;
  /** A roster as values of the columns that are duties. */
  readonly start: (rota: Rota) => { readonly columns: readonly number[]; readonly values: readonly number[] };
}

/** Builds the program: one column a possible duty, whole; gaps, days too many and unfair shares come out whole by themselves. */
export function rosterProgram(tables: RosterTables): RosterProgram {
  const { problem, days, shifts, people } = tables;
  const { prices, rules } = problem;
  const cost: number[] = [];
  const upper: number[] = [];
  const integer: boolean[] = [];
  const rows: { low: number; high: number; columns: number[]; factors: number[] }[] = [];
  const column = (price: number, most: number, whole: boolean) => {
    cost.push(price);
    upper.push(most);
    integer.push(whole);
    return cost.length - 1;
  };
  const ones = (columns: readonly number[]) => columns.map(() => 1);
  const columnOf = Array.from({ length: people }, () => new Int32Array(days * shifts).fill(-1));
  for (let p = 0; p < people; p++)
    for (let d = 0; d < days; d++)
      for (let s = 0; s < shifts; s++)
        if (tables.may(p, d, s)) columnOf[p]![d * shifts + s] = column(tables.wish[p]![d * shifts + s]!, 1, true);
  const of = (p: number, d: number) =>
    Array.from({ length: shifts }, (_, s) => columnOf[p]![d * shifts + s]!).filter((c) => c >= 0);
  problem.need.forEach((row, d) => {
    const open = tables.open.slice(d * tables.teams, (d + 1) * tables.teams).map((): number[] => []);
    row.forEach((count, s) => {
      const pinned = tables.pinned.filter((each) => each[d] === s).length;
      const least = Math.max(count, pinned);
      const columns = columnOf.map((each) => each[d * shifts + s]!).filter((c) => c >= 0);
      const gap = column(0, count, false);
      open[tables.teamOf[s]!]!.push(gap);
      rows.push({ low: least, high: least, columns: [...columns, gap], factors: ones([...columns, gap]) });
    });
    // The open places of a team one by one, each at least as dear as the one before: the cheap ones are taken first by themselves.
    open.forEach((gaps, team) => {
      const prices = tables.open[d * tables.teams + team]!;
      const steps = Array.from({ length: prices.length - 1 }, (_, i) => column(prices[i + 1]! - prices[i]!, 1, false));
      const columns = [...gaps, ...steps];
      rows.push({ low: 0, high: 0, columns, factors: [...gaps.map(() => 1), ...steps.map(() => -1)] });
    });
  });
  for (let p = 0; p < people; p++) {
    for (let d = 0; d < days; d++) {
      const today = of(p, d);
      const pin = tables.pinned[p]![d]!;
      if (today.length > 0) rows.push({ low: pin === FREE ? 0 : 1, high: 1, columns: today, factors: ones(today) });
      // A duty and all later ones that leave too little rest after it exclude each other: at most one of a day, so one row for all of them;
      // the same seen from the later duty. Both kinds are valid and each cuts what the other leaves.
      for (let s = 0; s < shifts; s++) {
        const c = columnOf[p]![d * shifts + s]!;
        if (c < 0) continue;
        for (const step of [1, -1]) {
          for (let e = d + step; e >= 0 && e < days; e += step) {
            const tired = Array.from({ length: shifts }, (_, t) => t).filter((t) =>
              step === 1 ? !tables.rests(d, s, e, t) : !tables.rests(e, t, d, s),
            );
            if (tired.length === 0) break;
            const columns = tired.map((t) => columnOf[p]![e * shifts + t]!).filter((each) => each >= 0);
            // A pair needs to be said only once.
            if (columns.length < (step === 1 ? 1 : 2)) continue;
            rows.push({ low: 0, high: 1, columns: [c, ...columns], factors: ones([c, ...columns]) });
          }
        }
      }
    }
    const before = problem.people[p]!.past.inRow;
    for (let d = Math.max(0, rules.mostInRow - before); d < days; d++) {
      // The days of this window that lie before the first one were all served.
      const length = Math.min(rules.mostInRow, d) + 1;
      const window = Array.from({ length }, (_, k) => of(p, d - k)).flat();
      const extra = column(prices.row, 1, false);
      rows.push({
        low: Number.NEGATIVE_INFINITY,
        high: length - 1,
        columns: [...window, extra],
        factors: [...ones(window), -1],
      });
    }
    if (tables.present[p]) shares(p);
  }
  function shares(p: number): void {
    const past = problem.people[p]!.past;
    [past.shifts, past.nights, past.offDays].forEach((before, k) => {
      const columns: number[] = [];
      for (let d = 0; d < days; d++)
        for (let s = 0; s < shifts; s++) {
          const c = columnOf[p]![d * shifts + s]!;
          if (c >= 0 && tables.counts(d, s)[k] === 1) columns.push(c);
        }
      const [low, high] = tables.fair[k]!;
      const range = days + Math.abs(before) + high;
      const many = column(prices.share, range, false);
      rows.push({
        low: Number.NEGATIVE_INFINITY,
        high: high - before,
        columns: [...columns, many],
        factors: [...ones(columns), -1],
      });
      const few = column(prices.share, range, false);
      rows.push({
        low: low - before,
        high: Number.POSITIVE_INFINITY,
        columns: [...columns, few],
        factors: [...ones(columns), 1],
      });
    });
  }
  return {
    model: { cost, upper, integer, rows },
    base: tables.wishBase.reduce((sum, each) => sum + each, 0),
    rota: (values) =>
      columnOf.map((row) =>
        Int16Array.from({ length: days }, (_, d) => {
          for (let s = 0; s < shifts; s++) if (row[d * shifts + s]! >= 0 && values[row[d * shifts + s]!]! > 0.5) return s;
          return FREE;
        }),
      ),
    start: (rota) => {
      const columns: number[] = [];
      const values: number[] = [];
      columnOf.forEach((row, p) => {
        row.forEach((c, k) => {
          if (c < 0) return;
          columns.push(c);
          values.push(rota[p]![Math.floor(k / shifts)] === k % shifts ? 1 : 0);
        });
      });
      return { columns, values };
    },
  };
}
