import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import {
  approvalDecide,
  approvalTell,
  formationGroups,
  formationShow,
  nodeDivide,
  officerCandidates,
  officerSet,
  submissionCreate,
} from '#contract/formation';
import { memberCreate, transferStart } from '#contract/members';
import { needsFile } from '#contract/needs';
import { orgHistory, orgParticipations, orgShow } from '#contract/organizations';
import { choiceSet, planStart } from '#contract/plans';
import { joinerAdd, rosterShow, runningShow } from '#contract/running';
import { packList, taskShow } from '#contract/tasks';
import { TOUR_ORGS, TOUR_PERSONS } from '#demo/tour';
import { createPerson } from '#store/person';
import { planDrill } from '../support/drill.ts';
import { planEnded } from '../support/plan-ended.ts';
import { refusal, startTestServer } from '../support/server.ts';

/** Who is proposed for the chain of the drill, who is kept away from it, and what taking part means, over HTTP. */
const server = await startTestServer({ seed: 'demo' });
const { db } = server.database.store;
const drafter = await server.as('cityOfficer');
const approver = await server.as('cityApprover');
const { taskId, planId: first } = await planDrill(drafter);
const params = { taskId };
const rows = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(db)).rows;
const formation = async () => drafter.call(formationShow, { params });
const city = (await rows(sql<{ id: string }>`select id from org where name = '中共南阳市委' and standing`))[0]!.id;
/** Members of the city, each once: whose relationship is held today in an organization that holds relationships. */
const members = async () => (await drafter.call(orgShow, { params: { orgId: city } })).data.members;
const before = await members();
const world = {
  waterGroup: (await rows(sql<{ id: string }>`select id from org where source_key = ${TOUR_ORGS.waterGroup}`))[0]!.id,
};

describe('the draft', () => {
  test('a pack is offered to start from; the needs are a workbook', async () => {
    expect((await drafter.call(packList, {})).data.items.map((one) => one.id)).toContain('epidemic-control');
    const { data } = await drafter.call(needsFile, { params });
    expect(Buffer.from(data).subarray(0, 2).toString()).toBe('PK');
  });

  test('nodes below a branch are its groups; an unknown node has none', async () => {
    const { nodes } = (await formation()).data;
    const branch = nodes.find((node) => node.form === 'branch')!;
    const below = (await drafter.call(formationGroups, { params, query: { parent: branch.key } })).data.items;
    expect(below).toHaveLength(branch.groups);
    expect(below.every((node) => node.form === 'group' && node.parentKey === branch.key)).toBe(true);
    expect((await drafter.call(formationGroups, { params, query: { parent: 'nothing' } })).data.items).toEqual([]);
  });

  test('an officer is proposed from those who serve at the node, and taken back; anybody else and an unknown office are refused', async () => {
    const shown = await formation();
    const branch = shown.data.nodes.find((node) => node.form === 'branch')!;
    const offered = (await drafter.call(officerCandidates, { params, query: { node: branch.key } })).data.items;
    expect(offered.length).toBeGreaterThan(1);
    const chosen = offered.find((one) => one.personId !== branch.leader?.personId)!;
    const body = { node: branch.key, office: 'secretary', personId: chosen.personId } as const;
    const set = await drafter.call(officerSet, { params, body }, { ifMatch: shown.etag });
    const leaderOf = (data: typeof set.data) => data.nodes.find((node) => node.key === branch.key)!.leader;
    expect(leaderOf(set.data)).toMatchObject({ personId: chosen.personId, proposedBy: 'person' });
    const old = await refusal(drafter.call(officerSet, { params, body }, { ifMatch: shown.etag }));
    expect(old.code).toBe('edited-since');
    const here = new Set(offered.map((one) => one.personId));
    const all = await rows(sql<{ id: string }>`select id from person where status = 'full' order by id limit 2000`);
    const elsewhere = all.find((one) => !here.has(one.id))!.id;
    const stranger = await refusal(
      drafter.call(officerSet, { params, body: { ...body, personId: elsewhere } }, { ifMatch: set.etag }),
    );
    expect(stranger.code).toBe('outside-scope');
    const office = await refusal(
      drafter.call(officerSet, { params, body: { ...body, office: 'group-leader' } }, { ifMatch: set.etag }),
    );
    expect(office.issues?.map((one) => one.code)).toEqual(['chain-office-unknown']);
    const back = await drafter.call(officerSet, { params, body: { ...body, personId: null } }, { ifMatch: set.etag });
    expect(leaderOf(back.data)?.proposedBy).not.toBe('person');
  });

  test('S-274 status and role are apart: a probationary member serves, is offered for no office and refused when named', async () => {
    const shown = await formation();
    const branch = shown.data.nodes.find((node) => node.form === 'branch')!;
    const offered = async () =>
      (await drafter.call(officerCandidates, { params, query: { node: branch.key } })).data.items.map((one) => one.personId);
    const person = (await offered()).find((one) => one !== branch.leader?.personId)!;
    const status = (to: 'full' | 'probationary') =>
      db.updateTable('person').set({ status: to }).where('id', '=', person).execute();
    await status('probationary');
    expect(await offered()).not.toContain(person);
    const body = { node: branch.key, office: 'secretary', personId: person } as const;
    const refused = await refusal(drafter.call(officerSet, { params, body }, { ifMatch: shown.etag }));
    expect(refused.issues?.map((one) => one.code)).toContain('office-needs-full-member');
    expect((await formation()).data.nodes.find((node) => node.key === branch.key)!.leader).toEqual(branch.leader);
    await status('full');
    expect(await offered()).toContain(person);
  });

  test('a branch is divided into two and joined again; a node that is none is refused', async () => {
    const shown = await formation();
    const branch = shown.data.nodes.find((node) => node.form === 'branch' && node.groups >= 4)!;
    const divided = await drafter.call(nodeDivide, { params, body: { node: branch.key, parts: 2 } }, { ifMatch: shown.etag });
    expect(divided.data.counts.branch).toBe(shown.data.counts.branch + 1);
    // Whoever was to lead the whole leads its first part; only the other one needs somebody.
    const leaderOf = (part: number) => divided.data.nodes.find((one) => one.key === `${branch.key}:${part}`)?.leader?.personId;
    expect(branch.leader?.personId).toBeDefined();
    expect([leaderOf(1), leaderOf(2)]).toEqual([branch.leader?.personId, undefined]);
    const joined = await drafter.call(nodeDivide, { params, body: { node: branch.key, parts: 1 } }, { ifMatch: divided.etag });
    expect(joined.data.counts).toEqual(shown.data.counts);
    const unknown = await refusal(
      drafter.call(nodeDivide, { params, body: { node: 'nothing', parts: 2 } }, { ifMatch: joined.etag }),
    );
    expect(unknown.issues?.map((one) => one.code)).toEqual(['chain-node-unknown']);
  });

  test('a branch above the usual number stays whole for a written reason, which the approval prints; divided later, the reason goes', async () => {
    const shown = await formation();
    const sizeOf = ({ issues }: typeof shown.data, key: string) =>
      issues.filter((one) => one.code === 'branch-over-50' && one.path[1] === key);
    const large = shown.data.nodes.find((node) => node.form === 'branch' && node.people > 50)!;
    expect(sizeOf(shown.data, large.key)).toHaveLength(1);
    const reason = '同一个小区连片，分开不便指挥';
    const body = { node: large.key, parts: 1, reason };
    const kept = await drafter.call(nodeDivide, { params, body }, { ifMatch: shown.etag });
    expect(kept.data.nodes.find((node) => node.key === large.key)).toMatchObject({ whole: reason, mark: null });
    expect(sizeOf(kept.data, large.key)).toEqual([]);
    expect(kept.data.preview.paragraphs.join('')).toContain(`超过一般的50人，不分设：${reason}`);
    const divided = await drafter.call(nodeDivide, { params, body: { node: large.key, parts: 2 } }, { ifMatch: kept.etag });
    const joined = await drafter.call(nodeDivide, { params, body: { node: large.key, parts: 1 } }, { ifMatch: divided.etag });
    expect(joined.data.nodes.find((node) => node.key === large.key)!.whole).toBeNull();
    expect(sizeOf(joined.data, large.key)).toHaveLength(1);
  });
});

describe('kept away', () => {
  test('an excluded person is not at that post in the next plan; taken back, the list is empty', {
    timeout: 120_000,
  }, async () => {
    const [seat] = await rows(
      sql<{
        person: string;
        post: string;
      }>`select person_id as person, post_id as post from plan_row where plan_id = ${first}::uuid and not pinned limit 1`,
    );
    const body = { postId: seat!.post, personId: seat!.person };
    const { data } = await drafter.call(choiceSet, { params, body: { ...body, kind: 'exclude' } });
    // The demo has fixed the member of the tour at a post near his home: whatever a tourist does to caps, he serves.
    const [fixed] = await rows(
      sql<{ id: string; unit: string }>`select id, unit_id as unit from person where source_key = ${TOUR_PERSONS.member}`,
    );
    const pin = { postId: expect.any(String), personId: fixed!.id, kind: 'pin' };
    expect(data.items).toEqual([pin, { ...body, kind: 'exclude' }]);
    await sql`update unit set release_cap = 1 where id = ${fixed!.unit}::uuid`.execute(db);
    const planId = (await drafter.call(planStart, { params, body: {} })).data.id;
    expect((await planEnded(drafter, planId)).state).toBe('ready');
    const at = sql`select 1 from plan_row where plan_id = ${planId}::uuid and post_id = ${seat!.post}::uuid and person_id = ${seat!.person}::uuid`;
    expect(await rows(at)).toEqual([]);
    const his = sql<{ post: string }>`select s.name || s.shift as post from plan_row r join post s on s.id = r.post_id
      where r.plan_id = ${planId}::uuid and r.person_id = ${fixed!.id}::uuid`;
    expect(await rows(his)).toEqual([{ post: '文化小区东门早班' }]);
    expect((await drafter.call(choiceSet, { params, body: { ...body, kind: null } })).data.items).toEqual([pin]);
  });
});

describe('people of the chain', () => {
  test('set up by the approving side', async () => {
    const planId = (await drafter.call(taskShow, { params })).data.planId!;
    const approvalId = (await drafter.call(submissionCreate, { params, body: { planId, replyBy: null } })).data.id;
    await approver.call(approvalDecide, { params: { approvalId }, body: { decision: 'approved', opinion: '' } });
    await approver.call(approvalTell, { params: { approvalId } });
    expect((await drafter.call(taskShow, { params })).data.state).toBe('active');
  });

  test('S-276 S-131 hundreds take part in the chain: the members of the city are as many as before, each counted once', async () => {
    const [taking] = await rows(
      sql<{
        n: number;
      }>`select count(*)::int as n from participation p join org o on o.id = p.org_id where o.task_id = ${taskId}::uuid`,
    );
    expect(taking!.n).toBeGreaterThan(300);
    expect(await members()).toEqual(before);
    const moved = sql`select 1 from home h join org o on o.id = h.org_id where o.task_id = ${taskId}::uuid`;
    expect(await rows(moved)).toEqual([]);
  });

  test('S-124 people of four units join one group of the chain; the same in a standing organization is refused', async () => {
    const { chain } = (await drafter.call(runningShow, { params, query: {} })).data;
    const group = chain.find((node) => node.form === 'group')!;
    const from = (await drafter.call(taskShow, { params })).data.content.startsOn ?? server.deps.clock.today();
    const people = await rows(sql<{
      id: string;
      unit: string;
    }>`select distinct on (p.unit_id) p.id, p.unit_id as unit from person p
      join unit u on u.id = p.unit_id where u.affiliation_tier = 'city' and p.status = 'full'
      and not exists (select 1 from participation x where x.person_id = p.id)
      and (u.release_cap is null or u.release_cap > (select count(distinct x.person_id) from participation x where x.source_unit_id = u.id))
      and not exists (select 1 from person_wish w where w.person_id = p.id) order by p.unit_id, p.id limit 4`);
    expect(new Set(people.map((one) => one.unit)).size).toBe(4);
    for (const one of people) {
      const body = { personId: one.id, from };
      const standing = await refusal(drafter.call(joinerAdd, { params, body: { ...body, orgId: city } }));
      expect(standing.issues).toMatchObject([{ code: 'participation-in-standing', params: { name: '中共南阳市委' } }]);
      await drafter.call(joinerAdd, { params, body: { ...body, orgId: group.id } });
    }
    const { people: here } = (await drafter.call(rosterShow, { params: { taskId, orgId: group.id } })).data;
    for (const one of people) expect(here.map((row) => row.personId)).toContain(one.id);
    // From home it is seen where one's own people serve; the owner of the task is not their home and gets no names there.
    const unit = await server.as('unitSecretary');
    const home = (await unit.call(orgParticipations, { params: { orgId: world.waterGroup } })).data.items;
    expect(home.length).toBeGreaterThan(0);
    expect(home.every((row) => row.taskId === taskId)).toBe(true);
    const names = await refusal(drafter.call(orgParticipations, { params: { orgId: group.id } }));
    expect(names.code).toBe('names-not-allowed');
  });

  test('S-274 a probationary member takes part as a member, with status and role each its own; a non-member is not put in', async () => {
    const { chain } = (await drafter.call(runningShow, { params, query: {} })).data;
    const group = chain.find((node) => node.form === 'group')!;
    const [free] = await rows(sql<{ id: string }>`select p.id from person p join area c on c.id = p.residence_area_id
      join area s on s.id = c.parent_id join area d on d.id = s.parent_id and d.name = '卧龙区' where p.unit_id is null and p.status = 'full'
      and not exists (select 1 from participation x where x.person_id = p.id) and not exists (select 1 from person_wish w where w.person_id = p.id)
      order by p.id limit 1`);
    const from = (await drafter.call(taskShow, { params })).data.content.startsOn!;
    const join = () => drafter.call(joinerAdd, { params, body: { orgId: group.id, personId: free!.id, from } });
    const status = (to: 'probationary' | 'non-member') =>
      db.updateTable('person').set({ status: to }).where('id', '=', free!.id).execute();
    await status('non-member');
    expect((await refusal(join())).code).toBe('outside-scope');
    await status('probationary');
    await join();
    const kept = sql`select x.role, p.status from participation x join person p on p.id = x.person_id where p.id = ${free!.id}::uuid`;
    expect(await rows(kept)).toEqual([{ role: 'member', status: 'probationary' }]);
  });

  test('S-149 admission and transfer into a task organization are refused and point home; nobody is entered or moved', async () => {
    const { chain } = (await drafter.call(runningShow, { params, query: {} })).data;
    const branch = chain.find((node) => node.form === 'branch')!;
    const state = () =>
      rows(sql<{ persons: number; transfers: number }>`select (select count(*)::int from person) as persons,
        (select count(*)::int from transfer) as transfers`);
    const old = await state();
    const input = { name: '新同志', sourceKey: null, status: 'probationary', unitId: null, residenceAreaId: null, skills: [] };
    const entered = await createPerson(db, server.cityId, input, branch.id, server.deps.clock.today());
    if (entered.ok) throw new Error('a task organization took a member in');
    expect(entered.issues.map((one) => one.code)).toContain('membership-act-belongs-home');
    const outside = await refusal(drafter.call(memberCreate, { params: { orgId: branch.id }, body: input }));
    expect(outside.status).toBe(403);
    const unit = await server.as('unitSecretary');
    const [own] = await rows(sql<{
      id: string;
    }>`select h.person_id as id from home h join org_closure c on c.descendant_id = h.org_id
      where c.ancestor_id = ${world.waterGroup}::uuid order by h.person_id limit 1`);
    const moved = await refusal(unit.call(transferStart, { params: { personId: own!.id }, body: { toOrgId: branch.id } }));
    expect(moved.issues).toMatchObject([
      { code: 'membership-act-belongs-home', params: { name: branch.name, act: 'transfer' } },
      { code: 'home-not-held-here' },
    ]);
    expect(await state()).toEqual(old);
    expect(server.deps.content.text('zh-CN', 'issues-registry:membership-act-belongs-home')).toContain('党员所在的党组织');
  });

  test('the history of an organization of the chain tells its set-up; one of another city is out of scope', async () => {
    const { chain } = (await drafter.call(runningShow, { params, query: {} })).data;
    const { items } = (await drafter.call(orgHistory, { params: { orgId: chain[0]!.id } })).data;
    expect(items.length).toBeGreaterThan(0);
    const unit = await server.as('unitSecretary');
    const outside = (await rows(sql<{ id: string }>`select id from org where name = '中共卧龙区委' and standing`))[0]!.id;
    expect((await refusal(unit.call(orgParticipations, { params: { orgId: outside } }))).status).toBe(403);
  });
});
