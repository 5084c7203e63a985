/** Numbers by core node as they were when someone began to keep them, so that what changes in between can be undone. */
export class Kept {
  /** The round a node was last noted in. */
  private readonly mark: Int32Array;
  private readonly value: Int32Array;
  private readonly nodes: number[] = [];
  private round = 1;
  private on = false;

  constructor(nodeCount: number) {
    this.mark = new Int32Array(nodeCount);
    this.value = new Int32Array(nodeCount);
  }

  /** Begins to keep; what was kept before is forgotten. */
  begin(): void {
    this.end();
    this.on = true;
  }

  /** Keeps nothing any more. */
  end(): void {
    this.on = false;
    this.nodes.length = 0;
    this.round++;
  }

  /** Notes what node `v` holds before its first change. */
  first(v: number, value: number): void {
    if (!this.on || this.mark[v] === this.round) return;
    this.mark[v] = this.round;
    this.value[v] = value;
    this.nodes.push(v);
  }

  /** Notes `value` for node `v` when it is the smallest so far. */
  least(v: number, value: number): void {
    if (this.on && this.mark[v] === this.round && value < this.value[v]!) this.value[v] = value;
    else this.first(v, value);
  }

  /** Hands every noted node with its number to `put`, then keeps nothing any more. */
  restore(put: (v: number, value: number) => void): void {
    for (const v of this.nodes) put(v, this.value[v]!);
    this.end();
  }
}
