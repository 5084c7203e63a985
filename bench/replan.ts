import { type FlowChanges, type FlowNetwork, ResidualFlow, solveFlow } from '#kernel/assembly';
import { readDimacsFile } from './dimacs-file.ts';

/**
 * `replan <file.min> [rounds] [withdrawals]`: solves, then in each round takes the given number of serving members out (their only incoming arc is closed) and
 * re-optimises; prints the milliseconds a round (median, 95th percentile, worst) and whether the last state equals solving afresh.
 */
export function replan(args: readonly string[]): number {
  const [path, rounds = '40', withdrawals = '100'] = args;
  if (path === undefined) throw new Error('usage: npm run bench -- replan <file.min> [rounds] [withdrawals]');
  const network = readDimacsFile(path);
  if (!network.ok) throw new Error(JSON.stringify(network.issues));
  const first = solveFlow(network.value);
  if (!first.ok || first.value.status !== 'optimal') throw new Error('the network has no optimum');
  const state = new ResidualFlow(network.value, first.value);
  const serving = servingArcs(network.value);
  const millis: number[] = [];
  const cpu: number[] = [];
  const moved: number[] = [];
  let seed = 12345;
  for (let round = 0; round < Number(rounds); round++) {
    const capacity: [number, number][] = [];
    while (capacity.length < Number(withdrawals)) {
      seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
      const arc = serving[(seed >>> 4) % serving.length]!;
      if (state.flow[arc] === 1 && !capacity.some((entry) => entry[0] === arc)) capacity.push([arc, 0]);
    }
    const changes: FlowChanges = { capacity };
    const cpuStart = process.cpuUsage();
    const start = performance.now();
    const answer = state.update(changes);
    millis.push(performance.now() - start);
    const used = process.cpuUsage(cpuStart);
    cpu.push((used.user + used.system) / 1000);
    moved.push(answer.status === 'optimal' ? answer.moved.length : -1);
  }
  const afresh = solveFlow(state.network);
  const equal = afresh.ok && afresh.value.status === 'optimal' && afresh.value.objective === state.objective;
  const share = (list: number[], part: number) => {
    const sorted = list.toSorted((a, b) => a - b);
    return Math.round(10 * sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]!) / 10;
  };
  console.log(
    JSON.stringify({
      rounds: millis.length,
      wallP50: share(millis, 0.5),
      wallP95: share(millis, 0.95),
      cpuP50: share(cpu, 0.5),
      cpuP95: share(cpu, 0.95),
      arcsMoved: moved[0],
      equal,
    }),
  );
  return equal ? 0 : 1;
}

/** Arcs of capacity 1 that are the only way into their head: the members. */
function servingArcs(network: FlowNetwork): Int32Array {
  const degree = new Int32Array(network.nodeCount);
  for (const node of network.to) degree[node]!++;
  return Int32Array.from(network.from.keys()).filter((arc) => degree[network.to[arc]!] === 1 && network.capacity[arc] === 1);
}
