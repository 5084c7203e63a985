import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { choiceSet, planExplain, type planSchema } from '#contract/plans';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { ExplanationCard } from '../../ui/explanation-card.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';

type Plan = z.output<typeof planSchema>;

/** Right pane: the post, its people, why this one, who else with the exact difference, what would change it. */
export function PlanExplanation({ plan, postId }: { readonly plan: Plan; readonly postId: string }) {
  const { t } = useTranslation(['tasks', 'plan', 'ui']);
  const cache = useQueryClient();
  const [chosen, setChosen] = useState<{ postId: string; personId: string }>();
  const [note, setNote] = useState('');
  const [error, setError] = useState<unknown>(null);
  const personId = chosen?.postId === postId ? chosen.personId : undefined;
  const explained = useQuery({
    queryKey: ['explain', plan.id, postId, personId],
    queryFn: async () =>
      (await client.call(planExplain, { params: { planId: plan.id, postId }, query: personId ? { personId } : {} })).data,
    placeholderData: (before) => before,
  });
  if (explained.error)
    return (
      <Sheet>
        <ProblemState error={explained.error} retry={() => void explained.refetch()} />
      </Sheet>
    );
  const data = explained.data;
  if (!data)
    return (
      <Sheet>
        <Loading label={t('ui:loading')} lines={10} />
      </Sheet>
    );
  const choose = async (person: string, kind: 'pin' | 'exclude' | null) => {
    setError(null);
    try {
      await client.call(choiceSet, { params: { taskId: plan.taskId }, body: { postId, personId: person, kind } });
      setNote(t(kind === 'pin' ? 'choice-pinned' : kind === 'exclude' ? 'choice-excluded' : 'choice-cleared'));
      await cache.invalidateQueries({ queryKey: ['task', plan.taskId] });
    } catch (reason) {
      setError(reason);
    }
  };
  const { post } = data;
  const seat = post.seats.find((one) => one.personId === data.personId);
  const first = data.whoElse[0];
  return (
    <ExplanationCard
      post={{
        title: [post.name, post.shift].filter(Boolean).join(' '),
        place: t('explain-place', {
          place: post.subdistrictName + post.communityName,
          window: post.window,
          count: post.seats.length,
          needed: post.needed,
        }),
      }}
      people={post.seats.map((one) => ({
        id: one.personId,
        name: one.name,
        from: one.unitName ?? one.residence ?? t('no-unit'),
        tag: one.leader ? t(`role-${one.leader}`) : (one.skill ?? (one.local ? t('slot-local') : undefined)),
      }))}
      selected={data.personId ?? undefined}
      onSelect={(person) => setChosen({ postId, personId: person })}
      texts={{
        people: t('explain-people'),
        why: seat ? t('explain-why', { name: seat.name }) : t('explain-nobody'),
        sum: t('explain-sum'),
        unit: t('explain-unit'),
        others: t('explain-others'),
        othersNote: t('explain-others-note'),
        changes: t('explain-changes'),
      }}
      costs={data.why.slice(0, 5).map((one) => ({
        fact: t(`plan:${one.code}`, one.params),
        kind: one.part ? t(`part-${one.part}`) : '',
        points: one.points,
      }))}
      total={data.total}
      others={data.whoElse.map((one) => ({
        id: one.personId,
        text: t('explain-other', {
          name: one.name,
          unit: one.unitName ?? t('no-unit'),
          reason: t(`plan:${one.reason.code}`, one.reason.params),
        }),
        difference: `+${formatNumber(one.difference)}`,
      }))}
      changes={data.whatChanges.map((one) => t(`plan:${one.code}`, one.params))}
      actions={
        plan.mayEdit && data.personId ? (
          <>
            <Button size="row" onClick={() => void choose(data.personId!, seat?.pinned ? null : 'pin')}>
              {t(seat?.pinned ? 'unpin' : 'pin')}
            </Button>
            <Button size="row" onClick={() => void choose(data.personId!, 'exclude')}>
              {t('exclude')}
            </Button>
            {first ? (
              <Button size="row" onClick={() => void choose(data.personId!, 'exclude').then(() => choose(first.personId, 'pin'))}>
                {t('swap', { name: first.name })}
              </Button>
            ) : null}
            <p className="second ink2" role="status">
              {note}
            </p>
            {error ? <ProblemState error={error} /> : null}
          </>
        ) : undefined
      }
    />
  );
}
