import { expect, test } from 'vitest';
import { type RosterProblem, solveRoster, USUAL_PRICES, verifyRoster } from '#kernel/assembly';
import { addDays, type Day } from '#kernel/lib';
import { highsSolver } from './mip.ts';

/** A group at one gate: three shifts a day, some wishes, some leave, nights served before; by a fixed sequence. */
function group(people: number, days: number, need: readonly number[], seed: number): RosterProblem {
  let state = seed;
  const draw = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
  const list = Array.from({ length: days }, (_, d) => addDays('2027-03-01' as Day, d));
  return {
    days: list.map((day, d) => ({ day, off: d % 7 >= 5 })),
    shifts: [
      { id: 'early', start: 360, end: 840, night: false },
      { id: 'late', start: 840, end: 1320, night: false },
      { id: 'night', start: 1320, end: 1800, night: true },
    ],
    need: list.map(() => [...need]),
    people: Array.from({ length: people }, (_, p) => ({
      id: `p${p}`,
      leave: draw(5) === 0 ? [list[draw(days)]!] : [],
      wishes: draw(2) === 0 ? [{ day: list[draw(days)]!, shift: draw(2) === 0 ? 'night' : null, want: draw(4) === 0 }] : [],
      past: { shifts: 4 + draw(3), nights: draw(3), offDays: draw(2) },
      lastEnd: draw(6) === 0 ? -120 : null,
      only: null,
      busy: [],
    })),
    pins: [],
    rules: { restHours: 11, mostInRow: 5 },
    prices: USUAL_PRICES,
  };
}

test('HiGHS bounds the roster: small groups end optimal, the fast roster is never below the bound', async () => {
  const mip = await highsSolver({ seconds: 20 });
  for (const seed of [1, 2, 3]) {
    const problem = group(10, 7, [1, 1, 1], seed);
    const fast = solveRoster(problem);
    const roster = solveRoster(problem, mip);
    expect(verifyRoster(problem, roster).issues).toEqual([]);
    expect(roster.cost).toBeLessThanOrEqual(fast.cost);
    expect(roster.bound).toBeLessThanOrEqual(roster.cost);
    expect(roster.gap).toBe(0);
  }
}, 120_000);

test('a solver without an answer leaves the good feasible roster and an honest gap', () => {
  const problem = group(12, 7, [2, 1, 1], 5);
  const roster = solveRoster(problem, () => ({ values: null, bound: Number.NEGATIVE_INFINITY }));
  expect(roster).toMatchObject({ by: 'greedy', bound: 0, gap: roster.cost });
  expect(verifyRoster(problem, roster).ok).toBe(true);
});
