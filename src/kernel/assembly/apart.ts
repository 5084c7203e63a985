import { type Instance, setApart, spotKind, spotOfKind, tiedKind } from './instance.ts';
import { buildModel, type Model } from './model.ts';
import { PairList, pairLookup } from './pairs.ts';
import { pricesOf } from './prices.ts';
import { type Held, type Placed, seatingOf } from './seating.ts';
import type { SolvedPlan } from './solve.ts';
import { heldPairs, type Solved } from './solve-model.ts';

/**
 * A solved plan in which the places of one post stand by themselves, so that questions about this post are about it and not about those like it.
 * `placed` says who stands where. Flow and prices are carried over: both are still optimal where they were.
 */
export function takeApart(base: SolvedPlan, placed: readonly Placed[], p: number): SolvedPlan {
  const { instance, solved } = base;
  if (instance.slotsOfPost[p]!.every((s) => instance.spots.post[instance.spots.of[s]!]! >= 0)) return base;
  const after = setApart(instance, p);
  const { pairs, network, firstPair } = solved.model;
  const { slots } = instance;
  const list = new PairList(after.kinds.length);
  const parts = instance.spots.slots.map((here) => [...new Set(here.map((s) => spotKind(after, s)))]);
  for (let i = 0; i < pairs.member.length; i++) {
    const k = pairs.kind[i]!;
    if (k < slots.length) list.add(pairs.member[i]!, tiedKind(after, k));
    else for (const kind of parts[k - slots.length]!) list.add(pairs.member[i]!, kind);
  }
  const origin = originOf(instance, after, solved.model);
  const bare = buildModel(
    after,
    solved.fixed,
    list.pairs((m, k) => pairs.cost[origin(m, k)]!),
  );
  // Pairings closed or priced by the rules outside the flow stay so.
  const capacity = bare.network.capacity.slice();
  const cost = bare.network.cost.slice();
  for (let i = 0; i < bare.pairs.member.length; i++) {
    const from = firstPair + origin(bare.pairs.member[i]!, bare.pairs.kind[i]!);
    capacity[bare.firstPair + i] = network.capacity[from]!;
    cost[bare.firstPair + i] = network.cost[from]!;
  }
  const model: Model = { ...bare, network: { ...bare.network, capacity, cost } };
  const seating = seatingOf(instance, placed);
  const held = heldPairs(solved.model, solved.flow).map(({ member, kind }): Held => {
    if (kind < slots.length) return { member, kind: tiedKind(after, kind) };
    return { member, kind: spotKind(after, seating.get(kind - slots.length)!.get(member)!) };
  });
  const flow = flowOf(after, model, held);
  const potential = potentialOf(instance, after, solved, model);
  const parted: Solved = { ...solved, model, flow, potential, prices: pricesOf(after, model, flow, potential) };
  return { ...base, instance: after, solved: parted };
}

/** The flow of a model in which these people hold these kinds; steps of a unit are used from the cheapest, what nobody holds is short. */
export function flowOf(instance: Instance, model: Model, held: readonly Held[]): Int32Array {
  const { network, pairs, firstPair, firstMember } = model;
  const flow = new Int32Array(network.from.length);
  const lookup = pairLookup(pairs, instance.problem.members.length);
  const through = new Int32Array(network.nodeCount);
  const lent = new Int32Array(instance.problem.units.length);
  const filled = new Int32Array(instance.spots.kinds.length);
  for (const { member, kind } of held) {
    const arc = firstPair + lookup(member, kind);
    flow[arc] = 1;
    through[network.from[arc]!]!++;
    through[network.to[arc]!]!++;
    flow[firstMember + member]!++;
    if (instance.unitOf[member]! >= 0) lent[instance.unitOf[member]!]!++;
    filled[spotOfKind(instance, kind)]!++;
  }
  for (const { unit, arc } of model.steps) {
    flow[arc] = Math.min(lent[unit]!, network.capacity[arc]!);
    lent[unit]! -= flow[arc]!;
  }
  instance.spots.kinds.forEach(({ count }, spot) => {
    flow[model.shortageArc[spot]!] = count - filled[spot]!;
    flow[model.sinkArc[spot]!] = count;
  });
  // What lies between members and spots: windows of members, slots of tied people, units at posts.
  const lastNode = 2 + instance.problem.units.length + instance.problem.members.length;
  const end = model.sinkArc.length === 0 ? firstPair : model.sinkArc[model.sinkArc.length - 1]! + 1;
  for (let arc = end; arc < firstPair; arc++)
    flow[arc] = through[network.from[arc]! < lastNode ? network.to[arc]! : network.from[arc]!]!;
  return flow;
}

/** Where each pairing of the parted model comes from; a pairing with a post of its own rather from one that was tied to it. */
function originOf(before: Instance, after: Instance, model: Model): (m: number, k: number) => number {
  const known = pairLookup(model.pairs, before.problem.members.length);
  return (m, k) => {
    const here = k < after.slots.length ? [k] : after.spots.slots[k - after.slots.length]!;
    for (const s of here) {
      const tied = known(m, tiedKind(before, s));
      if (tied >= 0) return tied;
    }
    return known(m, spotKind(before, here[0]!));
  };
}

function potentialOf(before: Instance, after: Instance, solved: Solved, model: Model): Float64Array {
  const { potential } = solved;
  const old = solved.model;
  const result = new Float64Array(model.network.nodeCount);
  const shared = 2 + before.problem.units.length + before.problem.members.length;
  result.set(potential.subarray(0, shared));
  const atSlot = (s: number) => {
    const spot = potential[old.spotNode[before.spots.of[s]!]!]!;
    const own = old.tied.get(s);
    return own === undefined ? spot : Math.min(spot, potential[own.node]!);
  };
  after.spots.slots.forEach((here, spot) => {
    const parted = after.spots.post[spot]! >= 0 && before.spots.post[before.spots.of[here[0]!]!]! < 0;
    const whole = potential[old.spotNode[before.spots.of[here[0]!]!]!]!;
    result[model.spotNode[spot]!] = parted ? Math.min(...here.map(atSlot)) : whole;
  });
  for (const [s, { node }] of model.tied) result[node] = potential[old.tied.get(s)!.node]!;
  for (const [key, node] of model.windowNode) result[node] = potential[old.windowNode.get(key)!]!;
  for (const [key, { node }] of model.unitPostNode) result[node] = potential[old.unitPostNode.get(key)!.node]!;
  return result;
}
