/** A binary min-heap of nodes by a numeric key with decrease-key; ties go to the smaller node so that searches repeat exactly. */
export class KeyHeap {
  private readonly place: Int32Array;
  private readonly nodes: number[] = [];
  private readonly keys: number[] = [];

  constructor(nodeCount: number) {
    this.place = new Int32Array(nodeCount).fill(-1);
  }

  /** How many nodes wait. */
  get size(): number {
    return this.nodes.length;
  }

  /** The smallest key; undefined when empty. */
  get least(): number | undefined {
    return this.keys[0];
  }

  /** Adds a node, or lowers its key. */
  push(node: number, key: number): void {
    let at = this.place[node]!;
    if (at < 0) at = this.nodes.length;
    const { nodes, keys, place } = this;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const other = keys[up]!;
      if (other < key || (other === key && nodes[up]! < node)) break;
      nodes[at] = nodes[up]!;
      keys[at] = other;
      place[nodes[at]!] = at;
      at = up;
    }
    nodes[at] = node;
    keys[at] = key;
    place[node] = at;
  }

  /** Takes the node of smallest key out; only when not empty. */
  pop(): number {
    const { nodes, keys, place } = this;
    const top = nodes[0]!;
    place[top] = -1;
    const node = nodes.pop()!;
    const key = keys.pop()!;
    const size = nodes.length;
    if (size > 0) {
      let at = 0;
      for (;;) {
        let down = 2 * at + 1;
        if (down >= size) break;
        if (down + 1 < size) {
          const l = keys[down]!;
          const r = keys[down + 1]!;
          if (r < l || (r === l && nodes[down + 1]! < nodes[down]!)) down++;
        }
        const other = keys[down]!;
        if (key < other || (key === other && node < nodes[down]!)) break;
        nodes[at] = nodes[down]!;
        keys[at] = other;
        place[nodes[at]!] = at;
        at = down;
      }
      nodes[at] = node;
      keys[at] = key;
      place[node] = at;
    }
    return top;
  }

  /** Empties the heap. */
  clear(): void {
    for (const node of this.nodes) this.place[node] = -1;
    this.nodes.length = 0;
    this.keys.length = 0;
  }
}
