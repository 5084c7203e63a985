import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { approvalRecall, approvalStep, approvalTell, approvalWithdraw } from '#contract/formation';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { type Approval, useFormation, useWrite } from './data.ts';

/**
 * Where a request stands: the state first, to whom it went and what comes next, then its steps in the words of those who took part.
 * On the drafter's page it leads to the request itself.
 */
export function ApprovalState({ approval, link }: { readonly approval: Approval; readonly link?: boolean }) {
  const { t } = useTranslation('formation');
  const state = approval.decision ?? 'open';
  // An approval that was taken back counts as returned; who reads it wants to know which of the two it was.
  const recalled = state === 'returned' && approval.steps.at(-1)?.action === 'recall';
  return (
    <Sheet
      title={t(recalled ? 'approval-recalled' : `approval-${state}`, { name: approval.approverName })}
      note={approval.documentNumber ?? undefined}
      aside={
        link ? (
          <Button kind="link" size="row" to={`/approvals/${approval.id}`}>
            {t('see-request')}
          </Button>
        ) : undefined
      }
    >
      {approval.opinion ? <p>{t('approval-opinion', { text: approval.opinion })}</p> : null}
      {state === 'open' ? (
        <p role="status">
          {t('approval-went', { name: approval.approverName, submitter: approval.submitterName, at: approval.submittedAt })}
        </p>
      ) : null}
      {state === 'open' || state === 'returned' || state === 'withdrawn' || state === 'rejected' ? (
        <p className="second ink2">{t(`approval-next-${state}${state === 'returned' && approval.mine ? '-theirs' : ''}`)}</p>
      ) : null}
      {approval.decision === 'approved' ? (
        <p className="second ink2">
          {t(approval.told ? 'approval-told' : 'approval-untold', { at: approval.effectiveAt ?? '' })}
        </p>
      ) : null}
      {approval.replyBy && !approval.decision ? (
        <p className="second ink2">{t('approval-reply-by', { at: approval.replyBy })}</p>
      ) : null}
      <ol className="q-formation-steps" hidden={approval.steps.length < 2}>
        {approval.steps.map((step) => (
          <li key={step.stepNo}>
            <span className="second ink3">{t('moment', { at: step.at })}</span>{' '}
            <b>{t(`step-${step.action}`, { org: step.orgName ?? '' })}</b> <span className="ink2">{step.byName}</span>
            {step.opinion ? <span className="ink2"> {t('approval-opinion', { text: step.opinion })}</span> : null}
          </li>
        ))}
      </ol>
    </Sheet>
  );
}

/** How the same request was answered before: whoever reads the second one reads first what was to be changed. */
export function AnsweredBefore({ approval }: { readonly approval: Approval }) {
  const { t } = useTranslation('formation');
  if (approval.before.length === 0) return null;
  return (
    <div className="q-formation-first">
      <Sheet title={t('answered-before')}>
        <ul className="q-formation-steps">
          {approval.before.map((one) => (
            <li key={one.id}>
              <Link to={`/approvals/${one.id}`}>{t(`decision-${one.decision}`, { at: one.decidedAt })}</Link>{' '}
              <span className="ink2">{one.approverName}</span>
              {one.opinion ? <span> {t('approval-opinion', { text: one.opinion })}</span> : null}
            </li>
          ))}
        </ul>
      </Sheet>
    </div>
  );
}

/** What the submitter may do while the request is under way: urge, take back; and ten minutes after approval, tell everyone. */
export function SubmitterActs({ approval }: { readonly approval: Approval }) {
  const { t } = useTranslation('formation');
  const write = useWrite();
  const params = { approvalId: approval.id };
  return (
    <>
      {write.error ? <ProblemState error={write.error} /> : null}
      {approval.mayWithdraw ? (
        <>
          <Button
            size="bar"
            disabled={write.isPending}
            onClick={() =>
              write.mutate(() => client.call(approvalStep, { params, body: { action: 'urge', orgId: null, opinion: '' } }))
            }
          >
            {t('urge')}
          </Button>
          <Button
            size="bar"
            disabled={write.isPending}
            onClick={() => write.mutate(() => client.call(approvalWithdraw, { params }))}
          >
            {t('withdraw')}
          </Button>
        </>
      ) : null}
      <Tell approval={approval} />
    </>
  );
}

/**
 * After approval: the ten minutes in which the approving side takes it back or tells everyone now. Telling reaches hundreds of people and
 * is final, so it is asked once more with their number.
 */
export function Tell({ approval }: { readonly approval: Approval }) {
  const { t } = useTranslation('formation');
  const write = useWrite();
  const formation = useFormation(approval.taskId);
  const [asking, setAsking] = useState(false);
  const params = { approvalId: approval.id };
  if (approval.decision !== 'approved') return null;
  if (approval.told)
    return (
      <Button kind="primary" size="bar" to={`/tasks/${approval.taskId}/running`}>
        {t('tell-running')}
      </Button>
    );
  if (asking)
    return (
      <>
        <span role="status">{formation.data ? t('tell-ask', { count: formation.data.people.all }) : null}</span>
        {/* Elements of their own: the key that opened the question must not answer it as well. */}
        <Button key="not" size="bar" onClick={() => setAsking(false)}>
          {t('tell-not')}
        </Button>
        <Button
          key="do"
          kind="primary"
          size="bar"
          disabled={write.isPending || !formation.data}
          onClick={() => {
            write.mutate(() => client.call(approvalTell, { params }));
            setAsking(false);
          }}
        >
          {t('tell-do')}
        </Button>
      </>
    );
  return (
    <>
      {write.error ? <ProblemState error={write.error} /> : null}
      {approval.mayRecall ? (
        <Button size="bar" disabled={write.isPending} onClick={() => write.mutate(() => client.call(approvalRecall, { params }))}>
          {t('recall')}
        </Button>
      ) : null}
      {approval.mayTell ? (
        <Button kind="primary" size="bar" disabled={write.isPending} onClick={() => setAsking(true)}>
          {t('tell')}
        </Button>
      ) : null}
    </>
  );
}
