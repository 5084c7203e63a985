import { dualBound, flowCost, undelivered, violatedCut } from '../proof.ts';
import { networkSimplex } from '../simplex/solve.ts';
import { type FlowNetwork, type FlowOptions, type FlowResult, noCounts } from '../types.ts';
import { buildCore, type Core, NEED, STRIDE } from './core.ts';
import { addExit, firstPrices } from './moves.ts';
import { pathSearch } from './paths.ts';
import { flowOf, pricesOf } from './read.ts';
import { serveAll } from './serve.ts';

const NAME = 'layered-paths';

/**
 * Solves networks whose bulk are relays (members between units and posts, persons to assign) by successive shortest paths over the
 * few nodes between; null when the network is of another kind. Exact: the answer is checked against the whole network.
 */
export function solveLayered(network: FlowNetwork, options: FlowOptions): FlowResult | null {
  const core = buildCore(network, options.algorithm === NAME ? 0 : 0.5);
  if (core === null || !firstPrices(core)) return null;
  options.onBuilt?.();
  const after: FlowOptions = { ...options, onBuilt: () => {} };
  const counts = noCounts();
  const search = pathSearch(core, counts);
  const { node } = core;
  const budget =
    options.layeredBudget ?? (options.algorithm === NAME ? Number.POSITIVE_INFINITY : fairBudget(network, core.nodeCount));
  let total = 0;
  for (let v = 0; v < core.nodeCount; v++) total += Math.max(0, node[v * STRIDE + NEED]!);
  const goOn = (done: number): boolean => {
    options.onProgress?.({ algorithm: NAME, done, total, counts });
    return options.shouldStop?.() !== true;
  };
  const { stopped, stuck, spent } = serveAll(search, goOn, budget);
  if (spent === true)
    return networkSimplex(network, { ...after, warmStart: { flow: flowOf(core), potential: pricesOf(core) } }, counts);
  if (stopped) fillFromHub(core);
  const flow = flowOf(core);
  if (stuck && !stopped) {
    const cut = violatedCut(network, flow);
    // Distances beyond the range of the search look like dead ends; only a cut that is really short is an answer.
    return cut.missing > 0 ? { status: 'infeasible', cut, algorithm: NAME, counts } : networkSimplex(network, after);
  }
  const potential = pricesOf(core);
  const objective = flowCost(network, flow);
  const dual = dualBound(network, potential);
  const found = { flow, potential, objective, dual, gap: objective - dual, algorithm: NAME, counts };
  if (stopped) return { status: 'stopped', ...found, undelivered: undelivered(network, flow) };
  if (found.gap !== 0) return networkSimplex(network, after);
  return { status: 'optimal', ...found };
}

/** Completes a cancelled solve where it can: whatever is still lacking comes straight from the hub (for plans: as named shortage). */
function fillFromHub(core: Core): void {
  const { node, exitStart, exitCapacity, exitFlow, hub } = core;
  for (let v = 0; v < core.nodeCount; v++) {
    for (let x = exitStart[v]!; x < exitStart[v + 1]!; x++) {
      const units = Math.min(node[v * STRIDE + NEED]!, exitCapacity[x]! - exitFlow[x]!, -node[hub * STRIDE + NEED]!);
      if (units <= 0) continue;
      addExit(core, x, units);
      node[v * STRIDE + NEED]! -= units;
      node[hub * STRIDE + NEED]! += units;
    }
  }
}

/**
 * The effort that layered paths may take on a network of this size, in scans, each as dear as eight to 18 of network simplex (the more the less
 * fits the cache), which scans the root of the arcs for each of four to 29 pivots a node. Fitted to cities and other structures of 25,000 to
 * 380,000 nodes, see docs/performance.md. Where the records of the nodes between (32 bytes each) outgrow the cache, as with 170,000 places of
 * one, a scan costs five times as much as in a city of 50,000.
 */
function fairBudget(network: FlowNetwork, between: number): number {
  const beyondCache = Math.min(1, 60_000 / between) ** 1.5;
  return 1.75 * beyondCache * network.nodeCount * Math.sqrt(network.from.length) * (25_000 / network.nodeCount) ** 0.4;
}
