import type * as z from 'zod';
import {
  choiceSet,
  planCompare,
  planExplain,
  planList,
  planNames,
  planPosts,
  planPreview,
  type planRowSchema,
  planShow,
  planStart,
  planStop,
} from '#contract/plans';
import { type AssemblyProblem, pricesOf } from '#kernel/assembly';
import { errorIssue, type Issue } from '#kernel/lib';
import { maskName } from '#kernel/registry';
import { listPosts } from '#store/need';
import { insertPlan, listChoices, listPlanRows, listPlans, type PlanRecord, setChoice } from '#store/plan';
import { personForTask } from '../asked-people.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { compare } from '../plan-compare.ts';
import { changedPeople, documentsOf, groupByPost, namesOf, peopleOf, peopleRows, readPlan, spokenOf } from '../plan-reading.ts';
import {
  capOf,
  capsOf,
  gapsForOthers,
  gapsOf,
  leadingOnly,
  mapOf,
  matrixForOthers,
  matrixOf,
  namedParams,
  type PlanNames,
  postOf,
  titleOf,
  windowsOf,
} from '../plan-view.ts';
import { plannerOf } from '../planner.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { changed, created, ok } from '../reply.ts';
import { openTask, readTask } from './tasks.ts';

/** Most entries of the lists of one version. */
const [GAPS, CAPS, NOTICES, FINDINGS] = [100, 40, 50, 50];

/** What a version shows before anything is solved. */
const NOTHING_YET = {
  failure: null,
  issues: [],
  missing: 0,
  gapPosts: 0,
  leading: 0,
  gap: null,
  emptyPlace: null,
  proof: null,
  verification: [],
  verificationCount: 0,
  notices: [],
  noticeCount: 0,
  gaps: [],
  gapCount: 0,
  caps: [],
  unitsLending: 0,
  unitsCapped: 0,
  unitsFull: 0,
  matrix: { columns: [], gaps: [], rows: [], totals: [] },
  map: [],
  windows: [],
  choices: [],
  mayEdit: false,
  mayReveal: false,
};

/** Plans: start, watch, stop, read, explain, compare, choose, preview a repair, take away as files. */
export function planRoutes(routes: Registrar): void {
  routes.handle(planStart, async (ctx) => {
    const task = await openTask(ctx, ctx.params.taskId, 'plan', { anyVersion: true });
    const issues: Issue[] = [];
    if (task.pack === null) issues.push(errorIssue('task-without-pack', ['task', 'pack'], { title: task.title }));
    if (task.needed === 0) issues.push(errorIssue('task-need-missing', ['task', 'needs'], { title: task.title }));
    if (task.needErrors > 0)
      issues.push(errorIssue('task-need-errors', ['task', 'needs'], { title: task.title, count: task.needErrors }));
    if (issues.length > 0) throw invalid(issues);
    const { seed, keep, fewestMoves } = ctx.body;
    const plan = await insertPlan(ctx.db, ctx.cityId, task.id, ctx.session.accountId, seed, { keep, fewestMoves });
    await ctx.audit({ action: 'plan-start', subjectKind: 'plan', subjectId: plan.id, detail: { version: plan.versionNo } });
    plannerOf(ctx.deps).wake();
    return created(plan.id, `/api/plans/${plan.id}`);
  });

  routes.handle(planList, async (ctx) => ok({ items: (await listPlans(ctx.db, ctx.cityId, ctx.params.taskId)).map(rowOf) }));

  routes.handle(planShow, async (ctx) => {
    const head = await readPlan(ctx, ctx.params.planId);
    const task = await readTask(ctx.db, ctx.cityId, head.taskId);
    const planner = plannerOf(ctx.deps);
    if (head.state === 'queued') planner.wake();
    // Asked several times a second while it is computed: what is known of it then needs no post.
    if (head.state === 'queued' || head.state === 'running')
      return ok({
        ...NOTHING_YET,
        ...rowOf(head),
        taskId: task.id,
        taskTitle: task.title,
        taskState: task.state,
        progress: planner.progress(head.id),
      });
    const full = await documentsOf(ctx, head);
    const choices = await listChoices(ctx.db, ctx.cityId, task.id);
    const failure = head.failure as { code: string; reference?: string; issues?: Issue[] } | null;
    const findings = full?.verification.issues.slice(0, FINDINGS) ?? [];
    const said = [...(full?.plan.notices ?? []), ...findings, ...(failure?.issues ?? [])];
    const people = await spokenOf(ctx, task.id, said, choices);
    const names = await namesOf(ctx, head, full?.problem ?? null, people);
    const mayReveal = await ctx.scope.covers('plan', head.id, 'names');
    const named = (issue: Issue) => ({ ...plain(issue), params: namedParams(issue.params, names) });
    const pack = task.pack === null ? undefined : ctx.deps.content.packs.get(task.pack);
    const caps = full ? capsOf(full.problem, full.plan, CAPS) : null;
    const gaps = full ? gapsOf(full.plan, names, { most: GAPS }) : [];
    const matrix = full
      ? matrixOf(full.problem, full.plan, names, Object.keys(pack?.head.sources ?? {}))
      : { columns: [], gaps: [], rows: [], totals: [] };
    return ok({
      ...rowOf(head),
      taskId: task.id,
      taskTitle: task.title,
      taskState: task.state,
      progress: null,
      failure: failure && { code: failure.code, ...(failure.reference ? { reference: failure.reference } : {}) },
      issues: mayReveal ? (failure?.issues ?? []).map(named) : [],
      missing: full?.plan.counts.short ?? 0,
      gapPosts: full?.plan.counts.shortPosts ?? 0,
      leading: full ? leadingOnly(full.plan) : 0,
      gap: full?.plan.gap ?? null,
      emptyPlace: full ? pricesOf(full.problem).gap : null,
      proof: full ? { ...full.plan.proof, verified: full.verification.ok } : null,
      verification: mayReveal ? findings.map(named) : [],
      verificationCount: mayReveal ? (full?.verification.issues.length ?? 0) : 0,
      notices:
        full && mayReveal
          ? full.plan.notices.slice(0, NOTICES).map((one) => ({ code: one.code, params: namedParams(one.params, names) }))
          : [],
      noticeCount: mayReveal ? (full?.plan.notices.length ?? 0) : 0,
      gaps: mayReveal ? gaps : gapsForOthers(gaps),
      gapCount: full?.plan.shortages.length ?? 0,
      caps: mayReveal && caps ? caps.caps : [],
      unitsLending: caps?.lending ?? 0,
      unitsCapped: caps?.capped ?? 0,
      unitsFull: caps?.full ?? 0,
      matrix: mayReveal ? matrix : matrixForOthers(matrix),
      map: full ? mapOf(full.plan, names) : [],
      windows: full ? windowsOf(names) : [],
      choices: mayReveal
        ? choices.map((one) => ({
            ...one,
            post: titleOf(names.titles.get(one.postId)),
            name: maskName(names.people.get(one.personId)?.name ?? ''),
          }))
        : [],
      mayEdit: (task.state === 'planned' || task.state === 'draft') && (await ctx.scope.covers('task', task.id, 'edit')),
      mayReveal,
    });
  });

  routes.handle(planStop, async (ctx) => {
    await ctx.audit({ action: 'plan-stop', subjectKind: 'plan', subjectId: ctx.params.planId });
    await plannerOf(ctx.deps).stop(ctx.params.planId);
    return changed(ctx.params.planId, `/api/plans/${ctx.params.planId}`);
  });

  routes.handle(planPosts, async (ctx) => {
    const head = await readPlan(ctx, ctx.params.planId);
    const full = await documentsOf(ctx, head);
    if (!full) return ok({ items: [], next: null });
    const names = await namesOf(ctx, head, full.problem, []);
    const short = new Set(full.plan.shortages.map((one) => one.post));
    const inside = (areaId: string) =>
      !ctx.query.areaId || areaId === ctx.query.areaId || names.places.get(areaId)?.within.includes(ctx.query.areaId) === true;
    const posts = [...names.posts.values()].filter(
      (post) => inside(post.areaId) && (ctx.query.gaps === 'no' || short.has(post.id)),
    );
    const offset = Number(decodeCursor(ctx.query.cursor, 1)?.[0] ?? 0);
    const page = posts.slice(offset, offset + ctx.query.limit);
    // People of a plan are for those who made it and those who decide on it; everyone else it touches sees the counts.
    const asked = (await ctx.scope.covers('plan', head.id, 'names')) ? page.map((post) => post.id) : [];
    const rows = groupByPost(await listPlanRows(ctx.db, ctx.cityId, head.id, asked));
    return ok({
      items: page.map((post) => postOf(post, full.plan, names, rows.get(post.id) ?? [])),
      next: posts.length > offset + ctx.query.limit ? encodeCursor([offset + ctx.query.limit]) : null,
    });
  });

  routes.handle(planExplain, async (ctx) => {
    const head = await readPlan(ctx, ctx.params.planId);
    const full = await documentsOf(ctx, head);
    if (!full) throw problem('not-found', {});
    const rows = await listPlanRows(ctx.db, ctx.cityId, head.id, [ctx.params.postId]);
    const member = rows.find((row) => row.personId === ctx.query.personId) ?? rows[0];
    const answer = member
      ? await plannerOf(ctx.deps).ask(head.id, { kind: 'explain', member: member.personId, post: ctx.params.postId, most: 3 })
      : null;
    const explained = answer?.kind === 'explain' ? answer : null;
    const mentioned = new Set<string>([
      ...rows.map((row) => row.personId),
      ...(explained?.whoElse ?? []).map((one) => one.member),
    ]);
    for (const one of explained?.whatChanges ?? [])
      for (const value of Object.values(one.params)) if (typeof value === 'string') mentioned.add(value);
    const names = await namesOf(ctx, head, full.problem, await peopleRows(ctx, head.taskId, [...mentioned]));
    const post = names.posts.get(ctx.params.postId);
    if (!post) throw problem('not-found', {});
    const unit = member && full.problem.units.find((one) => one.id === member.unitId);
    const why = (explained?.why ?? []).map((one) => ({
      code: one.code,
      params: namedParams(one.params, names),
      part: one.part,
      points: one.points,
    }));
    return ok({
      post: postOf(post, full.plan, names, rows),
      personId: member?.personId ?? null,
      gaps: gapsOf(full.plan, names, { postId: post.id }),
      unitCap: (unit && capOf(unit)) ?? null,
      why,
      total: why.reduce((sum, one) => sum + one.points, 0),
      whoElse: (explained?.whoElse ?? []).map((one) => ({
        personId: one.member,
        name: maskName(names.people.get(one.member)?.name ?? ''),
        unitName: names.people.get(one.member)?.unitName ?? null,
        residence: names.people.get(one.member)?.residence ?? null,
        reason: { code: one.reason.code, params: namedParams(one.reason.params, names) },
        nowPost: one.now === null ? null : titleOf(names.posts.get(one.now)),
        difference: one.difference,
        ...partsOf(one.difference, full.problem),
      })),
      whatChanges: (explained?.whatChanges ?? []).map((one) => ({
        member: mentionedOf(names, String(one.params.member)),
        other: one.params.other === null ? null : mentionedOf(names, String(one.params.other)),
        code: one.code,
        params: namedParams(one.params, names),
        difference: one.difference,
      })),
      basis: explained?.basis ?? 'optimal',
    });
  });

  routes.handle(planNames, async (ctx) => {
    const { planId } = ctx.params;
    const rows = await listPlanRows(ctx.db, ctx.cityId, planId);
    const people = peopleOf(rows);
    const named = await ctx.scope.namedOf(planId, people);
    await ctx.audit({
      action: 'names-revealed',
      subjectKind: 'plan',
      subjectId: planId,
      detail: { purpose: ctx.body.purpose, personIds: [...named] },
    });
    const names = rows.filter((row) => named.has(row.personId)).map((row) => [row.personId, row.name ?? '']);
    return ok({ names: Object.fromEntries(names), withheld: people.length - named.size });
  });

  routes.handle(choiceSet, async (ctx) => {
    const task = await openTask(ctx, ctx.params.taskId, 'plan', { anyVersion: true });
    const posts = new Set((await listPosts(ctx.db, ctx.cityId, task.id)).map((post) => post.id));
    if (!posts.has(ctx.body.postId)) throw invalid([errorIssue('reference-unknown', ['body', 'postId'], { field: 'postId' })]);
    // Taking a choice back asks for nobody.
    if (ctx.body.kind !== null) await personForTask(ctx, task, ctx.body.personId);
    await setChoice(ctx.db, ctx.cityId, { taskId: task.id, ...ctx.body, by: ctx.session.accountId });
    await ctx.audit({ action: 'plan-choice', subjectKind: 'task', subjectId: task.id, detail: ctx.body });
    return ok({ items: await listChoices(ctx.db, ctx.cityId, task.id) });
  });

  routes.handle(
    planPreview,
    async (ctx) => {
      const head = await readPlan(ctx, ctx.params.planId);
      const full = await documentsOf(ctx, head);
      const shortage = full?.plan.shortages.find((one) => one.post === ctx.body.postId && one.slot === ctx.body.slot);
      const repair = shortage?.repairs[ctx.body.repair];
      if (!full || !shortage || !repair) throw problem('not-found', {});
      const published = full.plan.assignments.map((one) => ({ member: one.member, post: one.post }));
      const result = await plannerOf(ctx.deps).preview(head.id, { published, shortage, repair });
      const names = await namesOf(ctx, head, full.problem, await changedPeople(ctx, head.taskId, full.plan, result.plan));
      return ok(compare(full.plan, result.plan, names, { from: head.versionNo, to: null }));
    },
    { transaction: false },
  );

  routes.handle(planCompare, async (ctx) => {
    const [to, from] = [await readPlan(ctx, ctx.params.planId), await readPlan(ctx, ctx.query.with)];
    if (to.taskId !== from.taskId) throw problem('not-found', {});
    const [a, b] = [await documentsOf(ctx, from), await documentsOf(ctx, to)];
    if (!a || !b) throw problem('not-found', {});
    const names = await namesOf(ctx, to, b.problem, await changedPeople(ctx, to.taskId, a.plan, b.plan));
    return ok(compare(a.plan, b.plan, names, { from: from.versionNo, to: to.versionNo }));
  });
}

/** A person in a sentence about the plan, masked. */
function mentionedOf(names: PlanNames, personId: string) {
  const person = names.people.get(personId);
  return {
    personId,
    name: maskName(person?.name ?? ''),
    unitName: person?.unitName ?? null,
    residence: person?.residence ?? null,
  };
}

/** A difference in places that are filled besides and, where moving few people goes before points, in people who leave their post. */
function partsOf(difference: number, problem: AssemblyProblem) {
  const { gap, move } = pricesOf(problem);
  // An empty place outweighs everything else that a plan costs together.
  const filled = Math.round(-difference / gap) + 0;
  return { filled, moves: problem.options.fewestMoves ? Math.round((difference + filled * gap) / move) + 0 : 0 };
}

function rowOf(plan: PlanRecord): z.output<typeof planRowSchema> {
  const { id, versionNo, state, needed, placed, objective, bound, seconds } = plan;
  return { id, versionNo, state, needed, placed, objective, bound, seconds, createdAt: plan.createdAt.toISOString() };
}

function plain(issue: Issue) {
  return { ...issue, path: [...issue.path], params: { ...issue.params } };
}
