import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { consultationAnswer, consultationList, type consultationSchema } from '#contract/consultations';
import { consultationListFile } from '#contract/list-files-task';
import { moreOf, usePagedList } from '../../app/paged-list.tsx';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { ListFile } from '../../ui/list-file.tsx';
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
  const list = usePagedList(['consultations'], async (query) => (await client.call(consultationList, { query })).data);
  const { items, query } = list;
  return (
    <Page>
      <PageHead
        path={[{ label: t('today'), to: '/' }]}
        title={t('consultations')}
        lead={<p>{t('consultations-lead')}</p>}
        actions={
          items.length > 0 ? (
            <ListFile name={t('consultations')} take={(format) => client.call(consultationListFile, { query: { format } })} />
          ) : undefined
        }
      />
      {query.error ? (
        <Sheet>
          <ProblemState error={query.error} retry={() => void query.refetch()} />
        </Sheet>
      ) : null}
      {query.isPending ? (
        <Sheet>
          <Loading label={t('loading')} lines={4} />
        </Sheet>
      ) : null}
      {query.data && items.length === 0 ? (
        <Sheet>
          <AllCovered title={t('consultations-none')} />
        </Sheet>
      ) : null}
      <div className="q-formation-stack">
        {items.map((one) => (
          <Question key={one.id} one={one} />
        ))}
        {moreOf(list)}
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
