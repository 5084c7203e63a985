import type { RouteShape } from '#contract/route';
import { endingShow, taskEnd } from '#contract/running';
import { type EndingChanges, type EndingFacts, endingIssues, endTask, isCalledOff } from '#kernel/formation';
import { addDays, type Day } from '#kernel/lib';
import { latestApproval } from '#store/approval';
import { tellPeople } from '#store/duty';
import { type EndingRecord, lastEnding, readEnding, writeEnding } from '#store/ending';
import { addNotices } from '#store/formation';
import { openOffers } from '#store/offer';
import { lockTask, logChange, type TaskRecord, updateTask } from '#store/task';
import type { Context } from '../context.ts';
import { invalid } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { changed, ok } from '../reply.ts';
import { wasCalledOff } from '../task-figures.ts';
import { treeOf } from './running.ts';
import { readTask } from './tasks.ts';

/** Days after the end on which wishes given for the task are erased. Our choice. */
const KEEP_WISHES_DAYS = 30;

/** Ending a task: what it would change, then doing it in one transaction. */
export function endingRoutes(routes: Registrar): void {
  routes.handle(endingShow, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    const record = await readEnding(ctx.db, ctx.cityId, await treeOf(ctx, task), ctx.today);
    const on = (ctx.query.on as Day | undefined) ?? ctx.today;
    const facts = factsOf(ctx, task, record, on);
    const issues = task.state === 'ended' ? [] : endingIssues(facts, task.state, ctx.today);
    const changes = endTask(facts);
    const was = task.state === 'ended' ? await lastEnding(ctx.db, ctx.cityId, task.id) : undefined;
    return ok({
      taskId: task.id,
      title: task.title,
      state: task.state,
      startedOn: facts.startedOn,
      endCondition: task.endCondition,
      endConditionMetOn: task.endConditionMetOn,
      reviewOn: task.reviewOn,
      calledOff: task.state === 'ended' ? wasCalledOff(task) : isCalledOff({ on, startedOn: task.startsOn }),
      organizations: was?.organizations ?? changes.organizations.length,
      people: was?.people ?? peopleIn(facts, changes),
      participations: was?.participations ?? changes.participations.length,
      notes: was ? was.notes : changes.serviceNotes.length,
      duties: was ? was.duties : record.duties,
      offices: was ? was.offices : record.offices,
      units: was?.units ?? record.units,
      resources: was ? was.resources : record.resources,
      thanks: was?.thanks ?? null,
      unchanged: { organizations: record.standing, homes: record.homes },
      eraseWishesOn: addDays(task.endedOn ?? on, KEEP_WISHES_DAYS),
      issues: issues.map((one) => ({ ...one, path: [...one.path], params: { ...one.params } })),
      endedOn: task.endedOn,
      lessons: task.lessons,
      mayEnd: task.state === 'active' && (await ctx.scope.covers('task', task.id, 'edit')),
    });
  });

  routes.handle(taskEnd, async (ctx) => {
    const { taskId } = ctx.params;
    await lockTask(ctx.db, ctx.cityId, taskId);
    const task = await readTask(ctx.db, ctx.cityId, taskId);
    const on = ctx.body.on as Day;
    const treeId = await treeOf(ctx, task);
    const record = await readEnding(ctx.db, ctx.cityId, treeId, ctx.today);
    const facts = factsOf(ctx, task, record, on);
    const issues = endingIssues(facts, task.state, ctx.today);
    if (issues.length > 0) throw invalid(issues);
    const changes = endTask(facts);
    const thanks = ctx.body.thanks.trim();
    const eraseWishesOn = addDays(on, KEEP_WISHES_DAYS);
    const calledOff = isCalledOff({ on, startedOn: task.startsOn });
    const told = {
      kind: calledOff ? 'task-called-off' : 'task-ended',
      taskId,
      params: { title: task.title, thanks, on },
      at: ctx.now,
      eraseAfter: addDays(ctx.today, 90),
    } as const;
    // Whoever leads without a post and whoever joined later hears it too.
    await addNotices(ctx.db, ctx.cityId, { ...told, toOrg: task.ownerOrgId, toChain: { treeId, on: ctx.today } });
    // So does the body that drafted it for the owner.
    const drafted = (await latestApproval(ctx.db, ctx.cityId, taskId))?.submittedOrgId ?? null;
    if (drafted !== null && drafted !== task.ownerOrgId) await addNotices(ctx.db, ctx.cityId, { ...told, toOrg: drafted });
    // So does whoever offered and was never placed.
    const present = new Set(facts.participations.filter((one) => one.to > ctx.today).map((one) => one.personId));
    const waiting = (await openOffers(ctx.db, ctx.cityId, taskId)).filter((id) => !present.has(id));
    await tellPeople(ctx.db, ctx.cityId, waiting, {
      kind: 'offer-over',
      params: { title: task.title, taskId, thanks, on },
      at: ctx.now,
      eraseAfter: addDays(ctx.today, 90),
    });
    await writeEnding(ctx.db, ctx.cityId, { id: taskId, treeId, on, thanks, eraseWishesOn }, changes);
    await updateTask(ctx.db, ctx.cityId, taskId, {
      state: 'ended',
      ended_on: on,
      lessons: ctx.body.lessons.trim() || null,
      erase_wishes_on: eraseWishesOn,
    });
    const counts = {
      organizations: changes.organizations.length,
      people: peopleIn(facts, changes),
      participations: changes.participations.length,
    };
    await logChange(ctx.db, ctx.cityId, taskId, {
      kind: calledOff ? 'call-off' : 'end',
      // What the page of the end shows afterwards: by then the rows themselves are closed.
      params: {
        ...counts,
        on,
        duties: record.duties,
        offices: record.offices,
        units: record.units,
        resources: record.resources,
        notes: changes.serviceNotes.length,
        ...(thanks === '' ? {} : { thanks }),
      },
      by: ctx.session.accountId,
      at: ctx.now,
    });
    await ctx.audit({ action: 'task-end', subjectKind: 'task', subjectId: taskId, detail: counts });
    return changed(taskId, `/api/tasks/${taskId}`);
  });
}

/** How many people the changes send home, each once. */
function peopleIn(facts: EndingFacts, changes: EndingChanges): number {
  const closing = new Set(changes.participations.map((one) => one.id));
  return new Set(facts.participations.flatMap((one) => (closing.has(one.id) ? [one.personId] : []))).size;
}

function factsOf<R extends RouteShape>(ctx: Context<R>, task: TaskRecord, record: EndingRecord, on: Day): EndingFacts {
  return {
    title: task.title,
    taskId: task.id,
    on,
    startedOn: task.startsOn ?? ctx.today,
    organizations: record.organizations,
    participations: record.participations,
    keepWishesDays: KEEP_WISHES_DAYS,
  };
}
