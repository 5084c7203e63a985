import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { planForces, planUnplaced } from '#contract/plan-questions';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Loading } from '../../ui/states.tsx';

const BOUNDARIES = ['system', 'tier', 'region'] as const;

/** Who could come to a post, counted by system, tier or region; computed when asked. */
export function PlanForces({ planId, postId }: { readonly planId: string; readonly postId: string }) {
  const { t } = useTranslation(['tasks', 'formation', 'tables']);
  const [asked, setAsked] = useState(false);
  const [by, setBy] = useState<(typeof BOUNDARIES)[number]>('system');
  const { data, error, refetch } = useQuery({
    queryKey: ['plan-forces', planId, postId],
    queryFn: async () => (await client.call(planForces, { params: { planId, postId } })).data,
    enabled: asked,
  });
  if (!asked)
    return (
      <Button size="row" onClick={() => setAsked(true)}>
        {t('forces-ask')}
      </Button>
    );
  if (error) return <ProblemState error={error} retry={() => void refetch()} />;
  if (!data) return <Loading label={t('forces-ask')} lines={3} />;
  const word = (key: string | null, label: string | null) =>
    label ??
    (key === null || by === 'region'
      ? t('forces-none')
      : t(by === 'tier' ? `formation:tier-${key}` : `tables:table-choice-system-${key}`));
  return (
    <section className="t-forces" aria-label={t('forces-ask')}>
      <p>{t('forces-total', { people: data.total })}</p>
      <Segmented
        label={t('forces-by')}
        value={by}
        onChange={(one) => setBy(one as typeof by)}
        options={BOUNDARIES.map((one) => ({ value: one, label: t(`forces-${one}`) }))}
      />
      <ul className="t-forces-list">
        {data.groups[by].map((one) => (
          <li key={one.key ?? ''}>
            {word(one.key, one.label)} <b>{t('people', { count: one.count, people: formatNumber(one.count) })}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whom no need of the plan asks for, and what keeps the others out; computed when asked. */
export function PlanUnplaced({ planId }: { readonly planId: string }) {
  const { t } = useTranslation(['tasks', 'plan']);
  const [asked, setAsked] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['plan-unplaced', planId],
    queryFn: async () => (await client.call(planUnplaced, { params: { planId } })).data,
    enabled: asked,
  });
  if (!asked)
    return (
      <p className="t-forces">
        <Button size="row" onClick={() => setAsked(true)}>
          {t('unplaced-ask')}
        </Button>
      </p>
    );
  if (error) return <ProblemState error={error} retry={() => void refetch()} />;
  if (!data) return <Loading label={t('unplaced-ask')} lines={3} />;
  const left = data.reasons.reduce((sum, one) => sum + one.count, 0);
  return (
    <section className="t-forces" aria-label={t('unplaced-ask')}>
      <p>{t('unplaced-total', { people: data.tied, left })}</p>
      <ul className="t-forces-list">
        {data.reasons.map((one) => (
          <li key={one.why}>
            {t(`plan:unplaced-${one.why}`)} <b>{t('people', { count: one.count, people: formatNumber(one.count) })}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
