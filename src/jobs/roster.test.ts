import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleRoster, solveRoster, verifyRoster } from '#kernel/assembly';
import { needsBuild } from '../../test/support/built.ts';
import { cheapestRoster, tinyRosters } from '../../test/support/rosters.ts';
import { highsSolver } from './mip.ts';
import { openRosterDesk } from './roster.ts';

needsBuild();

test('HiGHS bounds the roster: small groups end at most a wish from it, the fast roster is never below the bound', async () => {
  const mip = await highsSolver({ seconds: 20 });
  for (const seed of [1, 2, 3]) {
    const problem = sampleRoster({ people: 8, days: 7, load: 50 }, seed);
    const fast = solveRoster(problem);
    const roster = solveRoster(problem, mip);
    expect(verifyRoster(problem, roster).issues).toEqual([]);
    expect(roster.cost).toBeLessThanOrEqual(fast.cost);
    expect(roster.bound).toBeLessThanOrEqual(roster.cost);
    expect(roster.gap).toBeLessThanOrEqual(problem.prices.wish);
  }
}, 120_000);

test('a solver without an answer leaves the good feasible roster and an honest gap', () => {
  const problem = sampleRoster({ people: 12, days: 7, load: 40 }, 5);
  const roster = solveRoster(problem, () => ({ values: null, bound: Number.NEGATIVE_INFINITY }));
  expect(roster).toMatchObject({ by: 'greedy', bound: 0, gap: roster.cost });
  expect(verifyRoster(problem, roster).ok).toBe(true);
});

test('the search finds the least cost of all tables on tiny groups but for a wish, and its bound is never above it', async () => {
  const mip = await highsSolver({ seconds: 20 });
  let exact = 0;
  fc.assert(
    fc.property(tinyRosters, (problem) => {
      const roster = solveRoster(problem, mip);
      expect(verifyRoster(problem, roster).issues).toEqual([]);
      const best = cheapestRoster(problem);
      expect(roster.bound).toBeLessThanOrEqual(best);
      // It may end a wish, or a thousandth, from its bound; where it says nothing is better, nothing is.
      expect(roster.gap).toBeLessThanOrEqual(Math.max(problem.prices.wish, Math.floor(roster.bound / 1000)));
      if (roster.gap === 0) expect(roster.cost).toBe(best);
      if (roster.cost === best) exact++;
    }),
    { numRuns: 40, seed: 17 },
  );
  expect(exact).toBeGreaterThan(30);
}, 120_000);

test('a search that is cut off claims no more than is true: its bound is at most the least cost of all tables', async () => {
  const mip = await highsSolver({ seconds: 20 });
  let proved = 0;
  fc.assert(
    fc.property(tinyRosters, (problem) => {
      const roster = solveRoster(problem, (model) =>
        model.integer.some(Boolean) ? { values: null, bound: Number.NEGATIVE_INFINITY } : mip(model),
      );
      const best = cheapestRoster(problem);
      expect(roster.bound).toBeLessThanOrEqual(best);
      expect(roster.cost).toBeGreaterThanOrEqual(best);
      if (roster.bound > 0) proved++;
    }),
    { numRuns: 60, seed: 23 },
  );
  expect(proved).toBeGreaterThan(20);
}, 120_000);

test('a search that ends early, as soon as nothing moves, is no worse than the roster at once and claims no bound above the best', async () => {
  const [whole, early] = await Promise.all([highsSolver({ seconds: 20 }), highsSolver({ seconds: 20, stall: 0 })]);
  for (const seed of [1, 2]) {
    const problem = sampleRoster({ people: 10, days: 14, load: 86 }, seed);
    const full = solveRoster(problem, whole);
    const costs: number[] = [];
    const cut = solveRoster(problem, early, ({ best }) => costs.push(best.cost));
    expect(verifyRoster(problem, cut).issues).toEqual([]);
    expect(cut.bound).toBeLessThanOrEqual(full.cost);
    expect(cut.cost).toBeGreaterThanOrEqual(full.bound);
    // What is told on the way only gets better, and the end is no worse than any of it.
    expect([...costs].sort((a, b) => b - a)).toEqual(costs);
    expect(cut.cost).toBeLessThanOrEqual(costs.at(-1)!);
    expect(cut.cost).toBeLessThanOrEqual(solveRoster(problem).cost);
  }
}, 120_000);

test('eight people for 56 places of a week: eight stay open, one of a shift each, and nothing is better', async () => {
  const mip = await highsSolver({ seconds: 20 });
  const group = sampleRoster({ people: 8, days: 7, load: 100 }, 1);
  const people = group.people.map((one) => ({
    ...one,
    ...{ leave: [], lastEnd: null, only: null, busy: [], likes: null },
    past: { ...one.past, inRow: 0 },
  }));
  const shifts = group.shifts.filter((one) => one.id !== 'skilled');
  const problem = { ...group, people, shifts, need: group.days.map(() => [3, 3, 2]) };
  const roster = solveRoster(problem, mip);
  expect(verifyRoster(problem, roster).issues).toEqual([]);
  expect(roster.gap).toBe(0);
  const gaps = roster.breaches.filter((one) => one.code === 'roster-gap');
  expect(gaps.map((one) => one.params.missing)).toEqual(Array.from({ length: 8 }, () => 1));
}, 120_000);

test('a thread gives shifts at once, says how far it is, and a stop leaves the best so far', async () => {
  const problem = sampleRoster({ people: 10, days: 14, load: 86 }, 1);
  const stages: string[] = [];
  const desk = openRosterDesk(problem, (stage, best) => {
    stages.push(stage);
    expect(best.verified).toBe(true);
    desk.stop();
  });
  const stopped = await desk.result;
  expect(stages).toEqual(['greedy']);
  expect(stopped.verified).toBe(true);
  expect(stopped.roster.duties.length).toBeGreaterThan(50);
  const small = openRosterDesk(sampleRoster({ people: 6, days: 3, load: 50 }, 2));
  expect((await small.result).roster.gap).toBe(0);
}, 60_000);
