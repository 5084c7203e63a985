import type { Fact } from './explain-lines.ts';
import { type ExtraArc, headOf, tailOf } from './extend.ts';
import type { ResidualFlow } from './flow/index.ts';
import { InquiryNetwork, type Opened, type Outcome } from './inquiry-network.ts';
import { barrier, fits, type Instance, loadStep, pairCost, pairParts, spotKind, tiedKind } from './instance.ts';
import { pinWeight, SINK, SOURCE } from './model.ts';
import type { Assignment } from './plan.ts';
import type { PairPrices } from './pricing.ts';
import type { Alternative, Sentence, WhatIf } from './questions.ts';
import type { Placed } from './seating.ts';
import type { SolvedPlan } from './solve.ts';

/** A person at a post and the kind of place he holds. */
interface HeldPlace {
  readonly m: number;
  readonly s: number;
  readonly k: number;
}

/** The questions of {@link Inquiry} over a solved plan in which the post that they are about has spots of its own. */
export class PlaceInquiry {
  private readonly base: SolvedPlan;
  private readonly instance: Instance;
  private readonly network: InquiryNetwork;
  private readonly placed: readonly Placed[];

  constructor(base: SolvedPlan, placed: readonly Placed[]) {
    this.base = base;
    this.instance = base.instance;
    this.placed = placed;
    this.network = new InquiryNetwork(base, placed);
  }

  /** See {@link Inquiry.whoElse}. */
  whoElse(row: Assignment, most: number): Alternative[] {
    const held = this.heldPlace(row);
    for (;;) {
      const { found, left } = this.others(held, most);
      if (!this.network.widen(left)) return found;
    }
  }

  /** See {@link Inquiry.whyNot}; null when a pin stands against it. */
  whyNot(m: number, p: number): Outcome | null {
    const { instance, network } = this;
    const fitting = instance.slotsOfPost[p]!.filter((s) => fits(instance, m, instance.slots[s]!));
    const kinds = [...new Set(fitting.map((s) => spotKind(instance, s)))];
    // Whoever is wanted there is, at a price that beats everything but a pin.
    const wanted = network.forbidden;
    const outcome = network.ask({
      pairs: kinds.map((k) => [m, k] as const),
      changes: (flow) => ({
        cost: kinds.map((k) => {
          const arc = flow.arcOf.get(network.key(m, k))!;
          return [arc, flow.residual.network.cost[arc]! - wanted] as const;
        }),
      }),
    });
    if (outcome === null) return null;
    const difference = outcome.difference + wanted;
    return difference >= network.forbidden ? null : { ...outcome, difference };
  }

  /** See {@link Inquiry.whatChanges}. */
  whatChanges(row: Assignment, most: number): Sentence[] {
    const { member, post } = row;
    const held = this.heldPlace(row);
    const { instance } = this;
    const unit = instance.unitOf[held.m]!;
    const sentences: Sentence[] = [];
    const tell = (code: string, params: Fact['params'], ask: () => Outcome | null) => {
      const outcome = sentences.length < most ? ask() : null;
      if (outcome === null) return;
      const mine = outcome.moves.find((move) => move.member === member && move.from === post);
      if (!mine) return;
      const other = outcome.moves.find((move) => move.to === post)?.member ?? null;
      const then = mine.to !== null ? 'moves' : other !== null ? 'replaced' : 'empty';
      sentences.push({
        code: `${code}-${then}`,
        params: { ...params, member, post, to: mine.to, other },
        part: null,
        points: 0,
        difference: outcome.difference,
      });
    };
    if (unit >= 0) {
      const { id, cap: all, taskCap } = instance.problem.units[unit]!;
      const people = this.placed.filter((one) => instance.unitOf[one.member] === unit).length;
      const cap = all ?? taskCap;
      const used = people + this.base.solved.fixed.reservedOfUnit[unit]!;
      if (cap !== null && used >= instance.room[unit]!)
        tell('if-cap-less', { unit: id, from: cap, cap: cap - 1 }, () => this.unitCap(id, cap - 1));
    }
    const slot = instance.slots[held.s]!;
    if (slot.skill !== null && instance.skills[held.m]!.has(slot.skill))
      tell('if-skill-dropped', { skill: slot.skill }, () => this.withoutSkill(held.s));
    tell('if-absent', {}, () => this.whatIf({ kind: 'member-out', member }));
    if (instance.slots[held.s]!.count > 1)
      tell('if-one-less', { count: slot.count - 1 }, () => this.headCount(held.s, slot.count - 1));
    return sentences;
  }

  /** See {@link Inquiry.whatIf}. */
  whatIf(change: WhatIf): Outcome | null {
    const { instance, base } = this;
    if (change.kind === 'unit-cap') return this.unitCap(change.unit, change.cap);
    if (change.kind === 'member-out') {
      const m = instance.memberAt.get(change.member);
      if (m === undefined) return null;
      return this.network.ask({
        changes: () => ({ capacity: [[base.solved.model.firstMember + m, 0]] }),
        leaves: m,
        complete: m,
      });
    }
    if (change.kind === 'head-count') {
      const p = instance.postAt.get(change.post);
      const s = instance.slotsOfPost[p ?? -1]?.find((candidate) => instance.slots[candidate]!.slot === change.slot);
      return s === undefined ? null : this.headCount(s, change.count);
    }
    return this.prefer(change.member, change.prefer);
  }

  /** Places of one kind, more or fewer. */
  private headCount(s: number, count: number): Outcome | null {
    const { instance } = this;
    const { model } = this.base.solved;
    const spot = instance.spots.of[s]!;
    const node = model.spotNode[spot]!;
    const by = count - instance.slots[s]!.count;
    if (by < 0) {
      // The places that go are filled by nobody, at a price below everyone's but pins', taken off again.
      const nobody = pinWeight(instance) / 4;
      const outcome = this.network.ask({
        arcs: [{ from: SOURCE, to: node, capacity: 0, cost: -nobody }],
        changes: (flow) => ({ capacity: [[flow.added[0]!, -by]] }),
      });
      return outcome && { ...outcome, difference: outcome.difference - by * nobody };
    }
    const places = instance.spots.kinds[spot]!.count + by;
    return this.network.ask({
      changes: ({ residual: { network } }) => ({
        capacity: [
          [model.sinkArc[spot]!, places],
          [model.shortageArc[spot]!, places + 1],
        ],
        supply: [
          [SOURCE, network.supply[SOURCE]! + by],
          [SINK, network.supply[SINK]! - by],
        ],
      }),
    });
  }

  /** Cap of a unit with its steps of load priced anew. */
  private unitCap(id: string, cap: number): Outcome | null {
    const { instance, base } = this;
    const u = instance.unitAt.get(id);
    if (u === undefined) return null;
    const unit = instance.problem.units[u]!;
    const taken = base.solved.fixed.reservedOfUnit[u]!;
    // The cap that binds is the one that changes: the unit's own (all tasks together), or a smaller one of this task.
    const ofTask = unit.cap === null || (unit.taskCap !== null && unit.taskCap < unit.cap - instance.lent[u]!);
    const changed = ofTask ? { ...unit, taskCap: cap } : { ...unit, cap };
    const room = Math.max(
      0,
      Math.min(
        changed.cap === null ? Number.POSITIVE_INFINITY : changed.cap - instance.lent[u]!,
        changed.taskCap ?? Number.POSITIVE_INFINITY,
      ),
    );
    const people = instance.problem.members.reduce(
      (sum, row, m) => sum + (instance.unitOf[m] === u && !base.solved.fixed.reserved.has(m) ? row.maxDuties : 0),
      0,
    );
    const units = [...instance.problem.units];
    units[u] = changed;
    const after = { ...instance, problem: { ...instance.problem, units } };
    const steps: ExtraArc[] = [];
    for (let n = 1; n <= Math.min(room - taken, people); n++)
      steps.push({
        from: SOURCE,
        to: base.solved.model.unitNode[u]!,
        capacity: 0,
        cost: loadStep(after, u, instance.lent[u]! + taken + n),
      });
    const old = base.solved.model.steps.filter((step) => step.unit === u);
    return this.network.ask({
      arcs: steps,
      changes: ({ added }) => ({
        capacity: [...added.map((arc) => [arc, 1] as const), ...old.map((step) => [step.arc, 0] as const)],
      }),
    });
  }

  private prefer(id: string, prefer: readonly { readonly from: string; readonly to: string }[]): Outcome | null {
    const m = this.instance.memberAt.get(id);
    if (m === undefined) return null;
    const members = [...this.instance.problem.members];
    members[m] = { ...members[m]!, wishes: { ...members[m]!.wishes, prefer: [...prefer] } };
    const after: Instance = { ...this.instance, problem: { ...this.instance.problem, members }, timeRows: [] };
    // Those he is tied to are in the network already.
    const posts = [...(this.base.solved.fixed.pins.get(m) ?? []), ...(this.instance.published.get(m) ?? [])];
    const slots = [...new Set(posts)].flatMap((p) => this.instance.slotsOfPost[p]!);
    const tied = slots.filter((s) => tiedKind(this.instance, s) === s).map((s) => [m, s] as const);
    const pairs = [...this.network.pairsOf(m), ...tied];
    return this.network.ask({
      pairs: this.network.pairsOf(m),
      complete: m,
      changes: (flow) => ({
        cost: pairs.flatMap(([, k]) => {
          const arc = flow.arcOf.get(this.network.key(m, k));
          if (arc === undefined) return [];
          const kind = this.instance.kinds[k]!;
          const by = pairCost(after, m, kind) - pairCost(this.instance, m, kind);
          return [[arc, flow.residual.network.cost[arc]! + by] as const];
        }),
      }),
    });
  }

  /** The places of this kind without their skill: everyone who may come can take one. */
  private withoutSkill(s: number): Outcome | null {
    const slot = { ...this.instance.slots[s]!, skill: null };
    const { instance, base } = this;
    const extra: ExtraArc[] = [];
    for (let m = 0; m < instance.problem.members.length; m++) {
      if (base.solved.fixed.reserved.has(m) || instance.skills[m]!.has(instance.slots[s]!.skill!) || !fits(instance, m, slot))
        continue;
      if (barrier(instance, m, slot.post) !== null) continue;
      extra.push({
        from: tailOf(instance, base.solved, m, slot.post),
        to: headOf(instance, base.solved, m, spotKind(instance, s)),
        capacity: 0,
        cost: pairCost(instance, m, slot),
      });
    }
    return this.network.ask({
      arcs: extra,
      changes: ({ added }) => ({ capacity: added.map((arc) => [arc, 1] as const) }),
      joinSlot: s,
    });
  }

  /** The cheapest others over the pairings known so far, and the prices at which one left out would make them cheaper. */
  private others(held: HeldPlace, most: number): { found: Alternative[]; left: PairPrices } {
    const { instance, base } = this;
    const slot = instance.slots[held.s]!;
    const present = new Set(this.placed.flatMap((one) => (instance.slots[one.slot]!.post === slot.post ? [one.member] : [])));
    const flow = this.network.opened([]);
    const tail = tailOf(instance, base.solved, held.m, slot.post);
    // He may not stay at the post in another kind of place.
    const closed = instance.slotsOfPost[slot.post]!.flatMap((s) => {
      const k = spotKind(instance, s);
      const arc = flow.arcOf.get(this.network.key(held.m, k));
      return k === held.k || arc === undefined ? [] : [arc];
    });
    const shut = closed.map((arc) => [arc, 0] as const);
    const settled = closed.every((arc) => flow.residual.flow[arc] === 0);
    flow.residual.update({ capacity: shut });
    const away = flow.residual.distances(tail, 'from');
    const perUnit = instance.problem.posts[slot.post]!.maxPerUnit !== null;
    const own = this.network.costOf(held.m, held.k);
    const ranked: { m: number; difference: number }[] = [];
    for (let m = 0; m < instance.problem.members.length; m++) {
      if (m === held.m || base.solved.fixed.reserved.has(m) || present.has(m)) continue;
      if (!fits(instance, m, slot) || barrier(instance, m, slot.post) !== null) continue;
      const difference = this.network.costOf(m, held.k) - own + away[tailOf(instance, base.solved, m, slot.post)]!;
      if (difference < this.network.forbidden) ranked.push({ m, difference });
    }
    ranked.sort((a, b) => a.difference - b.difference || a.m - b.m);
    const exact = perUnit ? this.recheck(flow, held, ranked, most) : ranked.slice(0, most);
    const { fixed, model } = base.solved;
    // Where he is pinned the prices speak of a plan in which he stays.
    const bonus = fixed.pins.get(held.m)?.includes(slot.post) === true ? model.pinBonus : 0;
    const dearest = (exact[most - 1]?.difference ?? this.network.forbidden) + bonus;
    const now = new Map(this.placed.map((one) => [one.member, instance.problem.posts[instance.slots[one.slot]!.post]!.id]));
    return {
      found: exact.map(({ m, difference }) => {
        const at = now.get(m) ?? null;
        return { member: instance.problem.members[m]!.id, difference, reason: this.reasonFor(held, m, difference, at), now: at };
      }),
      left: this.leftOut(flow.residual, tail, away, dearest, settled),
    };
  }

  /**
   * Prices at which a pairing left out shortens the way from `tail` to somewhere not beyond `dearest`: a person costs what the way to him does,
   * a spot is worth what the way to it costs so far.
   */
  private leftOut(residual: ResidualFlow, tail: number, away: Float64Array, dearest: number, settled: boolean): PairPrices {
    const { instance, base } = this;
    const { model } = base.solved;
    const { potential } = residual;
    const shift = potential[tail]! - potential[SOURCE]!;
    // Prices that leave no pairing out let none begin where the way is as long as the answer already.
    const near = settled ? dearest : dearest + 1;
    const to = (node: number) => {
      const price = potential[node]! - potential[SOURCE]!;
      return away[node]! + shift - price >= near ? Number.POSITIVE_INFINITY : away[node]! + shift;
    };
    const members = Float64Array.from(model.memberNode, to);
    for (const [key, node] of model.windowNode) {
      const m = Math.floor(key / instance.windows.length);
      members[m] = Math.min(members[m]!, to(node));
    }
    return {
      spots: Float64Array.from(model.spotNode, (node) =>
        Math.min(away[node]! + shift, potential[node]! - potential[SOURCE]! + dearest),
      ),
      members,
      member: (m, p) => to(tailOf(instance, base.solved, m, p)),
      plain: true,
    };
  }

  /** Where a unit has a cap at the post the swap is tried in full: out with one, in with the other through his unit's node. */
  private recheck(flow: Opened, held: HeldPlace, ranked: readonly { m: number; difference: number }[], most: number) {
    const { instance, base } = this;
    const { fixed, model } = base.solved;
    const slot = instance.slots[held.s]!;
    // Whoever is pinned here is let go: what his pin was worth is no part of the difference.
    const pin = fixed.pins.get(held.m)?.includes(slot.post) === true ? model.pinBonus : 0;
    const arc = flow.arcOf.get(this.network.key(held.m, held.k))!;
    const owners = instance.problem.units.length + instance.problem.members.length;
    const found: { m: number; difference: number }[] = [];
    for (const { m } of ranked.slice(0, 40 + most)) {
      const head =
        model.unitPostNode.get(slot.post * owners + instance.unitOf[m]!)?.node ?? model.spotNode[instance.spots.of[held.s]!]!;
      const tail = tailOf(instance, base.solved, m, slot.post);
      const { supply } = flow.residual.network;
      const update = flow.residual.trial({
        capacity: [[arc, 0]],
        supply: [
          [tail, supply[tail]! - 1],
          [head, supply[head]! + 1],
        ],
      });
      if (update.status !== 'optimal') continue;
      const difference = update.delta - pin + this.network.costOf(m, held.k);
      if (difference < this.network.forbidden) found.push({ m, difference });
    }
    return found.sort((a, b) => a.difference - b.difference || a.m - b.m).slice(0, most);
  }

  private reasonFor(held: HeldPlace, m: number, difference: number, now: string | null): Fact {
    const { instance } = this;
    const slot = instance.slots[held.s]!;
    const mine = pairParts(instance, held.m, slot);
    const his = pairParts(instance, m, slot);
    const own = [
      {
        code: 'else-farther',
        points: his.travel - mine.travel,
        part: 'travel' as const,
        params: { metres: (his.travel - mine.travel) * 10 },
      },
      { code: 'else-without-skill', points: his.skill - mine.skill, part: 'skill' as const, params: { skill: slot.skill } },
      { code: 'else-other-time', points: his.wish - mine.wish, part: 'wish' as const, params: {} },
      { code: 'else-other-area', points: his.boundary - mine.boundary, part: 'boundary' as const, params: {} },
    ];
    const rest = difference - own.reduce((sum, fact) => sum + fact.points, 0);
    // Whoever has no unit burdens none: what is left is how the rest of the plan fits then.
    const elsewhere = now !== null ? 'else-needed-elsewhere' : instance.unitOf[m]! >= 0 ? 'else-unit-load' : 'else-rest';
    const facts: Fact[] = [...own, { code: elsewhere, points: rest, part: 'load', params: { post: now } }];
    facts.sort((a, b) => b.points - a.points);
    return difference > 0 && facts[0]!.points > 0 ? facts[0]! : { code: 'else-equal', points: 0, part: null, params: {} };
  }

  private heldPlace(row: Assignment): HeldPlace {
    const { instance } = this;
    const s = instance.slotsOfPost[instance.postAt.get(row.post)!]!.find((one) => instance.slots[one]!.slot === row.slot)!;
    return { m: instance.memberAt.get(row.member)!, s, k: spotKind(instance, s) };
  }
}
