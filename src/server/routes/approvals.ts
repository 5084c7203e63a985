import type * as z from 'zod';
import {
  approvalDecide,
  approvalList,
  approvalRecall,
  type approvalRowSchema,
  approvalShow,
  approvalStep,
  approvalTell,
  approvalWithdraw,
  requestDocument,
  WORD,
} from '#contract/formation';
import type { RouteShape } from '#contract/route';
import {
  type ApprovalFacts,
  type Decision,
  decisionIssues,
  nextTaskState,
  recallIssues,
  type TaskAction,
} from '#kernel/formation';
import { addDays, errorIssue, hasErrors } from '#kernel/lib';
import { maskName } from '#kernel/registry';
import {
  type ApprovalRecord,
  addStep,
  decide,
  findApproval,
  latestApproval,
  listApprovals,
  listSteps,
  lockApproval,
  nextDocumentNumber,
  setApprover,
} from '#store/approval';
import { approvalsInReach } from '#store/approval-reach';
import { setChainState } from '#store/chain';
import { addNotices } from '#store/formation';
import { goneFromPlan, setPlanState } from '#store/plan';
import { mayDecideOn } from '#store/scope';
import { existing, lockTask, logChange, updateTask } from '#store/task';
import { activate, cancelChain, RECALL_MILLIS } from '../activation.ts';
import { documentData, documentHash, documentNumber, renderDocument } from '../approval-document.ts';
import type { Context } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { readFormation } from '../formation.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { changed, file, ok } from '../reply.ts';
import { packOf } from './formation.ts';
import { readTask } from './tasks.ts';

/** Requests and decisions: list, show, decide, withdraw, countersign, pass on, take back, tell; the Word files. */
export function approvalRoutes(routes: Registrar): void {
  routes.handle(approvalList, async (ctx) => {
    const offset = Number(decodeCursor(ctx.query.cursor, 1)?.[0] ?? 0);
    const rows = await listApprovals(
      ctx.db,
      ctx.cityId,
      approvalsInReach(ctx.scope.body),
      ctx.query.open === 'yes',
      offset + ctx.query.limit + 1,
    );
    const shown = rows.slice(offset, offset + ctx.query.limit);
    return ok({
      items: shown.map((row) => rowOf(ctx, row)),
      next: rows.length > offset + ctx.query.limit ? encodeCursor([offset + ctx.query.limit]) : null,
    });
  });

  routes.handle(approvalShow, async (ctx) => {
    const approval = await readApproval(ctx, ctx.params.approvalId);
    const facts = await factsOf(ctx, approval);
    const by = decider(ctx, approval);
    const blockers = decisionIssues(facts, by, 'approved', '');
    const steps = await listSteps(ctx.db, ctx.cityId, approval.id);
    return ok({
      ...rowOf(ctx, approval),
      planVersion: approval.planVersion,
      latestPlanVersion: approval.latestPlanVersion,
      opinion: approval.opinion,
      deciderName: approval.deciderName && maskName(approval.deciderName),
      documentNumber: approval.documentNumber,
      effectiveAt: approval.effectiveAt?.toISOString() ?? null,
      told: facts.toldAt !== null,
      mayDecide: approval.decision === null && by.orgId === approval.approverOrgId && by.accountId !== approval.submittedBy,
      mayWithdraw: approval.decision === null && by.accountId === approval.submittedBy,
      mayRecall: recallIssues(facts, by, ctx.now.getTime()).length === 0,
      blockers: blockers.map((issue) => ({ ...issue, path: [...issue.path], params: { ...issue.params } })),
      steps: steps.map((step) => ({ ...step, byName: maskName(step.byName), at: step.at.toISOString() })),
    });
  });

  routes.handle(approvalDecide, async (ctx) => {
    const { decision, opinion } = ctx.body;
    const approval = await lockedApproval(ctx);
    const issues = decisionIssues(await factsOf(ctx, approval), decider(ctx, approval), decision, opinion);
    if (hasErrors(issues)) throw invalid(issues);
    await settle(ctx, approval, decision, opinion);
    return changed(approval.id, `/api/approvals/${approval.id}`);
  });

  routes.handle(approvalWithdraw, async (ctx) => {
    const approval = await lockedApproval(ctx);
    const issues = decisionIssues(await factsOf(ctx, approval), decider(ctx, approval), 'withdrawn', '');
    if (hasErrors(issues)) throw invalid(issues);
    await settle(ctx, approval, 'withdrawn', '');
    return changed(approval.id, `/api/approvals/${approval.id}`);
  });

  routes.handle(approvalStep, async (ctx) => {
    const { action, orgId, opinion } = ctx.body;
    const approval = await lockedApproval(ctx);
    if (approval.decision)
      throw invalid([errorIssue('approval-decided', ['decision'], { title: approval.taskTitle, decision: approval.decision })]);
    const isApprover = ctx.scope.body.anchors.includes(approval.approverOrgId);
    const steps = await listSteps(ctx.db, ctx.cityId, approval.id);
    const asked = steps.some(
      (step) => step.action === 'countersign-asked' && step.orgId !== null && ctx.scope.body.anchors.includes(step.orgId),
    );
    if (action === 'urge' ? ctx.session.accountId !== approval.submittedBy : action === 'countersigned' ? !asked : !isApprover) {
      throw invalid([errorIssue('approval-wrong-body', ['action'], { title: approval.taskTitle })]);
    }
    if (action === 'countersign-asked' || action === 'passed-on') {
      if (!orgId || !(await existing(ctx.db, ctx.cityId, 'org', [orgId])).has(orgId))
        throw invalid([errorIssue('reference-unknown', ['body', 'orgId'], { field: 'orgId' })]);
      // The submitting side never decides on its own request, by whatever way it comes there.
      if (action === 'passed-on' && !(await mayDecideOn(ctx.db, ctx.cityId, approval.taskId, orgId)))
        throw invalid([errorIssue('approval-not-for-body', ['body', 'orgId'], { title: approval.taskTitle })]);
      if (action === 'passed-on') await setApprover(ctx.db, ctx.cityId, approval.id, orgId);
      await addNotices(ctx.db, ctx.cityId, {
        kind: action,
        taskId: approval.taskId,
        params: { title: approval.taskTitle },
        at: ctx.now,
        eraseAfter: addDays(ctx.today, 60),
        toOrg: orgId,
      });
    }
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
    const issues = recallIssues(await factsOf(ctx, approval), decider(ctx, approval), ctx.now.getTime());
    if (hasErrors(issues)) throw invalid(issues);
    await lockTask(ctx.db, ctx.cityId, approval.taskId);
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
    await ctx.audit({ action: 'approval-recall', subjectKind: 'approval', subjectId: approval.id });
    return changed(approval.id, `/api/approvals/${approval.id}`);
  });

  routes.handle(approvalTell, async (ctx) => {
    const approval = await lockedApproval(ctx);
    const mayTell = ctx.scope.body.anchors.includes(approval.approverOrgId) || ctx.session.accountId === approval.submittedBy;
    if (!mayTell) throw invalid([errorIssue('approval-wrong-body', ['decision'], { title: approval.taskTitle })]);
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

  routes.handle(requestDocument, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    const draft = await readFormation(ctx, task, packOf(ctx, task));
    const approval = await latestApproval(ctx.db, ctx.cityId, task.id);
    const decided = approval?.decision === 'approved' ? approval : undefined;
    const bytes = await renderDocument(ctx.deps, ctx.query.kind, documentData(draft, decided, ctx.today));
    await ctx.audit({ action: 'document-export', subjectKind: 'task', subjectId: task.id, detail: { kind: ctx.query.kind } });
    return file(bytes, WORD, `${task.title}.docx`);
  });
}

async function readApproval<R extends RouteShape>(ctx: Context<R>, id: string): Promise<ApprovalRecord> {
  const approval = await findApproval(ctx.db, ctx.cityId, id);
  if (!approval) throw problem('not-found', {});
  return approval;
}

async function lockedApproval<R extends RouteShape & { params: z.ZodObject }>(ctx: Context<R>): Promise<ApprovalRecord> {
  const id = (ctx.params as { approvalId: string }).approvalId;
  await lockApproval(ctx.db, ctx.cityId, id);
  return readApproval(ctx, id);
}

/** The deciding organization when the acting role holds it; a role in a unit speaks for its organizations. */
function decider<R extends RouteShape>(ctx: Context<R>, approval: ApprovalRecord) {
  const { anchors } = ctx.scope.body;
  return {
    accountId: ctx.session.accountId,
    orgId: anchors.includes(approval.approverOrgId) ? approval.approverOrgId : (anchors[0] ?? null),
  };
}

async function factsOf<R extends RouteShape>(ctx: Context<R>, approval: ApprovalRecord): Promise<ApprovalFacts> {
  const gone = approval.decision === null ? await goneFromPlan(ctx.db, ctx.cityId, approval.planId, ctx.today) : [];
  return {
    title: approval.taskTitle,
    approverOrgId: approval.approverOrgId,
    submittedBy: approval.submittedBy,
    decision: approval.decision,
    decidedAt: approval.decidedAt?.getTime() ?? null,
    toldAt: approval.decision === 'approved' && approval.taskState !== 'approved' ? (approval.effectiveAt?.getTime() ?? 0) : null,
    planVersion: approval.planVersion,
    latestPlanVersion: approval.latestPlanVersion,
    gone: gone.map((one) => ({ name: maskName(one.name), post: one.post })),
  };
}

const ACTIONS: Readonly<Record<Decision, 'approve' | 'return' | 'reject' | 'withdraw'>> = {
  approved: 'approve',
  returned: 'return',
  rejected: 'reject',
  withdrawn: 'withdraw',
};

function taskActionOf(decision: Decision): TaskAction {
  const action = ACTIONS[decision];
  return action === 'reject' ? 'cancel' : action;
}

/** Writes a decision and what follows: approved organizations wait ten minutes; others are cancelled and the task is open again. */
async function settle<R extends RouteShape>(
  ctx: Context<R>,
  approval: ApprovalRecord,
  decision: Decision,
  opinion: string,
): Promise<void> {
  await lockTask(ctx.db, ctx.cityId, approval.taskId);
  const task = await readTask(ctx.db, ctx.cityId, approval.taskId);
  const next = nextTaskState(task.state, taskActionOf(decision), task.title);
  if ('issue' in next) throw invalid([next.issue]);
  const approved = decision === 'approved';
  let number: string | null = null;
  let hash: string | null = null;
  if (approved) {
    const year = Number(ctx.today.slice(0, 4));
    number = documentNumber(ctx.deps, year, await nextDocumentNumber(ctx.db, ctx.cityId, year));
    hash = documentHash(
      documentData(
        await readFormation(ctx, task, packOf(ctx, task)),
        { ...approval, documentNumber: number, opinion: opinion.trim() || null },
        ctx.today,
      ),
    );
  }
  await decide(ctx.db, ctx.cityId, approval.id, {
    decision,
    by: ctx.session.accountId,
    at: ctx.now,
    opinion: opinion.trim() || null,
    effectiveAt: approved ? new Date(ctx.now.getTime() + RECALL_MILLIS) : null,
    documentNumber: number,
    documentHash: hash,
  });
  await addStep(ctx.db, ctx.cityId, approval.id, {
    action: ACTIONS[decision],
    by: ctx.session.accountId,
    at: ctx.now,
    opinion: opinion.trim() || null,
    forOrgId: null,
  });
  if (approved) {
    await setChainState(ctx.db, ctx.cityId, approval.treeId, 'approved', ctx.today);
    await setPlanState(ctx.db, ctx.cityId, approval.planId, 'approved');
    await updateTask(ctx.db, ctx.cityId, task.id, { state: 'approved' });
  } else {
    await cancelChain(ctx.db, ctx.cityId, approval.treeId, ctx.today);
    if (decision === 'rejected') await updateTask(ctx.db, ctx.cityId, task.id, { state: 'cancelled', ended_on: ctx.today });
    else await backToPlanned(ctx, approval);
  }
  await addNotices(ctx.db, ctx.cityId, {
    kind: `approval-${decision}`,
    taskId: task.id,
    params: { title: task.title, opinion: opinion.trim() },
    at: ctx.now,
    eraseAfter: addDays(ctx.today, 60),
    toOrg: task.ownerOrgId,
  });
  await logChange(ctx.db, ctx.cityId, task.id, {
    kind: ACTIONS[decision],
    params: { opinion: opinion.trim(), number },
    by: ctx.session.accountId,
    at: ctx.now,
  });
  await ctx.audit({
    action: `approval-${ACTIONS[decision]}`,
    subjectKind: 'approval',
    subjectId: approval.id,
    detail: { opinion, hash },
  });
}

async function backToPlanned<R extends RouteShape>(ctx: Context<R>, approval: ApprovalRecord): Promise<void> {
  await setPlanState(ctx.db, ctx.cityId, approval.planId, 'ready');
  await updateTask(ctx.db, ctx.cityId, approval.taskId, { state: 'planned' });
}

function rowOf<R extends RouteShape>(ctx: Context<R>, row: ApprovalRecord): z.output<typeof approvalRowSchema> {
  return {
    id: row.id,
    taskId: row.taskId,
    title: row.taskTitle,
    submitterName: maskName(row.submitterName),
    submittedAt: row.submittedAt.toISOString(),
    replyBy: row.replyBy?.toISOString() ?? null,
    decision: row.decision,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    approverName: row.approverName,
    mine: ctx.scope.body.anchors.includes(row.approverOrgId) && row.submittedBy !== ctx.session.accountId,
  };
}
