import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '#contract/client';
import { consultationAnswer, consultationList, consultationStart } from '#contract/consultations';
import { myNoticeList } from '#contract/notices';
import { myOfferList, myOfferMake, myOfferWithdraw, myQuestionAnswer, offerConfirm, offerLed, offerList } from '#contract/offers';
import {
  catalogueShow,
  forceList,
  resourceList,
  resourceOffer,
  resourceReturn,
  resourceTake,
  resourceWithdraw,
  taskResourceList,
} from '#contract/resources';
import { joinerAdd, rosterShow } from '#contract/running';
import { todayShow } from '#contract/today';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS, TOUR_UNITS } from '#demo/tour';
import { addDays } from '#kernel/lib';
import { hinderedPeople } from '#store/consultation';
import { newId } from '#store/id';
import { eraseDue } from '#store/retention';
import { sourcesOfPeople } from '#store/source-facts';
import { memberIs } from '../support/drill.ts';
import { MASKED } from '../support/masked.ts';
import { refusal, startTestServer } from '../support/server.ts';
import { createSmallTask } from '../support/small-task.ts';

/** People offer themselves, communities and tasks confirm, a plan asks; over HTTP on the small city. */
describe('offers and questions', async () => {
  const server = await startTestServer();
  const { db } = server.deps.store;
  const { cityId, small } = server;
  const task = await createSmallTask(db, small, 'wolong');
  const today = server.deps.clock.today();
  /** Lives in 文化社区, home in its branch, no unit. */
  const free = small.members.get(TOUR_ORGS.wenhua)!;
  let member: Client;
  let community: Client;
  let elsewhere: Client;

  const state = (to: 'planned' | 'submitted' | 'active' | 'ended') =>
    db.updateTable('task').set({ state: to }).where('id', '=', task.taskId).execute();
  const mine = async () => (await member.call(myOfferList, {})).data;
  const offer = (mode: 'self-applied' | 'residence-report') => member.call(myOfferMake, { body: { taskId: task.taskId, mode } });
  const confirm = (client: Client, offerId: string, orgId: string | null = null) =>
    client.call(offerConfirm, { params: { offerId }, body: { orgId } });
  const waiting = async (client: Client) => (await client.call(offerList, {})).data.items;

  beforeAll(async () => {
    await db
      .updateTable('role_grant')
      .set({ org_id: small.orgs.get(TOUR_ORGS.wenhua)! })
      .where('account_id', '=', DEMO_ACCOUNTS.branchSecretary.id)
      .execute();
    member = await server.as('member');
    community = await server.as('branchSecretary');
    elsewhere = await server.as('unitSecretary');
  });

  test('S-183 reporting to the community where one lives: confirmed by that community, mode residence report, nothing finer than the community is kept', async () => {
    await state('planned');
    await memberIs(server, free[1]!);
    const before = await mine();
    expect(before.residence).toBe('文化社区');
    expect(before.tasks).toMatchObject([{ taskId: task.taskId, here: true }]);
    const id = (await offer('residence-report')).data.id;
    expect(await waiting(elsewhere)).toEqual([]);
    expect((await refusal(confirm(elsewhere, id))).status).toBe(404);
    const [row] = await waiting(community);
    expect(row).toMatchObject({ id, mode: 'residence-report', areaName: '文化社区', unitName: null, running: false, places: [] });
    expect(row!.name).toMatch(MASKED);
    await confirm(community, id);
    expect((await mine()).offers).toMatchObject([{ id, state: 'confirmed' }]);
    const columns = await sql<{ name: string }>`select column_name as name from information_schema.columns
      where table_name in ('person', 'offer', 'participation') and column_name ~ '(address|street|house|room|phone|lat|lon)'`.execute(
      db,
    );
    expect(columns.rows).toEqual([]);
    const kept = await sql<{
      kind: string;
    }>`select a.kind from offer o join area a on a.city_id = o.city_id and a.id = o.area_id where o.id = ${id}::uuid`.execute(db);
    expect(kept.rows).toEqual([{ kind: 'village' }]);
  });

  test('offered twice is one offer; confirmed it is not made again; taken back it is; confirmed when taken back, or twice, is refused', async () => {
    const id = (await mine()).offers[0]!.id;
    const refused = await refusal(offer('self-applied'));
    expect(refused.issues?.[0]?.code).toBe('offer-confirmed');
    expect((await refusal(confirm(community, id))).code).toBe('state-refuses');
    await member.call(myOfferWithdraw, { params: { offerId: id } });
    await member.call(myOfferWithdraw, { params: { offerId: id } });
    expect((await mine()).offers).toMatchObject([{ id, state: 'withdrawn' }]);
    expect((await refusal(confirm(community, id))).params).toEqual({ state: 'withdrawn' });
    expect((await offer('residence-report')).data.id).toBe(id);
    expect((await offer('self-applied')).data.id).toBe(id);
    expect((await mine()).offers).toMatchObject([{ id, state: 'open', mode: 'self-applied' }]);
    const stranger = await server.as('unitSecretary');
    expect((await refusal(stranger.call(myOfferWithdraw, { params: { offerId: id } }))).status).toBe(404);
    await member.call(myOfferWithdraw, { params: { offerId: id } });
  });

  test('a task that ended takes no offers and confirms none; one without a post at my place takes no report', async () => {
    const id = (await offer('residence-report')).data.id;
    await state('ended');
    expect(await waiting(community)).toEqual([]);
    expect((await refusal(confirm(community, id))).code).toBe('state-refuses');
    expect((await mine()).tasks).toEqual([]);
    expect((await refusal(offer('self-applied'))).status).toBe(404);
    await state('planned');
    await db.updateTable('post').set({ withdrawn: true }).where('id', '=', task.postId).execute();
    expect((await refusal(offer('residence-report'))).issues?.[0]?.code).toBe('offer-not-here');
    await db.updateTable('post').set({ withdrawn: false }).where('id', '=', task.postId).execute();
    await member.call(myOfferWithdraw, { params: { offerId: id } });
  });

  test('S-180 a member without a unit who lives there joins a group of the running chain, with the way of joining kept', async () => {
    await state('active');
    await db.updateTable('org').set({ state: 'active', area_id: small.areas.wenhua }).where('id', '=', task.rootOrgId).execute();
    await db
      .updateTable('approval')
      .set({ decision: 'approved', decided_by: DEMO_ACCOUNTS.cityApprover.id })
      .where('id', '=', task.approvalId)
      .execute();
    const group = newId();
    const { tree_id } = await db.selectFrom('org').select('tree_id').where('id', '=', task.rootOrgId).executeTakeFirstOrThrow();
    await db
      .insertInto('org')
      .values({
        city_id: cityId,
        id: group,
        tree_id,
        standing: false,
        form: 'group',
        name: '1号卡点党小组',
        task_id: task.taskId,
        state: 'active',
      })
      .execute();
    for (const [ancestor_id, depth] of [
      [task.rootOrgId, 1],
      [group, 0],
    ] as const)
      await db.insertInto('org_closure').values({ city_id: cityId, tree_id, ancestor_id, descendant_id: group, depth }).execute();
    const id = (await offer('residence-report')).data.id;
    const [row] = await waiting(community);
    expect(row?.places.map((one) => one.orgId)).toEqual([task.rootOrgId, group]);
    expect((await refusal(confirm(community, id, newId()))).issues?.[0]?.code).toBe('offer-needs-place');
    expect((await mine()).offers).toMatchObject([{ state: 'open' }]);
    await confirm(community, id, group);
    const officer = await server.as('districtOfficer');
    const roster = await officer.call(rosterShow, { params: { taskId: task.taskId, orgId: group } });
    expect(roster.data.people).toMatchObject([{ personId: free[1], unitName: null, mode: 'residence-report', role: 'member' }]);
    const home = await sql<{
      n: number;
    }>`select count(*)::int as n from home where person_id = ${free[1]!}::uuid and valid_to = '9999-12-31'`.execute(db);
    expect(home.rows).toEqual([{ n: 1 }]);
    expect((await mine()).tasks).toEqual([]);
    await member.call(myOfferWithdraw, { params: { offerId: id } });
    const after = await officer.call(rosterShow, { params: { taskId: task.taskId, orgId: group } });
    expect(after.data.people[0]?.to).not.toBeNull();
  });

  test('whoever is put in by hand after offering keeps the way that was offered', async () => {
    await memberIs(server, free[2]!);
    await offer('self-applied');
    const officer = await server.as('districtOfficer');
    await officer.call(joinerAdd, {
      params: { taskId: task.taskId },
      body: { orgId: task.rootOrgId, personId: free[2]!, from: addDays(today, 1) },
    });
    const roster = await officer.call(rosterShow, { params: { taskId: task.taskId, orgId: task.rootOrgId } });
    expect(roster.data.people.find((one) => one.personId === free[2])?.mode).toBe('self-applied');
    expect((await mine()).offers).toMatchObject([{ state: 'confirmed' }]);
  });

  test('S-184 units and people in a plan are asked, each sees its part, a hindrance is said before it is final, the mode is assigned', async () => {
    await state('planned');
    const officer = await server.as('districtOfficer');
    const water = small.units.get(TOUR_UNITS.waterSupply)!;
    const [first, second] = small.members.get(TOUR_ORGS.waterSupply)!;
    await db.updateTable('plan').set({ state: 'ready' }).where('id', '=', task.planId).execute();
    await db
      .insertInto('plan_row')
      .values(
        [first!, second!].map((person_id, seat_no) => ({
          city_id: cityId,
          plan_id: task.planId,
          post_id: task.postId,
          slot_no: 0,
          seat_no,
          person_id,
        })),
      )
      .execute();
    const until = new Date(server.deps.clock.now() + 600_000).toISOString();
    await officer.call(consultationStart, { params: { taskId: task.taskId }, body: { until } });
    // The unit that lends, as its page and its Today show it; another unit sees nothing.
    const unit = await server.as('unitSecretary');
    await db
      .updateTable('role_grant')
      .set({ org_id: small.orgs.get(TOUR_ORGS.waterSupply)! })
      .where('account_id', '=', DEMO_ACCOUNTS.unitSecretary.id)
      .execute();
    expect((await unit.call(consultationList, {})).data.items).toMatchObject([
      { taskId: task.taskId, unitId: water, people: 2, answer: 'open' },
    ]);
    const row = (await unit.call(todayShow, { query: { scope: 'mine' } })).data.items.find(
      (one) => one.id === `question ${task.taskId}`,
    );
    expect(row).toMatchObject({ mark: 'waiting', when: { kind: 'left', at: until }, action: { to: '/consultations' } });
    expect((await community.call(consultationList, {})).data.items).toEqual([]);
    const answer = (client: Client, answer: 'agreed' | 'objected', opinion: string) =>
      client.call(consultationAnswer, { params: { unitId: water, taskId: task.taskId }, body: { answer, opinion } });
    expect((await refusal(answer(unit, 'objected', ' '))).issues?.[0]?.code).toBe('objection-reason-missing');
    expect((await refusal(answer(community, 'agreed', ''))).code).toBe('outside-scope');
    await answer(unit, 'objected', '那两天抢修');
    // The person sees it on the phone and says that there is a hindrance; another one's question is not found.
    await memberIs(server, first!);
    const [question] = (await mine()).questions;
    expect(question).toMatchObject({ title: '社区防控演练', until, answer: 'open', taskId: task.taskId });
    // Whoever is asked is told for what: post, days and hours.
    expect(question!.posts).toHaveLength(1);
    expect(question!.posts[0]!.window.from).toMatch(/^\d\d:\d\d$/);
    expect((await member.call(todayShow, { query: { scope: 'mine' } })).data.items.map((one) => one.id)).toContain('questions');
    expect((await member.call(myNoticeList, {})).data.items[0]).toMatchObject({ kind: 'consultation' });
    const say = (word: 'agreed' | 'hindered') =>
      member.call(myQuestionAnswer, { params: { consultationId: question!.id }, body: { answer: word } });
    await say('hindered');
    await memberIs(server, second!);
    expect((await refusal(say('agreed'))).status).toBe(404);
    await memberIs(server, first!);
    // The drafter sees both, without a reason of the person, and the plan's people are assigned unless they offered themselves.
    const drafter = (await officer.call(todayShow, { query: { scope: 'body' } })).data.items;
    expect(drafter.find((one) => one.id === `answers ${task.taskId}`)).toMatchObject({
      mark: 'difficulty',
      title: { params: { objected: 1, hindered: 1 } },
    });
    expect([...(await hinderedPeople(db, cityId, task.taskId))]).toEqual([first]);
    const facts = await sourcesOfPeople(db, cityId, [first!, second!], task.taskId);
    expect([...facts.values()].map((one) => one.mode)).toEqual(['assigned', 'assigned']);
    // When the time is over, nothing changes any more.
    server.advance(700_000);
    expect((await refusal(say('agreed'))).issues?.[0]?.code).toBe('consult-over');
    expect((await refusal(answer(unit, 'agreed', ''))).issues?.[0]?.code).toBe('consult-over');
    expect((await unit.call(todayShow, { query: { scope: 'mine' } })).data.items.map((one) => one.id)).not.toContain(
      `question ${task.taskId}`,
    );
    server.advance(-700_000);
  });

  test('a confirmed offer leads somewhere: the officer sees the post of the plan or why there is none; without one it is placed later, never beyond what the unit lends', async () => {
    await state('planned');
    const volunteer = small.members.get(TOUR_ORGS.waterSupply)![3]!;
    const unitId = small.units.get(TOUR_UNITS.waterSupply)!;
    await memberIs(server, volunteer);
    const officer = await server.as('districtOfficer');
    const id = (await offer('self-applied')).data.id;
    await confirm(officer, id);
    const led = async () => (await officer.call(offerLed, { query: {} })).data.items.find((one) => one.id === id);
    expect((await member.call(myNoticeList, {})).data.items[0]).toMatchObject({ kind: 'offer-confirmed' });
    expect(await led()).toMatchObject({ plan: 1, posts: [], orgName: null });
    const at = { city_id: cityId, plan_id: task.planId, post_id: task.postId, slot_no: 0, seat_no: 7, person_id: volunteer };
    await db.insertInto('plan_row').values(at).execute();
    expect((await led())!.posts).toHaveLength(1);
    await db.deleteFrom('plan_row').where('person_id', '=', volunteer).execute();
    // Approved without a post for him: it waits again, and says as what.
    await state('active');
    const again = (await waiting(officer)).find((one) => one.id === id);
    expect(again).toMatchObject({ unplaced: true, running: true });
    const today = (await officer.call(todayShow, { query: { scope: 'body' } })).data.items.map((one) => one.id);
    expect(today).toContain('offers-unplaced');
    const { release_cap } = await db.selectFrom('unit').select('release_cap').where('id', '=', unitId).executeTakeFirstOrThrow();
    await db.updateTable('unit').set({ release_cap: 0 }).where('id', '=', unitId).execute();
    expect((await refusal(confirm(officer, id, task.rootOrgId))).issues).toMatchObject([
      { code: 'unit-cap-full', params: { cap: 0 } },
    ]);
    await db.updateTable('unit').set({ release_cap }).where('id', '=', unitId).execute();
    await confirm(officer, id, task.rootOrgId);
    const [told] = (await member.call(myNoticeList, {})).data.items;
    expect(told).toMatchObject({ kind: 'offer-joined', params: { title: '社区防控演练' } });
    expect(told!.params.org).not.toBe('');
    expect((await led())!.orgName).toBe(told!.params.org);
    expect((await waiting(officer)).map((one) => one.id)).not.toContain(id);
  });

  test('S-162 two catalogues: resources of units line by line, forces as counts; a resource is used for a stated need of a task and given back', async () => {
    await state('planned');
    await db
      .updateTable('role_grant')
      .set({ org_id: small.orgs.get(TOUR_ORGS.waterGroup)! })
      .where('account_id', '=', DEMO_ACCOUNTS.unitSecretary.id)
      .execute();
    const unit = await server.as('unitSecretary');
    const officer = await server.as('districtOfficer');
    const city = await server.as('cityOfficer');
    const [group, bureau] = [small.units.get(TOUR_UNITS.waterGroup)!, small.units.get(TOUR_UNITS.waterBureau)!];
    const kinds = ['thing', 'right', 'money', 'knowledge'] as const;
    const make = (unitId: string, kind: (typeof kinds)[number]) =>
      unit.call(resourceOffer, { body: { unitId, kind, title: `一项${kind}`, quantity: 3, measure: '件' } });
    for (const kind of kinds) await make(group, kind);
    expect((await refusal(make(bureau, 'thing'))).code).toBe('outside-scope');
    const catalogue = (await city.call(catalogueShow, {})).data;
    const resources = (await city.call(resourceList, {})).data.items;
    const forces = (await city.call(forceList, {})).data.items;
    expect(new Set(resources.map((one) => one.kind))).toEqual(new Set(kinds));
    expect(forces.find((one) => one.id === bureau)).toMatchObject({ members: 12, cap: 12 });
    // People are never among the resources, and no force names anybody.
    const words = JSON.stringify([catalogue, forces]);
    const names = await db.selectFrom('person_name').select(['name', 'person_id']).execute();
    for (const { name, person_id } of names) {
      expect(words).not.toContain(person_id);
      expect(words).not.toContain(name);
    }
    expect(Object.keys(resources[0]!)).not.toContain('personId');
    // Used in the making of a plan: for a stated need only, by one task at a time, seen by the unit, kept in the log.
    const params = { taskId: task.taskId };
    const beside = async () => (await officer.call(taskResourceList, { params })).data.items;
    const inState = async (state: 'used' | 'offered') => (await beside()).filter((one) => one.state === state);
    const offered = await inState('offered');
    const resourceId = offered.find((one) => one.kind === 'thing')!.id;
    const take = (usedFor: string) => officer.call(resourceTake, { params: { ...params, resourceId }, body: { usedFor } });
    expect((await refusal(take(' '))).issues?.[0]?.code).toBe('resource-need-missing');
    await take('1号卡点夜班');
    expect((await refusal(take('2号卡点'))).code).toBe('state-refuses');
    expect((await beside())[0]!.state).toBe('used');
    expect(await inState('used')).toMatchObject([{ id: resourceId, usedFor: '1号卡点夜班', state: 'used' }]);
    const left = await inState('offered');
    expect(left.map((one) => one.id)).not.toContain(resourceId);
    expect(left).toHaveLength(3);
    const seen = (await unit.call(resourceList, {})).data.items.find((one) => one.id === resourceId);
    expect(seen).toMatchObject({ state: 'used', taskTitle: '社区防控演练', usedFor: '1号卡点夜班' });
    expect((await refusal(community.call(resourceWithdraw, { params: { resourceId } }))).status).toBe(404);
    await officer.call(resourceReturn, { params: { ...params, resourceId } });
    expect((await refusal(officer.call(resourceReturn, { params: { ...params, resourceId } }))).status).toBe(404);
    await take('1号卡点夜班');
    await unit.call(resourceWithdraw, { params: { resourceId } });
    expect(await inState('used')).toEqual([]);
    const log = await db
      .selectFrom('task_change')
      .select('kind')
      .where('task_id', '=', task.taskId)
      .where('kind', 'like', 'resource%')
      .orderBy('at')
      .execute();
    expect(log.map((one) => one.kind)).toEqual(['resource-use', 'resource-return', 'resource-use', 'resource-gone']);
  });

  test('offers are erased on their date', async () => {
    const before = await sql<{ n: number }>`select count(*)::int as n from offer`.execute(db);
    expect(before.rows[0]!.n).toBeGreaterThan(0);
    await sql`update offer set erase_after = ${today}`.execute(db);
    await eraseDue(server.deps.store, cityId, new Date(server.deps.clock.now()));
    expect((await mine()).offers).toEqual([]);
  });
});
