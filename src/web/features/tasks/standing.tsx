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
export function Standing({ task, etag }: { readonly task: Task; readonly etag: string | null }) {
  const { t } = useTranslation(['tasks', 'ui']);
  const cache = useQueryClient();
  const compared = useQuery({
    queryKey: ['standing', task.id, task.needed],
    queryFn: async () => (await client.call(standingShow, { params: { taskId: task.id } })).data,
  });
  const [reason, setReason] = useState(task.standing?.reason ?? '');
  const [error, setError] = useState<unknown>(null);
  const decide = async (enough: boolean, orgId: string | null) => {
    setError(null);
    try {
      const answer = await client.call(
        standingDecide,
        { params: { taskId: task.id }, body: { enough, reason, orgId } },
        { ifMatch: etag },
      );
      cache.setQueryData(['task', task.id], answer);
    } catch (failed) {
      setError(failed);
    }
  };
  const open = task.mayEdit || task.state === 'standing-enough';
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
              <span className={one.enough ? 'ok' : 'ink2'}>{t(one.enough ? 'standing-could' : 'standing-could-not')}</span>
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
            {open && one.enough ? (
              <Button size="row" onClick={() => void decide(true, one.id)}>
                {t('standing-take')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {compared.data?.answers.length === 0 ? <p>{t('standing-none')}</p> : null}
      {open ? (
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
      {task.standing ? <p className="t-standing-answer">{task.standing.reason}</p> : null}
      {error ? <ProblemState error={error} /> : null}
    </Sheet>
  );
}
