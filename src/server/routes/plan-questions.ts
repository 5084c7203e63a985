import type * as z from 'zod';
import {
  type outcomeSchema,
  planForces,
  planPeople,
  planRepair,
  planSince,
  planUnplaced,
  planWhatIf,
  planWhyNot,
} from '#contract/plan-questions';
import type { RouteShape } from '#contract/route';
import { OFFERED } from '#contract/search';
import {
  type AssemblyProblem,
  type AssemblyProblemInput,
  hasAged,
  type Outcome,
  type PlanAge,
  pricesOf,
  type Repair,
  type Shortage,
  type WhatIf,
} from '#kernel/assembly';
import { errorIssue } from '#kernel/lib';
import { maskName } from '#kernel/registry';
import { newId } from '#store/id';
import { listNeedRows, listPosts } from '#store/need';
import { insertPlan, type PlanRecord } from '#store/plan';
import { namedLike } from '#store/search';
import { replaceSources } from '#store/source';
import { type TaskRecord, updateTask } from '#store/task';
import type { Context } from '../context.ts';
import { cellsOf, saveNeeds } from '../need-posts.ts';
import type { PlanDocuments } from '../plan-documents.ts';
import { documentsOf, namesOf, needDocuments, peopleRows, readPlan } from '../plan-reading.ts';
import { titleOf } from '../plan-view.ts';
import { plannerOf } from '../planner.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { asksTheSame, repairedNeeds } from '../repair-needs.ts';
import { created, ok } from '../reply.ts';
import { fewHidden } from '../small-counts.ts';
import { readTaskProblem, sourceChoice } from '../task-problem.ts';
import { turnsOf } from '../turns.ts';
import { openTask, readTask } from './tasks.ts';

/** Most entries of a list of changes. */
const LISTED = 20;

const SAME: PlanAge = { posts: [], people: [], caps: [], joined: 0, left: 0, changed: 0 };

/** Most people who move that an answer names; all are counted. */
const MOVES = 200;

/** Questions about a computed version: whether it is still of today, why not that person, what if; and the repair of a gap. */
export function planQuestionRoutes(routes: Registrar): void {
  routes.handle(
    planSince,
    async (ctx) => {
      const head = await readPlan(ctx, ctx.params.planId);
      const task = await readTask(ctx.db, ctx.cityId, head.taskId);
      const full = await documentsOf(ctx, head);
      // Once people are told, what changes is a matter of the running task; a plan of the past is not compared with today.
      const open = ['draft', 'planned', 'submitted'].includes(task.state);
      const compared = full && open ? await turnsOf(ctx.deps).run(head.id, () => comparedWithToday(ctx, head)) : null;
      const { now, found } = compared ?? { now: null, found: null };
      const age = found ?? SAME;
      const mayReveal = await ctx.scope.covers('plan', head.id, 'names');
      const people = mayReveal ? age.people.slice(0, LISTED) : [];
      const rows = await peopleRows(
        ctx,
        task.id,
        people.map((one) => one.member),
      );
      const names = await namesOf(ctx, head, full?.problem ?? null, rows);
      const unitName = new Map(
        [...((found && now?.units) ?? []), ...(full?.problem.units ?? [])].map((unit) => [unit.id, unit.label ?? '']),
      );
      const count = (value: number) => (mayReveal ? value : fewHidden(value));
      return ok({
        older: hasAged(age),
        needed: { before: placesOf(full?.problem), now: placesOf((found && now) ?? full?.problem) },
        posts: age.posts
          .slice(0, LISTED)
          .map(({ post, before, now: after }) => ({ name: titleOf(names.titles.get(post)), before, now: after })),
        postCount: age.posts.length,
        people: people.map((one) => ({
          personId: one.member,
          name: maskName(names.people.get(one.member)?.name ?? ''),
          post: titleOf(names.titles.get(one.post)),
          why: one.why,
        })),
        peopleCount: count(age.people.length),
        caps: age.caps.slice(0, LISTED).map((one) => ({ name: unitName.get(one.unit) ?? '', before: one.before, now: one.now })),
        capCount: age.caps.length,
        joined: count(age.joined),
        left: count(age.left),
        changed: count(age.changed),
      });
    },
    // Waiting for its turn it must not hold a connection.
    { transaction: false },
  );

  routes.handle(
    planWhatIf,
    async (ctx) => {
      const head = await readPlan(ctx, ctx.params.planId);
      const full = await needDocuments(ctx, head);
      const { units, posts } = full.problem;
      const { body } = ctx;
      if (body.kind === 'unit-cap' && !units.some((one) => one.id === body.unitId)) throw problem('not-found', {});
      if (body.kind === 'head-count' && !posts.some((one) => one.id === body.postId)) throw problem('not-found', {});
      const answer = await plannerOf(ctx.deps).ask(head.id, { kind: 'what-if', change: changeOf(ctx.body, full.problem) });
      const outcome = answer.kind === 'what-if' ? answer.outcome : null;
      return ok({ outcome: outcome && (await told(ctx, head, full, outcome, placesMore(ctx.body, full.problem))) });
    },
    // A question of a city takes minutes: nobody holds a connection meanwhile.
    { transaction: false },
  );

  routes.handle(planWhyNot, async (ctx) => {
    const head = await readPlan(ctx, ctx.params.planId);
    const full = await needDocuments(ctx, head);
    const { personId } = ctx.query;
    const answer = await plannerOf(ctx.deps).ask(head.id, { kind: 'why-not', member: personId, post: ctx.params.postId });
    if (answer.kind !== 'why-not') throw problem('not-found', {});
    const names = await namesOf(ctx, head, full.problem, await peopleRows(ctx, head.taskId, [personId]));
    const person = names.people.get(personId);
    if (!person) throw problem('not-found', {});
    const now = full.plan.assignments.find((row) => row.member === personId);
    return ok({
      personId,
      name: maskName(person.name ?? ''),
      unitName: person.unitName,
      residence: person.residence,
      nowPost: now ? titleOf(names.titles.get(now.post)) : null,
      blocked: answer.blocked,
      outcome: answer.outcome && (await told(ctx, head, full, answer.outcome)),
    });
  });

  routes.handle(planForces, async (ctx) => {
    const head = await readPlan(ctx, ctx.params.planId);
    const { areas, posts } = (await needDocuments(ctx, head)).problem;
    if (!posts.some((one) => one.id === ctx.params.postId)) throw problem('not-found', {});
    const answer = await plannerOf(ctx.deps).ask(head.id, { kind: 'forces', post: ctx.params.postId });
    if (answer.kind !== 'forces') throw problem('not-found', {});
    const named = new Map(areas.map((area) => [area.id, area.label ?? null]));
    const labelled = (groups: readonly { key: string | null; count: number }[]) =>
      groups.map((one) => ({ ...one, label: one.key === null ? null : (named.get(one.key) ?? null) }));
    const { system, tier, region } = answer.groups;
    return ok({ total: answer.total, groups: { system: labelled(system), tier: labelled(tier), region: labelled(region) } });
  });

  routes.handle(planUnplaced, async (ctx) => {
    const head = await readPlan(ctx, ctx.params.planId);
    await needDocuments(ctx, head);
    const answer = await plannerOf(ctx.deps).ask(head.id, { kind: 'unplaced' });
    if (answer.kind !== 'unplaced') throw problem('not-found', {});
    return ok({ tied: answer.tied, reasons: [...answer.reasons] });
  });

  routes.handle(
    planPeople,
    async (ctx) => {
      const head = await readPlan(ctx, ctx.params.planId);
      const full = await needDocuments(ctx, head);
      const found = await namedLike(ctx.db, ctx.scope.body, head.id, ctx.body.q, OFFERED);
      const names = await namesOf(ctx, head, full.problem, await peopleRows(ctx, head.taskId, found));
      const postOf = new Map(full.plan.assignments.map((row) => [row.member, row.post]));
      return ok({
        items: found.map((personId) => {
          const post = postOf.get(personId) ?? null;
          const person = names.people.get(personId);
          return {
            personId,
            name: maskName(person?.name ?? ''),
            unitName: person?.unitName ?? null,
            residence: person?.residence ?? null,
            postId: post,
            post: post === null ? null : titleOf(names.titles.get(post)),
          };
        }),
      });
    },
    { transaction: false },
  );

  routes.handle(planRepair, async (ctx) => {
    const head = await readPlan(ctx, ctx.params.planId);
    const task = await openTask(ctx, head.taskId, 'plan', { anyVersion: true });
    const full = await needDocuments(ctx, head);
    const shortage = full.plan.shortages.find((one) => one.post === ctx.body.postId && one.slot === ctx.body.slot);
    const repair = shortage?.repairs[ctx.body.repair];
    if (!shortage || !repair) throw problem('not-found', {});
    if (repair.kind === 'raise-cap') await raiseTaskCap(ctx, task, full, repair);
    else await changeNeeds(ctx, task, head, full, shortage, repair);
    const plan = await insertPlan(ctx.db, ctx.cityId, task.id, ctx.session.accountId, head.seed, { keep: true });
    await ctx.audit({
      action: 'plan-repair',
      subjectKind: 'plan',
      subjectId: plan.id,
      detail: { of: head.versionNo, kind: repair.kind, change: repair.change },
    });
    plannerOf(ctx.deps).wake();
    return created(plan.id, `/api/plans/${plan.id}`);
  });
}

function changeOf(body: z.output<typeof planWhatIf.body>, { units }: AssemblyProblem): WhatIf {
  if (body.kind === 'unit-cap') {
    // People say how many may come to this task; the unit's own cap counts those lent elsewhere too.
    const unit = units.find((one) => one.id === body.unitId);
    const lent = Math.max(0, ...(unit?.lent ?? []).map((one) => one.count));
    const own = unit && unit.cap !== null && (unit.taskCap === null || unit.taskCap >= unit.cap - lent);
    return { kind: 'unit-cap', unit: body.unitId, cap: own ? body.cap + lent : body.cap };
  }
  if (body.kind === 'member-out') return { kind: 'member-out', member: body.personId };
  if (body.kind === 'prefer') return { kind: 'prefer', member: body.personId, prefer: body.prefer };
  return { kind: 'head-count', post: body.postId, slot: body.slot, count: body.count };
}

/** Places that a change asks for beyond those of the plan. */
function placesMore(body: z.output<typeof planWhatIf.body>, { posts }: AssemblyProblem): number {
  if (body.kind !== 'head-count') return 0;
  const post = posts.find((one) => one.id === body.postId);
  const slots = post?.slots ?? [];
  const open = (post?.headCount ?? 0) - slots.reduce((sum, slot) => sum + slot.count, 0);
  return body.count - (slots[body.slot]?.count ?? open);
}

/** An outcome with names in place of ids; `more`: places asked for beyond those of the plan, whose emptiness is no cost of the rest. */
async function told<R extends RouteShape>(
  ctx: Context<R>,
  head: PlanRecord,
  full: PlanDocuments,
  outcome: Outcome,
  more = 0,
): Promise<z.output<typeof outcomeSchema>> {
  const moves = outcome.moves.slice(0, MOVES);
  const rows = await peopleRows(ctx, head.taskId, [...new Set(moves.map((move) => move.member))]);
  const names = await namesOf(ctx, head, full.problem, rows);
  const title = (post: string | null) => (post === null ? null : titleOf(names.titles.get(post)));
  return {
    difference: outcome.difference,
    rest: outcome.difference - pricesOf(full.problem).gap * (more - outcome.filled),
    filled: outcome.filled,
    moved: outcome.moves.length,
    moves: moves.map((move) => ({
      personId: move.member,
      name: maskName(names.people.get(move.member)?.name ?? ''),
      unitName: names.people.get(move.member)?.unitName ?? null,
      residence: names.people.get(move.member)?.residence ?? null,
      from: title(move.from),
      to: title(move.to),
    })),
  };
}

/** The cap of the task goes up; the unit's own stays the unit's to say. */
async function raiseTaskCap<R extends RouteShape>(
  ctx: Context<R>,
  task: TaskRecord,
  full: PlanDocuments,
  repair: Repair,
): Promise<void> {
  const unit = full.problem.units.find((one) => one.id === repair.change.unit);
  if (repair.change.cap !== 'task' || !unit)
    throw invalid([errorIssue('repair-unit-decides', ['body', 'repair'], { unit: unit?.label ?? '', cap: unit?.cap ?? 0 })]);
  const choice = await sourceChoice(ctx, task);
  // Raised since the plan was computed, it stays where it is.
  const now = choice.caps.find((one) => one.unitId === unit.id)?.cap ?? 0;
  const cap = Math.max(now, Number(repair.change.to));
  const caps = [...choice.caps.filter((one) => one.unitId !== unit.id), { unitId: unit.id, cap }];
  await replaceSources(ctx.db, ctx.cityId, task.id, { ...choice, caps }, newId);
  await updateTask(ctx.db, ctx.cityId, task.id, {});
  await ctx.audit({
    action: 'sources-save',
    subjectKind: 'task',
    subjectId: task.id,
    detail: { unit: unit.id, cap },
  });
}

/** The row of the gap is edited, if it still says what the plan was computed for. */
async function changeNeeds<R extends RouteShape>(
  ctx: Context<R>,
  task: TaskRecord,
  head: PlanRecord,
  full: PlanDocuments,
  shortage: Shortage,
  repair: Repair,
): Promise<void> {
  const posts = new Map((await listPosts(ctx.db, ctx.cityId, task.id)).map((post) => [post.id, post]));
  const rows = (await listNeedRows(ctx.db, ctx.cityId, task.id)).map((row) => ({
    cells: cellsOf(row.cells),
    post: row.postId === null ? null : (posts.get(row.postId) ?? null),
  }));
  const then = full.problem.posts.find((one) => one.id === shortage.post);
  const now = posts.get(shortage.post);
  const same = then && now && asksTheSame(then, now);
  const cells = same ? repairedNeeds(rows, shortage, repair) : null;
  if (cells === null) {
    const names = await namesOf(ctx, head, full.problem, []);
    const post = titleOf(names.titles.get(shortage.post));
    throw invalid([errorIssue('plan-older-than-needs', ['plan'], { version: head.versionNo, count: 1, post })]);
  }
  await saveNeeds(ctx, task, cells);
}

/** What of a version is no longer so in the problem as it would be solved now; `found` is null while errors keep that from being one. */
async function comparedWithToday<R extends RouteShape>(
  ctx: Context<R>,
  head: PlanRecord,
): Promise<{ now: Pick<AssemblyProblemInput, 'units' | 'posts'>; found: PlanAge | null }> {
  const ground = { db: ctx.deps.store.db, cityId: ctx.cityId, today: ctx.today, content: ctx.deps.content };
  const now = await readTaskProblem(ground, head.taskId, { seed: head.seed, planId: head.id });
  return { now: { units: now.units, posts: now.posts }, found: await plannerOf(ctx.deps).age(head.id, now) };
}

function placesOf(problem: Pick<AssemblyProblemInput, 'posts'> | null | undefined): number {
  return (problem?.posts ?? []).reduce((sum, post) => sum + post.headCount, 0);
}
