import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chainPeopleFile } from '#contract/list-files-task';
import { rosterNames } from '#contract/rosters';
import { chainRelease, joinerAdd, joinerCandidates, rosterShow } from '#contract/running';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { type ChainNode, ChainTree } from '../../ui/chain-tree.tsx';
import { Field } from '../../ui/field.tsx';
import { ListFile } from '../../ui/list-file.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Masked } from '../../ui/masked.tsx';
import { Reveal } from '../../ui/reveal.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Candidates } from './candidates.tsx';
import { type Running, useWrite } from './data.ts';

/**
 * The chain with its people and how many of them have not answered; one organization opens its people, with the answer and both days of
 * everyone, and takes in who joins later.
 */
export function ChainPeople({ data }: { readonly data: Running }) {
  const { t } = useTranslation('running');
  const [orgId, setOrgId] = useState<string>();
  const below = new Map<string | null, Running['chain'][number][]>();
  for (const org of data.chain) below.set(org.parentId, [...(below.get(org.parentId) ?? []), org]);
  const answers = data.state === 'active' && data.seesPeople;
  const unansweredBelow = (org: Running['chain'][number]): number =>
    (below.get(org.id) ?? []).reduce((sum, one) => sum + unansweredBelow(one), org.unanswered ?? 0);
  const nodeOf = (org: Running['chain'][number]): ChainNode => ({
    id: org.id,
    form: org.form,
    name: org.ended && data.state === 'active' ? t('part-released', { name: org.areaName }) : org.areaName,
    counts: [...(answers ? [unansweredBelow(org) > 0 ? String(unansweredBelow(org)) : ''] : []), String(org.people)],
    children: (below.get(org.id) ?? []).map(nodeOf),
  });
  const root = below.get(null)?.[0];
  const chosen = data.chain.find((org) => org.id === orgId);
  return (
    <>
      <Sheet title={<span id="chain">{t('chain')}</span>} note={t('chain-note', { count: data.chain.length })} flush>
        {root ? (
          <ChainTree
            label={t('chain')}
            nameLabel={t('column-name')}
            columns={[...(answers ? [t('column-unanswered')] : []), t('column-people')]}
            root={nodeOf(root)}
            selected={orgId}
            onSelect={setOrgId}
          />
        ) : null}
      </Sheet>
      {chosen && data.seesPeople ? (
        <Roster key={chosen.id} data={data} org={chosen} below={unansweredBelow(chosen) - (chosen.unanswered ?? 0)} />
      ) : null}
    </>
  );
}

interface RosterProps {
  readonly data: Running;
  readonly org: Running['chain'][number];
  /** People of the organizations under this one who have not answered. */
  readonly below: number;
}

function Roster({ data, org, below }: RosterProps) {
  const { t } = useTranslation('running');
  const params = { taskId: data.taskId, orgId: org.id };
  const roster = useQuery({
    queryKey: ['roster', org.id],
    queryFn: async () => (await client.call(rosterShow, { params })).data,
  });
  const write = useWrite();
  const [names, setNames] = useState<Readonly<Record<string, string>>>();
  const [search, setSearch] = useState(false);
  const [from, setFrom] = useState(data.asOf);
  // Who has not answered is who has to be phoned.
  const people = [...(roster.data?.people ?? [])].sort((a, b) => RANK[a.answer ?? 'none'] - RANK[b.answer ?? 'none']);
  const add = (personId: string) =>
    write.mutate(() =>
      client
        .call(joinerAdd, { params: { taskId: data.taskId }, body: { orgId: org.id, personId, from } })
        .then(() => setSearch(false)),
    );
  return (
    <Sheet
      title={org.name}
      note={t('roster-note', { count: roster.data?.people.length ?? 0 })}
      aside={
        <>
          {roster.data && roster.data.people.length > 0 ? (
            <ListFile name={org.name} take={(format) => client.call(chainPeopleFile, { params, query: { format } })} />
          ) : null}
          {org.people > 0 ? <Button to={`/tasks/${data.taskId}/roster/${org.id}`}>{t('roster-open')}</Button> : null}
        </>
      }
    >
      {roster.error ? <ProblemState error={roster.error} /> : null}
      {write.error ? <ProblemState error={write.error} /> : null}
      {org.ended || !data.mayEdit ? null : (
        <>
          <div className="q-running-row">
            <Field label={t('join-from')} type="date" value={from} onChange={setFrom} />
            <Button pressed={search} onClick={() => setSearch(!search)}>
              {t('join')}
            </Button>
          </div>
          {search && from !== '' ? (
            <Candidates
              label={t('join')}
              about={[org.id, from]}
              taskId={data.taskId}
              load={async (unitId) =>
                (await client.call(joinerCandidates, { params, query: { from, ...(unitId ? { unitId } : {}) } })).data
              }
              act={t('join-do')}
              choose={({ personId }) => add(personId)}
              busy={write.isPending}
            />
          ) : null}
        </>
      )}
      {data.state === 'active' && people.length > 0 ? (
        <div className="q-running-answers">
          <p className="second ink2">
            {people.some((one) => one.answer === 'waits')
              ? t('answers-why')
              : below > 0
                ? t('roster-open-below', { count: below })
                : t('roster-none-open')}
          </p>
          {data.mayPrint ? (
            <Reveal
              button
              shown={names !== undefined}
              onHide={() => setNames(undefined)}
              onReveal={async (purpose) => setNames((await client.call(rosterNames, { params, body: { purpose } })).data.names)}
            />
          ) : null}
        </div>
      ) : null}
      <div className="q-scroll">
        <table className="q-table">
          <thead>
            <tr>
              <th scope="col">{t('column-who')}</th>
              <th scope="col">{t('column-answer')}</th>
              <th scope="col">{t('column-unit')}</th>
              <th scope="col">{t('column-mode')}</th>
              <th scope="col">{t('column-days')}</th>
            </tr>
          </thead>
          <tbody>
            {people.map((one) => (
              <tr key={`${one.personId} ${one.from}`}>
                <th scope="row">
                  <Masked name={names?.[one.personId] || one.name} />
                </th>
                <td>
                  {one.answer === null ? (
                    <span className="ink3">{one.to ? '' : t('answer-none')}</span>
                  ) : (
                    <Answer answer={one.answer} />
                  )}
                </td>
                <td>{one.unitName ?? t('no-unit')}</td>
                <td>{t(`mode-${one.mode}`)}</td>
                <td>{one.to ? t('days-until', { from: one.from, to: one.to }) : t('days-since', { from: one.from })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {org.parentId !== null && !org.ended && data.mayEdit ? <Release data={data} org={org} /> : null}
    </Sheet>
  );
}

const RANK = { waits: 0, difficulty: 1, accepted: 2, none: 3 } as const;

function Answer({ answer }: { readonly answer: 'waits' | 'difficulty' | 'accepted' }) {
  const { t } = useTranslation('running');
  if (answer === 'accepted') return <span className="ok">✓ {t('answer-accepted')}</span>;
  return (
    <span>
      <Mark code={answer === 'waits' ? 'waiting' : 'difficulty'} /> {t(`answer-${answer}`)}
    </span>
  );
}

/** The need has moved on: this organization and all below it end, their people are free. */
function Release({ data, org }: { readonly data: Running; readonly org: Running['chain'][number] }) {
  const { t } = useTranslation('running');
  const write = useWrite();
  // Before the first day a part is called off: today, and nobody has served.
  const before = data.startsOn !== null && data.startsOn > data.today;
  const [on, setOn] = useState(data.today);
  const [reason, setReason] = useState('');
  const release = () =>
    write.mutate(() => client.call(chainRelease, { params: { taskId: data.taskId, orgId: org.id }, body: { on, reason } }));
  return (
    <details className="q-running-release">
      <summary>{t('release')}</summary>
      <p className="second ink2">{t(before ? 'release-note-before' : 'release-note')}</p>
      {write.error ? <ProblemState error={write.error} /> : null}
      <div className="q-running-row">
        {before ? null : <Field label={t('release-on')} type="date" value={on} onChange={setOn} />}
        <Field label={t('release-reason')} value={reason} onChange={setReason} />
        <Button disabled={reason.trim() === '' || write.isPending} onClick={release}>
          {t('release-do')}
        </Button>
      </div>
    </details>
  );
}
