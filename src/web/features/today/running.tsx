import { useTranslation } from 'react-i18next';
import type { Message } from '#contract/message';
import type { RunningTask, Today } from '#contract/today';
import { TaskCells, TaskHeads } from '../../app/task-cells.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import '../../ui/plain-table.css';

/** Tasks under way, most gaps first: stage, what is not reached, reached of needed, when it ends. */
export function RunningTable(props: {
  readonly tasks: readonly RunningTask[];
  /** Set when there are more tasks than were looked at. */
  readonly cut: Today['cut'][number] | undefined;
}) {
  const { tasks, cut } = props;
  const { t } = useTranslation('today');
  const say = (message: Message | null) => (message ? t(message.key, message.params) : '');
  return (
    <>
      <h2 className="q-section">
        {t('running')} <span>{t('running-note', { count: tasks.length })}</span>
      </h2>
      <Sheet
        flush
        foot={
          cut ? (
            <span className="second ink2">
              {t('cut-tasks', { shown: cut.shown, count: cut.of })}{' '}
              <Button kind="link" size="row" to={cut.to ?? undefined}>
                {t('cut-page-tasks')}
              </Button>
            </span>
          ) : undefined
        }
      >
        <div className="q-scroll">
          <table className="q-table">
            <thead>
              <tr>
                <th scope="col">{t('column-task')}</th>
                <TaskHeads />
                <th scope="col">{t('column-end')}</th>
                <th scope="col">
                  <span className="sr">{t('column-action')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {tasks.map((task) => (
                <tr key={task.id}>
                  <th scope="row">{task.name}</th>
                  <TaskCells figures={task.figures} />
                  <td className="ink2">{say(task.end)}</td>
                  <td className="num">
                    <Button kind="link" size="row" to={task.action.to} label={`${say(task.action.label)}: ${task.name}`}>
                      {say(task.action.label)}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Sheet>
    </>
  );
}
