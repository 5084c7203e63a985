import { changeList } from '#contract/running';
import { listChanges } from '#store/running';
import { offsetOf, pageAt } from '../cursor.ts';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';

/** What changed in a task. */
export function changeRoutes(routes: Registrar): void {
  routes.handle(changeList, async (ctx) => {
    const { limit, cursor } = ctx.query;
    const offset = offsetOf(cursor);
    const rows = await listChanges(ctx.db, ctx.cityId, ctx.params.taskId, { offset, limit: limit + 1 });
    return ok(pageAt(rows, offset, limit, (one) => ({ ...one, at: one.at.toISOString() })));
  });
}
