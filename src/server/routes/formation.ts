import { formationGroups, formationShow, nodeDivide, officerCandidates, officerSet, submissionCreate } from '#contract/formation';
import type { RouteShape } from '#contract/route';
import { officerIssues } from '#kernel/formation';
import { addDays, errorIssue, hasErrors, type Issue } from '#kernel/lib';
import type { Pack } from '#kernel/packs';
import { maskName, searchColumns } from '#kernel/registry';
import { insertApproval, latestApproval } from '#store/approval';
import { type ChainOrg, insertChain, setChainChoice } from '#store/chain';
import { listHindered, listObjections } from '#store/consultation';
import { addAdvice, addNotices, assignOffices, assignPosts } from '#store/formation';
import { newId } from '#store/id';
import { setPlanState } from '#store/plan';
import { postsChangedSince } from '#store/plan-age';
import { logChange, type TaskRecord, updateTask } from '#store/task';
import { documentData, documentPreview } from '../approval-document.ts';
import type { Context } from '../context.ts';
import { offsetOf, pageAt } from '../cursor.ts';
import { type DraftFormation, readFormation } from '../formation.ts';
import { formationBody, nodeName, nodeOf } from '../formation-view.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { created, ok } from '../reply.ts';
import { openTask, readTask } from './tasks.ts';

/** People who cannot come that the page names at once. */
const CANNOT_SHOWN = 30;

/** The draft chain: shown, divided, officered, submitted. */
export function formationRoutes(routes: Registrar): void {
  routes.handle(formationShow, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    return reply(ctx, await readFormation(ctx, task, packOf(ctx, task)));
  });

  routes.handle(formationGroups, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    const draft = await readFormation(ctx, task, packOf(ctx, task));
    const seesPeople = task.planId !== null && (await ctx.scope.covers('plan', task.planId, 'names'));
    const nodes = draft.nodes.filter((node) => node.parentKey === ctx.query.parent).map((node) => nodeOf(draft, node));
    return ok({ items: seesPeople ? nodes : nodes.map((node) => ({ ...node, leader: null })) });
  });

  routes.handle(officerCandidates, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    const draft = await readFormation(ctx, task, packOf(ctx, task));
    const { limit, cursor, node } = ctx.query;
    const offset = offsetOf(cursor);
    return ok(pageAt(candidatesFor(draft, node).slice(offset, offset + limit + 1), offset, limit, (one) => one));
  });

  routes.handle(officerSet, async (ctx) => {
    const task = await openTask(ctx, ctx.params.taskId, 'edit');
    const pack = packOf(ctx, task);
    const { node, office, personId } = ctx.body;
    const before = await readFormation(ctx, task, pack);
    const known = before.nodes.find((one) => one.key === node);
    if (!known) throw invalid([errorIssue('chain-node-unknown', ['body', 'node'], { node })]);
    const offices = pack.pattern.levels.find((level) => level.id === known.levelId)?.offices ?? [];
    if (!offices.some((one) => one.office === office))
      throw invalid([errorIssue('chain-office-unknown', ['body', 'office'], { office, name: known.areaName })]);
    // Officers come from the people of the plan at the node: the same list that is offered.
    if (personId !== null && !peopleAt(before, node).some((row) => row.personId === personId))
      throw problem('outside-scope', { kind: 'person' });
    await setChainChoice(ctx.db, ctx.cityId, task.id, {
      nodeKey: node,
      choice: office,
      personId,
      parts: null,
      by: ctx.session.accountId,
    });
    await updateTask(ctx.db, ctx.cityId, task.id, {});
    const draft = await readFormation(ctx, await readTask(ctx.db, ctx.cityId, task.id), pack);
    const refused = officerIssues({
      pattern: pack.pattern,
      nodes: [known],
      officers: draft.officers.map((one) => ({ ...one, office: one.office as string })),
    });
    if (personId !== null && refused.some((issue) => issue.code === 'office-needs-full-member')) throw invalid(refused);
    await ctx.audit({ action: 'officer-propose', subjectKind: 'task', subjectId: task.id, detail: { node, office, personId } });
    return reply(ctx, draft);
  });

  routes.handle(nodeDivide, async (ctx) => {
    const task = await openTask(ctx, ctx.params.taskId, 'edit');
    const { node, parts } = ctx.body;
    const reason = parts === 1 ? ctx.body.reason.trim() : '';
    const before = await readFormation(ctx, task, packOf(ctx, task));
    // A divided node is drawn as its parts; it is known by the choice that divided it.
    const divided = before.choices.some((one) => one.nodeKey === node && one.choice === 'parts');
    if (!divided && !before.nodes.some((one) => one.key === node))
      throw invalid([errorIssue('chain-node-unknown', ['body', 'node'], { node })]);
    await setChainChoice(ctx.db, ctx.cityId, task.id, {
      nodeKey: node,
      choice: 'parts',
      personId: null,
      parts: parts === 1 ? null : parts,
      by: ctx.session.accountId,
    });
    await setChainChoice(ctx.db, ctx.cityId, task.id, {
      nodeKey: node,
      choice: 'whole',
      personId: null,
      parts: null,
      reason: reason || null,
      by: ctx.session.accountId,
    });
    await updateTask(ctx.db, ctx.cityId, task.id, {});
    const draft = await readFormation(ctx, await readTask(ctx.db, ctx.cityId, task.id), packOf(ctx, task));
    const refused = draft.issues.filter((issue) => issue.code === 'chain-too-few-groups');
    if (refused.length > 0) throw invalid(refused);
    await ctx.audit({ action: 'chain-divide', subjectKind: 'task', subjectId: task.id, detail: { node, parts } });
    return reply(ctx, draft);
  });

  routes.handle(submissionCreate, async (ctx) => {
    const task = await openTask(ctx, ctx.params.taskId, 'submit', { anyVersion: true });
    const draft = await readFormation(ctx, task, packOf(ctx, task));
    const stale =
      ctx.body.planId === task.planId
        ? await olderThanNeeds(ctx, task)
        : [errorIssue('submission-not-newest-plan', ['body', 'planId'], { version: task.planVersion })];
    if (hasErrors(draft.issues) || stale.length > 0) throw invalid([...draft.issues, ...stale]);
    const approvalId = await submit(ctx, draft, ctx.body.replyBy === null ? null : new Date(ctx.body.replyBy));
    return created(approvalId, `/api/approvals/${approvalId}`);
  });
}

/** A plan is submitted for the needs it was computed for: posts changed since are named, and the way out is a new plan. */
async function olderThanNeeds<R extends RouteShape>(ctx: Context<R>, task: TaskRecord): Promise<Issue[]> {
  if (task.planId === null) return [];
  const changed = await postsChangedSince(ctx.db, ctx.cityId, task.id, task.planId);
  return changed.length === 0
    ? []
    : [errorIssue('plan-older-than-needs', ['plan'], { version: task.planVersion, count: changed.length, post: changed[0]! })];
}

/** The pack of a task; a task without one has no chain pattern to draw from. */
export function packOf<R extends RouteShape>(ctx: Context<R>, task: TaskRecord): Pack {
  const pack = task.pack === null ? undefined : ctx.deps.content.packs.get(task.pack);
  if (!pack) throw invalid([errorIssue('task-without-pack', ['task', 'pack'], { title: task.title })]);
  return pack;
}

/** What the documents of a draft may say to the acting role: whether it sees people, and the officers whose names it may read. */
export async function readableOf<R extends RouteShape>(ctx: Context<R>, draft: DraftFormation) {
  const { planId } = draft.task;
  const seesPeople = await seesPeopleOf(ctx, draft.task);
  const officers = draft.officers.map((one) => one.personId);
  const named = seesPeople && planId !== null ? await ctx.scope.namedOf(planId, officers) : new Set<string>();
  return { seesPeople, named };
}

/** Whether the acting role sees the people of a task's plan: who made it and who decides on it. */
function seesPeopleOf<R extends RouteShape>(ctx: Context<R>, { id, planId }: TaskRecord): Promise<boolean> {
  return planId === null ? ctx.scope.covers('task', id, 'edit') : ctx.scope.covers('plan', planId, 'names');
}

async function reply<R extends RouteShape>(ctx: Context<R>, draft: DraftFormation) {
  const objections = await listObjections(ctx.db, ctx.cityId, draft.task.id);
  const { task, leading } = draft;
  const maySubmit = draft.task.state === 'planned' && (await ctx.scope.covers('task', draft.task.id, 'edit'));
  const readable = await readableOf(ctx, draft);
  const cannot =
    readable.seesPeople && draft.consult.hindered > 0 && task.planId !== null
      ? await listHindered(ctx.db, { cityId: ctx.cityId, taskId: task.id, planId: task.planId, leaders: leading }, CANNOT_SHOWN)
      : [];
  const approval = await latestApproval(ctx.db, ctx.cityId, draft.task.id);
  const preview = documentPreview(
    ctx.deps,
    documentData(draft, approval?.decision === 'approved' ? approval : undefined, ctx.today, readable),
  );
  const masked = cannot.map(({ serves, ...one }) => {
    const chosenFor = draft.officers.find((at) => at.personId === one.personId && at.proposedBy === 'person')?.nodeKey ?? null;
    const replan = serves || (one.planned && chosenFor === null);
    return { ...one, name: maskName(one.name), posts: [...one.posts], replan, chosenFor };
  });
  const more = { maySubmit, objections, preview, cannot: masked, seesPeople: readable.seesPeople };
  return ok(formationBody(draft, ctx.language, more), { version: draft.task.version });
}

/** People of the plan at posts of this node or below. */
function peopleAt(draft: DraftFormation, key: string): DraftFormation['rows'] {
  const parentOf = new Map(draft.nodes.map((node) => [node.key, node.parentKey]));
  const below = (nodeKey: string | null | undefined): boolean => {
    for (let at = nodeKey; at; at = parentOf.get(at)) if (at === key) return true;
    return false;
  };
  return draft.rows.filter((row) => below(draft.nodeOfPost.get(row.postId)?.key));
}

/** Full members at posts of this node or below; people of the node's own place first, then by post. */
function candidatesFor(draft: DraftFormation, key: string) {
  const postName = new Map(draft.posts.map((post) => [post.id, [post.name, post.shift].filter(Boolean).join(' ')]));
  return peopleAt(draft, key)
    .filter((row) => row.status === 'full')
    .map((row) => ({
      personId: row.personId,
      name: maskName(row.name ?? ''),
      unitName: row.unitName,
      postName: postName.get(row.postId) ?? '',
    }));
}

/** Writes the chain as submitted organizations, the advice it rests on, and the approval; the task and its plan wait. */
async function submit<R extends RouteShape>(ctx: Context<R>, draft: DraftFormation, replyBy: Date | null): Promise<string> {
  const { task } = draft;
  const orgs: ChainOrg[] = draft.nodes.map((node) => {
    const name = nodeName(draft, node, 'zh-CN');
    return {
      key: node.key,
      id: newId(),
      form: node.form,
      areaId: node.areaId,
      name,
      parentKey: node.parentKey,
      search: searchColumns(name, 'place'),
    };
  });
  const from = task.startsOn !== null && task.startsOn > ctx.today ? task.startsOn : ctx.today;
  await insertChain(
    ctx.db,
    ctx.cityId,
    { id: task.id, charter: task.charter, endCondition: task.endCondition, reviewOn: task.reviewOn },
    orgs,
    draft.pack.head.tags,
    from,
  );
  const idOf = new Map(orgs.map((org) => [org.key, org.id]));
  const root = orgs.find((org) => org.parentKey === null)!;
  const approvalId = await insertApproval(ctx.db, ctx.cityId, {
    taskId: task.id,
    planId: task.planId!,
    rootOrgId: root.id,
    approverOrgId: draft.approver!.id,
    by: ctx.session.accountId,
    byOrgId: ctx.scope.body.anchors[0] ?? null,
    at: ctx.now,
    replyBy,
  });
  await addAdvice(
    ctx.db,
    ctx.cityId,
    draft.findings.map(({ finding }) => ({
      rule: finding.rule.id,
      version: finding.version,
      inputs: finding.inputs,
      outcome: finding.outcome,
    })),
    { kind: 'approval', id: approvalId, asOf: ctx.today, at: ctx.now },
  );
  await assignOffices(
    ctx.db,
    ctx.cityId,
    draft.officers.map((one) => ({ orgId: idOf.get(one.nodeKey)!, personId: one.personId, office: one.office as 'secretary' })),
    approvalId,
    from,
  );
  await assignPosts(
    ctx.db,
    ctx.cityId,
    [...draft.nodeOfPost].map(([postId, node]) => ({ postId, orgId: idOf.get(node.key)! })),
  );
  await setPlanState(ctx.db, ctx.cityId, task.planId!, 'submitted');
  await updateTask(ctx.db, ctx.cityId, task.id, { state: 'submitted' });
  await addNotices(ctx.db, ctx.cityId, {
    kind: 'approval-asked',
    taskId: task.id,
    params: { title: task.title },
    at: ctx.now,
    eraseAfter: addDays(ctx.today, 60),
    toOrg: draft.approver!.id,
  });
  await logChange(ctx.db, ctx.cityId, task.id, {
    kind: 'submit',
    params: { plan: task.planVersion },
    by: ctx.session.accountId,
    at: ctx.now,
  });
  await ctx.audit({
    action: 'submission',
    subjectKind: 'approval',
    subjectId: approvalId,
    detail: { plan: task.planVersion, organizations: orgs.length },
  });
  return approvalId;
}
