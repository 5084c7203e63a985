import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type * as z from 'zod';
import {
  type approvalSchema,
  approvalShow,
  type chainNodeSchema,
  type formationSchema,
  formationShow,
} from '#contract/formation';
import { taskShow } from '#contract/tasks';
import { client } from '../../data/remote/client.ts';

export type Formation = z.output<typeof formationSchema>;
export type ChainNodeData = z.output<typeof chainNodeSchema>;
export type Approval = z.output<typeof approvalSchema>;
export type ApprovalRow = Pick<
  Approval,
  'id' | 'title' | 'submitterName' | 'submittedAt' | 'replyBy' | 'decision' | 'decidedAt' | 'mine'
>;

/** The chain of a task as it stands. */
export function useFormation(taskId: string | undefined) {
  return useQuery({
    queryKey: ['formation', taskId],
    queryFn: async () => (await client.call(formationShow, { params: { taskId: taskId! } })).data,
    enabled: taskId !== undefined,
  });
}

/** The task behind it; the cache keeps the whole answer, as the wizard reads it under the same key. */
export function useTask(taskId: string) {
  return useQuery({
    queryKey: ['task', taskId],
    queryFn: () => client.call(taskShow, { params: { taskId } }),
    select: (answer) => answer.data,
  });
}

/** A request with its steps; read again while it may change by itself. */
export function useApproval(approvalId: string | null | undefined) {
  return useQuery({
    queryKey: ['approval', approvalId],
    queryFn: async () => (await client.call(approvalShow, { params: { approvalId: approvalId! } })).data,
    enabled: typeof approvalId === 'string',
    refetchInterval: (query) => (query.state.data && !query.state.data.told ? 30_000 : false),
  });
}

/** One write at a time; afterwards everything shown about tasks and approvals is read again. */
export function useWrite() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSuccess: () =>
      cache.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' && query.queryKey[0] !== 'city' }),
  });
}

/** The version that a write must name. */
export const versionOf = (formation: Formation): string => `"v${formation.version}"`;

/** What stands in the way of submitting. Without a plan nobody leads yet because nobody is planned: that is no finding of its own. */
export function errorsOf({ issues, planId }: Formation): Formation['issues'] {
  return issues.filter((one) => one.severity === 'error' && !(one.code === 'office-vacant' && planId === null));
}
