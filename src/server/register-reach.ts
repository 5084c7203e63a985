/**
 * Ids in what is typed about an organization. A unit or an area that an organization is set up in comes into the reach of whoever holds a
 * role there, so nobody may take one into reach that was outside it. Owns no SQL.
 */
import type { RouteShape } from '#contract/route';
import { orgSheet } from '#store/org-read';
import { placeOfOrg } from '#store/scope';
import type { Context } from './context.ts';
import { problem, type Refusal } from './problem.ts';

/** What an organization stands on and came out of. */
interface Ground {
  readonly unitId: string | null;
  readonly areaId: string | null;
  readonly jointUnitIds: readonly string[];
  readonly evolvedFromId: string | null;
}

/**
 * The refusal of a unit, an area or a task organization outside the acting body, read before anything is written; undefined where all lie inside. What stood there
 * before may stay. `parentId`: the organization above, whose place its children may share.
 */
export async function outsideGround<R extends RouteShape>(
  ctx: Context<R>,
  parentId: string | null,
  wanted: Ground,
  before?: Ground,
): Promise<Refusal | undefined> {
  const kept = new Set(before ? [before.unitId, ...before.jointUnitIds] : []);
  for (const id of [wanted.unitId, ...wanted.jointUnitIds]) {
    if (id === null || kept.has(id)) continue;
    if (!(await ctx.scope.covers('unit', id, 'edit'))) return problem('outside-scope', { kind: 'unit' });
  }
  const { areaId, evolvedFromId } = wanted;
  if (evolvedFromId !== null && evolvedFromId !== before?.evolvedFromId) {
    const taskId = (await orgSheet(ctx.db, ctx.cityId, evolvedFromId))?.taskId ?? null;
    if (taskId !== null && !(await ctx.scope.covers('task', taskId, 'see'))) return problem('outside-scope', { kind: 'org' });
  }
  if (areaId === null || areaId === before?.areaId) return undefined;
  const near =
    (await ctx.scope.covers('area', areaId, 'edit')) ||
    (parentId !== null && (await placeOfOrg(ctx.db, ctx.cityId, parentId, areaId)));
  return near ? undefined : problem('outside-scope', { kind: 'area' });
}
