import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleRoster, solveRoster, verifyRoster } from '#kernel/assembly';
import { cheapestRoster, tinyRosters } from '../../test/support/rosters.ts';
import { highsSolver } from './mip.ts';
import { openRosterDesk } from './roster.ts';

test('HiGHS bounds the roster: small groups end optimal, the fast roster is never below the bound', async () => {
  const mip = await highsSolver({ seconds: 20 });
  for (const seed of [1, 2, 3]) {
    const problem = sampleRoster({ people: 8, days: 7, load: 50 }, seed);
    const fast = solveRoster(problem);
    const roster = solveRoster(problem, mip);
    expect(verifyRoster(problem, roster).issues).toEqual([]);
    expect(roster.cost).toBeLessThanOrEqual(fast.cost);
    expect(roster.bound).toBeLessThanOrEqual(roster.cost);
    expect(roster.gap).toBe(0);
  }
}, 120_000);

test('a solver without an answer leaves the good feasible roster and an honest gap', () => {
  const problem = sampleRoster({ people: 12, days: 7, load: 40 }, 5);
  const roster = solveRoster(problem, () => ({ values: null, bound: Number.NEGATIVE_INFINITY }));
  expect(roster).toMatchObject({ by: 'greedy', bound: 0, gap: roster.cost });
  expect(verifyRoster(problem, roster).ok).toBe(true);
});

test('the search finds the least cost of all tables on tiny groups, and its bound proves it', async () => {
  const mip = await highsSolver({ seconds: 20 });
  fc.assert(
    fc.property(tinyRosters, (problem) => {
      const roster = solveRoster(problem, mip);
      expect(verifyRoster(problem, roster).issues).toEqual([]);
      expect(roster.cost).toBe(cheapestRoster(problem));
      expect(roster.gap).toBe(0);
    }),
    { numRuns: 40, seed: 17 },
  );
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
