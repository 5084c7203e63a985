import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { areaShow } from '#contract/areas';
import { alonePrice, checkEdited, type GroupingProblem } from '#kernel/assembly';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { formatNumber } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { ProofLine } from '../../ui/proof-line.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { ExportButton } from './export-button.tsx';
import { Basis } from './findings.tsx';
import { GroupList } from './group-list.tsx';
import { type Draft, draftOf, hold, lead, move } from './groups.ts';
import { LeftSheet } from './left-sheet.tsx';
import { GroupMap } from './map.tsx';
import { nearGroups } from './near-groups.ts';
import type { Proposal } from './use-grouping.ts';
import { type Units, useRules, useSay } from './words.ts';

/** A proposal on the table: bound in plain words, map and groups side by side, moves checked at once, and what follows. */
export function Board(props: {
  readonly data: Units;
  readonly problem: GroupingProblem;
  readonly proposal: Proposal;
  readonly path: readonly { label: string; to: string }[];
  readonly whole: ReactNode;
  readonly busy: boolean;
  readonly onAgain: (problem: GroupingProblem) => void;
}) {
  const { t } = useTranslation('joint');
  const { data, problem, proposal, path, whole, busy, onAgain } = props;
  const { grouping } = proposal;
  const first = useMemo<Draft>(
    () =>
      draftOf(
        grouping.groups.map((group) => group.units),
        proposal.problem.kept ?? [],
        proposal.problem.apart ?? [],
      ),
    [grouping, proposal],
  );
  const [draft, setDraft] = useState(first);
  const [chosen, setChosen] = useState<number | null>(null);
  const unitById = useMemo(() => new Map(data.units.map((unit) => [unit.id, unit])), [data]);
  const lists = useMemo(() => draft.groups.map((group) => group.units), [draft]);
  const weighed = useMemo(() => checkEdited(problem, lists), [problem, lists]);
  const area = useQuery({
    queryKey: ['area', data.areaId],
    queryFn: async () => (await client.call(areaShow, { params: { areaId: data.areaId } })).data,
  });
  const above = area.data?.organizations.find(
    (one) => one.standing && one.state === 'active' && (one.form === 'committee' || one.form === 'general-branch'),
  );
  const say = useSay((id) => unitById.get(id)?.name ?? '');
  const rule = useRules();
  const errors = weighed.issues.filter((issue) => issue.severity === 'error').length;
  const held = draft.groups.filter((group) => group.held);
  const wrong = weighed.issues.some((issue) => issue.severity === 'error' && draft.groups[Number(issue.path[1])]?.held);
  const reasonOf = useMemo(() => new Map(grouping.left.map((row) => [row.unit, row.reason])), [grouping]);
  const reason = (id: string) => {
    const fact = reasonOf.get(id);
    return fact && !draft.apart.includes(id) ? say(fact.code, fact.params) : t('joint-apart');
  };
  const number = (value: number) => formatNumber(Math.round(value));
  const joinable = new Set(grouping.prices.map((row) => row.unit));
  const alone = grouping.left.filter((row) => joinable.has(row.unit)).length;
  const title = t('title');
  const moved = draft !== first && draft.groups.some((group, g) => group.units !== first.groups[g]?.units);
  const cost = grouping.objective - alone * alonePrice(problem.limits);
  const inProblem = useMemo(() => new Set(problem.units.map((unit) => unit.id)), [problem]);
  const units = useMemo(() => data.units.filter((unit) => inProblem.has(unit.id)), [data, inProblem]);
  const near = useMemo(() => nearGroups(units, draft.groups, (no, host) => t('group', { no, host })), [units, draft, t]);
  return (
    <>
      <PageHead
        path={path}
        title={title}
        lead={<p>{t('lead', { count: problem.units.length, groups: draft.groups.length, left: weighed.left.length })}</p>}
        actions={
          <>
            {whole}
            {draft === first ? null : <Button onClick={() => setDraft(first)}>{t('undo')}</Button>}
            <Button onClick={() => window.print()}>{t('print')}</Button>
            <ExportButton areaId={data.areaId} name={`${data.path.at(-1)?.name ?? ''} ${title}`} groups={lists} />
          </>
        }
      />
      <div>
        <ProofLine
          text={t(grouping.gap === 0 ? 'proof-best' : 'proof', {
            objective: number(grouping.objective),
            bound: number(grouping.bound),
            gap: (100 * grouping.gap).toFixed(2),
            seconds: proposal.seconds.toFixed(1),
          })}
          verified={proposal.verified ? t('verified') : undefined}
        />
        {proposal.stopped ? <p className="second warn">{t('stopped-best')}</p> : null}
        {proposal.verified === false ? <p className="gap">{t('not-verified')}</p> : null}
        {alone > 0 ? (
          <p className="second ink2">{t('alone-price', { count: alone, price: number(alonePrice(problem.limits)) })}</p>
        ) : null}
        <p className="second ink2">{t('counts', { ...data.counts })}</p>
      </div>
      <div className="j-status" role="status">
        {moved ? (
          <p>
            {t(weighed.cost > cost ? 'edited-more' : 'edited-less', {
              cost: number(weighed.cost),
              by: number(Math.abs(weighed.cost - cost)),
            })}
          </p>
        ) : null}
        {moved ? (
          <p className={errors > 0 ? 'gap' : 'ok'}>{t(errors > 0 ? 'check-errors' : 'check-ok', { count: errors })}</p>
        ) : null}
        {moved || held.length > 0 || draft.apart.length > 0 ? (
          <Button
            disabled={busy || wrong}
            reason={wrong ? t('again-not') : undefined}
            onClick={() => onAgain({ ...problem, kept: held.map((group) => group.units), apart: draft.apart })}
          >
            {t('again-held', { count: held.length })}
          </Button>
        ) : null}
      </div>
      <div className="j-columns">
        <div className="j-left">
          <Sheet title={t('map')} note={t('map-note')}>
            <GroupMap
              units={units}
              groups={draft.groups}
              chosen={chosen}
              onChoose={setChosen}
              onMove={(unit, target) => setDraft((now) => move(now, unit, target))}
            />
          </Sheet>
        </div>
        <div className="j-right">
          <GroupList
            groups={draft.groups}
            weighed={weighed}
            unitById={unitById}
            chosen={chosen}
            say={say}
            rule={rule}
            near={near}
            above={above ?? null}
            onChoose={setChosen}
            onMove={(unit, target) => setDraft((now) => move(now, unit, target))}
            onLead={(unit) => setDraft((now) => lead(now, unit))}
            onHold={(no, held) => setDraft((now) => hold(now, no, held))}
          />
          <LeftSheet
            units={weighed.left.flatMap((id) => unitById.get(id) ?? [])}
            reason={reason}
            near={(unit) => near(unit.id)}
            onMove={(unit, target) => setDraft((now) => move(now, unit, target))}
          />
        </div>
      </div>
      <Sheet flush title={t('basis')} note={t('basis-note')}>
        <Basis rule={rule} />
      </Sheet>
    </>
  );
}
