import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { participationListFile } from '#contract/list-files';
import { orgParticipations } from '#contract/organizations';
import { addDays, type Day } from '#kernel/lib';
import { moreOf, usePagedList } from '../../app/paged-list.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { formatDay } from '../../ui/format.ts';
import { join } from '../../ui/join.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { Masked } from '../../ui/masked.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty, Loading } from '../../ui/states.tsx';
import '../../ui/plain-table.css';
import type { Org } from './page.tsx';
import { useTotal } from './words.ts';

/** Rows of the table before one asks for all that were read. */
const SHOWN = 50;

/** One hop and at most four nodes: more is a table. */
const NODES = 4;

/** An end later than this is none that anybody named. */
const NO_END = '9000';

/** The last day of someone who served, or nothing while it goes on; a period that is empty in the register was one day. */
function lastDay(row: { readonly from: string; readonly to: string }, language: string): string {
  if (row.to >= NO_END) return '';
  return formatDay(row.to > row.from ? addDays(row.to as Day, -1) : row.from, language);
}

/** Where the members take part beside their relationship (standing), or who takes part here (task): picture and table. */
export function Away({ org }: { readonly org: Org }) {
  const { t, i18n } = useTranslation('org');
  const count = useTotal(org);
  const [ended, setEnded] = useState(false);
  const list = usePagedList(
    ['org-away', org.id, ended],
    async (page) =>
      (await client.call(orgParticipations, { params: { orgId: org.id }, query: { ended: ended ? 'yes' : 'no', ...page } })).data,
    { enabled: org.may.seePersons },
  );
  const rows = list.items;
  const { hasNextPage, isPending } = list.query;
  const [shown, setShown] = useState(SHOWN);
  const until = rows.some((row) => row.to < NO_END);
  const people = new Set(rows.map((row) => row.personId)).size;
  const title = t(org.standing ? 'org.away' : 'org.serving-here');
  if (!org.may.seePersons) {
    return (
      <Sheet title={title}>
        <p className="ink2">
          {(org.standing ? org.away : org.serving) === 0
            ? t('org.away-none')
            : t('org.away-counts', { count: org.standing ? count('away', org.away) : count('serving', org.serving) })}
        </p>
      </Sheet>
    );
  }
  return (
    <Sheet
      flush
      title={title}
      note={t(hasNextPage ? 'org.away-note-first' : 'org.away-note', { people, count: rows.length })}
      aside={
        <>
          {rows.length > 0 ? (
            <ListFile
              name={`${org.name} ${title}`}
              take={(format) =>
                client.call(participationListFile, { params: { orgId: org.id }, query: { ended: ended ? 'yes' : 'no', format } })
              }
            />
          ) : null}
          {org.standing ? (
            <Segmented
              label={t('org.away-when')}
              value={ended ? 'all' : 'now'}
              options={[
                { value: 'now', label: t('org.away-now') },
                { value: 'all', label: t('org.away-all') },
              ]}
              onChange={(value) => setEnded(value === 'all')}
            />
          ) : null}
        </>
      }
    >
      {isPending ? <Loading label={t('org.loading')} lines={4} rowHeight={37} /> : null}
      {!isPending && !list.query.error && rows.length === 0 ? (
        <div className="o-pad">
          <Empty title={t('org.away-none')}>{t('org.away-none-text')}</Empty>
        </div>
      ) : null}
      {org.standing && rows.length > 0 ? <Ego org={org} rows={rows} /> : null}
      {rows.length > 0 ? (
        <div className="q-scroll">
          <table className="q-table">
            <thead>
              <tr>
                <th scope="col">{t('org.name')}</th>
                <th scope="col">{t('org.where')}</th>
                <th scope="col">{t('org.mode')}</th>
                <th scope="col">{t('org.since')}</th>
                {until ? <th scope="col">{t('org.until')}</th> : null}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, shown).map((row) => (
                <tr key={`${row.personId} ${row.orgId} ${row.from}`}>
                  <td>
                    <Link to={`/members/${row.personId}`}>
                      <Masked name={row.name} />
                    </Link>
                  </td>
                  <td>
                    <Link to={`/organizations/${row.orgId}?tree=task`}>{row.orgName}</Link>
                  </td>
                  <td>{t(`org.mode-${row.mode}`)}</td>
                  <td className="o-when">{formatDay(row.from, i18n.language)}</td>
                  {until ? <td className="o-when">{lastDay(row, i18n.language)}</td> : null}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {rows.length > shown ? (
        <p className="o-pad second ink2">
          {t('org.away-shown', { shown, count: rows.length })}{' '}
          <Button kind="link" size="row" onClick={() => setShown(rows.length)}>
            {t('org.away-show-all')}
          </Button>
        </p>
      ) : hasNextPage ? (
        <div className="o-pad">{moreOf(list)}</div>
      ) : null}
    </Sheet>
  );
}

type Row = { personId: string; orgId: string; orgName: string; orgState: string; taskTitle: string | null; to: string };

/** The ego network: this organization and the task organizations its people are in; dashed is not yet approved. */
function Ego({ org, rows }: { readonly org: Org; readonly rows: readonly Row[] }) {
  const { t } = useTranslation('org');
  const nodes = [...new Map(rows.map((row) => [row.orgId, row])).values()].map((row) => ({
    ...row,
    count: new Set(rows.filter((one) => one.orgId === row.orgId).map((one) => one.personId)).size,
  }));
  const shown = nodes.sort((a, b) => b.count - a.count).slice(0, NODES);
  const members = (org.members?.full ?? 0) + (org.members?.probationary ?? 0);
  const pending = (state: string) => state !== 'active' && state !== 'ended';
  const stateOf = (state: string) => (pending(state) ? t('org.state-pending') : state === 'ended' ? t('org.state-ended') : null);
  const twice = rows.length > new Set(rows.map((row) => row.personId)).size;
  return (
    <figure className="o-ego" aria-label={t('org.away-picture')}>
      <div className="o-ego-home">
        <b>{org.name}</b>
        <span>{t('org.ego-home', { count: members })}</span>
        <span>{t('org.ego-stay', { count: members - (org.away ?? 0) })}</span>
      </div>
      <div className="o-ego-lines">
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {shown.map((node, at) => {
            const y = ((at + 0.5) / shown.length) * 100;
            return (
              <path
                key={node.orgId}
                d={`M0 50 C 50 50, 50 ${y}, 100 ${y}`}
                className={pending(node.orgState) ? 'o-ego-pending' : undefined}
              />
            );
          })}
        </svg>
        {shown.map((node, at) => (
          <span key={node.orgId} style={{ top: `${(50 + ((at + 0.5) / shown.length) * 100) / 2}%` }}>
            {t('org.people-count', { count: node.count })}
          </span>
        ))}
      </div>
      <ul className="o-ego-tasks">
        {shown.map((node) => (
          <li key={node.orgId} className={join('o-ego-task', pending(node.orgState) && 'o-ego-pending')}>
            {node.orgName}
            <span>{[node.taskTitle, stateOf(node.orgState)].filter(Boolean).join(t('org.comma'))}</span>
          </li>
        ))}
      </ul>
      <figcaption className="second ink2">
        {t('org.ego-legend')}
        {twice ? t('org.ego-twice') : null}
        {nodes.length > NODES ? t('org.ego-rest', { count: nodes.length - NODES }) : null}
      </figcaption>
    </figure>
  );
}
