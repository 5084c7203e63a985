import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { jointProposal } from '#contract/joint-branches';
import type { ResponseOf } from '#contract/route';
import { checkEdited, type GroupingProblem } from '#kernel/assembly';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { ProofLine } from '../../ui/proof-line.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Stack, WideTable } from '../../ui/stack.tsx';
import { Empty, Loading } from '../../ui/states.tsx';
import { downloadTable } from './download.ts';
import { GroupSheet } from './group-sheet.tsx';
import { Sketch } from './sketch.tsx';
import './joint.css';

type Proposal = ResponseOf<typeof jointProposal>;

/** Joint branches proposed for one area (`?area=`): sketch, groups with their reasons, changes by hand, bound and gap. */
export function Component() {
  const { t } = useTranslation('joint');
  const [query] = useSearchParams();
  const areaId = query.get('area') ?? '';
  const proposal = useQuery({
    queryKey: ['joint', areaId],
    queryFn: async () => (await client.call(jointProposal, { params: { areaId } })).data,
    enabled: areaId !== '',
    // What a person moved by hand stays until the page is left: nothing is computed anew behind it.
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Page>
      <Stack>
        {areaId === '' ? (
          <Sheet>
            <Empty title={t('choose')}>{t('choose-text')}</Empty>
          </Sheet>
        ) : null}
        {proposal.error ? <ProblemState error={proposal.error} retry={() => void proposal.refetch()} /> : null}
        {areaId !== '' && proposal.isPending ? <Loading label={t('loading')} lines={8} /> : null}
        {proposal.data ? <Shown key={areaId} data={proposal.data} /> : null}
      </Stack>
    </Page>
  );
}

function Shown({ data }: { readonly data: Proposal }) {
  const { t } = useTranslation('joint');
  const first = useMemo(() => data.groups.map((group) => group.units), [data]);
  const [groups, setGroups] = useState<readonly (readonly string[])[]>(first);
  const nameOf = useMemo(() => new Map(data.units.map((unit) => [unit.id, unit])), [data]);
  const problem = useMemo<GroupingProblem>(
    () => ({
      limits: data.limits,
      units: data.units.map((unit) => ({
        id: unit.id,
        full: unit.full,
        probationary: unit.probationary,
        place: unit.lat === null || unit.lon === null ? null : { lat: unit.lat, lon: unit.lon },
        trade: unit.trade,
        area: unit.areaId,
      })),
    }),
    [data],
  );
  const weighed = useMemo(() => checkEdited(problem, groups), [problem, groups]);
  const name = (id: string | number | boolean | null | undefined) => nameOf.get(String(id))?.name ?? '';
  const say = (code: string, params: Readonly<Record<string, string | number | boolean | null>>) =>
    t(code, {
      ...params,
      ...('unit' in params ? { unit: name(params.unit) } : {}),
      ...('host' in params ? { host: name(params.host) } : {}),
    });
  const move = (unit: string, to: number) => {
    const without = groups.map((group) => group.filter((id) => id !== unit));
    const next = to === NEW ? [...without, [unit]] : without.map((group, g) => (g === to ? [...group, unit] : group));
    // Empty groups stay until the next proposal, so that the numbers of the others do not jump under the hand.
    setGroups(next);
  };
  const reasonOf = new Map(data.left.map((row) => [row.unit, row.reason]));
  const changed = groups !== first;
  const choices = groups.map((group, g) => ({ value: g, label: `${t('group', { no: g + 1 })} ${name(group[0])}` }));
  const table = () => [
    [t('groups'), t('unit'), t('members'), t('area'), t('trade'), t('reason')],
    ...groups.flatMap((group, g) =>
      group.map((id) =>
        row(
          id,
          String(g + 1),
          weighed.groups
            .find((each) => each.host === group[0])
            ?.principles.map((fact) => say(fact.code, fact.params))
            .join(' / ') ?? '',
        ),
      ),
    ),
    ...weighed.left.map((id) => row(id, '', reason(id))),
  ];
  const reason = (id: string) => {
    const fact = reasonOf.get(id);
    return fact ? say(fact.code, fact.params) : t('alone');
  };
  const row = (id: string, group: string, why: string) => {
    const unit = nameOf.get(id);
    return [
      group,
      unit?.name ?? '',
      `${unit?.full ?? 0}/${unit?.probationary ?? 0}`,
      unit?.areaName ?? '',
      unit?.trade ?? '',
      why,
    ];
  };
  const here = data.path.at(-1);
  return (
    <>
      <PageHead
        path={data.path.map((one) => ({ label: one.name, to: `/organizations/areas/${one.id}?tree=area` }))}
        title={t('title')}
        lead={
          <p>
            {t('lead', {
              count: data.units.length,
              groups: groups.filter((group) => group.length > 0).length,
              left: weighed.left.length,
            })}
          </p>
        }
        actions={
          <>
            {changed ? <Button onClick={() => setGroups(first)}>{t('undo')}</Button> : null}
            <Button onClick={() => window.print()}>{t('print')}</Button>
            <Button onClick={() => downloadTable(`${t('title')} ${here?.name ?? ''}`, table())}>{t('export')}</Button>
          </>
        }
      />
      <ProofLine
        text={t('proof', {
          objective: data.objective,
          bound: data.bound,
          gap: (100 * data.gap).toFixed(2),
          seconds: data.seconds.toFixed(1),
        })}
        verified={data.verified ? t('verified') : undefined}
      />
      <p className="second ink2">{t('counts', { ...data.counts, joined: data.joined.length })}</p>
      {changed ? <p role="status">{t('edited', { cost: weighed.cost })}</p> : null}
      {weighed.issues.length > 0 ? (
        <ul className="j-issues" aria-live="polite">
          {weighed.issues.map((issue) => (
            <li
              key={`${issue.code} ${issue.path.join('/')} ${JSON.stringify(issue.params)}`}
              className={issue.severity === 'error' ? 'gap' : undefined}
            >
              {say(issue.code, issue.params)}
            </li>
          ))}
        </ul>
      ) : null}
      {data.units.length === 0 ? (
        <Sheet>
          <Empty title={t('none')} />
        </Sheet>
      ) : (
        <Sheet title={t('map')} note={t('map-note')}>
          <Sketch label={t('map-label')} units={data.units} groups={groups} />
        </Sheet>
      )}
      {groups.map((group, g) =>
        group.length === 0 ? null : (
          <GroupSheet
            key={group[0]}
            title={t('group-title', { no: g + 1, host: name(group[0]) })}
            units={group.flatMap((id) => nameOf.get(id) ?? [])}
            principles={weighed.groups.find((each) => each.host === group[0])?.principles ?? []}
            say={say}
            choices={choices.filter((choice) => choice.value !== g && (groups[choice.value]?.length ?? 0) > 0)}
            onMove={move}
          />
        ),
      )}
      {weighed.left.length > 0 ? (
        <Sheet flush title={t('left')}>
          <WideTable>
            <thead>
              <tr>
                <th scope="col">{t('unit')}</th>
                <th scope="col">{t('members')}</th>
                <th scope="col">{t('reason')}</th>
                <th scope="col">{t('move')}</th>
              </tr>
            </thead>
            <tbody>
              {weighed.left.map((id) => (
                <tr key={id}>
                  <th scope="row">{name(id)}</th>
                  <td>
                    {nameOf.get(id)?.full}/{nameOf.get(id)?.probationary}
                  </td>
                  <td>{reason(id)}</td>
                  <td>
                    <select
                      className="q-input"
                      aria-label={t('move-to', { unit: name(id) })}
                      value=""
                      onChange={(event) => move(id, Number(event.target.value))}
                    >
                      <option value="">{t('keep')}</option>
                      {choices.map((choice) => (
                        <option key={choice.value} value={choice.value}>
                          {choice.label}
                        </option>
                      ))}
                      <option value={NEW}>{t('new-group')}</option>
                    </select>
                  </td>
                </tr>
              ))}
            </tbody>
          </WideTable>
        </Sheet>
      ) : null}
    </>
  );
}

/** The choice of a group of its own. */
const NEW = -2;
