import type { RosterBreach, RosterDuty, RosterProblem } from './problem.ts';
import { FREE, RosterTables } from './tables.ts';

/** A change that keeps every hard rule: another takes the duty, or two duties are exchanged. */
export interface SwapProposal {
  readonly with: string;
  /** The duty that comes back in an exchange; null where the other just takes over. */
  readonly back: RosterDuty | null;
  /** What the whole roster costs more (or less, negative). */
  readonly difference: number;
  /** Soft rules newly broken for the two. */
  readonly breaks: readonly RosterBreach[];
}

/** Who could take over a duty or exchange it, the cheapest first, at most `most`; empty where the person has no duty that day or it is pinned. */
export function proposeSwaps(
  problem: RosterProblem,
  duties: readonly RosterDuty[],
  duty: RosterDuty,
  most = 10,
): readonly SwapProposal[] {
  const tables = new RosterTables(problem);
  const rota = tables.rota(duties);
  const p = problem.people.findIndex((row) => row.id === duty.person);
  const d = problem.days.findIndex((row) => row.day === duty.day);
  if (p < 0 || d < 0) return [];
  const s = rota[p]![d]!;
  if (s === FREE || problem.shifts[s]!.id !== duty.shift || tables.pinned[p]![d] !== FREE) return [];
  const found: SwapProposal[] = [];
  const known = new Set(tables.breaches(rota).map(keyOf));
  const consider = (q: number, mine: Int16Array, his: Int16Array, back: RosterDuty | null) => {
    if (!tables.holds(p, mine) || !tables.holds(q, his)) return;
    const breaks: RosterBreach[] = [];
    const after = tables.price(p, mine, breaks) + tables.price(q, his, breaks);
    found.push({
      with: problem.people[q]!.id,
      back,
      difference: after - tables.price(p, rota[p]!) - tables.price(q, rota[q]!),
      breaks: breaks.filter((breach) => !known.has(keyOf(breach))),
    });
  };
  for (let q = 0; q < tables.people; q++) {
    if (q === p || rota[q]![d] === s) continue;
    const his = rota[q]!.slice();
    const mine = rota[p]!.slice();
    const other = his[d]!;
    if (other !== FREE && tables.pinned[q]![d] !== FREE) continue;
    his[d] = s;
    mine[d] = other;
    consider(q, mine, his, other === FREE ? null : dutyOf(tables, q, d, other));
    if (other !== FREE) continue;
    for (let e = 0; e < tables.days; e++) {
      const t = rota[q]![e]!;
      if (t === FREE || rota[p]![e] !== FREE || tables.pinned[q]![e] !== FREE) continue;
      const back = his.slice();
      const taken = mine.slice();
      back[e] = FREE;
      taken[e] = t;
      consider(q, taken, back, dutyOf(tables, q, e, t));
    }
  }
  return found
    .sort((a, b) => a.difference - b.difference || (a.back === null ? 0 : 1) - (b.back === null ? 0 : 1))
    .slice(0, most);
}

function keyOf(breach: RosterBreach): string {
  return `${breach.code} ${JSON.stringify(breach.params)}`;
}

function dutyOf({ problem }: RosterTables, p: number, d: number, s: number): RosterDuty {
  return { person: problem.people[p]!.id, day: problem.days[d]!.day, shift: problem.shifts[s]!.id };
}
