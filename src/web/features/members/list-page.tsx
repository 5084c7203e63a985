import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate } from 'react-router';
import { tableExport } from '#contract/import';
import { transferListFile } from '#contract/list-files';
import { transferList, transferReceive } from '#contract/members';
import { orgMembers, orgShow } from '#contract/organizations';
import { moreOf, usePagedList } from '../../app/paged-list.tsx';
import { ProblemState } from '../../app/problem-state.tsx';
import { useSession } from '../../app/session.tsx';
import { client } from '../../data/remote/client.ts';
import { search } from '../../data/remote/find.ts';
import { Button } from '../../ui/button.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { ListFile } from '../../ui/list-file.tsx';
import { Masked } from '../../ui/masked.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty, Loading, NoRight } from '../../ui/states.tsx';
import '../../ui/plain-table.css';
import './members.css';

interface Row {
  readonly personId: string;
  readonly name: string;
  readonly status: string;
  readonly orgId: string;
  readonly orgName: string;
  readonly office?: string | null;
  readonly tasks?: readonly string[];
}

/** The members of the acting organization and below, masked; oneself for who acts as a member; numbers for bodies above. */
export function Component() {
  const { me, grant } = useSession();
  if (grant?.role === 'member' && me?.personId) return <Navigate replace to={`/members/${me.personId}`} />;
  return grant?.orgId ? <Members orgId={grant.orgId} /> : <NoBody />;
}

function NoBody() {
  const { t } = useTranslation('member');
  return (
    <Page>
      <PageHead title={t('member.title')} />
      <Sheet>
        <NoRight title={t('member.no-body')}>{t('member.no-body-text')}</NoRight>
      </Sheet>
    </Page>
  );
}

function Members({ orgId }: { readonly orgId: string }) {
  const { t } = useTranslation(['member', 'org'] as const);
  const [typed, setTyped] = useState('');
  const org = useQuery({
    queryKey: ['org', orgId],
    queryFn: async () => (await client.call(orgShow, { params: { orgId } })).data,
  });
  const data = org.data;
  const may = data?.may.seePersons ?? false;
  const total = (data?.members?.full ?? 0) + (data?.members?.probationary ?? 0);
  return (
    <Page>
      <PageHead
        title={t('member:member.title')}
        state={data?.name}
        lead={
          data?.members
            ? t('member:member.lead', { total, full: data.members.full, probationary: data.members.probationary })
            : undefined
        }
        actions={
          may ? (
            <>
              <FileButton take={() => client.call(tableExport, { params: { kind: 'members' } })}>
                {t('member:member.export-list')}
              </FileButton>
              {data?.may.edit && data.holdsRelationship ? (
                <Button to={`/members/new?org=${orgId}`}>{t('member:member.new')}</Button>
              ) : null}
            </>
          ) : undefined
        }
      />
      {org.error ? <ProblemState error={org.error} retry={() => void org.refetch()} /> : null}
      {org.isPending ? <Loading label={t('member:member.loading')} lines={8} rowHeight={38} /> : null}
      {data && !may ? (
        <Sheet>
          <NoRight
            title={t('member:member.counts-only')}
            actions={<Button to={`/organizations/${orgId}`}>{t('member:member.see-org')}</Button>}
          >
            {t('member:member.counts-only-text')}
          </NoRight>
        </Sheet>
      ) : null}
      {may ? (
        <>
          <Waiting orgId={orgId} />
          <div className="m-find">
            <SearchBox
              label={t('member:member.find')}
              placeholder={t('member:member.find-hint')}
              value={typed}
              onChange={setTyped}
              name="member"
            />
          </div>
          {typed.trim() ? <Found text={typed.trim()} /> : <All orgId={orgId} total={total} />}
        </>
      ) : null}
    </Page>
  );
}

function All({ orgId, total }: { readonly orgId: string; readonly total: number }) {
  const { t } = useTranslation('member');
  const list = useInfiniteQuery({
    queryKey: ['members', orgId],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }) =>
      (
        await client.call(orgMembers, {
          params: { orgId },
          query: { below: 'yes', limit: 100, ...(pageParam ? { cursor: pageParam } : {}) },
        })
      ).data,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Sheet
      flush
      foot={
        list.hasNextPage ? (
          <Button kind="link" onClick={() => void list.fetchNextPage()}>
            {t('member.more', { count: Math.max(1, total - rows.length) })}
          </Button>
        ) : undefined
      }
    >
      {list.error ? <ProblemState error={list.error} retry={() => void list.refetch()} /> : null}
      {list.isPending ? <Loading label={t('member.loading')} lines={8} rowHeight={38} /> : <Table rows={rows} />}
    </Sheet>
  );
}

function Found({ text }: { readonly text: string }) {
  const { t } = useTranslation('member');
  const found = useQuery({
    queryKey: ['search-members', text],
    queryFn: async () => (await search(text, { kinds: ['members'], limit: 50 })).members,
    placeholderData: keepPreviousData,
  });
  const rows = (found.data ?? []).map((one) => ({
    personId: one.id,
    name: one.name,
    status: one.status,
    orgId: one.orgId,
    orgName: one.orgName,
  }));
  return (
    <Sheet flush>
      {found.error ? <ProblemState error={found.error} retry={() => void found.refetch()} /> : null}
      {found.isPending ? <Loading label={t('member.loading')} /> : null}
      {found.data ? <Table rows={rows} none={t('member.found-none', { text })} /> : null}
    </Sheet>
  );
}

function Table({ rows, none }: { readonly rows: readonly Row[]; readonly none?: string }) {
  const { t } = useTranslation(['member', 'org'] as const);
  if (rows.length === 0) {
    return (
      <div className="m-pad">
        <Empty title={none ?? t('member:member.none')} />
      </div>
    );
  }
  return (
    <div className="q-scroll">
      <table className="q-table">
        <thead>
          <tr>
            <th scope="col">{t('org:org.name')}</th>
            <th scope="col">{t('org:org.status')}</th>
            <th scope="col">{t('org:org.branch')}</th>
            <th scope="col">{t('org:org.office')}</th>
            <th scope="col">{t('org:org.tasks-now')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.personId}>
              <td>
                <Link to={`/members/${row.personId}`}>
                  <Masked name={row.name} />
                </Link>
              </td>
              <td>{t(`org:org.status-${row.status}`)}</td>
              <td>
                <Link to={`/organizations/${row.orgId}`}>{row.orgName}</Link>
              </td>
              <td>{row.office ? t(`org:org.office-${row.office}`) : '–'}</td>
              <td className={row.tasks?.length ? undefined : 'ink2'}>
                {row.tasks?.length ? row.tasks.join(t('org:org.list-semicolon')) : t('org:org.tasks-none')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Transfers that wait to be received here: the old organization stays responsible until then. */
function Waiting({ orgId }: { readonly orgId: string }) {
  const { t } = useTranslation('member');
  const [error, setError] = useState<unknown>(null);
  const list = usePagedList(
    ['transfers', orgId],
    async (query) => (await client.call(transferList, { params: { orgId }, query })).data,
  );
  if (list.query.error) return <ProblemState error={list.query.error} retry={() => void list.query.refetch()} />;
  if (list.items.length === 0) return null;
  const receive = (toOrgId: string, transferId: string) => {
    client.call(transferReceive, { params: { orgId: toOrgId, transferId } }).then(
      () => void list.query.refetch(),
      (reason: unknown) => setError(reason),
    );
  };
  return (
    <Sheet
      flush
      foot={moreOf(list)}
      title={t('member.transfers')}
      note={t('member.transfers-note')}
      aside={
        <ListFile
          name={t('member.transfers')}
          take={(format) => client.call(transferListFile, { params: { orgId }, query: { format } })}
        />
      }
    >
      {error ? <ProblemState error={error} /> : null}
      <ul className="m-rows">
        {list.items.map((one) => (
          <li key={one.id}>
            <Masked name={one.name} />
            <span className="ink2">{t('member.transfer-line', { from: one.fromOrg, to: one.toOrg })}</span>
            <Button size="row" onClick={() => receive(one.toOrgId, one.id)}>
              {t('member.transfer-receive')}
            </Button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
