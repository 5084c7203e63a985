import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { taskCancel, taskSave, taskShow } from '#contract/tasks';
import { type Difference, EditedSince, wasEditedSince } from '../../app/edited-since.tsx';
import { ProblemState, useIssueText } from '../../app/problem-state.tsx';
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
        <WhyForm key={task.data!.etag} task={data} etag={task.data!.etag} />
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

function WhyForm({ task, etag }: { readonly task: Task; readonly etag: string | null }) {
  const { t } = useTranslation('tasks');
  const issueText = useIssueText();
  const cache = useQueryClient();
  const go = useNavigate();
  const [content, setContent] = useState<Content>(task.content);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [theirs, setTheirs] = useState<Awaited<ReturnType<typeof readTask>> | null>(null);
  const set = (change: Partial<Content>) => setContent({ ...content, ...change });
  const dirty = content !== task.content;
  const write = async (version: string | null): Promise<Task> => {
    const answer = await client.call(taskSave, { params: { taskId: task.id }, body: content }, { ifMatch: version });
    cache.setQueryData(['task', task.id], answer);
    return answer.data;
  };
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
    const saved = dirty ? await save() : task;
    if (saved) await go(`/tasks/${task.id}/needs`);
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
          <Button size="bar" onClick={() => void cancel()}>
            {t('cancel-task')}
          </Button>
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
  return (
    <TaskFrame task={task} now="why" bottom={bottom}>
      {theirs ? (
        <EditedSince
          differences={differencesOf(theirs.data.content, content, (key) => t(`field-${key}`), t('conflict-several'))}
          onTheirs={() => cache.setQueryData(['task', task.id], theirs)}
          onMine={() => void save(theirs.etag)}
        />
      ) : null}
      {error ? (
        <Sheet>
          <ProblemState error={error} />
        </Sheet>
      ) : null}
      <Panes kind="even" right={<Standing task={task} etag={etag} />} rightTitle={t('standing')}>
        <Sheet title={t('why-title')} note={off ? t(`state-${task.state}`) : undefined}>
          <fieldset className="t-form" disabled={off}>
            <legend className="sr">{t('why-title')}</legend>
            <Field label={t('f-title')} value={content.title} onChange={(title) => set({ title })} required />
            <Field label={t('f-why')} hint={t('f-why-hint')} rows={3} value={content.why} onChange={(why) => set({ why })} />
            <Field label={t('f-goal')} hint={t('f-goal-hint')} rows={2} value={content.goal} onChange={(goal) => set({ goal })} />
            <IssuerField task={task} content={content} onChange={set} />
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
            <LinesField lines={content.lines} onChange={(lines) => set({ lines })} />
            <Field
              label={t('f-charter')}
              hint={t('f-charter-hint')}
              rows={5}
              value={content.charter ?? ''}
              onChange={(value) => set({ charter: value || null })}
            />
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
            <Field
              label={t('f-skip-consult')}
              hint={t('f-skip-consult-hint')}
              value={content.consultSkippedReason ?? ''}
              onChange={(value) => set({ consultSkippedReason: value || null })}
            />
          </fieldset>
          {task.issues.length > 0 ? (
            <ul className="t-missing">
              {task.issues.map((issue) => (
                <li key={issue.code}>{issueText(issue)}</li>
              ))}
            </ul>
          ) : null}
        </Sheet>
      </Panes>
    </TaskFrame>
  );
}
