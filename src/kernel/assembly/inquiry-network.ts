import { type ExtraArc, extendFlow, tailOf } from './extend.ts';
import type { FlowChanges, FlowUpdate, ResidualFlow } from './flow/index.ts';
import { barrier, fits, type Instance, pairCost } from './instance.ts';
import { pinWeight } from './model.ts';
import { joinPairs, NO_PAIRS, type Pairs, pairLookup } from './pairs.ts';
import { priceOut } from './pricing.ts';
import type { SolvedPlan } from './solve.ts';

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

/** The solved network of a plan, grown by pairings that a question needs, and its answers read back as people who move. */
export class InquiryNetwork {
  /** Every pairing that comes within this many points is in the network. */
  slack = 0;
  /** Differences this high stand for a pin that would fall; a path through one is no answer. */
  readonly forbidden: number;
  private readonly instance: Instance;
  private readonly base: SolvedPlan;
  private known: ((m: number, s: number) => number) | null = null;
  private extraPairs: Pairs = NO_PAIRS;

  constructor(base: SolvedPlan) {
    this.base = base;
    this.instance = base.instance;
    this.forbidden = pinWeight(base.instance) / 2;
  }

  /** Adds the pairings that come within `slack` points; false when there are none. */
  widen(slack: number): boolean {
    const { solved } = this.base;
    const known = joinPairs(solved.model.pairs, this.extraPairs);
    this.slack = slack;
    const more = priceOut(this.instance, known, solved.fixed.reserved, solved.prices, slack);
    const usable = this.openPairs(more);
    if (usable.member.length === 0) return false;
    this.extraPairs = joinPairs(this.extraPairs, usable);
    return true;
  }

  /** A post with a cap for each unit keeps to the pairings of the solve. */
  private openPairs(pairs: Pairs): Pairs {
    const keep = [...pairs.member.keys()].filter(
      (i) => this.instance.problem.posts[this.instance.slots[pairs.slot[i]!]!.post]!.maxPerUnit === null,
    );
    const kept = (of: Int32Array) => Int32Array.from(keep, (i) => of[i]!);
    return { member: kept(pairs.member), slot: kept(pairs.slot), cost: kept(pairs.cost) };
  }

  /** The residual network with the given pairings and arcs added; the arcs as they come, the pairings open. */
  opened(pairs: readonly (readonly [number, number])[], arcs: readonly ExtraArc[] = []): Opened {
    const { instance, base } = this;
    const { model } = base.solved;
    this.known ??= pairLookup(model.pairs, instance.problem.members.length);
    const { known } = this;
    const grown = new Map<number, number>();
    const keys: number[] = [];
    const first = model.network.from.length;
    const extra: ExtraArc[] = [];
    const add = (m: number, s: number, capacity: number) => {
      const key = this.key(m, s);
      if (known(m, s) >= 0 || grown.has(key)) return;
      grown.set(key, first + extra.length);
      keys.push(key);
      const slot = instance.slots[s]!;
      extra.push({
        from: tailOf(instance, base.solved, m, slot.post),
        to: model.slotNode[s]!,
        capacity,
        cost: this.costOf(m, s),
      });
    };
    for (let i = 0; i < this.extraPairs.member.length; i++) add(this.extraPairs.member[i]!, this.extraPairs.slot[i]!, 1);
    for (const [m, s] of pairs) add(m, s, 1);
    const added = arcs.map((_, i) => first + extra.length + i);
    const end = model.firstPair + model.pairs.member.length;
    const pairOf = (arc: number) => {
      if (arc >= first) return keys[arc - first];
      const i = arc - model.firstPair;
      return i >= 0 && arc < end ? this.key(model.pairs.member[i]!, model.pairs.slot[i]!) : undefined;
    };
    const width = instance.slots.length;
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

  /** Tries changes; null when a pin or the network stands against them. `leaves` is a member whose own pins may fall. */
  ask(flow: Opened, changes: FlowChanges, joinSlot = -1, leaves = -1): Outcome | null {
    const update: FlowUpdate = flow.residual.trial(changes);
    if (update.status !== 'optimal') return null;
    // Whoever is asked about may lose his own pins; nobody else may.
    const { model, fixed } = this.base.solved;
    const freed = (fixed.pins.get(leaves)?.length ?? 0) * model.pinBonus;
    if (this.pinsLost(flow, update.moved, leaves) > 0) return null;
    return { difference: update.delta - freed, ...this.read(flow, update.moved, joinSlot) };
  }

  /** How many fewer pins of people other than `leaves` stand once the flow of these arcs has turned over. */
  private pinsLost(flow: Opened, moved: Int32Array, leaves: number): number {
    const { pins } = this.base.solved.fixed;
    if (pins.size === 0) return 0;
    const width = this.instance.slots.length;
    let lost = 0;
    for (const arc of moved) {
      const key = flow.pairOf(arc);
      if (key === undefined) continue;
      const m = Math.floor(key / width);
      if (m === leaves || pins.get(m)?.includes(this.instance.slots[key % width]!.post) !== true) continue;
      lost += flow.residual.flow[arc]! > 0 ? 1 : -1;
    }
    return lost;
  }

  /** Who moves, from the arcs whose flow changed (each pairing carries 0 or 1). */
  read(flow: Opened, moved: Int32Array, joinSlot = -1): { filled: number; moves: Move[] } {
    const { instance } = this;
    const toggled = new Set(moved);
    const members = new Map<number, { from: number[]; to: number[] }>();
    let filled = 0;
    const note = (m: number, p: number, carries: boolean) => {
      const entry = members.get(m) ?? { from: [], to: [] };
      (carries ? entry.from : entry.to).push(p);
      members.set(m, entry);
      filled += carries ? -1 : 1;
    };
    const width = instance.slots.length;
    for (const arc of toggled) {
      const key = flow.pairOf(arc);
      if (key !== undefined) note(Math.floor(key / width), instance.slots[key % width]!.post, flow.residual.flow[arc]! > 0);
    }
    if (joinSlot >= 0) {
      const owner = new Map(flow.joins.map((_, i) => [flow.first + i, i]));
      for (const arc of toggled) {
        const i = owner.get(arc);
        if (i !== undefined) note(this.memberOf(flow.joins[i]!.from), instance.slots[joinSlot]!.post, false);
      }
    }
    const name = (p: number | undefined) => (p === undefined ? null : instance.problem.posts[p]!.id);
    const moves = [...members]
      .sort((a, b) => a[0] - b[0])
      .flatMap(([m, { from, to }]) => {
        const left = from.filter((p) => !to.includes(p));
        const joined = to.filter((p) => !from.includes(p));
        const rows = Math.max(left.length, joined.length);
        return Array.from({ length: rows }, (_, i) => ({
          member: instance.problem.members[m]!.id,
          from: name(left[i]),
          to: name(joined[i]),
        }));
      });
    return { filled, moves };
  }

  private memberOf(node: number): number {
    const { model } = this.base.solved;
    const first = model.memberNode[0]!;
    if (node - first < model.memberNode.length) return node - first;
    for (const [key, at] of model.windowNode) if (at === node) return Math.floor(key / this.instance.windows.length);
    throw new RangeError(`node ${node} belongs to no member`);
  }

  /** Every pairing a member may have. */
  pairsOf(m: number): [number, number][] {
    return this.instance.slots.flatMap((slot, s): [number, number][] =>
      fits(this.instance, m, slot) &&
      barrier(this.instance, m, slot.post) === null &&
      this.instance.problem.posts[slot.post]!.maxPerUnit === null
        ? [[m, s]]
        : [],
    );
  }

  /** Points of a pairing in the network. */
  costOf(m: number, s: number): number {
    const slot = this.instance.slots[s]!;
    const stays = this.instance.published.get(m)?.includes(slot.post) === true ? this.instance.change : 0;
    return pairCost(this.instance, m, slot) - stays;
  }

  /** Number of a pairing. */
  key(m: number, s: number): number {
    return m * this.instance.slots.length + s;
  }
}
