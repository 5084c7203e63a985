import type { FlowNetwork } from '../types.ts';

// Fields of an arc, side by side: the record of the `i`-th arc starts at `i << 2`. Arcs are kept in the direction that still has room.
const TAIL = 0;
const HEAD = 1;
const COST = 2;
/** Capacity; `~capacity` when the record runs against the arc of the network (the arc is full). */
const ROOM = 3;

/** Open arcs of a network as records; `place` names the arc of each. */
export interface ArcRecords {
  readonly record: Int32Array;
  readonly place: Int32Array;
}

/**
 * Records of all arcs with capacity that are no loops. Arcs that follow each other in the network stand some `arcs / nodes` places apart,
 * so that a block of the search sees few arcs of each of many parts. (The inverse, one arc of each of many neighbours, takes two to four
 * times as many pivots on layers.) Source: the arc mixing of Király, Kovács, Efficient implementations of minimum-cost flow algorithms,
 * Acta Universitatis Sapientiae, Informatica 4, 2012.
 */
export function arcRecords(network: FlowNetwork): ArcRecords {
  const { nodeCount, from, to, capacity, cost } = network;
  const arcs = from.length;
  let open = 0;
  for (let arc = 0; arc < arcs; arc++) if (capacity[arc]! > 0 && from[arc] !== to[arc]) open++;
  const record = new Int32Array(open * 4);
  const place = new Int32Array(open);
  const stride = Math.max(Math.floor(open / Math.max(nodeCount, 1)), 3);
  let at = 0;
  let first = 0;
  for (let arc = arcs - 1; arc >= 0; arc--) {
    if (capacity[arc] === 0 || from[arc] === to[arc]) continue;
    const k = at << 2;
    place[at] = arc;
    record[k + TAIL] = from[arc]!;
    record[k + HEAD] = to[arc]!;
    record[k + COST] = cost[arc]!;
    record[k + ROOM] = capacity[arc]!;
    at += stride;
    if (at >= open) at = ++first;
  }
  return { record, place };
}

/** Turns the record at `k` around. */
export function turn(record: Int32Array, k: number): void {
  const tail = record[k + TAIL]!;
  record[k + TAIL] = record[k + HEAD]!;
  record[k + HEAD] = tail;
  record[k + COST] = -record[k + COST]!;
  record[k + ROOM] = ~record[k + ROOM]!;
}

/** Capacity of the record at `k`. */
export function capacityAt(record: Int32Array, k: number): number {
  const room = record[k + ROOM]!;
  return room < 0 ? ~room : room;
}
