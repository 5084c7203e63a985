import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { taskShow } from '#contract/tasks';
import { client } from '../data/remote/client.ts';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';

/** States after which nothing of a task changes any more. */
const OVER = ['ended', 'cancelled', 'standing-enough'];

/** Whether a task in this state is closed: its pages show a record. */
export function isOver(state: string | undefined): boolean {
  return state !== undefined && OVER.includes(state);
}

/** Above every page of a closed task: that it is over, since when, and where its end stands. Nothing while it is open. */
export function TaskOver({ taskId }: { readonly taskId: string }) {
  const { t } = useTranslation('tasks');
  const task = useQuery({
    queryKey: ['task', taskId],
    queryFn: () => client.call(taskShow, { params: { taskId } }),
    select: (answer) => answer.data,
  });
  const data = task.data;
  if (!data || !isOver(data.state)) return null;
  const how = data.state === 'ended' ? (data.calledOff ? 'called-off' : 'ended') : data.state;
  return (
    <div className="q-over">
      <Sheet
        flush
        title={t(`over-${how}`, { on: data.endedOn ?? '' })}
        note={t('over-record')}
        aside={
          data.state === 'ended' ? (
            <Button kind="link" size="row" to={`/tasks/${taskId}/ending`}>
              {t(data.calledOff ? 'over-see-off' : 'over-see')}
            </Button>
          ) : undefined
        }
      />
    </div>
  );
}
