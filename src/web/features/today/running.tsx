import { useTranslation } from 'react-i18next';
import type { Message } from '#contract/message';
import type { RunningTask } from '#contract/today';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import '../../ui/plain-table.css';

/** Tasks under way, most gaps first: stage, what is not reached, reached of needed, when it ends. */
export function RunningTable({ tasks }: { readonly tasks: readonly RunningTask[] }) {
  const { t } = useTranslation('today');
  const say = (message: Message | null) => (message ? t(message.key, message.params) : '');
  return (
    <>
      <h2 className="q-section">
        {t('running')} <span>{t('running-note', { count: tasks.length })}</span>
      </h2>
      <Sheet flush>
        <div className="q-scroll">
          <table className="q-table">
            <thead>
              <tr>
                <th scope="col">{t('column-task')}</th>
                <th scope="col">{t('column-stage')}</th>
                <th scope="col">{t('column-missing')}</th>
                <th scope="col" className="num">
                  {t('column-reached')}
                </th>
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
                  <td className="ink2">{say(task.stage)}</td>
                  <td>
                    {task.missing ? <b className="gap">{say(task.missing)}</b> : <span className="ink2">{t('no-gap')}</span>}
                  </td>
                  <td className="num">{say(task.reached)}</td>
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
