import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type * as z from 'zod';
import { taskListFile } from '#contract/list-files';
import { taskList, type taskRowSchema } from '#contract/tasks';
import { ProblemState } from '../../app/problem-state.tsx';
import { TaskCells, TaskHeads } from '../../app/task-cells.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { formatDay } from '../../ui/format.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty, Loading } from '../../ui/states.tsx';
import '../../ui/plain-table.css';
import './tasks.css';

type Row = z.output<typeof taskRowSchema>;

/** All tasks in reach: what is short of people stands first. */
export function Component() {
  const { t } = useTranslation(['tasks', 'ui']);
  const [query, setQuery] = useSearchParams();
  const closed = query.get('closed') === 'yes' ? 'yes' : 'no';
  const tasks = useQuery({
    queryKey: ['tasks', closed],
    queryFn: async () => (await client.call(taskList, { query: { closed, limit: 100 } })).data.items,
  });
  return (
    <Page>
      <PageHead
        title={t('title')}
        lead={t(closed === 'yes' ? 'list-lead-closed' : 'list-lead')}
        actions={
          <>
            <Segmented
              label={t('list-which')}
              value={closed}
              options={[
                { value: 'no', label: t('list-open') },
                { value: 'yes', label: t('list-closed') },
              ]}
              onChange={(value) => setQuery(value === 'yes' ? { closed: 'yes' } : {}, { replace: true })}
            />
            {tasks.data && tasks.data.length > 0 ? (
              <ListFile name={t('title')} take={(format) => client.call(taskListFile, { query: { closed, format } })} />
            ) : null}
            <Button kind="primary" to="/tasks/new">
              {t('new')}
            </Button>
          </>
        }
      />
      <Sheet flush>
        {tasks.error ? <ProblemState error={tasks.error} retry={() => void tasks.refetch()} /> : null}
        {tasks.isPending ? <Loading label={t('ui:loading')} lines={4} /> : null}
        {tasks.data?.length === 0 ? (
          <Empty
            title={t(closed === 'yes' ? 'list-none-closed' : 'list-none')}
            actions={closed === 'no' ? <Button to="/tasks/new">{t('new')}</Button> : undefined}
          >
            {t('list-none-text')}
          </Empty>
        ) : null}
        {tasks.data && tasks.data.length > 0 ? <TaskTable rows={tasks.data} /> : null}
      </Sheet>
    </Page>
  );
}

function TaskTable({ rows }: { readonly rows: readonly Row[] }) {
  const { t, i18n } = useTranslation('tasks');
  const end = (row: Row) =>
    row.endingDue
      ? t(`due-${row.endingDue}`)
      : row.endedOn
        ? t('ended-on', { day: formatDay(row.endedOn, i18n.language) })
        : row.reviewOn
          ? t('review-on', { day: formatDay(row.reviewOn, i18n.language) })
          : (row.endCondition ?? t('end-open'));
  return (
    <div className="q-scroll">
      <table className="q-table t-list">
        <thead>
          <tr>
            <th scope="col">{t('col-task')}</th>
            <TaskHeads />
            <th scope="col">{t('col-end')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Link to={`/tasks/${row.id}`}>{row.title}</Link>
                <p className="second ink2">{[row.areaName, row.ownerName].filter(Boolean).join(t('sep-comma'))}</p>
              </th>
              <TaskCells figures={row.figures} />
              <td className={row.endingDue ? 'warn' : undefined}>{end(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
