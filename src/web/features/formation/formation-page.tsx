import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { nodeDivide, submissionCreate } from '#contract/formation';
import { ProblemState, useIssueText } from '../../app/problem-state.tsx';
import { useSession } from '../../app/session.tsx';
import { isOver, TaskOver } from '../../app/task-over.tsx';
import { taskSteps } from '../../app/task-steps.ts';
import { client } from '../../data/remote/client.ts';
import { type ApprovalStep, ApprovalSteps, BottomBar } from '../../ui/bottom-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Panes } from '../../ui/panes.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { Steps } from '../../ui/steps.tsx';
import { ApprovalState, SubmitterActs } from './approval-state.tsx';
import { Consult } from './consult.tsx';
import { type Approval, errorsOf, type Formation, useApproval, useFormation, useTask, useWrite, versionOf } from './data.ts';
import { ChainSheet, CrossedBoundaries, Paper } from './frame.tsx';
import { Officer } from './officer.tsx';
import { OpenPlaces } from './open-places.tsx';
import { RulesSay, type RulesSayProps } from './rules-say.tsx';
import './formation.css';

const EDITORS = ['officer', 'secretary'];

/** 组建: what is to be set up, whether one may, what will be signed; submit, and then how the request stands. */
export function Component() {
  const { t } = useTranslation(['formation', 'tasks']);
  const { taskId = '' } = useParams();
  const formation = useFormation(taskId);
  const task = useTask(taskId);
  const approval = useApproval(task.data?.approvalId);
  const data = formation.data;
  const running = data && ['active', 'ended'].includes(data.state);
  return (
    <Page bottom={data && !isOver(data.state) ? <Bar formation={data} approval={approval.data} /> : undefined}>
      <PageHead
        path={[
          { label: t('tasks'), to: '/tasks' },
          { label: data?.title ?? '', to: `/tasks/${taskId}/why` },
        ]}
        title={t('title')}
        actions={
          running ? (
            <Button to={`/tasks/${taskId}/running`}>{t(data.state === 'ended' ? 'see-record' : 'see-running')}</Button>
          ) : (
            task.data && (
              <Steps label={t('tasks:steps')} items={taskSteps(task.data, 'formation', (step) => t(`tasks:step-${step}`))} />
            )
          )
        }
      />
      {formation.error && !data ? (
        <Sheet>
          <ProblemState error={formation.error} retry={() => void formation.refetch()} />
        </Sheet>
      ) : null}
      {formation.isPending ? (
        <Sheet>
          <Loading label={t('loading')} lines={9} />
        </Sheet>
      ) : null}
      {data ? <Work formation={data} approval={approval.data} /> : null}
    </Page>
  );
}

function useEditable(formation: Formation): boolean {
  const { grant } = useSession();
  return ['draft', 'planned'].includes(formation.state) && grant !== undefined && EDITORS.includes(grant.role);
}

function Work({ formation, approval }: { readonly formation: Formation; readonly approval: Approval | undefined }) {
  const { t } = useTranslation('formation');
  const editable = useEditable(formation);
  const [key, setKey] = useState<string>();
  const write = useWrite();
  const node = formation.nodes.find((one) => one.key === key);
  const base = `/tasks/${formation.taskId}`;
  const act: RulesSayProps['act'] = (code, at) => {
    if (!editable) return null;
    if (code === 'office-vacant' && at) return { label: t('go-officer'), onClick: () => choose(at) };
    if (code === 'branch-over-50' && at) return { label: t('go-divide'), onClick: () => divide(at) };
    if (code.startsWith('task-consult-')) return { label: t('go-consult'), onClick: goToConsult };
    if (code.startsWith('task-need')) return { label: t('go-needs'), to: `${base}/needs` };
    if (code.startsWith('plan-')) return { label: t('go-plan'), to: `${base}/plan` };
    return code.startsWith('task-') || code.startsWith('beside-') ? { label: t('go-why'), to: `${base}/why` } : null;
  };
  // The panel of an organization stands above the rules: whoever asks for it from there is taken to it.
  const choose = (at: string) => {
    setKey(at);
    requestAnimationFrame(() => document.getElementById('officer')?.scrollIntoView({ block: 'center' }));
  };
  const divide = (at: string) =>
    write.mutate(() =>
      client.call(
        nodeDivide,
        { params: { taskId: formation.taskId }, body: { node: at, parts: 2 } },
        { ifMatch: versionOf(formation) },
      ),
    );
  const asked = formation.consult.units > 0 || formation.consult.people !== 0 || formation.consult.skippedReason !== null;
  const over = isOver(formation.state);
  const done = approval !== undefined && approval.decision !== 'returned' && approval.decision !== 'withdrawn';
  return (
    <>
      <TaskOver taskId={formation.taskId} />
      <div className="q-formation-first">
        {approval ? <ApprovalState approval={approval} link /> : null}
        {unplanned(formation) ? <NoPlan base={base} editable={editable} /> : null}
      </div>
      <CrossedBoundaries formation={formation} />
      <Panes
        kind="formation"
        left={
          <ChainSheet
            formation={formation}
            selected={key}
            onSelect={setKey}
            done={['active', 'ended'].includes(formation.state)}
          />
        }
        right={<Paper formation={formation} />}
        rightTitle={t(`word-title-${formation.preview.kind}`)}
      >
        {write.error ? <ProblemState error={write.error} /> : null}
        <OpenPlaces
          formation={formation}
          stage={
            over
              ? 'over'
              : done
                ? approval.decision === 'approved'
                  ? 'given'
                  : approval.mayDecide
                    ? 'deciding'
                    : 'waiting'
                : 'drafting'
          }
        />
        {node ? (
          <div id="officer">
            <Officer formation={formation} node={node} editable={editable} onClose={() => setKey(undefined)} />
          </div>
        ) : null}
        <RulesSay
          formation={formation}
          act={act}
          deciding={done}
          answer={done && approval.decision === 'approved' ? 'given' : 'waits'}
        />
        {done && !asked ? null : <Consult formation={formation} editable={editable} onChoose={choose} />}
      </Panes>
    </>
  );
}

/** Brings the questions to units and members into sight, with the focus in their first field. */
function goToConsult(): void {
  const consult = document.getElementById('consult');
  consult?.scrollIntoView({ block: 'center' });
  consult?.querySelector<HTMLElement>('input, button')?.focus({ preventScroll: true });
}

/** Nothing is computed yet: leaders are missing because there is no list of people, not because someone forgot them. */
const unplanned = (formation: Formation): boolean => formation.planId === null && formation.nodes.length > 0;

function NoPlan({ base, editable }: { readonly base: string; readonly editable: boolean }) {
  const { t } = useTranslation('formation');
  return (
    <Sheet
      title={t('no-plan')}
      aside={
        editable ? (
          <Button kind="link" size="row" to={`${base}/sources`}>
            {t('no-plan-go')}
          </Button>
        ) : undefined
      }
    >
      <p className="second ink2">{t('no-plan-text')}</p>
    </Sheet>
  );
}

function Bar({ formation, approval }: { readonly formation: Formation; readonly approval: Approval | undefined }) {
  const { t } = useTranslation('formation');
  const editable = useEditable(formation);
  const text = useIssueText();
  const write = useWrite();
  const [replyBy, setReplyBy] = useState('');
  const errors = errorsOf(formation);
  const vacant = errors.filter((issue) => issue.code === 'office-vacant').length;
  const reason =
    errors.length === 0
      ? undefined
      : vacant === errors.length
        ? t('submit-vacant', { count: vacant })
        : text(errors.find((issue) => issue.code !== 'office-vacant')!);
  const submit = () =>
    write.mutate(
      () =>
        client.call(submissionCreate, {
          params: { taskId: formation.taskId },
          body: { planId: formation.planId!, replyBy: replyBy === '' ? null : `${replyBy}:00+08:00` },
        }),
      // What has become of it stands at the top.
      { onSuccess: () => window.scrollTo({ top: 0 }) },
    );
  return (
    <BottomBar
      label={t('bar')}
      actions={
        editable ? (
          <>
            {formation.missing > 0 ? <Mark code="short" value={formation.missing} /> : null}
            <span className="q-bar-label second ink2" aria-hidden="true">
              {t('reply-by-short')}
            </span>
            <Field label={t('reply-by')} quietLabel type="datetime-local" value={replyBy} onChange={setReplyBy} />
            <Button kind="primary" size="bar" onClick={submit} disabled={!formation.maySubmit || write.isPending} reason={reason}>
              {t('submit')}
            </Button>
          </>
        ) : approval?.mayDecide ? (
          <Button kind="primary" size="bar" to={`/approvals/${approval.id}`}>
            {t('go-decide')}
          </Button>
        ) : approval ? (
          <SubmitterActs approval={approval} />
        ) : null
      }
    >
      {write.error ? (
        <ProblemState error={write.error} />
      ) : (
        <ApprovalSteps items={stepsOf(formation, approval, new Set(errors.map((issue) => issue.code)).size, t)} />
      )}
    </BottomBar>
  );
}

function stepsOf(
  formation: Formation,
  approval: Approval | undefined,
  errors: number,
  t: TFunction<'formation'>,
): ApprovalStep[] {
  const draft = ['draft', 'planned'].includes(formation.state);
  const approved = approval?.decision === 'approved' && !draft;
  const told = approved && approval.told;
  return [
    { key: 'draft', label: t('bar-draft'), state: 'done' },
    {
      key: 'check',
      label: t(errors > 0 ? 'bar-check-missing' : 'bar-check', { count: errors }),
      state: draft ? (errors > 0 ? 'now' : 'done') : 'done',
    },
    {
      key: 'approve',
      label: formation.approver ? t('bar-approve', { name: formation.approver.name }) : t('bar-approve-none'),
      state: approved ? 'done' : draft ? 'later' : 'now',
    },
    { key: 'tell', label: t('bar-tell', { count: formation.people.all }), state: told ? 'done' : approved ? 'now' : 'later' },
  ];
}
