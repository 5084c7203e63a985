import { errorIssue, type Issue } from '#kernel/lib';
import type { FlowNetwork } from './types.ts';

/** Issues that refuse a network: lengths, ends outside the nodes, negative capacity, lower bounds, supplies, what int32 or exact sums cannot hold. At most one of each code. */
export function checkNetwork(network: FlowNetwork): Issue[] {
  const { nodeCount, supply, from, to, capacity, cost, lower } = network;
  const arcs = from.length;
  if (!Number.isInteger(nodeCount) || nodeCount < 0 || nodeCount >= 2 ** 30) {
    return [errorIssue('flow-node-count', ['nodeCount'], { nodeCount })];
  }
  if (supply.length !== nodeCount || to.length !== arcs || capacity.length !== arcs || cost.length !== arcs) {
    return [errorIssue('flow-lengths-differ', [], { arcs, nodes: nodeCount })];
  }
  const issues: Issue[] = [];
  let largest = 0;
  let largestAt = -1;
  for (let arc = 0; arc < arcs; arc++) {
    const a = from[arc]!;
    const b = to[arc]!;
    if (a < 0 || a >= nodeCount || b < 0 || b >= nodeCount) {
      issues.push(errorIssue('flow-arc-end-unknown', ['arcs', arc], { arc, from: a, to: b, nodes: nodeCount }));
      break;
    }
    if (capacity[arc]! < 0) {
      issues.push(errorIssue('flow-capacity-negative', ['arcs', arc], { arc, capacity: capacity[arc]! }));
      break;
    }
    const size = Math.abs(cost[arc]!);
    if (size > largest) {
      largest = size;
      largestAt = arc;
    }
  }
  const bound = lower?.findIndex((value) => value !== 0) ?? -1;
  if (bound >= 0) issues.push(errorIssue('flow-lower-bound', ['arcs', bound], { arc: bound, lower: lower![bound]! }));
  let sum = 0;
  let given = 0;
  for (let node = 0; node < nodeCount; node++) {
    const value = supply[node]!;
    sum += value;
    if (value > 0) given += value;
  }
  if (sum !== 0) issues.push(errorIssue('flow-supply-unbalanced', ['supply'], { sum }));
  // An artificial arc of network simplex must never be full.
  if (given >= 2_147_483_647) issues.push(errorIssue('flow-supply-overflow', ['supply'], { total: given }));
  // Prices reach at most (nodes + 1) times the largest cost; beyond 2^51 their sums would no longer be exact integers.
  if ((largest + 1) * (nodeCount + 2) > 2 ** 51) {
    issues.push(errorIssue('flow-cost-overflow', ['arcs', largestAt], { arc: largestAt, cost: cost[largestAt]! }));
  }
  return issues;
}

/** A whole number from outside as int32, or the issue that names the arc and field it cannot hold. */
export function int32Issue(value: number, arc: number, field: string): Issue | null {
  if (Number.isInteger(value) && value >= -2_147_483_648 && value <= 2_147_483_647) return null;
  return errorIssue('flow-int32-overflow', ['arcs', arc, field], { arc, field, value });
}
