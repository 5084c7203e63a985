import { type FlowNetwork, UNLIMITED } from '../types.ts';

/**
 * A network seen as few core nodes and many relays. A relay is a node that one unit at most passes: a single incoming arc of
 * capacity 1 (a member of a unit) or a supply of 1 (a person to assign). It has no price of its own: in use it is worth what its
 * owner pays less the arc, otherwise what its unit costs plus the arc. One core node, the hub, holds all supply; its arcs are the
 * exits of the searches, kept a node in ascending cost. All arrays named by what indexes them: `relay*` by relay,
 * `entry*` by candidate (an arc relay -> core node, grouped by node), `exit*` by exit (grouped by node), `plain*` by other arc.
 */
export interface Core {
  readonly network: FlowNetwork;
  readonly nodeCount: number;
  readonly hub: number;
  /** Network node to core node; -1 for relays and absorbed nodes. */
  readonly coreOf: Int32Array;
  readonly relayCount: number;
  /** Four fields a relay, side by side for the cache: unit, cost of the arc from it, owner (-1: free), cost paid by the owner. */
  readonly relay: Int32Array;
  readonly relayNode: Int32Array;
  readonly relayOwnerArc: Int32Array;
  readonly nextUsed: Int32Array;
  readonly prevUsed: Int32Array;
  /** First used relay of a unit, -1 when none. */
  readonly firstUsed: Int32Array;
  readonly entryStart: Int32Array;
  /** Entries before this index are sorted by `entryKey`; none behind it has a smaller key. */
  readonly entryReady: Int32Array;
  readonly entryRelay: Int32Array;
  readonly entryCost: Int32Array;
  /** Never more than the entry's cost plus its relay's present worth. */
  readonly entryKey: Int32Array;
  readonly entryArc: Int32Array;
  readonly exitStart: Int32Array;
  /** The first exit of a node with capacity left. */
  readonly exitNext: Int32Array;
  readonly exitHead: Int32Array;
  readonly exitCost: Int32Array;
  readonly exitCapacity: Int32Array;
  readonly exitFlow: Int32Array;
  readonly exitArc: Int32Array;
  readonly plainStart: Int32Array;
  readonly plainTail: Int32Array;
  readonly plainHead: Int32Array;
  readonly plainCost: Int32Array;
  readonly plainCapacity: Int32Array;
  readonly plainFlow: Int32Array;
  readonly plainArc: Int32Array;
  readonly nextOut: Int32Array;
  readonly prevOut: Int32Array;
  /** First plain arc out of a node that carries flow, -1 when none. */
  readonly firstOut: Int32Array;
  /** Units a core node still lacks (> 0) or holds too many (< 0). */
  readonly need: Float64Array;
  readonly price: Float64Array;
  /** Arcs into nodes whose whole intake is forced, in the order the nodes were absorbed; they carry their capacity. */
  readonly forcedArcs: Int32Array;
}

const ABSORBED = -2;

/** The core of a network, or null when relays do not make up most of it (then other algorithms fit better). */
export function buildCore(network: FlowNetwork): Core | null {
  const { nodeCount, supply, from, to, capacity, cost } = network;
  const arcs = from.length;
  const inDegree = new Int32Array(nodeCount);
  const inArc = new Int32Array(nodeCount);
  for (let arc = 0; arc < arcs; arc++) {
    if (capacity[arc] === 0) continue;
    const head = to[arc]!;
    if (head === from[arc]) {
      if (cost[arc]! < 0) return null;
      continue;
    }
    inDegree[head]!++;
    inArc[head] = arc;
  }
  // 1: may be a relay by its incoming arc, 2: by its supply, 3: is a relay.
  const kind = new Uint8Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    const units = supply[node]!;
    if (units === 0 && inDegree[node] === 1 && capacity[inArc[node]!] === 1) kind[node] = 1;
    else if (units === 1 && inDegree[node] === 0) kind[node] = 2;
  }
  let relayCount = 0;
  let sourceRelays = 0;
  const relayOf = new Int32Array(nodeCount).fill(-1);
  for (let node = 0; node < nodeCount; node++) {
    const what = kind[node]!;
    if (what === 2) sourceRelays++;
    else if (what !== 1 || kind[from[inArc[node]!]!] !== 0) continue;
    relayOf[node] = relayCount++;
  }
  if (relayCount * 2 < nodeCount) return null;

  const plain: number[] = [];
  const entryCount = new Int32Array(nodeCount);
  const leaving = new Int32Array(nodeCount);
  let entries = 0;
  for (let arc = 0; arc < arcs; arc++) {
    const tail = from[arc]!;
    if (relayOf[tail]! >= 0) {
      if (capacity[arc] === 0 || to[arc] === tail) continue;
      entryCount[to[arc]!]!++;
      entries++;
    } else if (capacity[arc] === 0 || to[arc] === tail) continue;
    else if (relayOf[to[arc]!]! >= 0) leaving[tail]!++;
    else plain.push(arc);
  }
  if (entries * 2 < arcs || nodeCount >= 1 << 21) return null;
  for (let node = 0; node < nodeCount; node++) if (entryCount[node]! >= 1 << 20) return null;

  const coreOf = new Int32Array(nodeCount).fill(-1);
  const need = new Float64Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) need[node] = -supply[node]!;
  const absorbed = absorb(network, plain, entryCount, leaving, need, coreOf);
  // The only giver without incoming arcs is the hub itself; otherwise a hub in front of all givers is added.
  let givers = 0;
  let giver = -1;
  let count = 0;
  for (let node = 0; node < nodeCount; node++) {
    if (relayOf[node]! >= 0 || coreOf[node] === ABSORBED) continue;
    if (need[node]! < 0 && inDegree[node] === 0) giver = node;
    if (need[node]! < 0) givers++;
    coreOf[node] = count++;
  }
  const single = givers === 1 && giver >= 0 && sourceRelays === 0;
  const hub = single ? coreOf[giver]! : count++;
  const coreNeed = new Float64Array(count);
  for (let node = 0; node < nodeCount; node++) {
    if (coreOf[node]! >= 0) coreNeed[coreOf[node]!] = need[node]!;
  }

  const exits: number[][] = [];
  const kept: number[] = [];
  if (!single) {
    coreNeed[hub] = -sourceRelays;
    for (let node = 0; node < nodeCount; node++) {
      const at = coreOf[node]!;
      if (at < 0 || need[node]! >= 0) continue;
      exits.push([at, 0, -need[node]!, -1]);
      coreNeed[hub]! += need[node]!;
      coreNeed[at] = 0;
    }
  }
  for (const arc of plain) {
    if (coreOf[to[arc]!]! < 0) continue;
    if (single && coreOf[from[arc]!] === hub) exits.push([coreOf[to[arc]!]!, cost[arc]!, capacity[arc]!, arc]);
    else kept.push(arc);
  }
  exits.sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]! || a[3]! - b[3]!);
  kept.sort((a, b) => coreOf[to[a]!]! - coreOf[to[b]!]! || a - b);

  const relay = new Int32Array(relayCount * 4);
  const relayNode = new Int32Array(relayCount);
  for (let node = 0; node < nodeCount; node++) {
    const i = relayOf[node]!;
    if (i < 0) continue;
    const fromHub = kind[node] === 2;
    relayNode[i] = node;
    relay[4 * i] = fromHub ? hub : coreOf[from[inArc[node]!]!]!;
    relay[4 * i + 1] = fromHub ? 0 : cost[inArc[node]!]!;
    relay[4 * i + 2] = -1;
  }
  const entryStart = new Int32Array(count + 1);
  for (let node = 0; node < nodeCount; node++) {
    if (coreOf[node]! >= 0) entryStart[coreOf[node]! + 1] = entryCount[node]!;
  }
  for (let v = 0; v < count; v++) entryStart[v + 1]! += entryStart[v]!;
  const fill = new Int32Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) if (coreOf[node]! >= 0) fill[node] = entryStart[coreOf[node]!]!;
  const entryRelay = new Int32Array(entries);
  const entryCost = new Int32Array(entries);
  const entryArc = new Int32Array(entries);
  for (let arc = 0; arc < arcs; arc++) {
    const i = relayOf[from[arc]!]!;
    if (i < 0 || capacity[arc] === 0 || to[arc] === from[arc]) continue;
    const at = fill[to[arc]!]!++;
    entryRelay[at] = i;
    entryCost[at] = cost[arc]!;
    entryArc[at] = arc;
  }
  return {
    network,
    nodeCount: count,
    hub,
    coreOf,
    relayCount,
    relay,
    relayNode,
    relayOwnerArc: new Int32Array(relayCount).fill(-1),
    nextUsed: new Int32Array(relayCount).fill(-1),
    prevUsed: new Int32Array(relayCount).fill(-1),
    firstUsed: new Int32Array(count).fill(-1),
    entryStart,
    entryReady: entryStart.slice(0, count),
    entryRelay,
    entryCost,
    entryKey: new Int32Array(entries),
    entryArc,
    exitStart: segments(
      count,
      exits.map((exit) => exit[0]!),
    ),
    exitNext: segments(
      count,
      exits.map((exit) => exit[0]!),
    ).slice(0, count),
    exitHead: Int32Array.from(exits, (exit) => exit[0]!),
    exitCost: Int32Array.from(exits, (exit) => exit[1]!),
    exitCapacity: Int32Array.from(exits, (exit) => exit[2]!),
    exitFlow: new Int32Array(exits.length),
    exitArc: Int32Array.from(exits, (exit) => exit[3]!),
    plainStart: segments(
      count,
      kept.map((arc) => coreOf[to[arc]!]!),
    ),
    plainTail: Int32Array.from(kept, (arc) => coreOf[from[arc]!]!),
    plainHead: Int32Array.from(kept, (arc) => coreOf[to[arc]!]!),
    plainCost: Int32Array.from(kept, (arc) => cost[arc]!),
    plainCapacity: Int32Array.from(kept, (arc) => capacity[arc]!),
    plainFlow: new Int32Array(kept.length),
    plainArc: Int32Array.from(kept),
    nextOut: new Int32Array(kept.length).fill(-1),
    prevOut: new Int32Array(kept.length).fill(-1),
    firstOut: new Int32Array(count).fill(-1),
    need: coreNeed,
    price: new Float64Array(count),
    forcedArcs: absorbed,
  };
}

/** Segment borders of sorted group numbers. */
function segments(count: number, groups: readonly number[]): Int32Array {
  const start = new Int32Array(count + 1);
  for (const group of groups) start[group + 1]!++;
  for (let v = 0; v < count; v++) start[v + 1]! += start[v]!;
  return start;
}

/**
 * Takes out nodes that only take and need all their arcs full (the sink, then posts): their demand moves to the tails of their arcs.
 * Marks them in `coreOf`, changes `need`, answers their arcs in order of absorption.
 */
function absorb(
  network: FlowNetwork,
  plain: readonly number[],
  entryCount: Int32Array,
  leaving: Int32Array,
  need: Float64Array,
  coreOf: Int32Array,
): Int32Array {
  const { nodeCount, from, to, capacity } = network;
  const room = new Float64Array(nodeCount);
  for (const arc of plain) {
    room[to[arc]!]! += capacity[arc]!;
    leaving[from[arc]!]!++;
  }
  const forced: number[] = [];
  let rest = plain;
  for (;;) {
    const before = forced.length;
    const next: number[] = [];
    for (const arc of rest) {
      const head = to[arc]!;
      if (
        entryCount[head] === 0 &&
        leaving[head] === 0 &&
        need[head]! > 0 &&
        room[head] === need[head] &&
        room[head]! < UNLIMITED
      ) {
        forced.push(arc);
      } else next.push(arc);
    }
    if (forced.length === before) return Int32Array.from(forced);
    for (let i = before; i < forced.length; i++) {
      const arc = forced[i]!;
      leaving[from[arc]!]!--;
      need[from[arc]!]! += capacity[arc]!;
      coreOf[to[arc]!] = ABSORBED;
    }
    rest = next;
  }
}
