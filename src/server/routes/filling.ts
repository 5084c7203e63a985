import type { RouteShape } from '#contract/route';
import { joinerAdd, joinerCandidates, slotCandidates, slotFill, slotOpen } from '#contract/running';
import { addDays, type Day, errorIssue } from '#kernel/lib';
import { maskName } from '#kernel/registry';
import { type Candidates, peopleForVacancy, type Vacancy } from '#store/candidate';
import { tellPerson } from '#store/duty';
import { listPosts } from '#store/need';
import { addDuty, closeOpening, listOpenSlots, openSlot, peopleAvailable } from '#store/opening';
import { chainOrg, shortPosts } from '#store/running';
import type { TaskRecord } from '#store/task';
import { personForTask, refuseResting } from '../asked-people.ts';
import type { Context } from '../context.ts';
import { join, noteChange, notJoinable, runningTask } from '../joining.ts';
import { servingDocuments } from '../plan-documents.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { changed, created, ok } from '../reply.ts';
import { candidateSources } from '../task-problem.ts';
import { readTask } from './tasks.ts';

const KEPT_DAYS = 90;

/** Places of a running task that stand empty, and people who join later: whom one may ask, and asking them. */
export function fillingRoutes(routes: Registrar): void {
  routes.handle(slotCandidates, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    if (task.state !== 'active') throw problem('state-refuses', { state: task.state });
    const { openingId, unitId, without } = ctx.query;
    const post = (await listPosts(ctx.db, ctx.cityId, task.id)).find((one) => one.id === ctx.params.postId);
    if (!post?.orgId) throw problem('not-found', {});
    const opened = openingId ? (await listOpenSlots(ctx.db, ctx.cityId, task.id, openingId))[0] : undefined;
    if (openingId && opened?.postId !== post.id) throw problem('not-found', {});
    const slotNo = opened?.slotNo ?? ctx.query.slot ?? (await shortSlot(ctx, task, post.id));
    const slot = post.slots.filter((one) => one.skill !== null || one.local)[slotNo];
    const found = await find(ctx, task, unitId, {
      taskId: task.id,
      postId: post.id,
      orgId: post.orgId,
      skill: without === 'yes' ? null : (slot?.skill ?? null),
      local: without === 'yes' ? false : (slot?.local ?? false),
      from: post.dayFrom > ctx.today ? post.dayFrom : ctx.today,
    });
    return ok(found);
  });

  routes.handle(joinerCandidates, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    if (task.state !== 'active') throw problem('state-refuses', { state: task.state });
    const org = await chainOrg(ctx.db, ctx.cityId, task.id, { orgId: ctx.params.orgId });
    if (!org) throw problem('not-found', {});
    const from = ctx.query.from as Day;
    const vacancy = { taskId: task.id, postId: null, orgId: org.id, skill: null, local: false, from };
    return ok(await find(ctx, task, ctx.query.unitId, vacancy));
  });

  routes.handle(slotFill, async (ctx) => {
    const task = await runningTask(ctx);
    const { personId } = ctx.body;
    const [slot] = await listOpenSlots(ctx.db, ctx.cityId, task.id, ctx.params.openingId);
    if (!slot || slot.orgId === null) throw problem('not-found', {});
    await personForTask(ctx, task, personId);
    const free = await peopleAvailable(ctx.db, ctx.cityId, { taskId: task.id, postId: slot.postId }, [personId], ctx.today);
    if (!free.has(personId)) throw invalid([errorIssue('slot-person-not-free', ['body', 'personId'], { post: slot.post })]);
    if (!(await closeOpening(ctx.db, ctx.cityId, slot.id, ctx.now))) throw problem('conflict', { what: slot.post });
    const from = slot.from > ctx.today ? slot.from : ctx.today;
    const { id: participationId } = await join(ctx, task, personId, slot.orgId, from);
    await addDuty(ctx.db, ctx.cityId, { participationId, postId: slot.postId, slotNo: slot.slotNo, from });
    await tellPerson(ctx.db, ctx.cityId, personId, {
      kind: 'duty',
      params: { title: task.title, taskId: task.id },
      at: ctx.now,
      eraseAfter: addDays(ctx.today, KEPT_DAYS),
    });
    await noteChange(ctx, task, 'slot-fill', { post: slot.post });
    return changed(slot.id, `/api/tasks/${task.id}/openings/${slot.id}`);
  });

  routes.handle(slotOpen, async (ctx) => {
    const task = await runningTask(ctx);
    const [short] = await shortPosts(ctx.db, ctx.cityId, task.id, ctx.params.postId);
    if (!short || task.planId === null) throw problem('not-found', {});
    const slotNo = await shortSlot(ctx, task, short.id);
    const id = await openSlot(ctx.db, ctx.cityId, { taskId: task.id, postId: short.id, slotNo, at: ctx.now });
    await ctx.audit({ action: 'slot-open', subjectKind: 'task', subjectId: task.id, detail: { post: short.post } });
    return created(id, `/api/tasks/${task.id}/openings/${id}`);
  });

  routes.handle(joinerAdd, async (ctx) => {
    const task = await runningTask(ctx);
    const { orgId, personId, from } = ctx.body;
    const org = await chainOrg(ctx.db, ctx.cityId, task.id, { orgId });
    if (!org) throw invalid(await notJoinable(ctx, orgId));
    refuseResting(await personForTask(ctx, task, personId), org.name);
    const start = from as Day;
    if (task.startsOn !== null && start < task.startsOn)
      throw invalid([errorIssue('join-before-start', ['body', 'from'], { title: task.title, start: task.startsOn, from })]);
    const { id, created: joined, since, name } = await join(ctx, task, personId, orgId, start);
    if (!joined) throw invalid([errorIssue('join-already-there', ['body', 'personId'], { name, org: org.name, since })]);
    await tellPerson(ctx.db, ctx.cityId, personId, {
      kind: 'joined',
      params: { title: task.title, taskId: task.id, org: org.name, from },
      at: ctx.now,
      eraseAfter: addDays(ctx.today, KEPT_DAYS),
    });
    await noteChange(ctx, task, 'join', { org: org.name, from });
    return created(id, `/api/tasks/${task.id}/organizations/${orgId}`);
  });
}

/** Which kind of place of a post the approved plan left empty most. */
async function shortSlot<R extends RouteShape>(ctx: Context<R>, task: TaskRecord, postId: string): Promise<number> {
  if (task.planId === null) return 0;
  const plan = (await servingDocuments(ctx.deps, ctx.db, ctx.cityId, task.planId))?.plan;
  const kinds = (plan?.shortages ?? []).filter((one) => one.post === postId).sort((a, b) => b.count - a.count);
  return kinds[0]?.slot ?? 0;
}

/** People of the task's sources for a vacancy, names masked. */
async function find<R extends RouteShape>(
  ctx: Context<R>,
  task: TaskRecord,
  unitId: string | undefined,
  vacancy: Vacancy,
): Promise<Candidates & { asks: { skill: string | null; local: boolean } }> {
  const sources = { ...(await candidateSources({ ...ctx, content: ctx.deps.content }, task)), unitId: unitId ?? null };
  const found = await peopleForVacancy(ctx.db, ctx.cityId, vacancy, sources, ctx.today);
  const { skill, local } = vacancy;
  return { ...found, asks: { skill, local }, items: found.items.map((one) => ({ ...one, name: maskName(one.name) })) };
}
