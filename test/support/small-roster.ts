import type { Kysely } from 'kysely';
import { TOUR_ORGS } from '#demo/tour';
import { addDays, type Day, FOREVER } from '#kernel/lib';
import { newId } from '#store/id';
import type { Database } from '#store/schema';
import type { SmallCity } from './small-city.ts';
import { createSmallTask } from './small-task.ts';

/** Ids of a running group: six people, three shifts a day for a week from tomorrow. */
export interface SmallRoster {
  readonly taskId: string;
  readonly orgId: string;
  /** Members of 市水利局机关第二党支部; the first is 张明川, the second leads. */
  readonly people: readonly string[];
  /** Early, late, night. */
  readonly posts: readonly string[];
  readonly from: Day;
  readonly to: Day;
}

/**
 * The same days with one person in other hours than the early shift that was accepted: where the plan gave them only such, they and
 * somebody with another shift change places throughout, which breaks no rule while nobody is away.
 */
export function inOtherHours<Duty extends { readonly person: string; readonly shift: string }>(
  duties: readonly Duty[],
  person: string,
  early: string,
): Duty[] {
  const others = (who: string) => duties.some((one) => one.person === who && one.shift !== early);
  if (others(person)) return [...duties];
  const second = duties.find((one) => others(one.person))!.person;
  const other: Record<string, string> = { [person]: second, [second]: person };
  return duties.map((one) => ({ ...one, person: other[one.person] ?? one.person }));
}

/** Lets the small task of 卧龙区 run with one group whose people were told; one place of the early shift asks for a skill nobody else has. */
export async function createSmallRoster(db: Kysely<Database>, city: SmallCity, today: Day): Promise<SmallRoster> {
  const { cityId } = city;
  const task = await createSmallTask(db, city, 'wolong');
  const orgId = task.rootOrgId;
  const from = addDays(today, 1);
  const to = addDays(from, 7);
  await db.updateTable('task').set({ state: 'active', starts_on: from }).where('id', '=', task.taskId).execute();
  await db.updateTable('org').set({ state: 'active', form: 'group' }).where('id', '=', orgId).execute();
  await db.deleteFrom('participation').where('org_id', '=', orgId).execute();
  await db.deleteFrom('post').where('id', '=', task.postId).execute();
  const posts: string[] = [];
  const shifts = [
    ['早班', 360, 840, 2],
    ['中班', 840, 1320, 1],
    ['夜班', 1320, 1800, 1],
  ] as const;
  for (const [shift, start, end, count] of shifts) {
    const id = newId();
    posts.push(id);
    await db
      .insertInto('post')
      .values({
        ...{ city_id: cityId, id, task_id: task.taskId, area_id: city.areas.wenhua, name: '1号卡点', shift, org_id: orgId },
        ...{ start_minute: start, end_minute: end, day_from: from, day_to: to, head_count: count },
      })
      .execute();
  }
  const people = city.members.get(TOUR_ORGS.waterBureauSecond)!.slice(0, 6);
  for (const [i, person] of people.entries()) {
    const part = newId();
    await db
      .insertInto('participation')
      .values({
        ...{ city_id: cityId, id: part, person_id: person, org_id: orgId, mode: 'self-applied', plan_id: task.planId },
        ...{ role: i === 1 ? 'group-leader' : 'member', valid_from: today, valid_to: FOREVER },
      })
      .execute();
    const duty = { city_id: cityId, id: newId(), participation_id: part, post_id: posts[i % 3]!, slot_no: 0 };
    await db
      .insertInto('duty')
      .values({ ...duty, on_day_from: from, on_day_to: to, state: 'accepted' })
      .execute();
  }
  await db
    .insertInto('office')
    .values({
      ...{ city_id: cityId, id: newId(), org_id: orgId, person_id: people[1]!, office: 'group-leader', how: 'designated' },
      ...{ state: 'active', valid_from: today, valid_to: FOREVER },
    })
    .execute();
  return { taskId: task.taskId, orgId, people, posts, from, to };
}
