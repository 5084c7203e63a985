import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FlowAlgorithm, type FlowNetwork, type FlowResult, flowCost, restOf, solveFlow, undelivered } from './index.ts';

type Arc = readonly [from: number, to: number, capacity: number, cost: number];

/** A network from a list of arcs. */
function networkOf(nodeCount: number, supply: readonly number[], arcs: readonly Arc[]): FlowNetwork {
  return {
    nodeCount,
    supply: Int32Array.from(supply),
    from: Int32Array.from(arcs, (arc) => arc[0]),
    to: Int32Array.from(arcs, (arc) => arc[1]),
    capacity: Int32Array.from(arcs, (arc) => arc[2]),
    cost: Int32Array.from(arcs, (arc) => arc[3]),
  };
}

/** Least cost over all integer flows, one after the other; null when none meets the supplies. */
function tryAll(network: FlowNetwork): number | null {
  const arcs = network.from.length;
  const flow = new Int32Array(arcs);
  let best: number | null = null;
  for (;;) {
    if (restOf(network, flow).every((value) => value === 0)) {
      const cost = flowCost(network, flow);
      if (best === null || cost < best) best = cost;
    }
    let arc = 0;
    while (arc < arcs && flow[arc] === network.capacity[arc]) flow[arc++] = 0;
    if (arc === arcs) return best;
    flow[arc]!++;
  }
}

const small = fc.integer({ min: 2, max: 5 }).chain((nodeCount) =>
  fc
    .record({
      arcs: fc.array(
        fc.tuple(
          fc.nat({ max: nodeCount - 1 }),
          fc.nat({ max: nodeCount - 1 }),
          fc.nat({ max: 2 }),
          fc.integer({ min: -4, max: 9 }),
        ),
        { maxLength: 7 },
      ),
      supply: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: nodeCount - 1, maxLength: nodeCount - 1 }),
    })
    .map(({ arcs, supply }) => networkOf(nodeCount, [...supply, -supply.reduce((a, b) => a + b, 0)], arcs)),
);

function solved(network: FlowNetwork, algorithm: FlowAlgorithm): FlowResult {
  const result = solveFlow(network, { algorithm });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

const algorithms: FlowAlgorithm[] = ['auto', 'network-simplex', 'successive-paths', 'layered-paths'];

describe.each(algorithms)('%s against every flow there is', (algorithm) => {
  test('small networks of any shape', () => {
    fc.assert(
      fc.property(small, (network) => {
        const least = tryAll(network);
        const result = solved(network, algorithm);
        if (least === null) {
          expect(result.status).toBe('infeasible');
          if (result.status !== 'infeasible') return;
          const { cut } = result;
          const inside = new Set(cut.nodes);
          let given = 0;
          for (const node of inside) given += network.supply[node]!;
          let out = 0;
          network.from.forEach((a, arc) => {
            if (inside.has(a) && !inside.has(network.to[arc]!)) out += network.capacity[arc]!;
          });
          expect([cut.supply, cut.capacity, cut.missing]).toEqual([given, out, given - out]);
          expect(cut.missing).toBeGreaterThan(0);
        } else {
          expect(result.status).toBe('optimal');
          if (result.status !== 'optimal') return;
          expect(undelivered(network, result.flow)).toBe(0);
          expect(result.flow.every((units, arc) => units >= 0 && units <= network.capacity[arc]!)).toBe(true);
          expect([result.objective, result.dual, result.gap]).toEqual([least, least, 0]);
        }
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});
