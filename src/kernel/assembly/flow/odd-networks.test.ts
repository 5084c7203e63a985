import { describe, expect, test } from 'vitest';
import {
  AssignmentReader,
  DimacsReader,
  type FlowAlgorithm,
  type FlowNetwork,
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
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) % bound;
  };
}

/** Members of units and posts with a shortage arc each; `change` reshapes one of its parts. */
function city(shape: {
  units: number;
  members: number;
  slots: number;
  heads: number;
  cap: number;
  ties?: boolean;
  open?: boolean;
  seed: number;
}) {
  const random = randomOf(shape.seed);
  const { units, members, slots, heads, cap } = shape;
  const slot = 2 + units + members;
  const arcs: Arc[] = [];
  for (let u = 0; u < units; u++) for (let step = 0; step < 3; step++) arcs.push([0, 2 + u, Math.ceil(cap / 3), 20 * step]);
  for (let m = 0; m < members; m++) {
    arcs.push([2 + (m % units), 2 + units + m, shape.open === false ? 0 : 1, shape.ties === true ? 0 : random(9)]);
    for (let k = 0; k < 6; k++) arcs.push([2 + units + m, slot + random(slots), 1, shape.ties === true ? 5 : random(90)]);
  }
  for (let s = 0; s < slots; s++) arcs.push([0, slot + s, heads, 1000], [slot + s, 1, heads, 0]);
  const supply = new Array(slot + slots).fill(0);
  supply[0] = slots * heads;
  supply[1] = -slots * heads;
  return networkOf(supply, arcs);
}

function solved(network: FlowNetwork, algorithm: FlowAlgorithm = 'auto') {
  const result = solveFlow(network, { algorithm });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

const algorithms: FlowAlgorithm[] = ['auto', 'network-simplex', 'successive-paths', 'layered-paths'];

describe.each(algorithms)('%s', (algorithm) => {
  test.each([
    ['one giant unit', city({ units: 1, members: 300, slots: 30, heads: 4, cap: 60, seed: 1 })],
    ['nobody is willing', city({ units: 5, members: 60, slots: 10, heads: 3, cap: 9, open: false, seed: 2 })],
    ['nobody is needed', city({ units: 5, members: 60, slots: 10, heads: 0, cap: 9, seed: 3 })],
    ['all costs tie', city({ units: 12, members: 300, slots: 40, heads: 5, cap: 15, ties: true, seed: 4 })],
    ['tight caps', city({ units: 30, members: 600, slots: 60, heads: 5, cap: 9, seed: 5 })],
  ])('%s: gap 0 and the same cost as the network simplex', (_, network) => {
    const found = solved(network, algorithm);
    const reference = solved(network, 'network-simplex');
    if (found.status !== 'optimal' || reference.status !== 'optimal') throw new Error('expected an optimum');
    expect([found.objective, found.dual, found.gap]).toEqual([reference.objective, reference.objective, 0]);
    expect(undelivered(network, found.flow)).toBe(0);
  });

  test('parallel arcs fill from the cheapest', () => {
    const found = solved(
      networkOf(
        [4, -4],
        [
          [0, 1, 2, 7],
          [0, 1, 3, 1],
          [0, 1, 5, 4],
          [0, 1, 0, -9],
        ],
      ),
      algorithm,
    );
    expect(found).toMatchObject({ status: 'optimal', objective: 3 + 4, flow: Int32Array.of(0, 3, 1, 0) });
  });

  test('a limited negative cycle is filled, an unlimited one has no optimum', () => {
    const cycle = (capacity: number) =>
      networkOf(
        [0, 0, 0],
        [
          [0, 1, capacity, -5],
          [1, 2, capacity, 1],
          [2, 0, capacity, 2],
        ],
      );
    expect(solved(cycle(3), algorithm)).toMatchObject({ status: 'optimal', objective: -6, dual: -6 });
    const endless = solved(cycle(UNLIMITED), algorithm);
    expect(endless.status).toBe('unbounded');
    if (endless.status === 'unbounded') expect([...endless.cycle].sort()).toEqual([0, 1, 2]);
  });

  test('supplies that cannot arrive: the cut is named with what is missing', () => {
    const split = networkOf(
      [3, -1, 2, -4],
      [
        [0, 1, 5, 1],
        [2, 3, 5, 1],
        [0, 3, 1, 1],
      ],
    );
    const found = solved(split, algorithm);
    expect(found).toMatchObject({ status: 'infeasible', cut: { missing: 1 } });
  });

  test('disconnected parts are solved side by side', () => {
    const found = solved(
      networkOf(
        [2, -2, 1, -1, 0],
        [
          [0, 1, 2, 3],
          [2, 3, 1, -4],
        ],
      ),
      algorithm,
    );
    expect(found).toMatchObject({ status: 'optimal', objective: 2, dual: 2 });
  });
});

test('the same network gives the same flow, prices and counts', () => {
  const network = city({ units: 30, members: 600, slots: 60, heads: 5, cap: 9, seed: 6 });
  for (const algorithm of algorithms) expect(solved(network, algorithm)).toEqual(solved(network, algorithm));
});

test('a cancelled solve keeps a plan that meets every supply and a bound below the optimum', () => {
  const network = city({ units: 60, members: 9000, slots: 900, heads: 6, cap: 150, seed: 7 });
  const best = solved(network);
  const seen: number[] = [];
  const result = solveFlow(network, { algorithm: 'layered-paths', onProgress: (p) => seen.push(p.done), shouldStop: () => true });
  if (!result.ok || result.value.status !== 'stopped' || best.status !== 'optimal') throw new Error('expected a cancelled solve');
  expect(result.value.undelivered).toBe(0);
  expect(result.value.dual).toBeLessThanOrEqual(best.objective);
  expect(result.value.objective).toBeGreaterThanOrEqual(best.objective);
  expect(seen).toHaveLength(1);
});

test('what int32 or the model cannot hold is refused, the arc named', () => {
  const base = networkOf(
    [1, -1],
    [
      [0, 1, 1, 1],
      [0, 1, 1, 1],
    ],
  );
  const codes = (network: FlowNetwork) => {
    const result = solveFlow(network);
    return result.ok ? [] : result.issues.map((issue) => [issue.code, issue.params.arc ?? issue.params.sum ?? null]);
  };
  expect(codes({ ...base, lower: Int32Array.of(0, 2) })).toEqual([['flow-lower-bound', 1]]);
  expect(codes({ ...base, capacity: Int32Array.of(1, -2) })).toEqual([['flow-capacity-negative', 1]]);
  expect(codes({ ...base, to: Int32Array.of(1, 2) })).toEqual([['flow-arc-end-unknown', 1]]);
  expect(codes({ ...base, supply: Int32Array.of(1, 1) })).toEqual([['flow-supply-unbalanced', 2]]);
  // Prices of a million nodes at the dearest int32 cost would pass 2^51.
  const large = { ...base, nodeCount: 2 ** 21, supply: new Int32Array(2 ** 21), cost: Int32Array.of(1, -2_147_483_648) };
  expect(codes(large)).toEqual([['flow-cost-overflow', 1]]);
});

test('DIMACS files are read, faults are named', () => {
  const read = (text: string) => {
    const reader = new DimacsReader();
    // Pieces of three bytes: numbers and lines may break anywhere.
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length; at += 3) reader.push(bytes.subarray(at, at + 3));
    return reader.finish();
  };
  const good = read('c a line\np min 3 2\nn 1 4\nn 3 -4\na 1 2 0 9 -3\na 2 3 0 -1 12\n');
  if (!good.ok) throw new Error(JSON.stringify(good.issues));
  expect(good.value).toEqual({
    ...networkOf(
      [4, 0, -4],
      [
        [0, 1, 9, -3],
        [1, 2, UNLIMITED, 12],
      ],
    ),
  });
  const fault = (text: string) => {
    const result = read(text);
    return result.ok ? null : result.issues[0]!.code;
  };
  expect(fault('p min 2 1\na 1 2 1 9 3\n')).toBe('flow-lower-bound');
  expect(fault('p min 2 1\na 1 2 0 9 3000000000\n')).toBe('flow-int32-overflow');
  expect(fault('p min 2 2\na 1 2 0 9 3\n')).toBe('flow-file-arcs-missing');
  expect(fault('p max 2 1\na 1 2\n')).toBe('flow-file-line-unknown');

  expect(fault('p min 2 1\nx 1\na 1 2 0 9 3\n')).toBe('flow-file-line-unknown');
  expect(fault('n 1 2\np min 2 0\n')).toBe('flow-file-line-unknown');
  expect(fault('')).toBe('flow-file-arcs-missing');

  // Comments anywhere, Windows line ends, blank lines, several spaces, no newline at the end, nodes without a line, one node twice.
  const odd = read(
    'c 1 2 -3 p a n\r\n\r\np  min\t4   2\r\nc a 1 2 0 1 1\r\nn 1 1\r\nn 1 1\r\nn 2 -2\r\n a 1 2 0 7 5\r\na 3 4 0 1 -2',
  );
  if (!odd.ok) throw new Error(JSON.stringify(odd.issues));
  expect(odd.value).toEqual(networkOf([2, -2, 0, 0], [[0, 1, 7, 5] as const, [2, 3, 1, -2] as const]));
});

test('OR-Library cost matrices are read and cost what trying every order says, faults are named', () => {
  const read = (text: string) => {
    const reader = new AssignmentReader();
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length; at += 3) reader.push(bytes.subarray(at, at + 3));
    return reader.finish();
  };
  const assignment = read(' 3\n 4 1 3\n 2 0 5\n 3 2 2');
  if (!assignment.ok) throw new Error(JSON.stringify(assignment.issues));
  for (const algorithm of algorithms) expect(solved(assignment.value, algorithm)).toMatchObject({ objective: 5, dual: 5 });
  const random = randomOf(3);
  for (let round = 0; round < 20; round++) {
    const size = 1 + random(6);
    const cost = Array.from({ length: size }, () => Array.from({ length: size }, () => random(40) - (round % 2) * 9));
    const orders = (from: number, free: readonly number[]): number =>
      from === size
        ? 0
        : Math.min(
            ...free.map(
              (job) =>
                cost[from]![job]! +
                orders(
                  from + 1,
                  free.filter((other) => other !== job),
                ),
            ),
          );
    const file = read(`${size}\r\n${cost.map((row) => row.join('  ')).join('\r\n')}\r\n`);
    if (!file.ok) throw new Error(JSON.stringify(file.issues));
    const least = orders(0, [...cost.keys()]);
    for (const algorithm of algorithms) expect(solved(file.value, algorithm)).toMatchObject({ objective: least, dual: least });
  }
  const fault = (text: string) => {
    const result = read(text);
    return result.ok ? null : result.issues[0]!.code;
  };
  expect(fault('3 1 2')).toBe('flow-file-matrix-size');
  expect(fault('1 2 3')).toBe('flow-file-matrix-size');
  expect(fault('')).toBe('flow-file-matrix-size');
  expect(fault('0')).toBe('flow-file-matrix-size');
  expect(fault('99999 1')).toBe('flow-file-matrix-size');
  expect(fault('1 3000000000')).toBe('flow-int32-overflow');
  expect(fault('1 2.5')).toBe('flow-file-line-unknown');
  expect(fault('1 - 2')).toBe('flow-file-line-unknown');
});
