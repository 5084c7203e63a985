import { type Fact, whyLines } from './explain-lines.ts';
import { type ExtraArc, headOf, tailOf } from './extend.ts';
import { InquiryNetwork, type Opened, type Outcome } from './inquiry-network.ts';
import { barrier, fits, type Instance, loadStep, pairCost, pairParts } from './instance.ts';
import { pinWeight, SINK, SOURCE } from './model.ts';
import type { AssemblyPlan } from './plan.ts';
import type { SolvedPlan } from './solve.ts';

/** Someone else for a place, with what the whole plan would then cost more. */
export interface Alternative {
  readonly member: string;
  /** Points of the best plan with this person here minus the present plan, exact. */
  readonly difference: number;
  /** The largest part of it; code equals the text key. */
  readonly reason: Fact;
  /** Where the person serves now, null when free. */
  readonly now: string | null;
}

/** "If this, then that", as a code with values. */
export interface Sentence extends Fact {
  readonly difference: number;
}

/** A change to try without a full solve. */
export type WhatIf =
  | { readonly kind: 'unit-cap'; readonly unit: string; readonly cap: number }
  | { readonly kind: 'member-out'; readonly member: string }
  | {
      readonly kind: 'prefer';
      readonly member: string;
      readonly prefer: readonly { readonly from: string; readonly to: string }[];
    }
  | { readonly kind: 'head-count'; readonly post: string; readonly slot: number; readonly count: number };

/**
 * Questions about a solved plan, answered exactly by shortest paths in its residual network (leaders held fixed). A question first looks
 * at the pairings of the solve; where its answer is dearer than what was left out, those are added and it is asked again.
 */
export class Inquiry {
  readonly plan: AssemblyPlan;
  private readonly instance: Instance;
  private readonly base: SolvedPlan;
  private readonly network: InquiryNetwork;

  constructor(base: SolvedPlan) {
    this.base = base;
    this.instance = base.instance;
    this.plan = base.plan;
    this.network = new InquiryNetwork(base);
  }

  /** Why this person: one line for each kind of cost that says something, in points; their sum is the cost of the row. */
  why(member: string, post: string): readonly Fact[] {
    const row = this.plan.assignments.find((entry) => entry.member === member && entry.post === post);
    return row === undefined ? [] : whyLines(this.instance, row);
  }

  /** The `most` cheapest others for the place that `member` holds at `post`, with the exact difference of the whole plan. */
  whoElse(member: string, post: string, most = 3): Alternative[] {
    const held = this.heldPair(member, post);
    if (held === null) return [];
    for (;;) {
      const found = this.others(held, most);
      const dearest = found.at(-1)?.difference ?? this.network.slack;
      if (dearest <= this.network.slack || !this.network.widen(dearest)) return found;
    }
  }

  /** What keeps a person from a post, or what the best plan with him there costs more. */
  whyNot(member: string, post: string): { readonly blocked: string | null; readonly outcome: Outcome | null } {
    const m = this.instance.memberAt.get(member);
    const p = this.instance.postAt.get(post);
    if (m === undefined || p === undefined) return { blocked: 'unknown', outcome: null };
    if (this.base.solved.fixed.reserved.has(m)) return { blocked: 'leads-elsewhere', outcome: null };
    const kept = barrier(this.instance, m, p);
    if (kept !== null) return { blocked: kept, outcome: null };
    const kinds = this.instance.slotsOfPost[p]!.filter((s) => fits(this.instance, m, this.instance.slots[s]!));
    if (kinds.length === 0) return { blocked: 'no-fitting-place', outcome: null };
    for (;;) {
      const flow = this.network.opened(kinds.map((s) => [m, s] as const));
      let best: { cost: number; arcs: Int32Array } | null = null;
      for (const s of kinds) {
        const arc = flow.arcOf.get(this.network.key(m, s))!;
        const path = flow.residual.flow[arc]! > 0 ? { cost: 0, arcs: new Int32Array(0) } : flow.residual.forceUnit(arc);
        if (path !== null && (best === null || path.cost < best.cost)) best = path;
      }
      if (best === null || best.cost >= this.network.forbidden) return { blocked: 'no-room', outcome: null };
      if (best.cost > this.network.slack && this.network.widen(best.cost)) continue;
      const toggled = Int32Array.from(best.arcs, (code) => (code < 0 ? ~code : code));
      return { blocked: null, outcome: { difference: best.cost, ...this.network.read(flow, toggled) } };
    }
  }

  /** Up to `most` changes after which this person would no longer hold the place: his unit's cap, the skill, his own absence. */
  whatChanges(member: string, post: string, most = 3): Sentence[] {
    const held = this.heldPair(member, post);
    if (held === null) return [];
    const { instance } = this;
    const unit = instance.unitOf[held.m]!;
    const sentences: Sentence[] = [];
    const tell = (code: string, params: Fact['params'], outcome: Outcome | null) => {
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
      const row = instance.problem.units[unit]!;
      const people = this.plan.assignments.filter(
        (entry) => instance.unitOf[instance.memberAt.get(entry.member)!] === unit,
      ).length;
      const cap = row.cap ?? row.taskCap;
      const used = people + this.base.solved.fixed.reservedOfUnit[unit]!;
      if (cap !== null && used >= instance.room[unit]!)
        tell(
          'if-cap-less',
          { unit: row.id, from: cap, cap: cap - 1 },
          this.whatIf({ kind: 'unit-cap', unit: row.id, cap: cap - 1 }),
        );
    }
    const slot = instance.slots[held.s]!;
    if (slot.skill !== null && instance.skills[held.m]!.has(slot.skill))
      tell('if-skill-dropped', { skill: slot.skill }, this.withoutSkill(held.s));
    tell('if-absent', {}, this.whatIf({ kind: 'member-out', member }));
    if (instance.slots[held.s]!.count > 1)
      tell(
        'if-one-less',
        { count: slot.count - 1 },
        this.whatIf({ kind: 'head-count', post, slot: slot.slot, count: slot.count - 1 }),
      );
    return sentences.slice(0, most);
  }

  /** The plan after a change of a cap, a wish, a head-count, or without a person; null when no plan is left (a pin stands against it). */
  whatIf(change: WhatIf): Outcome | null {
    const { instance, base } = this;
    const { model, prices } = base.solved;
    if (change.kind === 'unit-cap') {
      const u = instance.unitAt.get(change.unit);
      if (u === undefined) return null;
      // What the change can bring at most: each further person is worth the unit's price, and a higher cap makes each step lighter.
      const more = Math.max(0, change.cap - instance.room[u]!);
      const lighter = instance.problem.weights.load * Math.max(instance.room[u]!, change.cap);
      return this.settled(() => this.unitCap(change.unit, change.cap), more * prices.units[u]! + lighter);
    }
    if (change.kind === 'member-out') {
      const m = instance.memberAt.get(change.member);
      if (m === undefined) return null;
      const ask = () => this.network.ask(this.network.opened([]), { capacity: [[model.firstMember + m, 0]] }, -1, m);
      return this.settled(ask, 0);
    }
    if (change.kind === 'head-count') {
      const p = instance.postAt.get(change.post);
      const s = instance.slotsOfPost[p ?? -1]?.find((candidate) => instance.slots[candidate]!.slot === change.slot);
      if (s === undefined) return null;
      const fewer = Math.max(0, instance.slots[s]!.count - change.count);
      return this.settled(() => this.headCount(s, change.count), fewer * prices.slots[s]!);
    }
    // A wish makes no duty of the member cheaper by more than its price.
    const duties = instance.problem.members[instance.memberAt.get(change.member) ?? -1]?.maxDuties ?? 0;
    return this.settled(() => this.prefer(change.member, change.prefer), duties * instance.problem.weights.wish);
  }

  /**
   * Asks until no pairing left out could change the answer: one whose reduced cost is above what the answer lies over the bound that the
   * prices still prove (the present plan less `relief`) is in no better plan.
   */
  private settled(ask: () => Outcome | null, relief: number): Outcome | null {
    for (;;) {
      const outcome = ask();
      const over = outcome === null ? this.network.slack : outcome.difference + relief;
      if (over <= this.network.slack || !this.network.widen(over)) return outcome;
    }
  }

  /** Places of one kind, more or fewer. */
  private headCount(s: number, count: number): Outcome | null {
    const { instance } = this;
    const { model } = this.base.solved;
    {
      const node = model.slotNode[s]!;
      const by = count - instance.slots[s]!.count;
      if (by < 0) {
        // The places that go are filled by nobody, at a price below everyone's but pins', taken off again.
        const nobody = pinWeight(instance) / 4;
        const flow = this.network.opened([], [{ from: SOURCE, to: node, capacity: 0, cost: -nobody }]);
        const outcome = this.network.ask(flow, { capacity: [[flow.added[0]!, -by]] });
        return outcome && { ...outcome, difference: outcome.difference - by * nobody };
      }
      const flow = this.network.opened([]);
      const { network } = flow.residual;
      const arc = network.from.findIndex((from, i) => from === node && network.to[i] === SINK);
      return this.network.ask(flow, {
        capacity: [
          [arc, count],
          [model.shortageArc[s]!, count + 1],
        ],
        supply: [
          [SOURCE, network.supply[SOURCE]! + by],
          [SINK, network.supply[SINK]! - by],
        ],
      });
    }
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
    const flow = this.network.opened([], steps);
    const old = base.solved.model.steps.filter((step) => step.unit === u);
    return this.network.ask(flow, {
      capacity: [...flow.added.map((arc) => [arc, 1] as const), ...old.map((step) => [step.arc, 0] as const)],
    });
  }

  private prefer(id: string, prefer: readonly { readonly from: string; readonly to: string }[]): Outcome | null {
    const m = this.instance.memberAt.get(id);
    if (m === undefined) return null;
    const members = [...this.instance.problem.members];
    members[m] = { ...members[m]!, wishes: { ...members[m]!.wishes, prefer: [...prefer] } };
    const after: Instance = { ...this.instance, problem: { ...this.instance.problem, members }, timeRows: [] };
    const pairs = this.network.pairsOf(m);
    const flow = this.network.opened(pairs);
    const cost = pairs.map(([, s]) => {
      const arc = flow.arcOf.get(this.network.key(m, s))!;
      const slot = this.instance.slots[s]!;
      return [arc, flow.residual.network.cost[arc]! + pairCost(after, m, slot) - pairCost(this.instance, m, slot)] as const;
    });
    return this.network.ask(flow, { cost });
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
        to: headOf(instance, base.solved, m, s),
        capacity: 0,
        cost: pairCost(instance, m, slot),
      });
    }
    const flow = this.network.opened([], extra);
    return this.network.ask(flow, { capacity: flow.added.map((arc) => [arc, 1] as const) }, s);
  }

  private others(held: { m: number; s: number }, most: number): Alternative[] {
    const { instance, base } = this;
    const slot = instance.slots[held.s]!;
    const present = new Set(
      this.plan.assignments.filter((row) => row.post === instance.problem.posts[slot.post]!.id).map((row) => row.member),
    );
    const flow = this.network.opened([]);
    const tail = tailOf(instance, base.solved, held.m, slot.post);
    // He may not stay at the post in another kind of place.
    const closed = instance.slotsOfPost[slot.post]!.flatMap((s) => {
      const arc = flow.arcOf.get(this.network.key(held.m, s));
      return s === held.s || arc === undefined ? [] : [arc];
    });
    const shut = closed.map((arc) => [arc, 0] as const);
    flow.residual.update({ capacity: shut });
    const away = flow.residual.distances(tail, 'from');
    const perUnit = instance.problem.posts[slot.post]!.maxPerUnit !== null;
    const own = this.network.costOf(held.m, held.s);
    const ranked: { m: number; difference: number }[] = [];
    for (let m = 0; m < instance.problem.members.length; m++) {
      if (m === held.m || base.solved.fixed.reserved.has(m) || present.has(instance.problem.members[m]!.id)) continue;
      if (!fits(instance, m, slot) || barrier(instance, m, slot.post) !== null) continue;
      const difference = this.network.costOf(m, held.s) - own + away[tailOf(instance, base.solved, m, slot.post)]!;
      if (difference < this.network.forbidden) ranked.push({ m, difference });
    }
    ranked.sort((a, b) => a.difference - b.difference || a.m - b.m);
    const exact = perUnit ? this.recheck(flow, held, ranked, most) : ranked.slice(0, most);
    flow.residual.update({ capacity: closed.map((arc) => [arc, 1] as const) });
    return exact.map(({ m, difference }) => {
      const id = instance.problem.members[m]!.id;
      const now = this.plan.assignments.find((row) => row.member === id)?.post ?? null;
      return { member: id, difference, reason: this.reasonFor(held, m, difference, now), now };
    });
  }

  /** Where a unit has a cap at the post the swap is tried in full: out with one, in with the other through his unit's node. */
  private recheck(
    flow: Opened,
    held: { m: number; s: number },
    ranked: readonly { m: number; difference: number }[],
    most: number,
  ) {
    const { instance, base } = this;
    const { model } = base.solved;
    const slot = instance.slots[held.s]!;
    const arc = flow.arcOf.get(this.network.key(held.m, held.s))!;
    const owners = instance.problem.units.length + instance.problem.members.length;
    const found: { m: number; difference: number }[] = [];
    for (const { m } of ranked.slice(0, 40 + most)) {
      const head = model.unitPostNode.get(slot.post * owners + instance.unitOf[m]!)?.node ?? model.slotNode[held.s]!;
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
      const difference = update.delta + this.network.costOf(m, held.s);
      if (difference < this.network.forbidden) found.push({ m, difference });
    }
    return found.sort((a, b) => a.difference - b.difference || a.m - b.m).slice(0, most);
  }

  private reasonFor(held: { m: number; s: number }, m: number, difference: number, now: string | null): Fact {
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
    const facts: Fact[] = [
      ...own,
      { code: now === null ? 'else-unit-load' : 'else-needed-elsewhere', points: rest, part: 'load', params: { post: now } },
    ];
    facts.sort((a, b) => b.points - a.points);
    return difference > 0 && facts[0]!.points > 0 ? facts[0]! : { code: 'else-equal', points: 0, part: null, params: {} };
  }

  private heldPair(member: string, post: string): { m: number; s: number } | null {
    const row = this.plan.assignments.find((entry) => entry.member === member && entry.post === post);
    if (!row) return null;
    const p = this.instance.postAt.get(post)!;
    const s = this.instance.slotsOfPost[p]!.find((candidate) => this.instance.slots[candidate]!.slot === row.slot)!;
    return { m: this.instance.memberAt.get(member)!, s };
  }
}
