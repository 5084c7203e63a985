import { planFile, planNamesFile, planProblem } from '#contract/plans';
import type { RouteShape } from '#contract/route';
import { writePlanWorkbook } from '#documents/plan-workbooks';
import type { AssemblyProblem } from '#kernel/assembly';
import { maskName } from '#kernel/registry';
import { areaNames } from '#store/area';
import { namesOf } from '#store/person-name';
import { listPlanRows } from '#store/plan';
import { planDocumentText, rosterOfPlan } from '#store/plan-document';
import { noted } from '../audit.ts';
import type { Context } from '../context.ts';
import { documentsOf, readPlan } from '../plan-reading.ts';
import { problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { file } from '../reply.ts';
import { readTask } from './tasks.ts';

const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A version of a plan as files: workbooks with masked or full names, and its documents as JSON. */
export function planFileRoutes(routes: Registrar): void {
  routes.handle(planFile, async (ctx) => {
    await noted(ctx, { action: 'plan-export', subjectKind: 'plan', subjectId: ctx.params.planId });
    return workbookOf(ctx, await sheetPeople(ctx, ctx.params.planId), new Set());
  });

  routes.handle(planNamesFile, async (ctx) => {
    const { planId } = ctx.params;
    const people = await sheetPeople(ctx, planId);
    const named = await ctx.scope.namedOf(planId, [...people.nameOf.keys()]);
    await ctx.audit({
      action: 'names-revealed',
      subjectKind: 'plan',
      subjectId: planId,
      detail: { purpose: ctx.body.purpose, personIds: [...named], file: true },
    });
    return workbookOf(ctx, people, named);
  });

  routes.handle(planProblem, async (ctx) => {
    const head = await readPlan(ctx, ctx.params.planId);
    const text = await planDocumentText(ctx.db, ctx.cityId, head.id, ctx.params.kind);
    if (text === undefined) throw problem('not-found', {});
    return file(new TextEncoder().encode(text), 'application/json', `${ctx.params.kind}-${head.versionNo}.json`);
  });
}

/** An area that is only named. */
const NOWHERE: Pick<AssemblyProblem['areas'][number], 'parent' | 'place' | 'neighbours'> = {
  parent: null,
  place: null,
  neighbours: [],
};

/** A version and everyone its workbook names: at posts, and leading without one. */
async function sheetPeople<R extends RouteShape>(ctx: Context<R>, planId: string) {
  const head = await readPlan(ctx, planId);
  const full = await documentsOf(ctx, head);
  if (!full) throw problem('not-found', {});
  const rows = await listPlanRows(ctx.db, ctx.cityId, head.id);
  const leaders = full.plan.leaders.flatMap((one) => (one.member === null ? [] : [one.member]));
  const names = await namesOf(ctx.db, ctx.cityId, leaders);
  return { head, full, nameOf: new Map([...names, ...rows.map((row) => [row.personId, row.name ?? ''] as const)]) };
}

/** A version as a workbook, names masked but those of `named`. */
async function workbookOf<R extends RouteShape>(
  ctx: Context<R>,
  { head, full, nameOf }: Awaited<ReturnType<typeof sheetPeople>>,
  named: ReadonlySet<string>,
) {
  const label = (id: string) => {
    const name = nameOf.get(id);
    return name === undefined || named.has(id) ? (name ?? null) : maskName(name);
  };
  const roster = await rosterOfPlan(ctx.db, ctx.cityId, head.id);
  // The problem knows the areas of its posts; those where units stand are named for the sheet alone.
  const known = new Set(full.problem.areas.map((area) => area.id));
  const elsewhere = [...new Set(full.problem.units.flatMap((unit) => unit.area ?? []))].filter((id) => !known.has(id));
  const areas = [...(await areaNames(ctx.db, ctx.cityId, elsewhere))].map(([id, name]) => ({ ...NOWHERE, id, label: name }));
  const labelled: AssemblyProblem = {
    ...full.problem,
    areas: [...full.problem.areas, ...areas],
    members: full.problem.members.map((one) => ({ ...one, label: label(one.id) })),
  };
  const task = await readTask(ctx.db, ctx.cityId, head.taskId);
  const bytes = await writePlanWorkbook(
    { title: task.title, problem: labelled, roster, plan: full.plan, findings: full.verification.issues },
    ctx.deps.content.say(ctx.language),
  );
  return file(bytes, SHEET, `${task.title} ${head.versionNo}.xlsx`);
}
