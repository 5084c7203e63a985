const NEAR = 2048;
const NODES = 2 ** 22;

/**
 * A queue of nodes by whole distances that never falls behind the last one taken: buckets for distances under 2048, a binary heap
 * for the rest. A node may wait several times; the taker skips what is out of date. Order among equals repeats exactly.
 * Source: Dial, Algorithm 360: Shortest-path forest with topological ordering, 1969.
 */
export class DistanceQueue {
  private readonly head = new Int32Array(NEAR).fill(-1);
  private next = new Int32Array(1024);
  private items = new Int32Array(1024);
  private used = 0;
  private at = 0;
  private last = -1;
  private heap = new Float64Array(256);
  private heapSize = 0;
  /** Distance of the node last taken. */
  distance = 0;

  /** Empties the queue for a new search from distance 0. */
  clear(): void {
    if (this.last >= 0) this.head.fill(-1, 0, this.last + 1);
    this.used = 0;
    this.at = 0;
    this.last = -1;
    this.heapSize = 0;
  }

  /** Adds a node at a distance not below the last one taken. */
  push(node: number, distance: number): void {
    if (distance >= NEAR) {
      this.pushFar(distance * NODES + node);
      return;
    }
    const k = this.used++;
    if (k === this.items.length) this.widen();
    this.items[k] = node;
    this.next[k] = this.head[distance]!;
    this.head[distance] = k;
    if (distance > this.last) this.last = distance;
  }

  /** Takes the nearest node, -1 when empty; its distance is in `distance`. */
  pop(): number {
    const { head, last } = this;
    let at = this.at;
    while (at <= last) {
      const k = head[at]!;
      if (k >= 0) {
        head[at] = this.next[k]!;
        this.at = at;
        this.distance = at;
        return this.items[k]!;
      }
      at++;
    }
    this.at = at;
    return this.heapSize > 0 ? this.popFar() : -1;
  }

  private widen(): void {
    const items = new Int32Array(2 * this.items.length);
    items.set(this.items);
    this.items = items;
    const next = new Int32Array(2 * this.next.length);
    next.set(this.next);
    this.next = next;
  }

  private pushFar(key: number): void {
    let heap = this.heap;
    if (this.heapSize === heap.length) {
      this.heap = new Float64Array(2 * heap.length);
      this.heap.set(heap);
      heap = this.heap;
    }
    let at = this.heapSize++;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (heap[up]! <= key) break;
      heap[at] = heap[up]!;
      at = up;
    }
    heap[at] = key;
  }

  private popFar(): number {
    const { heap } = this;
    const top = heap[0]!;
    const size = --this.heapSize;
    const key = heap[size]!;
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
    this.distance = Math.floor(top / NODES);
    return top - this.distance * NODES;
  }
}
