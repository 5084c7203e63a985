import { type ArcLists, arcLists, markActive } from './adjacency.ts';
import { KeyHeap } from './key-heap.ts';
import type { FlowNetwork } from './types.ts';

/** Shortest residual ways over a network whose flow and arc lists change under it; results stand in the fields until the next run. */
export class ResidualSearch {
  private readonly network: FlowNetwork;
  private readonly flow: Int32Array;
  private readonly out: ArcLists;
  private readonly into: ArcLists;
  private readonly heap: KeyHeap;
  readonly distance: Float64Array;
  /** The arc towards the origin, `~arc` when it gives a unit back. */
  readonly via: Int32Array;
  /** Equal to `round` where the last run has been. */
  readonly stamp: Int32Array;
  readonly settled: number[] = [];
  round = 0;
  scans = 0;

  /** Reads `flow` as it is when a search runs; {@link mark} must hear of arcs that began or ceased to carry. */
  constructor(network: FlowNetwork, flow: Int32Array) {
    this.network = network;
    this.flow = flow;
    this.out = arcLists(network.nodeCount, network.from, flow);
    this.into = arcLists(network.nodeCount, network.to, flow);
    this.heap = new KeyHeap(network.nodeCount);
    this.distance = new Float64Array(network.nodeCount);
    this.via = new Int32Array(network.nodeCount);
    this.stamp = new Int32Array(network.nodeCount);
  }

  /** The flow of `arc` became 0 or above 0. */
  mark(arc: number): void {
    const carries = this.flow[arc]! > 0;
    markActive(this.out, this.network.from[arc]!, arc, carries);
    markActive(this.into, this.network.to[arc]!, arc, carries);
  }

  /**
   * Dijkstra over reduced costs, from `origin` along arcs (`forward`) or against them, until `goal` is settled or `until` says so;
   * `without` is an arc to leave out, distances of `limit` and more are not settled. `via` then leads from each node towards `origin`.
   */
  run(
    potential: Float64Array,
    origin: number,
    goal: number,
    without: number,
    forward: boolean,
    until: ((node: number) => boolean) | null = null,
    limit = Number.POSITIVE_INFINITY,
  ): boolean {
    const { from, to, capacity, cost } = this.network;
    const { flow, heap, distance, via, stamp, settled } = this;
    const along = forward ? this.out : this.into;
    const against = forward ? this.into : this.out;
    const alongEnd = forward ? to : from;
    const againstEnd = forward ? from : to;
    const sign = forward ? 1 : -1;
    const round = ++this.round;
    heap.clear();
    settled.length = 0;
    stamp[origin] = round;
    distance[origin] = 0;
    via[origin] = 0;
    heap.push(origin, 0);
    while (heap.size > 0) {
      if (heap.least! >= limit) return false;
      const v = heap.pop();
      settled.push(v);
      if (v === goal || until?.(v) === true) return true;
      const base = distance[v]!;
      const here = potential[v]!;
      const end = along.start[v + 1]!;
      this.scans += end - along.start[v]!;
      for (let i = along.start[v]!; i < end; i++) {
        const arc = along.order[i]!;
        if (flow[arc]! >= capacity[arc]! || arc === without) continue;
        const w = alongEnd[arc]!;
        const reached = base + cost[arc]! + sign * (here - potential[w]!);
        if (stamp[w] === round && distance[w]! <= reached) continue;
        stamp[w] = round;
        distance[w] = reached;
        via[w] = arc;
        heap.push(w, reached);
      }
      const last = against.start[v]! + against.active[v]!;
      for (let i = against.start[v]!; i < last; i++) {
        const arc = against.order[i]!;
        if (arc === without) continue;
        const w = againstEnd[arc]!;
        const reached = base - cost[arc]! + sign * (here - potential[w]!);
        if (stamp[w] === round && distance[w]! <= reached) continue;
        stamp[w] = round;
        distance[w] = reached;
        via[w] = ~arc;
        heap.push(w, reached);
      }
    }
    return false;
  }
}
