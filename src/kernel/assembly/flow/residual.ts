import type { FlowChanges, FlowUpdate, ResidualPath } from './changes.ts';
import { LayeredFollower } from './layered/follow.ts';
import { flowCost, violatedCut } from './proof.ts';
import { ResidualSearch } from './residual-search.ts';
import { type FlowNetwork, type FlowStart, UNLIMITED } from './types.ts';

interface Undo {
  readonly flow: Map<number, number>;
  readonly price: Map<number, number>;
  readonly capacity: Map<number, number>;
  readonly cost: Map<number, number>;
  readonly supply: Map<number, number>;
}

/**
 * A solved network that answers exact questions and follows changes. Starts from an optimal flow with optimal prices; after each
 * `update` both are optimal again. Holds copies: the network and the start stay as they were.
 * Source: successive shortest paths with reduced costs, Ahuja, Magnanti, Orlin, Network Flows, 1993, sections 9.7 and 9.11.
 */
export class ResidualFlow {
  readonly network: FlowNetwork;
  readonly flow: Int32Array;
  private prices: Float64Array;
  /** Does the quick repairs of layered networks, built when first asked; `prices` are behind its own while `stale`. */
  private follower: LayeredFollower | null | undefined;
  private stale = false;
  /** Searches the whole network, built when first asked: the quick repairs do without. */
  private search: ResidualSearch | null = null;
  private total: number;
  private undo: Undo | null = null;

  constructor(network: FlowNetwork, start: FlowStart) {
    const { nodeCount } = network;
    this.network = {
      nodeCount,
      from: network.from,
      to: network.to,
      supply: network.supply.slice(),
      capacity: network.capacity.slice(),
      cost: network.cost.slice(),
    };
    this.flow = start.flow.slice();
    this.prices = start.potential.slice();
    this.total = flowCost(network, this.flow);
  }

  private get ways(): ResidualSearch {
    this.search ??= new ResidualSearch(this.network, this.flow);
    return this.search;
  }

  /** Optimal prices of the present flow. */
  get potential(): Float64Array {
    if (this.stale && this.follower) {
      this.prices = this.follower.potential();
      this.stale = false;
    }
    return this.prices;
  }

  /** Cost of the present flow. */
  get objective(): number {
    return this.total;
  }

  /** The cheapest way to bring one more unit from `source` to `target`; null when there is none. */
  path(source: number, target: number): ResidualPath | null {
    const way = this.layered()?.way(source, target);
    return way === undefined ? this.pathWithout(source, target, -1) : this.priced(way);
  }

  /** By how much the optimum rises when `arc` must carry one unit more than now, and the units that move; null when impossible. */
  forceUnit(arc: number): ResidualPath | null {
    const { from, to, capacity, cost } = this.network;
    if (this.flow[arc]! >= capacity[arc]!) return null;
    const way = this.layered()?.wayBack(arc);
    const back = way === undefined ? this.pathWithout(to[arc]!, from[arc]!, arc) : this.priced(way);
    if (back === null) return null;
    return { cost: back.cost + cost[arc]!, arcs: Int32Array.from([arc, ...back.arcs]) };
  }

  /** Cost of the cheapest way of one more unit from `node` to every node (`'from'`) or from every node to it (`'to'`); Infinity: no way. */
  distances(node: number, direction: 'from' | 'to'): Float64Array {
    const forward = direction === 'from';
    this.ways.run(this.potential, node, -1, -1, forward);
    const potential = this.potential;
    const { distance, stamp, round } = this.ways;
    const result = new Float64Array(this.network.nodeCount).fill(Number.POSITIVE_INFINITY);
    for (let v = 0; v < result.length; v++) {
      if (stamp[v] !== round) continue;
      const shift = potential[v]! - potential[node]!;
      result[v] = distance[v]! + (forward ? shift : -shift);
    }
    return result;
  }

  /** Applies changes and re-optimises from the present flow; on `infeasible` or `unbounded` everything is as before. */
  update(changes: FlowChanges): FlowUpdate {
    return this.answer(changes, true);
  }

  /** What `update` would answer; the state stays as it is. */
  trial(changes: FlowChanges): FlowUpdate {
    return this.answer(changes, false);
  }

  private answer(changes: FlowChanges, keep: boolean): FlowUpdate {
    const follower = this.layered();
    const quick = follower?.follows(changes) === true ? this.follow(changes, follower, keep) : null;
    if (quick !== null) return quick;
    this.prices = this.potential;
    const answer = this.change(changes, keep);
    if (keep && answer.status === 'optimal') this.follower = null;
    return answer;
  }

  private layered(): LayeredFollower | null {
    if (this.follower === undefined) {
      this.follower = LayeredFollower.from(this.network, { flow: this.flow, potential: this.prices });
    }
    return this.follower;
  }

  /** The quick way of a layered network; when it finds no answer, the general way names the reason. */
  private follow(changes: FlowChanges, follower: LayeredFollower, keep: boolean): FlowUpdate | null {
    const { network } = this;
    const before = this.total;
    const scans = follower.scans;
    const undo: [Int32Array, number, number][] = [];
    for (const [arc, value] of changes.capacity ?? []) {
      undo.push([network.capacity, arc, network.capacity[arc]!]);
      network.capacity[arc] = value;
    }
    for (const [arc, value] of changes.cost ?? []) {
      undo.push([network.cost, arc, network.cost[arc]!]);
      this.total += this.flow[arc]! * (value - network.cost[arc]!);
      network.cost[arc] = value;
    }
    const moves = follower.update(changes);
    const moved: number[] = [];
    for (const [arc, units] of moves ?? []) {
      const old = this.flow[arc]!;
      if (old === units) continue;
      moved.push(arc);
      this.total += (units - old) * network.cost[arc]!;
      if (keep) this.setFlow(arc, units);
    }
    const objective = this.total;
    if (moves === null || !keep) {
      for (const [list, arc, value] of undo.reverse()) list[arc] = value;
      this.total = before;
      follower.back(changes, this.flow);
    }
    if (moves === null) return null;
    if (keep) {
      follower.keep();
      this.stale = true;
    }
    const answer = { objective, delta: objective - before, moved: Int32Array.from(moved).sort() };
    return { status: 'optimal', ...answer, scans: follower.scans - scans };
  }

  private change(changes: FlowChanges, keep: boolean): FlowUpdate {
    const before = this.total;
    const scansBefore = this.ways.scans;
    const undo: Undo = { flow: new Map(), price: new Map(), capacity: new Map(), cost: new Map(), supply: new Map() };
    this.undo = undo;
    const failure = this.apply(changes, undo);
    this.undo = null;
    const moved = [...undo.flow.keys()].filter((arc) => undo.flow.get(arc) !== this.flow[arc]).sort((a, b) => a - b);
    const delta = this.total - before;
    const answer: FlowUpdate = failure ?? {
      status: 'optimal',
      objective: this.total,
      delta,
      moved: Int32Array.from(moved),
      scans: this.ways.scans - scansBefore,
    };
    if (failure !== null || !keep) {
      for (const [arc, value] of undo.flow) this.setFlow(arc, value);
      for (const [node, value] of undo.price) this.potential[node] = value;
      for (const [arc, value] of undo.capacity) this.network.capacity[arc] = value;
      for (const [arc, value] of undo.cost) this.network.cost[arc] = value;
      for (const [node, value] of undo.supply) this.network.supply[node] = value;
      this.total = before;
    }
    return answer;
  }

  private apply(changes: FlowChanges, undo: Undo): FlowUpdate | null {
    const { capacity, cost, supply, from, to } = this.network;
    for (const [arc, value] of changes.cost ?? []) {
      if (!undo.cost.has(arc)) undo.cost.set(arc, cost[arc]!);
      this.total += this.flow[arc]! * (value - cost[arc]!);
      cost[arc] = value;
      if (!this.settleArc(arc)) return { status: 'unbounded' };
    }
    for (const [arc, value] of changes.capacity ?? []) {
      if (!undo.capacity.has(arc)) undo.capacity.set(arc, capacity[arc]!);
      capacity[arc] = value;
      const over = this.flow[arc]! - value;
      if (over > 0) {
        this.addFlow(arc, -over);
        const failure = this.carry(from[arc]!, to[arc]!, over);
        if (failure !== null) return failure;
      } else if (!this.settleArc(arc)) return { status: 'unbounded' };
    }
    const need = new Map<number, number>();
    for (const [node, value] of changes.supply ?? []) {
      if (!undo.supply.has(node)) undo.supply.set(node, supply[node]!);
      need.set(node, (need.get(node) ?? 0) + value - supply[node]!);
      supply[node] = value;
    }
    return need.size === 0 ? null : this.balance(need);
  }

  /** Sends `units` from `source` to `target` by cheapest paths. */
  private carry(source: number, target: number, units: number): FlowUpdate | null {
    let left = units;
    while (left > 0) {
      if (!this.ways.run(this.potential, target, source, -1, false))
        return { status: 'infeasible', cut: violatedCut(this.network, this.flow) };
      this.raise(this.ways.distance[source]!);
      left -= this.augment(source, target, left);
    }
    return null;
  }

  /** Meets changed supplies: each node that lacks units gets them from the nearest that has some. */
  private balance(need: Map<number, number>): FlowUpdate | null {
    for (const [target, lack] of need) {
      for (let left = -lack; left > 0; ) {
        let source = -1;
        this.ways.run(this.potential, target, -2, -1, false, (node) => {
          if ((need.get(node) ?? 0) > 0) source = node;
          return source === node;
        });
        if (source < 0) return { status: 'infeasible', cut: violatedCut(this.network, this.flow) };
        this.raise(this.ways.distance[source]!);
        const sent = this.augment(source, target, Math.min(left, need.get(source)!));
        need.set(source, need.get(source)! - sent);
        left -= sent;
        need.set(target, -left);
      }
    }
    return null;
  }

  /** Makes one arc obey the prices again after its cost or capacity changed; false: an unlimited negative cycle. */
  private settleArc(arc: number): boolean {
    const { from, to, capacity, cost } = this.network;
    for (;;) {
      const reduced = cost[arc]! + this.potential[from[arc]!]! - this.potential[to[arc]!]!;
      const room = capacity[arc]! - this.flow[arc]!;
      const add = reduced < 0 && room > 0;
      if (!add && !(reduced > 0 && this.flow[arc]! > 0)) return true;
      // One more (or one less) unit pays: close a cycle as long as the way back costs less, then lift the prices by what is left.
      const tail = add ? from[arc]! : to[arc]!;
      const head = add ? to[arc]! : from[arc]!;
      const gain = Math.abs(reduced);
      const reached = this.ways.run(this.potential, tail, head, arc, false, null, gain);
      if (!reached || this.ways.distance[head]! >= gain) {
        this.raise(gain);
        continue;
      }
      const limit = add ? room : this.flow[arc]!;
      this.raise(this.ways.distance[head]!);
      const unlimited = add && capacity[arc] === UNLIMITED && this.pathUnlimited(head, tail);
      if (unlimited) return false;
      const sent = this.augment(head, tail, limit);
      this.addFlow(arc, add ? sent : -sent);
    }
  }

  private pathUnlimited(source: number, target: number): boolean {
    for (let v = source; v !== target; ) {
      const code = this.ways.via[v]!;
      if (code < 0 || this.network.capacity[code] !== UNLIMITED) return false;
      v = this.network.to[code]!;
    }
    return true;
  }

  private priced(way: readonly number[] | null): ResidualPath | null {
    if (way === null) return null;
    const { cost } = this.network;
    return { cost: way.reduce((sum, code) => sum + (code >= 0 ? cost[code]! : -cost[~code]!), 0), arcs: Int32Array.from(way) };
  }

  private pathWithout(source: number, target: number, arc: number): ResidualPath | null {
    if (!this.ways.run(this.potential, target, source, arc, false)) return null;
    const arcs: number[] = [];
    const { from, to, cost } = this.network;
    let sum = 0;
    for (let v = source; v !== target; ) {
      const code = this.ways.via[v]!;
      arcs.push(code);
      sum += code >= 0 ? cost[code]! : -cost[~code]!;
      v = code >= 0 ? to[code]! : from[~code]!;
    }
    return { cost: sum, arcs: Int32Array.from(arcs) };
  }

  /** Lifts prices after a backward search so that everything nearer than `limit` pays the difference. */
  private raise(limit: number): void {
    const potential = this.potential;
    const { undo } = this;
    const { settled, distance } = this.ways;
    for (const node of settled) {
      const by = limit - distance[node]!;
      if (by <= 0) continue;
      if (undo !== null && !undo.price.has(node)) undo.price.set(node, potential[node]!);
      potential[node]! += by;
    }
  }

  private augment(source: number, target: number, limit: number): number {
    const { from, to, capacity } = this.network;
    let units = limit;
    for (let v = source; v !== target; ) {
      const code = this.ways.via[v]!;
      const room = code >= 0 ? capacity[code]! - this.flow[code]! : this.flow[~code]!;
      if (room < units) units = room;
      v = code >= 0 ? to[code]! : from[~code]!;
    }
    for (let v = source; v !== target; ) {
      const code = this.ways.via[v]!;
      this.addFlow(code >= 0 ? code : ~code, code >= 0 ? units : -units);
      v = code >= 0 ? to[code]! : from[~code]!;
    }
    return units;
  }

  private addFlow(arc: number, units: number): void {
    const { undo } = this;
    if (undo !== null && !undo.flow.has(arc)) undo.flow.set(arc, this.flow[arc]!);
    this.total += units * this.network.cost[arc]!;
    this.setFlow(arc, this.flow[arc]! + units);
  }

  private setFlow(arc: number, value: number): void {
    const old = this.flow[arc]!;
    this.flow[arc] = value;
    if (old > 0 !== value > 0) this.search?.mark(arc);
  }
}
