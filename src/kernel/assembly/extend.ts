import { type FlowNetwork, ResidualFlow } from './flow/index.ts';
import { type Instance, spotOfKind } from './instance.ts';
import { SOURCE } from './model.ts';
import type { Solved } from './solve-model.ts';

/** An arc added to a solved network; capacity 0 until a question opens it. */
export interface ExtraArc {
  readonly from: number;
  readonly to: number;
  readonly capacity: number;
  readonly cost: number;
}

/**
 * The solved flow with more arcs, ready for questions. Arcs of the model keep their numbers, the added ones follow in order. The added arcs
 * must be closed (capacity 0) or cost no less than the prices say, so that the flow is still optimal. `gates` more nodes follow those of the
 * model; only open arcs may leave them, so that together what comes to one carries no more than they do.
 */
export function extendFlow(instance: Instance, solved: Solved, extra: readonly ExtraArc[], gates = 0): ResidualFlow {
  const { network } = solved.model;
  const arcs = network.from.length;
  const grown = (values: Int32Array, of: (arc: ExtraArc) => number) => {
    const result = new Int32Array(arcs + extra.length);
    result.set(values);
    extra.forEach((arc, i) => {
      result[arcs + i] = of(arc);
    });
    return result;
  };
  const supply = new Int32Array(network.nodeCount + gates);
  supply.set(network.supply);
  const whole: FlowNetwork = {
    nodeCount: network.nodeCount + gates,
    supply,
    from: grown(network.from, (arc) => arc.from),
    to: grown(network.to, (arc) => arc.to),
    capacity: grown(network.capacity, (arc) => arc.capacity),
    cost: grown(network.cost, (arc) => arc.cost),
  };
  const flow = new Int32Array(arcs + extra.length);
  flow.set(solved.flow);
  const potential = new Float64Array(whole.nodeCount);
  potential.set(tightened(instance, solved));
  potential.fill(Number.NEGATIVE_INFINITY, network.nodeCount);
  for (const { from, to, capacity, cost } of extra)
    if (from >= network.nodeCount && capacity > 0) potential[from] = Math.max(potential[from]!, potential[to]! - cost);
  return new ResidualFlow(whole, { flow, potential });
}

/**
 * Potentials moved, where nothing flows, to the prices that {@link pricesOf} reads: an idle member is worth what his unit's next person
 * costs. Arcs that pricing left out then keep the prices too.
 */
function tightened(instance: Instance, solved: Solved): Float64Array {
  const { model, potential, prices } = solved;
  const result = potential.slice();
  const zero = potential[SOURCE]!;
  const inflow = new Int32Array(model.network.nodeCount);
  for (let arc = 0; arc < solved.flow.length; arc++) inflow[model.network.to[arc]!]! += solved.flow[arc]!;
  model.unitNode.forEach((node, u) => {
    if (inflow[node] === 0) result[node] = zero + prices.units[u]!;
  });
  model.memberNode.forEach((node, m) => {
    if (inflow[node] === 0) result[node] = zero + prices.members[m]!;
  });
  for (const [key, node] of model.windowNode) {
    if (inflow[node] === 0) result[node] = result[model.memberNode[Math.floor(key / instance.windows.length)]!]!;
  }
  return result;
}

/** Node that a pairing of the member at the post starts from. */
export function tailOf(instance: Instance, solved: Solved, m: number, p: number): number {
  const key = m * instance.windows.length + instance.windowOf[p]!;
  return solved.model.windowNode.get(key) ?? solved.model.memberNode[m]!;
}

/**
 * Node that a pairing of the member with the kind leads to: his unit's node at a post with a cap for each unit, the node of a slot that someone
 * is tied to, else the spot.
 */
export function headOf(instance: Instance, solved: Solved, m: number, k: number): number {
  const { model } = solved;
  const unit = instance.unitOf[m]!;
  const owners = instance.problem.units.length + instance.problem.members.length;
  const known = unit < 0 ? undefined : model.unitPostNode.get(instance.kinds[k]!.post * owners + unit);
  return known?.node ?? model.tied.get(k)?.node ?? model.spotNode[spotOfKind(instance, k)]!;
}
