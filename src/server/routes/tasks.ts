import type * as z from 'zod';
import type { Role } from '#contract/roles';
import type { RouteShape } from '#contract/route';
import {
  packList,
  type packSchema,
  standingDecide,
  standingShow,
  taskCancel,
  taskCreate,
  taskList,
  type taskRowSchema,
  taskSave,
  type taskSchema,
  taskShow,
} from '#contract/tasks';
import { checkStanding, endingDue, nextTaskState, purposeIssues, type TaskAction } from '#kernel/formation';
import { addDays, type Day, errorIssue, type Issue } from '#kernel/lib';
import type { Pack } from '#kernel/packs';
import type { Db } from '#store/schema';
import { tasksInReach } from '#store/scope';
import {
  closedTasks,
  existing,
  findTask,
  insertTask,
  listBeside,
  listLines,
  lockTask,
  openTasks,
  replaceBesideAndLines,
  type TaskRecord,
  updateTask,
} from '#store/task';
import { standingCandidates } from '#store/task-standing';
import type { Context } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { officialTexts } from '../packs.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { changed, created, ok } from '../reply.ts';
import { fewHidden } from '../small-counts.ts';
import { figuresOf, wasCalledOff } from '../task-figures.ts';

type TaskBody = z.output<typeof taskSchema>;

/** Tasks: draft, why, end, "is a standing organization enough?", packs to start from. */
export function taskRoutes(routes: Registrar): void {
  routes.handle(taskList, async (ctx) => {
    const { limit, closed } = ctx.query;
    const offset = Number(decodeCursor(ctx.query.cursor, 1)?.[0] ?? 0);
    const read = closed === 'yes' ? closedTasks : openTasks;
    const rows = await read(ctx.db, ctx.cityId, tasksInReach(ctx.scope.body), { offset, limit: limit + 1 });
    const items = rows.slice(0, limit).map((task) => rowOf(task, ctx.today));
    return ok({ items, next: rows.length > limit ? encodeCursor([offset + limit]) : null });
  });

  routes.handle(packList, async (ctx) =>
    ok({ items: [...ctx.deps.content.packs.values()].map((pack) => packOf(pack, ctx.language)) }),
  );

  routes.handle(taskCreate, async (ctx) => {
    const owner = ctx.scope.body.anchors[0];
    if (!owner) throw problem('no-role', {});
    const pack = ctx.body.pack === null ? undefined : ctx.deps.content.packs.get(ctx.body.pack);
    if (ctx.body.pack !== null && !pack) throw invalid([errorIssue('pack-unknown', ['body', 'pack'], { pack: ctx.body.pack })]);
    if (ctx.body.areaId && !(await existing(ctx.db, ctx.cityId, 'area', [ctx.body.areaId])).has(ctx.body.areaId)) {
      throw invalid([errorIssue('reference-unknown', ['body', 'areaId'], { field: 'areaId' })]);
    }
    await refuseForeignArea(ctx, ctx.body.areaId);
    const id = await insertTask(ctx.db, ctx.cityId, {
      title: ctx.body.title.trim(),
      pack: pack?.id ?? null,
      areaId: ctx.body.areaId,
      ownerOrgId: owner,
      createdBy: ctx.session.accountId,
      charter: pack ? (officialTexts(pack).charter ?? null) : null,
      reviewOn: pack ? addDays(ctx.today, Number.parseInt(pack.head.end.review, 10)) : null,
    });
    if (pack) {
      const lines = Object.entries(pack.head.plan).map(([kind, line]) => ({
        kind,
        text: officialTexts(pack)[`plan/${kind}`]!,
        political: line.political,
      }));
      await replaceBesideAndLines(ctx.db, ctx.cityId, id, [], lines);
    }
    await ctx.audit({ action: 'task-create', subjectKind: 'task', subjectId: id, detail: { title: ctx.body.title } });
    return created(id, `/api/tasks/${id}`);
  });

  routes.handle(taskShow, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    return ok(await bodyOf(ctx, task), { version: task.version });
  });

  routes.handle(taskSave, async (ctx) => {
    const { taskId } = ctx.params;
    const task = await openTask(ctx, taskId, 'edit');
    const { beside, lines, title, goal, why, charter, emergency, basis, ...rest } = ctx.body;
    await refuseUnknown(ctx.db, ctx.cityId, ctx.body);
    if (rest.areaId !== task.areaId) await refuseForeignArea(ctx, rest.areaId);
    if (rest.reviewOn && rest.startsOn && rest.reviewOn < rest.startsOn) {
      throw invalid([
        errorIssue('review-before-start', ['body', 'reviewOn'], { title, start: rest.startsOn, review: rest.reviewOn }),
      ]);
    }
    await replaceBesideAndLines(ctx.db, ctx.cityId, taskId, beside, lines);
    await updateTask(ctx.db, ctx.cityId, taskId, {
      title: title.trim(),
      goal,
      why,
      charter,
      emergency,
      basis,
      issuer_org_id: rest.issuerOrgId,
      issuer_unit_id: rest.issuerUnitId,
      issued_on: rest.issuedOn,
      area_id: rest.areaId,
      emergency_reason: rest.emergencyReason,
      starts_on: rest.startsOn,
      end_condition: rest.endCondition,
      end_condition_met_on: rest.endConditionMetOn,
      review_on: rest.reviewOn,
      consult_skipped_reason: rest.consultSkippedReason,
    });
    await ctx.audit({
      action: 'task-save',
      subjectKind: 'task',
      subjectId: taskId,
      detail: { before: { title: task.title, goal: task.goal, why: task.why }, after: { title, goal, why } },
    });
    const saved = await readTask(ctx.db, ctx.cityId, taskId);
    return ok(await bodyOf(ctx, saved), { version: saved.version });
  });

  routes.handle(taskCancel, async (ctx) => {
    const { taskId } = ctx.params;
    const task = await openTask(ctx, taskId, 'cancel', { anyVersion: true });
    // Once submitted, the submission is withdrawn or rejected first: an approval never loses its task.
    if (task.state === 'submitted')
      throw invalid([errorIssue('task-state-refuses', ['state'], { title: task.title, state: task.state, action: 'cancel' })]);
    await updateTask(ctx.db, ctx.cityId, taskId, { state: 'cancelled', ended_on: ctx.today });
    await ctx.audit({ action: 'task-cancel', subjectKind: 'task', subjectId: taskId });
    return changed(taskId, `/api/tasks/${taskId}`);
  });

  routes.handle(standingShow, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    const rows = await standingCandidates(ctx.db, ctx.cityId, task.id, ctx.today);
    const areas = Math.max(0, ...rows.map((row) => row.areasCovered));
    const need = { areas, people: task.needed };
    const seesPeople = await ctx.scope.covers('task', task.id, 'names');
    const answers = checkStanding(need, rows).map(({ candidate, enough, reasons }) => ({
      ...candidate,
      members: seesPeople ? candidate.members : fewHidden(candidate.members),
      skillsMissing: [...candidate.skillsMissing],
      enough,
      reasons: [...reasons],
    }));
    return ok({ ...need, answers });
  });

  routes.handle(standingDecide, async (ctx) => {
    const { taskId } = ctx.params;
    const { enough, reason, orgId } = ctx.body;
    const task = await readTask(ctx.db, ctx.cityId, taskId);
    const action: TaskAction = enough ? 'find-standing-enough' : task.state === 'standing-enough' ? 'reopen' : 'edit';
    await openTask(ctx, taskId, action);
    if (!enough && reason.trim() === '')
      throw invalid([errorIssue('task-standing-reason-missing', ['body', 'reason'], { title: task.title })]);
    const candidates = await standingCandidates(ctx.db, ctx.cityId, taskId, ctx.today);
    const orgName = candidates.find((one) => one.id === orgId)?.name ?? null;
    if (orgId && orgName === null) throw invalid([errorIssue('reference-unknown', ['body', 'orgId'], { field: 'orgId' })]);
    const opened = nextTaskState(task.state, action, task.title);
    // A plan computed before the task was closed still counts: it need not be computed a second time to be submitted.
    const planned = action === 'reopen' && task.planId !== null && 'state' in opened;
    const next = planned ? nextTaskState(opened.state, 'plan', task.title) : opened;
    await updateTask(ctx.db, ctx.cityId, taskId, {
      standing_check: JSON.stringify({ enough, reason: reason.trim(), orgId, orgName }),
      state: 'state' in next ? next.state : task.state,
      ended_on: enough ? ctx.today : null,
    });
    await ctx.audit({ action: 'task-standing', subjectKind: 'task', subjectId: taskId, detail: { enough, reason } });
    const saved = await readTask(ctx.db, ctx.cityId, taskId);
    return ok(await bodyOf(ctx, saved), { version: saved.version });
  });
}

/** The task, or `not-found`. */
export async function readTask(db: Db, cityId: string, taskId: string): Promise<TaskRecord> {
  const task = await findTask(db, cityId, taskId);
  if (!task) throw problem('not-found', {});
  return task;
}

/**
 * Locks the task for a write and checks that its state allows the action and that nobody changed it since it was read
 * (unless `anyVersion`: actions that do not overwrite what someone typed).
 */
export async function openTask<R extends RouteShape>(
  ctx: Context<R>,
  taskId: string,
  action: TaskAction,
  options: { anyVersion?: boolean } = {},
): Promise<TaskRecord> {
  await lockTask(ctx.db, ctx.cityId, taskId);
  const task = await readTask(ctx.db, ctx.cityId, taskId);
  if (!options.anyVersion) ctx.expectVersion(task.version, await bodyOf(ctx, task));
  const next = nextTaskState(task.state, action, task.title);
  if ('issue' in next) throw invalid([next.issue]);
  return task;
}

/** A task lies in the area of the body that sets it up; a wider one is for the organization above. Bodies without an area serve all of the city. */
async function refuseForeignArea<R extends RouteShape>(ctx: Context<R>, areaId: string | null): Promise<void> {
  if (areaId === null || ctx.scope.body.areaPath === null) return;
  if (!(await ctx.scope.covers('area', areaId, 'edit'))) throw problem('outside-scope', { kind: 'area' });
}

async function refuseUnknown(db: Db, cityId: string, body: TaskBody['content']): Promise<void> {
  const issues: Issue[] = [];
  const check = async (table: 'org' | 'unit' | 'area', entries: readonly (readonly [string, string | null])[]) => {
    const asked = entries.filter((entry): entry is readonly [string, string] => entry[1] !== null);
    const found = await existing(
      db,
      cityId,
      table,
      asked.map(([, id]) => id),
    );
    for (const [field, id] of asked) if (!found.has(id)) issues.push(errorIssue('reference-unknown', ['body', field], { field }));
  };
  await check('org', [['issuerOrgId', body.issuerOrgId]]);
  await check('unit', [['issuerUnitId', body.issuerUnitId], ...body.beside.map((one) => ['beside', one.unitId] as const)]);
  await check('area', [['areaId', body.areaId]]);
  if (issues.length > 0) throw invalid(issues);
}

/** The first step that lacks something, or where the task stands. */
export function stepOf(task: TaskRecord): TaskBody['step'] {
  switch (task.state) {
    case 'submitted':
    case 'approved':
      return 'approval';
    case 'active':
      return 'running';
    case 'ended':
    case 'cancelled':
    case 'standing-enough':
      return 'closed';
    default:
      if (task.goal === '' || task.why === '' || task.standingCheck === null) return 'why';
      if (task.needed === 0 || task.needErrors > 0) return 'needs';
      return task.planId === null ? 'sources' : 'plan';
  }
}

function rowOf(task: TaskRecord, today: Day): z.output<typeof taskRowSchema> {
  return {
    id: task.id,
    title: task.title,
    state: task.state,
    step: stepOf(task),
    areaName: task.areaName,
    ownerName: task.ownerName,
    startsOn: task.startsOn,
    endCondition: task.endCondition,
    reviewOn: task.reviewOn,
    endingDue: task.state === 'active' ? endingDue(task, today) : null,
    needed: task.needed,
    placed: task.placed,
    missing: task.placed === null ? null : Math.max(0, task.needed - task.placed),
    endedOn: task.endedOn,
    figures: figuresOf(task, today),
  };
}

const EDITORS: readonly Role[] = ['officer', 'secretary'];

async function bodyOf<R extends RouteShape>(ctx: Context<R>, task: TaskRecord): Promise<TaskBody> {
  const [beside, lines] = [await listBeside(ctx.db, ctx.cityId, task.id), await listLines(ctx.db, ctx.cityId, task.id)];
  const editable = task.state === 'draft' || task.state === 'planned';
  return {
    id: task.id,
    state: task.state,
    step: stepOf(task),
    pack: task.pack,
    content: {
      title: task.title,
      goal: task.goal,
      why: task.why,
      issuerOrgId: task.issuerOrgId,
      issuerUnitId: task.issuerUnitId,
      issuedOn: task.issuedOn,
      basis: task.basis,
      areaId: task.areaId,
      emergency: task.emergency,
      emergencyReason: task.emergencyReason,
      startsOn: task.startsOn,
      endCondition: task.endCondition,
      endConditionMetOn: task.endConditionMetOn,
      reviewOn: task.reviewOn,
      charter: task.charter,
      consultSkippedReason: task.consultSkippedReason,
      beside: beside.map(({ unitId, division }) => ({ unitId, division })),
      lines,
    },
    issuerName: task.issuerName,
    areaName: task.areaName,
    ownerOrgId: task.ownerOrgId,
    ownerName: task.ownerName,
    standing: task.standingCheck && {
      enough: task.standingCheck.enough,
      reason: task.standingCheck.reason,
      orgName: task.standingCheck.orgName,
    },
    mayEdit: editable && EDITORS.includes(ctx.scope.role) && (await ctx.scope.covers('task', task.id, 'edit')),
    planId: task.planId,
    planVersion: task.planVersion,
    approvalId: task.approvalId,
    needed: task.needed,
    placed: task.placed,
    consultUntil: task.consultUntil?.toISOString() ?? null,
    issues: purposeIssues(task.title, { ...task, issued: task.issuerName !== null, lines }).map((one) => ({
      ...one,
      path: [...one.path],
      params: { ...one.params },
    })),
    endedOn: task.endedOn,
    calledOff: wasCalledOff(task),
    lessons: task.lessons,
  };
}

function packOf(pack: Pack, language: string): z.output<typeof packSchema> {
  const official = officialTexts(pack);
  const text = pack.texts[language] ?? official;
  // What is taken over goes into a Chinese document; whoever reads another language sees beside it what it says.
  const reading = (key: string) => (text === official ? null : (text[key] ?? null));
  const { head } = pack;
  return {
    id: pack.id,
    title: text.title!,
    summary: text.summary!,
    tags: head.tags,
    questions: Object.entries(head.suit).map(([id, rule]) => ({
      id,
      text: text[`suit/${id}`]!,
      yes: rule.yes ?? null,
      no: rule.no ?? null,
    })),
    lines: Object.entries(head.plan).map(([kind, line]) => ({
      kind,
      text: official[`plan/${kind}`]!,
      political: line.political,
      reading: reading(`plan/${kind}`),
    })),
    shifts: Object.entries(pack.posts).flatMap(([post, file]) =>
      Object.entries(file.shifts).map(([id, window]) => ({ id, name: text[`posts/${post}/shifts/${id}`]!, window })),
    ),
    sources: Object.keys(head.sources).map((id) => ({ id, name: text[`sources/${id}`]! })),
    levels: pack.pattern.levels.map((level) => ({ id: level.id, form: level.form, name: text[`chain/${level.id}`]! })),
    charter: official.charter!,
    charterReading: reading('charter'),
    reviewDays: Number.parseInt(head.end.review, 10),
    shown: head.shown.map((id) => text[`shown/${id}`]!),
  };
}
