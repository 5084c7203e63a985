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
  /** The candidates by their relay: those of relay `i` stand at `offerStart[i]` up to `offerStart[i + 1]`. */
  readonly offerStart: Int32Array;
  /** Three fields a candidate: its node, its cost (with `CLOSED` when closed), its arc of the network. */
  readonly offer: Int32Array;
}

/** The map of a core. */
export function coreMap(core: Core): CoreMap {
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
  return { role, place, networkNode, unitStart, unitRelays, plainOutStart, plainOut, ...offers(core) };
}

/** Gives candidate `arc` of relay `i` another cost, wherever it stands. */
export function setCost(core: Core, map: CoreMap, i: number, arc: number, cost: number): void {
  const { entry, entryStart } = core;
  const { offer } = map;
  const k = offerAt(map, i, arc);
  offer[k + 1] = cost;
  const v = offer[k]!;
  for (let e = 4 * entryStart[v]!; e < 4 * entryStart[v + 1]!; e += 4) if (entry[e + 3] === arc) entry[e + 1] = cost;
}

/** What candidate `arc` of relay `i` costs. */
export function costOf(map: CoreMap, i: number, arc: number): number {
  return map.offer[offerAt(map, i, arc) + 1]!;
}

function offerAt({ offer, offerStart }: CoreMap, i: number, arc: number): number {
  let k = 3 * offerStart[i]!;
  while (offer[k + 2] !== arc) k += 3;
  return k;
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

function offers(core: Core): { offerStart: Int32Array; offer: Int32Array } {
  const { relayCount, nodeCount, entry, entryStart } = core;
  const offerStart = new Int32Array(relayCount + 1);
  for (let e = 0; e < entry.length; e += 4) offerStart[entry[e]! + 1]!++;
  for (let i = 0; i < relayCount; i++) offerStart[i + 1]! += offerStart[i]!;
  const fill = offerStart.slice();
  const offer = new Int32Array((entry.length / 4) * 3);
  for (let v = 0; v < nodeCount; v++) {
    for (let e = 4 * entryStart[v]!; e < 4 * entryStart[v + 1]!; e += 4) {
      const at = 3 * fill[entry[e]!]!++;
      offer[at] = v;
      offer[at + 1] = entry[e + 1]!;
      offer[at + 2] = entry[e + 3]!;
    }
  }
  return { offerStart, offer };
}
