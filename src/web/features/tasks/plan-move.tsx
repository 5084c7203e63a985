import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { planWhyNot } from '#contract/plan-questions';
import { choiceSet, type planSchema } from '#contract/plans';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { OpenedSheet } from '../../ui/opened-sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { usePersonOf } from './plan-names.tsx';
import { PlanOutcome } from './plan-outcome.tsx';

/** A person asked about for a post. */
export interface Asked {
  readonly personId: string;
  readonly postId: string;
  readonly post: string;
}

/** Why this person is not at that post: what keeps him from it, or exactly what it would cost; one button fixes him there. */
export function PlanMove({
  plan,
  asked,
  back,
  onClose,
}: {
  readonly plan: z.output<typeof planSchema>;
  readonly asked: Asked;
  /** From where the person was taken up; the focus goes back there. */
  readonly back: HTMLElement | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation(['tasks', 'plan', 'ui']);
  const personOf = usePersonOf();
  const cache = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const { personId, postId, post } = asked;
  const answer = useQuery({
    queryKey: ['why-not', plan.id, postId, personId],
    queryFn: async () => (await client.call(planWhyNot, { params: { planId: plan.id, postId }, query: { personId } })).data,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const data = answer.data;
  const fix = async () => {
    setError(null);
    try {
      const before = plan.choices.filter((one) => one.personId === personId && one.kind === 'pin' && one.postId !== postId);
      for (const one of before)
        await client.call(choiceSet, { params: { taskId: plan.taskId }, body: { postId: one.postId, personId, kind: null } });
      await client.call(choiceSet, { params: { taskId: plan.taskId }, body: { postId, personId, kind: 'pin' } });
      await cache.invalidateQueries({ queryKey: ['plan', plan.id] });
      onClose();
    } catch (reason) {
      setError(reason);
    }
  };
  const stays = data?.outcome && data.outcome.rest === 0 && data.outcome.filled === 0 && data.outcome.moved === 0;
  const title = t('move-title', { name: data ? personOf(data) : '', post });
  return (
    <OpenedSheet
      className="t-compare"
      of={`${personId} ${postId}`}
      title={title}
      note={t('preview-note')}
      close={t('compare-close')}
      onClose={onClose}
      back={back}
    >
      <div role="status">
        {answer.error ? <ProblemState error={answer.error} retry={() => void answer.refetch()} /> : null}
        {answer.isPending ? <Loading label={t('ui:loading')} /> : null}
        {data?.blocked ? <p>{t('move-blocked', { name: personOf(data), why: t(`plan:barrier-${data.blocked}`) })}</p> : null}
        {data && stays ? <p>{t('move-there', { name: personOf(data) })}</p> : null}
        {data?.outcome && !stays ? <PlanOutcome outcome={data.outcome} /> : null}
      </div>
      {error ? <ProblemState error={error} /> : null}
      {plan.mayEdit && data?.outcome ? (
        <p className="t-actions">
          <Button size="row" onClick={() => void fix()}>
            {t('move-fix', { name: personOf(data) })}
          </Button>
          <span className="second ink2">{t('choices-note')}</span>
        </p>
      ) : null}
    </OpenedSheet>
  );
}
