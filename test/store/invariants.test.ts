import { expect, test } from 'vitest';
import { TOUR_ORGS } from '#demo/tour';
import { newId } from '#store/id';
import { createTestDatabase } from '../support/database.ts';
import { createSmallCity } from '../support/small-city.ts';
import { createSmallTask } from '../support/small-task.ts';

const { store } = await createTestDatabase();
const { db } = store;
const small = await createSmallCity(db);
const chain = await createSmallTask(db, small, 'wolong');
const { cityId } = small;
const org = (key: string) => small.orgs.get(key)!;
const day = '2026-01-01' as const;

async function codeOf(write: Promise<unknown>): Promise<string> {
  return write.then(
    () => 'written',
    (error) => (error as { code: string }).code,
  );
}
const edge = (treeId: string, childId: string, parentId: string) =>
  db
    .insertInto('org_edge')
    .values({ city_id: cityId, id: newId(), tree_id: treeId, child_id: childId, parent_id: parentId, valid_from: day })
    .execute();
const treeOf = async (orgId: string) =>
  (await db.selectFrom('org').select('tree_id').where('id', '=', orgId).executeTakeFirstOrThrow()).tree_id;

test('I-9 the database itself refuses an edge between a standing and a task organization, in either tree', async () => {
  const [standing, task] = [org(TOUR_ORGS.wenhua), chain.rootOrgId];
  for (const tree of [await treeOf(standing), await treeOf(task)]) {
    expect(await codeOf(edge(tree, task, standing))).toBe('23503');
    expect(await codeOf(edge(tree, standing, task))).toMatch(/^23(503|P01)$/);
  }
});

test('I-8 the database itself refuses a second parent at the same time', async () => {
  const child = org(TOUR_ORGS.wenhua);
  expect(await codeOf(edge(await treeOf(child), child, org(TOUR_ORGS.qiyi)))).toBe('23P01');
});

test('I-3 the database itself refuses a second relationship at the same time', async () => {
  const person = small.members.get(TOUR_ORGS.wenhua)![3]!;
  const home = { city_id: cityId, id: newId(), person_id: person, org_id: org(TOUR_ORGS.waterSupply), valid_from: day };
  expect(await codeOf(db.insertInto('home').values(home).execute())).toBe('23P01');
});

test('the database itself keeps no day of absence of a person twice; periods that touch are two', async () => {
  const person = small.members.get(TOUR_ORGS.wenhua)![3]!;
  const put = (from: string, to: string) =>
    db
      .insertInto('person_absence')
      .values({ city_id: cityId, id: newId(), person_id: person, valid_from: from, valid_to: to })
      .execute();
  await put('2026-12-01', '2026-12-04');
  await put('2026-12-04', '2026-12-05');
  expect(await codeOf(put('2026-12-03', '2026-12-06'))).toBe('23P01');
});

test('I-1 the database itself knows four classes for standing organizations and none for those of tasks', async () => {
  const set = (id: string, value: unknown) =>
    db
      .updateTable('org')
      .set({ class: value as never })
      .where('id', '=', id)
      .execute();
  expect(await codeOf(set(org(TOUR_ORGS.wenhua), 'agency'))).toBe('23514');
  expect(await codeOf(set(org(TOUR_ORGS.wenhua), null))).toBe('23514');
  expect(await codeOf(set(chain.rootOrgId, 'primary-level'))).toBe('23514');
});
