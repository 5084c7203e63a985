import { sql } from 'kysely';
import { planStart } from '#contract/plans';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS } from '#demo/tour';
import { newId } from '#store/id';
import { planEnded } from './plan-ended.ts';
import type { TestServer } from './server.ts';
import { createSmallCity, type SmallCity } from './small-city.ts';
import { createSmallRoster } from './small-roster.ts';
import { createSmallTask } from './small-task.ts';

/** An id that nothing has. */
export const NOBODY = 'ffffffff-ffff-7fff-bfff-ffffffffffff';

/** What {@link createBusyCity} made. */
export type BusyCity = Awaited<ReturnType<typeof createBusyCity>>;

/**
 * The small city with something of everything that routes ask for: tasks of 卧龙区 that wait for approval, are planned with a solved plan, run with a group; a task
 * of another district; a second city that nobody here may see.
 */
export async function createBusyCity(server: TestServer) {
  const { small, cityId } = server;
  const { db } = server.database.store;
  const today = server.database.store.today();
  const far = await createSmallCity(db, 'far');

  // Tasks of 卧龙区 in the states that routes ask for: waiting for approval, still planned, running with a group; and one of another district.
  const submitted = await createSmallTask(db, small, 'wolong');
  const draft = await createSmallTask(db, small, 'wolong');
  const foreign = await createSmallTask(db, small, 'wancheng');
  const running = await createSmallRoster(db, small, today);
  const away = await createSmallTask(db, far, 'wolong');
  await db.deleteFrom('approval').where('id', '=', draft.approvalId).execute();
  await db.updateTable('task').set({ state: 'planned', pack: 'epidemic-control' }).where('id', '=', draft.taskId).execute();
  await db
    .updateTable('approval')
    .set({ decision: 'approved', decided_by: DEMO_ACCOUNTS.cityOfficer.id, decided_at: new Date() })
    .where('task_id', '=', running.taskId)
    .execute();
  const opening = newId();
  await db
    .insertInto('slot_opening')
    .values({
      city_id: cityId,
      id: opening,
      task_id: running.taskId,
      post_id: running.posts[0]!,
      slot_no: 0,
      opened_at: new Date(),
    })
    .execute();
  const drafter = await server.as('districtOfficer');
  const planId = (await drafter.call(planStart, { params: { taskId: draft.taskId }, body: {} })).data.id;
  const shown = await planEnded(drafter, planId);
  if (shown.placed !== 2)
    throw new Error(
      `the plan has ${shown.placed} people: ${shown.state} ${JSON.stringify(shown.failure)} ${JSON.stringify(shown.issues)} ${JSON.stringify(shown.gaps)} ${server.logged.join()}`,
    );
  const planned = await sql<{ id: string; post: string }>`
    select person_id as id, post_id as post from plan_row where plan_id = ${planId}::uuid and person_id is not null limit 1`.execute(
    db,
  );

  const org = (key: string, of: SmallCity = small) => of.orgs.get(key)!;
  const unit = (key: string, of: SmallCity = small) => of.units.get(key)!;
  const member = (key: string, no: number, of: SmallCity = small) => of.members.get(key)![no]!;
  const version = async (table: 'org' | 'unit' | 'person' | 'task', id: string) =>
    (await db.selectFrom(table).select('version').where('id', '=', id).executeTakeFirstOrThrow()).version;
  /** A firm in 宛城区 in which nothing is set up yet: nobody of 卧龙区 keeps its entry. */
  const otherFirm = await addFirm('宛城百货', small.areas.wancheng, small.areas.wancheng);
  const hereFirm = await addFirm('文化百货', small.areas.wolong, small.areas.wenhua);
  const hereShop = await addFirm('文化书店', small.areas.wolong, small.areas.wenhua);
  async function addFirm(name: string, county: string, place: string): Promise<string> {
    const id = newId();
    await db
      .insertInto('unit')
      .values({
        ...{ city_id: cityId, id, kind: 'non-public-enterprise', name, affiliation_tier: 'county' },
        ...{ affiliation_area_id: county, located_area_id: place, valid_from: '2020-01-01' },
      })
      .execute();
    return id;
  }
  /** Works in a firm of 宛城区 and belongs to a branch that no body of 卧龙区 leads: no source of any task of 卧龙区. */
  const stranger = newId();
  await db
    .insertInto('person')
    .values({
      city_id: cityId,
      id: stranger,
      source_key: 'stranger',
      status: 'full',
      unit_id: otherFirm,
      residence_area_id: null,
    })
    .execute();
  await db
    .insertInto('home')
    .values({
      ...{ city_id: cityId, id: newId(), person_id: stranger, org_id: org(TOUR_ORGS.waterSupply), valid_from: '2020-01-01' },
    })
    .execute();
  const { id: plannedId, post: plannedPost } = planned.rows[0]!;
  return {
    ...{
      server,
      db,
      small,
      far,
      cityId,
      today,
      submitted,
      draft,
      foreign,
      running,
      away,
      opening,
      planId,
      plannedId,
      plannedPost,
    },
    ...{ org, unit, member, version, otherFirm, hereFirm, hereShop, stranger, accountId: DEMO_ACCOUNTS.member.id },
  };
}
