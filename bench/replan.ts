import {
  type FlowChanges,
  type FlowNetwork,
  ResidualFlow,
  readProblem,
  sampleProblem,
  solveFlow,
  solvePlan,
  Withdrawals,
} from '#kernel/assembly';
import { readNetworkFile } from './dimacs-file.ts';

/**
 * `replan <file.min> [rounds] [withdrawals]`: solves, then in each round takes the given number of serving members out (their only incoming arc is closed) and
 * re-optimises; prints the milliseconds of preparing and of a round (first, median, 95th percentile) and whether the last state equals solving afresh.
 */
export function replan(args: readonly string[]): number {
  if (args[0] === 'plan') return replanPlan(args.slice(1).map(Number));
  const [path, rounds = '40', withdrawals = '100'] = args;
  if (path === undefined) throw new Error('usage: npm run bench -- replan <file.min> [rounds] [withdrawals]');
  const network = readNetworkFile(path);
  if (!network.ok) throw new Error(JSON.stringify(network.issues));
  const first = solveFlow(network.value);
  if (!first.ok || first.value.status !== 'optimal') throw new Error('the network has no optimum');
  const state = new ResidualFlow(network.value, first.value);
  const prepareStart = process.cpuUsage();
  state.update({});
  const prepare = process.cpuUsage(prepareStart);
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
      cpuFirst: cpu.slice(0, 4).map(Math.round),
      cpuP95Later: cpu.length > 20 ? share(cpu.slice(20), 0.95) : null,
      prepared: Math.round((prepare.user + prepare.system) / 1000),
      arcsMoved: moved[0],
      equal,
    }),
  );
  return equal ? 0 : 1;
}

/**
 * `replan plan [members] [checkpoints] [rounds] [withdrawals]`: the same on the whole model of a synthetic district with leaders (three shifts a
 * checkpoint): people who serve and lead nothing withdraw; the last cost is set against a solve from nothing without all of them.
 */
function replanPlan([members = 20000, checkpoints = 667, rounds = 20, count = 100]: readonly number[]): number {
  const districts = { subdistricts: Math.max(4, Math.round(members / 5000)), units: Math.round(members / 33) };
  const read = readProblem(sampleProblem({ members, checkpoints, shifts: 3, ...districts, seed: 7, capShare: 0.55 }));
  if (!read.ok) throw new Error(`the sample is not a problem: ${read.issues[0]?.code}`);
  const solved = solvePlan(read.value);
  const begin = performance.now();
  const state = new Withdrawals(solved);
  const leads = new Set(solved.plan.leaders.map((row) => row.member));
  const serving = solved.plan.assignments.map((row) => row.member).filter((id) => !leads.has(id));
  const prepared = performance.now() - begin;
  const gone: string[] = [];
  const millis: number[] = [];
  const cpu: number[] = [];
  let cost: number | null = null;
  for (let round = 0; round < rounds; round++) {
    const out = Array.from({ length: count }, (_, k) => serving[((round * count + k) * 7919) % serving.length]!).filter(
      (id) => !gone.includes(id),
    );
    const cpuStart = process.cpuUsage();
    const start = performance.now();
    cost = state.withdraw(out)?.objective ?? null;
    millis.push(performance.now() - start);
    const used = process.cpuUsage(cpuStart);
    cpu.push((used.user + used.system) / 1000);
    gone.push(...out);
  }
  const afresh = solvePlan({
    ...read.value,
    exclusions: gone.map((member) => ({ member, post: null })),
    pins: solved.plan.leaders.flatMap(({ member, post }) => (member !== null && post !== null ? [{ member, post }] : [])),
    orgs: read.value.orgs.map((org) => ({
      ...org,
      designated: solved.plan.leaders.flatMap((row) =>
        row.org === org.id && row.member !== null ? [{ member: row.member, role: row.role, kept: true }] : [],
      ),
    })),
  });
  const percent = (list: number[], part: number) =>
    Math.round(10 * list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(part * list.length))]!) / 10;
  const over = cost === null ? null : cost - afresh.plan.objective;
  const times = {
    wallP50: percent(millis, 0.5),
    wallP95: percent(millis, 0.95),
    cpuP50: percent(cpu, 0.5),
    cpuP95: percent(cpu, 0.95),
  };
  console.log(
    JSON.stringify({ bench: 'replan plan', members, rounds, withdrawals: count, prepared: Math.round(prepared), ...times, over }),
  );
  return over === null || over < 0 ? 1 : 0;
}

/** Arcs of capacity 1 that are the only way into their head: the members. */
function servingArcs(network: FlowNetwork): Int32Array {
  const degree = new Int32Array(network.nodeCount);
  for (const node of network.to) degree[node]!++;
  return Int32Array.from(network.from.keys()).filter((arc) => degree[network.to[arc]!] === 1 && network.capacity[arc] === 1);
}
