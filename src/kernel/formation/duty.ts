import { errorIssue, type Issue } from '#kernel/lib';

/** States of a duty; declining ends it, and nothing but the end is kept. */
export const DUTY_STATES = ['told', 'accepted', 'difficulty', 'ended'] as const;
export type DutyState = (typeof DUTY_STATES)[number];

/** What a person can answer; none of them asks for a reason. */
export const DUTY_ANSWERS = ['accept', 'difficulty', 'decline'] as const;
export type DutyAnswer = (typeof DUTY_ANSWERS)[number];

/** What an answer leads to. Nothing is filled by itself: an opened slot gets a proposal, which a person takes up. */
export interface DutyEffect {
  readonly state: DutyState;
  /** The slot is open again and a replacement is to be proposed. */
  readonly opensSlot: boolean;
  /** The leader of the organization is told, without a reason. */
  readonly tellsLeader: boolean;
  /** The person is not asked again for this task. */
  readonly restsPerson: boolean;
}

const EFFECTS: Readonly<Record<DutyAnswer, DutyEffect>> = {
  accept: { state: 'accepted', opensSlot: false, tellsLeader: false, restsPerson: false },
  difficulty: { state: 'difficulty', opensSlot: false, tellsLeader: true, restsPerson: false },
  decline: { state: 'ended', opensSlot: true, tellsLeader: true, restsPerson: true },
};

/** The effect of an answer, or an issue when the duty is over or belongs to someone else. The same answer twice changes nothing. */
export function answerDuty(
  duty: { readonly state: DutyState; readonly personId: string; readonly post: string },
  by: string,
  answer: DutyAnswer,
): { readonly effect: DutyEffect } | { readonly issue: Issue } {
  if (duty.personId !== by) return { issue: errorIssue('duty-of-another', ['answer'], { post: duty.post }) };
  if (duty.state === 'ended') return { issue: errorIssue('duty-ended', ['answer'], { post: duty.post }) };
  return { effect: EFFECTS[answer] };
}
