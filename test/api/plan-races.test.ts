import type { Worker } from 'node:worker_threads';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Client } from '#contract/client';
import { approvalDecide, approvalShow, approvalWithdraw, formationShow, submissionCreate } from '#contract/formation';
import { needsSave, needsShow } from '#contract/needs';
import { planPeople, planRepair, planSince, planWhatIf, planWhyNot } from '#contract/plan-questions';
import {
  planExplain,
  planFile,
  planList,
  planNames,
  planNamesFile,
  planPosts,
  planProblem,
  planShow,
  planStart,
  planStop,
} from '#contract/plans';
import { taskCancel, taskShow } from '#contract/tasks';
import { Planner } from '#server/planner';
import { insertPlan, queuedPlans } from '#store/plan';
import { namesLookedAt } from '#store/trail';
import { cutNeeds, writeDrill } from '../support/drill.ts';
import { MASKED } from '../support/masked.ts';
import { planEnded } from '../support/plan-ended.ts';
import { refusal, startTestServer } from '../support/server.ts';

/** Two hands at once on the way from plan to approval: each step happens once, and nothing pulls the task back. */
describe('plans and approvals under several hands', async () => {
  const server = await startTestServer({ seed: 'demo' });
  const { db } = server.database.store;
  let drafter: Client;
  let approver: Client;
  let taskId = '';

  beforeAll(async () => {
    drafter = await server.as('cityOfficer');
    approver = await server.as('cityApprover');
    taskId = await writeDrill(drafter);
    await cutNeeds(drafter, taskId, '梅溪', 12);
  });

  /** A version that waits and that nobody has woken the planner for. */
  async function waiting(): Promise<string> {
    const by = await db.selectFrom('account').select('id').executeTakeFirstOrThrow();
    return (await insertPlan(db, server.cityId, taskId, by.id, 1, {})).id;
  }

  const start = async () => (await drafter.call(planStart, { params: { taskId }, body: {} })).data.id;
  const show = async (planId: string) => (await drafter.call(planShow, { params: { planId } })).data;
  const state = async () => (await drafter.call(taskShow, { params: { taskId } })).data.state;

  const ended = (id: string) => planEnded(drafter, id);

  test('a double click is one plan: two equal requests at the same time have one effect and one answer', async () => {
    const body = { params: { taskId }, body: {} };
    const twice = await Promise.all([1, 2].map(() => drafter.call(planStart, body, { key: 'one-click' })));
    expect(twice[0]!.data.id).toBe(twice[1]!.data.id);
    expect((await drafter.call(planList, { params: { taskId } })).data.items).toHaveLength(1);
    expect((await ended(twice[0]!.data.id)).state).toBe('ready');
  });

  test('two people start at once: two versions one after the other, the later one counts', async () => {
    const ids = await Promise.all([start(), start()]);
    const plans = [await ended(ids[0]!), await ended(ids[1]!)].sort((a, b) => a.versionNo - b.versionNo);
    expect(plans.map((plan) => plan.versionNo)).toEqual([2, 3]);
    expect((await show(plans[0]!.id)).state).toBe('superseded');
    expect(plans[1]!.state).toBe('ready');
  });

  test('versions of a task are computed in their order, also when the transaction of the later one began first', async () => {
    const ids = [await waiting(), await waiting()];
    await db
      .updateTable('plan')
      .set({ created_at: new Date(0) })
      .where('id', '=', ids[1]!)
      .execute();
    expect((await queuedPlans(db, server.cityId)).map((plan) => plan.id)).toEqual(ids);
    for (const planId of ids) await drafter.call(planStop, { params: { planId } });
  });

  test('stopping one that waits takes it out; stopping one that is over changes nothing', async () => {
    const first = await start();
    expect((await ended(first)).state).toBe('ready');
    const second = await waiting();
    await drafter.call(planStop, { params: { planId: second } });
    const stopped = await ended(second);
    expect([stopped.state, stopped.failure?.code]).toEqual(['failed', 'stopped-before-start']);
    await drafter.call(planStop, { params: { planId: first } });
    expect((await show(first)).state).toBe('ready');
    const events = await db
      .selectFrom('audit_event')
      .select('id')
      .where('action', '=', 'plan-stop')
      .where('subject_id', 'in', [first, second])
      .execute();
    expect(events).toHaveLength(2);
  });

  test('what a dead server left behind is marked failed at the next start, with the reason', async () => {
    const left = await ended(await start());
    await db.updateTable('plan').set({ state: 'running' }).where('id', '=', left.id).execute();
    await new Planner(server.deps).start();
    const plan = await show(left.id);
    expect([plan.state, plan.failure?.code]).toEqual(['failed', 'server-stopped']);
  });

  test('a server that stops while a version is computed marks it failed; one that waits is computed by the next server', async () => {
    const id = await waiting();
    const stopping = new Planner(server.deps);
    stopping.wake(0);
    for (let state = 'queued'; state === 'queued'; state = (await show(id)).state)
      await new Promise((resolve) => setTimeout(resolve, 2));
    await stopping.close();
    const cut = await show(id);
    expect([cut.state, cut.failure?.code]).toEqual(['failed', 'server-stopped']);

    const left = await waiting();
    const next = new Planner(server.deps);
    await next.start();
    expect((await show(left)).state).toBe('queued');
    next.wake(0);
    expect((await ended(left)).state).toBe('ready');
    await next.close();
  });

  test('questions about a plan are answered with names in place of ids; a repair edits the row and plans again', async () => {
    const needs = await drafter.call(needsShow, { params: { taskId } });
    const rows = needs.data.rows.map((row) => ({ cells: row.cells }));
    const asking = rows.map((row, i) =>
      i === 0 ? { cells: { ...row.cells, skill: [row.cells.skill, '潜水'].filter(Boolean).join('、') } } : row,
    );
    const saved = await drafter.call(needsSave, { params: { taskId }, body: { rows: asking } }, { ifMatch: needs.etag });
    const plan = await ended(await start());
    const params = { planId: plan.id };
    const posts = (await drafter.call(planPosts, { params, query: {} })).data.items.filter((one) => one.seats.length > 0);
    const [here, there] = [posts[0]!, posts.find((one) => one.window !== posts[0]!.window)!];
    const seat = here.seats.find((one) => one.leader === null)!;
    const out = (await drafter.call(planWhatIf, { params, body: { kind: 'member-out', personId: seat.personId } })).data.outcome!;
    expect(out.moves.find((move) => move.personId === seat.personId)?.from).toContain(here.name);
    // All who move are counted, also where not all are named.
    expect(out.moved).toBe(out.moves.length);
    expect(out.rest).toBe(out.difference + out.filled * 100_000);
    const place = there.kinds.at(-1)!;
    const body = { kind: 'head-count' as const, postId: there.postId, slot: place.slot, count: place.count + 1 };
    expect((await drafter.call(planWhatIf, { params, body })).data.outcome).toMatchObject({ filled: 1 });
    const why = (
      await drafter.call(planWhyNot, { params: { ...params, postId: there.postId }, query: { personId: seat.personId } })
    ).data;
    expect(why).toMatchObject({ name: seat.name, nowPost: `${here.name} ${here.shift}` });
    expect(why.blocked === null).toBe(why.outcome !== null);
    const found = (await drafter.call(planPeople, { params, body: { q: seat.name[0]! } })).data.items;
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) expect(one.name).toMatch(MASKED);
    // Nobody can dive: the gap says so, and its repair takes the wish out of the row.
    const gap = plan.gaps.find((one) => one.reason.code === 'gap-skill-none')!;
    const repair = gap.repairs.find((one) => one.kind === 'drop-skill')!;
    expect(repair).toMatchObject({ by: 'task', gain: 1 });
    // As many skills, but another one since: the repair was computed for diving and must not take the other out.
    const swapped = asking.map((row, i) =>
      i === 0 ? { cells: { ...row.cells, skill: row.cells.skill.replace('潜水', '攀岩') } } : row,
    );
    const fresh = (await drafter.call(needsShow, { params: { taskId } })).etag;
    const edited = await drafter.call(needsSave, { params: { taskId }, body: { rows: swapped } }, { ifMatch: fresh });
    const stale = await refusal(
      drafter.call(planRepair, { params, body: { postId: gap.postId, slot: gap.slot, repair: repair.index } }),
    );
    expect(stale.issues?.[0]?.code).toBe('plan-older-than-needs');
    const kept = (await drafter.call(needsShow, { params: { taskId } })).data.rows[0]!.cells.skill;
    expect(kept).toBe(swapped[0]!.cells.skill);
    await drafter.call(needsSave, { params: { taskId }, body: { rows: asking } }, { ifMatch: edited.etag });
    const made = await drafter.call(planRepair, { params, body: { postId: gap.postId, slot: gap.slot, repair: repair.index } });
    expect((await ended(made.data.id)).missing).toBe(plan.missing - repair.gain);
    const after = await drafter.call(needsShow, { params: { taskId } });
    expect(after.data.rows.map((row) => row.cells)).toEqual(rows.map((row) => row.cells));
    expect(after.etag).not.toBe(saved.etag);
    const again = await refusal(
      drafter.call(planRepair, { params, body: { postId: gap.postId, slot: gap.slot, repair: repair.index } }),
    );
    expect(again.issues?.[0]?.code).toBe('plan-older-than-needs');
  });

  test('a bug of the program shows a number and no inside; the log has both', async () => {
    const lines: string[] = [];
    const broken = new Planner({
      ...server.deps,
      log: (line) => lines.push(line),
      clock: {
        ...server.deps.clock,
        today: () => {
          throw new Error('secret inside');
        },
      },
    });
    const id = await waiting();
    broken.wake(1);
    const plan = await ended(id);
    await broken.close();
    expect(plan.failure?.code).toBe('plan-broke');
    expect(JSON.stringify(plan)).not.toContain('secret inside');
    const logged = lines.find((line) => line.includes('secret inside'))!;
    expect(logged).toContain(plan.failure!.reference!);
    expect(plan.failure!.reference).toMatch(/^[0-9a-f]{8}$/);
  });

  test('needs changed since the plan: the submission names the posts instead of sending an old plan up', async () => {
    const plan = await ended(await start());
    const needs = await drafter.call(needsShow, { params: { taskId } });
    const rows = needs.data.rows.map((row) => ({ cells: row.cells }));
    const fewer = rows.map((row, i) => (i === 0 ? { cells: { ...row.cells, headCount: '9' } } : row));
    await drafter.call(needsSave, { params: { taskId }, body: { rows: fewer } }, { ifMatch: needs.etag });
    // The page says so as well, and every figure of the version stays that of the version.
    const since = (await drafter.call(planSince, { params: { planId: plan.id } })).data;
    const was = Number(rows[0]!.cells.headCount);
    expect(since).toMatchObject({ older: true, postCount: 1, peopleCount: 0, joined: 0, left: 0, changed: 0, capCount: 0 });
    expect(since.posts[0]).toMatchObject({ before: was, now: 9 });
    expect(since.needed.now - since.needed.before).toBe(9 - was);
    const without = rows.slice(1);
    const now = await drafter.call(needsShow, { params: { taskId } });
    await drafter.call(needsSave, { params: { taskId }, body: { rows: without } }, { ifMatch: now.etag });
    const shown = await show(plan.id);
    expect(shown).toMatchObject({ needed: plan.needed, placed: plan.placed, matrix: plan.matrix, map: plan.map });
    expect(shown.matrix.totals.reduce((sum, n) => sum + n, 0)).toBe(shown.placed);
    expect((await drafter.call(planSince, { params: { planId: plan.id } })).data.posts[0]).toMatchObject({
      before: was,
      now: null,
    });
    const back = await drafter.call(needsShow, { params: { taskId } });
    const saved = await drafter.call(needsSave, { params: { taskId }, body: { rows: fewer } }, { ifMatch: back.etag });
    const refused = await refusal(
      drafter.call(submissionCreate, { params: { taskId }, body: { planId: plan.id, replyBy: null } }),
    );
    const issue = refused.issues?.find((one) => one.code === 'plan-older-than-needs');
    expect(issue?.params).toMatchObject({ version: plan.versionNo, count: 1 });
    expect(String(issue?.params.post)).toContain(rows[0]!.cells.checkpoint);
    await drafter.call(needsSave, { params: { taskId }, body: { rows } }, { ifMatch: saved.etag });
  });

  test('the people of a plan are for those who own or decide on it; whom it touches sees counts; names ask for a purpose and leave a trace', async () => {
    const { planId } = (await drafter.call(taskShow, { params: { taskId } })).data;
    const params = { planId: planId! };
    const touched = await server.as('subdistrictSecretary');
    const posts = await touched.call(planPosts, { params, query: {} });
    expect(posts.data.items.length).toBeGreaterThan(0);
    expect(posts.data.items.flatMap((post) => post.seats)).toEqual([]);
    const outside = (await touched.call(planShow, { params })).data;
    const cells = outside.matrix.rows.flatMap((row) => row.cells);
    expect(cells).toContain(null);
    expect(cells.filter((count) => count !== null && count > 0 && count < 5)).toEqual([]);
    expect([outside.caps, outside.choices, outside.notices, outside.verification]).toEqual([[], [], [], []]);
    const chain = (await touched.call(formationShow, { params: { taskId } })).data;
    const whole = (await drafter.call(formationShow, { params: { taskId } })).data;
    const counts = (one: typeof chain) => Object.values(one.boundaries).flatMap((each) => each.evidence.map((row) => row.count));
    expect(counts(whole).some((count) => count !== null && count < 5)).toBe(true);
    expect(counts(chain).filter((count) => count !== null && count < 5)).toEqual([]);
    expect(chain.nodes.some((node) => node.leader !== null)).toBe(false);
    expect(whole.nodes.some((node) => node.leader !== null)).toBe(true);
    const post = (await drafter.call(planPosts, { params, query: {} })).data.items.find((one) => one.seats.length > 0)!;
    for (const call of [
      () => touched.call(planExplain, { params: { ...params, postId: post.postId }, query: {} }),
      () => touched.call(planProblem, { params: { ...params, kind: 'problem' } }),
      () => touched.call(planFile, { params }),
      () => touched.call(planNamesFile, { params, body: { purpose: '看看' } }),
      () => touched.call(planNames, { params, body: { purpose: '看看' } }),
    ])
      expect((await refusal(call())).code).toBe('names-not-allowed');
    for (const part of ['member', 'machine', 'security'] as const)
      expect((await refusal((await server.as(part)).call(planPosts, { params, query: {} }))).status).toBe(403);
    const nothingSaid = await refusal(drafter.call(planNamesFile, { params, body: { purpose: ' ' } }));
    expect(nothingSaid.issues?.map((issue) => issue.code)).toEqual(['purpose-missing']);
    const revealed = () => db.selectFrom('audit_event').select('id').where('action', '=', 'names-revealed').execute();
    await drafter.call(planFile, { params });
    expect(await revealed()).toHaveLength(0);
    await drafter.call(planNamesFile, { params, body: { purpose: '通知到人' } });
    await drafter.call(planNames, { params, body: { purpose: '当面核对' } });
    expect(await revealed()).toHaveLength(2);
    // The person concerned reads who looked, and why.
    const looks = await namesLookedAt(db, server.cityId, post.seats[0]!.personId);
    expect(looks.map((one) => one.purpose).sort()).toEqual(['当面核对', '通知到人'].sort());
  });

  test('after a restart the saved plan is explained as it was before, about the plan as it was saved', async () => {
    const planId = await start();
    const plan = await ended(planId);
    expect(plan.state).toBe('ready');
    const { items } = (await drafter.call(planPosts, { params: { planId }, query: {} })).data;
    const rows = items.flatMap((post) => post.seats.map((seat) => ({ post: post.postId, member: seat.personId })));
    expect(rows.length).toBeGreaterThan(6);
    const again = new Planner(server.deps);
    try {
      let others = 0;
      for (const { member, post } of rows.slice(0, 6)) {
        const before = (await drafter.call(planExplain, { params: { planId, postId: post }, query: { personId: member } })).data;
        const after = await again.ask(planId, { kind: 'explain', member, post, most: 3 });
        if (after.kind !== 'explain') throw new Error(after.kind);
        expect(after.why.map((line) => [line.code, line.points])).toEqual(before.why.map((line) => [line.code, line.points]));
        expect(after.why.length).toBeGreaterThan(0);
        expect(after.basis).toBe(before.basis);
        expect(after.whoElse.map((one) => [one.member, one.difference])).toEqual(
          before.whoElse.map((one) => [one.personId, one.difference]),
        );
        others += after.whoElse.length;
      }
      expect(others).toBeGreaterThan(0);
    } finally {
      await again.close();
    }
  });

  test('first questions at once share one thread; once the planner is closed none is left and each question is told so', async () => {
    const planId = (await drafter.call(taskShow, { params: { taskId } })).data.planId!;
    const [post] = (await drafter.call(planPosts, { params: { planId }, query: {} })).data.items.filter(
      (one) => one.seats.length > 0,
    );
    const question = { kind: 'why-not' as const, member: post!.seats[0]!.personId, post: post!.postId };
    // Threads begun from here on are this planner's: the server's own is asked nothing meanwhile.
    const begun: Worker[] = [];
    const note = (thread: Worker) => begun.push(thread);
    process.on('worker', note);
    onTestFinished(() => void process.off('worker', note));
    const again = new Planner(server.deps);
    const [one, two] = await Promise.all([again.ask(planId, question), again.ask(planId, question)]);
    expect(two).toEqual(one);
    expect(begun).toHaveLength(1);
    // What is asked or being read while it closes begins no thread any more.
    const late = [
      again.ask(planId, question),
      again.preview(planId, { published: [], shortage: {} as never, repair: {} as never }),
    ];
    const closed = again.close();
    const answers = await Promise.allSettled([...late, again.ask(planId, question)]);
    await closed;
    expect(answers.map((each) => each.status === 'rejected' && each.reason.code)).toEqual(['stopping', 'stopping', 'stopping']);
    // A thread that has ended has no number any more.
    expect(begun.map((thread) => thread.threadId)).toEqual([-1]);
  });

  test('submitted while a newer version is computed: the task stays submitted, the late version says why it is not used', async () => {
    const planId = (await drafter.call(taskShow, { params: { taskId } })).data.planId!;
    const late = await waiting();
    const { data: submitted } = await drafter.call(submissionCreate, { params: { taskId }, body: { planId, replyBy: null } });
    const plan = await ended(late);
    expect([plan.state, plan.failure?.code]).toEqual(['failed', 'task-moved-on']);
    expect(plan.issues[0]?.code).toBe('task-state-refuses');
    expect(await state()).toBe('submitted');
    // Nobody takes a task away from under those who decide on it.
    const cancel = await refusal(drafter.call(taskCancel, { params: { taskId } }));
    expect(cancel.issues?.[0]?.code).toBe('task-state-refuses');
    await drafter.call(approvalWithdraw, { params: { approvalId: submitted.id } });
    expect(await state()).toBe('planned');
  });

  test('a member left since: the approval is refused by name and post, and nothing was decided', async () => {
    const planId = (await drafter.call(taskShow, { params: { taskId } })).data.planId!;
    const { data: submitted } = await drafter.call(submissionCreate, { params: { taskId }, body: { planId, replyBy: null } });
    const row = await db
      .selectFrom('plan_row')
      .innerJoin('person_name', 'person_name.person_id', 'plan_row.person_id')
      .innerJoin('home', 'home.person_id', 'plan_row.person_id')
      .select(['plan_row.person_id as person', 'person_name.name', 'home.id as home', 'home.valid_to as to'])
      .where('plan_id', '=', planId)
      .executeTakeFirstOrThrow();
    const today = server.database.store.today();
    await db.updateTable('home').set({ valid_to: today }).where('id', '=', row.home).execute();
    const body = { decision: 'approved' as const, opinion: '同意' };
    const refused = await refusal(approver.call(approvalDecide, { params: { approvalId: submitted.id }, body }));
    const gone = refused.issues?.filter((issue) => issue.code === 'approval-member-gone') ?? [];
    expect(gone.length).toBeGreaterThan(0);
    expect(gone[0]!.params.name).toBe(`${row.name[0]}**`);
    expect(String(gone[0]!.params.post)).not.toBe('');
    expect((await approver.call(approvalShow, { params: { approvalId: submitted.id } })).data.decision).toBeNull();
    await db.updateTable('home').set({ valid_to: row.to }).where('id', '=', row.home).execute();

    // Two deciders at the same moment: one decision, the other is told that it is decided.
    const raced = await Promise.allSettled(
      [1, 2].map(() => approver.call(approvalDecide, { params: { approvalId: submitted.id }, body })),
    );
    expect(raced.map((one) => one.status === 'fulfilled').sort()).toEqual([false, true]);
    const lost = raced.find((one) => one.status === 'rejected') as PromiseRejectedResult;
    expect(lost.reason.problem.issues[0].code).toBe('approval-decided');
    expect(await state()).toBe('approved');
    const steps = await db.selectFrom('approval_step').select('action').where('approval_id', '=', submitted.id).execute();
    expect(steps.filter((step) => step.action === 'approve')).toHaveLength(1);
    // A stop that comes too late leaves the approved version what it is.
    await drafter.call(planStop, { params: { planId } });
    expect((await show(planId)).state).toBe('approved');
  });
});
