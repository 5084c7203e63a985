import type * as z from 'zod';
import type { RouteShape } from '#contract/route';
import { sourcesSave, type sourcesSchema, sourcesShow } from '#contract/sources';
import { errorIssue, type Issue } from '#kernel/lib';
import { newId } from '#store/id';
import { freeMembers, replaceSources, sourceAreas, sourceUnits } from '#store/source';
import { existing, type TaskRecord, updateTask } from '#store/task';
import type { Context } from '../context.ts';
import { classifyUnit } from '../plan-problem.ts';
import { invalid } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';
import { fewHidden, partsHidden } from '../small-counts.ts';
import { sourceChoice } from '../task-problem.ts';
import { openTask, readTask } from './tasks.ts';

/** Where people may come from: areas, categories, units, caps for this task. */
export function sourceRoutes(routes: Registrar): void {
  routes.handle(sourcesShow, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    return ok(await sourcesOf(ctx, task), { version: task.version });
  });

  routes.handle(sourcesSave, async (ctx) => {
    const task = await openTask(ctx, ctx.params.taskId, 'edit');
    const { body } = ctx;
    const issues: Issue[] = [];
    const check = async (table: 'area' | 'unit', field: string, ids: readonly string[]) => {
      const found = await existing(ctx.db, ctx.cityId, table, ids);
      for (const id of ids) if (!found.has(id)) issues.push(errorIssue('reference-unknown', ['body', field], { field }));
    };
    await check('area', 'areaIds', body.areaIds);
    await check('unit', 'excludedUnitIds', body.excludedUnitIds);
    await check(
      'unit',
      'caps',
      body.caps.map((one) => one.unitId),
    );
    const units = new Map((await sourceUnits(ctx.db, ctx.cityId, body.areaIds, ctx.today)).map((unit) => [unit.id, unit]));
    for (const { unitId, cap } of body.caps) {
      const unit = units.get(unitId);
      if (unit && unit.cap !== null && cap > unit.cap) {
        issues.push(errorIssue('task-cap-over-unit-cap', ['body', 'caps', unitId], { unit: unit.name, cap, unitCap: unit.cap }));
      }
    }
    if (issues.length > 0) throw invalid(issues);
    await replaceSources(ctx.db, ctx.cityId, task.id, body, newId);
    const version = await updateTask(ctx.db, ctx.cityId, task.id, {});
    await ctx.audit({
      action: 'sources-save',
      subjectKind: 'task',
      subjectId: task.id,
      detail: { areas: body.areaIds.length, caps: body.caps.length },
    });
    return ok(await sourcesOf(ctx, task), { version });
  });
}

async function sourcesOf<R extends RouteShape>(ctx: Context<R>, task: TaskRecord): Promise<z.output<typeof sourcesSchema>> {
  const pack = task.pack === null ? undefined : ctx.deps.content.packs.get(task.pack);
  const choice = await sourceChoice(ctx, task);
  const areas = await sourceAreas(ctx.db, ctx.cityId, ctx.today);
  // Who serves elsewhere on the first day of this task cannot be lent for it.
  const first = task.startsOn !== null && task.startsOn > ctx.today ? task.startsOn : ctx.today;
  const rows = await sourceUnits(ctx.db, ctx.cityId, choice.areaIds, first);
  const caps = new Map(choice.caps.map((one) => [one.unitId, one.cap]));
  const excludedUnits = new Set(choice.excludedUnitIds);
  const excludedCategories = new Set(choice.excludedCategories);
  const units = rows.map((unit) => {
    const category = pack ? classifyUnit(pack, unit) : 'other';
    return {
      id: unit.id,
      name: unit.name,
      category,
      areaName: unit.areaName,
      members: unit.members,
      cap: unit.cap,
      taskCap: caps.get(unit.id) ?? null,
      lent: unit.lent,
      included: !excludedUnits.has(unit.id) && !excludedCategories.has(category),
    };
  });
  const free = await freeMembers(ctx.db, ctx.cityId, choice.areaIds, ctx.today);
  const included = units.filter((unit) => unit.included);
  const freeIncluded = !excludedCategories.has('free-community');
  const lendable = included.reduce((sum, unit) => {
    const cap = Math.min(unit.cap ?? unit.members, unit.taskCap ?? unit.members, unit.members);
    return sum + Math.max(0, cap - unit.lent);
  }, 0);
  // The members of the units of a category add up to its total.
  const hidden = new Map<string, number | null>();
  const seesPeople = await ctx.scope.covers('task', task.id, 'names');
  if (!seesPeople) {
    for (const category of new Set(units.map((unit) => unit.category))) {
      const inside = units.filter((unit) => unit.category === category);
      const counts = partsHidden(inside.map((unit) => unit.members));
      for (const [i, unit] of inside.entries()) hidden.set(unit.id, counts[i]!);
    }
  }
  const shown = units.map((unit) =>
    hidden.has(unit.id) ? { ...unit, members: hidden.get(unit.id)!, lent: fewHidden(unit.lent) } : unit,
  );
  const categories = Object.keys(pack?.head.sources ?? { other: {} });
  const chosen = new Set(choice.areaIds);
  const totals = categories.map((id) =>
    id === 'free-community' ? free : units.reduce((sum, unit) => sum + (unit.category === id ? unit.members : 0), 0),
  );
  const told = seesPeople ? totals : partsHidden(totals);
  const inAreas = areas.map((area) => area.members);
  const areaCounts = seesPeople ? inAreas : partsHidden(inAreas);
  return {
    areas: areas.map((area, i) => ({ id: area.id, name: area.name, members: areaCounts[i]!, included: chosen.has(area.id) })),
    categories: categories.map((id, i) => ({
      id,
      members: told[i]!,
      units: units.filter((unit) => unit.category === id).length,
      included: !excludedCategories.has(id),
    })),
    units: shown,
    // Totals over what is included: with one unit left out, or one cap, a hidden count would follow from them.
    people: seesPeople ? included.reduce((sum, unit) => sum + unit.members, 0) + (freeIncluded ? free : 0) : null,
    canLend: seesPeople ? lendable + (freeIncluded ? free : 0) : null,
    needed: task.needed,
  };
}
