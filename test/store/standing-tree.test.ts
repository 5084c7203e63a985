import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Day } from '#kernel/lib';
import { checkTree } from '#kernel/registry';
import { newId } from '#store/id';
import { organizationsById, standingTreeOf } from '#store/register-types';
import { createTestDatabase } from '../support/database.ts';
import { createSmallCity, SMALL_CITY } from '../support/small-city.ts';

const { store } = await createTestDatabase();
const { db } = store;
await createSmallCity(db);
const today = store.today();

/** The same tree read field by field. */
async function plainly() {
  const orgs = await db
    .selectFrom('org')
    .select(['id', 'set_up_by_id'])
    .where('city_id', '=', SMALL_CITY)
    .where('standing', '=', true)
    .where('state', 'not in', ['ended', 'cancelled'])
    .execute();
  const byId = await organizationsById(
    db,
    SMALL_CITY,
    orgs.map((one) => one.id),
  );
  const edges = await db
    .selectFrom('org_edge')
    .selectAll()
    .where('city_id', '=', SMALL_CITY)
    .where('valid_from', '<=', today)
    .where('valid_to', '>', today)
    .execute();
  const picked = [...byId.values()].map(({ id, name, standing, class: clazz, form, treeId, tier }) => ({
    ...{ id, name, standing, class: clazz, form, treeId, tier },
  }));
  const joins = [
    ...edges.filter((one) => byId.has(one.child_id)).map((one) => `${one.child_id} leadership ${one.parent_id} ${one.tree_id}`),
    ...orgs
      .filter((one) => one.set_up_by_id !== null)
      .map((one) => `${one.id} set-up-by ${one.set_up_by_id} ${byId.get(one.id)!.treeId}`),
  ];
  return { organizations: picked.sort((a, b) => (a.id < b.id ? -1 : 1)), joins: joins.sort() };
}

async function asRead() {
  const { organizations, edges } = await standingTreeOf(db, SMALL_CITY, today);
  const joins = edges.map((one) => `${one.childId} ${one.kind} ${one.parentId} ${one.treeId}`);
  const codes = checkTree(organizations, edges, today).issues.map((one) => `${one.code} ${one.params.name ?? one.params.names}`);
  return { organizations: organizations.sort((a, b) => (a.id < b.id ? -1 : 1)), joins: joins.sort(), codes: codes.sort() };
}

const named = (name: string) => db.selectFrom('org').select(['id', 'tree_id']).where('name', '=', name).executeTakeFirstOrThrow();

test('S-004 the tree is read whole, also where it is broken: an organization without parent, a circle, a leading group without setter', async () => {
  const { codes, ...before } = await asRead();
  expect(before).toEqual(await plainly());
  expect(before.organizations.length).toBeGreaterThan(8);
  expect(codes).toEqual([]);

  const [orphan, upper, lower] = [
    await named('供水公司党支部'),
    await named('市水利局机关党委'),
    await named('市水利局机关第二党支部'),
  ];
  await sql`delete from org_edge where child_id = ${orphan.id}`.execute(db);
  await sql`update org_edge set parent_id = ${lower.id} where child_id = ${upper.id}`.execute(db);
  const group = newId();
  await db
    .insertInto('org')
    .values({
      city_id: SMALL_CITY,
      id: group,
      tree_id: orphan.tree_id,
      name: '无批准的党组',
      standing: true,
      class: 'leading-group',
      form: null,
      holds_relationship: false,
      pinyin: '',
      initials: '',
      grams: [],
      started_on: '2020-01-01' as Day,
    })
    .execute();
  const { codes: found, ...after } = await asRead();
  expect(after).toEqual(await plainly());
  expect(found).toContain('tree-organization-without-parent 供水公司党支部');
  expect(found).toContain('tree-leading-group-without-approver 无批准的党组');
  expect(found.filter((one) => one.startsWith('tree-cycle'))).toHaveLength(1);
});
