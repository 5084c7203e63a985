import type { Alternative, Basis, Fact, ForcesFor, Outcome, Sentence, SolvedPlan, Unplaced, WhatIf } from '#kernel/assembly';
import { forcesFor, Inquiry, pricesOf, tiesOf } from '#kernel/assembly';

/** A question about a solved plan. */
export type PlanQuestion =
  | { readonly kind: 'explain'; readonly member: string; readonly post: string; readonly most?: number }
  | { readonly kind: 'why-not'; readonly member: string; readonly post: string }
  | { readonly kind: 'what-if'; readonly change: WhatIf }
  | { readonly kind: 'forces'; readonly post: string }
  | { readonly kind: 'unplaced' };

/** Its answer; differences are points of the whole plan, exact. */
export type PlanAnswer =
  | {
      readonly kind: 'explain';
      readonly why: readonly Fact[];
      readonly whoElse: readonly Alternative[];
      /** Points of one place that stays empty: a difference of as much opens a place elsewhere. */
      readonly emptyPlace: number;
      readonly whatChanges: readonly Sentence[];
      /** What the differences are measured against. */
      readonly basis: Basis;
    }
  | { readonly kind: 'why-not'; readonly blocked: string | null; readonly outcome: Outcome | null }
  | { readonly kind: 'what-if'; readonly outcome: Outcome | null }
  | ({ readonly kind: 'forces' } & ForcesFor)
  /** Those on the list whom no need holds, by what keeps them out, most first. */
  | {
      readonly kind: 'unplaced';
      readonly tied: number;
      readonly reasons: readonly { readonly why: Unplaced['why']; readonly count: number }[];
    };

/** Answers questions about one plan, keeping what earlier questions prepared. */
export function answerer(solved: SolvedPlan): (question: PlanQuestion) => PlanAnswer {
  const inquiry = new Inquiry(solved);
  return (question) => {
    if (question.kind === 'why-not') return { kind: 'why-not', ...inquiry.whyNot(question.member, question.post) };
    if (question.kind === 'what-if') return { kind: 'what-if', outcome: inquiry.whatIf(question.change) };
    if (question.kind === 'forces') return { kind: 'forces', ...forcesFor(solved.instance, question.post) };
    if (question.kind === 'unplaced') return { kind: 'unplaced', ...unplacedOf(solved) };
    const { member, post, most } = question;
    return {
      kind: 'explain',
      why: inquiry.why(member, post),
      whoElse: inquiry.whoElse(member, post, most ?? 3),
      emptyPlace: pricesOf(solved.instance.problem).gap,
      whatChanges: inquiry.whatChanges(member, post, 2),
      basis: inquiry.basis(member, post),
    };
  };
}

function unplacedOf({ instance, plan }: SolvedPlan) {
  const { tied, unplaced } = tiesOf(instance, plan);
  const counts = new Map<Unplaced['why'], number>();
  for (const { why } of unplaced) counts.set(why, (counts.get(why) ?? 0) + 1);
  const reasons = [...counts]
    .map(([why, count]) => ({ why, count }))
    .sort((a, b) => b.count - a.count || (a.why < b.why ? -1 : 1));
  return { tied: tied.size, reasons };
}
