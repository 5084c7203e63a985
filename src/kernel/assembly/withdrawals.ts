import { type ExtraArc, extendFlow, headOf } from './extend.ts';
import { ResidualFlow } from './flow/index.ts';
import { LeftOut, type PricesNow } from './left-out.ts';
import { SOURCE } from './model.ts';
import { NO_PAIRS, type Pairs, pairLookup } from './pairs.ts';
import { pricesOf } from './prices.ts';
import { priceOut } from './pricing.ts';
import type { SolvedPlan } from './solve.ts';
import { brokenRows } from './solve-rows.ts';

/** Pairings that come within so many points of the prices are in the network from the start, so that it seldom grows. */
const SLACK = 16;

/** The plan without some people: its points, and the points below which no plan of the whole problem lies. */
export interface Withdrawn {
  readonly objective: number;
  /** Equal to `objective` when every pairing that could improve the plan was taken in. */
  readonly bound: number;
}

/**
 * The best plan without members who withdraw one after the other, leaders held fixed, by residual paths on the solved flow: no new solve.
 * Pairings that the solve left out are priced after each change and come in when they would improve the plan, so that the answer is that of
 * the whole problem.
 */
export class Withdrawals {
  private readonly base: SolvedPlan;
  private flow: ResidualFlow;
  /** Pairings beyond those of the solve, by member times kinds plus kind. */
  private readonly grown = new Set<number>();
  private readonly leftOut: LeftOut | null;
  private readonly now: PricesNow;

  constructor(base: SolvedPlan) {
    const { instance, solved } = base;
    const { problem } = instance;
    this.base = base;
    this.now = { spots: new Float64Array(instance.spots.kinds.length), members: new Float64Array(problem.members.length) };
    const plain =
      !solved.stopped &&
      solved.prices.plain &&
      problem.quotas.length === 0 &&
      problem.members.every((member) => member.maxDuties <= 1) &&
      problem.posts.every((post) => post.maxPerUnit === null);
    const near = plain ? priceOut(instance, solved.model.pairs, solved.fixed.reserved, solved.prices, SLACK) : NO_PAIRS;
    this.flow = extendFlow(instance, solved, this.arcs(near, 1));
    // An empty change prepares the quick repairs, so that the first question does not wait for it.
    this.flow.update({});
    this.read();
    const known = pairLookup(solved.model.pairs, problem.members.length);
    const { kinds, slots } = instance;
    const has = (m: number, spot: number) =>
      known(m, slots.length + spot) >= 0 || this.grown.has(m * kinds.length + slots.length + spot);
    this.leftOut = plain ? new LeftOut(instance, solved.fixed.reserved, has, this.now, SLACK) : null;
  }

  /**
   * Takes members out together. Without `widen` pairings that could improve the plan stay out and `bound` says by how much at most. Null when
   * one of them is pinned or leads, when rules outside the flow bind or the solve was stopped: then plan again.
   */
  withdraw(members: readonly string[], widen = true): Withdrawn | null {
    const { instance, solved, plan } = this.base;
    if (plan.proof.method !== 'flow' || solved.stopped) return null;
    const capacity: [number, number][] = [];
    for (const id of members) {
      const m = instance.memberAt.get(id);
      if (m === undefined || solved.fixed.pins.has(m) || solved.fixed.reserved.has(m)) return null;
      capacity.push([solved.model.firstMember + m, 0]);
    }
    if (this.flow.update({ capacity }).status !== 'optimal') return null;
    const gain = this.leftOut === null ? this.checkAll() : this.takeIn(this.leftOut, widen);
    if (gain === null) return null;
    let pins = 0;
    for (const posts of solved.fixed.pins.values()) pins += posts.length;
    const objective = this.flow.objective + pins * solved.model.pinBonus + solved.model.constant;
    return { objective, bound: objective - gain };
  }

  /** Takes in what improves the plan until nothing does; answers by how much what stays out could improve it at most. */
  private takeIn(leftOut: LeftOut, widen: boolean): number {
    for (;;) {
      this.read();
      const { missing, gain } = leftOut.look(this.now, widen);
      if (gain === 0 || !widen) return gain;
      this.grow(missing);
    }
  }

  /** Where the prices of single pairings say more than those of members and places, all are asked; null when the plan has to be made again. */
  private checkAll(): number | null {
    const { instance, solved } = this.base;
    const model = { ...solved.model, network: this.flow.network };
    if (brokenRows(model, this.flow.flow).length > 0) return null;
    const prices = pricesOf(instance, model, this.flow.flow, this.flow.potential);
    return priceOut(instance, model.pairs, solved.fixed.reserved, prices).member.length > 0 ? null : 0;
  }

  private arcs(pairs: Pairs, capacity: number): ExtraArc[] {
    const { instance, solved } = this.base;
    return Array.from(pairs.member, (m, i) => {
      const k = pairs.kind[i]!;
      this.grown.add(m * instance.kinds.length + k);
      return { from: solved.model.memberNode[m]!, to: headOf(instance, solved, m, k), capacity, cost: pairs.cost[i]! };
    });
  }

  /** The network with these pairings, opened one and all. */
  private grow(pairs: Pairs): void {
    const { network, flow, potential } = this.flow;
    const extra = this.arcs(pairs, 0);
    const arcs = network.from.length;
    const longer = (values: Int32Array, more: (arc: ExtraArc) => number) => {
      const result = new Int32Array(arcs + extra.length);
      result.set(values);
      extra.forEach((arc, i) => {
        result[arcs + i] = more(arc);
      });
      return result;
    };
    const whole = {
      ...network,
      from: longer(network.from, (arc) => arc.from),
      to: longer(network.to, (arc) => arc.to),
      capacity: longer(network.capacity, () => 0),
      cost: longer(network.cost, (arc) => arc.cost),
    };
    this.flow = new ResidualFlow(whole, { flow: longer(flow, () => 0), potential });
    const opened = this.flow.update({ capacity: extra.map((_, i) => [arcs + i, 1] as const) });
    if (opened.status !== 'optimal') throw new Error('more pairings cannot make a plan impossible');
  }

  private read(): void {
    const { model } = this.base.solved;
    const { potential } = this.flow;
    const zero = potential[SOURCE]!;
    const { spots, members } = this.now;
    for (let spot = 0; spot < spots.length; spot++) spots[spot] = potential[model.spotNode[spot]!]! - zero;
    for (let m = 0; m < members.length; m++) members[m] = Math.max(0, potential[model.memberNode[m]!]! - zero);
  }
}
