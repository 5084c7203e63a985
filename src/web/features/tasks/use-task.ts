import { useQuery } from '@tanstack/react-query';
import type * as z from 'zod';
import { type taskSchema, taskShow } from '#contract/tasks';
import { client } from '../../data/remote/client.ts';

export type Task = z.output<typeof taskSchema>;

/** One task with its version for writing. */
export function useTask(taskId: string) {
  return useQuery({ queryKey: ['task', taskId], queryFn: () => client.call(taskShow, { params: { taskId } }) });
}

/** Where the wizard stands for a task: the address of its step. */
export function stepAddress(task: Pick<Task, 'id' | 'step' | 'state' | 'approvalId'>): string {
  switch (task.step) {
    case 'approval':
    case 'formation':
      return `/tasks/${task.id}/formation`;
    case 'running':
      return `/tasks/${task.id}/running`;
    case 'ending':
      return `/tasks/${task.id}/ending`;
    case 'closed':
      return task.state === 'ended' ? `/tasks/${task.id}/ending` : `/tasks/${task.id}/why`;
    default:
      return `/tasks/${task.id}/${task.step}`;
  }
}
