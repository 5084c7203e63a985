import { restOf } from '../proof.ts';
import { type FlowNetwork, type FlowStart, UNLIMITED } from '../types.ts';
import { type ArcRecords, arcRecords, COST, capacityAt, HEAD, ROOM, TAIL, turn } from './arcs.ts';
import { ARC, BEFORE, DOWN, GIVES, rehang, TAKES, UP } from './tree.ts';

/** Prices stay below this while they are kept as int32, so that no sum of three of them and a cost overflows. */
const NARROW = 2 ** 29;
/** Largest cost and price of an artificial arc while prices are int32. */
const NARROW_START = 2 ** 28;
/** Largest change the price of the root takes at once. */
const DRIFT = 2 ** 20;

/** The state of a network simplex: arcs outside the tree are empty or full, `tree` holds the rooms of those in it. */
export interface Basis extends ArcRecords {
  readonly network: FlowNetwork;
  /** The node above all others, one more than the network has. */
  readonly root: number;
  readonly tree: Int32Array;
  /** The next node in preorder; the last one's next is the root. Apart from the records, because long walks read nothing else. */
  readonly thread: Int32Array;
  readonly dirty: Int32Array;
  /** Int32 while that provably suffices, double precision after. */
  price: Int32Array | Float64Array;
  /** Cost of an artificial arc to a node that takes. */
  penalty: number;
  /** The cost with which no artificial arc can be part of a cheapest way. */
  readonly fullPenalty: number;
  /** Where the next search for an arc begins. */
  next: number;
}

/** A star of artificial arcs that carry all supplies: the first basis of a solve from nothing. */
export function starBasis(network: FlowNetwork): Basis {
  const { nodeCount, supply, cost } = network;
  let largest = 0;
  for (let arc = 0; arc < cost.length; arc++) {
    const value = cost[arc]!;
    if (value > largest) largest = value;
    else if (-value > largest) largest = -value;
  }
  const fullPenalty = (largest + 1) * (nodeCount + 1);
  const narrow = largest < NARROW_START;
  const penalty = narrow ? Math.min(fullPenalty, NARROW_START) : fullPenalty;
  const root = nodeCount;
  const tree = new Int32Array((nodeCount + 1) * 8);
  const thread = new Int32Array(nodeCount + 1);
  const price = narrow ? new Int32Array(nodeCount + 1) : new Float64Array(nodeCount + 1);
  for (let node = 0; node < nodeCount; node++) {
    const own = node << 3;
    const units = supply[node]!;
    tree[own + 0] = root;
    thread[node] = node + 1;
    tree[own + 2] = node === 0 ? root : node - 1;
    tree[own + 3] = 1;
    tree[own + 4] = node;
    hangOnRoot(tree, node, units);
    if (units < 0) price[node] = penalty;
  }
  const top = root << 3;
  tree[top + 0] = -1;
  thread[root] = 0;
  tree[top + 2] = nodeCount - 1;
  tree[top + 3] = nodeCount + 1;
  tree[top + 4] = nodeCount - 1;
  tree[top + 5] = GIVES;
  return { network, ...arcRecords(network), root, tree, thread, dirty: new Int32Array(nodeCount + 1), price, penalty, fullPenalty, next: 0 };
}

function hangOnRoot(tree: Int32Array, node: number, units: number): void {
  const own = node << 3;
  tree[own + 5] = units >= 0 ? GIVES : TAKES;
  tree[own + 6] = units >= 0 ? UNLIMITED - units : -units;
  tree[own + 7] = units >= 0 ? units : UNLIMITED + units;
}

/**
 * A basis that carries the given flow: arcs that are neither empty nor full enter the tree one by one (each closes a cycle with it, on
 * which units move until some arc is empty or full, never to a higher cost by the given prices), what the flow does not deliver lies on
 * artificial arcs. Prices are kept where the flow fits them. The tree is strongly feasible, as in Cunningham, A network simplex method,
 * Mathematical Programming 11, 1976. `flow` must keep the capacities.
 */
export function warmBasis(network: FlowNetwork, start: FlowStart): Basis {
  const basis = starBasis(network);
  const { root, tree, record, place } = basis;
  const { flow, potential } = start;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let node = 0; node < root; node++) {
    const value = potential[node]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  // The root stands above all, so that every arc to it costs 0 or more.
  if (most - least >= NARROW_START) widen(basis);
  const { price, penalty } = basis;
  const rest = restOf(network, flow);
  for (let node = 0; node < root; node++) {
    hangOnRoot(tree, node, rest[node]!);
    price[node] = rest[node]! < 0 ? penalty : potential[node]! - most;
  }
  for (let i = 0; i < place.length; i++) {
    const units = flow[place[i]!]!;
    const k = i << 2;
    if (units === 0) continue;
    const room = record[k + 3]!;
    turn(record, k);
    if (units === room) continue;
    const reduced = record[k + 2]! + price[record[k]!]! - price[record[k + 1]!]!;
    if (reduced <= 0) pivot(basis, k, units, room - units);
    else {
      turn(record, k);
      pivot(basis, k, room - units, units);
    }
  }
  return basis;
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
    if (tree[(node << 3) + 5] !== TAKES) continue;
    const end = thread[tree[(node << 3) + 4]!]!;
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
  for (let node = 0; node < root; node++) if (tree[(node << 3) + 5] === TAKES) units += tree[(node << 3) + 6]!;
  return units;
}

/**
 * Sends units over the arc at `k`, which has `room` left (and carries `carried` already), and back through the tree; the arc that stops
 * them leaves the tree, the last one met going around from the join in the direction of the flow, which keeps the tree strongly feasible.
 * False when nothing stops them.
 */
export function pivot(basis: Basis, k: number, room: number, carried: number): boolean {
  const { tree, record } = basis;
  const tail = record[k]!;
  const head = record[k + 1]!;
  let a = tail << 3;
  let b = head << 3;
  let least = room;
  let outA = -1;
  let leastB = UNLIMITED;
  let outB = -1;
  while (a !== b) {
    if (tree[a + 3]! < tree[b + 3]!) {
      const left = tree[a + 7]!;
      if (left < least) {
        least = left;
        outA = a;
      }
      a = tree[a + 0]! << 3;
    } else {
      const left = tree[b + 6]!;
      if (left <= leastB) {
        leastB = left;
        outB = b;
      }
      b = tree[b + 0]! << 3;
    }
  }
  const join = a;
  const byHead = outB >= 0 && leastB <= least;
  if (byHead) least = leastB;
  const out = byHead ? outB : outA;
  const leaving = out < 0 ? k : tree[out + 5]!;
  const { price } = basis;
  const reduced = record[k + 2]! + price[tail]! - price[head]!;
  // Only an arc without limit that is filled can stop a cycle of such arcs.
  if (leaving >= 0 && capacityAt(record, leaving) === UNLIMITED && reduced < 0 && isEndless(basis, k)) return false;
  if (least > 0) {
    for (let u = tail << 3; u !== join; u = tree[u + 0]! << 3) {
      tree[u + 7]! -= least;
      tree[u + 6]! += least;
    }
    for (let u = head << 3; u !== join; u = tree[u + 0]! << 3) {
      tree[u + 6]! -= least;
      tree[u + 7]! += least;
    }
  }
  if (out < 0) {
    turn(record, k);
    return true;
  }
  if (leaving >= 0) {
    // The record of what leaves points where there is room: against the flow that stopped.
    const points = byHead ? tree[out + 0]! : out >> 3;
    if (record[leaving + 0] !== points) turn(record, leaving);
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
  let end = thread[tree[(top << 3) + 4]!]!;
  let count = tree[(top << 3) + 3]!;
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
  if (basis.record[k + 3] !== UNLIMITED) return false;
  return cycleArcs(basis, k).every((at) => at >= 0 && basis.record[at + 3] === UNLIMITED);
}

/**
 * Records on the cycle that the arc at `k` closes, in the direction of the flow and turned into it; below 0 for an artificial arc.
 */
export function cycleArcs(basis: Basis, k: number): number[] {
  const { tree, record } = basis;
  const head: number[] = [];
  const tail: number[] = [];
  let a = record[k]!;
  let b = record[k + 1]!;
  const along = (at: number, points: number) => {
    if (at >= 0 && record[at + 0] !== points) turn(record, at);
    return at;
  };
  while (a !== b) {
    if (tree[(a << 3) + 3]! < tree[(b << 3) + 3]!) {
      const up = tree[(a << 3) + 0]!;
      tail.push(along(tree[(a << 3) + 5]!, up));
      a = up;
    } else {
      head.push(along(tree[(b << 3) + 5]!, b));
      b = tree[(b << 3) + 0]!;
    }
  }
  return [k, ...head, ...tail.reverse()];
}

/** Flow of the network: empty and full arcs by their records, those of the tree by their rooms. */
export function flowOfBasis(basis: Basis): Int32Array {
  const { network, tree, root, record, place } = basis;
  const { from, to, capacity, cost } = network;
  const flow = new Int32Array(from.length);
  // A loop of negative cost is filled.
  for (let arc = 0; arc < from.length; arc++) if (from[arc] === to[arc] && cost[arc]! < 0) flow[arc] = capacity[arc]!;
  for (let i = 0; i < place.length; i++) if (record[(i << 2) + 3]! < 0) flow[place[i]!] = ~record[(i << 2) + 3]!;
  for (let node = 0; node < root; node++) {
    const k = tree[(node << 3) + 5]!;
    if (k < 0) continue;
    const pointsUp = (record[k] === node) === record[k + 3]! >= 0;
    flow[place[k >> 2]!] = pointsUp ? tree[(node << 3) + 7]! : tree[(node << 3) + 6]!;
  }
  return flow;
}

/** Prices of the nodes of the network, the root at 0. */
export function potentialsOf(basis: Basis): Float64Array {
  const off = basis.price[basis.root]!;
  return Float64Array.from(basis.price.subarray(0, basis.root), (value) => value - off);
}
