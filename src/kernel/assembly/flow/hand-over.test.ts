import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type FlowNetwork,
  type FlowOptions,
  type FlowResult,
  flowCost,
  restOf,
  solveFlow,
  UNLIMITED,
  undelivered,
} from './index.ts';

type Arc = readonly [from: number, to: number, capacity: number, cost: number];

function networkOf(supply: readonly number[], arcs: readonly Arc[]): FlowNetwork {
  return {
    nodeCount: supply.length,
    supply: Int32Array.from(supply),
    from: Int32Array.from(arcs, (arc) => arc[0]),
    to: Int32Array.from(arcs, (arc) => arc[1]),
    capacity: Int32Array.from(arcs, (arc) => arc[2]),
    cost: Int32Array.from(arcs, (arc) => arc[3]),
  };
}

function randomOf(seed: number): (bound: number) => number {
  let state = seed | 1;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) % bound;
  };
}

/** Members of units and posts; without shortage arcs supplies may not all arrive. */
function city(units: number, members: number, slots: number, heads: number, costs: number, shortage: boolean, seed: number) {
  const random = randomOf(seed);
  const slot = 2 + units + members;
  const arcs: Arc[] = [];
  const cap = Math.ceil((members / units) * 0.5);
  for (let u = 0; u < units; u++) for (let step = 0; step < 3; step++) arcs.push([0, 2 + u, Math.ceil(cap / 3), 20 * step]);
  for (let m = 0; m < members; m++) {
    arcs.push([2 + (m % units), 2 + units + m, 1, random(costs)]);
    for (let k = 0; k < 6; k++) arcs.push([2 + units + m, slot + random(slots), 1, random(costs)]);
  }
  for (let s = 0; s < slots; s++) {
    if (shortage) arcs.push([0, slot + s, heads, 1000]);
    arcs.push([slot + s, 1, heads, 0]);
  }
  const supply = new Array(slot + slots).fill(0);
  supply[0] = slots * heads;
  supply[1] = -slots * heads;
  return networkOf(supply, arcs);
}

function solved(network: FlowNetwork, options: FlowOptions): FlowResult {
  const result = solveFlow(network, options);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

/** Both answers are right and the same: cost and bound, or units that are missing, or a cycle that is really endless. */
function expectSame(network: FlowNetwork, found: FlowResult, expected: FlowResult): void {
  expect(found.status).toBe(expected.status);
  if (found.status === 'optimal' && expected.status === 'optimal') {
    expect([found.objective, found.dual, found.gap]).toEqual([expected.objective, expected.objective, 0]);
    expect(flowCost(network, found.flow)).toBe(expected.objective);
    expect(undelivered(network, found.flow)).toBe(0);
    expect(found.flow.every((units, arc) => units >= 0 && units <= network.capacity[arc]!)).toBe(true);
  } else if (found.status === 'infeasible' && expected.status === 'infeasible') {
    expect(found.cut.missing).toBeGreaterThan(0);
    expect(found.cut.missing).toBe(expected.cut.missing);
  } else if (found.status === 'unbounded') {
    let cost = 0;
    found.cycle.forEach((arc, k) => {
      cost += network.cost[arc]!;
      expect(network.capacity[arc]).toBe(UNLIMITED);
      expect(network.to[arc]).toBe(network.from[found.cycle[(k + 1) % found.cycle.length]!]);
    });
    expect(cost).toBeLessThan(0);
  }
}

test('layered paths hand over at every moment: the same optimum or the same lack as network simplex', () => {
  let handed = 0;
  let within = 0;
  const shape = fc.record({
    units: fc.integer({ min: 1, max: 6 }),
    members: fc.integer({ min: 6, max: 40 }),
    slots: fc.integer({ min: 1, max: 8 }),
    heads: fc.integer({ min: 0, max: 5 }),
    costs: fc.constantFrom(1, 3, 60),
    shortage: fc.boolean(),
    seed: fc.nat(),
    budget: fc.oneof(fc.nat({ max: 60 }), fc.nat({ max: 4000 })),
  });
  fc.assert(
    fc.property(shape, ({ units, members, slots, heads, costs, shortage, seed, budget }) => {
      const network = city(units, members, slots, heads, costs, shortage, seed);
      const expected = solved(network, { algorithm: 'network-simplex' });
      const found = solved(network, { algorithm: 'layered-paths', layeredBudget: budget });
      if (found.algorithm === 'network-simplex') handed++;
      if (found.algorithm === 'network-simplex' && found.counts.augmentations > 0) within++;
      expectSame(network, found, expected);
    }),
    { numRuns: 1500, seed: 21 },
  );
  expect(handed).toBeGreaterThan(500);
  expect(within).toBeGreaterThan(300);
});

test('one network, handed over after every number of units', () => {
  const network = city(8, 160, 20, 4, 9, true, 5);
  const whole = solved(network, { algorithm: 'layered-paths' });
  if (whole.status !== 'optimal') throw new Error('expected an optimum');
  const moments = new Set<number>();
  for (let layeredBudget = 0; layeredBudget < 20_000; layeredBudget = Math.floor(layeredBudget * 1.05) + 7) {
    const found = solved(network, { algorithm: 'layered-paths', layeredBudget });
    expectSame(network, found, whole);
    if (found.algorithm === 'network-simplex') moments.add(found.counts.augmentations);
    expect(solved(network, { algorithm: 'layered-paths', layeredBudget })).toEqual(found);
  }
  expect(moments.size).toBeGreaterThan(30);
});

test('a hand-over that is cancelled keeps a flow within capacities and a bound below the optimum', () => {
  const network = city(40, 4000, 400, 4, 60, true, 9);
  const best = solved(network, { algorithm: 'network-simplex' });
  if (best.status !== 'optimal') throw new Error('expected an optimum');
  const found = solved(network, {
    algorithm: 'layered-paths',
    layeredBudget: 3000,
    shouldStop: () => true,
  });
  if (found.status !== 'stopped') throw new Error('expected a cancelled solve');
  expect(found.algorithm).toBe('network-simplex');
  expect(found.counts.augmentations).toBeGreaterThan(0);
  expect(found.counts.pivots).toBe(1024);
  expect(found.flow.every((units, arc) => units >= 0 && units <= network.capacity[arc]!)).toBe(true);
  const owed = restOf(network, found.flow).reduce((sum, units) => sum + Math.abs(units), 0) / 2;
  expect(found.undelivered).toBe(owed);
  expect(found.dual).toBeLessThanOrEqual(best.objective);
});

/** Networks of any shape with costs, capacities and supplies of any size; some arcs without limit. */
const anyNetwork = fc.integer({ min: 2, max: 9 }).chain((nodes) =>
  fc
    .record({
      arcs: fc.array(
        fc.tuple(
          fc.nat({ max: nodes - 1 }),
          fc.nat({ max: nodes - 1 }),
          fc.oneof(fc.nat({ max: 5 }), fc.constant(UNLIMITED), fc.constant(2 ** 20)),
          fc.integer({ min: -2, max: 9 }),
        ),
        { maxLength: 24 },
      ),
      supply: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: nodes - 1, maxLength: nodes - 1 }),
      scale: fc.constantFrom(1, 1000, 2 ** 24, 2 ** 27 - 1),
    })
    .map(({ arcs, supply, scale }) =>
      networkOf(
        [...supply, -supply.reduce((a, b) => a + b, 0)],
        arcs.map(([a, b, capacity, cost]) => [a, b, capacity, cost * scale] as const),
      ),
    ),
);

test('network simplex from any flow and any prices ends where it ends from nothing', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(anyNetwork, fc.nat(), fc.constantFrom(0, 10, 2 ** 27, 2 ** 40), (network, seed, spread) => {
      const random = randomOf(seed);
      const expected = solved(network, { algorithm: 'network-simplex' });
      seen.set(expected.status, (seen.get(expected.status) ?? 0) + 1);
      const flow = network.capacity.map((capacity) => [0, capacity, Math.min(capacity, random(7)), capacity >> 1][random(4)]!);
      const potential = Float64Array.from({ length: network.nodeCount }, () => (random(1000) - 500) * (spread / 500));
      expectSame(network, solved(network, { algorithm: 'network-simplex', warmStart: { flow, potential } }), expected);
    }),
    { numRuns: 4000, seed: 22 },
  );
  for (const status of ['optimal', 'infeasible', 'unbounded']) expect(seen.get(status) ?? 0).toBeGreaterThan(100);
});

test('large costs: prices leave int32 and the answer stays that of successive paths', () => {
  let optimal = 0;
  fc.assert(
    fc.property(anyNetwork, (network) => {
      const found = solved(network, { algorithm: 'network-simplex' });
      if (found.status === 'optimal') optimal++;
      expectSame(network, found, solved(network, { algorithm: 'successive-paths' }));
    }),
    { numRuns: 2000, seed: 23 },
  );
  expect(optimal).toBeGreaterThan(300);
  // The only way costs far more than int32 prices hold, and more than the first artificial costs.
  const nodes = 60;
  const chain = networkOf(
    Array.from({ length: nodes }, (_, k) => (k === 0 ? 2 : k === nodes - 1 ? -2 : 0)),
    Array.from({ length: nodes - 1 }, (_, k) => [k, k + 1, 5, 2 ** 27] as const),
  );
  const objective = 2 * (nodes - 1) * 2 ** 27;
  expect(solved(chain, { algorithm: 'network-simplex' })).toMatchObject({ status: 'optimal', objective, dual: objective });
});

test('work on a fixed city stays what it is: pivots a node, scans an augmentation', () => {
  const network = city(60, 9000, 900, 6, 90, true, 7);
  const simplex = solved(network, { algorithm: 'network-simplex' });
  const layered = solved(network, { algorithm: 'layered-paths' });
  const auto = solved(network, {});
  if (simplex.status !== 'optimal' || layered.status !== 'optimal') throw new Error('expected an optimum');
  expect(auto).toEqual(layered);
  expect(simplex.counts.pivots / network.nodeCount).toBeLessThan(5.2);
  expect(simplex.counts.scans / simplex.counts.pivots).toBeLessThan(1.1 * Math.sqrt(network.from.length));
  expect(layered.counts.scans / layered.counts.augmentations).toBeLessThan(350);
});
