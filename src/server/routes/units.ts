import { unitCreate, unitEdit, unitEnd, unitShow } from '#contract/units';
import { createUnit, editUnit, endUnit, type UnitInput, unitSheet } from '#store/unit';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { changed, created, ok } from '../reply.ts';

/** Units: entered, changed, ended. */
export function unitRoutes(routes: Registrar): void {
  routes.handle(unitShow, async (ctx) => {
    const sheet = await unitSheet(ctx.db, ctx.cityId, ctx.params.unitId);
    if (!sheet) throw problem('not-found', {});
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
    const before = await unitSheet(ctx.db, ctx.cityId, unitId);
    if (!before) throw problem('not-found', {});
    ctx.expectVersion(before.version, before);
    const done = await editUnit(ctx.db, ctx.cityId, unitId, ctx.body as UnitInput, ctx.today);
    if (!done.ok) throw invalid(done.issues);
    await ctx.audit({ action: 'unit-changed', subjectKind: 'unit', subjectId: unitId, detail: { before, after: ctx.body } });
    const after = await unitSheet(ctx.db, ctx.cityId, unitId);
    if (!after) throw problem('not-found', {});
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
