import type { Fact } from './explain-lines.ts';

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
 * What differences are measured against. `optimal`: the plan is the best of all, no difference is below 0. `fixed`: the best with this person
 * fixed where he is, so that the plan may cost less with someone else. `bounded`: there are rules that no flow holds, differences are
 * estimates. `stopped`: the plan was stopped before its end, and no difference is given.
 */
export type Basis = 'optimal' | 'fixed' | 'bounded' | 'stopped';
