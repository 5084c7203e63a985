/**
 * Whom a task may ask. A task names people by id, so each id is held against the same limits as the plan: people from the sources chosen
 * for the task, people who offered or serve in it, and members of the acting organization itself. Owns no SQL.
 */
import type { RouteShape } from '#contract/route';
import { errorIssue } from '#kernel/lib';
import { type AskedPerson, askedPerson } from '#store/asked';
import type { TaskRecord } from '#store/task';
import { categoryOf } from './activation.ts';
import type { Context } from './context.ts';
import { invalid, problem } from './problem.ts';
import { sourceChoice } from './task-problem.ts';

/** The person, when this task may ask for the person; refuses with `outside-scope` otherwise, whether the id exists or not. */
export async function personForTask<R extends RouteShape>(
  ctx: Context<R>,
  task: TaskRecord,
  personId: string,
): Promise<AskedPerson> {
  const choice = await sourceChoice(ctx, task);
  const { today } = ctx;
  const found = await askedPerson(ctx.db, ctx.cityId, { taskId: task.id, personId, areaIds: choice.areaIds, today });
  const near =
    found?.onRegister &&
    (found.offered || found.served || isSource(ctx, task, found, choice) || (await ctx.scope.holds('person', personId)));
  if (!near) throw problem('outside-scope', { kind: 'person' });
  return found;
}

/** Refuses whoever declined this task or asked not to be asked, without saying which of the two. */
export function refuseResting(person: AskedPerson, org: string): void {
  if (person.rests) throw invalid([errorIssue('join-person-rests', ['body', 'personId'], { org })]);
}

/** Whether the sources chosen for the task hold the person: the same words as the candidates of a plan. */
function isSource<R extends RouteShape>(
  ctx: Context<R>,
  task: TaskRecord,
  person: AskedPerson,
  choice: Awaited<ReturnType<typeof sourceChoice>>,
): boolean {
  if (!person.inAreas && !(person.unitId !== null && person.tier === 'city')) return false;
  if (person.unitId !== null && choice.excludedUnitIds.includes(person.unitId)) return false;
  const pack = task.pack === null ? undefined : ctx.deps.content.packs.get(task.pack);
  const category = categoryOf(pack, person);
  return category === null || !choice.excludedCategories.includes(category);
}
