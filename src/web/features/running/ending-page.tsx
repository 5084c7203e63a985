import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { taskEnd } from '#contract/running';
import { ProblemState, useIssueText } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { BottomBar } from '../../ui/bottom-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Panes } from '../../ui/panes.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { useEnding, useWrite } from './data.ts';
import './running.css';

/** 结束: what it changes and what it does not, lessons and thanks; nothing is deleted from the record. */
export function Component() {
  const { t } = useTranslation('running');
  const text = useIssueText();
  const { taskId = '' } = useParams();
  const [on, setOn] = useState('');
  const [lessons, setLessons] = useState('');
  const [thanks, setThanks] = useState('');
  const ending = useEnding(taskId, on);
  const write = useWrite();
  const data = ending.data;
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());
  const day = on === '' ? today : on;
  const issue = data?.issues[0];
  const end = () => write.mutate(() => client.call(taskEnd, { params: { taskId }, body: { on: day, lessons, thanks } }));
  const bar = data?.mayEnd ? (
    <BottomBar
      label={t('end-title')}
      actions={
        <Button
          kind="primary"
          size="bar"
          disabled={issue !== undefined || write.isPending}
          reason={issue ? text(issue) : undefined}
          onClick={end}
        >
          {t('end-do')}
        </Button>
      }
    >
      {write.error ? <ProblemState error={write.error} /> : t('end-note')}
    </BottomBar>
  ) : undefined;
  return (
    <Page bottom={bar}>
      <PageHead
        path={[
          { label: t('tasks'), to: '/tasks' },
          { label: data?.title ?? '', to: `/tasks/${taskId}/running` },
        ]}
        title={t('end-title')}
        lead={
          data ? (
            <p>
              {data.state === 'ended' ? t('end-done', { on: data.endedOn ?? '' }) : t('end-lead', { count: data.organizations })}
            </p>
          ) : undefined
        }
      />
      {ending.error && !data ? (
        <Sheet>
          <ProblemState error={ending.error} retry={() => void ending.refetch()} />
        </Sheet>
      ) : null}
      {ending.isPending ? (
        <Sheet>
          <Loading label={t('loading')} lines={6} />
        </Sheet>
      ) : null}
      {data ? (
        <Panes
          kind="even"
          left={
            <Sheet
              title={t(data.state === 'ended' ? 'end-stayed' : 'end-changes')}
              foot={<span className="second ink2">{t('end-erase', { on: data.eraseWishesOn })}</span>}
            >
              {data.state === 'ended' ? null : (
                <>
                  <ul className="q-running-list">
                    <li>{t('end-organizations', { count: data.organizations })}</li>
                    <li>{t('end-participations', { count: data.participations, units: data.units })}</li>
                    <li>{t('end-duties', { count: data.duties, offices: data.offices })}</li>
                    <li>{data.notes > 0 ? t('end-notes', { count: data.notes }) : t('end-called-off')}</li>
                  </ul>
                  <h3 className="q-running-sub">{t('end-stays')}</h3>
                </>
              )}
              <ul className="q-running-list">
                <li>{t('end-stays-organizations', { count: data.unchanged.organizations })}</li>
                <li>{t('end-stays-homes', { count: data.unchanged.homes })}</li>
              </ul>
            </Sheet>
          }
        >
          <Sheet title={t('end-why')}>
            {data.endCondition ? <p>{t('end-condition', { text: data.endCondition })}</p> : null}
            {data.endConditionMetOn ? <p className="second ink2">{t('end-met', { on: data.endConditionMetOn })}</p> : null}
            {data.reviewOn ? <p className="second ink2">{t('end-review', { on: data.reviewOn })}</p> : null}
          </Sheet>
          {data.mayEnd ? (
            <Sheet title={t('end-words')}>
              <div className="q-running-form">
                <Field label={t('end-on')} type="date" value={day} onChange={setOn} />
                <Field label={t('end-lessons')} hint={t('end-lessons-hint')} rows={5} value={lessons} onChange={setLessons} />
                <Field label={t('end-thanks')} hint={t('end-thanks-hint')} rows={2} value={thanks} onChange={setThanks} />
              </div>
            </Sheet>
          ) : data.lessons ? (
            <Sheet title={t('end-lessons')}>
              <p>{data.lessons}</p>
            </Sheet>
          ) : null}
        </Panes>
      ) : null}
    </Page>
  );
}
