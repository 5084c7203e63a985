import type { RouteShape } from '#contract/route';
import { unitCreate, unitEdit, unitEnd, unitList, unitShow } from '#contract/units';
import { createUnit, editUnit, endUnit, type UnitInput, unitSheet } from '#store/unit';
import { listUnits } from '#store/unit-list';
import type { Context } from '../context.ts';
import { decodeCursor, pageFrom } from '../cursor.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { changed, created, ok } from '../reply.ts';

/** Units: listed, entered, changed, ended. */
export function unitRoutes(routes: Registrar): void {
  routes.handle(unitList, async (ctx) => {
    const { limit, areaId, kind, q } = ctx.query;
    const after = decodeCursor(ctx.query.cursor, 2) as [string, string] | undefined;
    const rows = await listUnits(ctx.db, ctx.cityId, ctx.today, { areaId, kind, text: q?.trim() }, limit + 1, after);
    return ok(
      pageFrom(
        rows,
        limit,
        (row) => [row.pinyin, row.id],
        ({ pinyin: _, ...row }) => row,
      ),
    );
  });

  routes.handle(unitShow, async (ctx) => {
    const sheet = await shown(ctx, ctx.params.unitId);
    return ok(sheet, { version: sheet.version });
  });

  routes.handle(unitCreate, async (ctx) => {
    const made = await createUnit(ctx.db, ctx.cityId, ctx.body as UnitInput, ctx.today);
    if (!made.ok) throw invalid(made.issues);
    await ctx.audit({ action: 'unit-created', subjectKind: 'unit', subjectId: made.value.id, detail: ctx.body });
    return created(made.value.id, `/api/units/${made.value.id}`);
  });

  routes.handle(unitEdit, async (ctx) => {
    const { unitId } = ctx.params;
    const before = await shown(ctx, unitId);
    ctx.expectVersion(before.version, before);
    const done = await editUnit(ctx.db, ctx.cityId, unitId, ctx.body as UnitInput, ctx.today);
    if (!done.ok) throw invalid(done.issues);
    await ctx.audit({ action: 'unit-changed', subjectKind: 'unit', subjectId: unitId, detail: { before, after: ctx.body } });
    const after = await shown(ctx, unitId);
    return ok(after, { version: after.version });
  });

  routes.handle(unitEnd, async (ctx) => {
    const { unitId } = ctx.params;
    const done = await endUnit(ctx.db, ctx.cityId, unitId, ctx.today);
    if (!done.ok) throw invalid(done.issues);
    await ctx.audit({ action: 'unit-ended', subjectKind: 'unit', subjectId: unitId });
    return changed(unitId, `/api/units/${unitId}`);
  });
}

async function shown<R extends RouteShape>(ctx: Context<R>, unitId: string) {
  const sheet = await unitSheet(ctx.db, ctx.cityId, unitId);
  if (!sheet) throw problem('not-found', {});
  return { ...sheet, organizations: [...sheet.organizations], may: { edit: await ctx.scope.covers('unit', unitId, 'edit') } };
}
