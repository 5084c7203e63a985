import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Client } from '#contract/client';
import { myCalendar, myDutyAnswer, myDutyList, myDutyNames } from '#contract/me';
import { myDataShow } from '#contract/my-data';
import { orgShow } from '#contract/organizations';
import {
  myRosterWish,
  rosterBoard,
  rosterFile,
  rosterNames,
  rosterProposal,
  rosterProposalStop,
  rosterPropose,
  rosterSave,
  rosterWish,
} from '#contract/rosters';
import { runningShow } from '#contract/running';
import { todayShow } from '#contract/today';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { addDays, type Day } from '#kernel/lib';
import { DEMO_PASSWORD } from '#server/demo-accounts';
import { addGrant } from '#store/account';
import { setChainState } from '#store/chain';
import { newId } from '#store/id';
import { namesLookedAt } from '#store/trail';
import { memberIs } from '../support/drill.ts';
import { refusal, startTestServer } from '../support/server.ts';
import { createSmallRoster, inOtherHours } from '../support/small-roster.ts';

describe('shifts of a group', async () => {
  const server = await startTestServer();
  const { db } = server.deps.store;
  const today = server.deps.store.today();
  const group = await createSmallRoster(db, server.small, today);
  const { people, posts, from } = group;
  const params = { taskId: group.taskId, orgId: group.orgId };
  const [early, , night] = posts.map((post) => `${post}.0`) as [string, string, string];
  const rules = { restHours: 11, mostInRow: 6 };
  const contentOf = (duties: readonly { person: string; day: string; shift: string }[]) => ({
    ...{ from, to: group.to, offDays: [], rules },
    duties: duties.map((one) => ({ ...one, fixed: false })),
  });
  const board = async (client: Client) => client.call(rosterBoard, { params });
  const computed = async (client: Client) => {
    const proposalId = (await client.call(rosterPropose, { params, body: contentOf([]) })).data.id;
    for (let i = 0; i < 600; i++) {
      const { data } = await client.call(rosterProposal, { params: { ...params, proposalId } });
      if (data.state !== 'working') return data;
      await new Promise((later) => setTimeout(later, 50));
    }
    throw new Error('the computation did not end');
  };

  test('who may: owner, headquarters and the leader plan; members of the group look; nobody else sees it', async () => {
    for (const part of ['cityOfficer', 'districtOfficer', 'headquarters'] as const)
      expect((await board(await server.as(part))).data.mayEdit, part).toBe(true);
    for (const part of ['subdistrictSecretary', 'unitSecretary', 'machine', 'security'] as const)
      expect((await refusal(board(await server.as(part)))).status, part).toBe(403);
    const member = await server.as('member');
    const seen = (await board(member)).data;
    expect([seen.mayEdit, seen.mayName]).toEqual([false, false]);
    expect(seen.people.every((one) => one.name.includes('*'))).toBe(true);
    expect((await refusal(member.call(rosterPropose, { params, body: contentOf([]) }))).code).toBe('outside-scope');
    expect((await refusal(member.call(rosterNames, { params, body: { purpose: '看看' } }))).code).toBe('names-not-allowed');
    await memberIs(server, people[1]!);
    expect((await board(member)).data.mayEdit).toBe(true);
    expect(Object.keys((await member.call(rosterNames, { params, body: { purpose: '贴在卡点' } })).data.names)).toHaveLength(6);
    await memberIs(server, people[0]!);
    const other = { ...params, taskId: group.orgId };
    expect((await refusal((await server.as('cityOfficer')).call(rosterBoard, { params: other }))).status).toBe(403);
  });

  test('S-181 a bureau head who is an ordinary member takes orders from the leader of the group; his office at home gives no right there', async () => {
    const head = people[0]!;
    const home = await db.selectFrom('home').select('org_id').where('person_id', '=', head).executeTakeFirstOrThrow();
    const at = { city_id: server.cityId, org_id: home.org_id, how: 'elected' as const, state: 'active' as const };
    await db.deleteFrom('office').where('org_id', '=', home.org_id).where('office', '=', 'secretary').execute();
    await db
      .insertInto('office')
      .values({ ...at, id: newId(), person_id: head, office: 'secretary', valid_from: today })
      .execute();
    const grant = newId();
    const accountId = DEMO_ACCOUNTS.member.id;
    await addGrant(db, {
      ...{ id: grant, cityId: server.cityId, accountId, role: 'secretary', orgId: home.org_id, unitId: null },
      ...{ from: '2020-01-01' as Day, by: null },
    });
    const asHead = await server.signIn(DEMO_ACCOUNTS.member.login, DEMO_PASSWORD, grant);
    const asMember = await server.as('member');
    // At home he leads; in the group what he may do is what the member next to him may do, which is to look.
    expect((await asHead.call(orgShow, { params: { orgId: home.org_id } })).data.may.edit).toBe(true);
    const rights = async (client: Client) => {
      const { data } = await board(client);
      const tried = [
        client.call(rosterPropose, { params, body: contentOf([]) }),
        client.call(rosterSave, { params, body: contentOf([]) as never }, { ifMatch: '"v0"' }),
        client.call(rosterNames, { params, body: { purpose: '看看' } }),
      ];
      return {
        edit: data.mayEdit,
        name: data.mayName,
        refused: await Promise.all(tried.map(async (one) => (await refusal(one)).code)),
      };
    };
    await memberIs(server, people[2]!);
    const neighbour = await rights(asMember);
    expect(neighbour).toEqual({ edit: false, name: false, refused: ['outside-scope', 'outside-scope', 'names-not-allowed'] });
    await memberIs(server, head);
    expect(await rights(asMember)).toEqual(neighbour);
    const grown = await refusal(asHead.call(rosterPropose, { params, body: contentOf([]) }));
    expect(grown.code).toBe('outside-scope');
    // His duty names the leader of the group, a community worker, as the one he takes orders from.
    const duty = (await asMember.call(myDutyList, {})).data.items.find((one) => one.line === 'task')!;
    const [leader] = await db.selectFrom('person_name').select('name').where('person_id', '=', people[1]!).execute();
    expect(duty.leader?.name?.[0]).toBe(leader!.name[0]);
    await db.deleteFrom('office').where('person_id', '=', head).where('org_id', '=', home.org_id).execute();
    await db.updateTable('role_grant').set({ valid_to: today }).where('id', '=', grant).execute();
  });

  test('computed in a thread, kept once: a repeated key changes nothing, a stale version shows both', async () => {
    const officer = await server.as('districtOfficer');
    const before = await board(officer);
    expect([before.etag, before.data.days.length, before.data.kept]).toEqual(['"v0"', 7, false]);
    const proposal = await computed(officer);
    expect(proposal).toMatchObject({ state: 'ready', best: { verified: true, gap: 0 } });
    const body = contentOf(inOtherHours(proposal.best!.duties, people[0]!, early));
    const key = 'keep-once';
    const first = await officer.call(rosterSave, { params, body }, { ifMatch: before.etag, key });
    const again = await officer.call(rosterSave, { params, body }, { ifMatch: before.etag, key });
    expect(again.data).toEqual(first.data);
    const kept = await board(officer);
    expect([kept.etag, kept.data.version, kept.data.duties.length]).toEqual(['"v1"', 1, 28]);
    const hq = await server.as('headquarters');
    const stale = await refusal(hq.call(rosterSave, { params, body: contentOf([]) }, { ifMatch: '"v0"' }));
    expect([stale.status, stale.code]).toEqual([412, 'edited-since']);
    expect((await refusal(hq.call(rosterSave, { params, body }, {}))).code).toBe('version-missing');
    expect((await board(officer)).data.duties).toHaveLength(28);
  });

  test('a hard rule refuses by its name and the person; nothing is written', async () => {
    const officer = await server.as('districtOfficer');
    const now = await board(officer);
    const [a, b] = people as [string, string];
    const codes = async (duties: readonly { person: string; day: string; shift: string }[]) =>
      (await refusal(officer.call(rosterSave, { params, body: contentOf(duties) }, { ifMatch: now.etag }))).issues?.map(
        (issue) => issue.code,
      );
    expect(
      await codes([
        { person: a, day: from, shift: night },
        { person: a, day: addDays(from, 1), shift: early },
      ]),
    ).toEqual(['roster-verify-rest']);
    expect(
      await codes([
        { person: a, day: from, shift: night },
        { person: b, day: from, shift: night },
      ]),
    ).toEqual(['roster-verify-crowded']);
    await officer.call(rosterWish, { params, body: { personId: a, day: from, kind: 'leave' } });
    const refused = await refusal(
      officer.call(rosterSave, { params, body: contentOf([{ person: a, day: from, shift: early }]) }, { ifMatch: now.etag }),
    );
    expect(refused.issues).toMatchObject([{ code: 'roster-verify-leave', params: { person: expect.stringContaining('*') } }]);
    await officer.call(rosterWish, { params, body: { personId: a, day: from, kind: null } });
    expect((await board(officer)).data.version).toBe(1);
    const past = await refusal(
      officer.call(rosterWish, { params, body: { personId: a, day: addDays(today, -1), kind: 'rest' } }),
    );
    expect(past.issues?.map((issue) => issue.code)).toEqual(['roster-day-past']);
  });

  test('members see their own days on the phone and in the calendar, and say what they would rather do', async () => {
    const member = await server.as('member');
    const officer = await server.as('districtOfficer');
    const mine = (await board(officer)).data.duties.filter((one) => one.person === people[0]);
    const duty = (await member.call(myDutyList, {})).data.items.find((one) => one.task?.id === group.taskId)!;
    expect(duty.roster?.days.map((one) => one.day)).toEqual(mine.map((one) => one.day));
    expect([duty.roster?.until, duty.plans]).toEqual([addDays(group.to, -1), false]);
    // Mornings were accepted and nothing else: whoever is put into other hours is asked again, and until the answer it is no appointment.
    const whole = (await board(officer)).data.duties;
    expect(whole.some((one) => one.person === people[0] && one.shift !== early)).toBe(true);
    expect([duty.state, duty.askedAgain]).toEqual(['told', 'shifts']);
    const states = await sql<{ person: string; state: string }>`select p.person_id as person, d.state from duty d
      join participation p on p.id = d.participation_id where p.org_id = ${group.orgId}::uuid`.execute(db);
    const hours = new Map(people.map((person, i) => [person, `${posts[i % 3]}.0`]));
    for (const { person, state } of states.rows)
      expect(state).toBe(whole.some((one) => one.person === person && one.shift !== hours.get(person)) ? 'told' : 'accepted');
    const looks = async () => (await member.call(myDutyNames, { params: { dutyId: duty.id } })).data;
    const unanswered = new TextDecoder().decode((await member.call(myCalendar, {})).data);
    expect(unanswered.match(/BEGIN:VEVENT/g)).toBeNull();
    expect((await refusal(looks())).code).toBe('state-refuses');
    await member.call(myDutyAnswer, { params: { dutyId: duty.id }, body: { answer: 'accept' } });
    // Who serves beside me follows the roster, day by day: masked, in full once I accepted and asked for it, and they can see that.
    expect(duty.companions).toEqual([]);
    for (const one of duty.roster!.days) {
      const now = mine.find((kept) => kept.day === one.day)!;
      const beside = whole.filter((kept) => kept.day === one.day && kept.shift.split('.')[0] === now.shift.split('.')[0]);
      expect(one.companions).toHaveLength(beside.length - 1);
      expect(one.companions.every((mate) => mate.name.includes('*'))).toBe(true);
    }
    const full = await looks();
    expect(full.leader?.name).not.toContain('*');
    expect(full.companions.flatMap((one) => one.days)).toHaveLength(duty.roster!.days.flatMap((one) => one.companions).length);
    const seen = await namesLookedAt(db, server.cityId, people[1]!);
    expect(seen[0]).toMatchObject({ purpose: 'serve-together' });
    const events = new TextDecoder().decode((await member.call(myCalendar, {})).data).match(/BEGIN:VEVENT/g);
    expect(events).toHaveLength(mine.length);
    // Two duties in one group: a day of its roster stands in the calendar once.
    const copy = await sql<{
      id: string;
    }>`insert into duty (city_id, id, participation_id, post_id, slot_no, on_day_from, on_day_to, state)
      select city_id, gen_random_uuid(), participation_id, ${posts[2]}::uuid, slot_no, on_day_from, on_day_to, 'accepted' from duty where id = ${duty.id}::uuid returning id`.execute(
      db,
    );
    const twice = new TextDecoder().decode((await member.call(myCalendar, {})).data).match(/BEGIN:VEVENT/g);
    expect(twice).toHaveLength(mine.length);
    await sql`delete from duty where id = ${copy.rows[0]!.id}::uuid`.execute(db);
    await member.call(myRosterWish, { params: { dutyId: duty.id }, body: { day: addDays(from, 2), want: 'rest' } });
    const told = (await board(officer)).data.people.find((one) => one.id === people[0])!;
    expect(told.wishes).toEqual([{ day: addDays(from, 2), shift: null, want: false }]);
    // A day away that the leader noted is not undone from the phone.
    const away = { personId: people[0]!, day: addDays(from, 3) };
    await officer.call(rosterWish, { params, body: { ...away, kind: 'leave' } });
    for (const want of ['serve', null] as const)
      await member.call(myRosterWish, { params: { dutyId: duty.id }, body: { day: away.day, want } });
    expect((await board(officer)).data.people.find((one) => one.id === people[0])!.said).toEqual([away.day]);
    await officer.call(rosterWish, { params, body: { ...away, kind: null } });
    const data = (await member.call(myDataShow, {})).data;
    expect([data.shifts.length, data.dayWishes.length]).toEqual([mine.length, 1]);
    // Others of the group see who serves when, not what was said about days.
    expect((await board(member)).data.people.flatMap((one) => one.wishes)).toEqual([]);
    const notices = await sql<{
      n: number;
    }>`select count(*)::int as n from notice where kind in ('roster', 'roster-asked')`.execute(db);
    expect(notices.rows[0]!.n).toBe(new Set((await board(officer)).data.duties.map((one) => one.person)).size);
  });

  test('the workbook holds names in full, and looking is in the trail', async () => {
    const officer = await server.as('districtOfficer');
    const body = { from, purpose: '贴在卡点' };
    const bytes = (await officer.call(rosterFile, { params, body })).data;
    expect(new TextDecoder().decode(bytes.slice(0, 2))).toBe('PK');
    const seen = await sql<{
      n: number;
    }>`select count(*)::int as n from audit_event where action = 'names-revealed' and subject_id = ${group.orgId}`.execute(db);
    expect(seen.rows[0]!.n).toBe(2);
  });

  test('a computation can be stopped and is nobody else’s; fairness looks back over kept weeks; declining takes the days', async () => {
    const officer = await server.as('districtOfficer');
    const id = (await officer.call(rosterPropose, { params, body: contentOf([]) })).data.id;
    await officer.call(rosterProposalStop, { params: { ...params, proposalId: id } });
    expect(['working', 'stopped', 'ready']).toContain(
      (await officer.call(rosterProposal, { params: { ...params, proposalId: id } })).data.state,
    );
    const unknown = await refusal(officer.call(rosterProposal, { params: { ...params, proposalId: group.orgId } }));
    expect(unknown.status).toBe(404);
    // A second week: what was served in the first counts.
    const later = addDays(group.to, 7);
    await db.updateTable('post').set({ day_to: later }).where('task_id', '=', group.taskId).execute();
    const next = (await officer.call(rosterBoard, { params, query: { from: group.to } })).data;
    expect([next.from, next.kept, next.days.length]).toEqual([group.to, false, 7]);
    const first = (await board(officer)).data.duties;
    for (const one of next.people) expect(one.past.shifts).toBe(first.filter((duty) => duty.person === one.id).length);
    const member = await server.as('member');
    const duty = (await member.call(myDutyList, {})).data.items.find((one) => one.task?.id === group.taskId)!;
    await member.call(myDutyAnswer, { params: { dutyId: duty.id }, body: { answer: 'decline' } });
    const left = (await board(officer)).data;
    expect([left.duties.some((one) => one.person === people[0]), left.dropped]).toEqual([false, 0]);
  });

  test('places of kept shifts that nobody takes are counted for the next seven days, on the running page and on Today, first the one that begins first', async () => {
    const officer = await server.as('districtOfficer');
    const { days, shifts, need, duties } = (await board(officer)).data;
    const missing = posts.flatMap((post) =>
      days.flatMap(({ day }, d) => {
        const needed = shifts.reduce((sum, shift, s) => sum + (shift.team === post ? need[d]![s]! : 0), 0);
        const here = duties.filter((duty) => duty.day === day && duty.shift.startsWith(post)).length;
        return here < needed && day < addDays(today, 7) ? [{ day, post, places: needed - here, empty: here === 0 }] : [];
      }),
    );
    // Somebody declined and took his days with him.
    expect(missing.length).toBeGreaterThan(0);
    const first = missing.sort((a, b) =>
      a.day < b.day ? -1 : a.day > b.day ? 1 : posts.indexOf(a.post) - posts.indexOf(b.post),
    )[0]!;
    const places = missing.reduce((sum, one) => sum + one.places, 0);
    const { data: running } = await officer.call(runningShow, { params: { taskId: group.taskId }, query: {} });
    expect(running.shiftsUntil).toBe(addDays(today, 7));
    expect(running.openShifts).toMatchObject([
      { orgId: group.orgId, places, shifts: missing.length, empty: missing.filter((one) => one.empty).length, day: first.day },
    ]);
    const row = async () =>
      (await officer.call(todayShow, { query: { scope: 'body' } })).data.items.find((one) => one.id === `shifts ${group.taskId}`);
    expect(await row()).toMatchObject({
      mark: 'short',
      title: { key: 'today:shifts-open', params: { count: places, days: 7 } },
      action: { to: `/tasks/${group.taskId}/roster/${group.orgId}?from=${first.day}` },
    });
    // A week that was never planned is not short of anything yet; a day with every place taken is not told.
    await db.deleteFrom('roster_duty').execute();
    const all = (await officer.call(runningShow, { params: { taskId: group.taskId }, query: {} })).data.openShifts;
    expect(all).toMatchObject([{ places: 24, shifts: 18, empty: 18, day: from }]);
    await db.deleteFrom('roster').execute();
    expect((await officer.call(runningShow, { params: { taskId: group.taskId }, query: {} })).data.openShifts).toEqual([]);
    expect(await row()).toBeUndefined();
  });

  test('what a member wished about hours is weighed for who plans and told to nobody else of the group', async () => {
    const officer = await server.as('districtOfficer');
    const wish = { city_id: server.cityId, person_id: people[2]!, willing: true, windows: ['06:00-14:00', '14:00-22:00'] };
    await db.deleteFrom('person_wish').where('person_id', 'in', people).execute();
    await db.insertInto('person_wish').values(wish).execute();
    const seen = (await board(officer)).data;
    expect(seen.people.find((one) => one.id === people[2])!.likes).toEqual(
      seen.shifts.filter((shift) => !shift.night).map((shift) => shift.id),
    );
    expect(seen.people.filter((one) => one.id !== people[2]).every((one) => one.likes === null)).toBe(true);
    // The name of a shift says its hours too; hours at which no shift of the group begins leave every duty against the wish.
    for (const [windows, likes] of [
      [['夜班'], seen.shifts.filter((shift) => shift.night).map((shift) => shift.id)],
      [['02:00-04:00'], []],
      [['早班', '中班', '夜班'], null],
      [[], null],
    ] as const) {
      await db
        .updateTable('person_wish')
        .set({ windows: [...windows] })
        .where('person_id', '=', people[2]!)
        .execute();
      expect((await board(officer)).data.people.find((one) => one.id === people[2])!.likes).toEqual(likes);
    }
    await db
      .updateTable('person_wish')
      .set({ windows: ['夜班'] })
      .where('person_id', '=', people[2]!)
      .execute();
    await memberIs(server, people[3]!);
    expect((await board(await server.as('member'))).data.people.every((one) => one.likes === null)).toBe(true);
  });

  test('it ends with the task: nothing can be kept any more, and nothing stays', async () => {
    const officer = await server.as('districtOfficer');
    const now = await board(officer);
    await db.updateTable('task').set({ state: 'ended' }).where('id', '=', group.taskId).execute();
    const refused = await refusal(officer.call(rosterSave, { params, body: contentOf([]) }, { ifMatch: now.etag }));
    expect([refused.status, refused.code]).toEqual([409, 'state-refuses']);
    const tree = await db.selectFrom('org').select('tree_id').where('id', '=', group.orgId).executeTakeFirstOrThrow();
    await setChainState(db, server.cityId, tree.tree_id, 'ended', today as Day);
    for (const table of ['roster', 'roster_duty', 'roster_wish'] as const)
      expect(await db.selectFrom(table).selectAll().execute(), table).toEqual([]);
    expect(server.logged).toEqual([]);
  });
});
