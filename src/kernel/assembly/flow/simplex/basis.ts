import { type FlowNetwork, UNLIMITED } from '../types.ts';
import { type ArcRecords, arcRecords } from './arcs.ts';
import { GIVES, TAKES } from './tree.ts';

// Fields as in arcs.ts, named again here: V8 folds constants of the file itself, imported ones it reads at each use.
const TAIL = 0;
const ROOM = 3;
// Fields as in tree.ts, named again here: V8 folds constants of the file itself, imported ones it reads at each use.
const PARENT = 0;
const BEFORE = 2;
const SIZE = 3;
const LAST = 4;
const ARC = 5;
const UP = 6;
const DOWN = 7;

/** Largest cost, and largest cost of an artificial arc, while prices are int32. */
export const NARROW_START = 2 ** 28;

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
    tree[own + PARENT] = root;
    thread[node] = node + 1;
    tree[own + BEFORE] = node === 0 ? root : node - 1;
    tree[own + SIZE] = 1;
    tree[own + LAST] = node;
    hangOnRoot(tree, node, units);
    if (units < 0) price[node] = penalty;
  }
  const top = root << 3;
  tree[top + PARENT] = -1;
  thread[root] = 0;
  tree[top + BEFORE] = nodeCount - 1;
  tree[top + SIZE] = nodeCount + 1;
  tree[top + LAST] = nodeCount - 1;
  tree[top + ARC] = GIVES;
  return {
    network,
    ...arcRecords(network),
    root,
    tree,
    thread,
    dirty: new Int32Array(nodeCount + 1),
    price,
    penalty,
    fullPenalty,
    next: 0,
  };
}

/** Hangs `node` on the root by an artificial arc that brings its `units` to the root, or from it when below 0. */
export function hangOnRoot(tree: Int32Array, node: number, units: number): void {
  const own = node << 3;
  tree[own + ARC] = units >= 0 ? GIVES : TAKES;
  tree[own + UP] = units >= 0 ? UNLIMITED - units : -units;
  tree[own + DOWN] = units >= 0 ? units : UNLIMITED + units;
}

/** Flow of the network: empty and full arcs by their records, those of the tree by their rooms. */
export function flowOfBasis(basis: Basis): Int32Array {
  const { network, tree, root, record, place } = basis;
  const { from, to, capacity, cost } = network;
  const flow = new Int32Array(from.length);
  // A loop of negative cost is filled.
  for (let arc = 0; arc < from.length; arc++) if (from[arc] === to[arc] && cost[arc]! < 0) flow[arc] = capacity[arc]!;
  for (let i = 0; i < place.length; i++) if (record[(i << 2) + ROOM]! < 0) flow[place[i]!] = ~record[(i << 2) + ROOM]!;
  for (let node = 0; node < root; node++) {
    const k = tree[(node << 3) + ARC]!;
    if (k < 0) continue;
    const pointsUp = (record[k + TAIL] === node) === record[k + ROOM]! >= 0;
    flow[place[k >> 2]!] = pointsUp ? tree[(node << 3) + DOWN]! : tree[(node << 3) + UP]!;
  }
  return flow;
}

/** Prices of the nodes of the network, the root at 0. */
export function potentialsOf(basis: Basis): Float64Array {
  const off = basis.price[basis.root]!;
  return Float64Array.from(basis.price.subarray(0, basis.root), (value) => value - off);
}
