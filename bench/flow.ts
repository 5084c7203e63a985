import { solveFlow } from '#kernel/assembly';
import { readNetworkFile } from './dimacs-file.ts';

/**
 * `flow <file> [algorithm]`: solves a DIMACS minimum-cost-flow file or an OR-Library assignment (a cost matrix) and prints one JSON line. `buildSeconds` is the time to build the solver's
 * arrays from the arc lists, `seconds` the rest of the solve with the check of the proof; reading the file counts in neither.
 */
export function flow(args: readonly string[]): number {
  const [path, algorithm = 'auto'] = args;
  if (path === undefined) throw new Error('usage: npm run bench -- flow <DIMACS file or cost matrix>');
  const network = readNetworkFile(path);
  if (!network.ok) {
    console.log(JSON.stringify({ issues: network.issues }));
    return 1;
  }
  let buildSeconds = 0;
  const cpuStart = process.cpuUsage();
  const start = performance.now();
  const result = solveFlow(network.value, {
    algorithm: algorithm as 'auto',
    onBuilt: () => {
      buildSeconds = (performance.now() - start) / 1000;
    },
  });
  const seconds = (performance.now() - start) / 1000 - buildSeconds;
  const cpu = process.cpuUsage(cpuStart);
  if (process.env.BENCH_CPU === '1') console.error(JSON.stringify({ cpuSeconds: (cpu.user + cpu.system) / 1e6 }));
  if (!result.ok) {
    console.log(JSON.stringify({ issues: result.issues }));
    return 1;
  }
  const found = result.value;
  const peakMB = Math.round(process.resourceUsage().maxRSS / 1024);
  const measured = { seconds: round(seconds), buildSeconds: round(buildSeconds), arcs: network.value.from.length, peakMB };
  if (found.status === 'optimal' || found.status === 'stopped') {
    console.log(JSON.stringify({ objective: found.objective, dual: found.dual, ...measured }));
    if (process.env.BENCH_COUNTS === '1') console.error(found.algorithm, JSON.stringify(found.counts));
  } else console.log(JSON.stringify({ status: found.status, ...measured }));
  return found.status === 'optimal' ? 0 : 1;
}

function round(seconds: number): number {
  return Math.round(seconds * 10_000) / 10_000;
}
