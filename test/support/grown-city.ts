import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS } from '#demo/tour';
import { addDays, type Day } from '#kernel/lib';
import { newId } from '#store/id';
import { recountAll } from '#store/member-count';
import type { BusyCity } from './busy-city.ts';
import { createSmallTask } from './small-task.ts';

/**
 * `more` of everything that a read may list: tasks with chain, plan, approval; units, organizations, members, areas; imports and rows of `importId`; posts, plan rows
 * and duties of the tasks that are shown; offices, transfers, participations, notices, feedback, corrections, offers, questions, resources.
 */
export async function growCity(city: BusyCity, importId: string, more: number): Promise<void> {
  const { db, small, org: orgOf, draft, running, planId, plannedPost, today } = city;
  const { cityId } = small;
  const org = (key: keyof typeof TOUR_ORGS) => orgOf(TOUR_ORGS[key]);
  const since = '2020-01-01';
  const [shared, tree] = [
    { city_id: cityId, pinyin: '', initials: '', grams: [] as string[], valid_from: since },
    (await db.selectFrom('org').select('tree_id').where('id', '=', org('wolong')).executeTakeFirstOrThrow()).tree_id,
  ];
  for (let k = 0; k < more; k++) {
    await createSmallTask(db, small, 'wolong');
    const [unit, branch, person, area] = [newId(), newId(), newId(), newId()];
    const path = `${(await db.selectFrom('area').select('path').where('id', '=', small.areas.wolong).executeTakeFirstOrThrow()).path}${area}/`;
    await db
      .insertInto('area')
      .values({ ...shared, id: area, kind: 'township', parent_id: small.areas.wolong, path, name: `街道${k}` })
      .execute();
    await db
      .insertInto('unit')
      .values({
        ...shared,
        id: unit,
        kind: 'organ',
        name: `单位${k}`,
        affiliation_area_id: small.areas.wolong,
        located_area_id: area,
      })
      .execute();
    const { valid_from: _, ...named } = shared;
    const row = { tree_id: tree, standing: true, class: 'primary-level', form: 'branch', holds_relationship: true } as const;
    await db
      .insertInto('org')
      .values({ ...named, ...row, id: branch, name: `支部${k}`, unit_id: unit, started_on: since })
      .execute();
    await db
      .insertInto('org_edge')
      .values({ city_id: cityId, id: newId(), tree_id: tree, child_id: branch, parent_id: org('wolong'), valid_from: since })
      .execute();
    await db
      .insertInto('org_closure')
      .values(
        [branch, org('wolong'), org('city')].map((ancestor, depth) => ({
          city_id: cityId,
          tree_id: tree,
          ancestor_id: ancestor,
          descendant_id: branch,
          depth,
        })),
      )
      .execute();
    await db
      .insertInto('person')
      .values({ city_id: cityId, id: person, status: 'full', residence_area_id: small.areas.wenhua })
      .execute();
    await db
      .insertInto('person_name')
      .values({ ...named, person_id: person, name: `甲${k}` })
      .execute();
    await db
      .insertInto('home')
      .values({ city_id: cityId, id: newId(), person_id: person, org_id: org('wenhua'), valid_from: since })
      .execute();
    await db
      .insertInto('import_batch')
      .values({
        city_id: cityId,
        id: newId(),
        kind: 'members',
        file_name: `${k}.xlsx`,
        state: 'preview',
        created_by: DEMO_ACCOUNTS.districtOfficer.id,
        created_at: new Date(),
      })
      .execute();
    await growLists(k, { unit, branch, person, area });
  }
  await recountAll(db, cityId, since as Day);

  async function growLists(k: number, made: { unit: string; branch: string; person: string; area: string }): Promise<void> {
    const { unit, branch, person, area } = made;
    const id = () => ({ city_id: cityId, id: newId() });
    const at = new Date();
    const [postId, participation] = [newId(), newId()];
    await db
      .insertInto('import_row')
      .values({ city_id: cityId, batch_id: importId, row_no: 100 + k, sheet_row: 100 + k, raw: '["a"]', outcome: 'new' })
      .execute();
    await db
      .insertInto('office')
      .values({
        ...id(),
        org_id: org('wolong'),
        person_id: person,
        office: 'committee-member',
        how: 'elected',
        valid_from: since,
      })
      .execute();
    await db
      .insertInto('transfer')
      .values({ ...id(), person_id: person, from_org_id: org('wenhua'), to_org_id: branch, started_on: today })
      .execute();
    for (const to of [{ org_id: org('wolong') }, { person_id: person }, { unit_id: unit }])
      await db
        .insertInto('notice')
        .values({ ...id(), ...to, kind: 'slot-opened', params: JSON.stringify({ task: 'x' }), created_at: at })
        .execute();
    await db
      .insertInto('feedback')
      .values({ ...id(), code_hash: newId(), kind: 'complaint', text: `意见${k}`, created_at: at, erase_after: '2099-01-01' })
      .execute();
    await db
      .insertInto('correction_request')
      .values({ ...id(), person_id: person, field: 'name', proposed: '甲', created_at: at })
      .execute();
    for (const taskId of [draft.taskId, running.taskId])
      await db
        .insertInto('offer')
        .values({ ...id(), task_id: taskId, person_id: person, mode: 'self-applied', created_at: at, erase_after: '2099-01-01' })
        .execute();
    await db
      .insertInto('resource')
      .values({ ...id(), unit_id: unit, kind: 'thing', title: `会议室${k}`, task_id: draft.taskId })
      .execute();
    await db
      .insertInto('consultation')
      .values({ ...id(), task_id: draft.taskId, plan_id: planId, unit_id: unit, people: 1 })
      .execute();
    const post = { area_id: area, start_minute: 360, end_minute: 840, day_from: today, day_to: addDays(today, 7), head_count: 2 };
    await db
      .insertInto('post')
      .values([
        { city_id: cityId, id: newId(), task_id: draft.taskId, name: `卡点${k}`, ...post },
        { city_id: cityId, id: postId, task_id: running.taskId, name: `岗位${k}`, ...post },
      ])
      .execute();
    await db
      .insertInto('participation')
      .values({
        city_id: cityId,
        id: participation,
        person_id: person,
        org_id: running.orgId,
        role: 'member',
        mode: 'assigned',
        valid_from: today,
      })
      .execute();
    await db
      .insertInto('duty')
      .values({
        ...id(),
        participation_id: participation,
        post_id: postId,
        slot_no: 0,
        on_day_from: today,
        on_day_to: addDays(today, 7),
      })
      .execute();
    await db
      .insertInto('slot_opening')
      .values({ ...id(), task_id: running.taskId, post_id: postId, slot_no: 0, opened_at: at })
      .execute();
    await db
      .insertInto('plan_row')
      .values({
        city_id: cityId,
        plan_id: planId,
        post_id: plannedPost,
        slot_no: 0,
        seat_no: 10 + k,
        person_id: person,
        pinned: false,
        cost_parts: '{}',
      })
      .execute();
  }
}
