import { errorIssue, type Issue } from '../../lib/index.ts';
import type { Roster, RosterDuty, RosterProblem } from './problem.ts';

/** What the independent check of a roster says. */
export interface RosterVerification {
  readonly ok: boolean;
  readonly issues: readonly Issue[];
  /** Recomputed from the definitions. */
  readonly cost: number;
}

type Served = { day: string; no: number; shift: string; start: number; end: number };

/**
 * The hard rules that duties break, each with its place, sharing nothing with the solver: unknown names, leave, pins, one duty a day, a shift
 * that the person cannot take, another duty at that time, rest between any two duties, no more people than needed. Empty when all hold.
 */
export function rosterFaults(problem: RosterProblem, duties: readonly RosterDuty[]): readonly Issue[] {
  const { days, shifts, people, rules } = problem;
  const issues: Issue[] = [];
  const fault = (code: string, params: Record<string, string | number>) => issues.push(errorIssue(code, ['duties'], params));
  const pinned = new Set(problem.pins.map((pin) => `${pin.person} ${pin.day} ${pin.shift}`));
  const { perPerson, served } = readDuties(problem, duties, fault);
  for (const duty of duties) pinned.delete(`${duty.person} ${duty.day} ${duty.shift}`);
  for (const pin of problem.pins) if (pinned.has(`${pin.person} ${pin.day} ${pin.shift}`)) fault('roster-verify-pin', { ...pin });
  days.forEach((row, i) => {
    shifts.forEach((shift, s) => {
      const here = served.get(`${row.day} ${shift.id}`) ?? 0;
      const needed = problem.need[i]![s]!;
      const fixed = problem.pins.filter((pin) => pin.day === row.day && pin.shift === shift.id).length;
      if (here > Math.max(needed, fixed)) fault('roster-verify-crowded', { day: row.day, shift: shift.id, here, needed });
    });
  });
  for (const person of people) {
    const mine = perPerson.get(person.id)!;
    mine.forEach((duty, i) => {
      const at = { person: person.id, day: duty.day, shift: duty.shift };
      if (person.leave.includes(days[duty.no]!.day)) fault('roster-verify-leave', at);
      if (person.only !== null && !person.only.includes(duty.shift)) fault('roster-verify-not-fit', at);
      if (person.busy.some((taken) => duty.start < taken.end && taken.start < duty.end)) fault('roster-verify-busy', at);
      const before = mine[i - 1];
      if (before && before.no === duty.no) fault('roster-verify-twice', { person: person.id, day: duty.day });
      const end = Math.max(before?.end ?? Number.NEGATIVE_INFINITY, person.lastEnd ?? Number.NEGATIVE_INFINITY);
      if (duty.start - end < rules.restHours * 60)
        fault('roster-verify-rest', {
          person: person.id,
          day: duty.day,
          hours: rules.restHours,
          rest: Math.max(0, Math.floor((duty.start - end) / 6) / 10),
        });
    });
  }
  return issues;
}

function readDuties(
  { days, shifts, people }: RosterProblem,
  duties: readonly RosterDuty[],
  fault: (code: string, params: Record<string, string | number>) => unknown,
) {
  const dayNo = new Map<string, number>(days.map((row, i) => [row.day, i]));
  const shiftById = new Map(shifts.map((row) => [row.id, row]));
  const served = new Map<string, number>();
  const perPerson = new Map(people.map((row) => [row.id, [] as Served[]]));
  for (const duty of duties) {
    const no = dayNo.get(duty.day);
    const shift = shiftById.get(duty.shift);
    const mine = perPerson.get(duty.person);
    if (no === undefined || !shift || !mine) {
      fault('roster-verify-unknown', { ...duty });
      continue;
    }
    mine.push({ day: duty.day, no, shift: duty.shift, start: no * 1440 + shift.start, end: no * 1440 + shift.end });
    served.set(`${duty.day} ${duty.shift}`, (served.get(`${duty.day} ${duty.shift}`) ?? 0) + 1);
  }
  for (const mine of perPerson.values()) mine.sort((a, b) => a.start - b.start);
  return { perPerson, served };
}

/** Checks a roster against the definitions, sharing nothing with the solver: hard rules, and every broken soft rule recounted with its price. */
export function verifyRoster(problem: RosterProblem, roster: Roster): RosterVerification {
  const { days, shifts, people, rules, prices } = problem;
  const issues: Issue[] = [...rosterFaults(problem, roster.duties)];
  const fault = (code: string, params: Record<string, string | number>) => issues.push(errorIssue(code, ['duties'], params));
  const dayNo = new Map<string, number>(days.map((row, i) => [row.day, i]));
  const shiftById = new Map(shifts.map((row) => [row.id, row]));
  const { perPerson, served } = readDuties(problem, roster.duties, () => {});
  let cost = 0;
  let breaches = 0;
  const charge = (price: number) => {
    cost += price;
    breaches++;
  };
  days.forEach((row, i) => {
    for (const team of new Set(shifts.map((shift) => shift.team))) {
      let needed = 0;
      let open = 0;
      shifts.forEach((shift, s) => {
        if (shift.team !== team) return;
        const missing = Math.max(0, problem.need[i]![s]! - (served.get(`${row.day} ${shift.id}`) ?? 0));
        needed += problem.need[i]![s]!;
        open += missing;
        if (missing > 0) charge(missing * prices.gap);
      });
      let more = 0;
      for (let place = 1; place <= open; place++)
        more += Math.round(prices.thin * (needed === 1 ? 1 : (place - 1) / (needed - 1)));
      if (more > 0) charge(more);
    }
  });
  const there = people.filter((person) => days.some((row) => !person.leave.includes(row.day)));
  const counted = {
    shifts: () => true,
    nights: (shift: string) => shiftById.get(shift)!.night,
    offDays: (_: string, day: number) => days[day]!.off,
  } as const;
  const kinds = ['shifts', 'nights', 'offDays'] as const;
  const mean = (kind: (typeof kinds)[number]) => {
    const before = there.reduce((sum, person) => sum + person.past[kind], 0);
    const now = problem.need.reduce(
      (sum, row, i) => sum + row.reduce((inner, count, s) => inner + (counted[kind](shifts[s]!.id, i) ? count : 0), 0),
      0,
    );
    return (before + now) / Math.max(1, there.length);
  };
  const means = kinds.map(mean);
  for (const person of people) {
    const mine = perPerson.get(person.id)!;
    const works = new Set(mine.map((duty) => duty.no));
    for (const no of works) {
      let run = 1;
      while (works.has(no - run)) run++;
      if (run === no + 1) run += person.past.inRow;
      if (run > rules.mostInRow) charge(prices.row);
    }
    for (const wish of person.wishes) {
      if (!dayNo.has(wish.day)) continue;
      const serves = mine.some((duty) => duty.day === wish.day && (wish.shift === null || wish.shift === duty.shift));
      if (serves !== wish.want) charge(prices.wish);
    }
    for (const duty of mine) if (person.likes !== null && !person.likes.includes(duty.shift)) charge(prices.hours);
    if (there.includes(person))
      kinds.forEach((kind, k) => {
        const total = person.past[kind] + mine.filter((duty) => counted[kind](duty.shift, duty.no)).length;
        const off = Math.max(0, total - Math.ceil(means[k]!), Math.floor(means[k]!) - total);
        if (off > 0) charge(off * prices.share);
      });
  }
  if (cost !== roster.cost) fault('roster-verify-cost', { said: roster.cost, found: cost });
  if (breaches !== roster.breaches.length || roster.breaches.reduce((sum, each) => sum + each.price, 0) !== cost)
    fault('roster-verify-breaches', { said: roster.breaches.length, found: breaches });
  if (roster.bound > cost || roster.gap !== roster.cost - roster.bound)
    fault('roster-verify-bound', { said: roster.bound, found: cost });
  return { ok: issues.length === 0, issues, cost };
}
