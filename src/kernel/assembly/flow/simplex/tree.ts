// Fields of a node of the spanning tree, side by side for the cache: the record of node `u` starts at `u << 3`.
const PARENT = 0;
/** The node before in preorder. */
const BEFORE = 2;
/** Nodes of the subtree. */
const SIZE = 3;
/** The last node of the subtree in preorder. */
const LAST = 4;
/** Record of the arc to the parent; below 0 for an arc that is none of the network. */
const ARC = 5;
/** Units that can still go to the parent. */
const UP = 6;
/** Units that can still come from the parent. */
const DOWN = 7;

/** An artificial arc from its node to the root, and one from the root to its node. */
export const GIVES = -1;
export const TAKES = -2;

/**
 * Hangs the subtree of `uOut` onto `vIn` by the arc at `inArc`, whose end in the subtree is `uIn` and which can still carry `up` units to
 * `vIn` and `down` units from it. `join` is where the cycle closes; `dirty` has room for all nodes. All fields are correct afterwards.
 * Source: Kelly, O'Neill, The Minimum Cost Flow Problem and the Network Simplex Method, 1991; Kovács, Minimum-cost flow algorithms: an
 * experimental evaluation, Optimization Methods and Software 30, 2015.
 */
export function rehang(
  tree: Int32Array,
  thread: Int32Array,
  dirty: Int32Array,
  join: number,
  uIn: number,
  vIn: number,
  uOut: number,
  inArc: number,
  up: number,
  down: number,
): void {
  const out = uOut << 3;
  const oldBefore = tree[out + BEFORE]!;
  const oldSize = tree[out + SIZE]!;
  const oldLast = tree[out + LAST]!;
  const vOut = tree[out + PARENT]!;
  const stemFoot = uIn << 3;
  if (uIn === uOut) {
    tree[stemFoot + PARENT] = vIn;
    if (thread[vIn] !== uOut) {
      let after = thread[oldLast]!;
      thread[oldBefore] = after;
      tree[(after << 3) + BEFORE] = oldBefore;
      after = thread[vIn]!;
      thread[vIn] = uOut;
      tree[out + BEFORE] = vIn;
      thread[oldLast] = after;
      tree[(after << 3) + BEFORE] = oldLast;
    }
  } else {
    const goOn = oldBefore === vIn ? thread[oldLast]! : thread[vIn]!;
    let stem = uIn;
    let stemParent = vIn;
    let last = tree[stemFoot + LAST]!;
    let after = thread[last]!;
    thread[vIn] = uIn;
    let dirtyCount = 0;
    dirty[dirtyCount++] = vIn;
    while (stem !== uOut) {
      const own = stem << 3;
      const next = tree[own + PARENT]!;
      thread[last] = next;
      dirty[dirtyCount++] = last;
      const before = tree[own + BEFORE]!;
      thread[before] = after;
      tree[(after << 3) + BEFORE] = before;
      tree[own + PARENT] = stemParent;
      stemParent = stem;
      stem = next;
      const stemLast = tree[(stem << 3) + LAST]!;
      last = stemLast === tree[own + LAST]! ? tree[own + BEFORE]! : stemLast;
      after = thread[last]!;
    }
    tree[out + PARENT] = stemParent;
    thread[last] = goOn;
    tree[(goOn << 3) + BEFORE] = last;
    tree[out + LAST] = last;
    if (oldBefore !== vIn) {
      thread[oldBefore] = after;
      tree[(after << 3) + BEFORE] = oldBefore;
    }
    for (let i = 0; i < dirtyCount; i++) {
      const node = dirty[i]!;
      tree[(thread[node]! << 3) + BEFORE] = node;
    }
    let sum = 0;
    let own = out;
    for (let p = tree[own + PARENT]!; own !== stemFoot; p = tree[own + PARENT]!) {
      const above = p << 3;
      tree[own + ARC] = tree[above + ARC]!;
      tree[own + UP] = tree[above + DOWN]!;
      tree[own + DOWN] = tree[above + UP]!;
      sum += tree[own + SIZE]! - tree[above + SIZE]!;
      tree[own + SIZE] = sum;
      tree[above + LAST] = last;
      own = above;
    }
    tree[stemFoot + SIZE] = oldSize;
  }
  tree[stemFoot + ARC] = inArc;
  tree[stemFoot + UP] = up;
  tree[stemFoot + DOWN] = down;

  const limit = tree[(join << 3) + LAST]! === vIn ? join : -1;
  const lastOut = tree[out + LAST]!;
  for (let u = vIn; u !== -1 && tree[(u << 3) + LAST] === vIn; u = tree[(u << 3) + PARENT]!) tree[(u << 3) + LAST] = lastOut;
  const newLast = join !== oldBefore && vIn !== oldBefore ? oldBefore : lastOut;
  if (newLast !== oldLast) {
    for (let u = vOut; u !== limit && tree[(u << 3) + LAST] === oldLast; u = tree[(u << 3) + PARENT]!)
      tree[(u << 3) + LAST] = newLast;
  }
  for (let u = vIn; u !== join; u = tree[(u << 3) + PARENT]!) tree[(u << 3) + SIZE]! += oldSize;
  for (let u = vOut; u !== join; u = tree[(u << 3) + PARENT]!) tree[(u << 3) + SIZE]! -= oldSize;
}
