import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { importCommit, importUndo, tableExport } from '#contract/import';
import { handIn, rowsOf, workbook } from '../support/hand-in.ts';
import { startTestServer } from '../support/server.ts';

const server = await startTestServer();
const { db } = server.database.store;
const { cityId } = server;
const officer = await server.as('cityOfficer');

const commit = async (kind: 'areas' | 'units' | 'organizations', ...rows: string[][]) => {
  const batch = await handIn(officer, kind, await workbook(...rows));
  if (batch.counts.error) throw new Error(JSON.stringify(await problems(batch.id)));
  await officer.call(importCommit, { params: { importId: batch.id } });
  return batch;
};
const problems = async (importId: string) =>
  (await rowsOf(officer, importId)).flatMap((row) => row.issues.map((issue) => issue.code));
const undo = (importId: string) => officer.call(importUndo, { params: { importId }, body: {} });
const areaNamed = (name: string) => db.selectFrom('area').selectAll().where('name', '=', name).executeTakeFirstOrThrow();
const codesOf = async (areaId: string) =>
  (
    await db
      .selectFrom('area_code')
      .select(['code', 'valid_from', 'valid_to'])
      .where('city_id', '=', cityId)
      .where('area_id', '=', areaId)
      .orderBy('valid_from')
      .execute()
  ).map((row) => [row.code, row.valid_from, row.valid_to]);
const exported = async (kind: 'areas' | 'organizations') => {
  const { data } = await officer.call(tableExport, { params: { kind }, query: { format: 'csv' } });
  return new TextDecoder().decode(data as unknown as Uint8Array);
};

describe('areas over time', () => {
  const HEAD = ['区划代码', '名称', '原区划代码', '生效日期'];

  test('a code changes on a day: the area stays the same, the old code ends, and the change can be taken back', async () => {
    await commit('areas', ['区划代码', '名称'], ['419903105', '白河街道'], ['419903105001', '溧河社区']);
    const area = await areaNamed('溧河社区');
    const change = await commit('areas', HEAD, ['419903105012', '溧河社区', '419903105001', '2030-01-01']);
    expect(change.counts).toEqual({ changed: 1 });
    expect((await areaNamed('溧河社区')).id).toBe(area.id);
    const [first, second] = await codesOf(area.id);
    expect([first![0], first![2], second]).toEqual(['419903105001', '2030-01-01', ['419903105012', '2030-01-01', '9999-12-31']]);
    const again = await handIn(
      officer,
      'areas',
      await workbook(HEAD, ['419903105012', '溧河社区', '419903105001', '2030-01-01']),
    );
    expect(again.counts).toEqual({ same: 1 });
    // Until that day the table has the area once, by the code that holds.
    const listed = (await exported('areas')).split(/\r?\n/).filter((row) => row.includes('溧河社区'));
    expect([listed.length, listed[0]?.includes('419903105001')]).toEqual([1, true]);
    await undo(change.id);
    expect((await codesOf(area.id)).map(([code, , to]) => [code, to])).toEqual([['419903105001', '9999-12-31']]);
  });

  test('a code given and changed on the same day never held; taken back it is there again', async () => {
    await commit('areas', ['区划代码', '名称'], ['419903105020', '新街社区']);
    const area = await areaNamed('新街社区');
    const change = await commit('areas', HEAD, ['419903105021', '新街社区', '419903105020', '']);
    expect((await codesOf(area.id)).map(([code]) => code)).toEqual(['419903105021']);
    await undo(change.id);
    expect((await codesOf(area.id)).map(([code]) => code)).toEqual(['419903105020']);
  });

  test('a code given on the day a code before it ended, and changed again that day, comes back with the days it had', async () => {
    await commit('areas', ['区划代码', '名称', '生效日期'], ['419903105030', '旧街社区', '2020-01-01']);
    const area = await areaNamed('旧街社区');
    await commit('areas', HEAD, ['419903105031', '旧街社区', '419903105030', '']);
    const before = await codesOf(area.id);
    const today = before[1]![1];
    expect(before).toEqual([
      ['419903105030', '2020-01-01', today],
      ['419903105031', today, '9999-12-31'],
    ]);
    const change = await commit('areas', HEAD, ['419903105032', '旧街社区', '419903105031', '']);
    expect((await codesOf(area.id)).map(([code]) => code)).toEqual(['419903105030', '419903105032']);
    await undo(change.id);
    expect(await codesOf(area.id)).toEqual(before);
  });

  test('a name changed and taken back leaves the days of a code that ends and of the one to come', async () => {
    await commit('areas', ['区划代码', '名称'], ['419903105040', '将换社区']);
    const area = await areaNamed('将换社区');
    await commit('areas', HEAD, ['419903105041', '将换社区', '419903105040', '2030-01-01']);
    const before = await codesOf(area.id);
    const change = await commit('areas', ['区划代码', '名称'], ['419903105040', '改名社区']);
    expect((await areaNamed('改名社区')).id).toBe(area.id);
    await undo(change.id);
    expect(await codesOf(area.id)).toEqual(before);
  });

  test('an overlay covers several areas, hangs below what they share, is exported with them and read back', async () => {
    await commit('areas', ['区划代码', '名称'], ['419903106', '七一路街道'], ['419903107', '新华路街道']);
    const head = ['区划代码', '名称', '地区类型', '叠加图层', '覆盖地区'];
    // One named twice is covered once.
    const circle = ['SQ-1', '白河大商圈', '功能区', '是', '419903106、419903107、419903106'];
    await commit('areas', head, circle);
    const overlay = await areaNamed('白河大商圈');
    const parts = [await areaNamed('七一路街道'), await areaNamed('新华路街道')];
    const links = await db.selectFrom('area_link').select('area_id').where('overlay_id', '=', overlay.id).execute();
    expect(links.map((row) => row.area_id).sort()).toEqual(parts.map((one) => one.id).sort());
    expect(overlay).toMatchObject({ overlay: true, parent_id: parts[0]!.parent_id });
    const text = await exported('areas');
    const line = text.split(/\r?\n/).find((row) => row.includes('白河大商圈'))!;
    expect(line).toMatch(/419903106.*419903107/);
    const back = await handIn(officer, 'areas', new TextEncoder().encode(text));
    expect([back.counts.error ?? 0, back.counts.changed ?? 0, back.counts.new ?? 0]).toEqual([0, 0, 0]);
    const fewer = await commit('areas', head, [...circle.slice(0, 4), '419903106']);
    expect(fewer.counts).toEqual({ changed: 1 });
    await undo(fewer.id);
    expect(await db.selectFrom('area_link').select('area_id').where('overlay_id', '=', overlay.id).execute()).toHaveLength(2);
    const other = await commit('areas', head, ['SQ-2', '白河小商圈', '功能区', '是', '419903107']);
    const small = await areaNamed('白河小商圈');
    await undo(other.id);
    expect(await db.selectFrom('area_link').select('area_id').where('overlay_id', '=', small.id).execute()).toEqual([]);
  });

  test('what an import does not do is refused: move an area, overlay it, cover without overlay, end what is in use, join two', async () => {
    const tries: [string[], string[], string][] = [
      [['区划代码', '名称', '上级代码'], ['419903105', '白河街道', '419903106'], 'area-parent-differs'],
      [['区划代码', '名称', '叠加图层'], ['419903105', '白河街道', '是'], 'area-overlay-differs'],
      [['区划代码', '名称', '覆盖地区'], ['419903105', '白河街道', '419903106'], 'area-covers-without-overlay'],
      [['区划代码', '名称', '失效日期'], ['419903105', '白河街道', '2031-01-01'], 'area-still-used'],
      [HEAD, ['419903107', '新华路街道', '419903106', ''], 'area-codes-of-two'],
      [HEAD, ['419903199', '没有街道', '419903198', ''], 'area-unknown'],
    ];
    for (const [head, row, code] of tries) {
      const batch = await handIn(officer, 'areas', await workbook(head, row));
      expect(await problems(batch.id), row.join(' ')).toContain(code);
    }
  });

  test('an area and a unit on which nothing hangs end on their day, and come back when that is taken back', async () => {
    await commit('areas', ['区划代码', '名称'], ['419903108', '空街道']);
    await commit('units', ['编号', '单位名称', '单位类型', '所在地区'], ['U-END', '将停商行', '民营企业', '白河街道']);
    const areaEnd = await commit('areas', ['区划代码', '名称', '失效日期'], ['419903108', '空街道', '2031-01-01']);
    const unitEnd = await commit(
      'units',
      ['编号', '单位名称', '单位类型', '失效日期'],
      ['U-END', '将停商行', '民营企业', '2031-01-01'],
    );
    const area = await areaNamed('空街道');
    const unit = () => db.selectFrom('unit').select('valid_to').where('source_key', '=', 'U-END').executeTakeFirstOrThrow();
    expect([area.valid_to, (await codesOf(area.id))[0]![2], (await unit()).valid_to]).toEqual(Array(3).fill('2031-01-01'));
    for (const batch of [areaEnd, unitEnd]) await undo(batch.id);
    expect([(await areaNamed('空街道')).valid_to, (await codesOf(area.id))[0]![2], (await unit()).valid_to]).toEqual(
      Array(3).fill('9999-12-31'),
    );
  });
});

describe('joint branches in a table', () => {
  const HEAD = ['编号', '党组织名称', '组织形式', '上级党组织', '组成单位'];

  test('several units make a joint branch; exported with them, the same row changes nothing; other units are refused', async () => {
    const units = ['J-1', 'J-2', 'J-3'];
    await commit(
      'units',
      ['编号', '单位名称', '单位类型', '所在地区'],
      ...units.map((key) => [key, `联建商行${key}`, '民营企业', '白河街道']),
    );
    const row = ['O-J', '联建第一党支部', '党支部', '中共卧龙区委员会', '联建商行J-1、联建商行J-2'];
    await commit('organizations', HEAD, row);
    const org = await db.selectFrom('org').selectAll().where('source_key', '=', 'O-J').executeTakeFirstOrThrow();
    expect(org).toMatchObject({ joint_sense: 'rule', form: 'branch', holds_relationship: true });
    expect(await db.selectFrom('org_tag').select('tag').where('org_id', '=', org.id).execute()).toEqual([{ tag: 'joint' }]);
    expect(await db.selectFrom('org_constituent').select('unit_id').where('org_id', '=', org.id).execute()).toHaveLength(2);
    const text = await exported('organizations');
    expect(text.split(/\r?\n/).find((line) => line.includes('联建第一党支部'))).toContain('联建商行J-1、联建商行J-2');
    const back = await handIn(officer, 'organizations', new TextEncoder().encode(text));
    expect([back.counts.error ?? 0, back.counts.changed ?? 0, back.counts.new ?? 0]).toEqual([0, 0, 0]);
    const other = await handIn(officer, 'organizations', await workbook(HEAD, [...row.slice(0, 4), '联建商行J-1、联建商行J-3']));
    expect(await problems(other.id)).toContain('organization-constituents-differ');
    const group = await handIn(
      officer,
      'organizations',
      await workbook(HEAD, ['O-K', '联建总支', '党总支', '中共卧龙区委员会', '联建商行J-1、联建商行J-3']),
    );
    expect(await problems(group.id)).toContain('organization-joint-is-branch');
  });
});

test('an import that an earlier release wrote, whose record knows no ends, codes and covered areas, is taken back without them', async () => {
  const head = ['区划代码', '名称', '地区类型', '叠加图层', '覆盖地区'];
  const zone = (name: string) => ['SQ-9', name, '功能区', '是', '419903106、419903107'];
  await commit('areas', ['区划代码', '名称'], ['419903106', '七一路街道'], ['419903107', '新华路街道']);
  await commit('areas', head, zone('淯阳开发区'));
  const before = await areaNamed('淯阳开发区');
  const links = () =>
    db.selectFrom('area_link').select('area_id').where('overlay_id', '=', before.id).orderBy('area_id').execute();
  const [covered, codes] = [await links(), await codesOf(before.id)];
  expect(covered).toHaveLength(2);
  const change = await commit('areas', head, zone('淯阳高新区'));
  expect(change.counts).toEqual({ changed: 1 });
  await sql`update import_row set before = before - 'to' - 'codes' - 'covers' - 'addedCode' where batch_id = ${change.id}::uuid`.execute(
    db,
  );
  await undo(change.id);
  expect(await areaNamed('淯阳开发区')).toMatchObject({ id: before.id, valid_to: before.valid_to });
  expect([await links(), await codesOf(before.id)]).toEqual([covered, codes]);
});
