/**
 * What the routes of plans read before they answer: the version, its documents, and the names of everything that it speaks of.
 * Posts come as the plan knew them: head-count and places of its own problem, also of posts that were withdrawn since. So every
 * figure of one version belongs to that version, whatever was edited later.
 */
import type { RouteShape } from '#contract/route';
import type { AssemblyPlan, AssemblyProblem } from '#kernel/assembly';
import { chainPlaces } from '#store/chain';
import { listPosts, type PostRecord } from '#store/need';
import { findPlan, type PlanRecord, type PlanRowRecord } from '#store/plan';
import { sourcesOfPeople } from '#store/source-facts';
import type { TaskRecord } from '#store/task';
import type { Context } from './context.ts';
import type { Deps } from './deps.ts';
import { chainPlace } from './formation.ts';
import { type PlanDocuments, servingDocuments } from './plan-documents.ts';
import type { PlanNames } from './plan-view.ts';
import { problem } from './problem.ts';
import { readTask } from './routes/tasks.ts';

/** The version, or 404. */
export async function readPlan<R extends RouteShape>(ctx: Context<R>, planId: string): Promise<PlanRecord> {
  const plan = await findPlan(ctx.db, ctx.cityId, planId);
  if (!plan) throw problem('not-found', {});
  return plan;
}

/** Its documents, the problem with those alone who serve or lead; null while it is computed and when it failed. */
export async function documentsOf<R extends RouteShape>(ctx: Context<R>, head: PlanRecord): Promise<PlanDocuments | null> {
  if (['queued', 'running', 'failed'].includes(head.state)) return null;
  return servingDocuments(ctx.deps, ctx.db, ctx.cityId, head.id);
}

/** As {@link documentsOf}, or 404. */
export async function needDocuments<R extends RouteShape>(ctx: Context<R>, head: PlanRecord): Promise<PlanDocuments> {
  const full = await documentsOf(ctx, head);
  if (!full) throw problem('not-found', {});
  return full;
}

/** Names for a version; with `input` null (nothing solved yet) posts as they stand today. */
export async function namesOf<R extends RouteShape>(
  ctx: Context<R>,
  head: PlanRecord,
  input: AssemblyProblem | null,
  people: readonly PlanRowRecord[],
): Promise<PlanNames> {
  const task = await readTask(ctx.db, ctx.cityId, head.taskId);
  const { posts: known, places } = await placesOf(ctx, task);
  return {
    posts: input ? postsOf(input, known) : known,
    titles: known,
    places,
    units: new Map((input?.units ?? []).map((unit) => [unit.id, unit.label ?? ''])),
    people: new Map(people.map((row) => [row.personId, row])),
  };
}

/** Posts of a task and the places around them as they stood at a version of the task. */
interface TaskPlaces {
  readonly version: number;
  readonly readAt: number;
  readonly posts: ReadonlyMap<string, PostRecord>;
  readonly places: PlanNames['places'];
}

/** Tasks whose places stay in memory; a city's task has thousands, and every click on its plan names some. */
const KEPT = 3;

/** Posts change with the version of their task; an area that got another name is shown with it this much later at most. */
const KEPT_MILLIS = 20_000;

const kept = new WeakMap<Deps, Map<string, TaskPlaces>>();

async function placesOf<R extends RouteShape>(ctx: Context<R>, task: TaskRecord): Promise<TaskPlaces> {
  const tasks = kept.get(ctx.deps) ?? new Map<string, TaskPlaces>();
  kept.set(ctx.deps, tasks);
  const now = ctx.deps.clock.now();
  const known = tasks.get(task.id);
  if (known && known.version === task.version && now - known.readAt < KEPT_MILLIS) return known;
  const pack = task.pack === null ? undefined : ctx.deps.content.packs.get(task.pack);
  const posts = await listPosts(ctx.db, ctx.cityId, task.id, { withdrawn: true });
  const rows = await chainPlaces(ctx.db, ctx.cityId, task.id, { withdrawn: true });
  const read = {
    version: task.version,
    readAt: now,
    posts: new Map(posts.map((post) => [post.id, post])),
    places: new Map(rows.map((row) => [row.id, pack ? chainPlace(row, pack) : { ...row, tier: null }])),
  };
  tasks.delete(task.id);
  tasks.set(task.id, read);
  for (const id of tasks.keys()) {
    if (tasks.size <= KEPT) break;
    tasks.delete(id);
  }
  return read;
}

function postsOf(input: AssemblyProblem, known: ReadonlyMap<string, PostRecord>): Map<string, PostRecord> {
  const posts = new Map<string, PostRecord>();
  for (const post of input.posts) {
    const record = known.get(post.id);
    if (record) posts.set(post.id, { ...record, headCount: post.headCount, slots: post.slots });
  }
  return posts;
}

/** People outside the rows of a plan, in the shape of rows. */
export async function peopleRows<R extends RouteShape>(
  ctx: Context<R>,
  taskId: string,
  ids: readonly string[],
): Promise<PlanRowRecord[]> {
  const uuid = /^[0-9a-f-]{36}$/;
  const facts = await sourcesOfPeople(
    ctx.db,
    ctx.cityId,
    ids.filter((id) => uuid.test(id)),
    taskId,
  );
  return [...facts.values()].map((one) => ({
    postId: '',
    slotNo: 0,
    seatNo: 0,
    personId: one.personId,
    pinned: false,
    costParts: {},
    name: one.name,
    unitId: one.unitId,
    unitName: one.unitName,
    residence: one.residence,
    status: one.status,
  }));
}

/** People who are spoken of: in notices, in findings, in choices. */
export function spokenOf<R extends RouteShape>(
  ctx: Context<R>,
  taskId: string,
  said: readonly { readonly params: Readonly<Record<string, unknown>> }[],
  choices: readonly { readonly personId: string }[],
): Promise<PlanRowRecord[]> {
  const values = said.flatMap((one) => Object.values(one.params));
  const ids = [...values, ...choices.map((one) => one.personId)].filter((one) => typeof one === 'string');
  return peopleRows(ctx, taskId, [...new Set(ids as string[])]);
}

/** People who do not serve at the same post in both plans. */
export async function changedPeople<R extends RouteShape>(
  ctx: Context<R>,
  taskId: string,
  a: AssemblyPlan,
  b: AssemblyPlan,
): Promise<PlanRowRecord[]> {
  const before = new Map(a.assignments.map((one) => [one.member, one.post]));
  const after = new Map(b.assignments.map((one) => [one.member, one.post]));
  const ids = new Set([...before.keys(), ...after.keys()]);
  return peopleRows(
    ctx,
    taskId,
    [...ids].filter((id) => before.get(id) !== after.get(id)),
  );
}

/** Ids of the people of some rows, each once. */
export function peopleOf(rows: readonly PlanRowRecord[]): string[] {
  return [...new Set(rows.map((row) => row.personId))];
}

/** Rows by post. */
export function groupByPost(rows: readonly PlanRowRecord[]): Map<string, PlanRowRecord[]> {
  const byPost = new Map<string, PlanRowRecord[]>();
  for (const row of rows) {
    const known = byPost.get(row.postId);
    if (known) known.push(row);
    else byPost.set(row.postId, [row]);
  }
  return byPost;
}
