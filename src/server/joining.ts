/**
 * Putting a person into an organization of a running chain: with the source frozen as it is that day, and never beyond what the person's
 * unit lends. Owns no SQL.
 */
import type * as z from 'zod';
import type { RouteShape } from '#contract/route';
import type { ChangeKind } from '#kernel/formation';
import { type Day, errorIssue, FOREVER, hasErrors, type Issue } from '#kernel/lib';
import { checkParticipation, maskName, type System, type Tier } from '#kernel/registry';
import { roomAt } from '#store/candidate';
import { confirmOfferOf } from '#store/offer';
import { type Joined, joinable, joinOrg } from '#store/opening';
import { type SourceFacts, sourcesOfPeople } from '#store/source-facts';
import { lockTask, logChange, type TaskRecord } from '#store/task';
import { categoryOf } from './activation.ts';
import type { Context } from './context.ts';
import { invalid, problem } from './problem.ts';
import { readTask } from './routes/tasks.ts';

/** Puts a person into an organization of the chain with the source frozen as it is today; refuses where the person's unit or this task lends no more. */
export async function join<R extends RouteShape>(
  ctx: Context<R>,
  task: TaskRecord,
  personId: string,
  orgId: string,
  from: Day,
): Promise<Joined & { readonly name: string }> {
  await confirmOfferOf(ctx.db, ctx.cityId, task.id, personId, ctx.session.accountId);
  const facts = (await sourcesOfPeople(ctx.db, ctx.cityId, [personId], task.id)).get(personId);
  if (!facts || facts.status === 'non-member')
    throw invalid([errorIssue('reference-unknown', ['body', 'personId'], { field: 'personId' })]);
  const pack = task.pack === null ? undefined : ctx.deps.content.packs.get(task.pack);
  const { unitId, tier, areaId, system, mode } = facts;
  const source = { unitId, tier, areaId, system, mode, category: categoryOf(pack, facts) };
  const org = await joinable(ctx.db, ctx.cityId, orgId);
  const draft = { id: '', personId, orgId, role: 'member', mode, from, to: FOREVER, ...frozenOf(facts) } as const;
  const issues = checkParticipation(draft, { person: facts, organizations: new Map(org && [[orgId, org]]), others: [] });
  if (hasErrors(issues)) throw invalid(issues);
  await refuseOverCap(ctx, task, personId, from);
  const joined = await joinOrg(ctx.db, ctx.cityId, { personId, orgId, planId: task.planId, from }, source);
  return { ...joined, name: maskName(facts.name) };
}

/** Why nobody joins an organization outside the chain: a standing one takes no people of other units (S-124), any other is unknown here. */
export async function notJoinable<R extends RouteShape>(ctx: Context<R>, orgId: string): Promise<Issue[]> {
  const org = await joinable(ctx.db, ctx.cityId, orgId);
  if (!org?.standing) return [errorIssue('reference-unknown', ['body', 'orgId'], { field: 'orgId' })];
  return [errorIssue('participation-in-standing', ['body', 'orgId'], { name: org.name })];
}

/** A home unit lends no more than its limit, and to a task no more than the limit of the task; whoever is out already is counted already. */
async function refuseOverCap<R extends RouteShape>(ctx: Context<R>, task: TaskRecord, personId: string, day: Day): Promise<void> {
  const room = await roomAt(ctx.db, ctx.cityId, task.id, personId, day);
  if (!room) return;
  const { unit, used, cap, here, taskCap, out, inTask } = room;
  if (!out && cap !== null && used >= cap)
    throw invalid([errorIssue('unit-cap-full', ['body', 'personId'], { unit, used, cap })]);
  if (!inTask && taskCap !== null && here >= taskCap)
    throw invalid([errorIssue('task-cap-full', ['body', 'personId'], { unit, used: here, cap: taskCap })]);
}

/** Where a person comes from as a participation keeps it. */
function frozenOf(facts: SourceFacts) {
  return {
    sourceUnitId: facts.unitId,
    sourceTier: facts.tier as Tier | null,
    sourceAreaId: facts.areaId,
    sourceSystem: (facts.system ?? 'none') as System,
  };
}

/** The running task of a request, locked; refuses in any other state. */
export async function runningTask<R extends RouteShape & { params: z.ZodObject }>(ctx: Context<R>): Promise<TaskRecord> {
  const { taskId } = ctx.params as { taskId: string };
  await lockTask(ctx.db, ctx.cityId, taskId);
  const task = await readTask(ctx.db, ctx.cityId, taskId);
  if (task.state !== 'active') throw problem('state-refuses', { state: task.state });
  return task;
}

/** A change of a running task for its list and for the audit trail. */
export async function noteChange<R extends RouteShape>(
  ctx: Context<R>,
  task: TaskRecord,
  kind: ChangeKind,
  params: object,
): Promise<void> {
  await logChange(ctx.db, ctx.cityId, task.id, { kind, params, by: ctx.session.accountId, at: ctx.now });
  await ctx.audit({ action: kind, subjectKind: 'task', subjectId: task.id, detail: params });
}
