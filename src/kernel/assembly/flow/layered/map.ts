import type { ArcLists } from '../adjacency.ts';
import type { Core } from './core.ts';

/** What an arc of the network is in the core; 0: nothing there. */
export const MEMBER_ARC = 1;
export const ENTRY_ARC = 2;
export const EXIT_ARC = 3;
export const PLAIN_ARC = 4;

/** The way from the network back to its core: `role` and `place` (index in the core) by arc, the network's node by core node (-1: none). */
export interface CoreMap {
  readonly role: Uint8Array;
  readonly place: Int32Array;
  readonly networkNode: Int32Array;
  /** Relays by their unit: those of core node `v` stand at `unitStart[v]` up to `unitStart[v + 1]`. */
  readonly unitStart: Int32Array;
  readonly unitRelays: Int32Array;
  /** Plain arcs of the core by tail, as `unitRelays` by unit. */
  readonly plainOutStart: Int32Array;
  readonly plainOut: Int32Array;
  /** Arcs of the network by tail. */
  readonly out: ArcLists;
}

/** The map of a core; `out` lists the arcs that leave each node of the network. */
export function coreMap(core: Core, out: ArcLists): CoreMap {
  const { network, coreOf } = core;
  const arcs = network.from.length;
  const role = new Uint8Array(arcs);
  const place = new Int32Array(arcs);
  const relayOf = new Int32Array(network.nodeCount).fill(-1);
  for (let i = 0; i < core.relayCount; i++) relayOf[core.relayNode[i]!] = i;
  const [unitStart, unitRelays] = byNode(core.nodeCount, core.relayUnit);
  const [plainOutStart, plainOut] = byNode(core.nodeCount, core.plainTail);
  for (let arc = 0; arc < arcs; arc++) {
    const head = relayOf[network.to[arc]!]!;
    if (network.to[arc] === network.from[arc]) continue;
    if (head >= 0) {
      if (core.relayIn[head] !== arc) continue;
      role[arc] = MEMBER_ARC;
      place[arc] = head;
    }
  }
  for (let e = 0; e < core.entry.length; e += 4) {
    role[core.entry[e + 3]!] = ENTRY_ARC;
    place[core.entry[e + 3]!] = core.entry[e]!;
  }
  core.plainArc.forEach((arc, p) => {
    role[arc] = PLAIN_ARC;
    place[arc] = p;
  });
  core.exitArc.forEach((arc, x) => {
    if (arc < 0) return;
    role[arc] = EXIT_ARC;
    place[arc] = x;
  });
  const networkNode = new Int32Array(core.nodeCount).fill(-1);
  for (let v = 0; v < network.nodeCount; v++) if (coreOf[v]! >= 0) networkNode[coreOf[v]!] = v;
  return { role, place, networkNode, unitStart, unitRelays, plainOutStart, plainOut, out };
}

/** Positions of `nodes` by node: the borders of the segments, and the positions. */
function byNode(nodeCount: number, nodes: Int32Array): [start: Int32Array, at: Int32Array] {
  const start = new Int32Array(nodeCount + 1);
  for (const v of nodes) start[v + 1]!++;
  for (let v = 0; v < nodeCount; v++) start[v + 1]! += start[v]!;
  const fill = start.slice();
  const at = new Int32Array(nodes.length);
  for (let k = 0; k < nodes.length; k++) at[fill[nodes[k]!]!++] = k;
  return [start, at];
}
