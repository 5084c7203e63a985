import { ResidualFlow, solveFlow } from './flow/index.ts';
import { type Instance, postOfKind } from './instance.ts';
import { type MipSolver, planMip } from './mip.ts';
import { buildModel, type Fixed, type Model } from './model.ts';
import { joinPairs, type Pairs } from './pairs.ts';
import { type ModelPrices, pricesOf, rowKey } from './prices.ts';
import { priceOut } from './pricing.ts';
import { type Solved, type SolveHooks, usedPairs } from './solve-model.ts';

/** Steps of the price search; a count, so that results repeat. */
const STEPS = 60;
/** Most pairings handed to a MIP solver. */
const MIP_PAIRS = 20_000;

/** A solved model with the rules outside the flow kept, and how. */
export interface SolvedRows extends Solved {
  readonly method: 'flow' | 'prices-and-repair' | 'mip';
  readonly by: 'prices' | 'search';
  /** Prices that prove the bound, where they are not those of the flow. */
  readonly proofPrices: ModelPrices;
}

/**
 * Keeps the rules that no flow holds (overlapping windows, unit caps at posts with several kinds of places, quotas). If the flow breaks none it
 * is optimal as it is. Else: prices on the rules raise the bound (subgradient, Held, Wolfe, Crowder 1974), a repair makes a plan of each step,
 * and where a gap stays a MIP solver works on the pairings that could still matter (reduced cost below the gap).
 */
export function solveRows(instance: Instance, solved: Solved, hooks: SolveHooks = {}, mip?: MipSolver): SolvedRows {
  const plain: SolvedRows = { ...solved, method: 'flow', by: 'prices', proofPrices: solved.prices };
  if (solved.stopped || brokenRows(solved.model, solved.flow).length === 0) return plain;
  let pairs = solved.model.pairs;
  let best: { flow: ResidualFlow; cost: number; model: Model } | null = null;
  let bound = Number.NEGATIVE_INFINITY;
  let proof: ModelPrices = solved.prices;
  let rounds = solved.rounds;
  for (let round = 0; ; round++) {
    const found = priceSearch(instance, solved.fixed, pairs, hooks);
    if (best === null || found.cost < best.cost) best = { flow: found.flow, cost: found.cost, model: found.model };
    bound = found.bound;
    proof = found.prices;
    rounds++;
    const missing = priceOut(instance, pairs, solved.fixed.reserved, proof);
    if (missing.member.length === 0) break;
    if (round === 4) {
      // The left-out pairings still pull: the earlier bound over all pairings stands.
      bound = solved.bound;
      proof = solved.prices;
      break;
    }
    pairs = joinPairs(pairs, missing);
  }
  let by: 'prices' | 'search' = 'prices';
  let method: SolvedRows['method'] = 'prices-and-repair';
  if (mip && best.cost > bound && hooks.shouldStop?.() !== true) {
    const searched = searchMip(instance, solved.fixed, pairs, proof, best.cost, bound, mip);
    if (searched !== null) {
      method = 'mip';
      if (searched.bound > bound) {
        by = 'search';
        bound = searched.bound;
      }
      if (searched.flow !== null && searched.cost < best.cost)
        best = { flow: searched.flow, cost: searched.cost, model: searched.model };
    }
  }
  const model = { ...best.model, network: best.flow.network };
  const prices = pricesOf(instance, model, best.flow.flow, best.flow.potential);
  return {
    ...solved,
    model,
    flow: best.flow.flow,
    potential: best.flow.potential,
    prices,
    proofPrices: proof,
    bound: Math.min(bound, best.cost),
    rounds,
    method,
    by,
  };
}

/** Rules outside the flow that a flow breaks, by number. */
export function brokenRows(model: Model, flow: Int32Array): number[] {
  const broken: number[] = [];
  model.rows.forEach((row, r) => {
    let used = 0;
    for (const i of row.pairs) used += flow[model.firstPair + i]!;
    if (used > row.most) broken.push(r);
  });
  return broken;
}

function costOf(model: Model, flow: Int32Array, objective: number): number {
  let pins = 0;
  if (model.pinBonus > 0)
    for (const i of usedPairs(model, flow))
      if (model.network.cost[model.firstPair + i]! <= model.pairCost[i]! - model.pinBonus / 2) pins++;
  return objective + pins * model.pinBonus + model.constant;
}

/** Prices on the rows that raise the bound, with the best plan met on the way. All in whole points, so the bound is exact. */
function priceSearch(instance: Instance, fixed: Fixed, pairs: Pairs, hooks: SolveHooks) {
  const model = buildModel(instance, fixed, pairs);
  const first = optimum(model);
  const state = new ResidualFlow(model.network, first);
  let pins = 0;
  for (const posts of fixed.pins.values()) pins += posts.length;
  const shift = pins * model.pinBonus + model.constant;
  const prices = model.rows.map(() => 0);
  let bestPlan = repair(model, first);
  let bound = Number.NEGATIVE_INFINITY;
  let proof = pricesOf(instance, model, first.flow, first.potential);
  let scale = 1;
  let waiting = 0;
  for (let step = 0; step < STEPS; step++) {
    hooks.onProgress?.({ stage: 'rules', round: step + 1, found: 0 });
    const relief = prices.reduce((sum, price, r) => sum + price * model.rows[r]!.most, 0);
    const value = state.objective + shift - relief;
    if (value > bound) {
      bound = value;
      waiting = 0;
      const priced: Model = { ...model, network: state.network };
      proof = pricesOf(
        instance,
        priced,
        state.flow,
        state.potential,
        new Map(model.rows.map((row, r) => [rowKey(row), prices[r]!])),
      );
    } else if (++waiting === 5) {
      scale /= 2;
      waiting = 0;
    }
    if (step > 0 && (step < 8 || step % 8 === 0)) {
      const plan = repair(model, first, state.flow);
      if (plan.cost < bestPlan.cost) bestPlan = plan;
    }
    if (bound >= bestPlan.cost || hooks.shouldStop?.() === true) break;
    const over = model.rows.map((row) => row.pairs.reduce((sum, i) => sum + state.flow[model.firstPair + i]!, 0) - row.most);
    const moving = over.map((value, r) => (value > 0 || prices[r]! > 0 ? value : 0));
    const size = moving.reduce((sum, value) => sum + value * value, 0);
    if (size === 0) break;
    const length = (scale * Math.max(1, bestPlan.cost - value)) / size;
    const changed = new Set<number>();
    moving.forEach((value, r) => {
      const next = Math.max(
        0,
        prices[r]! + (value === 0 ? 0 : Math.sign(value) * Math.max(1, Math.round(length * Math.abs(value)))),
      );
      if (next === prices[r]) return;
      prices[r] = next;
      for (const i of model.rows[r]!.pairs) changed.add(i);
    });
    if (changed.size === 0) break;
    const added = new Map<number, number>();
    model.rows.forEach((row, r) => {
      if (prices[r]! > 0) for (const i of row.pairs) if (changed.has(i)) added.set(i, (added.get(i) ?? 0) + prices[r]!);
    });
    const cost = [...changed]
      .sort((a, b) => a - b)
      .map((i) => [model.firstPair + i, model.network.cost[model.firstPair + i]! + (added.get(i) ?? 0)] as const);
    if (state.update({ cost }).status !== 'optimal') break;
  }
  return { model, flow: bestPlan.flow, cost: bestPlan.cost, bound, prices: proof };
}

function optimum(model: Model) {
  const result = solveFlow(model.network);
  if (!result.ok || result.value.status !== 'optimal') throw new Error('a network with shortage arcs must have an optimum');
  return result.value;
}

/** A plan that keeps every row: where one is broken, its cheapest pairings stay, the others are closed, and the rest is planned again. */
function repair(
  model: Model,
  first: { flow: Int32Array; potential: Float64Array },
  wanted: Int32Array = first.flow,
): { flow: ResidualFlow; cost: number } {
  const state = new ResidualFlow(model.network, first);
  for (let flow = wanted; ; flow = state.flow) {
    const broken = brokenRows(model, flow);
    if (broken.length === 0 && flow === state.flow) break;
    for (const r of broken) {
      const row = model.rows[r]!;
      const keep = row.pairs
        .filter((i) => flow[model.firstPair + i]! > 0 && state.network.capacity[model.firstPair + i]! > 0)
        .sort((a, b) => model.network.cost[model.firstPair + a]! - model.network.cost[model.firstPair + b]! || a - b)
        .slice(0, row.most);
      const capacity = row.pairs.filter((i) => !keep.includes(i)).map((i) => [model.firstPair + i, 0] as const);
      if (state.update({ capacity }).status !== 'optimal') throw new Error('closing pairings cannot make a plan impossible');
    }
  }
  return { flow: state, cost: costOf(model, state.flow, state.objective) };
}

function searchMip(
  instance: Instance,
  fixed: Fixed,
  pairs: Pairs,
  proof: ModelPrices,
  cost: number,
  bound: number,
  solver: MipSolver,
) {
  const { kinds } = instance;
  const model = buildModel(instance, fixed, pairs);
  // A pairing whose reduced cost is above the gap is in no better plan.
  const usable = [...pairs.member.keys()].filter((i) => {
    const [m, k] = [pairs.member[i]!, pairs.kind[i]!];
    if (fixed.reserved.has(m)) return false;
    const worth = k < proof.slots.length ? proof.slots[k]! : proof.spots[k - proof.slots.length]!;
    const reduced = model.pairCost[i]! + proof.member(m, kinds[k]!.post) - worth;
    return reduced <= cost - bound || fixed.pins.get(m)?.includes(postOfKind(instance, k)) === true;
  });
  if (usable.length > MIP_PAIRS) return null;
  const { mip, columnOf } = planMip(instance, fixed, model, usable);
  const answer = solver(mip);
  const found = Math.ceil(answer.bound - 1e-6) + model.constant;
  if (answer.values === null) return { bound: found, flow: null, cost: Number.POSITIVE_INFINITY, model };
  const chosen = new Set(usable.filter((i) => answer.values![columnOf.get(i)!]! > 0.5));
  const state = new ResidualFlow(model.network, optimum(model));
  const capacity = [...pairs.member.keys()].filter((i) => !chosen.has(i)).map((i) => [model.firstPair + i, 0] as const);
  if (state.update({ capacity }).status !== 'optimal') return null;
  if (brokenRows(model, state.flow).length > 0) return null;
  return { bound: found, flow: state, cost: costOf(model, state.flow, state.objective), model };
}
