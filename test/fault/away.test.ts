import { expect, test } from 'vitest';
import type { Client } from '#contract/client';
import { importCommit, importCreate } from '#contract/import';
import { taskCreate, taskList } from '#contract/tasks';
import { openStore } from '#store/database';
import { startEmbedded } from '#store/embedded/supervisor';
import { addressOf, start } from '../support/command-line.ts';
import { eventually, temporaryFolder } from '../support/folder.ts';
import { handIn } from '../support/hand-in.ts';
import { hold } from '../support/hold.ts';
import { refusal } from '../support/server.ts';
import { fillFolder, officerAt } from '../support/small-folder.ts';

const titles = async (client: Client) => (await client.call(taskList, {})).data.items.map((one) => one.title);
const body = (title: string) => ({ body: { title, pack: null, areaId: null } });

test('the database goes away while serving and comes back: 503 with what to do, nothing acknowledged lost, no restart needed', {
  timeout: 180_000,
}, async () => {
  const folder = temporaryFolder();
  await fillFolder(folder);
  const postgres = await startEmbedded({ folder });
  const { host, port, user, password } = postgres.address;
  const running = start(['serve', '--port', '0'], {
    DATABASE_URL: `postgresql://${user}:${encodeURIComponent(password)}@localhost:${port}/qunying?host=${encodeURIComponent(host)}`,
    QUNYING_DATA: temporaryFolder(),
  });
  const url = await addressOf(running);
  const client = await officerAt(url);
  const before = await titles(client);
  await client.call(taskCreate, body('一'));
  await client.call(taskCreate, body('二'));

  // One write stands half way when the database is shut down, one comes while it is away.
  const store = openStore({ ...postgres.address, database: 'qunying' }, { as: 'owner' });
  const held = await hold(store, 'task');
  const halfWay = refusal(client.call(taskCreate, body('三'), { key: 'half-way' }));
  await held.waited;
  await postgres.stop();
  expect(await halfWay).toMatchObject({ code: 'database-away', status: 503, title: expect.stringContaining('数据库') });
  await held.release();
  await store.close().catch(() => undefined);
  expect(await refusal(client.call(taskCreate, body('四'), { key: 'away' }))).toMatchObject({
    code: 'database-away',
    status: 503,
  });
  const raw = await fetch(`${url}api/city`, { headers: { 'accept-language': 'en' } });
  expect([raw.status, Number(raw.headers.get('retry-after')) > 0]).toEqual([503, true]);
  expect(((await raw.json()) as { title: string }).title).toMatch(/database cannot be reached.*send again/);
  expect((await fetch(`${url}api/openapi.json`)).status).toBe(200);

  const again = await startEmbedded({ folder });
  try {
    await eventually('an answer again', () => titles(client).catch(() => undefined));
    await client.call(taskCreate, body('三'), { key: 'half-way' });
    await client.call(taskCreate, body('四'), { key: 'away' });
    await client.call(taskCreate, body('四'), { key: 'away' });
    expect((await titles(client)).sort()).toEqual([...before, '一', '二', '三', '四'].sort());
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  } finally {
    await again.stop();
  }
});

test('stopping: what is being written is written and answered, a file being read is cut off and says so, the next request is refused', {
  timeout: 180_000,
}, async () => {
  const folder = temporaryFolder();
  await fillFolder(folder);
  const running = start(['serve', '--port', '0'], { QUNYING_DATA: folder });
  const url = await addressOf(running);
  const client = await officerAt(url);
  const beside = await startEmbedded({ folder });
  const store = openStore({ ...beside.address, database: 'qunying' }, { as: 'owner' });
  const table = (key: string, count: number) =>
    new TextEncoder().encode(
      [
        '编号,姓名,党员类别,党支部',
        ...Array.from({ length: count }, (_, i) => `${key}-${i},李${i},正式党员,文化社区党支部`),
      ].join('\n'),
    );
  const ready = await handIn(client, 'members', table('W', 50), 'write.csv');
  const held = await hold(store, 'person_name');
  const commit = client.call(importCommit, { params: { importId: ready.id } });
  await held.waited;
  const { data: reading } = await client.call(
    importCreate,
    { query: { kind: 'members' }, body: table('R', 150_000) },
    { contentType: 'application/octet-stream', fileName: 'read.csv' },
  );
  running.child.kill('SIGTERM');
  await eventually('no new connection', () =>
    fetch(`${url}api/city`).then(
      (answer) => (answer.status === 503 ? true : undefined),
      () => true,
    ),
  );
  expect(running.child.exitCode).toBeNull();
  await held.release();
  expect((await commit).data).toMatchObject({ state: 'committed', counts: { new: 50 } });
  await store.close();
  expect(await running.ended).toBe(0);

  const after = await startEmbedded({ folder });
  const read = openStore({ ...after.address, database: 'qunying' }, { as: 'owner' });
  try {
    const batches = await read.db.selectFrom('import_batch').select(['id', 'state', 'failure']).execute();
    expect(batches.find((one) => one.id === ready.id)?.state).toBe('committed');
    expect(batches.find((one) => one.id === reading.id)).toMatchObject({
      state: 'failed',
      failure: [expect.objectContaining({ code: 'import-cut-off' })],
    });
    const people = await read.db.selectFrom('person').select('source_key').where('source_key', 'like', 'W-%').execute();
    expect(people).toHaveLength(50);
  } finally {
    await read.close();
    await after.stop();
  }
});
