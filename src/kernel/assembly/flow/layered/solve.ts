import { networkSimplex } from '../network-simplex.ts';
import { dualBound, flowCost, undelivered, violatedCut } from '../proof.ts';
import { type FlowNetwork, type FlowOptions, type FlowResult, noCounts } from '../types.ts';
import { buildCore, type Core, NEED, PRICE, STRIDE } from './core.ts';
import { addExit, firstPrices } from './moves.ts';
import { findNearest, pathSearch, sendUnits } from './paths.ts';

const NAME = 'layered-paths';
const REPORT_EVERY = 4096;

/**
 * Solves networks whose bulk are relays (members between units and posts, persons to assign) by successive shortest paths over the
 * few nodes between; null when the network is of another kind. Exact: the answer is checked against the whole network.
 */
export function solveLayered(network: FlowNetwork, options: FlowOptions): FlowResult | null {
  const core = buildCore(network, options.algorithm === NAME ? 0 : 0.5);
  if (core === null || !firstPrices(core)) return null;
  options.onBuilt?.();
  const counts = noCounts();
  const search = pathSearch(core, counts);
  const { node } = core;
  let total = 0;
  for (let v = 0; v < core.nodeCount; v++) total += Math.max(0, node[v * STRIDE + NEED]!);
  let served = 0;
  let stuck = false;
  let stopped = false;
  for (let v = 0; v < core.nodeCount && !stopped; v++) {
    while (node[v * STRIDE + NEED]! > 0) {
      const goal = findNearest(search, v);
      if (goal < 0) {
        stuck = true;
        break;
      }
      served += sendUnits(search, goal, v);
      if (counts.augmentations % REPORT_EVERY === 0) {
        options.onProgress?.({ algorithm: NAME, done: served, total, counts });
        if (options.shouldStop?.() === true) {
          stopped = true;
          break;
        }
      }
    }
  }
  if (stopped) fillFromHub(core);
  const flow = flowOf(core);
  if (stuck && !stopped) {
    const cut = violatedCut(network, flow);
    // Distances beyond the range of the search look like dead ends; only a cut that is really short is an answer.
    return cut.missing > 0 ? { status: 'infeasible', cut, algorithm: NAME, counts } : networkSimplex(network, options);
  }
  const potential = pricesOf(core);
  const objective = flowCost(network, flow);
  const dual = dualBound(network, potential);
  const found = { flow, potential, objective, dual, gap: objective - dual, algorithm: NAME, counts };
  if (stopped) return { status: 'stopped', ...found, undelivered: undelivered(network, flow) };
  if (found.gap !== 0) return networkSimplex(network, options);
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

/** Flow of the network from the state of its core. */
function flowOf(core: Core): Int32Array {
  const { network, relayArc, relayNode, exitArc, exitFlow, plainArc, plainFlow, forcedArcs } = core;
  const { from, to, capacity, supply } = network;
  const flow = new Int32Array(from.length);
  const used = new Uint8Array(network.nodeCount);
  for (let i = 0; i < core.relayCount; i++) {
    if (relayArc[i]! < 0) continue;
    flow[relayArc[i]!] = 1;
    if (supply[relayNode[i]!] === 0) used[relayNode[i]!] = 1;
  }
  for (let arc = 0; arc < from.length; arc++)
    if (used[to[arc]!] === 1 && capacity[arc]! > 0 && from[arc] !== to[arc]) flow[arc] = 1;
  for (let x = 0; x < exitArc.length; x++) if (exitArc[x]! >= 0) flow[exitArc[x]!] = exitFlow[x]!;
  for (let p = 0; p < plainArc.length; p++) flow[plainArc[p]!] = plainFlow[p]!;
  for (const arc of forcedArcs) flow[arc] = capacity[arc]!;
  return flow;
}

/** Prices of all nodes from those of the core: relays take their worth, absorbed nodes the dearest of their arcs. */
function pricesOf(core: Core): Float64Array {
  const { network, coreOf, holder, relayNode, forcedArcs } = core;
  const price = (v: number) => core.node[v * STRIDE + PRICE]!;
  const { from, to, cost, nodeCount } = network;
  const potential = new Float64Array(nodeCount).fill(Number.NEGATIVE_INFINITY);
  for (let node = 0; node < nodeCount; node++) if (coreOf[node]! >= 0) potential[node] = price(coreOf[node]!);
  for (let i = 0; i < core.relayCount; i++) {
    potential[relayNode[i]!] = price(holder[2 * i]!) + holder[2 * i + 1]!;
  }
  for (let k = forcedArcs.length - 1; k >= 0; k--) {
    const arc = forcedArcs[k]!;
    const value = potential[from[arc]!]! + cost[arc]!;
    if (value > potential[to[arc]!]!) potential[to[arc]!] = value;
  }
  return potential;
}
