import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { difficultySettle, slotCandidates } from '#contract/running';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Masked } from '../../ui/masked.tsx';
import { type Running, useWrite } from './data.ts';

type Told = Running['difficulties'][number];

/** Candidates that are named before one releases: enough to see whether anybody is there. */
const SHOWN = 3;

/** Somebody has a difficulty: after talking the duty stands, or the person is released, which is asked once more with what follows. */
export function Difficulty({ data, one }: { readonly data: Running; readonly one: Told }) {
  const { t } = useTranslation('running');
  const write = useWrite();
  const [sure, setSure] = useState(false);
  const settle = (how: 'stands' | 'released') =>
    write.mutate(() => client.call(difficultySettle, { params: { taskId: data.taskId, dutyId: one.dutyId }, body: { how } }));
  return (
    <li>
      <Mark code="difficulty" />
      <div>
        <p>
          <b>
            <Masked name={one.name} />
          </b>{' '}
          <span className="ink2">{one.unitName}</span> {one.post}
        </p>
        <p className="second ink2">{one.words ? t('difficulty-words', { text: one.words }) : t('difficulty-silent')}</p>
        {write.error ? <ProblemState error={write.error} /> : null}
        {sure ? (
          <section className="q-running-sure" aria-label={t('difficulty-release')}>
            <p>{t('release-sure', { post: one.post })}</p>
            <Next taskId={data.taskId} one={one} />
            <p className="q-running-row">
              <Button size="row" onClick={() => setSure(false)}>
                {t('release-back')}
              </Button>
              <Button kind="primary" size="row" disabled={write.isPending} onClick={() => settle('released')}>
                {t('release-confirm')}
              </Button>
            </p>
          </section>
        ) : null}
      </div>
      {data.mayEdit && !sure ? (
        <span className="q-running-acts">
          <Button size="row" disabled={write.isPending} onClick={() => settle('stands')}>
            {t('difficulty-stands')}
          </Button>
          <Button size="row" disabled={write.isPending} onClick={() => setSure(true)}>
            {t('difficulty-release')}
          </Button>
        </span>
      ) : null}
    </li>
  );
}

/** Who could be asked for the place once it is open; asking is a step of its own. */
function Next({ taskId, one }: { readonly taskId: string; readonly one: Told }) {
  const { t } = useTranslation('running');
  const params = { taskId, postId: one.postId };
  const found = useQuery({
    queryKey: ['candidates', 'released', one.dutyId],
    queryFn: async () => (await client.call(slotCandidates, { params, query: { slot: one.slot } })).data.items,
  });
  if (found.error) return <ProblemState error={found.error} />;
  if (!found.data)
    return (
      <p className="second ink2" role="status">
        {t('candidates-loading')}
      </p>
    );
  if (found.data.length === 0) return <p className="second gap">{t('release-nobody')}</p>;
  return (
    <>
      <p className="second ink2">{t('release-next')}</p>
      <ul className="q-running-list">
        {found.data.slice(0, SHOWN).map((person) => (
          <li key={person.personId} className="second">
            <Masked name={person.name} /> {person.unitName ?? t('no-unit')}{' '}
            {person.metres === null ? null : <span className="ink2">{t('candidate-metres', { count: person.metres })}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
