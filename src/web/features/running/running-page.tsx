import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { dutySheet } from '#contract/running';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { BoundariesStrip, type Boundary } from '../../ui/boundaries-strip.tsx';
import { Button } from '../../ui/button.tsx';
import { CapBars } from '../../ui/cap-bars.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { NamesFile } from '../../ui/names-file.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Panes } from '../../ui/panes.tsx';
import { Rich } from '../../ui/rich.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { ChainPeople } from './chain-people.tsx';
import { type Running, useRunning } from './data.ts';
import { Gaps } from './gaps.tsx';
import './running.css';

const KINDS = ['unit', 'tier', 'area', 'system'] as const;

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
        title={t('title')}
        state={
          data
            ? t(data.state === 'active' ? 'as-of' : 'ended', {
                at: data.state === 'active' ? data.asOf : (data.endedOn ?? data.asOf),
              })
            : undefined
        }
        lead={data ? <Lead data={data} /> : undefined}
        actions={
          data ? <Button to={`/tasks/${taskId}/ending`}>{t(data.state === 'active' ? 'end' : 'see-end')}</Button> : undefined
        }
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
          <Crossed data={data} day={day} onDay={setDay} />
        </Panes>
      ) : null}
    </Page>
  );
}

function Lead({ data }: { readonly data: Running }) {
  const { t } = useTranslation('running');
  const slots = data.openSlots.length + data.shortPosts.reduce((sum, one) => sum + one.missing, 0);
  const difficulties = data.difficulties.length;
  const counts = t('lead-answers', { ...data.duties });
  if (data.state !== 'active') return <p>{t('lead-ended')}</p>;
  return (
    <p>
      {slots + difficulties > 0 ? <Rich text={t('lead-gaps', { slots, difficulties })} /> : t('lead-none')} {counts}
    </p>
  );
}

function Left({ data }: { readonly data: Running }) {
  const { t } = useTranslation('running');
  return (
    <>
      <Gaps data={data} />
      <Sheet title={t('units')} note={t('units-note', { count: data.units.length })}>
        {data.caps.length > 0 ? (
          <CapBars
            items={data.caps.map((cap) => ({ id: cap.unitId, name: cap.name, used: cap.used, cap: cap.cap }))}
            restLabel={(count) => t('units-rest', { count })}
          />
        ) : (
          <p className="second ink2">{t('units-no-cap')}</p>
        )}
      </Sheet>
      {data.mayPrint ? <Prints data={data} /> : null}
      <Sheet title={t('changes')} flush>
        <ol className="q-running-changes">
          {data.changes.map((change) => (
            <li key={`${change.at} ${change.kind}`}>
              <span className="second ink3">{t('moment', { at: change.at })}</span> {t(`change-${change.kind}`, change.params)}
            </li>
          ))}
        </ol>
      </Sheet>
    </>
  );
}

function Prints({ data }: { readonly data: Running }) {
  const { t } = useTranslation('running');
  const [unit, setUnit] = useState('');
  const [post, setPost] = useState('');
  const take = (of: 'unit' | 'post', id: string) => (purpose: string) =>
    client.call(dutySheet, { params: { taskId: data.taskId }, body: { of, id, purpose } }).then((answer) => answer.data);
  const unitId = unit || data.units[0]?.id;
  const postId = post || data.posts[0]?.id;
  return (
    <Sheet title={t('sheets')} note={t('sheets-note')}>
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
  const items: Boundary[] = KINDS.map((key) => {
    const one = data.boundaries[key];
    const name = (value: string, shown: string) =>
      key === 'tier' || key === 'system' ? t(`formation:${key}-${value}`, { defaultValue: shown }) : shown;
    const names = [...one.evidence].sort((a, b) => (b.count ?? 0) - (a.count ?? 0)).slice(0, 4);
    const words = names.map((part) =>
      key === 'system' && part.count !== null
        ? t('formation:with-count', { name: name(part.value, part.name), count: part.count })
        : name(part.value, part.name),
    );
    return {
      key,
      label: t(`formation:boundary-${key}`),
      crossed: one.crossed,
      word: t(one.crossed ? 'formation:crossed' : 'formation:not-crossed'),
      evidence:
        key === 'unit'
          ? t('formation:evidence-unit', { count: one.distinct })
          : t(`formation:evidence-${key}`, { names: words.join(t('formation:comma')), count: one.distinct }),
    };
  });
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
