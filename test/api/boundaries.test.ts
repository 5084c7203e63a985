import { expect, test } from 'vitest';
import { joinerAdd, runningShow } from '#contract/running';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS, TOUR_UNITS } from '#demo/tour';
import { startTestServer } from '../support/server.ts';
import { createSmallRoster } from '../support/small-roster.ts';

/** The four boundaries as a running task shows them, computed from who takes part on a day. */
const server = await startTestServer();
const { small, cityId } = server;
const { db } = server.database.store;
const running = await createSmallRoster(db, small, server.database.store.today());
await db
  .updateTable('approval')
  .set({ decision: 'approved', decided_by: DEMO_ACCOUNTS.cityOfficer.id, decided_at: new Date() })
  .where('task_id', '=', running.taskId)
  .execute();
const params = { taskId: running.taskId };
const officer = await server.as('districtOfficer');
const of = (org: string, no: number) => small.members.get(org)![no]!;

/** What the other unit is; what a participation takes over is fixed when it begins. */
async function otherUnit(facts: { kind: string; system: string; tier: string; located: string }): Promise<void> {
  await db
    .updateTable('unit')
    .set({
      ...({ kind: facts.kind, system: facts.system, affiliation_tier: facts.tier } as object),
      located_area_id: facts.located,
    })
    .where('city_id', '=', cityId)
    .where('id', '=', small.units.get(TOUR_UNITS.waterSupply)!)
    .execute();
}

/** Who takes part from now on, one after the other; the boundaries on the first day of the shifts. */
async function crossed(...people: readonly string[]): Promise<Record<'unit' | 'tier' | 'area' | 'system', boolean>> {
  await db.deleteFrom('duty').execute();
  await db.deleteFrom('participation').execute();
  await join(...people);
  return seen();
}

async function join(...people: readonly string[]): Promise<void> {
  for (const personId of people)
    await officer.call(joinerAdd, { params, body: { orgId: running.orgId, personId, from: running.from } });
}

async function seen(): Promise<Record<'unit' | 'tier' | 'area' | 'system', boolean>> {
  const { boundaries } = (await officer.call(runningShow, { params, query: { day: running.from } })).data;
  const { unit, tier, area, system } = boundaries;
  return { unit: unit.crossed, tier: tier.crossed, area: area.crossed, system: system.crossed };
}

const organ = { kind: 'organ', system: 'party-government', tier: 'city', located: small.areas.wenhua };
const bureau = of(TOUR_ORGS.waterBureauSecond, 7);
await db
  .updateTable('unit')
  .set({ system: 'party-government' } as object)
  .where('id', '=', small.units.get(TOUR_UNITS.waterBureau)!)
  .execute();

test('S-154 two departments of one tier cross the unit and nothing else', async () => {
  await otherUnit(organ);
  const colleague = of(TOUR_ORGS.waterBureauSecond, 8);
  expect(await crossed(bureau, colleague)).toEqual({ unit: false, tier: false, area: false, system: false });
  await join(of(TOUR_ORGS.waterSupply, 2));
  expect(await seen()).toEqual({ unit: true, tier: false, area: false, system: false });
});

test('S-155 a department of the city and one of the county cross unit and tier', async () => {
  await otherUnit({ ...organ, tier: 'county' });
  expect(await crossed(bureau, of(TOUR_ORGS.waterSupply, 3))).toEqual({ unit: true, tier: true, area: false, system: false });
});

test('S-156 an organ and a non-public enterprise cross the system; S-157 a unit in another county crosses the area', async () => {
  await otherUnit({ kind: 'non-public-enterprise', system: 'non-public', tier: 'city', located: small.areas.wenhua });
  expect(await crossed(bureau, of(TOUR_ORGS.waterSupply, 4))).toMatchObject({ unit: true, area: false, system: true });
  await otherUnit({ ...organ, located: small.areas.wancheng });
  expect(await crossed(bureau, of(TOUR_ORGS.waterSupply, 5))).toMatchObject({ unit: true, area: true, system: false });
});

test('what a unit becomes later moves no boundary of those who joined before', async () => {
  await otherUnit({ ...organ, located: small.areas.wancheng });
  const before = await crossed(bureau, of(TOUR_ORGS.waterSupply, 6));
  expect(before.area).toBe(true);
  await otherUnit({ kind: 'non-public-enterprise', system: 'non-public', tier: 'county', located: small.areas.wenhua });
  expect(await seen()).toEqual(before);
});
