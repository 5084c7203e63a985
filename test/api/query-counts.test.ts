import { describe, expect, test } from 'vitest';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS, TOUR_UNITS } from '#demo/tour';
import type { Day } from '#kernel/lib';
import { newId } from '#store/id';
import { recountAll } from '#store/member-count';
import { countQueries } from '../support/count-queries.ts';
import { type DemoPart, startTestServer } from '../support/server.ts';
import { createSmallTask } from '../support/small-task.ts';

const server = await startTestServer();
const { small, cityId } = server;
const { db } = server.database.store;
const { taskId, planId, approvalId, rootOrgId } = await createSmallTask(db, small, 'wolong');
await db.updateTable('task').set({ state: 'active', starts_on: '2026-01-01' }).where('id', '=', taskId).execute();
const org = (key: keyof typeof TOUR_ORGS) => small.orgs.get(TOUR_ORGS[key])!;

/** Reads by the part that does them; each goes through session, scope and handler. */
const READS: readonly (readonly [DemoPart, string])[] = [
  ['cityOfficer', '/api/today?scope=body'],
  ['districtOfficer', '/api/today'],
  ['branchSecretary', '/api/today'],
  ['member', '/api/today'],
  ['cityOfficer', '/api/terms?scope=body'],
  ['cityOfficer', '/api/organizations'],
  ['cityOfficer', `/api/organizations?parentId=${org('wolong')}`],
  ['cityOfficer', '/api/organizations?tree=task'],
  ['cityOfficer', `/api/organizations/${org('wolong')}`],
  ['cityOfficer', `/api/organizations/${org('wolong')}/history`],
  ['cityOfficer', `/api/organizations/${org('wolong')}/check`],
  ['subdistrictSecretary', `/api/organizations/${org('wenhua')}/members?limit=200`],
  ['subdistrictSecretary', `/api/organizations/${org('meixi')}/participations`],
  ['cityOfficer', '/api/units'],
  ['cityOfficer', `/api/units/${small.units.get(TOUR_UNITS.waterBureau)}`],
  ['cityOfficer', `/api/areas?parentId=${small.areas.wolong}`],
  ['cityOfficer', `/api/areas/${small.areas.wolong}`],
  ['districtOfficer', `/api/areas/${small.areas.wolong}/small-units`],
  ['cityOfficer', '/api/tasks'],
  ['districtOfficer', `/api/tasks/${taskId}`],
  ['districtOfficer', `/api/tasks/${taskId}/standing`],
  ['districtOfficer', `/api/tasks/${taskId}/needs`],
  ['districtOfficer', `/api/tasks/${taskId}/sources`],
  ['districtOfficer', `/api/tasks/${taskId}/plans`],
  ['districtOfficer', `/api/tasks/${taskId}/running`],
  ['districtOfficer', `/api/tasks/${taskId}/ending`],
  ['districtOfficer', `/api/tasks/${taskId}/organizations/${rootOrgId}/roster`],
  ['districtOfficer', `/api/plans/${planId}`],
  ['districtOfficer', `/api/plans/${planId}/posts`],
  ['cityApprover', '/api/approvals'],
  ['cityApprover', `/api/approvals/${approvalId}`],
  ['unitSecretary', '/api/offers'],
  ['cityOfficer', '/api/notices'],
  ['member', '/api/me/duties'],
  ['member', '/api/me/notices'],
  ['member', '/api/me/offers'],
  ['districtOfficer', '/api/imports'],
  ['security', '/api/audit-events'],
  ['cityOfficer', '/api/rules'],
];

/** At most so many round trips a read, session and scope among them. */
const MOST = 20;

const cookies = new Map<DemoPart, string>();
for (const [part] of READS) {
  if (!cookies.has(part)) cookies.set(part, (await server.signIn(DEMO_ACCOUNTS[part].login, 'qunying-demo')).cookie);
}
const asked = countQueries();

async function queriesOf(part: DemoPart, path: string): Promise<string> {
  const before = asked.count;
  const answer = await fetch(`${server.url}${path}`, { headers: { cookie: cookies.get(part)! } });
  const body = await answer.arrayBuffer();
  if (!answer.ok) return `${answer.status} ${Buffer.from(body).toString().slice(0, 200)}`;
  return String(asked.count - before);
}

const counts = async () => {
  const found: Record<string, string> = {};
  for (const [part, path] of READS) {
    // The timers of the server ask now and then in between, on a slow machine more often: the lower of two is the request's own.
    const [first, second] = [await queriesOf(part, path), await queriesOf(part, path)];
    found[`${part} ${path}`] = Number(second) < Number(first) ? second : first;
  }
  return found;
};

/** Twelve times as many of what lists show: tasks with chain, plan, approval; units, organizations, members, areas, imports, events. */
async function grow(): Promise<void> {
  const since = '2020-01-01';
  const [shared, tree] = [
    { city_id: cityId, pinyin: '', initials: '', grams: [] as string[], valid_from: since },
    (await db.selectFrom('org').select('tree_id').where('id', '=', org('wolong')).executeTakeFirstOrThrow()).tree_id,
  ];
  for (let k = 0; k < 12; k++) {
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
  }
  await recountAll(db, cityId, since as Day);
}

describe('queries of one request', () => {
  test('a read asks the database a fixed number of times, however many rows it finds', async () => {
    await counts();
    const few = await counts();
    expect(Object.entries(few).filter(([, count]) => !(Number(count) <= MOST))).toEqual([]);
    await grow();
    expect(await counts()).toEqual(few);
  }, 60_000);
});
