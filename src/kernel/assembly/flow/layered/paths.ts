import type { FlowCounts } from '../types.ts';
import { extendReady, refresh } from './candidates.ts';
import type { Core } from './core.ts';
import { addExit, addPlain, passRelay, releaseRelay, takeRelay } from './moves.ts';

/** Steps of a way, packed as `index * 8 + step`. */
const ENTRY = 0;
const RELEASE = 1;
const PLAIN = 2;
const PLAIN_BACK = 3;
const EXIT = 4;
const EXIT_BACK = 5;

const NODES = 2 ** 22;

/** Working memory of the searches over one core. */
export interface PathSearch {
  readonly distance: Float64Array;
  readonly stamp: Int32Array;
  readonly done: Int32Array;
  readonly viaNode: Int32Array;
  readonly viaStep: Float64Array;
  readonly wasted: Int32Array;
  heap: Float64Array;
  settled: Int32Array;
  settledCount: number;
  round: number;
  readonly counts: FlowCounts;
}

/** Fresh working memory. */
export function pathSearch(core: Core, counts: FlowCounts): PathSearch {
  const n = core.nodeCount;
  return {
    distance: new Float64Array(n),
    stamp: new Int32Array(n),
    done: new Int32Array(n),
    viaNode: new Int32Array(n),
    viaStep: new Float64Array(n),
    wasted: new Int32Array(n),
    heap: new Float64Array(1024),
    settled: new Int32Array(n),
    settledCount: 0,
    round: 0,
    counts,
  };
}

/**
 * The nearest node with units to spare, seen backwards from `origin` over reduced costs; -1 when there is none. Prices of all nodes
 * nearer than it rise by the difference, so that the way found costs 0. Candidates are looked at in the order of their keys and
 * only while a key can still beat the best end found.
 * Source: Dijkstra's algorithm with potentials, Edmonds, Karp, 1972, and Tomizawa, 1971; the pruned candidate lists follow the
 * k-nearest ideas of Bertsekas, Castañon, The auction algorithm for transportation problems, 1989.
 */
export function findNearest(core: Core, search: PathSearch, origin: number): number {
  const { hub, relay, nextUsed, firstUsed, entryStart, entryReady, entryRelay, entryCost, entryKey } = core;
  const { exitStart, exitNext, exitHead, exitCost, exitFlow, plainStart, plainTail, plainHead, plainCost } = core;
  const { plainCapacity, plainFlow, nextOut, firstOut, need, price } = core;
  const { distance, stamp, done, viaNode, viaStep, settled, wasted, counts } = search;
  const round = ++search.round;
  let heap = search.heap;
  let size = 0;
  let bound = Number.POSITIVE_INFINITY;
  let goal = -1;
  let settledCount = 0;
  let scans = 0;

  const label = (x: number, reached: number, from: number, step: number): void => {
    if (reached >= bound || (stamp[x] === round && distance[x]! <= reached)) return;
    stamp[x] = round;
    distance[x] = reached;
    viaNode[x] = from;
    viaStep[x] = step;
    if (need[x]! < 0) {
      bound = reached;
      goal = x;
      return;
    }
    push(reached * NODES + x);
    const exit = exitNext[x]!;
    if (exit < exitStart[x + 1]!) label(hub, reached + exitCost[exit]! + price[hub]! - price[x]!, x, exit * 8 + EXIT);
  };
  const push = (key: number): void => {
    if (size === heap.length) {
      const wider = new Float64Array(2 * size);
      wider.set(heap);
      heap = wider;
      search.heap = wider;
    }
    let at = size++;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (heap[up]! <= key) break;
      heap[at] = heap[up]!;
      at = up;
    }
    heap[at] = key;
  };

  label(origin, 0, -1, 0);
  while (size > 0) {
    const top = heap[0]!;
    const key = heap[--size]!;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= size) break;
      if (down + 1 < size && heap[down + 1]! < heap[down]!) down++;
      if (heap[down]! >= key) break;
      heap[at] = heap[down]!;
      at = down;
    }
    heap[at] = key;
    const base = Math.floor(top / NODES);
    const v = top - base * NODES;
    if (base >= bound) break;
    if (done[v] === round) continue;
    done[v] = round;
    settled[settledCount++] = v;
    const here = price[v]!;
    const shift = base - here;

    // Candidates, by key.
    const end = entryStart[v + 1]!;
    let ready = entryReady[v]!;
    const first = entryStart[v]!;
    let e = first;
    let useful = 0;
    for (; e < end; e++) {
      if (e === ready) ready = extendReady(core, v, Math.max(12, e - first));
      if (shift + entryKey[e]! >= bound) break;
      const r = entryRelay[e]! << 2;
      const owner = relay[r + 2]!;
      if (owner < 0) {
        const unit = relay[r]!;
        const reached = shift + entryCost[e]! + relay[r + 1]! + price[unit]!;
        if (reached < bound) {
          useful++;
          label(unit, reached, v, e * 8 + ENTRY);
        }
      } else if (owner !== v) {
        const reached = shift + entryCost[e]! - relay[r + 3]! + price[owner]!;
        if (reached < bound) {
          useful++;
          label(owner, reached, v, e * 8 + ENTRY);
        }
      }
    }
    scans += e - first;
    wasted[v]! += e - first - useful;

    for (let i = firstUsed[v]!; i >= 0; i = nextUsed[i]!) {
      const r = i << 2;
      const owner = relay[r + 2]!;
      label(owner, shift - relay[r + 1]! - relay[r + 3]! + price[owner]!, v, i * 8 + RELEASE);
      scans++;
    }
    for (let p = plainStart[v]!; p < plainStart[v + 1]!; p++) {
      scans++;
      if (plainFlow[p] === plainCapacity[p]) continue;
      const tail = plainTail[p]!;
      label(tail, shift + plainCost[p]! + price[tail]!, v, p * 8 + PLAIN);
    }
    for (let p = firstOut[v]!; p >= 0; p = nextOut[p]!) {
      const head = plainHead[p]!;
      label(head, shift - plainCost[p]! + price[head]!, v, p * 8 + PLAIN_BACK);
      scans++;
    }
    if (v === hub) {
      for (let x = 0; x < exitHead.length; x++) {
        if (exitFlow[x] === 0) continue;
        const head = exitHead[x]!;
        label(head, shift - exitCost[x]! + price[head]!, v, x * 8 + EXIT_BACK);
      }
      scans += exitHead.length;
    }
  }
  counts.scans += scans;
  search.settledCount = settledCount;
  if (goal < 0) return -1;
  for (let k = 0; k < settledCount; k++) {
    const v = settled[k]!;
    if (distance[v]! < bound) price[v]! += bound - distance[v]!;
    // A list read in vain more often than it is long is worth sorting again.
    if (wasted[v]! > 2 * (entryStart[v + 1]! - entryStart[v]!) + 32) {
      wasted[v] = 0;
      refresh(core, v);
    }
  }
  return goal;
}

/** Sends units along the way just found from `goal` to `origin`, as many as both and the way allow; answers how many. */
export function sendUnits(core: Core, search: PathSearch, goal: number, origin: number): number {
  const { need, relay, entryRelay, entryCost, entryArc, exitFlow, exitCapacity, plainFlow, plainCapacity } = core;
  const { viaNode, viaStep } = search;
  let units = Math.min(need[origin]!, -need[goal]!);
  for (let x = goal; x !== origin; x = viaNode[x]!) {
    const step = viaStep[x]! % 8;
    const at = (viaStep[x]! - step) / 8;
    let room = 1;
    if (step === PLAIN) room = plainCapacity[at]! - plainFlow[at]!;
    else if (step === PLAIN_BACK) room = plainFlow[at]!;
    else if (step === EXIT) room = exitCapacity[at]! - exitFlow[at]!;
    else if (step === EXIT_BACK) room = exitFlow[at]!;
    if (room < units) units = room;
  }
  for (let x = goal; x !== origin; x = viaNode[x]!) {
    const step = viaStep[x]! % 8;
    const at = (viaStep[x]! - step) / 8;
    if (step === ENTRY) {
      const i = entryRelay[at]!;
      if (relay[4 * i + 2]! < 0) takeRelay(core, i, viaNode[x]!, entryCost[at]!, entryArc[at]!);
      else passRelay(core, i, viaNode[x]!, entryCost[at]!, entryArc[at]!);
    } else if (step === RELEASE) releaseRelay(core, at);
    else if (step === PLAIN) addPlain(core, at, units);
    else if (step === PLAIN_BACK) addPlain(core, at, -units);
    else addExit(core, at, step === EXIT ? units : -units);
  }
  need[origin]! -= units;
  need[goal]! += units;
  search.counts.augmentations++;
  return units;
}
