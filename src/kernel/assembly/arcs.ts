import type { FlowNetwork } from './flow/index.ts';
import { NO_CAP } from './instance.ts';

/** A copy with room for twice as many. */
export function grown(values: Int32Array): Int32Array<ArrayBuffer> {
  const next = new Int32Array(Math.max(16, 2 * values.length));
  next.set(values);
  return next;
}

/** Arcs that grow, then become a network. */
export class Arcs {
  length = 0;
  private nodes: number;
  private from: Int32Array<ArrayBuffer>;
  private to: Int32Array<ArrayBuffer>;
  private capacity: Int32Array<ArrayBuffer>;
  private cost: Int32Array<ArrayBuffer>;

  constructor(nodes: number, room: number) {
    this.nodes = nodes;
    this.from = new Int32Array(room);
    this.to = new Int32Array(room);
    this.capacity = new Int32Array(room);
    this.cost = new Int32Array(room);
  }

  /** A new node. */
  node(): number {
    return this.nodes++;
  }

  /** A new arc; answers its number. */
  add(from: number, to: number, capacity: number, cost: number): number {
    const at = this.length++;
    if (at === this.from.length) {
      this.from = grown(this.from);
      this.to = grown(this.to);
      this.capacity = grown(this.capacity);
      this.cost = grown(this.cost);
    }
    this.from[at] = from;
    this.to[at] = to;
    this.capacity[at] = Math.min(capacity, NO_CAP);
    this.cost[at] = cost;
    return at;
  }

  /** The network that brings `supply` units from source to sink. */
  network(supply: number, source: number, sink: number): FlowNetwork {
    const supplies = new Int32Array(this.nodes);
    supplies[source] = supply;
    supplies[sink] = -supply;
    return {
      nodeCount: this.nodes,
      supply: supplies,
      from: this.from.subarray(0, this.length),
      to: this.to.subarray(0, this.length),
      capacity: this.capacity.subarray(0, this.length),
      cost: this.cost.subarray(0, this.length),
    };
  }
}
