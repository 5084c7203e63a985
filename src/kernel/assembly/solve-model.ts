import { firstPairs } from './candidates.ts';
import { type FlowProgress, solveFlow } from './flow/index.ts';
import { greedyFlow } from './greedy.ts';
import { type Instance, postOfKind } from './instance.ts';
import { buildModel, type Fixed, type Model } from './model.ts';
import { joinPairs, type Pairs } from './pairs.ts';
import { type ModelPrices, pricesOf } from './prices.ts';
import { priceOut } from './pricing.ts';
import type { Held } from './seating.ts';

/** What a solve tells on its way, and how it is asked to end. */
export interface SolveHooks {
  /** Stage and how far, for a progress bar; `found` places are filled so far. */
  readonly onProgress?: (progress: {
    stage: 'leaders' | 'candidates' | 'flow' | 'rules' | 'reasons';
    round: number;
    found: number;
  }) => void;
  /** Asked now and then; true ends the solve with the last usable plan. */
  readonly shouldStop?: () => boolean;
}

/** A model solved over all pairings that matter: flow and prices belong to each other unless `stopped`. */
export interface Solved {
  readonly model: Model;
  readonly flow: Int32Array;
  readonly potential: Float64Array;
  readonly prices: ModelPrices;
  /** Bound of the whole problem without the rows outside the flow; 0 (no cost is negative) when stopped before a better one was known. */
  readonly bound: number;
  /** Pins that the other conditions leave no room for. */
  readonly lostPins: readonly (readonly [number, number])[];
  readonly fixed: Fixed;
  readonly rounds: number;
  readonly stopped: boolean;
}

/** Pairings added in the first round for a spot: so many and four times its places; twice as many in each round that follows, since places side by side ask for the same people. */
const PER_ROUND = 24;

/**
 * Solves the flow, asks the prices which pairings left out would improve it, adds them and solves again until there are none: then the
 * optimum is that of all pairings. Deterministic. A stop keeps the last complete flow.
 */
export function solveModel(instance: Instance, settled: Fixed, hooks: SolveHooks = {}, start?: Pairs): Solved {
  let fixed = settled;
  hooks.onProgress?.({ stage: 'candidates', round: 0, found: 0 });
  let pairs = start ?? firstPairs(instance, fixed.reserved, fixed.pins);
  const lostPins: [number, number][] = [];
  let last: Solved | null = null;
  for (let round = 1; ; round++) {
    const model = buildModel(instance, fixed, pairs);
    const result = solveFlow(model.network, {
      ...(hooks.shouldStop && { shouldStop: hooks.shouldStop }),
      onProgress: (progress: FlowProgress) => hooks.onProgress?.({ stage: 'flow', round, found: progress.done }),
    });
    if (!result.ok) throw new RangeError(`the network was refused: ${result.issues.map((issue) => issue.code).join(', ')}`);
    const flow = result.value;
    if (flow.status === 'stopped') {
      // The bound of an earlier round holds for its pairings only.
      if (last !== null) return { ...last, bound: 0, stopped: true };
      return unproven(instance, fixed, model, round, lostPins);
    }
    if (flow.status !== 'optimal') throw new Error(`a network with shortage arcs cannot be ${flow.status}`);
    const lost = lostOf(instance, fixed, model, flow.flow);
    if (lost.length > 0) {
      lostPins.push(...lost);
      fixed = { ...fixed, pins: without(fixed.pins, lost) };
      round--;
      continue;
    }
    const prices = pricesOf(instance, model, flow.flow, flow.potential);
    let pinned = 0;
    for (const posts of fixed.pins.values()) pinned += posts.length;
    const bound = flow.dual + model.pinBonus * pinned + model.constant;
    last = { model, flow: flow.flow, potential: flow.potential, prices, bound, lostPins, fixed, rounds: round, stopped: false };
    const missing = priceOut(instance, pairs, fixed.reserved, prices, 0, PER_ROUND * 2 ** Math.min(round - 1, 10));
    if (missing.member.length === 0) return last;
    if (hooks.shouldStop?.() === true) return { ...last, bound: 0, stopped: true };
    pairs = joinPairs(pairs, missing);
  }
}

/** Positions of the pairings that carry someone. */
export function usedPairs(model: Model, flow: Int32Array): number[] {
  const used: number[] = [];
  for (let i = 0; i < model.pairs.member.length; i++) if (flow[model.firstPair + i]! > 0) used.push(i);
  return used;
}

/** Who holds what: the pairings that carry someone. */
export function heldPairs(model: Model, flow: Int32Array): Held[] {
  return usedPairs(model, flow).map((i) => ({ member: model.pairs.member[i]!, kind: model.pairs.kind[i]! }));
}

function lostOf(instance: Instance, fixed: Fixed, model: Model, flow: Int32Array): [number, number][] {
  if (fixed.pins.size === 0) return [];
  const kept = new Set<string>();
  for (const i of usedPairs(model, flow)) kept.add(`${model.pairs.member[i]}/${postOfKind(instance, model.pairs.kind[i]!)}`);
  const lost: [number, number][] = [];
  for (const [m, posts] of fixed.pins) for (const p of posts) if (!kept.has(`${m}/${p}`)) lost.push([m, p]);
  return lost;
}

function without(pins: Fixed['pins'], lost: readonly (readonly [number, number])[]): Map<number, readonly number[]> {
  const rest = new Map(pins);
  for (const [m, p] of lost) {
    const posts = rest.get(m)!.filter((post) => post !== p);
    if (posts.length === 0) rest.delete(m);
    else rest.set(m, posts);
  }
  return rest;
}

/** What a stop in the first round leaves: a usable plan without a bound. */
function unproven(
  instance: Instance,
  fixed: Fixed,
  model: Model,
  rounds: number,
  before: readonly (readonly [number, number])[],
): Solved {
  const { flow, lost } = greedyFlow(instance, fixed, model);
  const potential = new Float64Array(model.network.nodeCount);
  const prices = pricesOf(instance, model, flow, potential);
  const lostPins = [...before, ...lost];
  return {
    model,
    flow,
    potential,
    prices,
    bound: 0,
    lostPins,
    fixed: { ...fixed, pins: without(fixed.pins, lost) },
    rounds,
    stopped: true,
  };
}
