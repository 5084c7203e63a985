import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cheapestRoster, DAYS, person, problemOf, tinyRosters } from '../../../../test/support/rosters.ts';
import type { Day } from '../../lib/index.ts';
import {
  gapReasons,
  proposeSwaps,
  rosterFaults,
  rosterIssues,
  solveRoster,
  USUAL_PRICES,
  verifyRoster,
  weighRoster,
} from './index.ts';

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
  expect(solveRoster(problemOf([], 2, [1])).breaches.map((breach) => breach.code)).toEqual([
    'roster-gap',
    'roster-gap',
    'roster-empty',
    'roster-empty',
  ]);
});

test('open places are spread: one of each shift before a second of any, and nobody at all only where it cannot be helped', () => {
  // Eight people serve at most 48 of 56 places.
  const problem = problemOf(
    Array.from({ length: 8 }, (_, i) => person(`p${i}`)),
    7,
    [3, 3, 2],
    { rules: { restHours: 11, mostInRow: 6 } },
  );
  const roster = solveRoster(problem);
  expect(verifyRoster(problem, roster).issues).toEqual([]);
  expect(roster.breaches.filter((breach) => breach.code === 'roster-empty')).toEqual([]);
  // What leaves a shift empty costs as much as two first open places; each in between as much as its part of the way.
  const early = (missing: number) => {
    const duties = problem.people.slice(missing, 3).map((one) => ({ person: one.id, day: DAYS[0]!, shift: 'early' }));
    const only = problemOf(problem.people, 1, [3]);
    return weighRoster(only, duties, 0, 'greedy').breaches.filter((one) => one.price >= 500);
  };
  const gap = (missing: number) => ({
    code: 'roster-gap',
    params: { day: DAYS[0], shift: 'early', missing },
    price: 1000 * missing,
  });
  expect(early(0)).toEqual([]);
  expect(early(1)).toEqual([gap(1)]);
  expect(early(2)).toEqual([gap(2), { ...gap(2), code: 'roster-thin', price: 500 }]);
  expect(early(3)).toEqual([gap(3), { ...gap(3), code: 'roster-empty', price: 1500 }]);
});

test('places of one post are one team: it is not empty while anyone stands there, with the skill or without', () => {
  const shifts = [
    { id: 'skilled', team: 'gate', start: 360, end: 840, night: false },
    { id: 'plain', team: 'gate', start: 360, end: 840, night: false },
  ];
  const problem = problemOf([person('a', { only: ['plain'] })], 1, [1, 1], { shifts });
  const roster = solveRoster(problem);
  expect(verifyRoster(problem, roster).issues).toEqual([]);
  expect(roster.breaches.map((one) => [one.code, one.price])).toEqual([
    ['roster-gap', 1000],
    ['roster-shifts-few', 12],
  ]);
  const two = { ...problem, shifts: shifts.map((one) => ({ ...one, team: one.id })) };
  expect(solveRoster(two).breaches.map((one) => [one.code, one.price])).toEqual([
    ['roster-gap', 1000],
    ['roster-empty', 1000],
    ['roster-shifts-few', 12],
  ]);
});

test('a wish about hours: kept while only the own share suffers, not where another would serve more than is fair; each duty against it is listed', () => {
  const likes = ['early', 'late'];
  const group = (nights: number) => problemOf([person('a', { likes }), person('b'), person('c'), person('d')], nights, [0, 0, 1]);
  const nightsOf = (problem: ReturnType<typeof group>, who: string) =>
    solveRoster(problem).duties.filter((duty) => duty.person === who && duty.shift === 'night').length;
  expect(nightsOf(group(3), 'a')).toBe(0);
  const four = group(4);
  expect(nightsOf(four, 'a')).toBe(1);
  const roster = solveRoster(four);
  expect(verifyRoster(four, roster).issues).toEqual([]);
  const night = roster.duties.find((duty) => duty.person === 'a')!;
  expect(roster.breaches).toEqual([
    { code: 'roster-hours', params: { person: 'a', day: night.day, shift: 'night' }, price: USUAL_PRICES.hours },
  ]);
});

test('fairness reaches over the weeks before: whoever served nights rests from them', () => {
  const people = [
    person('a', { past: { shifts: 4, nights: 4, offDays: 0, inRow: 0 } }),
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
  const people = [person('a', { past: { shifts: 0, nights: 0, offDays: 2, inRow: 0 } }), person('b')];
  const roster = solveRoster(problemOf(people, 2, [1], { days }));
  expect(roster.duties).toEqual([
    { person: 'a', day: DAYS[5], shift: 'early' },
    { person: 'b', day: DAYS[6], shift: 'early' },
  ]);
});

test('tiny rosters: verified, never better than all tables can be, rarely far from it', () => {
  let over = 0;
  let runs = 0;
  fc.assert(
    fc.property(tinyRosters, (problem) => {
      const roster = solveRoster(problem);
      expect(verifyRoster(problem, roster).issues).toEqual([]);
      const best = cheapestRoster(problem);
      expect(roster.cost).toBeGreaterThanOrEqual(best);
      // Small moves leave at most one place open that need not be.
      expect(roster.cost - best).toBeLessThan(problem.prices.gap + problem.prices.thin + 200);
      runs++;
      if (roster.cost > best) over++;
    }),
    { numRuns: 80, seed: 11 },
  );
  expect(over / runs).toBeLessThan(0.2);
}, 120_000);

test('a wish broken and a row too long are listed with their price', () => {
  const problem = problemOf([person('a', { wishes: [{ day: DAYS[0]!, shift: null, want: false }] })], 3, [1], {
    rules: { restHours: 11, mostInRow: 2 },
    prices: { ...USUAL_PRICES, row: 30 },
  });
  const roster = solveRoster(problem);
  expect(roster.breaches).toEqual([
    { code: 'roster-row', params: { person: 'a', day: DAYS[2], days: 3, most: 2 }, price: 30 },
    { code: 'roster-wish-to-rest', params: { person: 'a', day: DAYS[0], shift: '' }, price: 10 },
  ]);
  expect(roster.cost).toBe(40);
});

test('nobody serves too many days in a row so that a list looks full: the place stays open, with that reason', () => {
  const problem = problemOf([person('a')], 3, [1], { rules: { restHours: 11, mostInRow: 2 } });
  const roster = solveRoster(problem);
  expect(roster.breaches.map((breach) => breach.code)).toEqual(['roster-gap', 'roster-empty', 'roster-shifts-few']);
  expect(gapReasons(problem, roster.duties)).toMatchObject([{ missing: 1, row: 1, free: 0 }]);
  // Whoever plans may put the person there all the same: a rule of these days, not a hard one.
  const full = DAYS.slice(0, 3).map((day) => ({ person: 'a', day, shift: 'early' }));
  expect(rosterFaults(problem, full)).toEqual([]);
  expect(weighRoster(problem, full, 0, 'greedy').breaches).toEqual([
    { code: 'roster-row', params: { person: 'a', day: DAYS[2], days: 3, most: 2 }, price: USUAL_PRICES.row },
  ]);
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
  // A roster that forgets what an empty shift costs more is not believed.
  const empty = weighRoster(problem, [], 0, 'greedy');
  const more = empty.breaches.filter((one) => one.code === 'roster-empty').reduce((sum, one) => sum + one.price, 0);
  const milder = { ...empty, breaches: empty.breaches.filter((one) => one.code !== 'roster-empty'), cost: empty.cost - more };
  expect(verifyRoster(problem, { ...milder, gap: milder.cost }).issues.map((issue) => issue.code)).toContain(
    'roster-verify-cost',
  );
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

test('who may serve what: a skill that is missing and a duty elsewhere are hard, and said by name', () => {
  const people = [
    person('a', { only: ['early'] }),
    person('b', { busy: [{ start: 600, end: 700 }] }),
    person('c', { leave: [DAYS[0]!] }),
  ];
  const problem = problemOf(people, 1, [1, 2]);
  const roster = solveRoster(problem);
  expect(verifyRoster(problem, roster).issues).toEqual([]);
  expect(roster.duties).toEqual([
    { person: 'a', day: DAYS[0], shift: 'early' },
    { person: 'b', day: DAYS[0], shift: 'late' },
  ]);
  const wrong = [
    { person: 'a', day: DAYS[0]!, shift: 'late' },
    { person: 'b', day: DAYS[0]!, shift: 'early' },
    { person: 'c', day: DAYS[0]!, shift: 'late' },
  ];
  expect(rosterFaults(problem, wrong).map((issue) => issue.code)).toEqual([
    'roster-verify-not-fit',
    'roster-verify-busy',
    'roster-verify-leave',
  ]);
  expect(gapReasons(problem, roster.duties)).toEqual([
    {
      day: DAYS[0],
      shift: 'late',
      missing: 1,
      people: 3,
      here: 1,
      leave: 1,
      serving: 0,
      busy: 0,
      unfit: 1,
      tired: 0,
      row: 0,
      free: 0,
    },
  ]);
});

test('days in a row reach over the border of the weeks', () => {
  const people = [person('a', { past: { shifts: 0, nights: 0, offDays: 0, inRow: 5 } })];
  const problem = problemOf(people, 3, [1], { prices: { ...USUAL_PRICES, row: 30 } });
  const roster = solveRoster(problem);
  expect(roster.breaches.map((breach) => [breach.code, breach.params.days])).toEqual([
    ['roster-row', 6],
    ['roster-row', 7],
    ['roster-row', 8],
  ]);
  expect(verifyRoster(problem, roster).issues).toEqual([]);
});

test('numbers of a gap add up: everyone is counted once, and who could come really could', () => {
  fc.assert(
    fc.property(tinyRosters, (problem) => {
      const roster = solveRoster(problem);
      for (const gap of gapReasons(problem, roster.duties)) {
        const team = problem.shifts.find((one) => one.id === gap.shift)!.team;
        const places = problem.shifts.filter((one) => one.team === team).map((one) => one.id);
        expect(gap.here).toBe(roster.duties.filter((duty) => duty.day === gap.day && places.includes(duty.shift)).length);
        const { here, leave, serving, busy, unfit, tired, row, free } = gap;
        expect(here + leave + serving + busy + unfit + tired + row + free).toBe(gap.people);
        const could = problem.people.filter((one) => {
          if (roster.duties.some((duty) => duty.person === one.id && duty.day === gap.day)) return false;
          const duty = { person: one.id, day: gap.day as Day, shift: gap.shift };
          return rosterFaults(problem, [...roster.duties, duty]).length === 0;
        });
        expect(gap.row + gap.free).toBe(could.length);
      }
    }),
    { numRuns: 100, seed: 3 },
  );
});

test('swaps, whatever the group: every hard rule holds after each, and the difference is what weighing anew says', () => {
  fc.assert(
    fc.property(tinyRosters, fc.nat(), (problem, pick) => {
      const roster = solveRoster(problem);
      const duty = roster.duties[pick % Math.max(1, roster.duties.length)];
      if (!duty) return;
      for (const swap of proposeSwaps(problem, roster.duties, duty, 99)) {
        const at = (person: string, day: string) => (one: typeof duty) => one.person === person && one.day === day;
        const back = swap.back;
        const rest = roster.duties.filter((one) => !at(duty.person, duty.day)(one) && !(back && at(back.person, back.day)(one)));
        const next = [...rest, { ...duty, person: swap.with }, ...(back ? [{ ...back, person: duty.person }] : [])];
        expect(rosterFaults(problem, next)).toEqual([]);
        expect(weighRoster(problem, next, 0, 'greedy').cost - roster.cost).toBe(swap.difference);
      }
    }),
    { numRuns: 100, seed: 5 },
  );
});
