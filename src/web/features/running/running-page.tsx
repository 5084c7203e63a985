import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { changeListFile } from '#contract/list-files-task';
import { changeList, dutySheet } from '#contract/running';
import { type Day, daysBetween } from '#kernel/lib';
import { useBoundaries } from '../../app/boundaries.ts';
import { moreOf, usePagedList } from '../../app/paged-list.tsx';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { BoundariesStrip } from '../../ui/boundaries-strip.tsx';
import { Button } from '../../ui/button.tsx';
import { CapBars } from '../../ui/cap-bars.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { cityDay } from '../../ui/format.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { NamesFile } from '../../ui/names-file.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Panes } from '../../ui/panes.tsx';
import { Rich } from '../../ui/rich.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { ChainPeople } from './chain-people.tsx';
import { type Running, useRunning } from './data.ts';
import { firstShift, Gaps } from './gaps.tsx';
import './running.css';

/** 战况: what is missing first, then who lends, the chain with its people, what changed; sheets to print. */
export function Component() {
  const { t } = useTranslation('running');
  const { taskId = '' } = useParams();
  const [day, setDay] = useState('');
  const running = useRunning(taskId, day);
  const data = running.data;
  return (
    <Page>
      <PageHead
        path={[
          { label: t('tasks'), to: '/tasks' },
          { label: data?.title ?? '', to: `/tasks/${taskId}/formation` },
        ]}
        title={t(data && data.state !== 'active' ? 'title-past' : 'title')}
        state={
          data
            ? data.state !== 'active'
              ? t(data.calledOff ? 'called-off' : 'ended', { at: data.endedOn ?? data.asOf })
              : data.startsOn !== null && data.startsOn > cityDay()
                ? t('starts', { at: data.startsOn })
                : t('as-of', { at: data.asOf })
            : undefined
        }
        lead={data ? <Lead data={data} /> : undefined}
        actions={data ? <Button to={`/tasks/${taskId}/ending`}>{t(endLabel(data))}</Button> : undefined}
      />
      {running.error && !data ? (
        <Sheet>
          <ProblemState error={running.error} retry={() => void running.refetch()} />
        </Sheet>
      ) : null}
      {running.isPending ? (
        <Sheet>
          <Loading label={t('loading')} lines={8} />
        </Sheet>
      ) : null}
      {data ? (
        <Panes kind="running" left={<Left data={data} />}>
          <ChainPeople data={data} />
          {data.calledOff ? null : <Crossed data={data} day={day} onDay={setDay} />}
        </Panes>
      ) : null}
    </Page>
  );
}

/** What its ending is called: calling off before the first day, ending afterwards. */
function endLabel(data: Running): 'end' | 'call-off' | 'see-end' | 'see-off' {
  if (data.state !== 'active') return data.calledOff ? 'see-off' : 'see-end';
  return data.startsOn !== null && data.startsOn > data.today ? 'call-off' : 'end';
}

function Lead({ data }: { readonly data: Running }) {
  const { t, i18n } = useTranslation('running');
  const gap = i18n.language === 'en' ? ' ' : '';
  const slots = data.openSlots.length + data.shortPosts.reduce((sum, one) => sum + one.missing, 0);
  const difficulties = data.difficulties.length;
  if (data.state !== 'active') return <p>{t(data.calledOff ? 'lead-called-off' : 'lead-ended')}</p>;
  const [shift] = data.openShifts;
  const places = data.openShifts.reduce((sum, one) => sum + one.places, 0);
  const sentences = [
    slots + difficulties === 0
      ? t('lead-none')
      : difficulties === 0
        ? t('lead-short', { slots })
        : t('lead-gaps', { slots, difficulties }),
    ...(shift
      ? [
          t('lead-shifts', {
            places,
            days: daysBetween(data.today as Day, data.shiftsUntil as Day),
            at: firstShift(shift, i18n.language),
          }),
        ]
      : []),
    t('lead-answers', { ...data.duties }),
    ...(data.people.withoutPost > 0 ? [t('lead-people', { ...data.people })] : []),
  ];
  return (
    <p>
      <Rich text={sentences.join(gap)} />
      {gap}
      {data.duties.unanswered > 0 && data.seesPeople ? <a href="#chain">{t('see-unanswered')}</a> : null}
    </p>
  );
}

function Left({ data }: { readonly data: Running }) {
  const { t } = useTranslation('running');
  return (
    <>
      {data.state === 'active' ? <Gaps data={data} /> : null}
      {data.units.length > 0 || data.state === 'active' ? (
        <Sheet
          title={t(data.state === 'active' ? 'units' : 'units-past')}
          note={t('units-note', { count: data.units.length, capped: data.caps.length })}
        >
          {data.caps.length > 0 ? (
            <CapBars
              items={data.caps.map((cap) => ({ id: cap.unitId, name: cap.name, used: cap.used, cap: cap.cap }))}
              restLabel={(count) => t('units-rest', { count })}
            />
          ) : (
            <p className="second ink2">{t('units-no-cap')}</p>
          )}
        </Sheet>
      ) : null}
      {data.mayPrint && data.state !== 'ended' && data.units.length + data.posts.length > 0 ? <Prints data={data} /> : null}
      <Changes taskId={data.taskId} />
    </>
  );
}

/** What changed, the newest first. */
function Changes({ taskId }: { readonly taskId: string }) {
  const { t } = useTranslation('running');
  const list = usePagedList(
    ['running', taskId, 'changes'],
    async (query) => (await client.call(changeList, { params: { taskId }, query })).data,
    { refetchInterval: 60_000 },
  );
  return (
    <Sheet
      title={t('changes')}
      flush
      foot={moreOf(list)}
      aside={
        list.items.length > 0 ? (
          <ListFile
            name={t('changes')}
            take={(format) => client.call(changeListFile, { params: { taskId }, query: { format } })}
          />
        ) : undefined
      }
    >
      {list.query.error ? <ProblemState error={list.query.error} retry={() => void list.query.refetch()} /> : null}
      <ol className="q-running-changes">
        {list.items.map((change, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what happened keeps its place; two changes of a kind may share a moment
          <li key={at}>
            <span className="second ink3">{t('moment', { at: change.at })}</span> {t(`change-${change.kind}`, change.params)}
          </li>
        ))}
      </ol>
    </Sheet>
  );
}

/** Languages of printed sheets. */
const LANGUAGES = ['zh-CN', 'en'] as const;

function Prints({ data }: { readonly data: Running }) {
  const { t } = useTranslation('running');
  const [unit, setUnit] = useState('');
  const [post, setPost] = useState('');
  // Whoever gets a sheet reads Chinese.
  const [language, setLanguage] = useState<(typeof LANGUAGES)[number]>('zh-CN');
  const take = (of: 'unit' | 'post', id: string) => (purpose: string) =>
    client
      .call(dutySheet, { params: { taskId: data.taskId }, body: { of, id, purpose, language } })
      .then((answer) => answer.data);
  const unitId = unit || data.units[0]?.id;
  const postId = post || data.posts[0]?.id;
  return (
    <Sheet
      title={t('sheets')}
      note={t('sheets-note')}
      aside={
        <Segmented
          label={t('sheet-language')}
          value={language}
          options={LANGUAGES.map((value) => ({ value, label: t(`sheet-${value}`) }))}
          onChange={(value) => setLanguage(LANGUAGES.find((one) => one === value) ?? 'zh-CN')}
        />
      }
    >
      {unitId ? (
        <div className="q-running-row">
          <Choice
            label={t('sheet-unit')}
            value={unitId}
            onChange={setUnit}
            options={data.units.map((one) => ({ value: one.id, label: t('unit-people', { name: one.name, count: one.people }) }))}
          />
          <NamesFile
            button
            label={t('sheet-get')}
            fileName={`${data.units.find((one) => one.id === unitId)?.name ?? ''}.docx`}
            take={take('unit', unitId)}
          />
        </div>
      ) : null}
      {postId ? (
        <div className="q-running-row">
          <Choice
            label={t('sheet-post')}
            value={postId}
            onChange={setPost}
            options={data.posts.map((one) => ({ value: one.id, label: one.name }))}
          />
          <NamesFile
            button
            label={t('sheet-get')}
            fileName={`${data.posts.find((one) => one.id === postId)?.name ?? ''}.docx`}
            take={take('post', postId)}
          />
        </div>
      ) : null}
    </Sheet>
  );
}

function Crossed(props: { readonly data: Running; readonly day: string; readonly onDay: (day: string) => void }) {
  const { t } = useTranslation(['running', 'formation']);
  const { data, day, onDay } = props;
  const items = useBoundaries(data.boundaries);
  return (
    <>
      <Field
        label={t('running:day')}
        hint={t('running:day-hint')}
        type="date"
        value={day === '' ? data.asOf : day}
        onChange={onDay}
      />
      <BoundariesStrip title={t('formation:boundaries')} note={t('formation:boundaries-note')} items={items} />
    </>
  );
}
