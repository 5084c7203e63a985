import { type FlowNetwork, UNLIMITED } from '../types.ts';
import type { HubList } from './hub.ts';
import { Kept } from './kept.ts';

/** Fields of a core node, side by side for the cache: its record starts at `node * STRIDE`. */
export const STRIDE = 8;
export const PRICE = 0;
export const DISTANCE = 1;
export const STAMP = 2;
export const VIA = 3;
export const STEP = 4;
/** Cost of the cheapest exit with capacity left, `NO_EXIT` when there is none. */
export const EXIT_COST = 5;
/** Units a node still lacks (> 0) or holds too many (< 0). */
export const NEED = 6;
/** The exit `EXIT_COST` belongs to. */
export const EXIT_AT = 7;

/** Above every price and distance. */
export const NO_EXIT = 2 ** 30;

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
  /** Network node to core node; below 0 for relays and absorbed nodes. */
  readonly coreOf: Int32Array;
  /** Records of core nodes. */
  readonly node: Int32Array;
  readonly relayCount: number;
  /** Two fields a relay: the node that holds it (its owner, or its unit while free) and what to add to that node's price for its worth. */
  readonly holder: Int32Array;
  readonly relayUnit: Int32Array;
  readonly relayCost: Int32Array;
  readonly relayNode: Int32Array;
  /** The arc from the unit, -1 for persons with a supply of their own. */
  readonly relayIn: Int32Array;
  /** The arc to the owner, -1 while free. */
  readonly relayArc: Int32Array;
  readonly nextUsed: Int32Array;
  readonly prevUsed: Int32Array;
  /** First used relay of a unit, -1 when none. */
  readonly firstUsed: Int32Array;
  /** Relays in use by owner, as `nextUsed` by unit. */
  readonly nextHeld: Int32Array;
  readonly prevHeld: Int32Array;
  readonly firstHeld: Int32Array;
  readonly entryStart: Int32Array;
  /** Entries before this index are sorted by key; none behind it has a smaller key. */
  readonly entryReady: Int32Array;
  /** Four fields an entry: relay, cost, key, arc; key less `drop` of the node is never more than the cost plus the relay's present worth. */
  readonly entry: Int32Array;
  /** By how much at most anything an entry of the node names has come down since the first of its keys was made. */
  readonly drop: Int32Array;
  readonly exitStart: Int32Array;
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
  /** Arcs into nodes whose whole intake is forced, in the order the nodes were absorbed; they carry their capacity. */
  readonly forcedArcs: Int32Array;
  /** No relay is worth less; far below all when that is not known. */
  leastWorth: number;
  /** Exits in use by what giving back costs; kept only where searches pass the hub often. */
  hubList: HubList | null;
  /** The smallest `entryReady` a node has had since someone began to keep it, so that prices can go back. */
  readonly lowReady: Kept;
}

/** Added to the cost of a closed arc: dearer than every way there is. */
export const CLOSED = 2 ** 28;

const ABSORBED = -2;
/** Costs beyond this leave too little room for sums in 32 bits. */
const LARGEST = 2 ** 26;

/**
 * The core of a network, or null when relays make up less than `share` of its nodes and arcs (then other algorithms fit better).
 * Closed candidates and steps (capacity 0) are left out unless `closed` asks for them, as candidates dearer by `CLOSED`.
 */
export function buildCore(network: FlowNetwork, share = 0.5, closed = false): Core | null {
  const { nodeCount, supply, from, to, capacity, cost } = network;
  const arcs = from.length;
  const inDegree = new Int32Array(nodeCount);
  const inArc = new Int32Array(nodeCount);
  for (let arc = 0; arc < arcs; arc++) {
    if (capacity[arc] === 0) continue;
    const head = to[arc]!;
    if (cost[arc]! > LARGEST || cost[arc]! < -LARGEST) return null;
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
  if (relayCount < share * nodeCount) return null;

  const usable = (arc: number): boolean =>
    to[arc] !== from[arc] && (capacity[arc]! > 0 || (closed && Math.abs(cost[arc]!) <= LARGEST));
  const plain: number[] = [];
  const entryCount = new Int32Array(nodeCount);
  const leaving = new Int32Array(nodeCount);
  let entries = 0;
  for (let arc = 0; arc < arcs; arc++) {
    const tail = from[arc]!;
    if (relayOf[tail]! >= 0) {
      if (!usable(arc)) continue;
      entryCount[to[arc]!]!++;
      entries++;
    } else if (!usable(arc)) continue;
    else if (relayOf[to[arc]!]! >= 0) leaving[tail]! += capacity[arc] === 0 ? 0 : 1;
    else plain.push(arc);
  }
  if (entries < share * arcs || nodeCount >= 1 << 21) return null;
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
  const node = new Int32Array(count * STRIDE);
  const put = (at: number, units: number) => {
    node[at * STRIDE + NEED] = units;
  };
  for (let v = 0; v < nodeCount; v++) if (coreOf[v]! >= 0) put(coreOf[v]!, need[v]!);

  const exits: Exit[] = [];
  const kept: number[] = [];
  if (!single) {
    let given = sourceRelays;
    for (let v = 0; v < nodeCount; v++) {
      const at = coreOf[v]!;
      if (at < 0 || need[v]! >= 0) continue;
      exits.push({ head: at, cost: 0, capacity: -need[v]!, arc: -1 });
      given -= need[v]!;
      put(at, 0);
    }
    put(hub, -given);
  }
  for (const arc of plain) {
    const head = coreOf[to[arc]!]!;
    if (head < 0) continue;
    if (single && coreOf[from[arc]!] === hub) exits.push({ head, cost: cost[arc]!, capacity: capacity[arc]!, arc });
    else kept.push(arc);
  }
  const exitStart = new Int32Array(count + 1);
  const exitOrder = grouped(
    exits.map((exit) => exit.head),
    exitStart,
  );
  for (let v = 0; v < count; v++) {
    const segment = exitOrder.subarray(exitStart[v]!, exitStart[v + 1]!);
    if (segment.length > 1) segment.set([...segment].sort((a, b) => exits[a]!.cost - exits[b]!.cost || a - b));
    let next = exitStart[v]!;
    while (next < exitStart[v + 1]! && exits[exitOrder[next]!]!.capacity === 0) next++;
    node[v * STRIDE + EXIT_AT] = next;
    node[v * STRIDE + EXIT_COST] = next < exitStart[v + 1]! ? exits[exitOrder[next]!]!.cost : NO_EXIT;
  }
  const plainStart = new Int32Array(count + 1);
  const plainOrder = grouped(
    kept.map((arc) => coreOf[to[arc]!]!),
    plainStart,
  );
  const plainArc = plainOrder.map((k) => kept[k]!);

  const holder = new Int32Array(relayCount * 2);
  const relayNode = new Int32Array(relayCount);
  const relayIn = new Int32Array(relayCount);
  const relayUnit = new Int32Array(relayCount);
  const relayCost = new Int32Array(relayCount);
  for (let v = 0; v < nodeCount; v++) {
    const i = relayOf[v]!;
    if (i < 0) continue;
    const fromHub = kind[v] === 2;
    relayNode[i] = v;
    relayIn[i] = fromHub ? -1 : inArc[v]!;
    relayUnit[i] = fromHub ? hub : coreOf[from[inArc[v]!]!]!;
    relayCost[i] = fromHub ? 0 : cost[inArc[v]!]!;
    holder[2 * i] = relayUnit[i]!;
    holder[2 * i + 1] = relayCost[i]!;
  }
  const entryStart = new Int32Array(count + 1);
  for (let v = 0; v < nodeCount; v++) if (coreOf[v]! >= 0) entryStart[coreOf[v]! + 1] = entryCount[v]!;
  for (let v = 0; v < count; v++) entryStart[v + 1]! += entryStart[v]!;
  const fill = entryCount;
  for (let v = 0; v < nodeCount; v++) if (coreOf[v]! >= 0) fill[v] = entryStart[coreOf[v]!]!;
  const entry = new Int32Array(entries * 4);
  for (let arc = 0; arc < arcs; arc++) {
    const i = relayOf[from[arc]!]!;
    if (i < 0 || !usable(arc)) continue;
    const at = 4 * fill[to[arc]!]!++;
    entry[at] = i;
    entry[at + 1] = cost[arc]! + (capacity[arc] === 0 ? CLOSED : 0);
    entry[at + 3] = arc;
  }
  return {
    network,
    nodeCount: count,
    hub,
    coreOf,
    node,
    relayCount,
    holder,
    relayUnit,
    relayCost,
    relayNode,
    relayIn,
    relayArc: new Int32Array(relayCount).fill(-1),
    nextUsed: new Int32Array(relayCount).fill(-1),
    prevUsed: new Int32Array(relayCount).fill(-1),
    firstUsed: new Int32Array(count).fill(-1),
    nextHeld: new Int32Array(relayCount).fill(-1),
    prevHeld: new Int32Array(relayCount).fill(-1),
    firstHeld: new Int32Array(count).fill(-1),
    entryStart,
    entryReady: entryStart.slice(0, count),
    entry,
    drop: new Int32Array(count),
    exitStart,
    exitHead: exitOrder.map((k) => exits[k]!.head),
    exitCost: exitOrder.map((k) => exits[k]!.cost),
    exitCapacity: exitOrder.map((k) => exits[k]!.capacity),
    exitFlow: new Int32Array(exits.length),
    exitArc: exitOrder.map((k) => exits[k]!.arc),
    plainStart,
    plainTail: plainArc.map((arc) => coreOf[from[arc]!]!),
    plainHead: plainArc.map((arc) => coreOf[to[arc]!]!),
    plainCost: plainArc.map((arc) => cost[arc]!),
    plainCapacity: plainArc.map((arc) => capacity[arc]!),
    plainFlow: new Int32Array(kept.length),
    plainArc,
    nextOut: new Int32Array(kept.length).fill(-1),
    prevOut: new Int32Array(kept.length).fill(-1),
    firstOut: new Int32Array(count).fill(-1),
    forcedArcs: absorbed,
    leastWorth: -NO_EXIT,
    hubList: null,
    lowReady: new Kept(count),
  };
}

interface Exit {
  readonly head: number;
  readonly cost: number;
  readonly capacity: number;
  readonly arc: number;
}

/** Positions sorted by group number, stable; fills `start` with the segment borders. */
function grouped(groups: readonly number[], start: Int32Array): Int32Array {
  for (const group of groups) start[group + 1]!++;
  for (let v = 0; v + 1 < start.length; v++) start[v + 1]! += start[v]!;
  const fill = start.slice();
  const order = new Int32Array(groups.length);
  for (let k = 0; k < groups.length; k++) order[fill[groups[k]!]!++] = k;
  return order;
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
