import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { packList, taskCancel, taskSave, taskShow } from '#contract/tasks';
import { type Difference, EditedSince, wasEditedSince } from '../../app/edited-since.tsx';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { BottomBar } from '../../ui/bottom-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Panes } from '../../ui/panes.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { TaskFrame } from './frame.tsx';
import { IssuerField } from './issuer-field.tsx';
import { LinesField } from './lines-field.tsx';
import { Standing } from './standing.tsx';
import { type Task, useTask } from './use-task.ts';
import { useWhyDraft } from './why-draft.ts';
import { missingIn, WHY_FIELDS } from './why-missing.ts';
import './tasks.css';

type Content = Task['content'];

/** Step 1: why, goal, who decided it, when it ends, by what rules; and whether a standing organization is enough. */
export function Component() {
  const { t } = useTranslation(['tasks', 'ui']);
  const { taskId = '' } = useParams();
  const task = useTask(taskId);
  const data = task.data?.data;
  return (
    <>
      {data ? (
        <WhyForm key={taskId} task={data} etag={task.data!.etag} />
      ) : (
        <TaskFrame task={undefined} now="why">
          <Sheet>
            {task.error ? (
              <ProblemState error={task.error} retry={() => void task.refetch()} />
            ) : (
              <Loading label={t('ui:loading')} lines={8} />
            )}
          </Sheet>
        </TaskFrame>
      )}
    </>
  );
}

const readTask = (taskId: string) => client.call(taskShow, { params: { taskId } });

/** Fields that the saved task and this page hold differently, in words. */
function differencesOf(saved: Content, mine: Content, label: (key: keyof Content) => string, some: string): Difference[] {
  const word = (value: Content[keyof Content]) =>
    typeof value === 'string' ? value : value === null || value === false ? '' : typeof value === 'boolean' ? '✓' : some;
  return (Object.keys(saved) as (keyof Content)[])
    .filter((key) => JSON.stringify(saved[key]) !== JSON.stringify(mine[key]))
    .map((key) => ({ what: label(key), theirs: word(saved[key]), mine: word(mine[key]) }))
    .filter((one, at, all) => all.findIndex((other) => other.what === one.what) === at);
}

/** Brings a field of the page into sight and into focus. */
function goTo(field: string): void {
  const place = document.getElementById(field);
  place?.scrollIntoView({ block: 'center' });
  place?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true });
}

function WhyForm({ task, etag: newest }: { readonly task: Task; readonly etag: string | null }) {
  const { t } = useTranslation('tasks');
  const cache = useQueryClient();
  const go = useNavigate();
  const { hash } = useLocation();
  const { content, dirty, etag, set, saved, take } = useWhyDraft(task, newest);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [theirs, setTheirs] = useState<Awaited<ReturnType<typeof readTask>> | null>(null);
  const packs = useQuery({
    queryKey: ['packs'],
    queryFn: async () => (await client.call(packList, {})).data.items,
    enabled: task.mayEdit && task.pack !== null,
  });
  const pack = packs.data?.find((one) => one.id === task.pack);
  useEffect(() => {
    // Whoever comes for one field (“fill in” on a later page) lands on it.
    if (hash !== '') goTo(hash.slice(1));
  }, [hash]);
  const write = async (version: string | null) => {
    const answer = await client.call(taskSave, { params: { taskId: task.id }, body: content }, { ifMatch: version });
    saved(content, answer.etag);
    cache.setQueryData(['task', task.id], answer);
    return answer;
  };
  /** Saves what is typed; null when it could not be. */
  const save = async (version = etag) => {
    setBusy(true);
    setError(null);
    setTheirs(null);
    try {
      return await write(version).catch(async (reason: unknown) => {
        if (!wasEditedSince(reason)) throw reason;
        const now = await readTask(task.id);
        // Only another step was saved in between: nothing of this page differs, so there is nothing to choose.
        if (JSON.stringify(now.data.content) === JSON.stringify(task.content)) return write(now.etag);
        setTheirs(now);
        return null;
      });
    } catch (reason) {
      setError(reason);
      return null;
    } finally {
      setBusy(false);
    }
  };
  const next = async () => {
    if (!dirty || (await save())) await go(`/tasks/${task.id}/needs`);
  };
  const cancel = async () => {
    await client.call(taskCancel, { params: { taskId: task.id } }).catch((reason: unknown) => setError(reason));
    await cache.invalidateQueries({ queryKey: ['task', task.id] });
  };
  const bottom = task.mayEdit ? (
    <BottomBar
      label={t('bottom')}
      actions={
        <>
          {leaving ? (
            <>
              <span>{t('cancel-sure')}</span>
              <Button size="bar" onClick={() => setLeaving(false)}>
                {t('cancel-no')}
              </Button>
              <Button size="bar" onClick={() => void cancel()}>
                {t('cancel-yes')}
              </Button>
            </>
          ) : (
            <Button size="bar" onClick={() => setLeaving(true)}>
              {t('cancel-task')}
            </Button>
          )}
          <Button size="bar" onClick={() => void save()} disabled={!dirty || busy}>
            {t('save')}
          </Button>
          <Button
            kind="primary"
            size="bar"
            onClick={() => void next()}
            disabled={busy || task.standing?.enough === true}
            reason={task.standing?.enough ? t('standing-was-enough') : undefined}
          >
            {t('next-needs')}
          </Button>
        </>
      }
    >
      {dirty ? t('unsaved') : t('saved')}
    </BottomBar>
  ) : undefined;
  const off = !task.mayEdit;
  const missing = missingIn(content);
  const place = (field: keyof typeof WHY_FIELDS, children: ReactNode) => (
    <div id={WHY_FIELDS[field]} className={missing.includes(field) && !off ? 't-field t-field-open' : 't-field'}>
      {children}
    </div>
  );
  const readings = new Map((pack?.lines ?? []).flatMap((line) => (line.reading ? [[line.text, line.reading] as const] : [])));
  /** What the scene offers for a field that is still empty. */
  const offered = (field: 'lines' | 'charter', take: (() => void) | undefined) =>
    take && !off && missing.includes(field) && (field === 'charter' || content.lines.length === 0) ? (
      <Button size="row" onClick={take}>
        {t(`f-${field}-offered`)}
      </Button>
    ) : null;
  return (
    <TaskFrame task={task} now="why" bottom={bottom}>
      {theirs ? (
        <EditedSince
          differences={differencesOf(theirs.data.content, content, (key) => t(`field-${key}`), t('conflict-several'))}
          onTheirs={() => {
            take(theirs.data.content, theirs.etag);
            setTheirs(null);
            cache.setQueryData(['task', task.id], theirs);
          }}
          onMine={() => void save(theirs.etag)}
        />
      ) : null}
      {error ? (
        <Sheet>
          <ProblemState error={error} />
        </Sheet>
      ) : null}
      <Panes
        kind="even"
        right={<Standing task={task} etag={newest} onBefore={async () => (dirty ? ((await save())?.etag ?? null) : newest)} />}
        rightTitle={t('standing')}
      >
        <Sheet title={t('why-title')} note={off ? t(task.calledOff ? 'state-called-off' : `state-${task.state}`) : undefined}>
          {task.mayEdit && missing.length > 0 ? (
            <div className="t-open-fields">
              <p>{t('why-missing')}</p>
              <ul>
                {missing.map((field) => (
                  <li key={field}>
                    <Button kind="link" size="row" onClick={() => goTo(WHY_FIELDS[field])}>
                      {t(`f-${field}`)}
                    </Button>
                  </li>
                ))}
              </ul>
            </div>
          ) : null}
          <fieldset className="t-form" disabled={off}>
            <legend className="sr">{t('why-title')}</legend>
            <Field label={t('f-title')} value={content.title} onChange={(title) => set({ title })} required />
            {place(
              'why',
              <Field label={t('f-why')} hint={t('f-why-hint')} rows={3} value={content.why} onChange={(why) => set({ why })} />,
            )}
            {place(
              'goal',
              <Field
                label={t('f-goal')}
                hint={t('f-goal-hint')}
                rows={2}
                value={content.goal}
                onChange={(goal) => set({ goal })}
              />,
            )}
            {place('issuer', <IssuerField task={task} content={content} onChange={set} />)}
            {place(
              'end',
              <>
                <div className="t-two">
                  <Field
                    label={t('f-starts')}
                    type="date"
                    value={content.startsOn ?? ''}
                    onChange={(value) => set({ startsOn: value || null })}
                  />
                  <Field
                    label={t('f-review')}
                    type="date"
                    value={content.reviewOn ?? ''}
                    onChange={(value) => set({ reviewOn: value || null })}
                  />
                </div>
                <Field
                  label={t('f-end')}
                  hint={t('f-end-hint')}
                  value={content.endCondition ?? ''}
                  onChange={(value) => set({ endCondition: value || null })}
                />
              </>,
            )}
            {place(
              'lines',
              <>
                <LinesField lines={content.lines} readings={readings} onChange={(lines) => set({ lines })} />
                {offered(
                  'lines',
                  pack?.lines.length ? () => set({ lines: pack.lines.map(({ reading: _, ...line }) => line) }) : undefined,
                )}
              </>,
            )}
            {place(
              'charter',
              <>
                <Field
                  label={t('f-charter')}
                  hint={t('f-charter-hint')}
                  rows={5}
                  value={content.charter ?? ''}
                  onChange={(value) => set({ charter: value || null })}
                />
                {pack?.charterReading && content.charter === pack.charter ? (
                  <p className="second ink2">{t('f-reading', { text: pack.charterReading })}</p>
                ) : null}
                {offered('charter', pack?.charter ? () => set({ charter: pack.charter }) : undefined)}
              </>,
            )}
            <label className="t-check">
              <input type="checkbox" checked={content.emergency} onChange={(event) => set({ emergency: event.target.checked })} />
              {t('f-emergency')}
            </label>
            {content.emergency ? (
              <Field
                label={t('f-emergency-reason')}
                value={content.emergencyReason ?? ''}
                onChange={(value) => set({ emergencyReason: value || null })}
              />
            ) : null}
          </fieldset>
        </Sheet>
      </Panes>
    </TaskFrame>
  );
}
