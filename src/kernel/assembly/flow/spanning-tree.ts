/**
 * Thread index representation of a rooted spanning tree, `size` nodes: `thread` walks it in preorder, `succNum` counts the nodes of a
 * subtree, `lastSucc` is the last of them in thread order, `pred` the arc to the parent and `up` its direction (1: to the parent).
 * Source: Kelly, O'Neill, The Minimum Cost Flow Problem and the Network Simplex Method, 1991; Kovács, Minimum-cost flow
 * algorithms: an experimental evaluation, Optimization Methods and Software 30, 2015.
 */
export interface SpanningTree {
  readonly parent: Int32Array;
  readonly pred: Int32Array;
  readonly up: Int8Array;
  readonly thread: Int32Array;
  readonly revThread: Int32Array;
  readonly succNum: Int32Array;
  readonly lastSucc: Int32Array;
  readonly dirty: Int32Array;
}

/** A star: node `size - 1` is the root, every other node hangs on it by arc `firstArc + node`. */
export function starTree(size: number, firstArc: number): SpanningTree {
  const root = size - 1;
  const tree: SpanningTree = {
    parent: new Int32Array(size).fill(root),
    pred: new Int32Array(size),
    up: new Int8Array(size),
    thread: new Int32Array(size),
    revThread: new Int32Array(size),
    succNum: new Int32Array(size).fill(1),
    lastSucc: new Int32Array(size),
    dirty: new Int32Array(size),
  };
  for (let node = 0; node < root; node++) {
    tree.pred[node] = firstArc + node;
    tree.thread[node] = node + 1;
    tree.revThread[node + 1] = node;
    tree.lastSucc[node] = node;
  }
  tree.parent[root] = -1;
  tree.pred[root] = -1;
  tree.thread[root] = 0;
  tree.revThread[0] = root;
  tree.succNum[root] = size;
  tree.lastSucc[root] = root - 1;
  return tree;
}

/**
 * Hangs the subtree of `uOut` onto `vIn` by arc `inArc`, whose end in the subtree is `uIn`; `direction` is 1 if `inArc` leaves
 * `uIn`. `join` is where the cycle closes. All fields of the tree are correct afterwards.
 */
export function rehang(
  tree: SpanningTree,
  join: number,
  uIn: number,
  vIn: number,
  uOut: number,
  inArc: number,
  direction: number,
): void {
  const { parent, pred, up, thread, revThread, succNum, lastSucc, dirty } = tree;
  const oldRevThread = revThread[uOut]!;
  const oldSuccNum = succNum[uOut]!;
  const oldLastSucc = lastSucc[uOut]!;
  const vOut = parent[uOut]!;
  if (uIn === uOut) {
    parent[uIn] = vIn;
    pred[uIn] = inArc;
    up[uIn] = direction;
    if (thread[vIn] !== uOut) {
      let after = thread[oldLastSucc]!;
      thread[oldRevThread] = after;
      revThread[after] = oldRevThread;
      after = thread[vIn]!;
      thread[vIn] = uOut;
      revThread[uOut] = vIn;
      thread[oldLastSucc] = after;
      revThread[after] = oldLastSucc;
    }
  } else {
    const threadContinue = oldRevThread === vIn ? thread[oldLastSucc]! : thread[vIn]!;
    let stem = uIn;
    let parStem = vIn;
    let last = lastSucc[uIn]!;
    let after = thread[last]!;
    thread[vIn] = uIn;
    let dirtyCount = 0;
    dirty[dirtyCount++] = vIn;
    while (stem !== uOut) {
      const nextStem = parent[stem]!;
      thread[last] = nextStem;
      dirty[dirtyCount++] = last;
      const before = revThread[stem]!;
      thread[before] = after;
      revThread[after] = before;
      parent[stem] = parStem;
      parStem = stem;
      stem = nextStem;
      last = lastSucc[stem] === lastSucc[parStem] ? revThread[parStem]! : lastSucc[stem]!;
      after = thread[last]!;
    }
    parent[uOut] = parStem;
    thread[last] = threadContinue;
    revThread[threadContinue] = last;
    lastSucc[uOut] = last;
    if (oldRevThread !== vIn) {
      thread[oldRevThread] = after;
      revThread[after] = oldRevThread;
    }
    for (let i = 0; i < dirtyCount; i++) {
      const node = dirty[i]!;
      revThread[thread[node]!] = node;
    }
    let sum = 0;
    const newLast = lastSucc[uOut]!;
    for (let u = uOut, p = parent[u]!; u !== uIn; u = p, p = parent[u]!) {
      pred[u] = pred[p]!;
      up[u] = -up[p]!;
      sum += succNum[u]! - succNum[p]!;
      succNum[u] = sum;
      lastSucc[p] = newLast;
    }
    pred[uIn] = inArc;
    up[uIn] = direction;
    succNum[uIn] = oldSuccNum;
  }
  const limitOut = lastSucc[join] === vIn ? join : -1;
  const lastOut = lastSucc[uOut]!;
  for (let u = vIn; u !== -1 && lastSucc[u] === vIn; u = parent[u]!) lastSucc[u] = lastOut;
  if (join !== oldRevThread && vIn !== oldRevThread) {
    for (let u = vOut; u !== limitOut && lastSucc[u] === oldLastSucc; u = parent[u]!) lastSucc[u] = oldRevThread;
  } else if (lastOut !== oldLastSucc) {
    for (let u = vOut; u !== limitOut && lastSucc[u] === oldLastSucc; u = parent[u]!) lastSucc[u] = lastOut;
  }
  for (let u = vIn; u !== join; u = parent[u]!) succNum[u]! += oldSuccNum;
  for (let u = vOut; u !== join; u = parent[u]!) succNum[u]! -= oldSuccNum;
}
