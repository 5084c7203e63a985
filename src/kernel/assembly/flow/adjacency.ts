/**
 * Arcs by node, twice: `out` by tail and `into` by head, each a permutation of the arc numbers cut into segments by `start`.
 * The first `active` entries of a segment are exactly the arcs that carry flow; `position` finds an arc in the permutation.
 */
export interface ArcLists {
  readonly start: Int32Array;
  readonly order: Int32Array;
  readonly position: Int32Array;
  readonly active: Int32Array;
}

/** Arc lists by `end` (tail or head) over `nodeCount` nodes, arcs in ascending number, flow-carrying ones first. */
export function arcLists(nodeCount: number, end: Int32Array, flow: Int32Array): ArcLists {
  const arcs = end.length;
  const start = new Int32Array(nodeCount + 1);
  const active = new Int32Array(nodeCount);
  for (let arc = 0; arc < arcs; arc++) {
    start[end[arc]! + 1]!++;
    if (flow[arc]! > 0) active[end[arc]!]!++;
  }
  for (let node = 0; node < nodeCount; node++) start[node + 1]! += start[node]!;
  const busy = start.slice(0, nodeCount);
  const idle = start.slice(0, nodeCount);
  for (let node = 0; node < nodeCount; node++) idle[node]! += active[node]!;
  const order = new Int32Array(arcs);
  const position = new Int32Array(arcs);
  for (let arc = 0; arc < arcs; arc++) {
    const node = end[arc]!;
    const at = flow[arc]! > 0 ? busy[node]!++ : idle[node]!++;
    order[at] = arc;
    position[arc] = at;
  }
  return { start, order, position, active };
}

/** Moves `arc` of `node` over the border between carrying and empty after its flow became above 0 (`carries`) or 0. */
export function markActive(lists: ArcLists, node: number, arc: number, carries: boolean): void {
  const { start, order, position, active } = lists;
  const border = start[node]! + (carries ? active[node]!++ : --active[node]!);
  const at = position[arc]!;
  const other = order[border]!;
  order[at] = other;
  position[other] = at;
  order[border] = arc;
  position[arc] = border;
}
