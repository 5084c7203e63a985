import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { myDataShow } from '#contract/my-data';
import { myNoticeList, noticeList } from '#contract/notices';
import { orgParticipations, orgShow } from '#contract/organizations';
import { rosterBoard } from '#contract/rosters';
import { chainRelease, endingShow, joinerAdd, rosterShow, taskEnd } from '#contract/running';
import { sourcesShow } from '#contract/sources';
import { taskCreate, taskList, taskShow } from '#contract/tasks';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { addDays, type Day } from '#kernel/lib';
import { DEMO_PASSWORD } from '#server/demo-accounts';
import { addGrant } from '#store/account';
import { decisionBehind } from '#store/approval';
import { newId } from '#store/id';
import { eraseDue } from '#store/retention';
import { writeRoster } from '#store/roster';
import { memberIs, startsOn } from '../support/drill.ts';
import { startRunningDrill } from '../support/running-drill.ts';
import { refusal } from '../support/server.ts';

/** The chain of the drill as it runs: beside the standing tree, released in one area, ended, with everything else as it was. */
describe('the chain of a running task', async () => {
  const { server, db, rows, show, changes, sums, standing, ...drill } = await startRunningDrill();
  const { taskId, treeId, cityOrg, officer } = drill;

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

  test('header, tree, systems, units and the page of the end agree with the tables, also where somebody is in two organizations', async () => {
    const [leader] = await rows(sql<{ id: string; org: string }>`select p.person_id as id, p.org_id as org from participation p
      join org o on o.city_id = p.city_id and o.id = p.org_id where o.tree_id = ${treeId} and o.state = 'active' and p.valid_to > p.valid_from
      and p.valid_to = '9999-12-31' and o.form = 'branch' order by p.id limit 1`);
    const [other] = await rows(sql<{
      id: string;
    }>`select id from org where tree_id = ${treeId} and state = 'active' and form = 'branch'
      and id <> ${leader!.org}::uuid order by id limit 1`);
    const from = (await show()).asOf;
    await officer.call(joinerAdd, { params: { taskId }, body: { orgId: other!.id, personId: leader!.id, from } });
    const { people, chain, boundaries, units, asOf, duties } = await show();
    const present = sql`select distinct p.org_id, p.person_id, p.source_unit_id, p.source_system from participation p join org o on o.city_id = p.city_id
      and o.id = p.org_id where o.tree_id = ${treeId} and p.valid_from <= ${asOf} and p.valid_to > ${asOf}`;
    const [all] = await rows(sql<{ people: number; idle: number; parts: number }>`with n as (${present}), busy as (
        select distinct q.person_id from duty d join participation q on q.city_id = d.city_id and q.id = d.participation_id
        join org o on o.city_id = q.city_id and o.id = q.org_id where o.tree_id = ${treeId} and d.state <> 'ended')
      select count(distinct person_id)::int as people, count(*)::int as parts,
        count(distinct person_id) filter (where person_id not in (select person_id from busy))::int as idle from n`);
    expect(all!.parts).toBeGreaterThan(all!.people);
    expect(people).toEqual({ all: all!.people, withoutPost: all!.idle });
    expect(chain.find((one) => one.parentId === null)!.people).toBe(all!.people);
    const below = await rows(sql<{
      id: string;
      n: number;
    }>`with n as (${present}) select c.ancestor_id as id, count(distinct n.person_id)::int as n
      from n join org_closure c on c.descendant_id = n.org_id and c.tree_id = ${treeId} group by 1`);
    const counted = new Map(below.map((one) => [one.id, one.n]));
    expect(chain.filter((one) => one.people !== (counted.get(one.id) ?? 0))).toEqual([]);
    const { evidence, unknown } = boundaries.system;
    expect(evidence.reduce((sum, one) => sum + (one.count ?? 0), unknown)).toBe(all!.people);
    const lent = await rows(sql<{
      id: string;
      people: number;
    }>`with n as (${present}) select source_unit_id as id, count(distinct person_id)::int as people
      from n where source_unit_id is not null group by 1 order by 1`);
    expect(units.map(({ id, people: n }) => ({ id, people: n })).sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(lent);
    const ending = (await officer.call(endingShow, { params: { taskId }, query: { on: asOf } })).data;
    // Whoever joins on a later day goes home too.
    const [open] = await rows(sql<{
      n: number;
    }>`select count(distinct p.person_id)::int as n from participation p join org o on o.city_id = p.city_id
      and o.id = p.org_id where o.tree_id = ${treeId} and p.valid_to > greatest(${asOf}::date, p.valid_from)`);
    expect([ending.people, ending.duties]).toEqual([open!.n, duties.all]);
    // Both pages count the same units: those whose people gave up, and those of a part that was released, lend nobody any more.
    expect(ending.units).toBe(units.length);
  });

  test('S-192 the end closes the chain and every participation, keeps notes and thanks, and leaves the standing tree and homes row for row', async () => {
    const day = server.deps.clock.today();
    const start = (await rows(sql<{ day: Day }>`select starts_on as day from task where id = ${taskId}::uuid`))[0]!.day;
    const early = await refusal(
      officer.call(taskEnd, { params: { taskId }, body: { on: addDays(start, -1), lessons: '', thanks: '' } }),
    );
    expect(early.issues?.map((issue) => issue.code)).toContain('end-before-start');
    await startsOn(server, taskId, day);
    const [seat] = await rows(sql<{
      org: string;
      personId: string;
      postId: string;
      slotNo: number;
    }>`select p.org_id as org, p.person_id as "personId",
      d.post_id as "postId", d.slot_no as "slotNo" from duty d join participation p on p.city_id = d.city_id and p.id = d.participation_id
      join post s on s.city_id = d.city_id and s.id = d.post_id where s.task_id = ${taskId}::uuid and d.state <> 'ended' order by d.id limit 1`);
    await writeRoster(
      db,
      server.cityId,
      {
        ...{ id: null, orgId: seat!.org, from: day, to: addDays(day, 2), offDays: [], restHours: 11, mostInRow: 6 },
        ...{ by: DEMO_ACCOUNTS.cityOfficer.id, at: new Date(server.deps.clock.now()) },
      },
      [{ personId: seat!.personId, day, postId: seat!.postId, slotNo: seat!.slotNo, fixed: false }],
    );
    const [lender] = await rows(sql<{ id: string }>`select id from unit order by id limit 1`);
    const used = { city_id: server.cityId, id: newId(), unit_id: lender!.id, kind: 'thing', title: '应急送水车' } as const;
    await db
      .insertInto('resource')
      .values({ ...used, task_id: taskId, state: 'used', used_for: '送水' } as never)
      .execute();
    const preview = (await officer.call(endingShow, { params: { taskId } })).data;
    const others = await rows(
      sql`select 1 from resource where task_id = ${taskId}::uuid and state = 'used' and id <> ${used.id}::uuid`,
    );
    expect(preview.resources).toBe(others.length + 1);
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
    // Afterwards the same numbers stand everywhere, and who drafted it hears of the end.
    const after = (await officer.call(endingShow, { params: { taskId } })).data;
    const { organizations, people, participations, duties, offices, units, resources, notes: kept } = preview;
    expect(after).toMatchObject({
      organizations,
      people,
      participations,
      duties,
      offices,
      units,
      resources,
      notes: kept,
      thanks: '谢谢大家',
    });
    const [row] = (await officer.call(taskList, { query: { closed: 'yes' } })).data.items.filter((one) => one.id === taskId);
    expect([row!.figures.short, row!.figures.places.params.placed]).toEqual([null, preview.duties]);
    const drafter = await server.as('cityOfficer');
    const heard = (await drafter.call(noticeList, {})).data.items.filter((one) => one.kind === 'task-ended');
    expect(heard).toHaveLength(1);
    // What pointed at a duty points at nothing any more.
    const [served] = await rows(
      sql<{ id: string }>`select person_id as id from notice where kind = 'duty' and person_id is not null limit 1`,
    );
    await memberIs(server, served!.id);
    const told = (await (await server.as('member')).call(myNoticeList, {})).data.items.filter((one) => one.kind === 'duty');
    expect(told.map((one) => one.past)).toEqual(told.map(() => true));
    // Who served on the one day reads that day, not that it never began.
    const own = (await (await server.as('member')).call(myDataShow, {})).data;
    const oneDay = { from: day, until: day };
    expect(own.serviceNotes[0]).toMatchObject(oneDay);
    expect(own.participations.find((one) => one.organization === own.serviceNotes[0]!.organization)).toMatchObject(oneDay);
    // Shifts go with the task: who served on which day is not kept.
    const board = (await officer.call(rosterBoard, { params: { taskId, orgId: seat!.org }, query: {} })).data;
    expect(board).toMatchObject({ kept: false, mayEdit: false, taskState: 'ended', duties: [], people: [] });
    expect((await officer.call(taskShow, { params: { taskId } })).data).toMatchObject({
      endedOn: day,
      calledOff: false,
      mayEdit: false,
    });
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
