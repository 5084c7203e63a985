import { planSince } from '#contract/plan-questions';
import type { RouteShape } from '#contract/route';
import { type AssemblyProblem, hasAged, type PlanAge, planAge, readProblem } from '#kernel/assembly';
import { maskName } from '#kernel/registry';
import type { PlanRecord } from '#store/plan';
import type { Context } from '../context.ts';
import { documentsOf, namesOf, peopleRows, readPlan } from '../plan-reading.ts';
import { titleOf } from '../plan-view.ts';
import type { Registrar } from '../registrar.ts';
import { ok } from '../reply.ts';
import { fewHidden } from '../small-counts.ts';
import { readTaskProblem } from '../task-problem.ts';
import { readTask } from './tasks.ts';

/** Most entries of a list of changes. */
const LISTED = 20;

const SAME: PlanAge = { posts: [], people: [], caps: [], joined: 0, left: 0, changed: 0 };

/** Questions about a computed version: whether it is still of today. */
export function planQuestionRoutes(routes: Registrar): void {
  routes.handle(planSince, async (ctx) => {
    const head = await readPlan(ctx, ctx.params.planId);
    const task = await readTask(ctx.db, ctx.cityId, head.taskId);
    const full = await documentsOf(ctx, head);
    // Once people are told, what changes is a matter of the running task; a plan of the past is not compared with today.
    const open = ['draft', 'planned', 'submitted'].includes(task.state);
    const now = full && open ? await today(ctx, head) : null;
    const age = full && now ? planAge(full.problem, full.plan, now) : SAME;
    const mayReveal = await ctx.scope.covers('plan', head.id, 'names');
    const people = mayReveal ? age.people.slice(0, LISTED) : [];
    const rows = await peopleRows(
      ctx,
      task.id,
      people.map((one) => one.member),
    );
    const names = await namesOf(ctx, head, full?.problem ?? null, rows);
    const unitName = new Map([...(now?.units ?? []), ...(full?.problem.units ?? [])].map((unit) => [unit.id, unit.label ?? '']));
    const count = (value: number) => (mayReveal ? value : fewHidden(value));
    return ok({
      older: hasAged(age),
      needed: { before: placesOf(full?.problem), now: placesOf(now ?? full?.problem) },
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
  });
}

/** The problem as it would be solved now; null while its own errors keep it from being one. */
async function today<R extends RouteShape>(ctx: Context<R>, head: PlanRecord): Promise<AssemblyProblem | null> {
  const ground = { db: ctx.db, cityId: ctx.cityId, today: ctx.today, content: ctx.deps.content };
  const read = readProblem(await readTaskProblem(ground, head.taskId, { seed: head.seed, planId: head.id }));
  return read.ok ? read.value : null;
}

function placesOf(problem: AssemblyProblem | null | undefined): number {
  return (problem?.posts ?? []).reduce((sum, post) => sum + post.headCount, 0);
}
