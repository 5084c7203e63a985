import type * as z from 'zod';
import { allowsRole } from '#contract/access';
import { guardCount } from '#contract/page';
import {
  catalogueShow,
  forceList,
  resourceList,
  resourceOffer,
  resourceReturn,
  type resourceSchema,
  resourceTake,
  resourceWithdraw,
  taskResourceList,
} from '#contract/resources';
import type { RouteShape } from '#contract/route';
import { errorIssue } from '#kernel/lib';
import { offersWaiting } from '#store/offer';
import {
  lendersInReach,
  lockResource,
  moveResource,
  offerResource,
  type ResourceRow,
  resourcesForTask,
  resourcesInReach,
  skillsInReach,
  unitsSpokenFor,
} from '#store/resource';
import { lockTask, logChange } from '#store/task';
import type { Context } from '../context.ts';
import { offsetOf, pageAt } from '../cursor.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { changed, created, ok } from '../reply.ts';
import { readTask } from './tasks.ts';

/** Units among which one chooses without typing a name. */
const UNITS_LISTED = 100;

const CLOSED: ReadonlySet<string> = new Set(['ended', 'cancelled', 'standing-enough']);

/** Resources and forces: two catalogues; units offer, tasks use for a stated need, either gives back. */
export function resourceRoutes(routes: Registrar): void {
  routes.handle(catalogueShow, async (ctx) => {
    const { body, seesPersons } = ctx.scope;
    const skills = await skillsInReach(ctx.db, body, ctx.today);
    const waiting = await offersWaiting(ctx.db, ctx.cityId, body.anchors, ctx.today);
    const count = waiting.reduce((sum, one) => sum + one.count, 0);
    const offering = allowsRole(resourceOffer.access, ctx.scope.role);
    const units = offering ? await unitsSpokenFor(ctx.db, body, UNITS_LISTED + 1) : [];
    return ok({
      skills: skills.map((skill) => ({ code: skill.code, willing: guardCount(skill.willing, seesPersons) })),
      offers: count,
      units: units.slice(0, UNITS_LISTED),
      moreUnits: units.length > UNITS_LISTED,
    });
  });

  routes.handle(resourceList, async (ctx) => {
    const { limit, cursor } = ctx.query;
    const offset = offsetOf(cursor);
    const rows = await resourcesInReach(ctx.db, ctx.scope.body, { offset, limit: limit + 1 });
    return ok(pageAt(rows, offset, limit, (row) => bodyOf(row, true)));
  });

  routes.handle(forceList, async (ctx) => {
    const { limit, cursor } = ctx.query;
    const offset = offsetOf(cursor);
    const guard = (count: number) => guardCount(count, ctx.scope.seesPersons);
    const rows = await lendersInReach(ctx.db, ctx.scope.body, ctx.today, { offset, limit: limit + 1 });
    return ok(pageAt(rows, offset, limit, (unit) => ({ ...unit, members: guard(unit.members), lent: guard(unit.lent) })));
  });

  routes.handle(resourceOffer, async (ctx) => {
    const id = await offerResource(ctx.db, ctx.cityId, ctx.body);
    await ctx.audit({
      action: 'resource-offer',
      subjectKind: 'unit',
      subjectId: ctx.body.unitId,
      detail: { title: ctx.body.title },
    });
    return created(id, '/api/catalogue');
  });

  routes.handle(resourceWithdraw, async (ctx) => {
    const resource = await lockResource(ctx.db, ctx.cityId, ctx.params.resourceId);
    if (!resource || !(await ctx.scope.covers('unit', resource.unitId, 'edit'))) throw problem('not-found', {});
    await moveResource(ctx.db, ctx.cityId, resource.id, { state: 'withdrawn' });
    if (resource.taskId !== null) await note(ctx, resource.taskId, 'resource-gone', resource);
    await ctx.audit({
      action: 'resource-withdraw',
      subjectKind: 'unit',
      subjectId: resource.unitId,
      detail: { title: resource.title },
    });
    return changed(resource.id, '/api/catalogue');
  });

  routes.handle(taskResourceList, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    const { limit, cursor } = ctx.query;
    const offset = offsetOf(cursor);
    const rows = await resourcesForTask(ctx.db, ctx.cityId, task.id, { offset, limit: limit + 1 });
    return ok({
      ...pageAt(rows, offset, limit, (row) => bodyOf(row, false)),
      mayEdit:
        !CLOSED.has(task.state) &&
        allowsRole(resourceTake.access, ctx.scope.role) &&
        (await ctx.scope.covers('task', task.id, 'edit')),
    });
  });

  routes.handle(resourceTake, async (ctx) => {
    const { taskId, resourceId } = ctx.params;
    const task = await opened(ctx, taskId);
    const usedFor = ctx.body.usedFor.trim();
    const [reachable] = await resourcesForTask(ctx.db, ctx.cityId, task.id, { id: resourceId });
    const resource = reachable ? await lockResource(ctx.db, ctx.cityId, resourceId) : undefined;
    if (!resource) throw problem('not-found', {});
    if (usedFor === '') throw invalid([errorIssue('resource-need-missing', ['body', 'usedFor'], { title: resource.title })]);
    if (resource.state !== 'offered') throw problem('state-refuses', { state: resource.state });
    await moveResource(ctx.db, ctx.cityId, resource.id, { state: 'used', taskId: task.id, usedFor });
    await note(ctx, task.id, 'resource-use', { ...resource, usedFor });
    await ctx.audit({
      action: 'resource-use',
      subjectKind: 'task',
      subjectId: task.id,
      detail: { title: resource.title, usedFor },
    });
    return changed(resource.id, `/api/tasks/${task.id}/resources`);
  });

  routes.handle(resourceReturn, async (ctx) => {
    const task = await opened(ctx, ctx.params.taskId);
    const resource = await lockResource(ctx.db, ctx.cityId, ctx.params.resourceId);
    if (resource?.taskId !== task.id) throw problem('not-found', {});
    await moveResource(ctx.db, ctx.cityId, resource.id, { state: 'offered' });
    await note(ctx, task.id, 'resource-return', resource);
    await ctx.audit({ action: 'resource-return', subjectKind: 'task', subjectId: task.id, detail: { title: resource.title } });
    return changed(resource.id, `/api/tasks/${task.id}/resources`);
  });
}

async function opened<R extends RouteShape>(ctx: Context<R>, taskId: string) {
  await lockTask(ctx.db, ctx.cityId, taskId);
  const task = await readTask(ctx.db, ctx.cityId, taskId);
  if (CLOSED.has(task.state)) throw problem('state-refuses', { state: task.state });
  return task;
}

async function note<R extends RouteShape>(
  ctx: Context<R>,
  taskId: string,
  kind: 'resource-use' | 'resource-return' | 'resource-gone',
  resource: { readonly title: string; readonly unitName: string; readonly usedFor: string | null },
): Promise<void> {
  const params = { title: resource.title, unit: resource.unitName, usedFor: resource.usedFor ?? '' };
  await logChange(ctx.db, ctx.cityId, taskId, { kind, params, by: ctx.session.accountId, at: ctx.now });
}

function bodyOf(row: ResourceRow, mine: boolean): z.output<typeof resourceSchema> {
  const { taskId: _, ...shown } = row;
  return { ...shown, mine };
}
