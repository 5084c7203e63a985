import { UNLIMITED } from '../types.ts';
import { capacityAt, turn } from './arcs.ts';
import type { Basis } from './basis.ts';
import { GIVES, rehang, TAKES } from './tree.ts';

// Fields as in arcs.ts, named again here: V8 folds constants of the file itself, imported ones it reads at each use.
const TAIL = 0;
const HEAD = 1;
const COST = 2;
const ROOM = 3;
// Fields as in tree.ts, named again here: V8 folds constants of the file itself, imported ones it reads at each use.
const PARENT = 0;
const SIZE = 3;
const LAST = 4;
const ARC = 5;
const UP = 6;
const DOWN = 7;

/** Prices stay below this while they are kept as int32, so that no sum of three of them and a cost overflows. */
const NARROW = 2 ** 29;
/** Largest change the price of the root takes at once. */
const DRIFT = 2 ** 20;

/** What a unit over the arc at `k` would cost by the prices as they are. */
export function reducedCost(basis: Basis, k: number): number {
  const { record, price } = basis;
  return record[k + COST]! + price[record[k + TAIL]!]! - price[record[k + HEAD]!]!;
}

/** Prices in double precision from now on. */
export function widen(basis: Basis): void {
  if (basis.price instanceof Int32Array) basis.price = Float64Array.from(basis.price);
}

/** Makes artificial arcs as dear as they must be; false when they are. */
export function raisePenalty(basis: Basis): boolean {
  const { tree, thread, root } = basis;
  const more = basis.fullPenalty - basis.penalty;
  if (more <= 0) return false;
  widen(basis);
  basis.penalty = basis.fullPenalty;
  for (let node = 0; node < root; node++) {
    if (tree[(node << 3) + ARC] !== TAKES) continue;
    const end = thread[tree[(node << 3) + LAST]!]!;
    let u = node;
    do {
      basis.price[u]! += more;
      u = thread[u]!;
    } while (u !== end);
  }
  return true;
}

/** Units that artificial arcs still bring to nodes. */
export function artificialUnits(basis: Basis): number {
  const { tree, root } = basis;
  let units = 0;
  for (let node = 0; node < root; node++) if (tree[(node << 3) + ARC] === TAKES) units += tree[(node << 3) + UP]!;
  return units;
}

/**
 * Sends units over the arc at `k`, which has `room` left (and carries `carried` already), and back through the tree; the arc that stops
 * them leaves the tree, the last one met going around from the join in the direction of the flow, which keeps the tree strongly feasible.
 * False, and nothing done, when only the size of int32 stops them: an improvement without end, or, while artificial arcs are not as dear as they
 * must be, one that leads over them.
 */
export function pivot(basis: Basis, k: number, room: number, carried: number): boolean {
  const { tree, record } = basis;
  const tail = record[k + TAIL]!;
  const head = record[k + HEAD]!;
  let a = tail << 3;
  let b = head << 3;
  let least = room;
  let outA = -1;
  let leastB = UNLIMITED;
  let outB = -1;
  while (a !== b) {
    if (tree[a + SIZE]! < tree[b + SIZE]!) {
      const left = tree[a + DOWN]!;
      if (left < least) {
        least = left;
        outA = a;
      }
      a = tree[a + PARENT]! << 3;
    } else {
      const left = tree[b + UP]!;
      if (left <= leastB) {
        leastB = left;
        outB = b;
      }
      b = tree[b + PARENT]! << 3;
    }
  }
  const join = a;
  const byHead = outB >= 0 && leastB <= least;
  if (byHead) least = leastB;
  const out = byHead ? outB : outA;
  const leaving = out < 0 ? k : tree[out + ARC]!;
  const { price } = basis;
  const reduced = record[k + COST]! + price[tail]! - price[head]!;
  // Only an arc without limit that is filled can stop a cycle of such arcs.
  if (leaving >= 0 && capacityAt(record, leaving) === UNLIMITED && reduced < 0 && isEndless(basis, k)) return false;
  if (leaving < 0 && (leaving === GIVES) === byHead) return false;
  if (least > 0) {
    for (let u = tail << 3; u !== join; u = tree[u + PARENT]! << 3) {
      tree[u + DOWN]! -= least;
      tree[u + UP]! += least;
    }
    for (let u = head << 3; u !== join; u = tree[u + PARENT]! << 3) {
      tree[u + UP]! -= least;
      tree[u + DOWN]! += least;
    }
  }
  if (out < 0) {
    turn(record, k);
    return true;
  }
  if (leaving >= 0) {
    // The record of what leaves points where there is room: against the flow that stopped.
    const points = byHead ? tree[out + PARENT]! : out >> 3;
    if (record[leaving + TAIL] !== points) turn(record, leaving);
  }
  const uIn = byHead ? head : tail;
  const vIn = byHead ? tail : head;
  const forth = room - least;
  const back = carried + least;
  rehang(tree, basis.thread, basis.dirty, join >> 3, uIn, vIn, out >> 3, k, byHead ? back : forth, byHead ? forth : back);
  if (reduced !== 0) shiftPrices(basis, uIn, byHead ? reduced : -reduced);
  return true;
}

/** Moves the prices of a subtree, or of all others the other way, whichever are fewer. */
function shiftPrices(basis: Basis, top: number, by: number): void {
  const { tree, thread, price } = basis;
  let shift = by;
  let first = top;
  let end = thread[tree[(top << 3) + LAST]!]!;
  let count = tree[(top << 3) + SIZE]!;
  if (2 * count > basis.root && by < DRIFT && by > -DRIFT) {
    first = end;
    end = top;
    shift = -by;
    count = basis.root + 1 - count;
  }
  if (price instanceof Int32Array) {
    let bits = 0;
    for (let u = first; count > 0; count--, u = thread[u]!) {
      const value = (price[u]! + shift) | 0;
      price[u] = value;
      bits |= value ^ (value >> 31);
    }
    if (bits >= NARROW) settlePrices(basis);
  } else for (let u = first; count > 0; count--, u = thread[u]!) price[u]! += shift;
}

/** Takes the price of the root from all; where that leaves too much for int32, double precision is needed from now on. */
function settlePrices(basis: Basis): void {
  const { price, root } = basis;
  const off = price[root]!;
  let most = 0;
  for (let node = 0; node <= root; node++) most = Math.max(most, Math.abs(price[node]! - off));
  if (most >= NARROW) widen(basis);
  for (let node = 0; node <= root; node++) basis.price[node]! -= off;
}

/** Whether the cycle that the arc at `k` closes has only arcs of the network without limit, all in their own direction. */
function isEndless(basis: Basis, k: number): boolean {
  if (basis.record[k + ROOM] !== UNLIMITED) return false;
  return cycleArcs(basis, k).every((at) => at >= 0 && basis.record[at + ROOM] === UNLIMITED);
}

/**
 * Records on the cycle that the arc at `k` closes, in the direction of the flow and turned into it; below 0 for an artificial arc.
 */
export function cycleArcs(basis: Basis, k: number): number[] {
  const { tree, record } = basis;
  const head: number[] = [];
  const tail: number[] = [];
  let a = record[k + TAIL]!;
  let b = record[k + HEAD]!;
  const along = (at: number, points: number) => {
    if (at >= 0 && record[at + TAIL] !== points) turn(record, at);
    return at;
  };
  while (a !== b) {
    if (tree[(a << 3) + SIZE]! < tree[(b << 3) + SIZE]!) {
      const up = tree[(a << 3) + PARENT]!;
      tail.push(along(tree[(a << 3) + ARC]!, up));
      a = up;
    } else {
      head.push(along(tree[(b << 3) + ARC]!, b));
      b = tree[(b << 3) + PARENT]!;
    }
  }
  return [k, ...head, ...tail.reverse()];
}
