import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type * as z from 'zod';
import { type endingSchema, endingShow, type runningSchema, runningShow } from '#contract/running';
import { client } from '../../data/remote/client.ts';

export type Running = z.output<typeof runningSchema>;
export type Ending = z.output<typeof endingSchema>;

/** How the task runs, on a day or today; figures move. */
export function useRunning(taskId: string, day: string) {
  return useQuery({
    queryKey: ['running', taskId, day],
    queryFn: async () => (await client.call(runningShow, { params: { taskId }, query: day === '' ? {} : { day } })).data,
    refetchInterval: 60_000,
  });
}

/** What ending on a day would change. */
export function useEnding(taskId: string, on: string) {
  return useQuery({
    queryKey: ['ending', taskId, on],
    queryFn: async () => (await client.call(endingShow, { params: { taskId }, query: on === '' ? {} : { on } })).data,
    placeholderData: (before) => before,
  });
}

/** One write; afterwards everything shown is read again, also after a refusal, which may have left something changed. */
export function useWrite() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSettled: async (_, error) => {
      // Who could come is no question any more once somebody was asked: the list is out of date, and its place may be closed.
      if (!error) await cache.invalidateQueries({ queryKey: ['candidates'], refetchType: 'none' });
      await cache.invalidateQueries({
        predicate: ({ queryKey: [what] }) => what !== 'session' && what !== 'city' && (what !== 'candidates' || error !== null),
      });
    },
  });
}
