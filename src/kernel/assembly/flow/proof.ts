import type { FlowCut, FlowNetwork } from './types.ts';

/** Cost of a flow, exact while it stays under 2^53. */
export function flowCost(network: FlowNetwork, flow: Int32Array): number {
  const { cost } = network;
  let sum = 0;
  for (let arc = 0; arc < flow.length; arc++) {
    const units = flow[arc]!;
    if (units !== 0) sum += units * cost[arc]!;
  }
  return sum;
}

/**
 * The bound that prices prove by linear programming duality (Ahuja, Magnanti, Orlin, Network Flows, 1993, section 9.4): no flow
 * costs less than `-sum(potential * supply) + sum(capacity * min(0, reduced cost))`.
 */
export function dualBound(network: FlowNetwork, potential: Float64Array): number {
  const { nodeCount, supply, from, to, capacity, cost } = network;
  let sum = 0;
  for (let node = 0; node < nodeCount; node++) {
    const units = supply[node]!;
    if (units !== 0) sum -= units * potential[node]!;
  }
  for (let arc = 0; arc < from.length; arc++) {
    const reduced = cost[arc]! + potential[from[arc]!]! - potential[to[arc]!]!;
    if (reduced < 0) sum += reduced * capacity[arc]!;
  }
  return sum;
}

/** Units the flow still owes, half the sum of what each node misses or holds: 0 when the flow meets all supplies. */
export function undelivered(network: FlowNetwork, flow: Int32Array): number {
  const rest = restOf(network, flow);
  let sum = 0;
  for (const value of rest) sum += Math.abs(value);
  return sum / 2;
}

/** Supply minus what leaves plus what arrives, a node: > 0 has units left to send, < 0 still waits. */
export function restOf(network: FlowNetwork, flow: Int32Array): Float64Array {
  const { nodeCount, supply, from, to } = network;
  const rest = new Float64Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) rest[node] = supply[node]!;
  for (let arc = 0; arc < from.length; arc++) {
    const units = flow[arc]!;
    if (units === 0) continue;
    rest[from[arc]!]! -= units;
    rest[to[arc]!]! += units;
  }
  return rest;
}

/**
 * The cut behind an infeasible network: all nodes a stuck unit can still reach in the residual network of a maximum flow
 * (Ford, Fulkerson, 1956). Every arc out of them is full and every arc into them empty.
 */
export function violatedCut(network: FlowNetwork, flow: Int32Array): FlowCut {
  const { nodeCount, supply, from, to, capacity } = network;
  const arcs = from.length;
  const start = new Int32Array(nodeCount + 1);
  for (let arc = 0; arc < arcs; arc++) {
    if (flow[arc]! < capacity[arc]!) start[from[arc]! + 1]!++;
    if (flow[arc]! > 0) start[to[arc]! + 1]!++;
  }
  for (let node = 0; node < nodeCount; node++) start[node + 1]! += start[node]!;
  const fill = start.slice(0, nodeCount);
  const next = new Int32Array(start[nodeCount]!);
  for (let arc = 0; arc < arcs; arc++) {
    const a = from[arc]!;
    const b = to[arc]!;
    if (flow[arc]! < capacity[arc]!) next[fill[a]!++] = b;
    if (flow[arc]! > 0) next[fill[b]!++] = a;
  }
  const inside = new Uint8Array(nodeCount);
  const queue = new Int32Array(nodeCount);
  let length = 0;
  const rest = restOf(network, flow);
  for (let node = 0; node < nodeCount; node++) {
    if (rest[node]! > 0) {
      inside[node] = 1;
      queue[length++] = node;
    }
  }
  for (let at = 0; at < length; at++) {
    const node = queue[at]!;
    for (let i = start[node]!; i < start[node + 1]!; i++) {
      const other = next[i]!;
      if (inside[other] === 0) {
        inside[other] = 1;
        queue[length++] = other;
      }
    }
  }
  let given = 0;
  let out = 0;
  for (let at = 0; at < length; at++) given += supply[queue[at]!]!;
  for (let arc = 0; arc < arcs; arc++) {
    if (inside[from[arc]!] === 1 && inside[to[arc]!] === 0) out += capacity[arc]!;
  }
  return { nodes: queue.slice(0, length).sort(), supply: given, capacity: out, missing: given - out };
}
