import type * as z from 'zod';
import type { taskSchema } from '#contract/tasks';
import type { Step } from '../ui/steps.tsx';

/** The five steps of a task before it runs. */
export const TASK_STEPS = ['why', 'needs', 'sources', 'plan', 'formation'] as const;
export type TaskStep = (typeof TASK_STEPS)[number];

type Task = Pick<z.output<typeof taskSchema>, 'id' | 'state' | 'issues' | 'standing' | 'needed' | 'planId'>;

/** Which steps a task has behind it; a step that is done can be opened again. */
export function taskSteps(task: Task, now: TaskStep, label: (step: TaskStep) => string): Step[] {
  const done: Record<TaskStep, boolean> = {
    why: task.issues.length === 0 && task.standing !== null,
    needs: task.needed > 0,
    sources: task.planId !== null,
    plan: task.planId !== null && task.state !== 'draft',
    formation: task.state === 'active' || task.state === 'ended',
  };
  return TASK_STEPS.map((step) => ({
    key: step,
    label: label(step),
    state: step === now ? 'now' : done[step] ? 'done' : 'later',
    to: `/tasks/${task.id}/${step}`,
  }));
}
