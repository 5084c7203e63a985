import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Day } from '../../lib/index.ts';
import {
  proposeSwaps,
  type RosterPerson,
  type RosterProblem,
  rosterIssues,
  solveRoster,
  USUAL_PRICES,
  verifyRoster,
  weighRoster,
} from './index.ts';

const DAYS = ['2027-03-01', '2027-03-02', '2027-03-03', '2027-03-04', '2027-03-05', '2027-03-06', '2027-03-07'] as Day[];
const SHIFTS = [
  { id: 'early', start: 360, end: 840, night: false },
  { id: 'late', start: 840, end: 1320, night: false },
  { id: 'night', start: 1320, end: 1800, night: true },
];
const person = (id: string, more: Partial<RosterPerson> = {}): RosterPerson => ({
  id,
  leave: [],
  wishes: [],
  past: { shifts: 0, nights: 0, offDays: 0 },
  lastEnd: null,
  only: null,
  busy: [],
  ...more,
});
const problemOf = (
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

test('a group of twelve over a week: everything served, verified, the same twice', () => {
  const problem = problemOf(
    Array.from({ length: 12 }, (_, i) => person(`p${i}`, i === 0 ? { leave: DAYS.slice(0, 3) } : {})),
    7,
    [2, 2, 1],
  );
  expect(rosterIssues(problem)).toEqual([]);
  const roster = solveRoster(problem);
  expect(verifyRoster(problem, roster).issues).toEqual([]);
  expect(roster.duties).toHaveLength(35);
  expect(roster.duties.some((duty) => duty.person === 'p0' && duty.day <= DAYS[2]!)).toBe(false);
  expect(solveRoster(problem)).toEqual(roster);
});

test('too few people: a roster all the same, each gap listed', () => {
  const problem = problemOf([person('a'), person('b')], 3, [1, 1, 1]);
  const roster = solveRoster(problem);
  expect(verifyRoster(problem, roster).issues).toEqual([]);
  // Two people serve at most one shift a day each: at least one place of three is open every day.
  expect(roster.breaches.filter((breach) => breach.code === 'roster-gap').length).toBeGreaterThanOrEqual(3);
  expect(solveRoster(problemOf([], 2, [1])).breaches.map((breach) => breach.code)).toEqual(['roster-gap', 'roster-gap']);
});

test('fairness reaches over the weeks before: whoever served nights rests from them', () => {
  const people = [
    person('a', { past: { shifts: 4, nights: 4, offDays: 0 } }),
    person('b'),
    person('c'),
    person('d'),
    person('e'),
  ];
  const problem = problemOf(people, 4, [0, 0, 1]);
  const nights = solveRoster(problem).duties.filter((duty) => duty.shift === 'night');
  expect(nights).toHaveLength(4);
  expect(nights.some((duty) => duty.person === 'a')).toBe(false);
});

test('a make-up working day counts as no off day, a holiday as one', () => {
  const days = [
    { day: DAYS[5]!, off: false },
    { day: DAYS[6]!, off: true },
  ];
  const people = [person('a', { past: { shifts: 0, nights: 0, offDays: 2 } }), person('b')];
  const roster = solveRoster(problemOf(people, 2, [1], { days }));
  expect(roster.duties).toEqual([
    { person: 'a', day: DAYS[5], shift: 'early' },
    { person: 'b', day: DAYS[6], shift: 'early' },
  ]);
});

/** The least cost over all tables of duties, weighed by the verifier's own count. */
function cheapest(problem: RosterProblem): number {
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

const tiny = fc
  .record({
    people: fc.array(
      fc.record({
        leave: fc.subarray(DAYS.slice(0, 3)),
        wish: fc.constantFrom(null, { day: DAYS[0]!, shift: null, want: true }, { day: DAYS[1]!, shift: 'late', want: false }),
        shifts: fc.integer({ min: 0, max: 3 }),
        lastEnd: fc.constantFrom(null, -60),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    need: fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 1 })),
    mostInRow: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ people, need, mostInRow }) =>
    problemOf(
      people.map((row, i) =>
        person(`p${i}`, {
          leave: row.leave,
          wishes: row.wish ? [row.wish] : [],
          past: { shifts: row.shifts, nights: 0, offDays: 0 },
          lastEnd: row.lastEnd,
        }),
      ),
      3,
      need,
      { rules: { restHours: 11, mostInRow } },
    ),
  );

test('tiny rosters: verified, never better than all tables can be, rarely far from it', () => {
  let over = 0;
  let runs = 0;
  fc.assert(
    fc.property(tiny, (problem) => {
      const roster = solveRoster(problem);
      expect(verifyRoster(problem, roster).issues).toEqual([]);
      const best = cheapest(problem);
      expect(roster.cost).toBeGreaterThanOrEqual(best);
      // The same number of places is filled: a gap is dearer than all else together.
      expect(Math.floor(roster.cost / 1000)).toBe(Math.floor(best / 1000));
      runs++;
      if (roster.cost > best) over++;
    }),
    { numRuns: 150, seed: 11 },
  );
  expect(over / runs).toBeLessThan(0.2);
}, 120_000);

test('a wish broken and a row too long are listed with their price', () => {
  const problem = problemOf([person('a', { wishes: [{ day: DAYS[0]!, shift: null, want: false }] })], 3, [1], {
    rules: { restHours: 11, mostInRow: 2 },
  });
  const roster = solveRoster(problem);
  expect(roster.breaches).toEqual([
    { code: 'roster-row', params: { person: 'a', day: DAYS[2], days: 3, most: 2 }, price: 30 },
    { code: 'roster-wish-to-rest', params: { person: 'a', day: DAYS[0], shift: '' }, price: 10 },
  ]);
  expect(roster.cost).toBe(40);
});

test('swaps keep the rules and say what they change', () => {
  const problem = problemOf([person('a'), person('b'), person('c', { leave: [DAYS[0]!] })], 2, [1, 1]);
  const roster = solveRoster(problem);
  const duty = roster.duties[0]!;
  const swaps = proposeSwaps(problem, roster.duties, duty);
  expect(swaps.length).toBeGreaterThan(0);
  for (const swap of swaps) {
    const gone = (each: typeof duty) => !(each.person === duty.person && each.day === duty.day);
    const came = swap.back;
    const duties = roster.duties.filter((each) => gone(each) && !(came && each.person === came.person && each.day === came.day));
    const changed = [...duties, { ...duty, person: swap.with }, ...(came ? [{ ...came, person: duty.person }] : [])];
    const weighed = weighRoster(problem, changed, 0, 'greedy');
    expect(verifyRoster(problem, weighed).issues).toEqual([]);
    expect(weighed.cost - roster.cost).toBe(swap.difference);
    expect(swap.with === 'c' && duty.day === DAYS[0]).toBe(false);
  }
});

test('the verifier finds what is wrong', () => {
  const problem = problemOf([person('a', { lastEnd: -60 }), person('b', { leave: [DAYS[1]!] })], 2, [1, 0, 1]);
  const codes = (duties: readonly { person: string; day: Day; shift: string }[]) =>
    verifyRoster(problem, weighRoster(problem, duties, 0, 'greedy')).issues.map((issue) => issue.code);
  expect(codes([{ person: 'b', day: DAYS[0]!, shift: 'night' }])).toEqual([]);
  expect(codes([{ person: 'a', day: DAYS[0]!, shift: 'early' }])).toEqual(['roster-verify-rest']);
  expect(codes([{ person: 'b', day: DAYS[1]!, shift: 'early' }])).toEqual(['roster-verify-leave']);
  expect(
    codes([
      { person: 'a', day: DAYS[0]!, shift: 'night' },
      { person: 'a', day: DAYS[1]!, shift: 'early' },
    ]),
  ).toEqual(['roster-verify-rest']);
  const roster = solveRoster(problem);
  expect(verifyRoster(problem, { ...roster, cost: roster.cost - 1, gap: roster.gap - 1 }).ok).toBe(false);
  expect(verifyRoster(problem, { ...roster, breaches: [] }).ok).toBe(roster.breaches.length === 0);
});

test('a problem that contradicts itself is refused with its places', () => {
  const wrong = problemOf([person('a', { leave: [DAYS[0]!] }), person('a')], 2, [1], {
    need: [[1]],
    pins: [
      { person: 'a', day: DAYS[0]!, shift: 'early' },
      { person: 'x', day: DAYS[1]!, shift: 'early' },
    ],
  });
  expect(rosterIssues(wrong).map((issue) => issue.code)).toEqual([
    'roster-person-twice',
    'roster-need-shape',
    'roster-pin-unknown',
  ]);
});
