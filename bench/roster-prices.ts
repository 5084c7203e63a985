import { highsSolver } from '#jobs/mip';
import { ROSTER_SECONDS, ROSTER_STALL } from '#jobs/roster';
import { type Roster, type RosterProblem, sampleRoster, solveRoster, verifyRoster } from '#kernel/assembly';

/** Groups that are too few for their shifts: people, days, places of the early, late and night shift. */
const GROUPS = [
  [3, 7, [2, 2, 1]],
  [4, 7, [3, 3, 3]],
  [5, 7, [4, 4, 4]],
  [5, 14, [3, 3, 2]],
  [5, 7, [2, 1, 2]],
  [7, 7, [5, 2, 2]],
  [8, 7, [3, 3, 2]],
] as const;

/** What the place that leaves a shift empty costs more than the first open one. */
const THIN = [0, 200, 500, 1000, 3000];

/**
 * `npm run bench -- roster prices [seeds]`: the same short groups with open places dearer the more of one shift are open. One JSON line a
 * price: places open in all, shifts of several places with nobody, shifts that lack two or more.
 */
export async function rosterPrices(seeds: number): Promise<number> {
  const mip = await highsSolver({ seconds: ROSTER_SECONDS, nodes: 200_000, stall: ROSTER_STALL });
  let sound = true;
  for (const thin of THIN) {
    const sums = { open: 0, empty: 0, thin: 0, others: 0, cpuSeconds: 0, most: 0 };
    for (const [people, days, need] of GROUPS)
      for (let seed = 1; seed <= seeds; seed++) {
        const problem = shortGroup(people, days, need, thin, seed);
        const before = process.cpuUsage();
        const roster = solveRoster(problem, mip);
        const used = process.cpuUsage(before);
        const seconds = (used.user + used.system) / 1e6;
        sound &&= verifyRoster(problem, roster).ok;
        const found = countsOf(problem, roster);
        sums.open += found.open;
        sums.empty += found.empty;
        sums.thin += found.thin;
        sums.others += roster.breaches.reduce((sum, one) => sum + (one.params.person === undefined ? 0 : one.price), 0);
        sums.cpuSeconds += seconds;
        sums.most = Math.max(sums.most, seconds);
      }
    const { open, empty, thin: lacking, others } = sums;
    const seconds = { cpuSeconds: Math.round(sums.cpuSeconds * 10) / 10, most: Math.round(sums.most * 10) / 10 };
    console.log(
      JSON.stringify({ bench: 'roster prices', thin, rosters: GROUPS.length * seeds, open, empty, lacking, others, ...seconds }),
    );
  }
  return sound ? 0 : 1;
}

function shortGroup(people: number, days: number, need: readonly number[], thin: number, seed: number): RosterProblem {
  const sample = sampleRoster({ people, days, load: 70 }, seed);
  return {
    ...sample,
    shifts: sample.shifts.filter((one) => one.id !== 'skilled'),
    need: sample.days.map(() => [...need]),
    people: sample.people.map((one) => ({ ...one, only: null })),
    prices: { ...sample.prices, thin, row: sample.prices.gap + thin + 500 },
  };
}

function countsOf(problem: RosterProblem, { duties }: Roster) {
  const counts = { open: 0, empty: 0, thin: 0 };
  problem.days.forEach(({ day }, d) => {
    problem.shifts.forEach(({ id }, s) => {
      const need = problem.need[d]![s]!;
      const here = duties.filter((one) => one.day === day && one.shift === id).length;
      counts.open += need - here;
      if (need > 1 && here === 0) counts.empty++;
      else if (need - here > 1) counts.thin++;
    });
  });
  return counts;
}
