import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { approvalList } from '#contract/formation';
import { approvalListFile } from '#contract/list-files-task';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { ListFile } from '../../ui/list-file.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { AllCovered, Loading } from '../../ui/states.tsx';
import '../../ui/plain-table.css';

/** Requests: those that wait, and those decided. */
export function Component() {
  const { t } = useTranslation('formation');
  const [open, setOpen] = useState<'yes' | 'no'>('yes');
  const rows = useInfiniteQuery({
    queryKey: ['approvals', open],
    queryFn: async ({ pageParam }) =>
      (await client.call(approvalList, { query: { open, ...(pageParam ? { cursor: pageParam } : {}) } })).data,
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  const options = [
    { value: 'yes', label: t('list-open') },
    { value: 'no', label: t('list-decided') },
  ];
  return (
    <Page>
      <PageHead
        path={[{ label: t('today'), to: '/' }]}
        title={t('approvals')}
        actions={
          <>
            {items.length > 0 ? (
              <ListFile name={t('approvals')} take={(format) => client.call(approvalListFile, { query: { open, format } })} />
            ) : null}
            <Segmented
              label={t('approvals')}
              value={open}
              options={options}
              onChange={(value) => setOpen(value === 'no' ? 'no' : 'yes')}
            />
          </>
        }
      />
      <Sheet flush>
        {rows.error ? <ProblemState error={rows.error} retry={() => void rows.refetch()} /> : null}
        {rows.isPending ? <Loading label={t('loading')} lines={5} /> : null}
        {rows.data && items.length === 0 ? (
          <AllCovered title={t(open === 'yes' ? 'list-none-open' : 'list-none-decided')} />
        ) : null}
        {items.length > 0 ? (
          <div className="q-scroll">
            <table className="q-table">
              <thead>
                <tr>
                  <th scope="col">{t('column-task')}</th>
                  <th scope="col">{t('column-submitter')}</th>
                  <th scope="col">{t('column-submitted')}</th>
                  <th scope="col">{t(open === 'yes' ? 'column-reply-by' : 'column-decision')}</th>
                  <th scope="col">{t('column-approver')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((row) => (
                  <tr key={row.id}>
                    <th scope="row">
                      <Link to={`/approvals/${row.id}`}>{row.title}</Link>
                    </th>
                    <td>{row.submitterName}</td>
                    <td>{t('moment', { at: row.submittedAt })}</td>
                    <td>
                      {row.decision
                        ? t(`decision-${row.decision}`, { at: row.decidedAt ?? row.submittedAt })
                        : row.replyBy
                          ? t('moment', { at: row.replyBy })
                          : t('no-deadline')}
                    </td>
                    <td>{row.mine && !row.decision ? t('waits-for-us') : row.approverName}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : null}
        {rows.hasNextPage ? (
          <Button kind="link" onClick={() => void rows.fetchNextPage()}>
            {t('list-more')}
          </Button>
        ) : null}
      </Sheet>
    </Page>
  );
}
