import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { formationShow } from '#contract/formation';
import { needsPropose, needsSave, needsShow } from '#contract/needs';
import { packList, taskCreate, taskList, taskShow } from '#contract/tasks';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { DEMO_PASSWORD } from '#server/demo-accounts';
import { clientOf, startTestServer } from '../support/server.ts';

const server = await startTestServer({ seed: 'demo' });

test('S-170 the scene instantiated for a district: areas, four levels, checkpoints, duties and the supply loop are there as a draft', async () => {
  const drafter = await server.as('cityOfficer');
  const { items } = (await drafter.call(taskList, {})).data;
  const drill = await drafter.call(taskShow, {
    params: { taskId: items.find((one) => one.title.includes('卧龙区小区卡点值守'))!.id },
  });
  const made = await drafter.call(taskCreate, {
    body: { title: '城区卡点值守', pack: 'epidemic-control', areaId: drill.data.content.areaId },
  });
  const scene = { taskId: made.data.id };
  const proposal = (await drafter.call(needsPropose, { params: scene })).data;
  expect(proposal.places).toBe(120);
  expect(proposal.rows).toHaveLength(360);
  expect(proposal.without).toBeGreaterThan(0);
  const [row] = proposal.rows;
  expect(row!.cells).toMatchObject({
    shift: '早班',
    window: '06:00-14:00',
    headCount: '3',
    local: '1',
    note: '登记物资需要，做宣传解释',
  });
  const task = await drafter.call(taskShow, { params: scene });
  expect(task.data.content.lines.map((line) => line.kind)).toEqual(expect.arrayContaining(['explain', 'inspect', 'supplies']));
  expect(task.data.content.charter).toContain('任务完成');
  const needs = await drafter.call(needsShow, { params: scene });
  const saved = await drafter.call(needsSave, { params: scene, body: { rows: proposal.rows } }, { ifMatch: needs.etag });
  expect(saved.data.totals).toMatchObject({ errors: 0, places: 120, shifts: 360, people: 1080 });
  const { data } = await drafter.call(formationShow, { params: scene });
  expect(data.counts).toEqual({ total: 145, committee: 1, 'general-branch': 4, branch: 20, group: 120 });
  expect(data.state).toBe('draft');
  expect(data.maySubmit).toBe(false);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from org where task_id = ${made.data.id}::uuid`.execute(
    server.deps.store.db,
  );
  expect(rows).toEqual([{ n: 0 }]);
  // Twice the same: places are found again, none is made a second time.
  const again = (await drafter.call(needsPropose, { params: scene })).data;
  expect(again.places).toBe(120);
});

test('a task made by a reader of English holds the Chinese of the scene, as its document is; what it says is told beside it', async () => {
  const { cookie } = await server.signIn(DEMO_ACCOUNTS.cityOfficer.login, DEMO_PASSWORD);
  const english = clientOf(server.url, cookie, undefined, 'en');
  const { items } = (await english.call(taskList, {})).data;
  const areaId = (await english.call(taskShow, { params: { taskId: items[0]!.id } })).data.content.areaId;
  const made = await english.call(taskCreate, { body: { title: '第三次值守', pack: 'epidemic-control', areaId } });
  const params = { taskId: made.data.id };
  const { content } = (await english.call(taskShow, { params })).data;
  const latin = /[A-Za-z]{3}/;
  expect([content.charter, ...content.lines.map((line) => line.text)].filter((text) => latin.test(text ?? ''))).toEqual([]);
  const pack = (await english.call(packList, {})).data.items.find((one) => one.id === 'epidemic-control')!;
  expect(pack.charter).toBe(content.charter);
  expect(pack.lines.map((line) => line.text)).toEqual(content.lines.map((line) => line.text));
  expect(
    [pack.charterReading, ...pack.lines.map((line) => line.reading)].every((text) => text !== null && latin.test(text)),
  ).toBe(true);
  const shifts = (await english.call(needsPropose, { params })).data.rows.map((row) => row.cells.shift);
  expect(new Set(shifts)).toEqual(new Set(['早班', '中班', '夜班']));
  const own = (await (await server.as('cityOfficer')).call(packList, {})).data.items.find((one) => one.id === pack.id)!;
  expect([own.charterReading, ...own.lines.map((line) => line.reading)].filter((one) => one !== null)).toEqual([]);
});
