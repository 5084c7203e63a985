import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { approvalDecide, approvalStep } from '#contract/formation';
import { ProblemState, useIssueText } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { findOrgs } from '../../data/remote/find.ts';
import { BottomBar } from '../../ui/bottom-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Panes } from '../../ui/panes.tsx';
import { Pick } from '../../ui/pick.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { AnsweredBefore, ApprovalState, SubmitterActs, Tell } from './approval-state.tsx';
import { ConsultAnswers } from './consult-answers.tsx';
import { type Approval, useApproval, useFormation, useWrite } from './data.ts';
import { ChainSheet, CrossedBoundaries, Paper } from './frame.tsx';
import { OpenPlaces } from './open-places.tsx';
import { RequestSheet } from './request.tsx';
import { RulesSay } from './rules-say.tsx';
import './formation.css';

/** The same page for the one who decides: chain, rules, paper; the opinion first, agreeing last. */
export function Component() {
  const { t } = useTranslation('formation');
  const { approvalId } = useParams();
  const approval = useApproval(approvalId);
  const formation = useFormation(approval.data?.taskId);
  const error = approval.error ?? formation.error;
  const data = approval.data;
  const chain = formation.data;
  return (
    <Page bottom={data ? <DecideBar approval={data} missing={chain?.missing ?? 0} /> : undefined}>
      <PageHead
        path={[
          { label: t('today'), to: '/' },
          { label: t('approvals'), to: '/approvals' },
        ]}
        title={data ? t('request-of', { title: data.title }) : ''}
        actions={
          data ? (
            <span className="second ink2">
              {t('submitted-by', { name: data.submitterName, at: data.submittedAt })}
              {data.replyBy ? t('reply-wanted', { at: data.replyBy }) : null}
            </span>
          ) : undefined
        }
      />
      {error && !chain ? (
        <Sheet>
          <ProblemState error={error} retry={() => void (approval.error ? approval.refetch() : formation.refetch())} />
        </Sheet>
      ) : null}
      {!chain && !error ? (
        <Sheet>
          <Loading label={t('loading')} lines={9} />
        </Sheet>
      ) : null}
      {/* A decision is told at once, also while the chain is still read. */}
      {data?.decision && !chain ? <ApprovalState approval={data} /> : null}
      {data && chain ? (
        <>
          {data.decision || data.steps.length > 1 ? (
            <div className="q-formation-first">
              <ApprovalState approval={data} />
            </div>
          ) : null}
          <AnsweredBefore approval={data} />
          <CrossedBoundaries formation={chain} />
          <Panes
            kind="formation"
            left={<ChainSheet formation={chain} />}
            right={<Paper formation={chain} />}
            rightTitle={t(`word-title-${chain.preview.kind}`)}
          >
            <RequestSheet formation={chain} planId={data.planId} />
            <OpenPlaces formation={chain} stage={data.decision === 'approved' ? 'given' : 'deciding'} />
            <RulesSay
              formation={chain}
              deciding
              answer={data.decision === 'approved' ? 'given' : data.mayDecide ? 'yours' : 'waits'}
            />
            {chain.consult.units > 0 || chain.consult.skippedReason ? (
              <Sheet title={t('consult-title')}>
                {chain.consult.units > 0 ? (
                  <ConsultAnswers formation={chain} />
                ) : (
                  <p>{t('consult-skipped', { reason: chain.consult.skippedReason ?? '' })}</p>
                )}
                {chain.consult.units > 0 && chain.consult.until ? (
                  <p className="second ink2">
                    {t(Date.parse(chain.consult.until) > Date.now() ? 'consult-open-until' : 'consult-closed', {
                      at: chain.consult.until,
                    })}
                  </p>
                ) : null}
              </Sheet>
            ) : null}
          </Panes>
        </>
      ) : null}
    </Page>
  );
}

function DecideBar({ approval, missing }: { readonly approval: Approval; readonly missing: number }) {
  const { t } = useTranslation('formation');
  const text = useIssueText();
  const write = useWrite();
  const [opinion, setOpinion] = useState('');
  const [asking, setAsking] = useState<'countersign-asked' | 'passed-on' | 'rejected'>();
  const params = { approvalId: approval.id };
  if (approval.decision) {
    return (
      <BottomBar
        label={t('bar')}
        actions={approval.mayRecall || approval.mine ? <Tell approval={approval} /> : <SubmitterActs approval={approval} />}
      >
        {approval.decision === 'approved' && missing > 0
          ? t('bar-gaps-given', { count: missing })
          : t(`approval-${approval.decision}`, { name: approval.approverName })}
        {approval.decision === 'approved' && !approval.told ? (
          <> {approval.mayTell ? t('recall-note') : t('recall-note-submitter', { name: approval.approverName })}</>
        ) : null}
      </BottomBar>
    );
  }
  if (!approval.mayDecide) {
    const countersign = approval.steps.some((step) => step.action === 'countersign-asked') && !approval.mayWithdraw;
    return (
      <BottomBar
        label={t('bar')}
        actions={
          countersign ? (
            <Button
              size="bar"
              disabled={write.isPending}
              onClick={() =>
                write.mutate(() => client.call(approvalStep, { params, body: { action: 'countersigned', orgId: null, opinion } }))
              }
            >
              {t('countersign-give')}
            </Button>
          ) : (
            <SubmitterActs approval={approval} />
          )
        }
      >
        {write.error ? (
          <ProblemState error={write.error} />
        ) : countersign ? (
          <Field label={t('opinion')} quietLabel value={opinion} onChange={setOpinion} placeholder={t('opinion')} />
        ) : (
          t('approval-open', { name: approval.approverName })
        )}
      </BottomBar>
    );
  }
  const decide = (decision: 'approved' | 'returned' | 'rejected') =>
    write.mutate(() => client.call(approvalDecide, { params, body: { decision, opinion } }));
  const hand = (action: 'countersign-asked' | 'passed-on', orgId: string) => {
    write.mutate(() => client.call(approvalStep, { params, body: { action, orgId, opinion } }));
    setAsking(undefined);
  };
  const blocked = approval.blockers[0];
  const silent = opinion.trim() === '' || write.isPending;
  if (asking === 'rejected') {
    return (
      <BottomBar
        label={t('bar')}
        actions={
          <>
            <Button key="back" size="bar" onClick={() => setAsking(undefined)}>
              {t('reject-back')}
            </Button>
            <Button key="confirm" kind="primary" size="bar" disabled={silent} onClick={() => decide('rejected')}>
              {t('reject-confirm')}
            </Button>
          </>
        }
      >
        {write.error ? <ProblemState error={write.error} /> : null}
        {t('reject-ask')}
      </BottomBar>
    );
  }
  return (
    <BottomBar
      label={t('bar')}
      actions={
        <>
          {asking ? (
            <>
              {asking === 'passed-on' ? (
                approval.passTo.map((org) => (
                  <Button key={org.id} size="bar" disabled={write.isPending} onClick={() => hand('passed-on', org.id)}>
                    {t('pass-to', { name: org.name })}
                  </Button>
                ))
              ) : (
                <Pick
                  label={t('ask-countersign-asked')}
                  hint={t('ask-hint')}
                  value={null}
                  onChange={(org) => (org ? hand('countersign-asked', org.id) : undefined)}
                  find={findOrgs}
                  words={{ clear: t('ask-clear'), none: t('ask-none') }}
                />
              )}
              <Button kind="link" size="bar" onClick={() => setAsking(undefined)}>
                {t('close')}
              </Button>
            </>
          ) : (
            <>
              <Button size="bar" onClick={() => setAsking('countersign-asked')}>
                {t('countersign')}
              </Button>
              {approval.passTo.length > 0 ? (
                <Button size="bar" onClick={() => setAsking('passed-on')}>
                  {t('pass-on')}
                </Button>
              ) : null}
            </>
          )}
          <Button size="bar" disabled={silent} onClick={() => setAsking('rejected')}>
            {t('reject')}
          </Button>
          <Button size="bar" disabled={silent} onClick={() => decide('returned')}>
            {t('return')}
          </Button>
          <Button
            kind="primary"
            size="bar"
            disabled={blocked !== undefined || write.isPending}
            reason={blocked ? text(blocked) : undefined}
            onClick={() => decide('approved')}
          >
            {t('approve')}
          </Button>
        </>
      }
    >
      {write.error ? <ProblemState error={write.error} /> : null}
      {missing > 0 ? (
        <p className="q-formation-bar-gap">
          <Mark code="short" value={missing} /> {t('bar-gaps', { count: missing })}
        </p>
      ) : null}
      <Field label={t('opinion')} quietLabel value={opinion} onChange={setOpinion} placeholder={t('opinion-hint')} />
    </BottomBar>
  );
}
