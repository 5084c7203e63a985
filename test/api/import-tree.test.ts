import { describe, expect, test } from 'vitest';
import { importCommit, importUndo } from '#contract/import';
import { handIn, rowsOf, workbook } from '../support/hand-in.ts';
import { refusal, startTestServer } from '../support/server.ts';

const server = await startTestServer();
const { store } = server.database;
const officer = await server.as('districtOfficer');

describe('places and organizations', () => {
  test('areas hang below their code, units find their place, organizations bring a subtree; all taken back in turn', async () => {
    const areas = await handIn(
      officer,
      'areas',
      await workbook(['区划代码', '名称'], ['419903005', '光武街道'], ['419903005001', '新桥社区']),
    );
    expect(areas.counts).toEqual({ new: 2 });
    await officer.call(importCommit, { params: { importId: areas.id } });
    const area = await store.db.selectFrom('area').selectAll().where('name', '=', '新桥社区').executeTakeFirstOrThrow();
    const parent = await store.db.selectFrom('area').selectAll().where('id', '=', area.parent_id).executeTakeFirstOrThrow();
    expect([area.kind, parent.name, parent.kind, area.path.startsWith(parent.path)]).toEqual([
      'community',
      '光武街道',
      'subdistrict',
      true,
    ]);
    const units = await handIn(
      officer,
      'units',
      await workbook(['编号', '单位名称', '单位类型', '所在地区', '可出人数'], ['D-1', '示例商超', '民营企业', '新桥社区', '8']),
    );
    expect(units.counts).toEqual({ new: 1 });
    await officer.call(importCommit, { params: { importId: units.id } });
    const orgs = await handIn(
      officer,
      'organizations',
      await workbook(
        ['编号', '党组织名称', '组织类别', '组织形式', '上级党组织', '单位', '所在地区'],
        ['O-2', '示例商超党支部', '基层组织', '党支部', 'O-1', '示例商超', ''],
        ['O-1', '光武街道党工委', '基层组织', '党委', '中共卧龙区委员会', '', '光武街道'],
      ),
    );
    expect(orgs.counts).toEqual({ new: 2 });
    await officer.call(importCommit, { params: { importId: orgs.id } });
    const branch = await store.db.selectFrom('org').selectAll().where('source_key', '=', 'O-2').executeTakeFirstOrThrow();
    expect(branch).toMatchObject({ holds_relationship: true, standing: true, class: 'primary-level' });
    const above = await store.db
      .selectFrom('org_closure')
      .select('depth')
      .where('descendant_id', '=', branch.id)
      .orderBy('depth')
      .execute();
    expect(above.map((one) => one.depth)).toEqual([0, 1, 2, 3]);
    const stuck = await refusal(officer.call(importUndo, { params: { importId: areas.id }, body: {} }));
    expect(stuck.issues!.map((issue) => issue.code)).toEqual(['import-kept-used', 'import-kept-used']);
    for (const batch of [orgs, units, areas]) await officer.call(importUndo, { params: { importId: batch.id }, body: {} });
    expect(await store.db.selectFrom('area').selectAll().where('name', '=', '新桥社区').execute()).toEqual([]);
    expect(await store.db.selectFrom('org_closure').selectAll().where('descendant_id', '=', branch.id).execute()).toEqual([]);
  });

  test('a township committee handed in as a local organization is refused although the name does not tell', async () => {
    const batch = await handIn(
      officer,
      'organizations',
      await workbook(
        ['党组织名称', '组织类别', '组织形式', '上级党组织', '所在地区'],
        ['梅溪党委', '地方组织', '党委', '中共卧龙区委员会', '梅溪街道'],
      ),
    );
    const [row] = await rowsOf(officer, batch.id);
    expect(row!.issues.map((issue) => issue.code)).toEqual(['organization-township-is-primary-level']);
  });

  test('another district is out of reach', async () => {
    const batch = await handIn(officer, 'areas', await workbook(['区划代码', '名称'], ['419902009', '外区街道']));
    expect((await rowsOf(officer, batch.id))[0]!.issues.map((issue) => issue.code)).toEqual(['outside-your-scope']);
  });
});
