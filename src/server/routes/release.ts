import { chainRelease } from '#contract/running';
import { releaseIssues } from '#kernel/formation';
import { addDays, type Day } from '#kernel/lib';
import { chainOrgs } from '#store/chain';
import { tellPeople } from '#store/duty';
import { releasePart } from '#store/release';
import { lockTask, logChange } from '#store/task';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { changed } from '../reply.ts';
import { treeOf } from './running.ts';
import { readTask } from './tasks.ts';

const KEPT_DAYS = 90;

/** The need has moved on: a part of the chain is released, its people can be asked for elsewhere. */
export function releaseRoutes(routes: Registrar): void {
  routes.handle(chainRelease, async (ctx) => {
    const { taskId, orgId } = ctx.params;
    await lockTask(ctx.db, ctx.cityId, taskId);
    const task = await readTask(ctx.db, ctx.cityId, taskId);
    const org = (await chainOrgs(ctx.db, ctx.cityId, await treeOf(ctx, task))).find((one) => one.id === orgId);
    if (!org) throw problem('not-found', {});
    if (task.state !== 'active' || org.state !== 'active') throw problem('state-refuses', { state: org.state });
    const on = ctx.body.on as Day;
    const reason = ctx.body.reason.trim();
    const issues = releaseIssues(
      { title: task.title, name: org.name, root: org.parentId === null, reason, on, startedOn: task.startsOn ?? ctx.today },
      ctx.today,
    );
    if (issues.length > 0) throw invalid(issues);
    const released = await releasePart(ctx.db, ctx.cityId, org.id, on);
    await tellPeople(ctx.db, ctx.cityId, released.people, {
      kind: 'released',
      params: { title: task.title, taskId, org: org.name, on },
      at: ctx.now,
      eraseAfter: addDays(ctx.today, KEPT_DAYS),
    });
    const counts = { organizations: released.organizations, people: released.people.length };
    await logChange(ctx.db, ctx.cityId, taskId, {
      kind: 'release',
      params: { org: org.name, ...counts, on, reason },
      by: ctx.session.accountId,
      at: ctx.now,
    });
    await ctx.audit({ action: 'chain-release', subjectKind: 'task', subjectId: taskId, detail: { orgId, ...counts, reason } });
    return changed(org.id, `/api/tasks/${taskId}/organizations/${org.id}`);
  });
}
