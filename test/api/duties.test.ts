import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { myCalendar, myDutyAnswer, myDutyContact, myDutyList } from '#contract/me';
import {
  difficultySettle,
  dutySheet,
  joinerAdd,
  joinerCandidates,
  rosterShow,
  runningShow,
  slotCandidates,
  slotFill,
  slotOpen,
} from '#contract/running';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { addDays, type Day } from '#kernel/lib';
import { DEMO_PASSWORD } from '#server/demo-accounts';
import { proposeDue } from '#server/replacements';
import { participationsFrom, servingIn } from '#store/org-read';
import { looksAt, personLines } from '#store/person-read';
import { namesLookedAt } from '#store/trail';
import { memberIs } from '../support/drill.ts';
import { MASKED } from '../support/masked.ts';
import { startRunningDrill } from '../support/running-drill.ts';
import { clientOf, refusal } from '../support/server.ts';
import { readDocumentText } from '../support/word.ts';

/** The drill runs: people answer, slots open and are filled, someone joins late, sheets are printed. */
describe('a running task', async () => {
  const { server, db, rows, show, changes, someone, ...drill } = await startRunningDrill();
  const { taskId, cityOrg, officer, member } = drill;

  test('a duty is shown with place, time and leader; accepted, it goes into the calendar; the same key twice writes once', async () => {
    const one = await someone();
    await memberIs(server, one.personId);
    const mine = await member.call(myDutyList, {});
    const duty = mine.data.items.find((item) => item.id === one.dutyId)!;
    expect(duty).toMatchObject({ state: 'told', line: 'task', mode: 'assigned' });
    expect(duty.window).not.toBeNull();
    expect(duty.leader?.name).toMatch(MASKED);
    // The body that runs the task and the one that drafted it, joined as the reader's language joins names.
    const bodies = await rows(sql<{
      name: string;
    }>`select o.name from org o join task t on o.id = t.owner_org_id where t.id = ${taskId}::uuid
      union all select o.name from org o join approval a on o.id = a.submitted_org_id where a.task_id = ${taskId}::uuid`);
    const { cookie } = await server.signIn(DEMO_ACCOUNTS.member.login, DEMO_PASSWORD);
    const english = (await clientOf(server.url, cookie, undefined, 'en').call(myDutyList, {})).data.items;
    expect(duty.owner).toBe(bodies.map((body) => body.name).join('、'));
    expect(english.find((item) => item.id === one.dutyId)!.owner).toBe(bodies.map((body) => body.name).join(', '));
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
    // The officer decided that it stands; whether the member accepts is for the member to say.
    expect((await show()).difficulties).toEqual([]);
    expect((await show()).asked).toMatchObject([{ dutyId: own.id, again: true }]);
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
    // Who declined never took part: nobody else reads of it, neither in the branch at home nor in the group.
    const periods = await rows(sql<{ homeId: string; orgId: string; empty: boolean }>`
      select h.org_id as "homeId", a.org_id as "orgId", a.valid_to = a.valid_from as empty from participation a
      join home h on h.city_id = a.city_id and h.person_id = a.person_id where a.person_id = ${one.personId}::uuid`);
    expect(periods.map((row) => row.empty)).toEqual([true]);
    const { homeId, orgId } = periods[0]!;
    const page = { offset: 0, limit: 500 };
    const today = server.deps.clock.today();
    const seen = [
      await participationsFrom(db, server.cityId, homeId, today, page, true),
      await servingIn(db, server.cityId, orgId, page),
      (await personLines(db, server.cityId, one.personId, today)).filter((row) => row.kind === 'participation'),
    ];
    expect(
      seen.slice(0, 2).map((list) => (list as { personId: string }[]).filter((row) => row.personId === one.personId)),
    ).toEqual([[], []]);
    expect(seen[1]!.length).toBeGreaterThan(0);
    expect(seen[2]).toEqual([]);
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
    const asked = { params: { taskId, postId: slot.postId }, query: { openingId: slot.id } };
    const found = slot.proposal?.personId ?? (await officer.call(slotCandidates, asked)).data.items[0]!.personId;
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
    // Found by the rules: free, with what the place asks for, from units with room; nobody has to know a name.
    const asked = { params: { taskId, postId: short.id }, query: { openingId: data.id } };
    const { skill } = opened.openSlots[0]!;
    const later = { params: { taskId, orgId: short.orgId! }, query: { from: short.from } };
    const joiners = (await officer.call(joinerCandidates, later)).data;
    // Some who are free know what the place asks for: the plan left it open because nobody did.
    expect(skill).not.toBeNull();
    // Until then nobody may be asked: units at their limit are named with it, and one may look without the skill.
    const bare = (await officer.call(slotCandidates, asked)).data;
    expect([bare.items, bare.asks.skill]).toEqual([[], skill]);
    expect(bare.atLimit.length > 0).toBe(bare.full > 0);
    expect(bare.atLimitMore > 0 ? bare.atLimit.length : 5).toBe(5);
    expect(bare.atLimit.every((one) => one.lent >= one.cap)).toBe(true);
    const wider = (await officer.call(slotCandidates, { ...asked, query: { ...asked.query, without: 'yes' } })).data;
    expect(wider.asks).toEqual({ skill: null, local: false });
    expect(wider.items.length).toBeGreaterThan(0);
    const able = joiners.items.filter((one) => one.unitName !== null).slice(0, 3);
    expect(able).toHaveLength(3);
    await db
      .insertInto('person_skill')
      .values(able.map((one) => ({ city_id: server.cityId, person_id: one.personId, code: skill! })))
      .onConflict((kept) => kept.doNothing())
      .execute();
    const found = (await officer.call(slotCandidates, asked)).data;
    expect(found.items.length).toBeGreaterThan(0);
    expect(found.items.every((one) => MASKED.test(one.name))).toBe(true);
    expect(found.having - found.taken - found.full).toBeGreaterThanOrEqual(found.items.length);
    const facts = await rows(sql<{ id: string; fits: boolean; out: boolean; unit: string | null }>`
      select p.id, p.unit_id as unit, exists (select 1 from person_skill k where k.person_id = p.id and k.code = ${skill}) as fits,
        exists (select 1 from duty d join participation q on q.id = d.participation_id join post x on x.id = d.post_id join post s on s.id = ${short.id}::uuid
          where q.person_id = p.id and d.state <> 'ended' and d.on_day_from < s.day_to and s.day_from < d.on_day_to) as out
      from person p where p.id = any(${found.items.map((one) => one.personId)}::uuid[])`);
    // The shifts of the drill follow on each other: who has one has no rest before or after any other.
    expect(facts.every((one) => !one.out && (skill === null || one.fits))).toBe(true);
    const [next] = await rows(sql<{ id: string }>`
      select p.person_id as id from duty d join participation p on p.id = d.participation_id join post x on x.id = d.post_id
        join post s on s.id = ${short.id}::uuid and mod(s.end_minute, 1440) = x.start_minute and d.on_day_from < s.day_to and s.day_from < d.on_day_to
      where d.state <> 'ended' limit 1`);
    const tired = await refusal(officer.call(slotFill, { params: { taskId, openingId: data.id }, body: { personId: next!.id } }));
    expect(tired.issues).toMatchObject([{ code: 'slot-person-not-free' }]);
    for (const one of found.items) if (one.cap !== null) expect(one.lent).toBeLessThanOrEqual(one.cap);
    // Narrowed to one unit it is only that unit; the nearest first, own offers in front.
    const near = joiners.items.filter((one) => !one.offered).map((one) => one.metres ?? 1e9);
    expect(near).toEqual([...near].sort((a, b) => a - b));
    const [unit] = await rows(
      sql<{
        id: string;
        name: string;
      }>`select u.id, u.name from person p join unit u on u.id = p.unit_id where p.id = ${joiners.items.find((one) => one.unitName !== null)!.personId}::uuid`,
    );
    // The limit that leaves less room is shown: here that of the task.
    const limited = { city_id: server.cityId, task_id: taskId, unit_id: unit!.id };
    const capBefore = await db
      .deleteFrom('task_cap')
      .where('task_id', '=', taskId)
      .where('unit_id', '=', unit!.id)
      .returning('cap')
      .execute();
    const there = async () =>
      (await officer.call(joinerCandidates, { ...later, query: { ...later.query, unitId: unit!.id } })).data.items[0]!;
    const own = await there();
    expect(own.ofTask).toBe(false);
    const [away] = await rows(sql<{ n: number }>`select count(distinct p.person_id)::int as n from participation p
      join org o on o.id = p.org_id where o.task_id = ${taskId}::uuid and p.source_unit_id = ${unit!.id}::uuid and p.valid_to > greatest(${short.from}::date, p.valid_from)`);
    await db
      .insertInto('task_cap')
      .values({ ...limited, cap: away!.n + 1 })
      .execute();
    const room = own.cap === null ? 99 : own.cap - own.lent!;
    expect(await there()).toMatchObject(
      room > 1 ? { ofTask: true, lent: away!.n, cap: away!.n + 1 } : { ofTask: false, cap: own.cap },
    );
    await db.deleteFrom('task_cap').where('task_id', '=', taskId).where('unit_id', '=', unit!.id).execute();
    if (capBefore[0])
      await db
        .insertInto('task_cap')
        .values({ ...limited, cap: capBefore[0].cap })
        .execute();
    const ofUnit = (await officer.call(joinerCandidates, { ...later, query: { ...later.query, unitId: unit!.id } })).data;
    expect(new Set(ofUnit.items.map((one) => one.unitName))).toEqual(new Set([unit!.name]));
    // A unit that lends what it allows lends no more, and the refusal says both numbers.
    const free = found.items.find((one) => one.unitName !== null)!;
    const [lends] = await rows(sql<{ id: string; cap: number | null }>`
      select u.id, u.release_cap as cap from person p join unit u on u.id = p.unit_id where p.id = ${free.personId}::uuid`);
    await sql`update unit set release_cap = 0 where id = ${lends!.id}::uuid`.execute(db);
    const noMore = await refusal(
      officer.call(slotFill, { params: { taskId, openingId: data.id }, body: { personId: free.personId } }),
    );
    expect(noMore.issues).toMatchObject([{ code: 'unit-cap-full', params: { cap: 0 } }]);
    expect((await officer.call(slotCandidates, asked)).data.items.map((one) => one.personId)).not.toContain(free.personId);
    await sql`update unit set release_cap = ${lends!.cap} where id = ${lends!.id}::uuid`.execute(db);
    await officer.call(slotFill, { params: { taskId, openingId: data.id }, body: { personId: free.personId } });
    const filled = await show();
    expect(filled.openSlots).toEqual([]);
    expect(filled.asked.filter((one) => one.post === short.post && one.shift === short.shift)).toMatchObject([{ again: false }]);
    expect(filled.asked.map((one) => one.name).every((name) => MASKED.test(name))).toBe(true);
    expect([filled.duties.all, missing(filled)]).toEqual([before.duties.all + 1, missing(before) - 1]);
    expect((await rows(sql`select 1 from notice where person_id = ${free.personId}::uuid and kind = 'duty'`)).length).toBe(1);
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
    expect(again.issues![0]!.params.name).toMatch(MASKED);
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
      const text = await readDocumentText(sheet.data);
      // For the members: in Chinese unless asked otherwise, the whole time, the community beside the gate.
      expect(text).toContain('值守安排');
      expect(text).toMatch(/\d+月\d+日至(\d+年)?\d+月\d+日，每天/);
      if (of === 'unit') expect(text).toMatch(/社区/);
      const english = { of, id, purpose: '给外宾看', language: 'en' } as const;
      if (of === 'unit')
        expect(await readDocumentText((await officer.call(dutySheet, { params: { taskId }, body: english })).data)).toContain(
          'each day, ',
        );
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
});
