import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { rosterProposal, rosterProposalStop, rosterPropose } from '#contract/rosters';
import type { ResponseOf } from '#contract/route';
import { client } from '../../data/remote/client.ts';
import type { Board, Draft } from './draft.ts';

export type Proposal = ResponseOf<typeof rosterProposal>;

/** Time between two questions about a computation, in milliseconds. */
const EVERY = 400;

/** A computation of shifts: start, watch, stop. The page decides what to do with the best. */
export function useProposal(board: Board) {
  const params = { taskId: board.taskId, orgId: board.orgId };
  const [id, setId] = useState<string | null>(null);
  const start = useMutation({
    mutationFn: async (draft: Draft) =>
      (
        await client.call(rosterPropose, {
          params,
          body: {
            from: board.from,
            to: board.to,
            offDays: [...draft.offDays],
            rules: draft.rules,
            duties: draft.duties.map((one) => ({ ...one })),
          },
        })
      ).data.id,
    onSuccess: setId,
  });
  const watch = useQuery({
    queryKey: ['roster-proposal', id],
    queryFn: async () => (await client.call(rosterProposal, { params: { ...params, proposalId: id! } })).data,
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data && query.state.data.state !== 'working' ? false : EVERY),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const stop = useMutation({
    mutationFn: () => client.call(rosterProposalStop, { params: { ...params, proposalId: id! } }),
  });
  return {
    begin: (draft: Draft) => start.mutate(draft),
    stop: () => stop.mutate(),
    forget: () => setId(null),
    proposal: id === null ? undefined : watch.data,
    working: start.isPending || (id !== null && (watch.data === undefined || watch.data.state === 'working') && !watch.error),
    error: start.error ?? (id === null ? null : (watch.error ?? stop.error)),
  };
}
