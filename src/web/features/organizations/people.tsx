import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { memberListFile } from '#contract/list-files-register';
import { namesReveal, orgMembers } from '#contract/organizations';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { ListFile } from '../../ui/list-file.tsx';
import { Masked } from '../../ui/masked.tsx';
import { Reveal } from '../../ui/reveal.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty, Loading, NoRight } from '../../ui/states.tsx';
import '../../ui/plain-table.css';
import type { Org } from './page.tsx';
import { useCount } from './words.ts';

/** Names that one request reveals at the most. */
const REVEALED_AT_ONCE = 200;

/** The members, each once, masked; outside one's own organization only their number. */
export function People({ org }: { readonly org: Org }) {
  const { t } = useTranslation('org');
  const count = useCount();
  if (!org.may.seePersons) {
    const { full = 0, probationary = 0 } = org.members ?? {};
    return (
      <Sheet title={t('org.people')}>
        <NoRight title={t('org.people-counts')}>
          {t('org.members-guarded', { full: count(full), probationary: count(probationary) })}
        </NoRight>
      </Sheet>
    );
  }
  return <List org={org} />;
}

function List({ org }: { readonly org: Org }) {
  const { t } = useTranslation('org');
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const below = !org.holdsRelationship;
  const list = useInfiniteQuery({
    queryKey: ['org-members', org.id, below],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }) =>
      (
        await client.call(orgMembers, {
          params: { orgId: org.id },
          query: { below: below ? 'yes' : 'no', limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
        })
      ).data,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = (org.members?.full ?? 0) + (org.members?.probationary ?? 0);
  const reveal = async (purpose: string) => {
    const shown = new Map<string, string>();
    for (let at = 0; at < rows.length; at += REVEALED_AT_ONCE) {
      const personIds = rows.slice(at, at + REVEALED_AT_ONCE).map((row) => row.personId);
      const { data } = await client.call(namesReveal, { params: { orgId: org.id }, body: { purpose, personIds } });
      for (const one of data.items) shown.set(one.personId, one.name);
    }
    setNames(shown);
  };
  return (
    <Sheet
      flush
      title={t('org.people')}
      note={t('org.people-note', { count: total })}
      aside={
        rows.length > 0 ? (
          <>
            <ListFile
              name={`${org.name} ${t('org.people')}`}
              take={(format) =>
                client.call(memberListFile, { params: { orgId: org.id }, query: { below: below ? 'yes' : 'no', format } })
              }
            />
            {org.may.reveal ? <Reveal shown={names.size > 0} onReveal={reveal} onHide={() => setNames(new Map())} /> : null}
          </>
        ) : undefined
      }
      foot={
        list.hasNextPage ? (
          <Button kind="link" onClick={() => void list.fetchNextPage()}>
            {t('org.people-more', { count: Math.max(1, total - rows.length) })}
          </Button>
        ) : org.may.edit && org.holdsRelationship ? (
          <Button kind="link" to={`/members/new?org=${org.id}`}>
            {t('org.people-new')}
          </Button>
        ) : undefined
      }
    >
      {list.error ? <ProblemState error={list.error} retry={() => void list.refetch()} /> : null}
      {list.isPending ? <Loading label={t('org.loading')} lines={5} rowHeight={34} /> : null}
      {list.data && rows.length === 0 ? (
        <div className="o-pad">
          <Empty title={t('org.people-none')} />
        </div>
      ) : null}
      {rows.length > 0 ? (
        <div className="q-scroll">
          <table className="q-table">
            <thead>
              <tr>
                <th scope="col">{t('org.name')}</th>
                <th scope="col">{t('org.status')}</th>
                <th scope="col">{t(below ? 'org.branch' : 'org.office')}</th>
                <th scope="col">{t('org.tasks-now')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.personId}>
                  <td>
                    <Link to={`/members/${row.personId}`}>
                      <Masked name={names.get(row.personId) ?? row.name} />
                    </Link>
                  </td>
                  <td>{t(`org.status-${row.status}`)}</td>
                  <td>{below ? row.orgName : row.office ? t(`org.office-${row.office}`) : '–'}</td>
                  <td className={row.tasks.length === 0 ? 'ink2' : undefined}>
                    {row.tasks.length === 0 ? t('org.tasks-none') : row.tasks.join(t('org.list-semicolon'))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Sheet>
  );
}
