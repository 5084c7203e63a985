import type * as z from 'zod';
import {
  approvalDecide,
  approvalList,
  type approvalRowSchema,
  approvalShow,
  approvalWithdraw,
  requestDocument,
  WORD,
} from '#contract/formation';
import type { RouteShape } from '#contract/route';
import { type Decision, decisionIssues, nextTaskState, recallIssues, type TaskAction, tellIssues } from '#kernel/formation';
import { hasErrors } from '#kernel/lib';
import { maskName } from '#kernel/registry';
import {
  type ApprovalRecord,
  addStep,
  answersBefore,
  decide,
  latestApproval,
  listApprovals,
  listSteps,
  nextDocumentNumber,
} from '#store/approval';
import { approvalsInReach } from '#store/approval-reach';
import { decidersBeside } from '#store/approver';
import { setChainState } from '#store/chain';
import { setPlanState } from '#store/plan';
import { lockTask, logChange, updateTask } from '#store/task';
import { cancelChain, RECALL_MILLIS } from '../activation.ts';
import { documentData, documentHash, documentNumber, renderDocument } from '../approval-document.ts';
import { approvalFacts, backToPlanned, decider, lockedApproval, readApproval, tellSubmitters } from '../approval-request.ts';
import { noted } from '../audit.ts';
import type { Context } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { readFormation } from '../formation.ts';
import { invalid } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { changed, file, ok } from '../reply.ts';
import { packOf, readableOf } from './formation.ts';
import { readTask } from './tasks.ts';

/** Requests and decisions: list, show, decide, withdraw; the Word files. */
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
    const facts = await approvalFacts(ctx, approval);
    const by = decider(ctx, approval);
    const blockers = decisionIssues(facts, by, 'approved', '');
    const steps = await listSteps(ctx.db, ctx.cityId, approval.id);
    const before = await answersBefore(ctx.db, ctx.cityId, approval);
    const mayDecide = approval.decision === null && by.orgId === approval.approverOrgId && by.accountId !== approval.submittedBy;
    return ok({
      ...rowOf(ctx, approval),
      planId: approval.planId,
      planVersion: approval.planVersion,
      latestPlanVersion: approval.latestPlanVersion,
      opinion: approval.opinion,
      deciderName: approval.deciderName && maskName(approval.deciderName),
      documentNumber: approval.documentNumber,
      effectiveAt: approval.effectiveAt?.toISOString() ?? null,
      told: facts.toldAt !== null,
      mayDecide,
      passTo: mayDecide ? await decidersBeside(ctx.db, ctx.cityId, approval.id) : [],
      mayWithdraw: approval.decision === null && by.accountId === approval.submittedBy,
      mayRecall: recallIssues(facts, by, ctx.now.getTime()).length === 0,
      mayTell: facts.toldAt === null && tellIssues(facts, by, ctx.now.getTime()).length === 0,
      blockers: blockers.map((issue) => ({ ...issue, path: [...issue.path], params: { ...issue.params } })),
      before: before.map((one) => ({ ...one, decidedAt: one.decidedAt.toISOString() })),
      steps: steps.map((step) => ({ ...step, byName: maskName(step.byName), at: step.at.toISOString() })),
    });
  });

  routes.handle(approvalDecide, async (ctx) => {
    const { decision, opinion } = ctx.body;
    const approval = await lockedApproval(ctx);
    const issues = decisionIssues(await approvalFacts(ctx, approval), decider(ctx, approval), decision, opinion);
    if (hasErrors(issues)) throw invalid(issues);
    await settle(ctx, approval, decision, opinion);
    return changed(approval.id, `/api/approvals/${approval.id}`);
  });

  routes.handle(approvalWithdraw, async (ctx) => {
    const approval = await lockedApproval(ctx);
    const issues = decisionIssues(await approvalFacts(ctx, approval), decider(ctx, approval), 'withdrawn', '');
    if (hasErrors(issues)) throw invalid(issues);
    await settle(ctx, approval, 'withdrawn', '');
    return changed(approval.id, `/api/approvals/${approval.id}`);
  });

  routes.handle(requestDocument, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    const draft = await readFormation(ctx, task, packOf(ctx, task));
    const approval = await latestApproval(ctx.db, ctx.cityId, task.id);
    const decided = approval?.decision === 'approved' ? approval : undefined;
    const readable = await readableOf(ctx, draft);
    const { bytes, name } = await renderDocument(ctx.deps, ctx.query.kind, documentData(draft, decided, ctx.today, readable));
    // Whoever stands in the file in full can see that it was taken.
    const personIds = draft.officers
      .map((one) => one.personId)
      .filter((id) => readable.seesPeople && (readable.named?.has(id) ?? true));
    const subject = { subjectKind: 'task', subjectId: task.id } as const;
    const revealed = { purpose: `document-${ctx.query.kind}`, personIds: [...new Set(personIds)], file: true };
    await noted(ctx, ...(personIds.length > 0 ? [{ action: 'names-revealed', ...subject, detail: revealed }] : []), {
      action: 'document-export',
      ...subject,
      detail: { kind: ctx.query.kind },
    });
    return file(bytes, WORD, `${name}.docx`);
  });
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
    number = documentNumber(
      ctx.deps,
      { approver: approval.approverName, requester: task.ownerName },
      year,
      await nextDocumentNumber(ctx.db, ctx.cityId, year),
    );
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
  await tellSubmitters(ctx, approval, task.ownerOrgId, `approval-${decision}`, opinion);
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
