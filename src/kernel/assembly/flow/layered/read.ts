import { type Core, PRICE, STRIDE } from './core.ts';

/** Flow of the network from the state of its core. */
export function flowOf(core: Core): Int32Array {
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
export function pricesOf(core: Core): Float64Array {
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
