import type { RosterDuty, RosterProblem } from './problem.ts';
import { FREE, RosterTables } from './tables.ts';

/** Why places of one shift stay open: each person of the group counted once, under the first reason that holds. */
export interface GapReason {
  readonly day: string;
  readonly shift: string;
  readonly missing: number;
  readonly people: number;
  /** Serve there, in this place or another of the same post. */
  readonly here: number;
  readonly leave: number;
  /** Serve another shift of that day. */
  readonly serving: number;
  /** Have a duty elsewhere at that time. */
  readonly busy: number;
  /** Lack the skill, or are not local, where that is asked. */
  readonly unfit: number;
  /** Would not have their rest before or after. */
  readonly tired: number;
  /** Would serve more days in a row than the rules of these days allow. */
  readonly row: number;
  /** Could take the place. */
  readonly free: number;
}

/** Every gap of a roster with its numbers; they add up to the people of the group. By day and shift. */
export function gapReasons(problem: RosterProblem, duties: readonly RosterDuty[]): readonly GapReason[] {
  const tables = new RosterTables(problem);
  const rota = tables.rota(duties);
  const reasons: GapReason[] = [];
  tables.missing(rota).forEach((missing, k) => {
    if (missing <= 0) return;
    const d = Math.floor(k / tables.shifts);
    const s = k % tables.shifts;
    const { id, start, end } = problem.shifts[s]!;
    const counts = { here: 0, leave: 0, serving: 0, busy: 0, unfit: 0, tired: 0, row: 0, free: 0 };
    problem.people.forEach((person, p) => {
      const now = rota[p]![d]!;
      if (now !== FREE && tables.teamOf[now] === tables.teamOf[s]) counts.here++;
      else if (tables.away[p]![d] === 1) counts.leave++;
      else if (person.only !== null && !person.only.includes(id)) counts.unfit++;
      else if (now !== FREE) counts.serving++;
      else if (person.busy.some((taken) => d * 1440 + start < taken.end && taken.start < d * 1440 + end)) counts.busy++;
      else {
        const row = rota[p]!.slice();
        row[d] = s;
        if (!tables.holds(p, row)) counts.tired++;
        else if (tables.daysOver(p, row) > tables.daysOver(p, rota[p]!)) counts.row++;
        else counts.free++;
      }
    });
    reasons.push({ day: problem.days[d]!.day, shift: id, missing, people: tables.people, ...counts });
  });
  return reasons;
}
