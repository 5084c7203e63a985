import { beforeEach, describe, expect, test } from 'vitest';
import { myDutyAnswer } from '#contract/me';
import { memberExport, memberLeave } from '#contract/members';
import { myOfferMake, offerConfirm } from '#contract/offers';
import { endingShow, joinerAdd, rosterShow, runningShow, slotFill, taskEnd } from '#contract/running';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS } from '#demo/tour';
import { addDays } from '#kernel/lib';
import { newId } from '#store/id';
import { peopleAvailable } from '#store/opening';
import { candidates } from '#store/source';
import { memberIs } from '../support/drill.ts';
import { MASKED } from '../support/masked.ts';
import { refusal, startTestServer } from '../support/server.ts';
import { createSmallRoster } from '../support/small-roster.ts';

const server = await startTestServer();
const { small, cityId } = server;
const { db } = server.database.store;
const today = server.database.store.today();
const running = await createSmallRoster(db, small, today);
await db
  .updateTable('approval')
  .set({ decision: 'approved', decided_by: DEMO_ACCOUNTS.cityOfficer.id, decided_at: new Date() })
  .where('task_id', '=', running.taskId)
  .execute();
const params = { taskId: running.taskId };
const officer = await server.as('districtOfficer');
/** A member of the water bureau who does not serve in the task. */
const person = small.members.get(TOUR_ORGS.waterBureauSecond)![9]!;
const join = () => officer.call(joinerAdd, { params, body: { orgId: running.orgId, personId: person, from: running.from } });

async function opening(proposed: string | null = null): Promise<string> {
  const id = newId();
  await db
    .insertInto('slot_opening')
    .values({
      ...{ city_id: cityId, id, task_id: running.taskId, post_id: running.posts[0]!, slot_no: 0, opened_at: new Date() },
      ...(proposed ? { proposal: JSON.stringify({ items: [] }), proposed_person_id: proposed } : {}),
    })
    .execute();
  return id;
}

describe('asking people', () => {
  beforeEach(async () => {
    await db.deleteFrom('task_rest').execute();
    await db.deleteFrom('person_wish').execute();
    await db.deleteFrom('person_absence').execute();
    await db.deleteFrom('slot_opening').execute();
  });
  const available = async () =>
    (await peopleAvailable(db, cityId, { taskId: running.taskId, postId: running.posts[0]! }, [person], today)).has(person);
  const resting = async () =>
    (
      await candidates(db, cityId, running.taskId, { unitIds: [...small.units.values()], areaIds: [], withoutUnit: false }, today)
    ).find((one) => one.id === person)!.resting;
  const rest = () =>
    db
      .insertInto('task_rest')
      .values({ city_id: cityId, task_id: running.taskId, person_id: person, erase_after: addDays(today, 90) })
      .execute();
  const wish = (day: string) =>
    db
      .insertInto('person_wish')
      .values({ city_id: cityId, person_id: person, do_not_ask_until: day as never })
      .execute();

  test('who declined is not asked again for that task: not in a plan, not for an open place, not by hand; whoever offers is', async () => {
    expect([await available(), await resting()]).toEqual([true, false]);
    await rest();
    expect([await available(), await resting()]).toEqual([false, true]);
    const refused = await refusal(join());
    expect(refused.issues?.map((issue) => issue.code)).toEqual(['join-person-rests']);
    // The words do not say whether someone declined or asked not to be asked.
    expect(JSON.stringify(refused)).not.toMatch(/declin|rest-until/);
    const openingId = await opening();
    const fill = officer.call(slotFill, { params: { ...params, openingId }, body: { personId: person } });
    expect((await refusal(fill)).issues?.map((issue) => issue.code)).toEqual(['slot-person-not-free']);
    await memberIs(server, person);
    const member = await server.as('member');
    await member.call(myOfferMake, { body: { taskId: running.taskId, mode: 'self-applied' } });
    expect([await available(), await resting()]).toEqual([true, false]);
    await db.deleteFrom('offer').execute();
  });

  test('"do not ask me until" is kept to the day, everywhere people are asked', async () => {
    await wish(addDays(today, 1));
    expect([await available(), await resting()]).toEqual([false, true]);
    expect((await refusal(join())).issues?.map((issue) => issue.code)).toEqual(['join-person-rests']);
    await db.deleteFrom('person_wish').execute();
    await wish(today);
    expect([await available(), await resting()]).toEqual([true, false]);
    await join();
    const people = (await officer.call(rosterShow, { params: { ...params, orgId: running.orgId } })).data.people;
    expect(people.some((one) => one.personId === person)).toBe(true);
    await db.deleteFrom('participation').where('person_id', '=', person).execute();
  });

  test('"do not ask me until" does not shut out whose own offer was made: in the plan and for open places of that task, and of no other', async () => {
    await wish(addDays(today, 30));
    await memberIs(server, person);
    const member = await server.as('member');
    const made = await member.call(myOfferMake, { body: { taskId: running.taskId, mode: 'self-applied' } });
    expect([await available(), await resting()]).toEqual([true, false]);
    await officer.call(offerConfirm, { params: { offerId: made.data.id }, body: { orgId: running.orgId } });
    await db.deleteFrom('participation').where('person_id', '=', person).execute();
    expect([await available(), await resting()]).toEqual([true, false]);
    const other = { ...{ unitIds: [...small.units.values()], areaIds: [] }, withoutUnit: false };
    const elsewhere = await candidates(db, cityId, newId(), other, today);
    expect(elsewhere.find((one) => one.id === person)!.resting).toBe(true);
    await db.updateTable('offer').set({ state: 'withdrawn' }).where('person_id', '=', person).execute();
    expect([await available(), await resting()]).toEqual([false, true]);
    await db.deleteFrom('offer').execute();
  });

  test('only the newest answer in advance counts: "cannot" to one version of the plan and "can" to the next one is no "cannot"', async () => {
    const task = { city_id: cityId, task_id: running.taskId };
    const answered = async (version: number, answer: 'hindered' | 'agreed') => {
      const id = newId();
      const plan = { ...task, id, version_no: version, state: 'superseded' as const, created_by: DEMO_ACCOUNTS.cityOfficer.id };
      await db.insertInto('plan').values(plan).execute();
      const question = { ...task, id: newId(), plan_id: id, person_id: person, answer, erase_after: addDays(today, 30) };
      await db.insertInto('consultation').values(question).execute();
    };
    const fill = async () =>
      officer.call(slotFill, { params: { ...params, openingId: await opening() }, body: { personId: person } });
    await answered(101, 'hindered');
    expect(await available()).toBe(false);
    expect((await refusal(fill())).issues?.map((issue) => issue.code)).toEqual(['slot-person-not-free']);
    await db.deleteFrom('slot_opening').execute();
    await answered(102, 'agreed');
    expect(await available()).toBe(true);
    await fill();
    const part = await db.selectFrom('participation').select('id').where('person_id', '=', person).executeTakeFirstOrThrow();
    await db.deleteFrom('duty').where('participation_id', '=', part.id).execute();
    await db.deleteFrom('participation').where('id', '=', part.id).execute();
    await answered(103, 'hindered');
    expect(await available()).toBe(false);
    await db.deleteFrom('consultation').execute();
    await db.deleteFrom('plan').where('version_no', '>', 100).execute();
  });

  test('whoever is away on the days of a post is not proposed for it', async () => {
    await db
      .insertInto('person_absence')
      .values({ city_id: cityId, id: newId(), person_id: person, valid_from: running.from, valid_to: addDays(running.from, 2) })
      .execute();
    expect(await available()).toBe(false);
  });

  test('a member who leaves while proposed for an open place is proposed no more, and cannot be put there', async () => {
    const leaver = small.members.get(TOUR_ORGS.waterSupply)![6]!;
    const openingId = await opening(leaver);
    const slot = async () => (await officer.call(runningShow, { params, query: {} })).data.openSlots[0]!;
    expect((await slot()).proposal?.personId).toBe(leaver);
    const secretary = await server.as('unitSecretary');
    await secretary.call(memberLeave, { params: { personId: leaver } });
    expect((await slot()).proposal).toBeNull();
    const fill = officer.call(slotFill, { params: { ...params, openingId }, body: { personId: leaver } });
    expect((await refusal(fill)).code).toBe('outside-scope');
  });

  test('the file a member takes holds what was said about tasks; the one of a secretary does not', async () => {
    await db.updateTable('account').set({ person_id: person }).where('id', '=', DEMO_ACCOUNTS.member.id).execute();
    await rest();
    const read = async (client: typeof officer) =>
      JSON.parse(new TextDecoder().decode((await client.call(memberExport, { params: { personId: person } })).data));
    const own = await read(await server.as('member'));
    expect(own.kept.tasks).toContainEqual(expect.objectContaining({ what: 'rests' }));
    const other = small.members.get(TOUR_ORGS.waterSupply)![4]!;
    const secretary = await server.as('unitSecretary');
    const file = (await secretary.call(memberExport, { params: { personId: other } })).data;
    expect(Object.keys(JSON.parse(new TextDecoder().decode(file)))).toEqual(['exportedOn', 'record', 'lines', 'ahead', 'looks']);
  });
});

test('who has not answered an assignment is seen in its organization by those who run the task, masked', async () => {
  const [duty] = await db
    .selectFrom('duty as d')
    .innerJoin('participation as p', 'p.id', 'd.participation_id')
    .select(['d.id', 'p.person_id as personId'])
    .where('p.org_id', '=', running.orgId)
    .where('d.state', '<>', 'ended')
    .limit(1)
    .execute();
  const answerOf = async (state: 'told' | 'accepted' | 'difficulty') => {
    await db.updateTable('duty').set({ state: 'accepted' }).where('state', '<>', 'ended').execute();
    await db.updateTable('duty').set({ state }).where('id', '=', duty!.id).execute();
    const { people } = (await officer.call(rosterShow, { params: { ...params, orgId: running.orgId } })).data;
    const row = people.find((one) => one.personId === duty!.personId);
    expect(row?.name).toMatch(MASKED);
    const { chain } = (await officer.call(runningShow, { params })).data;
    return [row?.answer, chain.find((one) => one.id === running.orgId)?.unanswered];
  };
  expect(await answerOf('told')).toEqual(['waits', 1]);
  expect(await answerOf('difficulty')).toEqual(['difficulty', 0]);
  expect(await answerOf('accepted')).toEqual(['accepted', 0]);
});

test('a task is called off while answers arrive: each answer is taken or refused, and afterwards no duty and no participation stands open', async () => {
  const people = running.people.slice(0, 4);
  const duties = await db
    .selectFrom('duty as d')
    .innerJoin('participation as p', 'p.id', 'd.participation_id')
    .select(['d.id', 'p.person_id as personId'])
    .where('p.person_id', 'in', people)
    .execute();
  await db.updateTable('duty').set({ state: 'told' }).execute();
  const signedIn = await server.as('member');
  // One account answers for each in turn: the first and the last answer race with the end.
  await memberIs(server, duties[0]!.personId);
  const ended = officer.call(taskEnd, { params, body: { on: today, lessons: '', thanks: '' } });
  const answers = ['accept', 'decline', 'accept', 'difficulty'].map((answer) =>
    signedIn
      .call(myDutyAnswer, {
        params: { dutyId: duties[0]!.id },
        body: answer === 'difficulty' ? { answer, words: '家里有事' } : { answer: answer as 'accept' },
      })
      .then(
        () => 200,
        (error) => error.problem.status as number,
      ),
  );
  const statuses = await Promise.all(answers);
  await ended;
  for (const status of statuses) expect([200, 409, 422]).toContain(status);
  const left = await db
    .selectFrom('duty')
    .select(['state', 'difficulty'])
    .where((eb) => eb.or([eb('state', '<>', 'ended'), eb('difficulty', 'is not', null)]))
    .execute();
  expect(left).toEqual([]);
  const open = await db.selectFrom('participation').select('id').where('valid_to', '>', addDays(today, 30)).execute();
  expect(open).toEqual([]);
  const openings = await db.selectFrom('slot_opening').select('id').where('filled_at', 'is', null).execute();
  expect(openings).toEqual([]);
  expect((await officer.call(endingShow, { params })).data.state).toBe('ended');
  const late = await refusal(signedIn.call(myDutyAnswer, { params: { dutyId: duties[0]!.id }, body: { answer: 'accept' } }));
  expect(late.issues?.[0]?.code).toBe('duty-ended');
  expect(server.logged).toEqual([]);
});
