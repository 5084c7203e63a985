import { takeApart } from './apart.ts';
import { type Fact, whyLines } from './explain-lines.ts';
import type { Outcome } from './inquiry-network.ts';
import { barrier, fits, type Instance } from './instance.ts';
import { PlaceInquiry } from './place-inquiry.ts';
import type { AssemblyPlan } from './plan.ts';
import type { Alternative, Basis, Sentence, WhatIf } from './questions.ts';
import type { Placed } from './seating.ts';
import type { SolvedPlan } from './solve.ts';

export type { Alternative, Basis, Sentence, WhatIf } from './questions.ts';

/**
 * Questions about a solved plan, answered exactly by shortest paths in its residual network (leaders held fixed). A question about a post takes
 * its places out of those that are like them first; pairings that were left out and could change an answer are added and it is asked again.
 */
export class Inquiry {
  readonly plan: AssemblyPlan;
  private readonly base: SolvedPlan;
  private readonly instance: Instance;
  private readonly placed: readonly Placed[];
  private readonly rowOf = new Map<string, AssemblyPlan['assignments'][number]>();
  private last: { readonly post: number; readonly inquiry: PlaceInquiry } | null = null;
  private whole: PlaceInquiry | null = null;

  constructor(base: SolvedPlan) {
    this.base = base;
    this.plan = base.plan;
    const { instance, plan } = base;
    this.instance = instance;
    this.placed = plan.assignments.map((row) => ({
      member: instance.memberAt.get(row.member)!,
      slot: instance.slotsOfPost[instance.postAt.get(row.post)!]!.find((s) => instance.slots[s]!.slot === row.slot)!,
    }));
    for (const row of plan.assignments) this.rowOf.set(`${row.member}\n${row.post}`, row);
  }

  /** Why this person: one line for each kind of cost that says something, in points; their sum is the cost of the row. */
  why(member: string, post: string): readonly Fact[] {
    const row = this.rowOf.get(`${member}\n${post}`);
    return row === undefined ? [] : whyLines(this.instance, row);
  }

  /** What the differences of a person's place are measured against. */
  basis(member: string, post: string): Basis {
    const { proof } = this.plan;
    if (proof.status === 'stopped') return 'stopped';
    const m = this.instance.memberAt.get(member) ?? -1;
    if (this.base.solved.fixed.pins.get(m)?.includes(this.instance.postAt.get(post) ?? -1) === true) return 'fixed';
    return proof.status === 'optimal' && proof.method === 'flow' && this.base.solved.model.rows.length === 0
      ? 'optimal'
      : 'bounded';
  }

  /** The `most` cheapest others for the place that `member` holds at `post`, with the exact difference of the whole plan; see {@link Basis}. */
  whoElse(member: string, post: string, most = 3): Alternative[] {
    const row = this.rowOf.get(`${member}\n${post}`);
    return row === undefined || this.stopped ? [] : this.at(post)!.whoElse(row, most);
  }

  /** What keeps a person from a post, or what the best plan with him there costs more; `stopped` where the plan was stopped. */
  whyNot(member: string, post: string): { readonly blocked: string | null; readonly outcome: Outcome | null } {
    const kept = this.keeps(member, post);
    if (kept !== null) return { blocked: kept, outcome: null };
    if (this.stopped) return { blocked: 'stopped', outcome: null };
    const outcome = this.at(post)!.whyNot(this.instance.memberAt.get(member)!, this.instance.postAt.get(post)!);
    return { blocked: outcome === null ? this.taken(member) : null, outcome };
  }

  /** Up to `most` changes after which this person would no longer hold the place: his unit's cap, the skill, his own absence. */
  whatChanges(member: string, post: string, most = 3): Sentence[] {
    const row = this.rowOf.get(`${member}\n${post}`);
    return row === undefined || this.stopped ? [] : this.at(post)!.whatChanges(row, most);
  }

  /** The plan after a change of a cap, a wish, a head-count, or without a person; null when no plan is left (a pin stands against it). */
  whatIf(change: WhatIf): Outcome | null {
    if (this.stopped) return null;
    if (change.kind === 'head-count') return this.at(change.post)?.whatIf(change) ?? null;
    this.whole ??= new PlaceInquiry(this.base, this.placed);
    return this.whole.whatIf(change);
  }

  private keeps(member: string, post: string): string | null {
    const { instance } = this;
    const m = instance.memberAt.get(member);
    const p = instance.postAt.get(post);
    if (m === undefined || p === undefined) return 'unknown';
    if (this.base.solved.fixed.reserved.has(m)) return 'leads-elsewhere';
    const kept = barrier(instance, m, p);
    if (kept !== null) return kept;
    return instance.slotsOfPost[p]!.some((s) => fits(instance, m, instance.slots[s]!)) ? null : 'no-fitting-place';
  }

  /** What takes every plan from a person who qualifies: his own pins, the cap that leaders and pinned people of his unit fill, or a full post. */
  private taken(member: string): 'pinned-elsewhere' | 'unit-full' | 'no-room' {
    const { instance } = this;
    const { fixed } = this.base.solved;
    const m = instance.memberAt.get(member)!;
    if ((fixed.pins.get(m)?.length ?? 0) >= instance.problem.members[m]!.maxDuties) return 'pinned-elsewhere';
    const unit = instance.unitOf[m]!;
    if (unit < 0) return 'no-room';
    let held = fixed.reservedOfUnit[unit]!;
    for (const [other, posts] of fixed.pins) if (other !== m && posts.length > 0 && instance.unitOf[other] === unit) held++;
    return held >= instance.room[unit]! ? 'unit-full' : 'no-room';
  }

  private get stopped(): boolean {
    return this.plan.proof.status === 'stopped';
  }

  /** The plan with this post's places apart; null for an unknown post. The last one is kept, since people ask several things about a place. */
  private at(post: string): PlaceInquiry | null {
    const p = this.instance.postAt.get(post);
    if (p === undefined) return null;
    if (this.last?.post !== p)
      this.last = { post: p, inquiry: new PlaceInquiry(takeApart(this.base, this.placed, p), this.placed) };
    return this.last.inquiry;
  }
}
