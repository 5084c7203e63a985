import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { historyListFile } from '#contract/list-files-register';
import { orgHistory } from '#contract/organizations';
import { moreOf, usePagedList } from '../../app/paged-list.tsx';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { formatDay } from '../../ui/format.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty, Loading } from '../../ui/states.tsx';
import { useOrg } from './page.tsx';
import { Side } from './side.tsx';
import { useKindLine } from './words.ts';

/** What happened to an organization: parents, offices, units, changes; the newest first. */
export function Component() {
  const { t, i18n } = useTranslation('org');
  const { orgId = '' } = useParams();
  const org = useOrg(orgId);
  const kind = useKindLine();
  const list = usePagedList(
    ['org-history', orgId],
    async (query) => (await client.call(orgHistory, { params: { orgId }, query })).data,
  );
  const { items, query } = list;
  const detail = (text: string | null) =>
    text === null ? null : t(`org.history-detail-${text}`, { defaultValue: t(`org.office-${text}`, { defaultValue: text }) });
  return (
    <Page side={<Side selected={orgId} path={org.data?.path.map((one) => one.id)} />}>
      <PageHead
        path={[{ label: org.data?.name ?? '', to: `/organizations/${orgId}` }]}
        title={t('org.history')}
        actions={
          items.length > 0 ? (
            <ListFile
              name={`${org.data?.name ?? ''} ${t('org.history')}`.trim()}
              take={(format) => client.call(historyListFile, { params: { orgId }, query: { format } })}
            />
          ) : undefined
        }
      />
      <Sheet flush foot={moreOf(list)}>
        {query.error ? <ProblemState error={query.error} retry={() => void query.refetch()} /> : null}
        {query.isPending ? <Loading label={t('org.loading')} lines={6} rowHeight={38} /> : null}
        {query.data && items.length === 0 ? (
          <div className="o-pad">
            <Empty title={t('org.history-none')} />
          </div>
        ) : null}
        <ul className="o-rows">
          {items.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: dated facts have no identity of their own and never change place
            <li key={at}>
              <span className="ink2">{formatDay(row.at, i18n.language)}</span>
              <span>
                {t(`org.history-${row.what}`, { name: row.name ?? t('org.history-someone'), detail: detail(row.detail) ?? '' })}
              </span>
              {org.data && (row.what === 'started' || row.what === 'ended') ? (
                <span className="ink2">{kind(org.data, row.at)}</span>
              ) : null}
            </li>
          ))}
        </ul>
      </Sheet>
    </Page>
  );
}
