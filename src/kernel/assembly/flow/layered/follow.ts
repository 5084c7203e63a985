import type { FlowChanges } from '../changes.ts';
import { type FlowNetwork, type FlowStart, noCounts } from '../types.ts';
import { extendReady, refresh } from './candidates.ts';
import { buildCore, CLOSED, type Core, EXIT_AT, NEED, PRICE, STRIDE } from './core.ts';
import { trimRelay } from './forward.ts';
import { HubList } from './hub.ts';
import { type CoreMap, coreMap, costOf, ENTRY_ARC, EXIT_ARC, MEMBER_ARC, PLAIN_ARC, setCost } from './map.ts';
import { meet } from './meet.ts';
import { addExit, addPlain, noteLeastWorth, passRelay, releaseRelay, takeRelay } from './moves.ts';
import { type PathSearch, pathSearch } from './paths.ts';
import { pricesOf } from './read.ts';
import { cheapestWay, endOf, goBack } from './way.ts';

/** Candidates of each node that are sorted before the first change comes. */
const FIRST_SORTED = 12;

/** Prices beyond this are brought back to 0 at the hub. */
const FAR = 2 ** 26;

/**
 * Follows changes of a solved layered network: closes and opens members and candidates, changes their costs and the steps of the
 * units, then repairs by shortest paths over the core, so that a hundred withdrawals cost some ten thousand looks instead of a solve.
 * `network` and the flow are the caller's; this class only says which arcs carry what afterwards.
 */
export class LayeredFollower {
  private readonly core: Core;
  private readonly search: PathSearch;
  private readonly touched = new Set<number>();
  /** Nodes that may lack units or have too many. */
  private readonly changed = new Set<number>();
  private readonly map: CoreMap;

  private constructor(core: Core, map: CoreMap) {
    this.core = core;
    this.map = map;
    this.search = pathSearch(core, noCounts());
    core.hubList = new HubList(core);
  }

  /** A follower that stands where `start` (an optimum) stands. Null when the network is not layered. */
  static from(network: FlowNetwork, start: FlowStart): LayeredFollower | null {
    const core = buildCore(network, 0.5, true);
    if (core === null) return null;
    const { node, coreOf, hub, relayNode, exitArc, plainArc } = core;
    const { flow, potential } = start;
    let lowest = Number.POSITIVE_INFINITY;
    for (let v = 0; v < network.nodeCount; v++) {
      const price = potential[v]!;
      if (!Number.isInteger(price) || Math.abs(price) > CLOSED) return null;
      if (coreOf[v]! >= 0) node[coreOf[v]! * STRIDE + PRICE] = price;
      if (network.supply[v]! > 0 && price < lowest) lowest = price;
    }
    // An added hub is no node of the network: it costs what the cheapest giver costs.
    if (!coreOf.includes(hub)) node[hub * STRIDE + PRICE] = lowest;
    const relayOf = new Int32Array(network.nodeCount).fill(-1);
    for (let i = 0; i < core.relayCount; i++) relayOf[relayNode[i]!] = i;
    for (let arc = 0; arc < flow.length; arc++) {
      const i = relayOf[network.from[arc]!]!;
      if (i >= 0 && flow[arc]! > 0) takeRelay(core, i, coreOf[network.to[arc]!]!, network.cost[arc]!, arc);
    }
    for (let p = 0; p < plainArc.length; p++) if (flow[plainArc[p]!]! > 0) addPlain(core, p, flow[plainArc[p]!]!);
    for (let x = 0; x < exitArc.length; x++) {
      const units = exitArc[x]! >= 0 ? flow[exitArc[x]!]! : core.exitCapacity[x]!;
      if (units > 0) addExit(core, x, units);
    }
    for (let v = 0; v < core.nodeCount; v++) node[v * STRIDE + NEED] = 0;
    noteLeastWorth(core);
    for (let v = 0; v < core.nodeCount; v++)
      if (core.entryStart[v + 1]! > core.entryStart[v]!) extendReady(core, v, FIRST_SORTED);
    return new LayeredFollower(core, coreMap(core));
  }

  /** Prices of all nodes of the network as they are now. */
  potential(): Float64Array {
    return pricesOf(this.core);
  }

  /**
   * Arcs of a cheapest way of one unit between two nodes of the network; null when there is none, undefined when one of them is
   * no node of the core.
   */
  way(source: number, target: number): number[] | null | undefined {
    const { coreOf } = this.core;
    if (coreOf[source]! < 0 || coreOf[target]! < 0) return undefined;
    return cheapestWay(this.search, this.map, coreOf[source]!, coreOf[target]!);
  }

  /** Arcs of a cheapest way from the head of an idle candidate `arc` back to its tail; undefined when `arc` is no such candidate. */
  wayBack(arc: number): number[] | null | undefined {
    const { core, map } = this;
    const i = map.place[arc]!;
    if (map.role[arc] !== ENTRY_ARC || core.relayArc[i] === arc || core.relayCost[i]! >= CLOSED / 2) return undefined;
    const end = endOf(core, i);
    if (end === -1) return undefined;
    const way = cheapestWay(this.search, map, core.coreOf[core.network.to[arc]!]!, core.holder[2 * i]!);
    return way === null ? null : [...way, end];
  }

  /** Looks at candidates so far. */
  get scans(): number {
    return this.search.counts.scans;
  }

  /** Whether all changes are of a kind that `update` follows. */
  follows(changes: FlowChanges): boolean {
    if ((changes.supply ?? []).length > 0) return false;
    const { role } = this.map;
    const sized = (changes.capacity ?? []).every(([arc, value]) => {
      return value >= 0 && (role[arc] === ENTRY_ARC || role[arc] === EXIT_ARC || (role[arc] === MEMBER_ARC && value <= 1));
    });
    return (
      sized &&
      (changes.cost ?? []).every(
        ([arc, value]) => (role[arc] === ENTRY_ARC || role[arc] === MEMBER_ARC) && Math.abs(value) < CLOSED / 4,
      )
    );
  }

  /**
   * Brings the core up to date after changes that it follows; the network has the new capacities and costs already. Answers the new
   * flow of every arc that may have changed; null when no answer exists: then, as after a trial, `back` must follow.
   */
  update(changes: FlowChanges): Map<number, number> | null {
    const { touched, core } = this;
    const { capacity, cost } = core.network;
    const { role, place } = this.map;
    touched.clear();
    core.hubList?.clear();
    this.search.before.begin();
    core.lowReady.begin();
    for (const arc of changedArcs(changes)) {
      const at = place[arc]!;
      if (role[arc] === EXIT_ARC) {
        touched.add(arc);
        this.resizeExit(at, capacity[arc]!);
        continue;
      }
      const value = cost[arc]! + (capacity[arc] === 0 ? CLOSED : 0);
      if (role[arc] === MEMBER_ARC) this.changeMember(at, value);
      else this.changeEntry(at, arc, value);
    }
    return this.repair();
  }

  /** Ends an update that stays. */
  keep(): void {
    this.search.before.end();
    this.core.lowReady.end();
    if (Math.abs(this.core.node[this.core.hub * STRIDE + PRICE]!) > FAR) this.rebase();
  }

  /** Undoes the last update; the network has its old capacities and costs again, `flow` is what it carried. */
  back(changes: FlowChanges, flow: Int32Array): void {
    const { core, search, touched } = this;
    const { node, relayArc, relayCost, holder, network } = core;
    const { role, place } = this.map;
    const valued = (arc: number) => network.cost[arc]! + (network.capacity[arc] === 0 ? CLOSED : 0);
    for (const arc of touched) {
      const at = place[arc]!;
      if (role[arc] === ENTRY_ARC && relayArc[at] === arc && flow[arc] === 0) releaseRelay(core, at);
      else if (role[arc] === PLAIN_ARC) addPlain(core, at, flow[arc]! - core.plainFlow[at]!);
    }
    for (const arc of changedArcs(changes)) {
      const at = place[arc]!;
      if (role[arc] === MEMBER_ARC) {
        relayCost[at] = valued(arc);
        if (relayArc[at]! < 0) holder[2 * at + 1] = relayCost[at]!;
      } else if (role[arc] === ENTRY_ARC) {
        setCost(core, this.map, at, arc, valued(arc));
        if (relayArc[at] === arc) holder[2 * at + 1] = -valued(arc);
      } else core.exitCapacity[at] = network.capacity[arc]!;
    }
    for (const arc of touched) {
      const at = place[arc]!;
      if (role[arc] === ENTRY_ARC && relayArc[at] !== arc && flow[arc]! > 0)
        takeRelay(core, at, core.coreOf[network.to[arc]!]!, valued(arc), arc);
      else if (role[arc] === EXIT_ARC) {
        addExit(core, at, flow[arc]! - core.exitFlow[at]!);
        const v = core.exitHead[at]!;
        node[v * STRIDE + EXIT_AT] = core.exitStart[v]!;
        addExit(core, core.exitStart[v]!, 0);
      }
    }
    // What a hub in front of all givers hands out is no arc of the network; between updates it is all handed out.
    if (this.map.networkNode[core.hub]! < 0) {
      for (let x = 0; x < core.exitArc.length; x++)
        if (core.exitArc[x]! < 0) addExit(core, x, core.exitCapacity[x]! - core.exitFlow[x]!);
    }
    for (const v of this.changed) node[v * STRIDE + NEED] = 0;
    node[core.hub * STRIDE + NEED] = 0;
    this.changed.clear();
    goBack(search);
  }

  private resizeExit(x: number, capacity: number): void {
    const { core } = this;
    const { node, exitHead, exitFlow, exitCapacity, exitCost, hub } = core;
    const at = exitHead[x]! * STRIDE;
    const old = exitFlow[x]!;
    exitCapacity[x] = capacity;
    const pays = exitCost[x]! + node[hub * STRIDE + PRICE]! < node[at + PRICE]!;
    const flow = pays ? capacity : Math.min(old, capacity);
    addExit(core, x, flow - old);
    node[at + EXIT_AT] = core.exitStart[exitHead[x]!]!;
    addExit(core, x, 0);
    node[at + NEED]! -= flow - old;
    node[hub * STRIDE + NEED]! += flow - old;
    this.changed.add(exitHead[x]!).add(hub);
  }

  /** The arc into relay `i` costs `value` now. */
  private changeMember(i: number, value: number): void {
    const { core } = this;
    const { node, holder, relayUnit, relayCost, relayArc } = core;
    const rises = value >= relayCost[i]!;
    relayCost[i] = value;
    if (relayArc[i]! >= 0) {
      const worth = node[holder[2 * i]! * STRIDE + PRICE]! + holder[2 * i + 1]!;
      if (node[relayUnit[i]! * STRIDE + PRICE]! + value > worth) this.release(i);
      return;
    }
    holder[2 * i + 1] = value;
    if (!rises) this.offer(i);
  }

  /** Candidate `arc` of relay `i` costs `value` now. */
  private changeEntry(i: number, arc: number, value: number): void {
    const { core } = this;
    const { node, holder, relayArc, network, coreOf } = core;
    const v = coreOf[network.to[arc]!]!;
    setCost(core, this.map, i, arc, value);
    refresh(core, v);
    if (relayArc[i] === arc) {
      const dearer = -value < holder[2 * i + 1]!;
      holder[2 * i + 1] = -value;
      if (!dearer) return;
      this.release(i);
      this.offer(i);
    } else if (node[holder[2 * i]! * STRIDE + PRICE]! + holder[2 * i + 1]! + value < node[v * STRIDE + PRICE]!)
      this.take(i, v, arc);
  }

  /** A free relay whose worth fell: lists that name it need a new order, and whoever gains most by it takes it at once. */
  private offer(i: number): void {
    const { core } = this;
    const { node, relayUnit, relayCost } = core;
    const worth = node[relayUnit[i]! * STRIDE + PRICE]! + relayCost[i]!;
    let best = -1;
    let gain = 0;
    trimRelay(this.search, this.map, i, worth);
    const { offer, offerStart } = this.map;
    for (let k = 3 * offerStart[i]!; k < 3 * offerStart[i + 1]!; k += 3) {
      const more = node[offer[k]! * STRIDE + PRICE]! - offer[k + 1]! - worth;
      if (more > gain) {
        gain = more;
        best = k;
      }
    }
    if (best >= 0) this.take(i, offer[best]!, offer[best + 2]!);
  }

  private release(i: number): void {
    const { core } = this;
    const { node, holder, relayUnit } = core;
    this.touched.add(core.relayArc[i]!);
    node[holder[2 * i]! * STRIDE + NEED]! += 1;
    node[relayUnit[i]! * STRIDE + NEED]! -= 1;
    this.changed.add(holder[2 * i]!).add(relayUnit[i]!);
    releaseRelay(core, i);
  }

  private take(i: number, v: number, arc: number): void {
    const { core } = this;
    const { node, holder } = core;
    const cost = costOf(this.map, i, arc);
    node[holder[2 * i]! * STRIDE + NEED]! += 1;
    node[v * STRIDE + NEED]! -= 1;
    this.changed.add(holder[2 * i]!).add(v);
    this.touched.add(arc);
    if (core.relayArc[i]! >= 0) {
      this.touched.add(core.relayArc[i]!);
      passRelay(core, i, v, cost, arc);
    } else takeRelay(core, i, v, cost, arc);
  }

  /** Serves every node that lacks units; answers the flow of all arcs that may have changed. */
  private repair(): Map<number, number> | null {
    const { core, search, touched } = this;
    const { role, place } = this.map;
    const { node, relayArc, exitArc, exitFlow, hub } = core;
    const moves = new Map<number, number>();
    const lacking: number[] = [];
    const giving: number[] = [];
    // Places handed back go to the hub first when the unit does not value them above their step: searches then end there.
    for (const v of [...this.changed].sort((a, b) => a - b)) {
      for (let x = core.exitStart[v + 1]! - 1; x >= core.exitStart[v]! && node[v * STRIDE + NEED]! < 0; x--) {
        const units = Math.min(exitFlow[x]!, -node[v * STRIDE + NEED]!);
        if (units === 0 || core.exitCost[x]! + node[hub * STRIDE + PRICE]! !== node[v * STRIDE + PRICE]!) continue;
        addExit(core, x, -units);
        node[v * STRIDE + NEED]! += units;
        node[hub * STRIDE + NEED]! -= units;
        if (exitArc[x]! >= 0) touched.add(exitArc[x]!);
      }
      if (node[v * STRIDE + NEED]! > 0) lacking.push(v);
      else if (node[v * STRIDE + NEED]! < 0 && v !== hub) giving.push(v);
    }
    search.touched = touched;
    if (!meet(search, this.map, lacking, giving)) return null;
    this.changed.clear();
    for (const arc of touched) {
      const at = place[arc]!;
      if (role[arc] === EXIT_ARC) moves.set(arc, exitFlow[at]!);
      else if (role[arc] === PLAIN_ARC) moves.set(arc, core.plainFlow[at]!);
      else {
        moves.set(arc, relayArc[at] === arc ? 1 : 0);
        const into = core.relayIn[at]!;
        if (into >= 0) moves.set(into, relayArc[at]! >= 0 ? 1 : 0);
      }
    }
    return moves;
  }

  /** Only differences of prices mean something: the hub's goes back to 0. */
  private rebase(): void {
    const { core } = this;
    const { node, hub } = core;
    const by = node[hub * STRIDE + PRICE]!;
    for (let v = 0; v < core.nodeCount; v++) {
      node[v * STRIDE + PRICE]! -= by;
      refresh(core, v);
    }
    core.leastWorth -= by;
  }
}

function changedArcs(changes: FlowChanges): Set<number> {
  return new Set([...(changes.capacity ?? []), ...(changes.cost ?? [])].map(([arc]) => arc));
}
