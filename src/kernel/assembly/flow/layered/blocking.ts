import { extendReady } from './candidates.ts';
import { NO_EXIT } from './core.ts';
import { ENTRY, EXIT, type PathSearch, PLAIN, PLAIN_BACK, RELEASE, sendUnits } from './paths.ts';

// Fields of a core node as in core.ts: V8 folds constants of the file itself, imported ones it reads at each use (a tenth of the time).
const EXIT_AT = 7;
const EXIT_COST = 5;
const NEED = 6;
const PRICE = 0;
const STEP = 4;
const STRIDE = 8;
const VIA = 3;

/** Stages of a node's arcs on the way of a depth-first search. */
const AT_ENTRIES = 0;
const AT_RELEASES = 1;
const AT_PLAIN = 2;
const AT_OUT = 3;

/** Working memory: the stack, and for each node the phase in which it turned out a dead end or lies on the stack. */
export interface Blocking {
  readonly mark: Int32Array;
  readonly stack: Int32Array;
  readonly stage: Uint8Array;
  readonly at: Int32Array;
  phase: number;
}

/** Fresh working memory for a core of `nodeCount` nodes. */
export function blockingMemory(nodeCount: number): Blocking {
  return {
    mark: new Int32Array(nodeCount),
    stack: new Int32Array(nodeCount + 1),
    stage: new Uint8Array(nodeCount + 1),
    at: new Int32Array(nodeCount + 1),
    phase: 0,
  };
}

/**
 * After a search raised the prices: sends units from `sources` along ways of reduced cost 0 until each is served or stuck; a node
 * without such a way is visited once a phase. Answers the units sent.
 * Source: the blocking flows of Dinic, 1970, on the admissible network of the primal-dual method (Ford, Fulkerson, 1957).
 */
export function sendMore(search: PathSearch, memory: Blocking, sources: ArrayLike<number>): number {
  const { node } = search;
  memory.phase++;
  let sent = 0;
  const before = search.counts.scans;
  for (let k = 0; k < sources.length; k++) {
    const source = sources[k]!;
    while (node[source * STRIDE + NEED]! > 0) {
      const goal = descend(search, memory, source);
      if (goal < 0) break;
      sent += sendUnits(search, goal);
    }
  }
  search.effort += search.counts.scans - before;
  return sent;
}

/** A depth-first search for a node with units to spare; -1 when there is none. The way stands in the records as after a search. */
function descend(search: PathSearch, memory: Blocking, source: number): number {
  const { core, node } = search;
  const { mark, stack, stage, at, phase } = memory;
  const { hub, entryStart, firstUsed, plainStart, firstOut } = core;
  if (mark[source] === phase) return -1;
  let depth = 0;
  const enter = (v: number): void => {
    mark[v] = phase;
    stack[depth] = v;
    stage[depth] = AT_ENTRIES;
    at[depth] = entryStart[v]!;
  };
  node[source * STRIDE + VIA] = -1;
  enter(source);
  while (depth >= 0) {
    const v = stack[depth]!;
    const own = v * STRIDE;
    const exit = node[own + EXIT_COST]!;
    if (exit !== NO_EXIT && node[hub * STRIDE + NEED]! < 0 && exit + node[hub * STRIDE + PRICE]! === node[own + PRICE]!) {
      node[hub * STRIDE + VIA] = v;
      node[hub * STRIDE + STEP] = node[own + EXIT_AT]! * 8 + EXIT;
      for (let k = 0; k <= depth; k++) mark[stack[k]!] = 0;
      return hub;
    }
    const x = advance(search, memory, v, depth, firstUsed, plainStart, firstOut);
    if (x < 0) {
      depth--;
      continue;
    }
    node[x * STRIDE + VIA] = v;
    if (node[x * STRIDE + NEED]! < 0) {
      for (let k = 0; k <= depth; k++) mark[stack[k]!] = 0;
      return x;
    }
    depth++;
    enter(x);
  }
  return -1;
}

/** The next unvisited node behind an arc of reduced cost 0, with its step noted; -1 when the arcs of `v` are used up. */
function advance(
  search: PathSearch,
  memory: Blocking,
  v: number,
  depth: number,
  firstUsed: Int32Array,
  plainStart: Int32Array,
  firstOut: Int32Array,
): number {
  const { core, node } = search;
  const { holder, entry, entryStart, entryReady, relayCost, nextUsed } = core;
  const { mark, stage, at, phase } = memory;
  const price = node[v * STRIDE + PRICE]!;
  search.effort += 2;
  if (stage[depth] === AT_ENTRIES) {
    const end = entryStart[v + 1]!;
    const first = at[depth]!;
    let e = first;
    for (; e < end; e++) {
      if (e >= entryReady[v]!) extendReady(core, v, Math.max(12, e - entryStart[v]!));
      const k = e << 2;
      if (entry[k + 2]! - core.drop[v]! > price) break;
      const r = entry[k]! << 1;
      const x = holder[r]!;
      if (mark[x] === phase || entry[k + 1]! + holder[r + 1]! + node[x * STRIDE + PRICE]! !== price) continue;
      at[depth] = e + 1;
      node[x * STRIDE + STEP] = e * 8 + ENTRY;
      search.counts.scans += e + 1 - first;
      return x;
    }
    search.counts.scans += e - first;
    stage[depth] = AT_RELEASES;
    at[depth] = firstUsed[v]!;
  }
  if (stage[depth] === AT_RELEASES) {
    for (let i = at[depth]!; i >= 0; i = nextUsed[i]!) {
      const x = holder[2 * i]!;
      if (mark[x] === phase || node[x * STRIDE + PRICE]! + holder[2 * i + 1]! - relayCost[i]! !== price) continue;
      at[depth] = nextUsed[i]!;
      node[x * STRIDE + STEP] = i * 8 + RELEASE;
      return x;
    }
    stage[depth] = AT_PLAIN;
    at[depth] = plainStart[v]!;
  }
  if (stage[depth] === AT_PLAIN) {
    for (let p = at[depth]!; p < plainStart[v + 1]!; p++) {
      const x = core.plainTail[p]!;
      if (mark[x] === phase || core.plainFlow[p] === core.plainCapacity[p]) continue;
      if (node[x * STRIDE + PRICE]! + core.plainCost[p]! !== price) continue;
      at[depth] = p + 1;
      node[x * STRIDE + STEP] = p * 8 + PLAIN;
      return x;
    }
    stage[depth] = AT_OUT;
    at[depth] = firstOut[v]!;
  }
  for (let p = at[depth]!; p >= 0; p = core.nextOut[p]!) {
    const x = core.plainHead[p]!;
    if (mark[x] === phase || node[x * STRIDE + PRICE]! - core.plainCost[p]! !== price) continue;
    at[depth] = core.nextOut[p]!;
    node[x * STRIDE + STEP] = p * 8 + PLAIN_BACK;
    return x;
  }
  at[depth] = -1;
  return -1;
}
