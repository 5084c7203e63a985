/** Fields of a node of the spanning tree, side by side for the cache: the record of node `u` starts at `u << 3`. */
export const PARENT = 0;
/** The node before in preorder. */
export const BEFORE = 2;
/** Nodes of the subtree. */
export const SIZE = 3;
/** The last node of the subtree in preorder. */
export const LAST = 4;
/** Record of the arc to the parent; below 0 for an arc that is none of the network. */
export const ARC = 5;
/** Units that can still go to the parent. */
export const UP = 6;
/** Units that can still come from the parent. */
export const DOWN = 7;

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
  const into = vIn << 3;
  const oldBefore = tree[out + 2]!;
  const oldSize = tree[out + 3]!;
  const oldLast = tree[out + 4]!;
  const vOut = tree[out + 0]!;
  const stemFoot = uIn << 3;
  if (uIn === uOut) {
    tree[stemFoot + 0] = vIn;
    if (thread[vIn] !== uOut) {
      let after = thread[oldLast]!;
      thread[oldBefore] = after;
      tree[(after << 3) + 2] = oldBefore;
      after = thread[vIn]!;
      thread[vIn] = uOut;
      tree[out + 2] = vIn;
      thread[oldLast] = after;
      tree[(after << 3) + 2] = oldLast;
    }
  } else {
    const goOn = oldBefore === vIn ? thread[oldLast]! : thread[vIn]!;
    let stem = uIn;
    let stemParent = vIn;
    let last = tree[stemFoot + 4]!;
    let after = thread[last]!;
    thread[vIn] = uIn;
    let dirtyCount = 0;
    dirty[dirtyCount++] = vIn;
    while (stem !== uOut) {
      const own = stem << 3;
      const next = tree[own + 0]!;
      thread[last] = next;
      dirty[dirtyCount++] = last;
      const before = tree[own + 2]!;
      thread[before] = after;
      tree[(after << 3) + 2] = before;
      tree[own + 0] = stemParent;
      stemParent = stem;
      stem = next;
      const stemLast = tree[(stem << 3) + 4]!;
      last = stemLast === tree[own + 4]! ? tree[own + 2]! : stemLast;
      after = thread[last]!;
    }
    tree[out + 0] = stemParent;
    thread[last] = goOn;
    tree[(goOn << 3) + 2] = last;
    tree[out + 4] = last;
    if (oldBefore !== vIn) {
      thread[oldBefore] = after;
      tree[(after << 3) + 2] = oldBefore;
    }
    for (let i = 0; i < dirtyCount; i++) {
      const node = dirty[i]!;
      tree[(thread[node]! << 3) + 2] = node;
    }
    let sum = 0;
    let own = out;
    for (let p = tree[own + 0]!; own !== stemFoot; p = tree[own + 0]!) {
      const above = p << 3;
      tree[own + 5] = tree[above + 5]!;
      tree[own + 6] = tree[above + 7]!;
      tree[own + 7] = tree[above + 6]!;
      sum += tree[own + 3]! - tree[above + 3]!;
      tree[own + 3] = sum;
      tree[above + 4] = last;
      own = above;
    }
    tree[stemFoot + 3] = oldSize;
  }
  tree[stemFoot + 5] = inArc;
  tree[stemFoot + 6] = up;
  tree[stemFoot + 7] = down;

  const limit = tree[(join << 3) + 4]! === vIn ? join : -1;
  const lastOut = tree[out + 4]!;
  for (let u = vIn; u !== -1 && tree[(u << 3) + 4] === vIn; u = tree[(u << 3) + 0]!) tree[(u << 3) + 4] = lastOut;
  const newLast = join !== oldBefore && vIn !== oldBefore ? oldBefore : lastOut;
  if (newLast !== oldLast) {
    for (let u = vOut; u !== limit && tree[(u << 3) + 4] === oldLast; u = tree[(u << 3) + 0]!)
      tree[(u << 3) + 4] = newLast;
  }
  for (let u = vIn; u !== join; u = tree[(u << 3) + 0]!) tree[(u << 3) + 3]! += oldSize;
  for (let u = vOut; u !== join; u = tree[(u << 3) + 0]!) tree[(u << 3) + 3]! -= oldSize;
}
