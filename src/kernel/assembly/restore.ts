import { flowOf } from './apart.ts';
import { dualBound, flowCost } from './flow/index.ts';
import { barrier, compile, fits, type Instance, pairCost, spotKind, tiedKind } from './instance.ts';
import { buildModel, type Fixed, type Model, SINK, SOURCE } from './model.ts';
import { joinPairs, PairList, type Pairs, pairLookup } from './pairs.ts';
import type { AssemblyPlan } from './plan.ts';
import { pricesOf } from './prices.ts';
import { priceOut } from './pricing.ts';
import type { AssemblyProblem } from './problem.ts';
import type { Held } from './seating.ts';
import type { SolvedPlan } from './solve.ts';

/** Pairings taken beside those in use: the best so many for a spot and four times its places, up to this many points from being used. */
const NEAR = { most: 24, points: 40 };

/**
 * A saved plan as it was when it was solved, ready for questions, without solving: its people are the flow, its prices the proof. null when
 * the plan is not one whose prices prove it by themselves (rules outside the flow, several duties); then only a new solve knows more. A plan
 * that was stopped comes back as stopped.
 */
export function restorePlan(problem: AssemblyProblem, plan: AssemblyPlan): SolvedPlan | null {
  const { status, method } = plan.proof;
  if (status !== 'stopped' && (status !== 'optimal' || method !== 'flow')) return null;
  if (status !== 'stopped' && !isPlain(problem)) return null;
  const instance = compile(problem);
  const fixed = fixedBy(instance, plan);
  const held = heldBy(instance, fixed, plan);
  if (held === null) return null;
  let pairs = pairsBy(instance, fixed, held);
  let model = buildModel(instance, fixed, pairs);
  let potential = potentialBy(instance, model, held, plan);
  let flow = flowOf(instance, model, held);
  if (status !== 'stopped') {
    if (flowCost(model.network, flow) !== dualBound(model.network, potential)) return null;
    const prices = pricesOf(instance, model, flow, potential);
    pairs = joinPairs(pairs, priceOut(instance, pairs, fixed.reserved, prices, NEAR.points, NEAR.most));
    model = buildModel(instance, fixed, pairs);
    potential = potentialBy(instance, model, held, plan);
    flow = flowOf(instance, model, held);
    if (flowCost(model.network, flow) !== dualBound(model.network, potential)) return null;
  }
  const prices = pricesOf(instance, model, flow, potential);
  const solved = {
    model,
    flow,
    potential,
    prices,
    proofPrices: prices,
    bound: plan.bound,
    lostPins: [],
    fixed,
    rounds: plan.proof.rounds,
    stopped: status === 'stopped',
    method: plan.proof.method,
    by: plan.proof.by,
  };
  return { instance, solved, leaders: plan.leaders, plan };
}

/** One duty each, and no rule that ties units or homes to posts. */
function isPlain({ members, posts, quotas }: AssemblyProblem): boolean {
  return quotas.length === 0 && posts.every((post) => post.maxPerUnit === null) && members.every((one) => one.maxDuties <= 1);
}

/** What the plan fixed before the rest: those who lead above the posts, the pins and the places of leaders that stand. */
function fixedBy(instance: Instance, plan: AssemblyPlan): Fixed {
  const reserved = new Set<number>();
  const reservedOfUnit = new Int32Array(instance.problem.units.length);
  const pins = new Map<number, number[]>();
  const serves = new Set(plan.assignments.map((row) => `${row.member}\n${row.post}`));
  const pin = (member: string, post: string) => {
    const m = instance.memberAt.get(member);
    const p = instance.postAt.get(post);
    if (m === undefined || p === undefined || !serves.has(`${member}\n${post}`)) return;
    const list = pins.get(m) ?? [];
    if (!list.includes(p)) pins.set(m, [...list, p]);
  };
  for (const { member, post } of plan.leaders) {
    if (member === null) continue;
    if (post !== null) {
      pin(member, post);
      continue;
    }
    const m = instance.memberAt.get(member);
    // A leader who was named but has no place serves nowhere and is reserved only above the posts.
    if (m === undefined || reserved.has(m)) continue;
    reserved.add(m);
    if (instance.unitOf[m]! >= 0) reservedOfUnit[instance.unitOf[m]!]!++;
  }
  for (const { member, post } of instance.problem.pins) pin(member, post);
  return { reserved, pins, reservedOfUnit };
}

/** Who holds what; null when the plan names someone or something that the problem does not have. */
function heldBy(instance: Instance, fixed: Fixed, plan: AssemblyPlan): Held[] | null {
  const held: Held[] = [];
  for (const row of plan.assignments) {
    const member = instance.memberAt.get(row.member);
    const p = instance.postAt.get(row.post);
    const s = instance.slotsOfPost[p ?? -1]?.find((one) => instance.slots[one]!.slot === row.slot);
    if (member === undefined || p === undefined || s === undefined) return null;
    const tied = fixed.pins.get(member)?.includes(p) === true || instance.published.get(member)?.includes(p) === true;
    held.push({ member, kind: tied ? tiedKind(instance, s) : spotKind(instance, s) });
  }
  return held;
}

function pairsBy(instance: Instance, fixed: Fixed, held: readonly Held[]): Pairs {
  const list = new PairList(instance.kinds.length);
  for (const { member, kind } of held) list.add(member, kind);
  for (const tied of [fixed.pins, instance.published])
    for (const [m, posts] of tied) {
      if (fixed.reserved.has(m)) continue;
      for (const p of posts) {
        if (barrier(instance, m, p) !== null) continue;
        for (const s of instance.slotsOfPost[p]!) if (fits(instance, m, instance.slots[s]!)) list.add(m, tiedKind(instance, s));
      }
    }
  return list.pairs((m, k) => pairCost(instance, m, instance.kinds[k]!));
}

/** Prices of the plan as potentials: a person in use is worth what his place pays less what he costs there. */
function potentialBy(instance: Instance, model: Model, held: readonly Held[], plan: AssemblyPlan): Float64Array {
  const potential = new Float64Array(model.network.nodeCount);
  const at = new Map(plan.prices.slots.map((row) => [`${row.post}\n${row.slot}`, row.price]));
  const slots = instance.slots.map((slot) => at.get(`${instance.problem.posts[slot.post]!.id}\n${slot.slot}`) ?? 0);
  const units = new Map(plan.prices.units.map((row) => [row.unit, row.price]));
  model.unitNode.forEach((node, u) => {
    potential[node] = units.get(instance.problem.units[u]!.id) ?? 0;
  });
  let most = 0;
  instance.spots.slots.forEach((here, spot) => {
    const price = Math.max(...here.map((s) => slots[s]!));
    potential[model.spotNode[spot]!] = price;
    most = Math.max(most, price);
  });
  potential[SINK] = most;
  potential[SOURCE] = 0;
  for (const [s, { node }] of model.tied) potential[node] = slots[s]!;
  model.memberNode.forEach((node, m) => {
    const unit = instance.unitOf[m]!;
    potential[node] = unit < 0 ? 0 : potential[model.unitNode[unit]!]!;
  });
  const { network, firstPair } = model;
  const known = pairLookup(model.pairs, instance.problem.members.length);
  for (const { member, kind } of held) {
    const arc = firstPair + known(member, kind);
    potential[model.memberNode[member]!] = potential[network.to[arc]!]! - network.cost[arc]!;
  }
  return potential;
}
