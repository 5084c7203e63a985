import type { FlowCounts } from '../types.ts';
import { extendReady, refresh } from './candidates.ts';
import { type Core, NO_EXIT } from './core.ts';
import { GROUPS } from './hub.ts';
import { Kept } from './kept.ts';
import { addExit, addPlain, passRelay, releaseRelay, takeRelay } from './moves.ts';
import { DistanceQueue } from './queue.ts';

// Fields of a core node as in core.ts: V8 folds constants of the file itself, imported ones it reads at each use (a tenth of the time).
const DISTANCE = 1;
const EXIT_AT = 7;
const EXIT_COST = 5;
const NEED = 6;
const PRICE = 0;
const STAMP = 2;
const STEP = 4;
const STRIDE = 8;
const VIA = 3;

/** Steps of a way, packed as `index * 8 + step`. */
export const ENTRY = 0;
export const RELEASE = 1;
export const PLAIN = 2;
export const PLAIN_BACK = 3;
export const EXIT = 4;
export const EXIT_BACK = 5;

/** Added to a node in the queue: some of its candidates have been read, the rest waits until the search has come as far as the next. */
const LATER = 2 ** 21;

/** A search gave up at its limit; the prices it raised stand. */
export const GAVE_UP = -2;

/** What settling a node costs, in scans. */
const SETTLING = 8;

/** Working memory of the searches over one core. */
export interface PathSearch {
  readonly core: Core;
  readonly node: Int32Array;
  readonly queue: DistanceQueue;
  readonly wasted: Int32Array;
  readonly settled: Int32Array;
  /** The next candidate to read of each settled node. */
  readonly cursor: Int32Array;
  readonly counts: FlowCounts;
  /** The last forward search that made the keys of a node's candidates uncertain. */
  readonly below: Int32Array;
  /** Least worth plus distance of what a forward search offered. */
  leastOffer: number;
  /** Work so far in scans: those counted, those of sorting, and what settling a node costs beside. */
  effort: number;
  settledCount: number;
  /** Whether a search that comes to the hub gives up there, because what has to spare will be brought to the hub anyway. */
  hubWaits: boolean;
  /** Twice the number of the search; one more marks settled nodes. */
  round: number;
  /** Distance of the nearest node with units to spare so far, and that node. */
  bound: number;
  goal: number;
  /** Network arcs whose flow changed, when someone wants to know. */
  touched: Set<number> | null;
  /** Prices of before by node, when someone may want to go back. */
  readonly before: Kept;
}

/** Fresh working memory. */
export function pathSearch(core: Core, counts: FlowCounts): PathSearch {
  return {
    core,
    node: core.node,
    queue: new DistanceQueue(),
    wasted: new Int32Array(core.nodeCount),
    settled: new Int32Array(core.nodeCount),
    cursor: new Int32Array(core.nodeCount),
    counts,
    below: new Int32Array(core.nodeCount),
    leastOffer: NO_EXIT,
    effort: 0,
    settledCount: 0,
    hubWaits: false,
    round: 0,
    bound: NO_EXIT,
    goal: -1,
    touched: null,
    before: new Kept(core.nodeCount),
  };
}

/** Notes that `x` is `reached` away by `step` from `from`, unless a shorter way or end is known. */
function label(search: PathSearch, x: number, reached: number, from: number, step: number): void {
  const { node, round } = search;
  const at = x * STRIDE;
  if (reached >= search.bound || (node[at + STAMP]! >= round && node[at + DISTANCE]! <= reached)) return;
  node[at + STAMP] = round;
  node[at + DISTANCE] = reached;
  node[at + VIA] = from;
  node[at + STEP] = step;
  if (node[at + NEED]! < 0) {
    search.bound = reached;
    search.goal = x;
    return;
  }
  search.queue.push(x, reached);
  const exit = node[at + EXIT_COST]!;
  if (exit === NO_EXIT) return;
  const { hub } = search.core;
  label(search, hub, reached + exit + node[hub * STRIDE + PRICE]! - node[at + PRICE]!, x, node[at + EXIT_AT]! * 8 + EXIT);
}

/**
 * The nearest node with units to spare, seen backwards from all of `origins` over reduced costs; -1 when there is none, `GAVE_UP` when
 * more than `limit` nodes were settled. Prices of all nodes nearer than it rise by the difference, so that the way found costs 0.
 * Candidates are looked at in the order of their keys, each when the search has come as far as its key says: most nodes never read theirs.
 * Source: Dijkstra's algorithm with potentials, Edmonds, Karp, 1972, and Tomizawa, 1971; the pruned candidate lists follow the
 * k-nearest ideas of Bertsekas, Castañon, The auction algorithm for transportation problems, 1989.
 */
export function findNearest(search: PathSearch, origins: ArrayLike<number>, limit = NO_EXIT): number {
  const { core, node, queue, settled, wasted } = search;
  const { hub, holder, entryStart, entryReady, entry, drop } = core;
  const { cursor } = search;
  const round = search.round + 2;
  search.round = round;
  search.bound = NO_EXIT;
  search.goal = -1;
  queue.clear();
  let settledCount = 0;
  let scans = 0;
  let sorted = 0;
  for (let k = 0; k < origins.length; k++) label(search, origins[k]!, 0, -1, 0);
  for (let next = queue.pop(); next >= 0; next = queue.pop()) {
    const base = queue.distance;
    if (base >= search.bound) break;
    const v = next & (LATER - 1);
    const own = v * STRIDE;
    let shift: number;
    if (next === v) {
      if (node[own + STAMP]! > round) continue;
      if (settledCount >= limit || (v === hub && search.hubWaits)) {
        search.goal = GAVE_UP;
        search.bound = base;
        break;
      }
      node[own + STAMP] = round + 1;
      settled[settledCount++] = v;
      shift = base - node[own + PRICE]!;
      scans += scanRest(search, v, shift);
      if (v === hub) scans += scanHub(search, shift);
      cursor[v] = entryStart[v]!;
    } else shift = node[own + DISTANCE]! - node[own + PRICE]!;
    const end = entryStart[v + 1]!;
    const first = cursor[v]!;
    if (first === end) continue;
    const keyShift = shift - drop[v]!;
    let ready = entryReady[v]!;
    let e = first;
    let stale = 0;
    for (; e < end; e++) {
      if (e === ready) {
        sorted += end - e;
        ready = extendReady(core, v, Math.max(12, e - entryStart[v]!));
      }
      const at = e << 2;
      const sure = keyShift + entry[at + 2]!;
      if (sure > base) {
        // What follows is farther than the search has come: its turn comes when the search is there.
        if (sure < search.bound) queue.push(v + LATER, sure);
        break;
      }
      const r = entry[at]! << 1;
      const x = holder[r]!;
      const other = x * STRIDE;
      const reached = shift + entry[at + 1]! + holder[r + 1]! + node[other + PRICE]!;
      if (reached > base) stale++;
      if (reached >= search.bound || x === v) continue;
      if (node[other + STAMP]! >= round && node[other + DISTANCE]! <= reached) continue;
      label(search, x, reached, v, e * 8 + ENTRY);
    }
    cursor[v] = e;
    scans += e - first;
    wasted[v]! += stale;
  }
  search.counts.scans += scans;
  search.effort += scans + (sorted >> 2) + SETTLING * settledCount;
  search.settledCount = settledCount;
  if (search.goal === -1) return -1;
  const { bound, before } = search;
  for (let k = 0; k < settledCount; k++) {
    const v = settled[k]!;
    const at = v * STRIDE;
    const by = bound - node[at + DISTANCE]!;
    if (by > 0) {
      before.first(v, node[at + PRICE]!);
      node[at + PRICE]! += by;
    }
    // A list read in vain more often than it is long is worth sorting again.
    if (wasted[v]! > entryStart[v + 1]! - entryStart[v]! + 32) {
      wasted[v] = 0;
      refresh(core, v);
    }
  }
  return search.goal;
}

/** Relays that a unit could take back, plain arcs into the node and flow that leaves it. */
function scanRest(search: PathSearch, v: number, shift: number): number {
  const { core, node } = search;
  const { nextUsed, firstUsed, holder, relayCost, plainStart, firstOut } = core;
  let scans = 0;
  for (let i = firstUsed[v]!; i >= 0; i = nextUsed[i]!) {
    const owner = holder[2 * i]!;
    label(search, owner, shift - relayCost[i]! + holder[2 * i + 1]! + node[owner * STRIDE + PRICE]!, v, i * 8 + RELEASE);
    scans++;
  }
  for (let p = plainStart[v]!; p < plainStart[v + 1]!; p++) {
    scans++;
    if (core.plainFlow[p] === core.plainCapacity[p]) continue;
    const tail = core.plainTail[p]!;
    label(search, tail, shift + core.plainCost[p]! + node[tail * STRIDE + PRICE]!, v, p * 8 + PLAIN);
  }
  for (let p = firstOut[v]!; p >= 0; p = core.nextOut[p]!) {
    const head = core.plainHead[p]!;
    label(search, head, shift - core.plainCost[p]! + node[head * STRIDE + PRICE]!, v, p * 8 + PLAIN_BACK);
    scans++;
  }
  return scans;
}

/** Exits that could give a unit back to the hub. */
function scanHub(search: PathSearch, shift: number): number {
  const { core, node } = search;
  const { exitHead, exitFlow, exitCost, hub, hubList } = core;
  if (hubList !== null) {
    hubList.ready();
    const { start, order, least, noted } = hubList;
    const giveBack = (x: number): void => {
      if (exitFlow[x] === 0) return;
      const head = exitHead[x]!;
      label(search, head, shift - exitCost[x]! + node[head * STRIDE + PRICE]!, hub, x * 8 + EXIT_BACK);
    };
    for (let k = 0; k < noted.length; k++) giveBack(noted[k]!);
    let group = 0;
    for (; group < GROUPS && shift + least + group < search.bound; group++)
      for (let k = start[group]!; k < start[group + 1]!; k++) giveBack(order[k]!);
    return noted.length + start[group]!;
  }
  for (let x = 0; x < exitHead.length; x++) {
    if (exitFlow[x] === 0) continue;
    const head = exitHead[x]!;
    label(search, head, shift - exitCost[x]! + node[head * STRIDE + PRICE]!, hub, x * 8 + EXIT_BACK);
  }
  return exitHead.length;
}

/** Sends units along the way just found to `goal`, as many as both its ends and the way allow (the hub takes any); answers how many. */
export function sendUnits(search: PathSearch, goal: number): number {
  const { core, node } = search;
  let origin = goal;
  while (node[origin * STRIDE + VIA]! >= 0) origin = node[origin * STRIDE + VIA]!;
  const { entry, exitFlow, exitCapacity, plainFlow, plainCapacity, relayArc } = core;
  let units = -node[goal * STRIDE + NEED]!;
  if (origin !== core.hub || node[origin * STRIDE + NEED]! > 0) units = Math.min(units, node[origin * STRIDE + NEED]!);
  for (let x = goal; x !== origin; x = node[x * STRIDE + VIA]!) {
    const code = node[x * STRIDE + STEP]!;
    const at = code >> 3;
    const step = code & 7;
    let room = 1;
    if (step === PLAIN) room = plainCapacity[at]! - plainFlow[at]!;
    else if (step === PLAIN_BACK) room = plainFlow[at]!;
    else if (step === EXIT) room = exitCapacity[at]! - exitFlow[at]!;
    else if (step === EXIT_BACK) room = exitFlow[at]!;
    if (room < units) units = room;
  }
  for (let x = goal; x !== origin; x = node[x * STRIDE + VIA]!) {
    const code = node[x * STRIDE + STEP]!;
    const owner = node[x * STRIDE + VIA]!;
    const at = code >> 3;
    const step = code & 7;
    if (search.touched !== null) touch(core, search.touched, at, step);
    if (step === ENTRY) {
      const i = entry[4 * at]!;
      if (relayArc[i]! < 0) takeRelay(core, i, owner, entry[4 * at + 1]!, entry[4 * at + 3]!);
      else passRelay(core, i, owner, entry[4 * at + 1]!, entry[4 * at + 3]!);
    } else if (step === RELEASE) releaseRelay(core, at);
    else if (step === PLAIN) addPlain(core, at, units);
    else if (step === PLAIN_BACK) addPlain(core, at, -units);
    else addExit(core, at, step === EXIT ? units : -units);
  }
  node[origin * STRIDE + NEED]! -= units;
  node[goal * STRIDE + NEED]! += units;
  search.counts.augmentations++;
  return units;
}

function touch(core: Core, touched: Set<number>, at: number, step: number): void {
  let arc: number;
  if (step === ENTRY) {
    touched.add(core.entry[4 * at + 3]!);
    arc = core.relayArc[core.entry[4 * at]!]!;
  } else if (step === RELEASE) arc = core.relayArc[at]!;
  else arc = step === PLAIN || step === PLAIN_BACK ? core.plainArc[at]! : core.exitArc[at]!;
  if (arc >= 0) touched.add(arc);
}
