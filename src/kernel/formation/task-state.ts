import { errorIssue, type Issue } from '#kernel/lib';

/** States of a central task. `standing-enough` and `cancelled` end a draft, `ended` ends a task that ran. */
export const TASK_STATES = [
  'draft',
  'standing-enough',
  'planned',
  'submitted',
  'approved',
  'active',
  'ended',
  'cancelled',
] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** What a person can do with a task as a whole. */
export type TaskAction =
  | 'edit'
  | 'find-standing-enough'
  | 'plan'
  | 'submit'
  | 'withdraw'
  | 'return'
  | 'approve'
  | 'recall'
  | 'activate'
  | 'end'
  | 'cancel'
  | 'reopen';

const TRANSITIONS: Readonly<Record<TaskAction, { readonly from: readonly TaskState[]; readonly to: TaskState | 'same' }>> = {
  edit: { from: ['draft', 'planned'], to: 'same' },
  'find-standing-enough': { from: ['draft', 'planned'], to: 'standing-enough' },
  reopen: { from: ['standing-enough'], to: 'draft' },
  plan: { from: ['draft', 'planned'], to: 'planned' },
  submit: { from: ['planned'], to: 'submitted' },
  withdraw: { from: ['submitted'], to: 'planned' },
  return: { from: ['submitted'], to: 'planned' },
  approve: { from: ['submitted'], to: 'approved' },
  recall: { from: ['approved'], to: 'planned' },
  activate: { from: ['approved'], to: 'active' },
  end: { from: ['active'], to: 'ended' },
  cancel: { from: ['draft', 'planned', 'submitted'], to: 'cancelled' },
};

/** The state after an action, or an issue that names task, state and action. `cancel` of a submitted task is a rejection. */
export function nextTaskState(
  state: TaskState,
  action: TaskAction,
  title: string,
): { readonly state: TaskState } | { readonly issue: Issue } {
  const rule = TRANSITIONS[action];
  if (!rule.from.includes(state)) return { issue: errorIssue('task-state-refuses', ['state'], { title, state, action }) };
  return { state: rule.to === 'same' ? state : rule.to };
}
