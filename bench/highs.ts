import loadHighs from 'highs';
import type { FlowNetwork } from '#kernel/assembly';
import { readNetworkFile } from './dimacs-file.ts';

/** `highs <file.min>`: solves the same file as a linear program with HiGHS (WebAssembly) and prints one JSON line; `seconds` is the solve with its own reading of the program. */
export async function highs(args: readonly string[]): Promise<number> {
  const [path] = args;
  if (path === undefined) throw new Error('usage: npm run bench -- highs <file.min>');
  const network = readNetworkFile(path);
  if (!network.ok) throw new Error(JSON.stringify(network.issues));
  const solver = await loadHighs({});
  const program = programOf(network.value);
  const cpu = process.cpuUsage();
  const start = performance.now();
  const found = solver.solve(program);
  const seconds = (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  const peakMB = Math.round(process.resourceUsage().maxRSS / 1024);
  const objective = found.Status === 'Optimal' ? Math.round(found.ObjectiveValue) : null;
  const cpuSeconds = (used.user + used.system) / 1e6;
  console.log(JSON.stringify({ objective, seconds, cpuSeconds, arcs: network.value.from.length, peakMB }));
  return objective === null ? 1 : 0;
}

/** The network in CPLEX LP format. */
export function programOf(network: FlowNetwork): string {
  const { nodeCount, supply, from, to, capacity, cost } = network;
  const rows: string[][] = Array.from({ length: nodeCount }, () => []);
  const goal: string[] = [];
  const bounds: string[] = [];
  for (let arc = 0; arc < from.length; arc++) {
    const c = cost[arc]!;
    if (c !== 0) goal.push(`${c < 0 ? '-' : '+'} ${Math.abs(c)} x${arc}`);
    if (from[arc] !== to[arc]) {
      rows[from[arc]!]!.push(`+ x${arc}`);
      rows[to[arc]!]!.push(`- x${arc}`);
    }
    bounds.push(` 0 <= x${arc} <= ${capacity[arc]}`);
  }
  const wrap = (terms: readonly string[]) => terms.join('\n ');
  const constraints = rows.flatMap((terms, node) => (terms.length === 0 ? [] : [` n${node}: ${wrap(terms)} = ${supply[node]}`]));
  return `Minimize\n obj: ${goal.length === 0 ? '0 x0' : wrap(goal)}\nSubject To\n${constraints.join('\n')}\nBounds\n${bounds.join('\n')}\nEnd\n`;
}
