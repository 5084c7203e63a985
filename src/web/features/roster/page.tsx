import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { rosterBoard } from '#contract/rosters';
import { ProblemState } from '../../app/problem-state.tsx';
import { isOver, TaskOver } from '../../app/task-over.tsx';
import { client } from '../../data/remote/client.ts';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty, Loading } from '../../ui/states.tsx';
import { BoardView } from './board-view.tsx';
import './roster.css';

/** 排班: shifts of one group by day, changed by hand or computed, with every rule that is broken. */
export function Component() {
  const { t } = useTranslation('roster');
  const { taskId = '', orgId = '' } = useParams();
  const [query, setQuery] = useSearchParams();
  const from = query.get('from') ?? undefined;
  const days = query.get('days') ?? undefined;
  const board = useQuery({
    queryKey: ['roster-board', orgId, from, days],
    queryFn: async () => {
      const asked = { ...(from ? { from } : {}), ...(days ? { days: Number(days) } : {}) };
      const answer = await client.call(rosterBoard, { params: { taskId, orgId }, query: asked });
      return { board: answer.data, etag: answer.etag };
    },
    // What was moved by hand stays until the page is left: nothing is read anew behind it.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const data = board.data;
  const over = isOver(data?.board.taskState);
  if (data && data.board.days.length > 0 && data.board.people.length > 0)
    return (
      <Page>
        {over ? <TaskOver taskId={taskId} /> : null}
        <BoardView
          key={`${data.board.orgId} ${data.board.from} ${data.board.to}`}
          board={data.board}
          etag={data.etag}
          reload={() => board.refetch().then((answer) => answer.data)}
          onPeriod={(first, length) => setQuery({ from: first, ...(length ? { days: String(length) } : {}) })}
        />
      </Page>
    );
  return (
    <Page>
      <PageHead
        path={[
          { label: t('board-tasks'), to: '/tasks' },
          { label: data?.board.taskTitle ?? '', to: `/tasks/${taskId}/running` },
        ]}
        title={data?.board.orgName ?? t('board-title')}
      />
      {over ? <TaskOver taskId={taskId} /> : null}
      <Sheet>
        {board.error ? <ProblemState error={board.error} retry={() => void board.refetch()} /> : null}
        {board.isPending ? <Loading label={t('board-loading')} lines={8} /> : null}
        {data ? (
          <Empty title={t(over ? 'board-none-kept' : 'board-empty')}>
            {t(over ? 'board-none-kept-text' : 'board-empty-text')}
          </Empty>
        ) : null}
      </Sheet>
    </Page>
  );
}
