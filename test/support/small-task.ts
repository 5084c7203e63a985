import type { Kysely } from 'kysely';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS, TOUR_UNITS } from '#demo/tour';
import { newId } from '#store/id';
import type { Database } from '#store/schema';
import type { SmallCity } from './small-city.ts';

/** Ids of a task of one district in the small city. */
export interface SmallTask {
  readonly taskId: string;
  readonly planId: string;
  readonly approvalId: string;
  readonly rootOrgId: string;
  readonly postId: string;
}

/**
 * A submitted task of a district committee with one post in 文化社区, a cap for 宛清水务集团, a plan that places one member there, a
 * chain of one temporary committee with that member in it, and its approval waiting at the city committee.
 */
export async function createSmallTask(db: Kysely<Database>, city: SmallCity, owner: 'wolong' | 'wancheng'): Promise<SmallTask> {
  const { cityId } = city;
  const ownerId = city.orgs.get(TOUR_ORGS[owner])!;
  const [taskId, planId, approvalId, rootOrgId, postId, treeId] = [newId(), newId(), newId(), newId(), newId(), newId()];
  const by = DEMO_ACCOUNTS.districtOfficer.id;
  const here = owner === 'wolong';
  await db
    .insertInto('task')
    .values({
      city_id: cityId,
      id: taskId,
      title: here ? '社区防控演练' : '另一个区的演练',
      issuer_unit_id: here ? city.units.get(TOUR_UNITS.headquarters)! : null,
      owner_org_id: ownerId,
      area_id: city.areas[owner],
      state: 'submitted',
      created_by: by,
    })
    .execute();
  await db
    .insertInto('post')
    .values({
      city_id: cityId,
      id: postId,
      task_id: taskId,
      area_id: here ? city.areas.wenhua : city.areas.wancheng,
      name: '1号卡点',
      start_minute: 360,
      end_minute: 840,
      day_from: '2026-01-01',
      day_to: '2026-01-08',
      head_count: 2,
    })
    .execute();
  if (here) {
    await db
      .insertInto('task_cap')
      .values({ city_id: cityId, task_id: taskId, unit_id: city.units.get(TOUR_UNITS.waterSupply)!, cap: 4 })
      .execute();
  }
  await db
    .insertInto('plan')
    .values({ city_id: cityId, id: planId, task_id: taskId, version_no: 1, state: 'submitted', created_by: by })
    .execute();
  await db.insertInto('tree').values({ city_id: cityId, id: treeId, kind: 'task' }).execute();
  await db
    .insertInto('org')
    .values({
      city_id: cityId,
      id: rootOrgId,
      tree_id: treeId,
      standing: false,
      form: 'committee',
      name: '演练临时党委',
      task_id: taskId,
      state: 'submitted',
      set_up_by_id: ownerId,
    })
    .execute();
  await db
    .insertInto('org_closure')
    .values({ city_id: cityId, tree_id: treeId, ancestor_id: rootOrgId, descendant_id: rootOrgId, depth: 0 })
    .execute();
  if (here) {
    const member = city.members.get(TOUR_ORGS.waterBureauSecond)![1]!;
    await db
      .insertInto('participation')
      .values({
        city_id: cityId,
        id: newId(),
        person_id: member,
        org_id: rootOrgId,
        role: 'member',
        mode: 'self-applied',
        plan_id: planId,
        valid_from: '2026-01-01',
        source_unit_id: city.units.get(TOUR_UNITS.waterBureau)!,
      })
      .execute();
  }
  await db
    .insertInto('approval')
    .values({
      city_id: cityId,
      id: approvalId,
      task_id: taskId,
      plan_id: planId,
      root_org_id: rootOrgId,
      approver_org_id: city.orgs.get(TOUR_ORGS.city)!,
      submitted_by: by,
      submitted_at: new Date(),
    })
    .execute();
  return { taskId, planId, approvalId, rootOrgId, postId };
}
