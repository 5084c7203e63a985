import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '#contract/client';
import { myCalendar, myDutyAnswer, myDutyContact, myDutyList } from '#contract/me';
import { orgParticipations, orgShow } from '#contract/organizations';
import {
  chainRelease,
  changeList,
  difficultySettle,
  dutySheet,
  endingShow,
  joinerAdd,
  rosterShow,
  runningShow,
  slotFill,
  slotOpen,
  taskEnd,
} from '#contract/running';
import { sourcesShow } from '#contract/sources';
import { taskCreate, taskShow } from '#contract/tasks';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { addDays, type Day } from '#kernel/lib';
import { DEMO_PASSWORD } from '#server/demo-accounts';
import { proposeDue } from '#server/replacements';
import { addGrant } from '#store/account';
import { decisionBehind } from '#store/approval';
import { newId } from '#store/id';
import { looksAt } from '#store/person-read';
import { eraseDue } from '#store/retention';
import { writeRoster } from '#store/roster';
import { namesLookedAt } from '#store/trail';
import { memberIs, runDrill, startsOn } from '../support/drill.ts';
import { refusal, startTestServer } from '../support/server.ts';

/** The drill runs: people answer, slots open and are filled, someone joins late, the task ends. */
describe('a running task', async () => {
  const server = await startTestServer({ seed: 'demo' });
  const { db } = server.deps.store;
  let officer: Client;
  let member: Client;
  let taskId = '';
  let treeId = '';
  let cityOrg = '';

  const rows = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(db)).rows;
  const show = async (day?: string) => (await officer.call(runningShow, { params: { taskId }, query: day ? { day } : {} })).data;
  const changes = async () => (await officer.call(changeList, { params: { taskId } })).data.items;
  /** A person of the plan with one open duty who leads nothing. */
  const someone = async (skip = 0) =>
    (
      await rows(sql<{ personId: string; dutyId: string }>`
        select p.person_id as "personId", d.id as "dutyId" from duty d join participation p on p.city_id = d.city_id and p.id = d.participation_id
        where d.state = 'told' and p.role = 'member' and not exists (select 1 from office f where f.city_id = p.city_id and f.person_id = p.person_id)
        order by d.id offset ${skip} limit 1`)
    )[0]!;
  const sums = async () =>
    rows(sql<{ name: string; sum: string }>`
      select 'org' as name, md5(string_agg(o::text, '|' order by o.id)) as sum from org o where o.standing
      union all select 'edge', md5(string_agg(e::text, '|' order by e.id)) from org_edge e join tree t on t.city_id = e.city_id and t.id = e.tree_id where t.kind = 'standing'
      union all select 'closure', md5(string_agg(c::text, '|' order by c.ancestor_id, c.descendant_id)) from org_closure c join tree t on t.city_id = c.city_id and t.id = c.tree_id where t.kind = 'standing'
      union all select 'home', md5(string_agg(h::text, '|' order by h.id)) from home h order by 1`);
  let standing: Awaited<ReturnType<typeof sums>>;

  beforeAll(async () => {
    standing = await sums();
    cityOrg = (await rows(sql<{ id: string }>`select id from org where name = '中共南阳市委' and standing`))[0]!.id;
    ({ taskId } = await runDrill(server, {
      issuerOrgId: cityOrg,
      issuerUnitId: null,
      issuedOn: '2026-01-20',
      basis: '市委常委会会议纪要第3号',
    }));
    officer = await server.as('cityOfficer');
    member = await server.as('member');
    treeId = (await rows(sql<{ id: string }>`select tree_id as id from org where task_id = ${taskId}::uuid limit 1`))[0]!.id;
  }, 300_000);

  test('S-164 S-165 S-175 S-176 S-177 district, subdistricts and communities get a committee, general branches and branches of their own beside the standing ones', async () => {
    const kinds = await rows(sql<{ form: string; kind: string; standing: boolean; count: number }>`
      select o.form, a.kind, o.standing, count(*)::int as count from org o join area a on a.city_id = o.city_id and a.id = o.area_id
      where o.tree_id = ${treeId} and o.state = 'active' group by 1, 2, 3 order by 4`);
    const of = (form: string) => kinds.filter((one) => one.form === form);
    expect(of('committee')).toMatchObject([{ standing: false, count: 1 }]);
    expect(of('general-branch')).toMatchObject([{ standing: false, count: 4 }]);
    expect(of('branch').reduce((sum, one) => sum + one.count, 0)).toBe(20);
    const both = await rows(sql<{ form: string; standing: string }>`
      select o.form, s.form as standing from org o join org s on s.city_id = o.city_id and s.area_id = o.area_id and s.standing and s.id <> o.id and s.unit_id is null
      where o.tree_id = ${treeId}`);
    expect(both).toContainEqual({ form: 'committee', standing: 'committee' });
    const subdistricts = await rows(sql<{ standing: string[] }>`
      select array_agg(s.form || ' ' || s.class order by s.form) filter (where s.id is not null) as standing from org o
      left join org s on s.city_id = o.city_id and s.area_id = o.area_id and s.standing and s.state = 'active'
      where o.tree_id = ${treeId} and o.form = 'general-branch' group by o.id`);
    expect(subdistricts).toHaveLength(4);
    for (const one of subdistricts) expect(one.standing).toContain('committee primary-level');
    const tags = await rows(sql<{ tags: string[] }>`select distinct array_agg(t.tag order by t.tag) as tags from org o
      join org_tag t on t.city_id = o.city_id and t.org_id = o.id where o.tree_id = ${treeId} group by o.id`);
    expect(tags).toEqual([{ tags: ['functional', 'temporary'] }]);
    // The page of each level says the same: one of the four forms, both kinds at once, not standing.
    const { chain } = await show();
    for (const form of ['committee', 'general-branch', 'branch', 'group']) {
      const node = chain.find((one) => one.form === form)!;
      const page = (await officer.call(orgShow, { params: { orgId: node.id } })).data;
      expect(page).toMatchObject({ form, standing: false, class: null });
      expect([...page.tags].sort()).toEqual(['functional', 'temporary']);
    }
    expect(await sums()).toEqual(standing);
  });

  test('S-172 the decision of the city committee, its date and basis stand on every organization derived from it', async () => {
    const orgs = await rows(sql<{ id: string; form: string }>`select id, form from org where tree_id = ${treeId} order by id`);
    expect(orgs).toHaveLength(145);
    const decisions = await Promise.all(orgs.map((org) => decisionBehind(db, server.cityId, org.id)));
    const number = decisions[0]!.documentNumber;
    expect(number).toMatch(/号$/);
    for (const one of decisions)
      expect(one).toMatchObject({
        issuer: '中共南阳市委',
        issuedOn: '2026-01-20',
        basis: '市委常委会会议纪要第3号',
        approver: '中共南阳市委',
        documentNumber: number,
      });
    const group = orgs.find((org) => org.form === 'group')!.id;
    const page = (await officer.call(orgShow, { params: { orgId: group } })).data;
    expect(page.decision).toMatchObject({ issuer: '中共南阳市委', issuedOn: '2026-01-20', basis: '市委常委会会议纪要第3号' });
    expect((await officer.call(orgShow, { params: { orgId: cityOrg } })).data.decision).toBeNull();
  });

  test('S-029 organizations of city, county, subdistrict and community levels are linked to one task side by side', async () => {
    // Standing organizations whose own members serve, by the level of their unit or of the area they lead.
    const homes = await rows(sql<{ id: string; level: string; people: number }>`
      select o.id, coalesce(u.affiliation_tier, a.kind) as level, count(distinct p.person_id)::int as people from participation p
        join org c on c.city_id = p.city_id and c.id = p.org_id and c.task_id = ${taskId}::uuid
        join home h on h.city_id = p.city_id and h.person_id = p.person_id
        join org o on o.city_id = h.city_id and o.id = h.org_id and o.standing
        left join unit u on u.city_id = o.city_id and u.id = o.unit_id left join area a on a.city_id = o.city_id and a.id = o.area_id
        group by 1, 2`);
    for (const level of ['city', 'county', 'subdistrict', 'community']) {
      const some = homes.find((one) => one.level === level);
      expect(some, `${level} of ${[...new Set(homes.map((one) => one.level))]}`).toBeDefined();
      // Whoever keeps that organization finds the task from it, with those of its members who serve.
      const grant = {
        id: newId(),
        cityId: server.cityId,
        accountId: DEMO_ACCOUNTS.unitSecretary.id,
        orgId: some!.id,
        unitId: null,
      };
      await addGrant(db, { ...grant, role: 'secretary', from: server.deps.clock.today(), by: null });
      const keeper = await server.signIn(DEMO_ACCOUNTS.unitSecretary.login, DEMO_PASSWORD, grant.id);
      const { items } = (await keeper.call(orgParticipations, { params: { orgId: some!.id }, query: {} })).data;
      const here = items.filter((one) => one.taskId === taskId);
      expect(new Set(here.map((one) => one.personId)).size, level).toBeGreaterThanOrEqual(some!.people);
      expect((await keeper.call(taskShow, { params: { taskId } })).data.id, level).toBe(taskId);
    }
    // The city committee stands above it as the one that decided the task.
    const { chain } = await show();
    expect((await officer.call(orgShow, { params: { orgId: chain[0]!.id } })).data).toMatchObject({
      task: { id: taskId },
      decision: { issuer: '中共南阳市委' },
    });
    const tiers = (await show()).boundaries.tier.evidence.map((one) => one.value);
    for (const tier of ['city', 'county', 'township', 'community']) expect(tiers).toContain(tier);
  });

  test('a duty is shown with place, time and leader; accepted, it goes into the calendar; the same key twice writes once', async () => {
    const one = await someone();
    await memberIs(server, one.personId);
    const mine = await member.call(myDutyList, {});
    const duty = mine.data.items.find((item) => item.id === one.dutyId)!;
    expect(duty).toMatchObject({ state: 'told', line: 'task', mode: 'assigned' });
    expect(duty.window).not.toBeNull();
    expect(duty.leader?.name).toMatch(/^.\*\*$/);
    const call = () => member.call(myDutyAnswer, { params: { dutyId: one.dutyId }, body: { answer: 'accept' } }, { key: 'once' });
    const [first, second] = [await call(), await call()];
    expect(second.data).toEqual(first.data);
    expect((await rows(sql<{ n: number }>`select version as n from duty where id = ${one.dutyId}::uuid`))[0]!.n).toBe(2);
    const calendar = Buffer.from((await member.call(myCalendar, {})).data).toString();
    expect(calendar).toContain('BEGIN:VEVENT');
    expect((await show()).duties.accepted).toBe(1);
  });

  test('another one’s duty is refused and its post is not told; a number is for leaders', async () => {
    const other = await someone(5);
    const refused = await refusal(member.call(myDutyAnswer, { params: { dutyId: other.dutyId }, body: { answer: 'accept' } }));
    expect(refused.issues?.[0]).toMatchObject({ code: 'duty-of-another', params: { post: '' } });
    const own = (await member.call(myDutyList, {})).data.items.find((item) => item.state === 'accepted')!;
    const number = await refusal(member.call(myDutyContact, { params: { dutyId: own.id }, body: { phone: '123456' } }));
    expect(number.status).toBe(409);
  });

  test('a difficulty reaches the leader and the running page with its words; settled, it stands again', async () => {
    const own = (await member.call(myDutyList, {})).data.items.find((item) => item.state === 'accepted')!;
    await member.call(myDutyAnswer, { params: { dutyId: own.id }, body: { answer: 'difficulty', words: '那天有孩子家长会' } });
    const { difficulties } = await show();
    expect(difficulties).toMatchObject([{ dutyId: own.id, words: '那天有孩子家长会' }]);
    // A body that the task merely touches reads neither the words nor who it is, and no count that points at somebody.
    const touched = await server.as('subdistrictSecretary');
    const { data: outside } = await touched.call(runningShow, { params: { taskId }, query: {} });
    expect(outside).toMatchObject({ seesPeople: false, difficulties: [] });
    const shown = [...outside.units.map((one) => one.people), ...outside.boundaries.unit.evidence.map((one) => one.count)];
    expect(shown).toContain(null);
    for (const count of [...shown, ...outside.caps.map((one) => one.used)])
      expect(count === null || count === 0 || count >= 5).toBe(true);
    expect((await rows(sql`select 1 from notice where kind = 'duty-difficulty' and person_id is not null`)).length).toBe(1);
    await officer.call(difficultySettle, { params: { taskId, dutyId: own.id }, body: { how: 'stands' } });
    expect((await show()).difficulties).toEqual([]);
  });

  test('declining opens the slot without a name, lets the person rest and keeps no reason; the plan desk proposes, nobody is placed by itself', {
    timeout: 200_000,
  }, async () => {
    const one = await someone(3);
    await memberIs(server, one.personId);
    await member.call(myDutyAnswer, { params: { dutyId: one.dutyId }, body: { answer: 'decline' } });
    expect((await member.call(myDutyList, {})).data.items.filter((item) => item.line === 'task')).toEqual([]);
    const told = await rows(sql<{ params: object }>`select params from notice where kind = 'slot-opened'`);
    expect(told.length).toBeGreaterThan(0);
    expect(JSON.stringify(told)).not.toContain(one.personId);
    expect((await rows(sql`select 1 from task_rest where person_id = ${one.personId}::uuid`)).length).toBe(1);
    const again = await refusal(member.call(myDutyAnswer, { params: { dutyId: one.dutyId }, body: { answer: 'accept' } }));
    expect(again.issues?.[0]?.code).toBe('duty-ended');
    await proposeDue(server.deps);
    // What is open is an opening or a post that the plan left short: together they are what is missing.
    const state = await show();
    const heads = (
      await rows(sql<{ n: number }>`select sum(head_count)::int as n from post where task_id = ${taskId}::uuid and not withdrawn`)
    )[0]!.n;
    const short = state.shortPosts.reduce((sum, one) => sum + one.missing, 0);
    expect(state.duties.all + state.openSlots.length + short).toBe(heads);
    const slot = (await show()).openSlots[0]!;
    expect(slot.computed).toBe(true);
    expect(await rows(sql`select 1 from slot_opening where filled_at is not null`)).toEqual([]);
    const rested = await refusal(
      officer.call(slotFill, { params: { taskId, openingId: slot.id }, body: { personId: one.personId } }),
    );
    expect(rested.issues?.[0]?.code).toBe('slot-person-not-free');
    const found =
      slot.proposal?.personId ??
      (
        await rows(
          sql<{
            id: string;
          }>`select id from person p where status = 'full' and not exists (select 1 from participation x where x.person_id = p.id) order by id limit 1`,
        )
      )[0]!.id;
    await officer.call(slotFill, { params: { taskId, openingId: slot.id }, body: { personId: found } });
    expect((await show()).openSlots).toEqual([]);
    expect((await changes())[0]?.kind).toBe('slot-fill');
  });

  test('a place that the plan left open is opened and filled like one that was given up; a full post is not opened', async () => {
    const before = await show();
    const short = before.shortPosts[0]!;
    const { data } = await officer.call(slotOpen, { params: { taskId, postId: short.id } });
    const opened = await show();
    const missing = (state: typeof before) => state.shortPosts.reduce((sum, one) => sum + one.missing, 0);
    expect(opened.openSlots.map((one) => [one.id, one.orgId])).toEqual([[data.id, short.orgId]]);
    expect(opened.openSlots[0]).toMatchObject({ computed: true, proposal: null });
    expect(missing(opened)).toBe(missing(before) - 1);
    const [free] = await rows(
      sql<{
        id: string;
      }>`select id from person p where status = 'full' and not exists (select 1 from participation x where x.person_id = p.id) order by id limit 1`,
    );
    await officer.call(slotFill, { params: { taskId, openingId: data.id }, body: { personId: free!.id } });
    const filled = await show();
    expect(filled.openSlots).toEqual([]);
    expect([filled.duties.all, missing(filled)]).toEqual([before.duties.all + 1, missing(before) - 1]);
    expect((await rows(sql`select 1 from notice where person_id = ${free!.id}::uuid and kind = 'duty'`)).length).toBe(1);
    const full = filled.posts.find((post) => !filled.shortPosts.some((one) => one.id === post.id))!;
    const refused = await refusal(officer.call(slotOpen, { params: { taskId, postId: full.id } }));
    expect(refused.status).toBe(404);
  });

  test('S-185 someone who joins on day 20 has both days in the roster and counts from that day', async () => {
    const { chain } = await show();
    const group = chain.find((node) => node.form === 'group')!;
    const stranger = (
      await rows(sql<{
        id: string;
      }>`select p.id from person p join unit u on u.city_id = p.city_id and u.id = p.unit_id and u.system = 'non-public'
        where p.status = 'full' and not exists (select 1 from participation x where x.person_id = p.id) order by p.id limit 1`)
    )[0]!.id;
    const start = (await rows(sql<{ day: Day }>`select starts_on as day from task where id = ${taskId}::uuid`))[0]!.day;
    const later = addDays(start, 19);
    const people = async (day: string) =>
      (await show(day)).boundaries.system.evidence.find((one) => one.value === 'outside')?.count ?? 0;
    const [early, late] = [await people(addDays(start, 18)), await people(later)];
    await officer.call(joinerAdd, { params: { taskId }, body: { orgId: group.id, personId: stranger, from: later } });
    expect(await people(addDays(start, 18))).toBe(early);
    expect(await people(later)).toBe(late + 1);
    const roster = await officer.call(rosterShow, { params: { taskId, orgId: group.id } });
    const days = roster.data.people.map((one) => one.from);
    expect(days).toContain(start);
    expect(roster.data.people.find((one) => one.personId === stranger)).toMatchObject({ from: later, to: null });
    // S-124: the same people in a standing organization are refused, and the refusal says where they may serve together.
    const inStanding = { orgId: cityOrg, personId: stranger, from: later };
    const standing = await refusal(officer.call(joinerAdd, { params: { taskId }, body: inStanding }));
    expect(standing.issues).toMatchObject([{ code: 'participation-in-standing' }]);
    // A second time: said so by name, nothing written, nobody told again.
    const again = await refusal(
      officer.call(joinerAdd, { params: { taskId }, body: { orgId: group.id, personId: stranger, from: addDays(later, 3) } }),
    );
    expect(again.issues).toMatchObject([{ code: 'join-already-there', params: { org: group.name, since: later } }]);
    expect(again.issues![0]!.params.name).toMatch(/^.\*+$/);
    const kept = await rows(
      sql`select 1 from participation where person_id = ${stranger}::uuid union all
        select 1 from notice where person_id = ${stranger}::uuid and kind = 'joined'`,
    );
    expect(kept).toHaveLength(2);
    // Nor does the table take a second one.
    const twice = sql`insert into participation (city_id, id, person_id, org_id, role, mode, valid_from)
      select city_id, gen_random_uuid(), person_id, org_id, role, mode, valid_from from participation where person_id = ${stranger}::uuid`;
    await expect(twice.execute(db)).rejects.toMatchObject({ constraint: 'participation_once' });
  });

  test('sheets for a unit and for a post are Word files; what their names are for is asked, and everyone named can read it', async () => {
    const { units, posts } = await show();
    const onPost = await rows(sql<{ id: string }>`
      select distinct p.person_id as id from duty d join participation p on p.city_id = d.city_id and p.id = d.participation_id
      where d.post_id = ${posts[0]!.id}::uuid and d.state <> 'ended'`);
    const looks = async () => (await namesLookedAt(db, server.cityId, onPost[0]!.id)).map((one) => one.purpose);
    for (const [of, id] of [
      ['unit', units[0]!.id],
      ['post', posts[0]!.id],
    ] as const) {
      const bare = await refusal(officer.call(dutySheet, { params: { taskId }, body: { of, id, purpose: ' ' } }));
      expect(bare.issues?.map((issue) => issue.code)).toEqual(['purpose-missing']);
      const before = await looks();
      const sheet = await officer.call(dutySheet, { params: { taskId }, body: { of, id, purpose: `贴在门口 ${of}` } });
      expect(Buffer.from(sheet.data).subarray(0, 2).toString()).toBe('PK');
      if (of === 'post') expect(await looks()).toEqual(['贴在门口 post', ...before]);
    }
    // The page of the member says the same as the trail.
    const page = await looksAt(db, server.cityId, onPost[0]!.id, 10);
    expect(page[0]).toMatchObject({ purpose: '贴在门口 post', by: '赵经办' });
    // Who merely is touched by the task prints nothing.
    const touched = await server.as('subdistrictSecretary');
    const refused = await refusal(
      touched.call(dutySheet, { params: { taskId }, body: { of: 'post', id: posts[0]!.id, purpose: '看看' } }),
    );
    expect(refused.code).toBe('names-not-allowed');
  });

  test('S-171 the need moves: one area is released, its people can be planned elsewhere, history is kept', {
    timeout: 200_000,
  }, async () => {
    const today = server.deps.clock.today();
    await startsOn(server, taskId, today);
    const { chain } = await show();
    const street = chain.find((node) => node.form === 'general-branch')!;
    const root = chain.find((node) => node.parentId === null)!;
    const before = await rows(sql<{ personId: string; orgId: string; unitId: string }>`
      select p.person_id as "personId", p.org_id as "orgId", p.source_unit_id as "unitId" from participation p join org_closure c
        on c.city_id = p.city_id and c.descendant_id = p.org_id and c.ancestor_id = ${street.id}::uuid where p.valid_to > ${today} order by p.valid_to desc, p.id`);
    const lent = async () => {
      const { data } = await officer.call(sourcesShow, { params: { taskId: other } });
      return { canLend: data.canLend, lent: data.units.reduce((sum, unit) => sum + (unit.lent ?? 0), 0) };
    };
    const wancheng = (await rows(sql<{ id: string }>`select id from area where name = '宛城区'`))[0]!.id;
    const other = (
      await officer.call(taskCreate, { body: { title: '宛城区卡点值守', pack: 'epidemic-control', areaId: wancheng } })
    ).data.id;
    const full = await lent();
    const release = (orgId: string, reason: string, on = today) =>
      officer.call(chainRelease, { params: { taskId, orgId }, body: { on, reason } });
    expect((await refusal(release(root.id, '疫情转到城区'))).issues?.[0]?.code).toBe('release-root');
    expect((await refusal(release(street.id, ' '))).issues?.[0]?.code).toBe('release-reason-missing');
    expect((await refusal(release(street.id, '疫情转到城区', addDays(today, 1)))).issues?.[0]?.code).toBe('end-in-future');
    const shifts = await writeRoster(
      db,
      server.cityId,
      {
        ...{ id: null, orgId: before[0]!.orgId, from: today, to: addDays(today, 7), offDays: [], restHours: 11, mostInRow: 6 },
        ...{ by: DEMO_ACCOUNTS.cityOfficer.id, at: new Date(server.deps.clock.now()) },
      },
      [],
    );
    await release(street.id, '疫情转到城区');
    expect(await rows(sql`select 1 from roster where id = ${shifts}::uuid`)).toEqual([]);
    expect((await refusal(release(street.id, '疫情转到城区'))).code).toBe('state-refuses');
    // Released in one area: the part has ended, the rest of the chain runs on.
    const after = await show();
    expect(after.chain.filter((node) => node.ended).length).toBe(chain.length - after.chain.filter((node) => !node.ended).length);
    expect(after.chain.find((node) => node.id === street.id)).toMatchObject({ ended: true, people: 0 });
    expect(after.chain.find((node) => node.id === root.id)).toMatchObject({ ended: false });
    expect((await changes())[0]).toMatchObject({
      kind: 'release',
      params: { reason: '疫情转到城区', people: new Set(before.map((one) => one.personId)).size },
    });
    // Opened in another: those people count as free there, and one is put into a group of another subdistrict.
    const freed = await lent();
    expect(freed.lent).toBeLessThan(full.lent);
    expect(freed.canLend!).toBeGreaterThan(full.canLend!);
    const elsewhere = after.chain.find((node) => node.form === 'group' && !node.ended)!;
    const who = before[0]!;
    await officer.call(joinerAdd, {
      params: { taskId },
      body: { orgId: elsewhere.id, personId: who.personId, from: addDays(today, 1) },
    });
    // History: both places with both days.
    const old = (await officer.call(rosterShow, { params: { taskId, orgId: who.orgId } })).data.people.find(
      (one) => one.personId === who.personId,
    );
    const next = (await officer.call(rosterShow, { params: { taskId, orgId: elsewhere.id } })).data.people.find(
      (one) => one.personId === who.personId,
    );
    expect(old?.to).not.toBeNull();
    expect(next).toMatchObject({ from: addDays(today, 1), to: null });
    const told = await rows(sql`select 1 from notice where kind = 'released' and person_id = ${who.personId}::uuid`);
    expect(told).toHaveLength(1);
    expect(await sums()).toEqual(standing);
  });

  test('S-192 the end closes the chain and every participation, keeps notes and thanks, and leaves the standing tree and homes row for row', async () => {
    const day = server.deps.clock.today();
    const start = (await rows(sql<{ day: Day }>`select starts_on as day from task where id = ${taskId}::uuid`))[0]!.day;
    const early = await refusal(
      officer.call(taskEnd, { params: { taskId }, body: { on: addDays(start, -1), lessons: '', thanks: '' } }),
    );
    expect(early.issues?.map((issue) => issue.code)).toContain('end-before-start');
    await startsOn(server, taskId, day);
    const preview = (await officer.call(endingShow, { params: { taskId } })).data;
    // One subdistrict was released before; its organizations have ended already.
    const open = await rows(
      sql<{ n: number }>`select count(*)::int as n from org where tree_id = ${treeId} and state = 'active'`,
    );
    expect(preview.organizations).toBe(open[0]!.n);
    expect(open[0]!.n).toBeLessThan(145);
    await officer.call(taskEnd, { params: { taskId }, body: { on: day, lessons: '夜班要早一天告诉', thanks: '谢谢大家' } });
    expect(await rows(sql`select state, count(*)::int as n from org where tree_id = ${treeId} group by 1`)).toEqual([
      { state: 'ended', n: 145 },
    ]);
    const still = await rows(sql`select 1 from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
      where o.tree_id = ${treeId} and p.valid_to > ${day} and p.valid_from <= ${day}`);
    expect(still).toEqual([]);
    expect(
      await rows(
        sql`select 1 from duty d join post s on s.city_id = d.city_id and s.id = d.post_id where s.task_id = ${taskId}::uuid and d.state <> 'ended'`,
      ),
    ).toEqual([]);
    const notes = await rows(sql<{ thanks: string }>`select thanks from service_note where task_id = ${taskId}::uuid`);
    expect(notes.length).toBeGreaterThanOrEqual(868);
    expect(new Set(notes.map((one) => one.thanks))).toEqual(new Set(['谢谢大家']));
    expect(await sums()).toEqual(standing);
    const twice = await refusal(officer.call(taskEnd, { params: { taskId }, body: { on: day, lessons: '', thanks: '' } }));
    expect(twice.issues?.[0]?.code).toBe('task-state-refuses');
  });

  test('wishes, numbers, opinions and rests go on their date, and not before', async () => {
    const wishes = () => rows(sql`select 1 from person_wish where erase_after is not null`).then((all) => all.length);
    const some = await wishes();
    await eraseDue(server.deps.store, server.cityId, new Date(server.deps.clock.now()));
    expect(await wishes()).toBe(some);
    await sql`update person_wish set erase_after = ${server.deps.clock.today()} where erase_after is not null`.execute(db);
    await eraseDue(server.deps.store, server.cityId, new Date(server.deps.clock.now()));
    expect(await wishes()).toBe(0);
  });
});
