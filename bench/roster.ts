import { highsSolver } from '#jobs/mip';
import { ROSTER_SECONDS, ROSTER_STALL } from '#jobs/roster';
import { type Roster, sampleRoster, solveRoster, verifyRoster } from '#kernel/assembly';
import { rosterPrices } from './roster-prices.ts';

/** Groups as they are: a gate, a large gate, a community, the largest; 70 places for a hundred people leave two days off in seven, 86 one, 100 none: then places stay open. */
const SIZES = [
  { people: 6, days: 7, load: 100 },
  { people: 8, days: 7, load: 100 },
  { people: 8, days: 14, load: 100 },
  { people: 10, days: 14, load: 100 },
  { people: 10, days: 7, load: 70 },
  { people: 10, days: 14, load: 70 },
  { people: 10, days: 14, load: 86 },
  { people: 20, days: 14, load: 70 },
  { people: 30, days: 14, load: 70 },
  { people: 50, days: 7, load: 70 },
  { people: 50, days: 14, load: 70 },
] as const;

/**
 * `npm run bench -- roster [seconds] [seeds]`: shifts of groups of 10 to 50 people over one and two weeks. One JSON line each: the roster at
 * once (greedy and small moves) against the search in the same run, both over the same bound, verified independently.
 */
export async function roster(args: readonly string[]): Promise<number> {
  if (args[0] === 'prices') return rosterPrices(Number(args[1] ?? 3));
  const [seconds = ROSTER_SECONDS, seeds = 3, stall = ROSTER_STALL] = args.map(Number);
  const mip = await highsSolver({ seconds, nodes: 200_000, stall });
  let sound = true;
  for (const size of SIZES) {
    const runs = Array.from({ length: seeds }, (_, i) => {
      const problem = sampleRoster(size, i + 1);
      const [fast, fastCpu] = timed(() => solveRoster(problem));
      const [best, bestCpu] = timed(() => solveRoster(problem, mip));
      sound &&= verifyRoster(problem, fast).ok && verifyRoster(problem, best).ok;
      return { fast, fastCpu, best, bestCpu };
    });
    const sum = (of: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + of(run), 0);
    console.log(
      JSON.stringify({
        bench: 'roster',
        ...size,
        seeds,
        optimal: runs.filter((run) => run.best.gap === 0).length,
        bySearch: runs.filter((run) => run.best.by === 'search').length,
        bound: sum((run) => run.best.bound),
        cost: sum((run) => run.best.cost),
        costAtOnce: sum((run) => run.fast.cost),
        gaps: runs.map((run) => run.best.gap),
        gapsAtOnce: runs.map((run) => run.fast.cost - run.best.bound),
        openPlaces: runs.map((run) => openOf(run.best)),
        openPlacesAtOnce: runs.map((run) => openOf(run.fast)),
        cpuSeconds: runs.map((run) => round(run.bestCpu)),
        cpuSecondsAtOnce: runs.map((run) => round(run.fastCpu)),
        verified: sound,
      }),
    );
  }
  return sound ? 0 : 1;
}

function timed<T>(work: () => T): [T, number] {
  const before = process.cpuUsage();
  const value = work();
  const used = process.cpuUsage(before);
  return [value, (used.user + used.system) / 1e6];
}

/** Places that nobody takes. */
const openOf = (roster: Roster): number =>
  roster.breaches.reduce((sum, one) => sum + (one.code === 'roster-gap' ? Number(one.params.missing) : 0), 0);

const round = (value: number): number => Math.round(value * 100) / 100;
