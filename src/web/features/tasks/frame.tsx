import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { type Step, Steps } from '../../ui/steps.tsx';
import type { Task } from './use-task.ts';
import './tasks.css';

const STEPS = ['why', 'needs', 'sources', 'plan', 'formation'] as const;
export type WizardStep = (typeof STEPS)[number];

/** Which steps a task has behind it; a step that is done can be opened again. */
function stepsOf(task: Task, now: WizardStep, label: (step: WizardStep) => string): Step[] {
  const done: Record<WizardStep, boolean> = {
    why: task.issues.length === 0 && task.standing !== null,
    needs: task.needed > 0,
    sources: task.planId !== null,
    plan: task.planId !== null && task.state !== 'draft',
    formation: task.state === 'active' || task.state === 'ended',
  };
  return STEPS.map((step) => ({
    key: step,
    label: label(step),
    state: step === now ? 'now' : done[step] ? 'done' : 'later',
    to: `/tasks/${task.id}/${step}`,
  }));
}

/** Head of a wizard page: where, title, the five steps at the right. */
export function TaskFrame(props: {
  readonly task: Task | undefined;
  readonly now: WizardStep;
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
        actions={task ? <Steps label={t('steps')} items={stepsOf(task, now, (step) => t(`step-${step}`))} /> : undefined}
      />
      {children}
    </Page>
  );
}
