import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { TaskOver } from '../../app/task-over.tsx';
import { type TaskStep, taskSteps } from '../../app/task-steps.ts';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Steps } from '../../ui/steps.tsx';
import type { Task } from './use-task.ts';
import './tasks.css';

/** Head of a wizard page: where, title, the five steps at the right. */
export function TaskFrame(props: {
  readonly task: Task | undefined;
  readonly now: TaskStep;
  readonly title?: ReactNode;
  /** After the title, in second ink. */
  readonly state?: ReactNode;
  readonly bottom?: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation('tasks');
  const { task, now, title, state, bottom, children } = props;
  const path = [
    { label: t('title'), to: '/tasks' },
    ...(title && task ? [{ label: task.content.title, to: `/tasks/${task.id}/why` }] : []),
  ];
  return (
    <Page bottom={bottom}>
      <PageHead
        path={path}
        title={title ?? task?.content.title ?? ''}
        state={state}
        actions={task ? <Steps label={t('steps')} items={taskSteps(task, now, (step) => t(`step-${step}`))} /> : undefined}
      />
      {task ? <TaskOver taskId={task.id} /> : null}
      {children}
    </Page>
  );
}
