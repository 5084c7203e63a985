import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FlowChanges, type FlowNetwork, ResidualFlow, restOf, solveFlow } from './index.ts';

const dense = fc.integer({ min: 3, max: 8 }).chain((nodeCount) =>
  fc
    .record({
      arcs: fc.array(
        fc.tuple(
          fc.nat({ max: nodeCount - 1 }),
          fc.nat({ max: nodeCount - 1 }),
          fc.nat({ max: 4 }),
          fc.integer({ min: -5, max: 20 }),
        ),
        { minLength: 4, maxLength: 30 },
      ),
      supply: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: nodeCount - 1, maxLength: nodeCount - 1 }),
    })
    .map(({ arcs, supply }): FlowNetwork => {
      const last = -supply.reduce((a, b) => a + b, 0);
      // Node 0 reaches and is reached by everyone at a high price, so that an answer exists.
      const spokes = Array.from({ length: nodeCount - 1 }, (_, i) => i + 1);
      const whole = [...arcs, ...spokes.map((v) => [0, v, 50, 200] as const), ...spokes.map((v) => [v, 0, 50, 200] as const)];
      return {
        nodeCount,
        supply: Int32Array.from([...supply, last]),
        from: Int32Array.from(whole, (arc) => arc[0]),
        to: Int32Array.from(whole, (arc) => arc[1]),
        capacity: Int32Array.from(whole, (arc) => arc[2]),
        cost: Int32Array.from(whole, (arc) => arc[3]),
      };
    }),
);

function optimum(network: FlowNetwork) {
  const result = solveFlow(network);
  if (!result.ok || result.value.status !== 'optimal') throw new Error('expected an optimum');
  return result.value;
}

test('a forced unit costs exactly what solving again says', () => {
  fc.assert(
    fc.property(dense, fc.nat(), (network, pick) => {
      const base = optimum(network);
      const state = new ResidualFlow(network, base);
      const arc = pick % network.from.length;
      const forced = state.forceUnit(arc);
      if (forced !== null) {
        // The unit is taken out of the network at the tail and put in at the head.
        const supply = network.supply.slice();
        supply[network.from[arc]!]! -= base.flow[arc]! + 1;
        supply[network.to[arc]!]! += base.flow[arc]! + 1;
        const capacity = network.capacity.slice();
        capacity[arc]! -= base.flow[arc]! + 1;
        const again = optimum({ ...network, supply, capacity });
        const value = again.objective + (base.flow[arc]! + 1) * network.cost[arc]!;
        // A flow that carries more than the forced unit on this arc is covered: the rest of its capacity stays open.
        expect(base.objective + Math.max(forced.cost, 0)).toBe(value);
      }
    }),
    { numRuns: 500, seed: 3 },
  );
});

test('distances are the costs of the cheapest ways', () => {
  fc.assert(
    fc.property(dense, (network) => {
      const state = new ResidualFlow(network, optimum(network));
      const from = state.distances(0, 'from');
      const to = state.distances(0, 'to');
      for (let v = 1; v < network.nodeCount; v++) {
        expect(state.path(0, v)?.cost ?? Number.POSITIVE_INFINITY).toBe(from[v]);
        expect(state.path(v, 0)?.cost ?? Number.POSITIVE_INFINITY).toBe(to[v]);
      }
    }),
    { numRuns: 200, seed: 4 },
  );
});

test('a hundred changes in a row equal solving afresh, and a trial leaves no trace', () => {
  fc.assert(
    fc.property(
      dense,
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 5 }), fc.integer({ min: -5, max: 20 })), { maxLength: 100 }),
      (network, steps) => {
        const state = new ResidualFlow(network, optimum(network));
        const arcs = network.from.length;
        for (const [pick, capacity, cost] of steps) {
          const arc = pick % (arcs - 2 * (network.nodeCount - 1));
          const node = pick % network.nodeCount;
          const other = (pick >> 3) % network.nodeCount;
          const shift = node === other ? 0 : capacity - 2;
          const changes: FlowChanges[] = [
            { capacity: [[arc, capacity]] },
            { cost: [[arc, cost]] },
            {
              supply: [
                [node, state.network.supply[node]! + shift],
                [other, state.network.supply[other]! - shift],
              ],
            },
          ];
          const change = changes[pick % 3]!;
          const flow = state.flow.slice();
          const potential = state.potential.slice();
          const tried = state.trial(change);
          expect(state.flow).toEqual(flow);
          expect(state.potential).toEqual(potential);
          const done = state.update(change);
          expect(done).toEqual(tried);
          if (done.status !== 'optimal') continue;
          expect(restOf(state.network, state.flow).every((value) => value === 0)).toBe(true);
          const afresh = optimum(state.network);
          expect(done.objective).toBe(afresh.objective);
          for (const arc of done.moved) expect(state.flow[arc]).not.toBe(flow[arc]);
        }
      },
    ),
    { numRuns: 60, seed: 5 },
  );
});
