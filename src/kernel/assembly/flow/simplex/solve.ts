import { dualBound, flowCost, undelivered, violatedCut } from '../proof.ts';
import { type FlowCounts, type FlowNetwork, type FlowOptions, type FlowResult, noCounts, UNLIMITED } from '../types.ts';
import { capacityAt } from './arcs.ts';
import { type Basis, flowOfBasis, potentialsOf, starBasis } from './basis.ts';
import { artificialUnits, cycleArcs, pivot, raisePenalty, reducedCost } from './pivot.ts';
import { entering } from './pricing.ts';
import { warmBasis } from './warm.ts';

// Fields as in arcs.ts, named again here: V8 folds constants of the file itself, imported ones it reads at each use.
const HEAD = 1;
const COST = 2;

const NAME = 'network-simplex';
const STOP_EVERY = 1024;

/**
 * Primal network simplex with a strongly feasible tree and block search over mixed arcs, from nothing or from `options.warmStart`. Exact
 * for every network; needs about 25 bytes an arc beside the input. Work continues `counts`.
 * Source: Ahuja, Magnanti, Orlin, Network Flows, 1993, chapter 11; Kovács, Minimum-cost flow algorithms: an experimental evaluation, 2015.
 */
export function networkSimplex(network: FlowNetwork, options: FlowOptions = {}, counts: FlowCounts = noCounts()): FlowResult {
  const loop = endlessLoop(network);
  if (loop >= 0) return { status: 'unbounded', cycle: Int32Array.of(loop), algorithm: NAME, counts };
  const warm = options.warmStart === undefined ? null : warmBasis(network, options.warmStart);
  const basis = warm ?? starBasis(network);
  options.onBuilt?.();
  const endless = warm === null ? firstPivots(basis, counts) : -1;
  const outcome = endless >= 0 ? endless : allPivots(basis, options, counts);
  if (outcome >= 0) {
    const cycle = Int32Array.from(cycleArcs(basis, outcome), (k) => basis.place[k >> 2]!);
    return { status: 'unbounded', cycle, algorithm: NAME, counts };
  }
  const flow = flowOfBasis(basis);
  const owed = undelivered(network, flow);
  if (outcome === DONE && owed > 0) return { status: 'infeasible', cut: violatedCut(network, flow), algorithm: NAME, counts };
  const potential = potentialsOf(basis);
  const objective = flowCost(network, flow);
  const dual = dualBound(network, potential);
  const found = { flow, potential, objective, dual, gap: objective - dual, algorithm: NAME, counts };
  return outcome === STOPPED ? { status: 'stopped', ...found, undelivered: owed } : { status: 'optimal', ...found };
}

const DONE = -1;
const STOPPED = -2;

/** Pivots until no arc improves; answers `DONE`, `STOPPED` or the arc that closes a cycle without end. */
function allPivots(basis: Basis, options: FlowOptions, counts: FlowCounts): number {
  const block = Math.max(Math.floor(Math.sqrt(basis.place.length)), 10);
  do {
    for (let k = entering(basis, block, counts); k >= 0; k = entering(basis, block, counts)) {
      counts.pivots++;
      if (!pivot(basis, k, capacityAt(basis.record, k), 0) && !raisePenalty(basis)) return k;
      if (counts.pivots % STOP_EVERY !== 0) continue;
      options.onProgress?.({ algorithm: NAME, done: counts.pivots, total: 0, counts });
      if (options.shouldStop?.() === true) return STOPPED;
    }
  } while (artificialUnits(basis) > 0 && raisePenalty(basis));
  return DONE;
}

/**
 * For each node without supply of its own, a pivot on its cheapest open incoming arc, which fills the tree with real arcs; -1, or the arc
 * that closes a cycle without end.
 */
function firstPivots(basis: Basis, counts: FlowCounts): number {
  const { network, record } = basis;
  const best = new Int32Array(network.nodeCount).fill(-1);
  for (let k = 0; k < record.length; k += 4) {
    const node = record[k + HEAD]!;
    if (network.supply[node]! > 0) continue;
    const known = best[node]!;
    if (known === -1 || record[k + COST]! < record[known + COST]!) best[node] = k;
  }
  for (const k of best) {
    if (k < 0 || reducedCost(basis, k) >= 0) continue;
    counts.pivots++;
    if (!pivot(basis, k, capacityAt(record, k), 0) && !raisePenalty(basis)) return k;
  }
  return -1;
}

/** A loop of negative cost without limit, -1 when there is none. */
function endlessLoop(network: FlowNetwork): number {
  const { from, to, capacity, cost } = network;
  for (let arc = 0; arc < from.length; arc++)
    if (from[arc] === to[arc] && cost[arc]! < 0 && capacity[arc] === UNLIMITED) return arc;
  return -1;
}
