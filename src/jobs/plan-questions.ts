import type { Alternative, Basis, Fact, Outcome, Sentence, SolvedPlan, WhatIf } from '#kernel/assembly';
import { Inquiry } from '#kernel/assembly';

/** A question about a solved plan. */
export type PlanQuestion =
  | { readonly kind: 'explain'; readonly member: string; readonly post: string; readonly most?: number }
  | { readonly kind: 'why-not'; readonly member: string; readonly post: string }
  | { readonly kind: 'what-if'; readonly change: WhatIf };

/** Its answer; differences are points of the whole plan, exact. */
export type PlanAnswer =
  | {
      readonly kind: 'explain';
      readonly why: readonly Fact[];
      readonly whoElse: readonly Alternative[];
      readonly whatChanges: readonly Sentence[];
      /** What the differences are measured against. */
      readonly basis: Basis;
    }
  | { readonly kind: 'why-not'; readonly blocked: string | null; readonly outcome: Outcome | null }
  | { readonly kind: 'what-if'; readonly outcome: Outcome | null };

/** Answers questions about one plan, keeping what earlier questions prepared. */
export function answerer(solved: SolvedPlan): (question: PlanQuestion) => PlanAnswer {
  const inquiry = new Inquiry(solved);
  return (question) => {
    if (question.kind === 'why-not') return { kind: 'why-not', ...inquiry.whyNot(question.member, question.post) };
    if (question.kind === 'what-if') return { kind: 'what-if', outcome: inquiry.whatIf(question.change) };
    const { member, post, most } = question;
    return {
      kind: 'explain',
      why: inquiry.why(member, post),
      whoElse: inquiry.whoElse(member, post, most ?? 3),
      whatChanges: inquiry.whatChanges(member, post, 2),
      basis: inquiry.basis(member, post),
    };
  };
}
