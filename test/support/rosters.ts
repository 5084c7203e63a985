import fc from 'fast-check';
import { type RosterPerson, type RosterProblem, rosterIssues, USUAL_PRICES, verifyRoster } from '#kernel/assembly';
import type { Day } from '#kernel/lib';

/** A week whose last two days are off. */
export const DAYS = ['2027-03-01', '2027-03-02', '2027-03-03', '2027-03-04', '2027-03-05', '2027-03-06', '2027-03-07'] as Day[];
const SHIFTS = [
  { id: 'early', team: 'early', start: 360, end: 840, night: false },
  { id: 'late', team: 'late', start: 840, end: 1320, night: false },
  { id: 'night', team: 'night', start: 1320, end: 1800, night: true },
];
/** Someone without anything special. */
export const person = (id: string, more: Partial<RosterPerson> = {}): RosterPerson => ({
  id,
  leave: [],
  wishes: [],
  past: { shifts: 0, nights: 0, offDays: 0, inRow: 0 },
  lastEnd: null,
  only: null,
  likes: null,
  busy: [],
  ...more,
});
/** Some days of the week with the first shifts of three. */
export const problemOf = (
  people: readonly RosterPerson[],
  days: number,
  need: readonly number[],
  more: Partial<RosterProblem> = {},
): RosterProblem => ({
  days: DAYS.slice(0, days).map((day, d) => ({ day, off: d >= 5 })),
  shifts: SHIFTS.slice(0, need.length),
  need: Array.from({ length: days }, () => [...need]),
  people,
  pins: [],
  rules: { restHours: 11, mostInRow: 5 },
  prices: USUAL_PRICES,
  ...more,
});

/** The least cost over all tables of duties, weighed by the verifier's own count. */
export function cheapestRoster(problem: RosterProblem): number {
  const { people, days, shifts } = problem;
  const cells = people.flatMap((who) => days.map((row) => ({ person: who.id, day: row.day })));
  let best = Number.POSITIVE_INFINITY;
  const tries = (shifts.length + 1) ** cells.length;
  for (let code = 0; code < tries; code++) {
    let rest = code;
    const duties = cells.flatMap((cell) => {
      const s = rest % (shifts.length + 1);
      rest = Math.floor(rest / (shifts.length + 1));
      return s === 0 ? [] : [{ ...cell, shift: shifts[s - 1]!.id }];
    });
    const hard = verifyRoster(problem, { duties, breaches: [], cost: 0, bound: 0, gap: 0, by: 'greedy' });
    if (hard.issues.some((issue) => !['roster-verify-cost', 'roster-verify-breaches'].includes(issue.code))) continue;
    best = Math.min(best, hard.cost);
  }
  return best;
}

/** One or two people over three days: small enough to try every table. */
export const tinyRosters = fc
  .record({
    people: fc.array(
      fc.record({
        leave: fc.subarray(DAYS.slice(0, 3)),
        wish: fc.constantFrom(null, { day: DAYS[0]!, shift: null, want: true }, { day: DAYS[1]!, shift: 'late', want: false }),
        shifts: fc.integer({ min: 0, max: 3 }),
        lastEnd: fc.constantFrom(null, -60),
        inRow: fc.integer({ min: 0, max: 2 }),
        only: fc.constantFrom(null, null, ['late'] as const),
        likes: fc.constantFrom(null, null, ['early'] as const),
        busy: fc.constantFrom([], [], [{ start: 1440 + 900, end: 1440 + 960 }]),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    need: fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 1 })),
    mostInRow: fc.integer({ min: 1, max: 3 }),
    oneTeam: fc.boolean(),
    pin: fc.constantFrom(null, null, { person: 'p0', day: DAYS[1]!, shift: 'late' }),
    thin: fc.constantFrom(0, 300, 1000, 4000),
  })
  .map(({ people, need, mostInRow, oneTeam, thin, pin }) =>
    problemOf(
      people.map((row, i) =>
        person(`p${i}`, {
          leave: row.leave,
          wishes: row.wish ? [row.wish] : [],
          past: { shifts: row.shifts, nights: 0, offDays: 0, inRow: row.inRow },
          lastEnd: row.lastEnd,
          only: row.only,
          likes: row.likes,
          busy: row.busy,
        }),
      ),
      3,
      need,
      {
        rules: { restHours: 11, mostInRow },
        shifts: SHIFTS.slice(0, 2).map((shift) => (oneTeam ? { ...shift, team: 'gate' } : shift)),
        prices: { ...USUAL_PRICES, thin },
        pins: pin ? [pin] : [],
      },
    ),
  )
  // A pin that a hard rule forbids is left out: rosters are made of problems without issues only.
  .map((problem) => (rosterIssues(problem).length > 0 ? { ...problem, pins: [] } : problem));
