import { type LabelKey, labelList, labelSet } from '#contract/labels';
import type { RouteShape } from '#contract/route';
import { listLabels, setLabel } from '#store/label';
import type { Context } from '../context.ts';
import { problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { empty, ok } from '../reply.ts';

/** Words of kinds: read by every page, renamed by the committee at the top of the city. */
export function labelRoutes(routes: Registrar): void {
  routes.handle(labelList, async (ctx) => {
    const rows = await listLabels(ctx.db, ctx.cityId);
    const items = rows.map((row) => ({ ...row, key: row.key as LabelKey, lang: row.lang as 'zh-CN' | 'en' }));
    return ok({ items, today: ctx.today, may: { edit: mayRename(ctx) } });
  });

  routes.handle(labelSet, async (ctx) => {
    if (!mayRename(ctx)) throw problem('outside-scope', { kind: 'label' });
    const { key } = ctx.params;
    for (const lang of ['zh-CN', 'en'] as const)
      await setLabel(ctx.db, ctx.cityId, { key, lang, text: ctx.body[lang] }, ctx.today);
    await ctx.audit({ action: 'label-renamed', subjectKind: 'setting', subjectId: null, detail: { key, ...ctx.body } });
    return empty();
  });
}

/** Words hold for the whole city, so only its committee changes them. */
function mayRename<R extends RouteShape>(ctx: Context<R>): boolean {
  if (ctx.actingGrantId === undefined) return false;
  const { role, body } = ctx.scope;
  return role === 'officer' && body.standing && body.root && body.orgClass === 'local';
}
