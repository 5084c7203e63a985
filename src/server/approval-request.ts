/** A request under way as its routes need it: locked, with the facts of a decision, and told to those who submitted it. */
import type * as z from 'zod';
import type { RouteShape } from '#contract/route';
import type { ApprovalFacts, Decider, NoticeKind } from '#kernel/formation';
import { addDays } from '#kernel/lib';
import { maskName } from '#kernel/registry';
import { type ApprovalRecord, findApproval, lockApproval } from '#store/approval';
import { addNotices } from '#store/formation';
import { goneFromPlan, setPlanState } from '#store/plan';
import { updateTask } from '#store/task';
import type { Context } from './context.ts';
import { problem } from './problem.ts';

/** Days that a notice about a request is kept. */
const NOTICE_DAYS = 60;

/** The request, or "not found". */
export async function readApproval<R extends RouteShape>(ctx: Context<R>, id: string): Promise<ApprovalRecord> {
  const approval = await findApproval(ctx.db, ctx.cityId, id);
  if (!approval) throw problem('not-found', {});
  return approval;
}

/** The request of the path, locked until the answer is written. */
export async function lockedApproval<R extends RouteShape & { params: z.ZodObject }>(ctx: Context<R>): Promise<ApprovalRecord> {
  const id = (ctx.params as { approvalId: string }).approvalId;
  await lockApproval(ctx.db, ctx.cityId, id);
  return readApproval(ctx, id);
}

/** The deciding organization when the acting role holds it; a role in a unit speaks for its organizations. */
export function decider<R extends RouteShape>(ctx: Context<R>, approval: ApprovalRecord): Decider {
  const { anchors } = ctx.scope.body;
  return {
    accountId: ctx.session.accountId,
    orgId: anchors.includes(approval.approverOrgId) ? approval.approverOrgId : (anchors[0] ?? null),
  };
}

/** What the kernel looks at before a decision. */
export async function approvalFacts<R extends RouteShape>(ctx: Context<R>, approval: ApprovalRecord): Promise<ApprovalFacts> {
  const gone = approval.decision === null ? await goneFromPlan(ctx.db, ctx.cityId, approval.planId, ctx.today) : [];
  return {
    title: approval.taskTitle,
    approverOrgId: approval.approverOrgId,
    approverName: approval.approverName,
    submittedBy: approval.submittedBy,
    decision: approval.decision,
    decidedAt: approval.decidedAt?.getTime() ?? null,
    toldAt: approval.decision === 'approved' && approval.taskState !== 'approved' ? (approval.effectiveAt?.getTime() ?? 0) : null,
    planVersion: approval.planVersion,
    latestPlanVersion: approval.latestPlanVersion,
    gone: gone.map((one) => ({ name: maskName(one.name), post: one.post })),
  };
}

/** Plan and task are open again, as before the request. */
export async function backToPlanned<R extends RouteShape>(ctx: Context<R>, approval: ApprovalRecord): Promise<void> {
  await setPlanState(ctx.db, ctx.cityId, approval.planId, 'ready');
  await updateTask(ctx.db, ctx.cityId, approval.taskId, { state: 'planned' });
}

/** Tells one organization about a request. */
export async function tellOrg<R extends RouteShape>(
  ctx: Context<R>,
  approval: ApprovalRecord,
  kind: NoticeKind,
  toOrg: string,
  opinion = '',
): Promise<void> {
  await addNotices(ctx.db, ctx.cityId, {
    kind,
    taskId: approval.taskId,
    params: { title: approval.taskTitle, opinion: opinion.trim() },
    at: ctx.now,
    eraseAfter: addDays(ctx.today, NOTICE_DAYS),
    toOrg,
  });
}

/** Tells the owner of the task and the organization that the submitter acted for, each once. */
export async function tellSubmitters<R extends RouteShape>(
  ctx: Context<R>,
  approval: ApprovalRecord,
  ownerOrgId: string,
  kind: NoticeKind,
  opinion: string,
): Promise<void> {
  const bodies = new Set([ownerOrgId, ...(approval.submittedOrgId === null ? [] : [approval.submittedOrgId])]);
  for (const body of bodies) await tellOrg(ctx, approval, kind, body, opinion);
}
