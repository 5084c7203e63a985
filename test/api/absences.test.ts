import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { memberAbsenceNote, memberAbsenceTakeBack, myAbsenceList, myAbsenceSay, myAbsenceTakeBack } from '#contract/absences';
import { myDutyList } from '#contract/me';
import { memberExport, memberLeave, memberShow } from '#contract/members';
import { myDataShow } from '#contract/my-data';
import { myNoticeList } from '#contract/notices';
import { planSince } from '#contract/plan-questions';
import { planPosts, planShow, planStart } from '#contract/plans';
import { rosterBoard } from '#contract/rosters';
import { slotCandidates, slotFill } from '#contract/running';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS } from '#demo/tour';
import { addDays, type Day } from '#kernel/lib';
import { ABSENCE_AHEAD } from '#kernel/registry';
import { proposeDue } from '#server/replacements';
import { newId } from '#store/id';
import { writeRoster } from '#store/roster';
import { createBusyCity } from '../support/busy-city.ts';
import { memberIs } from '../support/drill.ts';
import { type DemoPart, refusal, startTestServer } from '../support/server.ts';

const server = await startTestServer();
const city = await createBusyCity(server);
const { db, cityId, running } = city;
const today = server.database.store.today();
const day = (count: number): Day => addDays(today, count);
/** A member of the branch of the water supply: its secretary may correct what is recorded, others may not. */
const supply = city.member(TOUR_ORGS.waterSupply, 3);
const zhang = running.people[0]!;
const member = await server.as('member');
const mine = async () => (await member.call(myAbsenceList, {})).data;
const kept = async () => (await mine()).items.map((one) => [one.from, one.until, one.notedOn]);
const say = (from: Day, until: Day, key?: string) =>
  member.call(myAbsenceSay, { body: { from, until } }, key === undefined ? {} : { key });
const codes = async (call: Promise<unknown>) => (await refusal(call)).issues?.map((one) => one.code);

afterEach(async () => {
  await db.deleteFrom('person_absence').execute();
  await memberIs(server, zhang);
});

describe('days on which a member cannot come', () => {
  test('said, joined where they overlap, taken back in part: what is kept are the days, each once', async () => {
    expect(await mine()).toEqual({ today, latest: day(ABSENCE_AHEAD), items: [] });
    await say(day(20), day(22));
    await say(day(30), day(30));
    // Yesterday's note keeps its day when it grows.
    await db
      .updateTable('person_absence')
      .set({ noted_on: day(-1) })
      .where('valid_from', '=', day(20))
      .execute();
    await say(day(21), day(25));
    expect(await kept()).toEqual([
      [day(20), day(25), day(-1)],
      [day(30), day(30), today],
    ]);
    await member.call(myAbsenceTakeBack, { body: { from: day(22), until: day(23) } });
    expect(await kept()).toEqual([
      [day(20), day(21), day(-1)],
      [day(24), day(25), day(-1)],
      [day(30), day(30), today],
    ]);
    await member.call(myAbsenceTakeBack, { body: { from: day(0), until: day(29) } });
    expect(await kept()).toEqual([[day(30), day(30), today]]);
    // Of days that are not kept nothing happens: who comes late with a take-back from a phone is not told of an error.
    await member.call(myAbsenceTakeBack, { body: { from: day(1), until: day(2) } });
    const data = (await member.call(myDataShow, {})).data;
    expect(data.absences).toEqual([{ from: day(30), until: day(30), notedOn: today }]);
  });

  test('days that are over, turned round or more than a year ahead are refused with the day named, all at once', async () => {
    expect(await codes(say(day(-1), day(1)))).toEqual(['absence-over']);
    expect(await codes(say(day(-2), day(-3)))).toEqual(['absence-over', 'absence-turned']);
    expect(await codes(say(day(0), day(ABSENCE_AHEAD + 1)))).toEqual(['absence-far']);
    const { issues } = await refusal(say(day(0), day(ABSENCE_AHEAD + 1)));
    expect(issues?.[0]?.params).toEqual({ day: day(ABSENCE_AHEAD + 1), latest: day(ABSENCE_AHEAD) });
    expect(await codes(member.call(myAbsenceTakeBack, { body: { from: day(2), until: day(1) } }))).toEqual(['absence-turned']);
    expect((await refusal(say('2026-02-30' as Day, day(1)))).code).toBe('invalid');
    expect(await kept()).toEqual([]);
    await say(today, day(ABSENCE_AHEAD));
    expect(await kept()).toHaveLength(1);
  });

  test('the same write sent again is done once; a period taken back in between does not come back', async () => {
    const first = await say(day(3), day(4), 'a-key');
    await member.call(myAbsenceTakeBack, { body: { from: day(3), until: day(4) } });
    const again = await say(day(3), day(4), 'a-key');
    expect(again.data).toEqual(first.data);
    expect(await kept()).toEqual([]);
  });

  test('two hands at once: one period, no day twice', async () => {
    await Promise.all([say(day(5), day(9)), say(day(8), day(12)), say(day(4), day(5))]);
    expect(await kept()).toEqual([[day(4), day(12), today]]);
  });
});

describe('who may', () => {
  const note = async (part: DemoPart) =>
    (await server.as(part)).call(memberAbsenceNote, { params: { personId: supply }, body: { from: day(6), until: day(7) } });
  const sheet = async (part: DemoPart, personId = supply) =>
    (await (await server.as(part)).call(memberShow, { params: { personId } })).data;

  test('the secretary of the branch and of what stands above notes and takes back; the member is told and sees since when', async () => {
    const other = newId();
    await db
      .insertInto('person_absence')
      .values({ city_id: cityId, id: other, person_id: zhang, valid_from: day(6), valid_to: day(8) })
      .execute();
    await memberIs(server, supply);
    await note('branchSecretary');
    expect(await kept()).toEqual([[day(6), day(7), today]]);
    expect((await sheet('branchSecretary')).absences).toMatchObject([{ from: day(6), until: day(7), notedOn: today }]);
    expect((await sheet('unitSecretary')).absences).toHaveLength(1);
    await (await server.as('unitSecretary')).call(memberAbsenceTakeBack, {
      params: { personId: supply },
      body: { from: day(7), until: day(7) },
    });
    expect(await kept()).toEqual([[day(6), day(6), today]]);
    const told = (await member.call(myNoticeList, {})).data.items.map((one) => [one.kind, one.params]);
    expect(told).toContainEqual(['absence-noted', { from: day(6), until: day(7) }]);
    expect(told).toContainEqual(['absence-taken-back', { from: day(7), until: day(7) }]);
    // The notice goes with the days that it speaks of.
    const { rows } = await sql<{ on: Day }>`select distinct erase_after as on from notice where kind like 'absence-%'`.execute(
      db,
    );
    expect(rows).toEqual([{ on: day(8) }]);
    // Who did it about whom stays in the trail; the days do not.
    const acts = await sql<{ action: string; subject: string; detail: unknown }>`
      select e.action, e.subject_id as subject, d.detail from audit_event e left join audit_detail d on d.city_id = e.city_id and d.event_id = e.id
      where e.action like 'absence-%' and e.subject_id = ${supply}`.execute(db);
    expect(acts.rows.map((one) => one.action)).toEqual(['absence-noted', 'absence-taken-back']);
    expect(JSON.stringify(acts.rows)).not.toContain(day(7));
    expect((await db.selectFrom('person_absence').selectAll().where('id', '=', other).execute()).length).toBe(1);
  });

  test('nobody else notes, takes back or sees them: not an officer above, not another branch, not the member for somebody else', async () => {
    await note('branchSecretary');
    for (const part of ['cityOfficer', 'districtOfficer', 'subdistrictSecretary', 'headquarters', 'member', 'machine'] as const) {
      expect((await refusal(note(part))).status, part).toBe(403);
      const back = (await server.as(part)).call(memberAbsenceTakeBack, {
        params: { personId: supply },
        body: { from: day(6), until: day(7) },
      });
      expect((await refusal(back)).status, part).toBe(403);
      expect((await refusal(sheet(part))).status, part).toBe(403);
    }
    expect((await refusal(server.guest.call(myAbsenceList, {}))).status).toBe(401);
    const machine = await server.as('machine');
    expect((await refusal(machine.call(myAbsenceSay, { body: { from: day(1), until: day(1) } }))).code).toBe('not-found');
  });

  test('whoever sees a member only because of a task sees no days; the member does; the file for others holds none', async () => {
    await say(day(40), day(41));
    // The task organization is the place of the water supply secretary for this test: he sees who serves there and may not correct them.
    const account = DEMO_ACCOUNTS.branchSecretary.id;
    const before = await db.selectFrom('role_grant').select(['id', 'org_id']).where('account_id', '=', account).execute();
    await db.updateTable('role_grant').set({ org_id: running.orgId }).where('account_id', '=', account).execute();
    try {
      const secretary = await server.as('branchSecretary');
      const seen = (await secretary.call(memberShow, { params: { personId: zhang } })).data;
      expect([seen.may.edit, seen.absences]).toEqual([false, null]);
      const file = await secretary.call(memberExport, { params: { personId: zhang } });
      expect(Buffer.from(file.data).toString()).not.toContain(day(40));
    } finally {
      for (const one of before) await db.updateTable('role_grant').set({ org_id: one.org_id }).where('id', '=', one.id).execute();
    }
    expect((await sheet('member', zhang)).absences).toHaveLength(1);
  });
});

describe('what follows', () => {
  test('a duty on these days stays as it is and is named with the way; a kept roster counts only the own days', async () => {
    await say(running.from, addDays(running.from, 1));
    const { items } = await mine();
    expect(items[0]!.duties).toMatchObject([{ post: '1号卡点', shift: '早班', from: running.from, days: 2 }]);
    const duty = (await member.call(myDutyList, {})).data.items.find((one) => one.id === items[0]!.duties[0]!.dutyId)!;
    expect(duty.state).toBe('accepted');
    const opened = await db.selectFrom('slot_opening').select('id').where('proposed_person_id', '=', zhang).execute();
    expect(opened).toEqual([]);
    const keep = (duties: Parameters<typeof writeRoster>[3], id: string | null) =>
      writeRoster(
        db,
        cityId,
        {
          ...{ id, orgId: running.orgId, from: running.from, to: running.to, offDays: [], restHours: 11, mostInRow: 6 },
          ...{ by: DEMO_ACCOUNTS.districtOfficer.id, at: new Date() },
        },
        duties,
      );
    const roster = await keep([], null);
    expect((await mine()).items[0]!.duties).toEqual([]);
    const one = { personId: zhang, day: addDays(running.from, 1), postId: running.posts[0]!, slotNo: 0, fixed: false };
    await keep([one], roster);
    expect((await mine()).items[0]!.duties).toMatchObject([{ from: addDays(running.from, 1), days: 1 }]);
    await db.deleteFrom('roster').where('id', '=', roster).execute();
  });

  test('the board of the group has the days as leave', async () => {
    await say(addDays(running.from, 2), addDays(running.from, 3));
    const { data } = await (await server.as('districtOfficer')).call(rosterBoard, {
      params: { taskId: running.taskId, orgId: running.orgId },
    });
    const leave = (id: string) => data.people.find((one) => one.id === id)!.leave;
    expect(leave(zhang)).toEqual([addDays(running.from, 2), addDays(running.from, 3)]);
    expect(leave(running.people[2]!)).toEqual([]);
  });

  test('a free place: no candidate on these days, a proposal is made anew, and filling by hand is refused', async () => {
    const person = city.member(TOUR_ORGS.waterBureauSecond, 9);
    const officer = await server.as('districtOfficer');
    const params = { taskId: running.taskId, postId: running.posts[0]! };
    const found = async () => (await officer.call(slotCandidates, { params })).data.items.some((one) => one.personId === person);
    const opening = await db.selectFrom('slot_opening').select('id').where('filled_at', 'is', null).executeTakeFirstOrThrow();
    const proposed = async () =>
      (
        await db
          .selectFrom('slot_opening')
          .select('proposed_person_id as id')
          .where('id', '=', opening.id)
          .executeTakeFirstOrThrow()
      ).id;
    const propose = () =>
      db
        .updateTable('slot_opening')
        .set({ proposal: JSON.stringify({ items: [{ personId: person, difference: 1 }] }), proposed_person_id: person })
        .where('id', '=', opening.id)
        .execute();
    await memberIs(server, person);
    expect(await found()).toBe(true);
    await propose();
    await say(running.to, running.to);
    expect([await found(), await proposed()]).toEqual([true, person]);
    await say(addDays(running.to, -1), addDays(running.to, -1));
    expect([await found(), await proposed()]).toEqual([false, null]);
    await proposeDue(server.deps);
    expect(await proposed()).toBeNull();
    const fill = officer.call(slotFill, {
      params: { taskId: running.taskId, openingId: opening.id },
      body: { personId: person },
    });
    expect(await codes(fill)).toEqual(['slot-person-not-free']);
    await member.call(myAbsenceTakeBack, { body: { from: addDays(running.to, -1), until: addDays(running.to, -1) } });
    expect(await found()).toBe(true);
  });

  test('a plan: the version that names the person says so, the next one does without; other days change nothing', async () => {
    const officer = await server.as('districtOfficer');
    const { draft, planId, plannedId } = city;
    const since = async () => (await officer.call(planSince, { params: { planId } })).data;
    const post = await db
      .selectFrom('post')
      .select(['day_from as from', 'day_to as to'])
      .where('id', '=', city.plannedPost)
      .executeTakeFirstOrThrow();
    const seats = async (id: string) =>
      (await officer.call(planPosts, { params: { planId: id }, query: {} })).data.items.flatMap((one) => one.seats);
    expect((await seats(planId)).some((one) => one.personId === plannedId)).toBe(true);
    expect((await since()).older).toBe(false);
    // The post of the small task lies where its maker put it; the days are noted as the branch would have noted them then.
    const put = (from: Day, to: Day) =>
      db
        .insertInto('person_absence')
        .values({ city_id: cityId, id: newId(), person_id: plannedId, valid_from: from, valid_to: to })
        .execute();
    await put(post.to, addDays(post.to, 2));
    expect((await since()).older).toBe(false);
    await put(addDays(post.to, -1), post.to);
    expect(await since()).toMatchObject({ older: true, peopleCount: 1, people: [{ personId: plannedId, why: 'busy' }] });
    const next = (await officer.call(planStart, { params: { taskId: draft.taskId }, body: {} })).data.id;
    await expect
      .poll(async () => (await officer.call(planShow, { params: { planId: next } })).data.state, { timeout: 30_000 })
      .toBe('ready');
    expect((await seats(next)).some((one) => one.personId === plannedId)).toBe(false);
    expect((await seats(next)).length).toBeGreaterThan(0);
  });

  test('a member who leaves leaves no days behind', async () => {
    const secretary = await server.as('branchSecretary');
    await secretary.call(memberAbsenceNote, { params: { personId: supply }, body: { from: day(6), until: day(7) } });
    await secretary.call(memberLeave, { params: { personId: supply } });
    expect(await db.selectFrom('person_absence').selectAll().where('person_id', '=', supply).execute()).toEqual([]);
  });
});
