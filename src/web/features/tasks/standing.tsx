import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { standingDecide, standingShow } from '#contract/tasks';
import { skillWord } from '../../app/i18n.ts';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import type { Task } from './use-task.ts';

/** "Is a standing organization enough?": what stands at the same places beside the need; "enough" is a regular answer. */
export function Standing({
  task,
  etag,
  onBefore,
}: {
  readonly task: Task;
  readonly etag: string | null;
  /** Saves what is typed beside the question first; the version then, null when that failed. */
  readonly onBefore: () => Promise<string | null>;
}) {
  const { t } = useTranslation(['tasks', 'ui']);
  const cache = useQueryClient();
  const compared = useQuery({
    queryKey: ['standing', task.id, task.needed],
    queryFn: async () => (await client.call(standingShow, { params: { taskId: task.id } })).data,
  });
  const [reason, setReason] = useState(task.standing?.reason ?? '');
  const [error, setError] = useState<unknown>(null);
  const [again, setAgain] = useState(false);
  const decide = async (enough: boolean, orgId: string | null) => {
    setError(null);
    const version = await onBefore();
    if (version === null && etag !== null) return;
    try {
      const answer = await client.call(
        standingDecide,
        { params: { taskId: task.id }, body: { enough, reason, orgId } },
        { ifMatch: version },
      );
      cache.setQueryData(['task', task.id], answer);
      setAgain(false);
    } catch (failed) {
      setError(failed);
    }
  };
  const open = task.mayEdit || task.state === 'standing-enough';
  const answered = task.standing !== null && !again;
  return (
    <Sheet
      title={t('standing')}
      note={task.standing ? t(task.standing.enough ? 'standing-enough' : 'standing-not-enough') : t('standing-open')}
    >
      <p className="second ink2">{t('standing-lead')}</p>
      {compared.error ? <ProblemState error={compared.error} retry={() => void compared.refetch()} /> : null}
      {compared.isPending ? <Loading label={t('ui:loading')} /> : null}
      <ul className="t-standing">
        {compared.data?.answers.map((one) => (
          <li key={one.id}>
            <p>
              <strong>{one.name}</strong>{' '}
              <span className={one.enough && !answered ? 'ok' : 'ink2'}>
                {t(one.enough ? 'standing-could' : 'standing-could-not')}
              </span>
            </p>
            <p className="second ink2">
              {one.reasons
                .map((code) =>
                  t(`standing-${code}`, {
                    covered: one.areasCovered,
                    areas: compared.data.areas,
                    members: one.members === null ? t('ui:few') : formatNumber(one.members),
                    people: formatNumber(compared.data.people),
                    skills: one.skillsMissing.map((skill) => skillWord(skill)).join(t('sep-list')),
                  }),
                )
                .join(t('sep-clause'))}
            </p>
            {open && one.enough && !answered ? (
              <Button size="row" onClick={() => void decide(true, one.id)}>
                {t('standing-take')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {compared.data?.answers.length === 0 ? <p>{t('standing-none')}</p> : null}
      {open && !answered ? (
        <>
          <Field label={t('standing-reason')} hint={t('standing-reason-hint')} value={reason} onChange={setReason} rows={2} />
          <div className="t-actions">
            <Button size="row" onClick={() => void decide(false, compared.data?.answers[0]?.id ?? null)}>
              {t('standing-say-no')}
            </Button>
            <Button size="row" onClick={() => void decide(true, null)}>
              {t('standing-say-yes')}
            </Button>
          </div>
        </>
      ) : null}
      {task.standing && answered ? (
        <div className="t-standing-answer" role="status">
          <p>
            <span className="ok">✓</span>{' '}
            <strong>{t(task.standing.enough ? 'standing-said-enough' : 'standing-said-not-enough')}</strong>
          </p>
          {task.standing.reason ? <p>{task.standing.reason}</p> : null}
          {task.standing.enough ? <p className="second ink2">{t('standing-enough-next')}</p> : null}
          {open ? (
            <Button kind="link" size="row" onClick={() => setAgain(true)}>
              {t('standing-again')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {error ? <ProblemState error={error} /> : null}
    </Sheet>
  );
}
