import { areaList, areaShow } from '#contract/areas';
import { areaChildren, areaPath, orgsAt, stationedUnits } from '#store/area';
import { offsetOf, pageAt } from '../cursor.ts';
import { problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';

/** Kinds of place that ought to have an organization (S-019, S-020); zones of statistics get no township committee. */
const COVERED = new Set(['subdistrict', 'town', 'township', 'community', 'village']);

/** The tree of areas and what stands in one. */
export function areaRoutes(routes: Registrar): void {
  routes.handle(areaList, async (ctx) => {
    const rows = await areaChildren(ctx.db, ctx.cityId, ctx.query.parentId ?? null, ctx.today);
    return ok({
      items: rows.map(({ roster, ...row }) => ({
        ...row,
        blank: roster && !row.overlay && row.orgId === null && COVERED.has(row.kind),
      })),
    });
  });

  routes.handle(areaShow, async (ctx) => {
    const { areaId } = ctx.params;
    const path = await areaPath(ctx.db, ctx.cityId, areaId);
    if (path.length === 0) throw problem('not-found', {});
    const { limit, cursor } = ctx.query;
    const offset = offsetOf(cursor);
    const found = await orgsAt(ctx.db, ctx.cityId, areaId, { offset, limit: limit + 1 });
    const { items: organizations, next } = pageAt(found, offset, limit, (row) => row);
    const stationed = await stationedUnits(ctx.db, ctx.cityId, areaId, ctx.today, 20);
    return ok({
      id: areaId,
      path,
      organizations,
      next,
      stationed: stationed.map(({ kind, count, units }) => ({ kind, count, units: units.map(({ kind: _, ...unit }) => unit) })),
    });
  });
}
