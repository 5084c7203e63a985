import loadHighs, { type Highs } from 'highs';
import { expect, test } from 'vitest';
import { STRUCTURES, structureNetwork } from '../../../../bench/structures.ts';
import { type FlowAlgorithm, type FlowNetwork, solveFlow, undelivered } from './index.ts';

const algorithms: FlowAlgorithm[] = ['auto', 'network-simplex', 'successive-paths', 'layered-paths'];

/** The network as a linear program in the text format of CPLEX. */
function programOf({ nodeCount, supply, from, to, capacity, cost }: FlowNetwork): string {
  const rows = Array.from({ length: nodeCount }, () => [] as string[]);
  for (let arc = 0; arc < from.length; arc++) {
    if (from[arc] === to[arc]) continue;
    rows[from[arc]!]!.push(`+ x${arc}`);
    rows[to[arc]!]!.push(`- x${arc}`);
  }
  const balance = rows.flatMap((row, node) => (row.length === 0 ? [] : [` n${node}: ${row.join('\n ')} = ${supply[node]}`]));
  const goal = [...cost].map((one, arc) => `${one < 0 ? '-' : '+'} ${Math.abs(one)} x${arc}`).join('\n ');
  const bounds = [...capacity].map((one, arc) => ` 0 <= x${arc} <= ${one}`).join('\n');
  return `Minimize\n obj: ${goal}\nSubject To\n${balance.join('\n')}\nBounds\n${bounds}\nEnd\n`;
}

/** The least cost by a solver that shares nothing with ours; null where there is no answer. */
function byHighs(highs: Highs, network: FlowNetwork): number | null {
  const answer = highs.solve(programOf(network), { presolve: 'on' });
  if (answer.Status === 'Infeasible') return null;
  if (answer.Status !== 'Optimal') throw new Error(`HiGHS: ${answer.Status}`);
  return Math.round(answer.ObjectiveValue);
}

interface Case {
  readonly name: string;
  readonly network: FlowNetwork;
}

const made = (structure: (typeof STRUCTURES)[number], arcs: number, seed: number): Case => ({
  name: `${structure} ${arcs}`,
  network: structureNetwork(structure, arcs, seed),
});

/** The same with a quarter of its room: some then have no answer. */
const narrowed = ({ name, network }: Case): Case => ({
  name: `${name}, narrowed`,
  network: { ...network, capacity: network.capacity.map((one) => one >> 2) },
});

const CASES = STRUCTURES.flatMap((structure, k) => {
  const small = made(structure, 700, 2 * k + 1);
  return [small, made(structure, 3_000, 2 * k + 2), ...(k % 2 === 0 ? [narrowed(small)] : [])];
});

test('networks of eighteen structures up to some 3,000 arcs cost what HiGHS says, by every algorithm', async () => {
  const highs = await loadHighs({});
  let [nodes, arcs, unsolvable] = [0, 0, 0];
  for (const { name: of, network } of CASES) {
    const best = byHighs(highs, network);
    nodes = Math.max(nodes, network.nodeCount);
    arcs = Math.max(arcs, network.from.length);
    if (best === null) unsolvable++;
    for (const algorithm of algorithms) {
      const result = solveFlow(network, { algorithm });
      if (!result.ok) throw new Error(JSON.stringify(result.issues));
      const found = result.value;
      const name = `${of} ${algorithm}`;
      if (best === null) expect(found.status, name).toBe('infeasible');
      else {
        expect(found, name).toMatchObject({ status: 'optimal', objective: best, dual: best, gap: 0 });
        if (found.status === 'optimal') expect(undelivered(network, found.flow), name).toBe(0);
      }
    }
  }
  expect(nodes).toBeGreaterThanOrEqual(300);
  expect(arcs).toBeGreaterThanOrEqual(3_000);
  expect(CASES.length - unsolvable).toBeGreaterThanOrEqual(36);
  expect(unsolvable).toBeGreaterThanOrEqual(4);
}, 60_000);
