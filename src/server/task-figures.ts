import { type Message, message } from '#contract/message';
import { endingDue, isCalledOff } from '#kernel/formation';
import type { Day } from '#kernel/lib';
import type { TaskRecord } from '#store/task';

/** How a task stands, in the words that every list of tasks uses: its stage, who is still missing, how many places are filled. */
export interface TaskFigures {
  readonly stage: Message;
  /** Nothing of a closed task: nobody is looked for any more. */
  readonly short: { readonly gap: boolean; readonly text: Message } | null;
  readonly places: Message;
  /** Who said yes, once everyone was told; null before. */
  readonly accepted: Message | null;
}

const CLOSED: ReadonlySet<TaskRecord['state']> = new Set(['ended', 'cancelled', 'standing-enough']);

/**
 * The figures of a task on a day. Filled places are those of the newest plan before the task runs and those with a duty afterwards;
 * who accepted is counted apart, so that nobody counts as reached before an answer.
 */
export function figuresOf(task: TaskRecord, today: Day): TaskFigures {
  const { needed, placed, accepted } = task;
  const missing = placed === null ? null : Math.max(0, needed - placed);
  return {
    stage: stageOf(task, today),
    short: CLOSED.has(task.state)
      ? null
      : missing === null
        ? { gap: false, text: message('tasks:missing-unknown') }
        : missing > 0
          ? { gap: true, text: message('tasks:missing', { count: missing }) }
          : { gap: false, text: message('tasks:missing-none') },
    places: placed === null ? message('tasks:needed', { count: needed }) : message('tasks:placed-of', { placed, needed }),
    accepted: task.state === 'active' ? message('tasks:accepted', { count: accepted }) : null,
  };
}

function stageOf(task: TaskRecord, today: Day): Message {
  if (task.state !== 'active') {
    return message(wasCalledOff(task) ? 'tasks:state-called-off' : `tasks:state-${task.state}`);
  }
  if (endingDue(task, today) !== null) return message('tasks:stage-end');
  if (!task.startsOn) return message('tasks:state-active');
  if (task.startsOn > today) return message('tasks:stage-before', { at: task.startsOn });
  return message('tasks:stage-day', { count: Math.round((Date.parse(today) - Date.parse(task.startsOn)) / 86_400_000) + 1 });
}

/** Whether a closed task ended before its first day. */
export function wasCalledOff(task: TaskRecord): boolean {
  return task.endedOn !== null && task.state === 'ended' && isCalledOff({ on: task.endedOn, startedOn: task.startsOn });
}
