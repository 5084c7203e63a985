import { useTranslation } from 'react-i18next';
import { Navigate, useParams } from 'react-router';
import { ProblemState } from '../../app/problem-state.tsx';
import { Page } from '../../ui/page.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { stepAddress, useTask } from './use-task.ts';

/** Opens a task where it stands now: what was read before may be a draft that others have approved since. */
export function Component() {
  const { t } = useTranslation('ui');
  const { taskId = '' } = useParams();
  const task = useTask(taskId);
  if (task.data && !task.isFetching) return <Navigate to={stepAddress(task.data.data)} replace />;
  return (
    <Page>
      <Sheet>
        {task.error ? <ProblemState error={task.error} retry={() => void task.refetch()} /> : <Loading label={t('loading')} />}
      </Sheet>
    </Page>
  );
}
