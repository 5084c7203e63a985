import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '#contract/client';
import {
  approvalDecide,
  approvalList,
  approvalShow,
  approvalTell,
  formationGroups,
  formationShow,
  requestDocument,
  submissionCreate,
} from '#contract/formation';
import { chainPeopleFile, changeListFile, gapListFile, planPostListFile } from '#contract/list-files-task';
import { myDutyList } from '#contract/me';
import { needsSave, needsShow } from '#contract/needs';
import { planForces, planUnplaced } from '#contract/plan-questions';
import { planExplain, planFile, planPosts, planShow, planStart } from '#contract/plans';
import { chainRelease, changeList, endingShow, rosterShow, runningShow, taskEnd } from '#contract/running';
import { sourcesShow } from '#contract/sources';
import { standingDecide, standingShow, taskList, taskSave, taskShow } from '#contract/tasks';
import { readSheetFile } from '#documents/sheet';
import { addDays, type Day } from '#kernel/lib';
import { planDocumentText } from '#store/plan-document';
import { lentElsewhere } from '#store/source';
import { within } from '../support/drill.ts';
import { allOf, column, rowsOf } from '../support/list-rows.ts';
import { MASKED } from '../support/masked.ts';
import { planEnded } from '../support/plan-ended.ts';
import { refusal, startTestServer } from '../support/server.ts';

/** The main job over HTTP on the demo city: needs and roster -> plan -> submission -> approval -> everyone told. */
describe('the main job', async () => {
  const server = await startTestServer({ seed: 'demo' });
  let drafter: Client;
  let approver: Client;
  let taskId = '';
  let planId = '';
  let approvalId = '';

  beforeAll(async () => {
    drafter = await server.as('cityOfficer');
    approver = await server.as('cityApprover');
  });

  test('the draft of the drill is in reach of its owner, with 868 people needed', async () => {
    const { data } = await drafter.call(taskList, {});
    const row = data.items.find((one) => one.title.includes('卧龙区小区卡点值守'))!;
    expect(row.needed).toBe(868);
    taskId = row.id;
    const needs = await drafter.call(needsShow, { params: { taskId } });
    expect(needs.data.totals).toMatchObject({ people: 868, shifts: 360, places: 120, errors: 0 });
  });

  test('a row that names no community is kept as typed and says which is meant', async () => {
    const needs = await drafter.call(needsShow, { params: { taskId } });
    const rows = needs.data.rows.map((row) => ({ cells: row.cells }));
    const meant = rows[2]!.cells.community;
    const typed = `${meant[0]}〇${meant.slice(2)}`;
    const broken = rows.map((row, i) => {
      if (i === 2) return { cells: { ...row.cells, community: typed, headCount: '-2' } };
      return i === 3 ? { cells: { ...row.cells, community: '没有的地方' } } : row;
    });
    const saved = await drafter.call(needsSave, { params: { taskId }, body: { rows: broken } }, { ifMatch: needs.etag });
    const issues = saved.data.rows[2]!.issues;
    expect(issues.find((issue) => issue.code === 'community-unknown')?.params).toEqual({ value: typed, like: meant });
    expect(saved.data.rows[3]!.issues.map((issue) => issue.code)).toEqual(['community-unlisted']);
    expect(saved.data.rows[2]!.cells.community).toBe(typed);
    expect(saved.data.totals.shifts).toBe(358);
    const again = await refusal(drafter.call(needsSave, { params: { taskId }, body: { rows } }, { ifMatch: needs.etag }));
    expect(again.code).toBe('edited-since');
    const back = await drafter.call(needsSave, { params: { taskId }, body: { rows } }, { ifMatch: saved.etag });
    expect(back.data.totals).toMatchObject({ people: 868, errors: 0 });
    expect(back.data.rows[5]!.postId).toBe(needs.data.rows[5]!.postId);
  });

  test('is a standing organization enough: what stands there is compared, the answer needs a reason', async () => {
    const { data } = await drafter.call(standingShow, { params: { taskId } });
    expect(data.answers.length).toBeGreaterThan(0);
    const task = await drafter.call(taskShow, { params: { taskId } });
    const silent = await refusal(
      drafter.call(
        standingDecide,
        { params: { taskId }, body: { enough: false, reason: ' ', orgId: null } },
        { ifMatch: task.etag },
      ),
    );
    expect(silent.issues?.[0]?.code).toBe('task-standing-reason-missing');
    const answered = await drafter.call(
      standingDecide,
      { params: { taskId }, body: { enough: false, reason: '街道只管本街道，调不动市直和驻区单位', orgId: data.answers[0]!.id } },
      { ifMatch: task.etag },
    );
    expect(answered.data.standing?.enough).toBe(false);
  });

  test('why, end and work plan are written down', async () => {
    const task = await drafter.call(taskShow, { params: { taskId } });
    const content = {
      ...task.data.content,
      charter: task.data.content.charter || '章程',
      consultSkippedReason: '演练明早开岗，来不及逐个征求',
      lines: [{ kind: 'explain', text: '宣传解释', political: true }],
    };
    const saved = await drafter.call(taskSave, { params: { taskId }, body: content }, { ifMatch: task.etag });
    expect(saved.data.issues).toEqual([]);
  });

  test('S-179 sources are shown by category with counts, before anything is computed', async () => {
    const { data } = await drafter.call(sourcesShow, { params: { taskId } });
    expect(data.categories.map((one) => one.id)).toEqual([
      'city-organ',
      'district-organ',
      'stationed-unit',
      'subdistrict-community',
      'free-community',
      'non-public',
    ]);
    for (const one of data.categories.slice(0, 5)) expect(one.members, one.id).toBeGreaterThan(0);
    expect(data.canLend).toBeGreaterThan(0);
    expect(data.needed).toBe(868);
  });

  test('the plan is computed in a worker, verified, and explains itself', async () => {
    const started = await drafter.call(planStart, { params: { taskId }, body: {} });
    planId = started.data.id;
    const plan = await planEnded(drafter, planId);
    expect(plan.failure).toBeNull();
    expect(plan.state).toBe('ready');
    expect(plan.proof?.verified).toBe(true);
    expect(plan.verification).toEqual([]);
    expect(plan.placed! + plan.missing).toBe(868);
    expect(plan.gaps.reduce((sum, gap) => sum + gap.count, 0)).toBe(plan.missing);
    expect(plan.matrix.totals.reduce((sum, n) => sum + n, 0)).toBe(plan.placed);
    expect(plan.map).toHaveLength(20);
    const posts = await drafter.call(planPosts, { params: { planId }, query: { limit: 5 } });
    const post = posts.data.items.find((one) => one.seats.length > 0)!;
    expect(post.seats[0]!.name).toMatch(MASKED);
    const file = await rowsOf(drafter, planPostListFile, (format) => ({ params: { planId }, query: { format } }));
    expect(file).toHaveLength(360 + 1);
    const all = await allOf(
      drafter,
      planPosts,
      (page) => ({ params: { planId }, query: page }),
      (answer) => answer.items,
      200,
    );
    expect(column(file, '人')).toEqual(all.map((one) => one.seats.map((seat) => seat.name).join('、')));
    expect(column(file, '还缺').reduce((sum, cell) => sum + Number(cell), 0)).toBe(plan.missing);
    const explained = await drafter.call(planExplain, { params: { planId, postId: post.postId } });
    expect(explained.data.why.length).toBeGreaterThan(0);
    expect(explained.data.whoElse.length).toBeGreaterThan(0);
    for (const one of explained.data.whoElse) expect(one.difference).toBeGreaterThanOrEqual(0);
  });

  test('the workbook of the plan names everything in words: areas of lending units, leaders without a post, people of every organization', async () => {
    const { data } = await drafter.call(planFile, { params: { planId } });
    const file = await readSheetFile('plan.xlsx', data);
    if (!file.ok) throw new Error(JSON.stringify(file.issues));
    const [, , units, chain] = file.value.sheets;
    const cells = file.value.sheets.slice(0, 4).flatMap((sheet) => sheet.rows.flat());
    expect(cells.filter((cell) => /[0-9a-f]{8}-[0-9a-f]{4}-/.test(cell))).toEqual([]);
    expect(units!.rows.length).toBeGreaterThan(100);
    const { people } = (await drafter.call(formationShow, { params: { taskId } })).data;
    expect(chain!.rows[1]![2]).toMatch(/\*\*/);
    expect(chain!.rows[1]![4]).toBe(String(people.all));
  });

  test('S-159 everyone of the plan is tied to a need, and whom no need asks for is counted with what keeps him out', async () => {
    const params = { planId };
    const plan = (await drafter.call(planShow, { params })).data;
    const { tied, reasons } = (await drafter.call(planUnplaced, { params })).data;
    expect(tied).toBe(plan.placed! + plan.leading);
    const of = (why: string) => reasons.find((one) => one.why === why)?.count ?? 0;
    expect(of('not-needed')).toBeGreaterThan(0);
    expect(of('unwilling')).toBeGreaterThan(0);
    const problem = JSON.parse((await planDocumentText(server.deps.store.db, server.cityId, planId, 'problem'))!) as {
      members: unknown[];
    };
    expect(tied + reasons.reduce((sum, one) => sum + one.count, 0)).toBe(problem.members.length);
  });

  test('S-161 who could come to a post is counted by system, tier and region, inside and outside the establishment', async () => {
    const params = { planId };
    const post = (await drafter.call(planPosts, { params, query: { limit: 1 } })).data.items[0]!;
    const { total, groups } = (await drafter.call(planForces, { params: { ...params, postId: post.postId } })).data;
    for (const by of ['system', 'tier', 'region'] as const) {
      expect(
        groups[by].reduce((sum, one) => sum + one.count, 0),
        by,
      ).toBe(total);
      expect(groups[by].map((one) => one.count)).toEqual(groups[by].map((one) => one.count).sort((a, b) => b - a));
    }
    expect(groups.system.map((one) => one.key)).toEqual(expect.arrayContaining(['party-government', 'non-public']));
    expect(groups.tier.map((one) => one.key)).toEqual(expect.arrayContaining(['city', 'county', 'community']));
    expect(groups.region.map((one) => one.label)).toContain('卧龙区');
    expect((await refusal(drafter.call(planForces, { params: { ...params, postId: taskId } }))).status).toBe(404);
  });

  test('S-174 S-178 the chain of the drill has 145 organizations and every node a leader, each checkpoint a group under the branch of its one community; boundaries are computed', async () => {
    const { data } = await drafter.call(formationShow, { params: { taskId } });
    expect(data.counts).toEqual({ total: 145, committee: 1, 'general-branch': 4, branch: 20, group: 120 });
    const branches = data.nodes.filter((node) => node.form === 'branch');
    const gates = await Promise.all(
      branches.map((node) => drafter.call(formationGroups, { params: { taskId }, query: { parent: node.key } })),
    );
    const needs = (await drafter.call(needsShow, { params: { taskId } })).data.rows;
    const wanted = branches.map(
      (node) => new Set(needs.filter((row) => row.cells.community === node.areaName).map((row) => row.cells.checkpoint)).size,
    );
    expect(wanted).toContain(6);
    expect(gates.map(({ data: { items } }) => items.length)).toEqual(wanted);
    const groups = gates.flatMap(({ data: { items } }, i) => items.map((one) => ({ ...one, under: branches[i]!.key })));
    expect(groups.every((one) => one.form === 'group' && one.parentKey === one.under)).toBe(true);
    expect(new Set(groups.map((one) => one.key)).size).toBe(120);
    expect(data.issues.filter((issue) => issue.severity === 'error')).toEqual([]);
    expect(data.boundaries.unit.crossed).toBe(true);
    expect(data.approver?.name).toContain('市委');
    expect(data.maySubmit).toBe(true);
    expect(data.findings.find((one) => one.rule === 'br-08a')?.outcome).toBe('needs-approval');
  });

  test('what stays open is named with its reason, and everyone who would join is counted once', async () => {
    const { data } = await drafter.call(formationShow, { params: { taskId } });
    const plan = (await drafter.call(planShow, { params: { planId } })).data;
    expect([data.missing, data.gapCount, data.people.leading]).toEqual([plan.missing, plan.gapCount, plan.leading]);
    expect(data.gaps.map((one) => [one.postId, one.count, one.reason])).toEqual(
      plan.gaps.slice(0, 30).map((one) => [one.postId, one.count, one.reason]),
    );
    expect(data.gaps.every((one) => one.postName !== '' && one.communityName !== '')).toBe(true);
    // The committee, four general branches and twenty branches are led by people without a post.
    expect(data.people).toEqual({ all: data.people.atPosts + 25, atPosts: plan.placed, leading: 25 });
    const root = data.nodes.find((node) => node.parentKey === null)!;
    expect(root.people).toBe(data.people.all);
    const whole: string[] = [];
    for (const kind of ['unit', 'tier', 'area', 'system'] as const) {
      const { evidence, distinct, unknown } = data.boundaries[kind];
      // Of many units only the first are listed: their sum says nothing.
      if (evidence.length < distinct) continue;
      whole.push(kind);
      expect(evidence.reduce((sum, one) => sum + (one.count ?? 0), unknown)).toBe(data.people.all);
    }
    expect(whole).toEqual(expect.arrayContaining(['tier', 'area', 'system']));
    const said = data.preview.paragraphs.join('');
    expect(said).toContain(`参加${data.people.all}人（在岗位${data.people.atPosts}人，只任负责人、不排班25人）`);
    expect(data.missing).toBeGreaterThan(0);
    expect(said).toContain('尚缺人员');
    expect(said).toContain(`尚缺${data.missing}人次`);
  });

  test('S-132 submitted to the organization above; the submitter cannot approve it; the approver can, and a Word file says so', async () => {
    const submitted = await drafter.call(submissionCreate, { params: { taskId }, body: { planId, replyBy: null } });
    approvalId = submitted.data.id;
    const own = await refusal(
      drafter.call(approvalDecide, { params: { approvalId }, body: { decision: 'approved', opinion: '' } }),
    );
    expect(own.status).toBe(403);
    const waiting = await approver.call(approvalList, {});
    expect(waiting.data.items.find((one) => one.id === approvalId)?.mine).toBe(true);
    const bare = await refusal(
      approver.call(approvalDecide, { params: { approvalId }, body: { decision: 'returned', opinion: '' } }),
    );
    expect(bare.issues?.[0]?.code).toBe('approval-opinion-missing');
    await approver.call(approvalDecide, { params: { approvalId }, body: { decision: 'approved', opinion: '同意' } });
    const shown = await approver.call(approvalShow, { params: { approvalId } });
    expect(shown.data.decision).toBe('approved');
    expect(shown.data.told).toBe(false);
    const word = await approver.call(requestDocument, { params: { taskId } });
    expect(Buffer.from(word.data).subarray(0, 2).toString()).toBe('PK');
  });

  test('everyone is told once: organizations, participations and duties exist', async () => {
    const asked = (await drafter.call(formationShow, { params: { taskId } })).data;
    await approver.call(approvalTell, { params: { approvalId } });
    // The figures of the approval are those of the running chain; everyone has a notice, who leads without a post too.
    const { data: runs } = await drafter.call(runningShow, { params: { taskId }, query: {} });
    expect(runs.people).toEqual({ all: asked.people.all, withoutPost: asked.people.leading });
    expect(runs.duties.all).toBe(asked.placed);
    expect(runs.boundaries).toEqual(asked.boundaries);
    expect(runs.shortPosts.reduce((sum, one) => sum + one.missing, 0)).toBe(asked.missing);
    const { items: changes } = (await drafter.call(changeList, { params: { taskId } })).data;
    const log = await rowsOf(drafter, changeListFile, (format) => ({ params: { taskId }, query: { format } }));
    expect(column(log, '内容')).toContain(`生效，告诉${asked.people.all}人`);
    expect(log).toHaveLength(changes.length + 1);
    const gaps = await rowsOf(drafter, gapListFile, (format) => ({ params: { taskId }, query: { format } }));
    expect(column(gaps, '还缺').reduce((sum, cell) => sum + Number(cell), 0)).toBe(asked.missing);
    const group = runs.chain.find((one) => one.people > 0 && one.form === 'group')!;
    const inside = { taskId, orgId: group.id };
    const people = await rowsOf(drafter, chainPeopleFile, (format) => ({ params: inside, query: { format } }));
    expect(column(people, '姓名')).toEqual(
      (await drafter.call(rosterShow, { params: inside })).data.people.map((one) => one.name),
    );
    for (const name of column(people, '姓名')) expect(name).toMatch(MASKED);
    expect(changes.find((one) => one.kind === 'activate')!.params).toEqual({ people: asked.people.all });
    const told = await sql<{ told: number; untold: number }>`select
      (select count(distinct person_id)::int from notice where params ->> 'taskId' = ${taskId} and person_id is not null) as told,
      (select count(distinct p.person_id)::int from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
        where o.task_id = ${taskId} and not exists (select 1 from notice n where n.person_id = p.person_id
          and n.kind in ('duty', 'designated') and n.params ->> 'taskId' = ${taskId})) as untold`.execute(server.deps.store.db);
    expect(told.rows).toEqual([{ told: asked.people.all, untold: 0 }]);
    const task = await drafter.call(taskShow, { params: { taskId } });
    expect(task.data.state).toBe('active');
    // The member of the tour has a duty to answer.
    const mine = await (await server.as('member')).call(myDutyList, {});
    expect(mine.data.items.filter((duty) => duty.line === 'task').map((duty) => duty.state)).toEqual(['told']);
    const again = await refusal(approver.call(approvalTell, { params: { approvalId } }));
    expect(again.issues?.[0]?.code).toBe('task-state-refuses');
  });

  test('I-9 one part is called off before the first day: its people are free, nothing else of the chain and nothing of the standing tree or a home changes', async () => {
    const { db } = server.deps.store;
    const sums = async () =>
      (
        await sql<{ name: string; sum: string }>`
      select 'org' as name, md5(string_agg(o::text, '|' order by o.id)) as sum from org o where o.standing
      union all select 'edge', md5(string_agg(e::text, '|' order by e.id)) from org_edge e join tree t on t.city_id = e.city_id and t.id = e.tree_id where t.kind = 'standing'
      union all select 'closure', md5(string_agg(c::text, '|' order by c.ancestor_id, c.descendant_id)) from org_closure c join tree t on t.city_id = c.city_id and t.id = c.tree_id where t.kind = 'standing'
      union all select 'home', md5(string_agg(h::text, '|' order by h.id)) from home h
      union all select 'office', md5(string_agg(f::text, '|' order by f.id)) from office f join org o on o.city_id = f.city_id and o.id = f.org_id where o.standing
      order by 1`.execute(db)
      ).rows;
    const before = await sums();
    const show = async () => (await drafter.call(runningShow, { params: { taskId }, query: {} })).data;
    const { chain, startsOn, today } = await show();
    expect(startsOn! > today).toBe(true);
    const part = chain.find((one) => one.form === 'general-branch')!;
    const release = (on: string) =>
      drafter.call(chainRelease, { params: { taskId, orgId: part.id }, body: { on, reason: '这一片不用了' } });
    const yesterday = addDays(today as Day, -1);
    expect((await refusal(release(yesterday))).issues?.map((issue) => issue.code)).toEqual(['end-before-start']);
    expect((await refusal(release(startsOn!))).issues?.map((issue) => issue.code)).toEqual(['end-in-future']);
    const lent = async (from: string) => {
      const week = addDays(from as Day, 7);
      const counts = await lentElsewhere(db, server.cityId, 'ffffffff-ffff-7fff-bfff-ffffffffffff', from as Day, week);
      return [...counts.values()].reduce((sum, one) => sum + one, 0);
    };
    const lentBefore = await lent(startsOn!);
    await release(today);
    const below = sql`(select c.descendant_id from org_closure c where c.ancestor_id = ${part.id}::uuid)`;
    const left = await sql<{ orgs: number; people: number; served: number; duties: number; offices: number }>`select
      (select count(*)::int from org o where o.id in ${below} and (o.state <> 'ended' or o.started_on is not null or o.ended_on <> ${today}::date)) as orgs,
      (select count(distinct p.person_id)::int from participation p where p.org_id in ${below}) as people,
      (select count(*)::int from participation p where p.org_id in ${below} and p.valid_to > p.valid_from) as served,
      (select count(*)::int from duty d join participation p on p.id = d.participation_id where p.org_id in ${below} and d.state <> 'ended') as duties,
      (select count(*)::int from office f where f.org_id in ${below} and f.state <> 'ended') as offices`.execute(db);
    expect(left.rows[0]).toMatchObject({ orgs: 0, served: 0, duties: 0, offices: 0 });
    expect(left.rows[0]!.people).toBeGreaterThan(0);
    // The rest goes on, and whoever was to serve here is free for another task of the same days.
    const after = await show();
    expect(after.chain.filter((one) => !one.ended)).toHaveLength(chain.length - within(chain, part.id));
    const units = await sql<{ n: number }>`select count(distinct p.person_id)::int as n from participation p
      where p.org_id in ${below} and p.source_unit_id is not null`.execute(db);
    expect(units.rows[0]!.n).toBeGreaterThan(0);
    expect(lentBefore - (await lent(startsOn!))).toBe(units.rows[0]!.n);
    expect(await sums()).toEqual(before);
  });

  test('called off before its first day: the chain ends with empty periods, nobody gets a note of service, the standing tree stays', async () => {
    const standing = () =>
      sql`select id, name, state, version from org where standing order by id`
        .execute(server.deps.store.db)
        .then(({ rows }) => rows);
    const before = await standing();
    const ending = await drafter.call(endingShow, { params: { taskId }, query: {} });
    // One part was called off before; the rest ends now.
    const open = await sql<{
      n: number;
    }>`select count(*)::int as n from org where task_id = ${taskId} and state = 'active'`.execute(server.deps.store.db);
    expect(open.rows[0]!.n).toBeGreaterThan(0);
    expect(ending.data).toMatchObject({ organizations: open.rows[0]!.n, notes: 0, calledOff: true, issues: [], mayEnd: true });
    const people = await sql<{
      id: string;
    }>`select distinct p.person_id as id from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
      where o.task_id = ${taskId} and p.valid_to > p.valid_from`.execute(server.deps.store.db);
    expect(ending.data.people).toBe(people.rows.length);
    await drafter.call(taskEnd, { params: { taskId }, body: { on: server.deps.clock.today(), lessons: '', thanks: '' } });
    const left = await sql<{ orgs: number; notes: number; served: number }>`select
      (select count(*)::int from org where task_id = ${taskId} and (state <> 'ended' or ended_on <> started_on)) as orgs,
      (select count(*)::int from service_note where task_id = ${taskId}) as notes,
      (select count(*)::int from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
        where o.task_id = ${taskId} and p.valid_to > p.valid_from) as served`.execute(server.deps.store.db);
    expect(left.rows).toEqual([{ orgs: 0, notes: 0, served: 0 }]);
    // Everyone hears it once, leaders without a post and late joiners too, in the words of something that never began.
    const told = await sql<{ id: string; n: number }>`select person_id as id, count(*)::int as n from notice
      where kind = 'task-called-off' and person_id is not null group by 1`.execute(server.deps.store.db);
    expect(told.rows.map((one) => one.id).sort()).toEqual(people.rows.map((one) => one.id).sort());
    expect(told.rows.every((one) => one.n === 1)).toBe(true);
    expect((await drafter.call(endingShow, { params: { taskId }, query: {} })).data).toMatchObject({
      state: 'ended',
      calledOff: true,
    });
    expect((await drafter.call(runningShow, { params: { taskId }, query: {} })).data.calledOff).toBe(true);
    expect(await standing()).toEqual(before);
  });
});
