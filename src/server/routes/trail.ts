import { trailActions as actionsRoute, trailList } from '#contract/trail';
import { cityOf } from '#store/city';
import { listTrail, trailActions } from '#store/trail';
import { decodeCursor, pageFrom } from '../cursor.ts';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';

/** The audit trail for the security administrator: acts, never diligence. */
export function trailRoutes(routes: Registrar): void {
  routes.handle(trailList, async (ctx) => {
    const { cursor, limit, ...filter } = ctx.query;
    const after = decodeCursor(cursor, 2) as [string, string] | undefined;
    const { timeZone } = await cityOf(ctx.db, ctx.cityId);
    const rows = await listTrail(ctx.db, ctx.cityId, { limit: limit + 1, after, zone: timeZone, ...filter });
    const page = pageFrom(
      rows,
      limit,
      (row) => [row.mark, row.id],
      ({ mark: _, ...row }) => ({ ...row, at: row.at.toISOString(), detail: row.detail ?? null }),
    );
    return ok(page);
  });

  routes.handle(actionsRoute, async (ctx) => ok({ items: await trailActions(ctx.db, ctx.cityId) }));
}
