import { rosterShow } from '#contract/running';
import { FOREVER } from '#kernel/lib';
import { maskName } from '#kernel/registry';
import { chainOrgs } from '#store/chain';
import { answersIn, rosterOf } from '#store/running';
import { problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';
import { treeOf } from './running.ts';
import { readTask } from './tasks.ts';

/** People of one organization of a chain: who they are, since when, how they answered. */
export function chainPeopleRoutes(routes: Registrar): void {
  routes.handle(rosterShow, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    const treeId = await treeOf(ctx, task);
    const org = (await chainOrgs(ctx.db, ctx.cityId, treeId)).find((one) => one.id === ctx.params.orgId);
    if (!org) throw problem('not-found', {});
    const people = await rosterOf(ctx.db, ctx.cityId, treeId, org.id);
    const answers = await answersIn(ctx.db, ctx.cityId, org.id);
    return ok({
      orgId: org.id,
      name: org.name,
      people: people.map((row) => ({
        personId: row.personId,
        name: maskName(row.name),
        unitName: row.unitName,
        mode: row.mode,
        role: row.role,
        answer: answers.get(row.id) ?? null,
        from: row.from,
        to: row.to === FOREVER ? null : row.to,
      })),
    });
  });
}
