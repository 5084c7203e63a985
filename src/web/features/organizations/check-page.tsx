import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { unplacedListFile } from '#contract/list-files-register';
import { registerCheckShow, unplacedList } from '#contract/organizations';
import { moreOf, usePagedList } from '../../app/paged-list.tsx';
import { ProblemState, useIssueText } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { AllCovered, Loading } from '../../ui/states.tsx';
import { useOrg } from './page.tsx';
import { Side } from './side.tsx';
import { useCount } from './words.ts';

/** Is the tree connected, is everyone placed: organizations and units by name, never persons. */
export function Component() {
  const { t } = useTranslation('org');
  const { orgId = '' } = useParams();
  const org = useOrg(orgId);
  const issueText = useIssueText();
  const count = useCount();
  const check = useQuery({
    queryKey: ['org-check', orgId],
    queryFn: async () => (await client.call(registerCheckShow, { params: { orgId } })).data,
  });
  const list = usePagedList(
    ['org-unplaced', orgId],
    async (query) => (await client.call(unplacedList, { params: { orgId }, query })).data,
  );
  const error = check.error ?? list.query.error;
  const other = list.query.isPending || list.query.isPlaceholderData;
  const data = other ? undefined : check.data;
  const again = () => {
    void check.refetch();
    void list.query.refetch();
  };
  return (
    <Page side={<Side selected={orgId} path={org.data?.path.map((one) => one.id)} />}>
      <PageHead
        path={[{ label: org.data?.name ?? '', to: `/organizations/${orgId}` }]}
        title={t('org.check')}
        lead={t('org.check-lead')}
      />
      {error ? <ProblemState error={error} retry={again} /> : null}
      {!error && (check.isPending || other) ? <Loading label={t('org.loading')} lines={6} rowHeight={38} /> : null}
      {data ? (
        <div className="o-column">
          <Sheet flush title={t('org.check-tree')} note={t('org.check-tree-note', { count: data.checked })}>
            {data.issues.length === 0 ? (
              <div className="o-pad">
                <AllCovered title={t('org.check-tree-clear')} />
              </div>
            ) : null}
            <ul className="o-rows">
              {data.issues.map((issue) => (
                <li key={`${issue.code} ${JSON.stringify(issue.params)}`}>
                  <Mark code="check" />
                  <span>{issueText(issue)}</span>
                </li>
              ))}
            </ul>
          </Sheet>
          <Sheet
            flush
            title={t('org.check-placed')}
            note={t('org.check-placed-note')}
            aside={
              list.items.length > 0 ? (
                <ListFile
                  name={t('org.check-placed')}
                  take={(format) => client.call(unplacedListFile, { params: { orgId }, query: { format } })}
                />
              ) : undefined
            }
            foot={moreOf(list)}
          >
            {list.items.length === 0 ? (
              <div className="o-pad">
                <AllCovered title={t('org.check-placed-clear')} />
              </div>
            ) : null}
            <ul className="o-rows">
              {list.items.map((row) => (
                <li key={row.unitId}>
                  <Mark code="short" />
                  <span>
                    <Link to={`/units/${row.unitId}`}>{row.unitName}</Link>{' '}
                    {t('org.check-unplaced', { full: count(row.full), probationary: count(row.probationary) })}
                  </span>
                </li>
              ))}
            </ul>
          </Sheet>
        </div>
      ) : null}
    </Page>
  );
}
