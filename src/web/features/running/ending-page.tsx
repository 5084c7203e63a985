import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { taskEnd } from '#contract/running';
import { ProblemState, useIssueText } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { BottomBar } from '../../ui/bottom-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { cityDay } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Panes } from '../../ui/panes.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { type Ending, useEnding, useWrite } from './data.ts';
import './running.css';

/** Two ways to close a task, each with words of its own: it ends after it ran, or is called off before its first day. */
type Way = 'end' | 'off';

/** 结束 or 取消: what it changes, what stays and what is erased when, then a second step that names the numbers once more. */
export function Component() {
  const { t } = useTranslation('running');
  const { taskId = '' } = useParams();
  const [on, setOn] = useState('');
  const [lessons, setLessons] = useState('');
  const [thanks, setThanks] = useState('');
  const ending = useEnding(taskId, on);
  const data = ending.data;
  const way: Way = data?.calledOff ? 'off' : 'end';
  const day = on === '' ? cityDay() : on;
  return (
    <Page bottom={data?.mayEnd ? <EndBar data={data} way={way} body={{ on: day, lessons, thanks }} /> : undefined}>
      <PageHead
        path={[
          { label: t('tasks'), to: '/tasks' },
          { label: data?.title ?? '', to: `/tasks/${taskId}/running` },
        ]}
        title={t(data?.state === 'ended' ? `${way}-title-past` : `${way}-title`)}
        lead={
          data ? (
            <p>
              {data.state === 'ended'
                ? t(`${way}-done`, { on: data.endedOn ?? '' })
                : t(`${way}-lead`, { organizations: data.organizations, people: data.people })}
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
        <Panes kind="even" left={<Changes data={data} way={way} />}>
          <Sheet title={t('end-why')}>
            {data.endCondition ? <p>{t('end-condition', { text: data.endCondition })}</p> : null}
            {data.endConditionMetOn ? <p className="second ink2">{t('end-met', { on: data.endConditionMetOn })}</p> : null}
            {data.reviewOn ? <p className="second ink2">{t('end-review', { on: data.reviewOn })}</p> : null}
          </Sheet>
          {data.mayEnd ? (
            <Sheet title={t(`${way}-words`)}>
              <div className="q-running-form">
                {way === 'end' ? <Field label={t('end-on')} type="date" value={day} onChange={setOn} /> : null}
                <Field
                  label={t(`${way}-lessons`)}
                  hint={t(`${way}-lessons-hint`)}
                  rows={5}
                  value={lessons}
                  onChange={setLessons}
                />
                <Field label={t(`${way}-thanks`)} hint={t(`${way}-thanks-hint`)} rows={2} value={thanks} onChange={setThanks} />
              </div>
            </Sheet>
          ) : data.lessons || data.thanks ? (
            <Sheet title={t(`${way}-words-past`)}>
              {data.lessons ? <p>{t('end-lessons-past', { text: data.lessons })}</p> : null}
              {data.thanks ? <p>{t('end-thanks-past', { text: data.thanks })}</p> : null}
            </Sheet>
          ) : null}
        </Panes>
      ) : null}
    </Page>
  );
}

/** What changes, what stays, what is erased and when. */
function Changes({ data, way }: { readonly data: Ending; readonly way: Way }) {
  const { t } = useTranslation('running');
  const ended = data.state === 'ended';
  const past = ended ? '-past' : '';
  return (
    <Sheet title={t(ended ? 'end-changed' : 'end-changes')}>
      <ul className="q-running-list">
        <li>{t(`${way}-organizations${past}`, { count: data.organizations })}</li>
        <li>{t(`${way}-people${past}`, { count: data.people, units: data.units })}</li>
        {data.duties === null ? null : <li>{t(`${way}-duties${past}`, { count: data.duties, offices: data.offices ?? 0 })}</li>}
        {data.resources ? <li>{t(`end-resources${past}`, { count: data.resources })}</li> : null}
        {data.notes === null && way === 'end' ? null : (
          <li>{t(way === 'end' ? `end-notes${past}` : 'off-notes', { count: data.notes ?? 0 })}</li>
        )}
      </ul>
      <h3 className="q-running-sub">{t(ended ? 'end-stayed' : 'end-stays')}</h3>
      <ul className="q-running-list">
        <li>{t('end-stays-organizations', { count: data.unchanged.organizations })}</li>
        <li>{t('end-stays-homes', { count: data.unchanged.homes })}</li>
        <li>{t(`${way}-stays-records`)}</li>
      </ul>
      <h3 className="q-running-sub">{t(ended ? 'end-erased' : 'end-erases')}</h3>
      <ul className="q-running-list">
        <li>{t('end-erase-now')}</li>
        <li>{t('end-erase-wishes', { on: data.eraseWishesOn })}</li>
      </ul>
    </Sheet>
  );
}

/** Two steps: the button first, then the numbers once more, one of them typed, before it is done for good. */
function EndBar(props: {
  readonly data: Ending;
  readonly way: Way;
  readonly body: { readonly on: string; readonly lessons: string; readonly thanks: string };
}) {
  const { t } = useTranslation('running');
  const text = useIssueText();
  const { data, way, body } = props;
  const write = useWrite();
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const issue = data.issues[0];
  if (!asking) {
    return (
      <BottomBar
        label={t(`${way}-title`)}
        actions={
          <Button
            kind="primary"
            size="bar"
            disabled={issue !== undefined}
            reason={issue ? text(issue) : undefined}
            onClick={() => setAsking(true)}
          >
            {t(`${way}-do`)}
          </Button>
        }
      >
        {t('end-note')}
      </BottomBar>
    );
  }
  const end = () => write.mutate(() => client.call(taskEnd, { params: { taskId: data.taskId }, body }));
  const matches = typed.trim().replaceAll(/[,，]/g, '') === String(data.organizations);
  return (
    <BottomBar
      label={t(`${way}-title`)}
      actions={
        <>
          <Field label={t('end-type', { count: data.organizations })} value={typed} onChange={setTyped} />
          <Button size="bar" onClick={() => setAsking(false)}>
            {t('end-back')}
          </Button>
          <Button kind="primary" size="bar" disabled={!matches || issue !== undefined || write.isPending} onClick={end}>
            {t(`${way}-confirm`)}
          </Button>
        </>
      }
    >
      {write.error ? <ProblemState error={write.error} /> : null}
      <p>
        <b>{t(`${way}-sure`, { organizations: data.organizations, people: data.people })}</b>
      </p>
      <p className="second ink2">{t(`${way}-for-good`)}</p>
    </BottomBar>
  );
}
