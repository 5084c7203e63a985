import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { consultationAnswer, consultationList, type consultationSchema } from '#contract/consultations';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { AllCovered, Loading } from '../../ui/states.tsx';
import { useWrite } from './data.ts';
import './formation.css';

type Consultation = z.output<typeof consultationSchema>;

/** Plans that ask our units for people: agree, or object with a reason, until the deadline. */
export function Component() {
  const { t } = useTranslation('formation');
  const list = useQuery({
    queryKey: ['consultations'],
    queryFn: async () => (await client.call(consultationList, {})).data.items,
  });
  return (
    <Page>
      <PageHead path={[{ label: t('today'), to: '/' }]} title={t('consultations')} lead={<p>{t('consultations-lead')}</p>} />
      {list.error ? (
        <Sheet>
          <ProblemState error={list.error} retry={() => void list.refetch()} />
        </Sheet>
      ) : null}
      {list.isPending ? (
        <Sheet>
          <Loading label={t('loading')} lines={4} />
        </Sheet>
      ) : null}
      {list.data?.length === 0 ? (
        <Sheet>
          <AllCovered title={t('consultations-none')} />
        </Sheet>
      ) : null}
      <div className="q-formation-stack">
        {list.data?.map((one) => (
          <Question key={one.id} one={one} />
        ))}
      </div>
    </Page>
  );
}

function Question({ one }: { readonly one: Consultation }) {
  const { t } = useTranslation('formation');
  const write = useWrite();
  const [opinion, setOpinion] = useState(one.opinion ?? '');
  const answer = (given: 'agreed' | 'objected') =>
    write.mutate(() =>
      client.call(consultationAnswer, {
        params: { unitId: one.unitId!, taskId: one.taskId },
        body: { answer: given, opinion: given === 'agreed' ? '' : opinion },
      }),
    );
  return (
    <Sheet
      title={t('asks-title', { title: one.title, unit: one.unitName ?? '' })}
      note={one.until ? t('consult-until', { at: one.until }) : undefined}
    >
      {write.error ? <ProblemState error={write.error} /> : null}
      <p>
        {t('asks', { unit: one.unitName ?? '', count: one.people })}{' '}
        <span className="ink2">{one.cap === null ? t('asks-no-cap') : t('asks-cap', { cap: one.cap })}</span>
      </p>
      {one.answer === 'open' ? null : <p className="second ink2">{t(`unit-${one.answer}`)}</p>}
      <div className="q-formation-row">
        <Field label={t('objection')} value={opinion} onChange={setOpinion} />
        <Button disabled={write.isPending || opinion.trim() === ''} onClick={() => answer('objected')}>
          {t('object')}
        </Button>
        <Button kind="primary" disabled={write.isPending} onClick={() => answer('agreed')}>
          {t('agree')}
        </Button>
      </div>
    </Sheet>
  );
}
