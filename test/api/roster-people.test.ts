import { describe, expect, test } from 'vitest';
import type { Client } from '#contract/client';
import { rosterBoard } from '#contract/rosters';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { addDays, FOREVER } from '#kernel/lib';
import { newId } from '#store/id';
import { peopleAvailable } from '#store/opening';
import { writeRoster } from '#store/roster';
import { refusal, startTestServer } from '../support/server.ts';
import { createSmallRoster } from '../support/small-roster.ts';

describe('people of a group with shifts', async () => {
  const server = await startTestServer();
  const { db } = server.deps.store;
  const today = server.deps.store.today();
  const group = await createSmallRoster(db, server.small, today);
  const { people, posts, from } = group;
  const board = async (client: Client) => client.call(rosterBoard, { params: { taskId: group.taskId, orgId: group.orgId } });

  test('whoever is sought for an open place has the rest of the rosters: eleven hours as is usual, or those that the group kept last', async () => {
    const person = people[4]!;
    const at = { city_id: server.cityId, task_id: group.taskId, area_id: server.small.areas.wenhua, org_id: group.orgId };
    const dawn = {
      ...at,
      id: newId(),
      name: '清早',
      start_minute: 360,
      end_minute: 480,
      day_from: from,
      day_to: group.to,
      head_count: 1,
    };
    const evening = { ...dawn, id: newId(), name: '傍晚', start_minute: 1020, end_minute: 1080 };
    await db.insertInto('post').values([dawn, evening]).execute();
    const part = await db
      .selectFrom('participation')
      .select('id')
      .where('person_id', '=', person)
      .where('org_id', '=', group.orgId)
      .executeTakeFirstOrThrow();
    await db.updateTable('duty').set({ post_id: dawn.id }).where('participation_id', '=', part.id).execute();
    await db.deleteFrom('person_wish').where('person_id', '=', person).execute();
    const free = async () =>
      (await peopleAvailable(db, server.cityId, { taskId: group.taskId, postId: evening.id }, [person], today)).has(person);
    // From 08:00 to 17:00 are nine hours.
    expect(await free()).toBe(false);
    const kept = { orgId: group.orgId, offDays: [], mostInRow: 6, by: DEMO_ACCOUNTS.districtOfficer.id, at: new Date() };
    await writeRoster(db, server.cityId, { ...kept, id: null, from, to: addDays(from, 2), restHours: 9 }, []);
    expect(await free()).toBe(true);
    await writeRoster(db, server.cityId, { ...kept, id: null, from: addDays(from, 2), to: group.to, restHours: 10 }, []);
    expect(await free()).toBe(false);
    // A night of one day ends at 06:00; two days after that day it is 02:00 after twenty hours.
    const spell = await db
      .selectFrom('duty')
      .select(['on_day_from', 'on_day_to'])
      .where('participation_id', '=', part.id)
      .executeTakeFirstOrThrow();
    await db.updateTable('post').set({ start_minute: 1320, end_minute: 1800 }).where('id', '=', dawn.id).execute();
    await db
      .updateTable('post')
      .set({ start_minute: 120, end_minute: 180, day_from: addDays(from, 2) })
      .where('id', '=', evening.id)
      .execute();
    await db
      .updateTable('duty')
      .set({ on_day_from: from, on_day_to: addDays(from, 1) })
      .where('participation_id', '=', part.id)
      .execute();
    for (const [restHours, rested] of [
      [20, true],
      [24, false],
    ] as const) {
      await db.updateTable('roster').set({ rest_hours: restHours }).where('org_id', '=', group.orgId).execute();
      expect(await free()).toBe(rested);
    }
    await db.deleteFrom('roster').execute();
    await db
      .updateTable('duty')
      .set({ ...spell, post_id: posts[1]! })
      .where('participation_id', '=', part.id)
      .execute();
    await db.deleteFrom('post').where('id', 'in', [dawn.id, evening.id]).execute();
  });

  test('a group of hundreds is shown whole; one over four hundred is told to divide first, with both numbers', async () => {
    const drafter = await server.as('districtOfficer');
    const before = (await board(drafter)).data.people.length;
    const join = async (count: number) => {
      const rows = Array.from({ length: count }, () => ({ person: newId(), part: newId() }));
      await db
        .insertInto('person')
        .values(rows.map(({ person }) => ({ city_id: server.cityId, id: person, status: 'full' as const })))
        .execute();
      await db
        .insertInto('participation')
        .values(
          rows.map(({ person, part }) => ({
            ...{ city_id: server.cityId, id: part, person_id: person, org_id: group.orgId, mode: 'assigned' as const },
            ...{ role: 'member' as const, valid_from: today, valid_to: FOREVER },
          })),
        )
        .execute();
    };
    await join(300);
    expect((await board(drafter)).data.people.length).toBe(before + 300);
    await join(100);
    const problem = await refusal(board(drafter));
    expect(problem.issues).toEqual([
      expect.objectContaining({ code: 'roster-group-too-large', params: { count: before + 400, most: 400 } }),
    ]);
  });
});
