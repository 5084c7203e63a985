import { type ExtraArc, extendFlow, headOf, tailOf } from './extend.ts';
import type { FlowChanges, ResidualFlow } from './flow/index.ts';
import { barrier, fits, type Instance, pairCost, postOfKind, spotKind, spotOfKind } from './instance.ts';
import { pinWeight } from './model.ts';
import { joinPairs, NO_PAIRS, type Pairs, pairLookup } from './pairs.ts';
import { pricesOf } from './prices.ts';
import { type PairPrices, priceOut, priceOutSince } from './pricing.ts';
import { type Held, type Placed, type Seating, seat, seatingOf } from './seating.ts';
import type { SolvedPlan } from './solve.ts';
import { heldPairs } from './solve-model.ts';

/** Pairings added at a time for a spot and a question: so many and four times its places. */
const PER_ROUND = 48;

/** Who goes where when something changes; null = no post. */
export interface Move {
  readonly member: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** The whole plan after a change: difference in points, places filled more (or fewer), who moves. */
export interface Outcome {
  readonly difference: number;
  readonly filled: number;
  readonly moves: readonly Move[];
}

/** A network opened for one question. */
export interface Opened {
  readonly residual: ResidualFlow;
  readonly arcOf: { readonly get: (key: number) => number | undefined };
  /** Pairing of an arc, by {@link InquiryNetwork.key}; undefined for other arcs. */
  readonly pairOf: (arc: number) => number | undefined;
  readonly added: readonly number[];
  readonly joins: readonly ExtraArc[];
  readonly first: number;
}

/** One question: what is opened for it, what then becomes different. */
export interface Question {
  /** Pairings that it needs, (member, kind). */
  readonly pairs?: readonly (readonly [number, number])[];
  readonly arcs?: readonly ExtraArc[];
  readonly changes: (flow: Opened) => FlowChanges;
  /** The slot that the added arcs lead to, when they are people. */
  readonly joinSlot?: number;
  /** A member whose own pins may fall. */
  readonly leaves?: number;
  /** A member who has all the pairings he may have. */
  readonly complete?: number;
}

/** The solved network of a plan, grown by pairings that a question needs, and its answers read back as people who move. */
export class InquiryNetwork {
  /** Differences this high stand for a pin that would fall; a path through one is no answer. */
  readonly forbidden: number;
  private readonly instance: Instance;
  private readonly base: SolvedPlan;
  private readonly known: (m: number, k: number) => number;
  private readonly placed: readonly Placed[];
  private extraPairs: Pairs = NO_PAIRS;
  private held: { readonly bySpot: ReadonlyMap<number, readonly Held[]>; readonly seating: Seating } | null = null;

  /** `placed` says who stands where. */
  constructor(base: SolvedPlan, placed: readonly Placed[]) {
    this.base = base;
    this.instance = base.instance;
    this.placed = placed;
    this.forbidden = pinWeight(base.instance) / 2;
    this.known = pairLookup(base.solved.model.pairs, base.instance.problem.members.length);
  }

  /**
   * Adds pairings left out that these prices would use; false when there are none. Only a plan whose prices hold for every pairing is widened: in
   * one that was bounded or stopped the answer stays within the pairings that were looked at.
   */
  widen(prices: PairPrices, without = -1, since = false): boolean {
    const { solved, plan } = this.base;
    if (plan.proof.status !== 'optimal' || plan.proof.method !== 'flow') return false;
    const known = joinPairs(solved.model.pairs, this.extraPairs);
    const reserved = without < 0 ? solved.fixed.reserved : new Set(solved.fixed.reserved).add(without);
    const found = since
      ? priceOutSince(this.instance, known, reserved, prices, solved.prices, PER_ROUND)
      : priceOut(this.instance, known, reserved, prices, 0, PER_ROUND);
    const usable = this.openPairs(found);
    if (usable.member.length === 0) return false;
    this.extraPairs = joinPairs(this.extraPairs, usable);
    return true;
  }

  /** A post with a cap for each unit keeps to the pairings of the solve. */
  private openPairs(pairs: Pairs): Pairs {
    const keep = [...pairs.member.keys()].filter(
      (i) => this.instance.problem.posts[this.instance.kinds[pairs.kind[i]!]!.post]!.maxPerUnit === null,
    );
    const kept = (of: Int32Array) => Int32Array.from(keep, (i) => of[i]!);
    return { member: kept(pairs.member), kind: kept(pairs.kind), cost: kept(pairs.cost) };
  }

  /** The residual network with the given pairings and arcs added; the arcs as they come, the pairings open. */
  opened(pairs: readonly (readonly [number, number])[], arcs: readonly ExtraArc[] = []): Opened {
    const { instance, base, known } = this;
    const { model } = base.solved;
    const grown = new Map<number, number>();
    const keys: number[] = [];
    const first = model.network.from.length;
    const extra: ExtraArc[] = [];
    const add = (m: number, k: number, capacity: number) => {
      const key = this.key(m, k);
      if (known(m, k) >= 0 || grown.has(key)) return;
      grown.set(key, first + extra.length);
      keys.push(key);
      extra.push({
        from: tailOf(instance, base.solved, m, instance.kinds[k]!.post),
        to: headOf(instance, base.solved, m, k),
        capacity,
        cost: this.costOf(m, k),
      });
    };
    for (let i = 0; i < this.extraPairs.member.length; i++) add(this.extraPairs.member[i]!, this.extraPairs.kind[i]!, 1);
    for (const [m, k] of pairs) add(m, k, 1);
    const added = arcs.map((_, i) => first + extra.length + i);
    const end = model.firstPair + model.pairs.member.length;
    const pairOf = (arc: number) => {
      if (arc >= first) return keys[arc - first];
      const i = arc - model.firstPair;
      return i >= 0 && arc < end ? this.key(model.pairs.member[i]!, model.pairs.kind[i]!) : undefined;
    };
    const width = instance.kinds.length;
    const arcOf = {
      get: (key: number) => {
        const i = known(Math.floor(key / width), key % width);
        return i >= 0 ? model.firstPair + i : grown.get(key);
      },
    };
    return {
      pairOf,
      residual: extendFlow(instance, base.solved, [...extra, ...arcs]),
      arcOf,
      added,
      joins: arcs,
      first: first + extra.length,
    };
  }

  /**
   * The best plan after a change; null when a pin or the network stands against it. Pairings left out that the prices of the answer would
   * use are added and it is asked again, so that it is the best of all.
   */
  ask(question: Question): Outcome | null {
    const { instance } = this;
    const { model, fixed } = this.base.solved;
    const leaves = question.leaves ?? -1;
    for (;;) {
      const flow = this.opened(question.pairs ?? [], question.arcs);
      const update = flow.residual.update(question.changes(flow));
      if (update.status !== 'optimal') return null;
      const { network, flow: after, potential } = flow.residual;
      if (this.widen(pricesOf(instance, { ...model, network }, after, potential), question.complete, true)) continue;
      // Whoever is asked about may lose his own pins; nobody else may.
      if (this.pinsLost(flow, update.moved, leaves) > 0) return null;
      const freed = (fixed.pins.get(leaves)?.length ?? 0) * model.pinBonus;
      return { difference: update.delta - freed, ...this.read(flow, update.moved, question.joinSlot) };
    }
  }

  /** How many fewer pins of people other than `leaves` stand now that the flow of these arcs has turned over. */
  private pinsLost(flow: Opened, moved: Int32Array, leaves: number): number {
    const { pins } = this.base.solved.fixed;
    if (pins.size === 0) return 0;
    const width = this.instance.kinds.length;
    let lost = 0;
    for (const arc of moved) {
      const key = flow.pairOf(arc);
      if (key === undefined) continue;
      const m = Math.floor(key / width);
      if (m === leaves || pins.get(m)?.includes(postOfKind(this.instance, key % width)) !== true) continue;
      lost += flow.residual.flow[arc]! > 0 ? -1 : 1;
    }
    return lost;
  }

  /** Who moves, from the arcs whose flow has changed (each pairing carries 0 or 1); people stay where they are as far as there is room. */
  private read(flow: Opened, moved: Int32Array, joinSlot = -1): { filled: number; moves: Move[] } {
    const { instance } = this;
    const { bySpot, seating } = this.holding();
    const width = instance.kinds.length;
    const left = new Map<number, Set<number>>();
    const joined = new Map<number, Held[]>();
    let filled = 0;
    const note = (member: number, kind: number, carries: boolean) => {
      const spot = spotOfKind(instance, kind);
      if (!left.has(spot)) {
        left.set(spot, new Set());
        joined.set(spot, []);
      }
      if (carries) joined.get(spot)!.push({ member, kind });
      else left.get(spot)!.add(this.key(member, kind));
      filled += carries ? 1 : -1;
    };
    for (const arc of moved) {
      const key = flow.pairOf(arc);
      if (key !== undefined) note(Math.floor(key / width), key % width, flow.residual.flow[arc]! > 0);
      else if (joinSlot >= 0 && arc >= flow.first && arc < flow.first + flow.joins.length)
        note(this.memberOf(flow.joins[arc - flow.first]!.from), spotKind(instance, joinSlot), true);
    }
    const members = new Map<number, { from: number[]; to: number[] }>();
    const of = (m: number) => {
      let entry = members.get(m);
      if (entry === undefined) {
        entry = { from: [], to: [] };
        members.set(m, entry);
      }
      return entry;
    };
    for (const [spot, gone] of left) {
      const before = bySpot.get(spot) ?? [];
      const stay = before.filter(({ member, kind }) => !gone.has(this.key(member, kind)));
      for (const { member } of before) of(member).from.push(instance.slots[seating.get(spot)!.get(member)!]!.post);
      for (const { member, slot } of seat(instance, [...stay, ...joined.get(spot)!], seating))
        of(member).to.push(instance.slots[slot]!.post);
    }
    const name = (p: number | undefined) => (p === undefined ? null : instance.problem.posts[p]!.id);
    const moves = [...members]
      .sort((a, b) => a[0] - b[0])
      .flatMap(([m, { from, to }]) => {
        const out = from.filter((p) => !to.includes(p));
        const into = to.filter((p) => !from.includes(p));
        const rows = Math.max(out.length, into.length);
        return Array.from({ length: rows }, (_, i) => ({
          member: instance.problem.members[m]!.id,
          from: name(out[i]),
          to: name(into[i]),
        }));
      });
    return { filled, moves };
  }

  private holding() {
    if (this.held === null) {
      const bySpot = new Map<number, Held[]>();
      for (const one of heldPairs(this.base.solved.model, this.base.solved.flow)) {
        const spot = spotOfKind(this.instance, one.kind);
        const list = bySpot.get(spot);
        if (list) list.push(one);
        else bySpot.set(spot, [one]);
      }
      this.held = { bySpot, seating: seatingOf(this.instance, this.placed) };
    }
    return this.held;
  }

  private memberOf(node: number): number {
    const { model } = this.base.solved;
    const first = model.memberNode[0]!;
    if (node - first < model.memberNode.length) return node - first;
    for (const [key, at] of model.windowNode) if (at === node) return Math.floor(key / this.instance.windows.length);
    throw new RangeError(`node ${node} belongs to no member`);
  }

  /** Every pairing a member may have with a spot. */
  pairsOf(m: number): [number, number][] {
    const { slots, spots, problem } = this.instance;
    return spots.kinds.flatMap((kind, spot): [number, number][] =>
      fits(this.instance, m, kind) &&
      barrier(this.instance, m, kind.post) === null &&
      problem.posts[kind.post]!.maxPerUnit === null
        ? [[m, slots.length + spot]]
        : [],
    );
  }

  /** Points of a pairing in the network. */
  costOf(m: number, k: number): number {
    const stays = this.instance.published.get(m)?.includes(postOfKind(this.instance, k)) === true ? this.instance.change : 0;
    return pairCost(this.instance, m, this.instance.kinds[k]!) - stays;
  }

  /** Number of a pairing. */
  key(m: number, k: number): number {
    return m * this.instance.kinds.length + k;
  }
}
