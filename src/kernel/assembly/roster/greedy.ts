import { cheapestRow, type Tilt } from './row.ts';
import { FREE, type RosterTables, type Rota } from './tables.ts';

/** A rota while places are filled and given away: what is open goes along with every change. */
class Work {
  readonly tables: RosterTables;
  readonly rota: Rota;
  private readonly missing: Int32Array;

  constructor(tables: RosterTables, rota: Rota) {
    this.tables = tables;
    this.rota = rota;
    this.missing = tables.missing(rota);
  }

  /** Whether a place of a shift is open on a day. */
  isOpen(d: number, s: number): boolean {
    return this.missing[d * this.tables.shifts + s]! > 0;
  }

  /** Puts a person on a shift of a day, or on none. */
  put(p: number, d: number, s: number): void {
    this.count(d, this.rota[p]![d]!, 1);
    this.count(d, s, -1);
    this.rota[p]![d] = s;
  }

  /** What a change of one person on one day or two saves (negative) or costs in all; infinite where a hard rule forbids it. */
  difference(p: number, changes: readonly (readonly [day: number, shift: number])[]): number {
    const { tables, rota, missing } = this;
    const row = rota[p]!.slice();
    let price = -tables.price(p, row);
    for (const [d, s] of changes) {
      const old = row[d]!;
      price -= this.openCost(d, old, s);
      this.count(d, old, 1);
      this.count(d, s, -1);
      price += this.openCost(d, old, s);
      this.count(d, s, 1);
      this.count(d, old, -1);
      if (s !== FREE && missing[d * tables.shifts + s]! <= 0) return Number.POSITIVE_INFINITY;
      row[d] = s;
    }
    return tables.holds(p, row) ? price + tables.price(p, row) : Number.POSITIVE_INFINITY;
  }

  /** What each duty of a person saves in open places when he has none yet; infinitely negative where no place is open. */
  saves(p: number): Float64Array {
    const { tables, rota, missing } = this;
    const { days, shifts } = tables;
    const out = new Float64Array(days * shifts).fill(Number.NEGATIVE_INFINITY);
    for (let d = 0; d < days; d++) {
      const old = rota[p]![d]!;
      this.count(d, old, 1);
      for (let s = 0; s < shifts; s++) {
        if (missing[d * shifts + s]! <= 0) continue;
        const open = tables.openOf(missing, d, tables.teamOf[s]!);
        const prices = tables.open[d * tables.teams + tables.teamOf[s]!]!;
        out[d * shifts + s] = prices[open]! - prices[open - 1]!;
      }
      this.count(d, old, -1);
    }
    return out;
  }

  private count(d: number, s: number, by: number): void {
    if (s !== FREE) this.missing[d * this.tables.shifts + s]! += by;
  }

  /** What the open places of the teams of two shifts cost on a day. */
  private openCost(d: number, a: number, b: number): number {
    const { tables } = this;
    const teams = new Set([a, b].filter((s) => s !== FREE).map((s) => tables.teamOf[s]!));
    let cost = 0;
    for (const team of teams) cost += tables.open[d * tables.teams + team]![tables.openOf(this.missing, d, team)]!;
    return cost;
  }
}

/**
 * A feasible roster at once: pins first, then day by day the place whose filling helps most, with whoever costs least; places nobody may take,
 * or take without breaking what weighs more, stay open.
 */
export function greedyRota(tables: RosterTables): Rota {
  const { days, shifts, people } = tables;
  const work = new Work(
    tables,
    tables.pinned.map((row) => row.slice()),
  );
  for (let d = 0; d < days; d++) {
    for (let turn = 0; ; turn++) {
      let least = Number.POSITIVE_INFINITY;
      let best: readonly [number, number] | undefined;
      for (let s = 0; s < shifts; s++) {
        if (!work.isOpen(d, s)) continue;
        for (let k = 0; k < people; k++) {
          // Starting elsewhere each time spreads equals over the group.
          const p = (k + d * shifts + s + turn) % people;
          if (work.rota[p]![d] !== FREE) continue;
          const difference = work.difference(p, [[d, s]]);
          if (difference >= 0) continue;
          // Among equals whoever has served fewer days in a row, so that days of rest come one after another and not all at once.
          const order = difference + servedInRow(tables, work.rota[p]!, p, d) / 100;
          if (order >= least) continue;
          least = order;
          best = [p, s];
        }
      }
      if (!best) break;
      work.put(best[0], d, best[1]);
    }
  }
  return work.rota;
}

/** Days in a row that a person has served when a day begins. */
function servedInRow(tables: RosterTables, row: Int16Array, p: number, d: number): number {
  let inRow = 0;
  while (inRow < d && row[d - inRow - 1] !== FREE) inRow++;
  return inRow === d ? inRow + tables.problem.people[p]!.past.inRow : inRow;
}

/**
 * Makes a roster better by small moves until none helps or `passes` are over: all days of one person anew, a duty moved to another shift or
 * day, handed to another, two duties exchanged. Hard rules hold throughout.
 */
export function repairRota(tables: RosterTables, rota: Rota, passes = 20): Rota {
  const { days, people } = tables;
  const work = new Work(tables, rota);
  for (let pass = 0; pass < passes; pass++) {
    let better = false;
    for (let p = 0; p < people; p++) better = anew(work, p) || better;
    for (let d = 0; d < days; d++)
      for (let p = 0; p < people; p++) {
        if (tables.pinned[p]![d] !== FREE) continue;
        better = move(work, p, d) || better;
        if (rota[p]![d] === FREE) continue;
        better = handOver(tables, rota, p, d) || exchange(tables, rota, p, d) || better;
      }
    // Two at once only where one at a time no longer helps, and while places are open: it costs as many tries as there are pairs.
    if (!better && people <= PAIRED && tables.openCost(tables.missing(rota)) > 0)
      for (let p = 0; p < people; p++) for (let q = 0; q < people; q++) if (q !== p) better = together(work, p, q) || better;
    if (!better) break;
  }
  return rota;
}

/** All days of two people anew, first of the one as if the other were away, then of the other; both go back where that does not help. */
function together(work: Work, p: number, q: number): boolean {
  const { tables, rota } = work;
  const before = [rota[p]!.slice(), rota[q]!.slice()] as const;
  let difference = 0;
  const turn = (one: number, row: Int16Array) => {
    const changes = Array.from(row, (s, d) => [d, s] as const).filter(([d, s]) => s !== rota[one]![d]);
    difference += work.difference(one, changes);
    for (const [d, s] of changes) work.put(one, d, s);
  };
  turn(q, tables.pinned[q]!);
  turn(p, cheapestRow(tables, p, work.saves(p), NO_TILT));
  turn(q, cheapestRow(tables, q, work.saves(q), NO_TILT));
  if (difference < 0) return true;
  before.forEach((row, k) => {
    row.forEach((s, d) => {
      work.put(k === 0 ? p : q, d, s);
    });
  });
  return false;
}

/** People up to whom two are tried at once; for more the search does better in the same time. */
const PAIRED = 30;

const NO_TILT: Tilt = { duty: 0, night: 0 };

/** All days of one person anew, while the others stay: the best of the rows that aim at more, as many or fewer duties and nights. */
function anew(work: Work, p: number): boolean {
  const { tables, rota } = work;
  const { share } = tables.problem.prices;
  const saves = work.saves(p);
  let least = 0;
  let best: (readonly [number, number])[] | undefined;
  for (const tilt of TILTS) {
    const row = cheapestRow(tables, p, saves, { duty: tilt.duty * share, night: tilt.night * share });
    const changes = Array.from(row, (s, d) => [d, s] as const).filter(([d, s]) => s !== rota[p]![d]);
    if (changes.length === 0) continue;
    const difference = work.difference(p, changes);
    if (difference >= least) continue;
    least = difference;
    best = changes;
  }
  for (const [d, s] of best ?? []) work.put(p, d, s);
  return best !== undefined;
}

/** Fair shares pull either way, or not at all. */
const TILTS: readonly Tilt[] = [-1, 0, 1].flatMap((duty) => [-1, 0, 1].map((night) => ({ duty, night })));

/** To an open place of the same day, off the duty, or with the duty to an open place of another day; whatever helps most, if anything does. */
function move(work: Work, p: number, d: number): boolean {
  const { tables, rota } = work;
  const row = rota[p]!;
  let least = 0;
  let best: (readonly [number, number])[] | undefined;
  const consider = (changes: (readonly [number, number])[]) => {
    const difference = work.difference(p, changes);
    if (difference >= least) return;
    least = difference;
    best = changes;
  };
  for (let s = 0; s < tables.shifts; s++) if (s !== row[d] && work.isOpen(d, s)) consider([[d, s]]);
  if (row[d] !== FREE) {
    consider([[d, FREE]]);
    for (let e = 0; e < tables.days; e++) {
      if (e === d || row[e] !== FREE) continue;
      for (let t = 0; t < tables.shifts; t++)
        if (work.isOpen(e, t))
          consider([
            [d, FREE],
            [e, t],
          ]);
    }
  }
  for (const [day, s] of best ?? []) work.put(p, day, s);
  return best !== undefined;
}

/** What putting a person on a shift of a day (or FREE) changes in his price; infinite where a hard rule forbids it. */
function change(tables: RosterTables, rota: Rota, p: number, d: number, s: number): number {
  const row = rota[p]!;
  const old = row[d]!;
  const before = tables.price(p, row);
  row[d] = s;
  const after = tables.holds(p, row) ? tables.price(p, row) : Number.POSITIVE_INFINITY;
  row[d] = old;
  return after - before;
}

/** Gives the duty of p on day d to whoever gains most by it, if anyone does; he may be on another shift that p then takes. */
function handOver(tables: RosterTables, rota: Rota, p: number, d: number): boolean {
  const s = rota[p]![d]!;
  let best = -1e-9;
  let to = -1;
  for (let q = 0; q < tables.people; q++) {
    if (q === p || rota[q]![d] === s || tables.pinned[q]![d] !== FREE) continue;
    const gain = change(tables, rota, p, d, rota[q]![d]!) + change(tables, rota, q, d, s);
    if (gain < best) {
      best = gain;
      to = q;
    }
  }
  if (to < 0) return false;
  rota[p]![d] = rota[to]![d]!;
  rota[to]![d] = s;
  return true;
}

/** Exchanges the duty of p on day d with a duty of another on another day, where that helps. */
function exchange(tables: RosterTables, rota: Rota, p: number, d: number): boolean {
  const s = rota[p]![d]!;
  if (s === FREE) return false;
  for (let q = 0; q < tables.people; q++) {
    if (q === p || rota[q]![d] !== FREE) continue;
    for (let e = 0; e < tables.days; e++) {
      const t = rota[q]![e]!;
      if (e === d || t === FREE || rota[p]![e] !== FREE || tables.pinned[q]![e] !== FREE) continue;
      const mine = rota[p]!.slice();
      const his = rota[q]!.slice();
      mine[d] = FREE;
      mine[e] = t;
      his[e] = FREE;
      his[d] = s;
      if (!tables.holds(p, mine) || !tables.holds(q, his)) continue;
      const now = tables.price(p, rota[p]!) + tables.price(q, rota[q]!);
      if (tables.price(p, mine) + tables.price(q, his) >= now) continue;
      // In place: whoever counts what is open holds these rows.
      rota[p]!.set(mine);
      rota[q]!.set(his);
      return true;
    }
  }
  return false;
}
