import type * as z from 'zod';
import { approvalRecall, approvalStep, approvalTell } from '#contract/formation';
import { recallIssues, tellIssues } from '#kernel/formation';
import { errorIssue, hasErrors, type Issue } from '#kernel/lib';
import { type ApprovalRecord, addStep, decide, listSteps, type StepAction, setApprover } from '#store/approval';
import { activeOrgName, decidersBeside } from '#store/approver';
import { lockTask } from '#store/task';
import { activate, cancelChain } from '../activation.ts';
import { approvalFacts, backToPlanned, decider, lockedApproval, tellOrg, tellSubmitters } from '../approval-request.ts';
import type { Context } from '../context.ts';
import { invalid } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { changed } from '../reply.ts';
import { readTask } from './tasks.ts';

/** An urge within this time after the last one tells nobody again. */
const URGE_MILLIS = 24 * 3600_000;

/** On the way to a decision: countersign, pass on, urge; and after it: take back, tell. */
export function approvalStepRoutes(routes: Registrar): void {
  routes.handle(approvalStep, async (ctx) => {
    const { action, orgId, opinion } = ctx.body;
    const approval = await lockedApproval(ctx);
    if (approval.decision)
      throw invalid([errorIssue('approval-decided', ['decision'], { title: approval.taskTitle, decision: approval.decision })]);
    const steps = await listSteps(ctx.db, ctx.cityId, approval.id);
    if (!mayStep(ctx, approval, action, steps))
      throw invalid([errorIssue('approval-wrong-body', ['action'], { title: approval.taskTitle })]);
    if (action === 'countersign-asked' || action === 'passed-on') {
      const name = orgId === null ? null : await activeOrgName(ctx.db, ctx.cityId, orgId);
      if (orgId === null || name === null)
        throw invalid([errorIssue('reference-unknown', ['body', 'orgId'], { field: 'orgId' })]);
      if (action === 'passed-on') {
        const issues = await passingIssues(ctx, approval, { id: orgId, name });
        if (issues.length > 0) throw invalid(issues);
        await setApprover(ctx.db, ctx.cityId, approval.id, orgId);
      }
      await tellOrg(ctx, approval, action, orgId, opinion);
    }
    const urged = steps.findLast((step) => step.action === 'urge');
    if (action === 'urge' && (!urged || ctx.now.getTime() - urged.at.getTime() >= URGE_MILLIS))
      await tellOrg(ctx, approval, 'approval-urged', approval.approverOrgId);
    await addStep(ctx.db, ctx.cityId, approval.id, {
      action,
      by: ctx.session.accountId,
      at: ctx.now,
      opinion: opinion.trim() || null,
      forOrgId: orgId,
    });
    await ctx.audit({ action: `approval-${action}`, subjectKind: 'approval', subjectId: approval.id, detail: { orgId } });
    return changed(approval.id, `/api/approvals/${approval.id}`);
  });

  routes.handle(approvalRecall, async (ctx) => {
    const approval = await lockedApproval(ctx);
    const issues = recallIssues(await approvalFacts(ctx, approval), decider(ctx, approval), ctx.now.getTime());
    if (hasErrors(issues)) throw invalid(issues);
    await lockTask(ctx.db, ctx.cityId, approval.taskId);
    const task = await readTask(ctx.db, ctx.cityId, approval.taskId);
    await decide(ctx.db, ctx.cityId, approval.id, {
      decision: 'returned',
      by: ctx.session.accountId,
      at: ctx.now,
      opinion: ctx.deps.content.say(ctx.language)('approval-recalled'),
      effectiveAt: null,
      documentNumber: null,
      documentHash: null,
    });
    await cancelChain(ctx.db, ctx.cityId, approval.treeId, ctx.today);
    await backToPlanned(ctx, approval);
    await addStep(ctx.db, ctx.cityId, approval.id, {
      action: 'recall',
      by: ctx.session.accountId,
      at: ctx.now,
      opinion: null,
      forOrgId: null,
    });
    await tellSubmitters(ctx, approval, task.ownerOrgId, 'approval-recalled', '');
    await ctx.audit({ action: 'approval-recall', subjectKind: 'approval', subjectId: approval.id });
    return changed(approval.id, `/api/approvals/${approval.id}`);
  });

  routes.handle(approvalTell, async (ctx) => {
    const approval = await lockedApproval(ctx);
    const issues = tellIssues(await approvalFacts(ctx, approval), decider(ctx, approval), ctx.now.getTime());
    if (hasErrors(issues)) throw invalid(issues);
    await activate(
      ctx.db,
      ctx.deps,
      approval,
      { accountId: ctx.session.accountId, grantId: ctx.scope.grantId },
      ctx.now,
      ctx.today,
    );
    return changed(approval.id, `/api/approvals/${approval.id}`);
  });
}

/** Whether this step is for the acting account: urging for the submitter, countersigning for those asked, the rest for the approver. */
function mayStep(
  ctx: Context<typeof approvalStep>,
  approval: ApprovalRecord,
  action: z.output<typeof approvalStep.body>['action'],
  steps: readonly { action: StepAction; orgId: string | null }[],
): boolean {
  const { anchors } = ctx.scope.body;
  if (action === 'urge') return ctx.session.accountId === approval.submittedBy;
  if (action === 'countersigned')
    return steps.some((step) => step.action === 'countersign-asked' && step.orgId !== null && anchors.includes(step.orgId));
  return anchors.includes(approval.approverOrgId);
}

/** Only a committee at or above the root's area decides instead; the refusal names those that may. */
async function passingIssues(
  ctx: Context<typeof approvalStep>,
  approval: ApprovalRecord,
  to: { readonly id: string; readonly name: string },
): Promise<Issue[]> {
  const allowed = await decidersBeside(ctx.db, ctx.cityId, approval.id);
  if (allowed.some((one) => one.id === to.id)) return [];
  const params = { title: approval.taskTitle, org: to.name, approver: approval.approverName };
  if (allowed.length === 0) return [errorIssue('approval-nobody-beside', ['body', 'orgId'], params)];
  return [
    errorIssue('approval-not-for-body', ['body', 'orgId'], { ...params, allowed: allowed.map((one) => one.name).join('、') }),
  ];
}
