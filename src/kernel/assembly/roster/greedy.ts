import { FREE, type RosterTables, type Rota } from './tables.ts';

/** A feasible roster at once: pins first, then shift by shift whoever costs least; places nobody may take, or take without breaking what weighs more, stay open. */
export function greedyRota(tables: RosterTables): Rota {
  const { days, shifts, people, problem } = tables;
  const rota: Rota = tables.pinned.map((row) => row.slice());
  for (let d = 0; d < days; d++) {
    for (let s = 0; s < shifts; s++) {
      let open = problem.need[d]![s]! - rota.filter((row) => row[d] === s).length;
      while (open-- > 0) {
        let best = -1;
        let least = Number.POSITIVE_INFINITY;
        for (let k = 0; k < people; k++) {
          // Starting elsewhere each time spreads equals over the group.
          const p = (k + d * shifts + s) % people;
          if (rota[p]![d] !== FREE) continue;
          const price = change(tables, rota, p, d, s);
          if (price < least) {
            least = price;
            best = p;
          }
        }
        // A place stays open rather than cost more than it does open.
        if (best < 0 || least >= problem.prices.gap) break;
        rota[best]![d] = s;
      }
    }
  }
  return rota;
}

/** What putting a person on a shift of a day (or FREE) changes in his price; infinite where a hard rule forbids it. */
export function change(tables: RosterTables, rota: Rota, p: number, d: number, s: number): number {
  const row = rota[p]!;
  const old = row[d]!;
  const before = tables.price(p, row);
  row[d] = s;
  const after = tables.holds(p, row) ? tables.price(p, row) : Number.POSITIVE_INFINITY;
  row[d] = old;
  return after - before;
}

/**
 * Makes a roster better by small moves until none helps or `passes` are over: fill a place, hand a duty to another, exchange two duties.
 * Hard rules hold throughout.
 */
export function repairRota(tables: RosterTables, rota: Rota, passes = 20): Rota {
  const { days, shifts, people, problem } = tables;
  for (let pass = 0; pass < passes; pass++) {
    let better = false;
    const missing = tables.missing(rota);
    for (let d = 0; d < days; d++)
      for (let p = 0; p < people; p++) {
        if (tables.pinned[p]![d] !== FREE) continue;
        const s = rota[p]![d]!;
        // To an open place of the same day, or off a place that need not be filled by him.
        for (let to = 0; to < shifts; to++) {
          if (to === s || missing[d * shifts + to]! <= 0 || (s !== FREE && missing[d * shifts + s]! >= 0)) continue;
          if (change(tables, rota, p, d, to) >= problem.prices.gap) continue;
          if (s !== FREE) missing[d * shifts + s]!++;
          missing[d * shifts + to]!--;
          rota[p]![d] = to;
          better = true;
          break;
        }
        if (rota[p]![d] !== s || s === FREE) continue;
        better = handOver(tables, rota, p, d) || exchange(tables, rota, p, d) || better;
      }
    if (!better) break;
  }
  return rota;
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
      rota[p] = mine;
      rota[q] = his;
      return true;
    }
  }
  return false;
}
