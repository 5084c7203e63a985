import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Client } from '#contract/client';
import { taskCreate } from '#contract/tasks';
import { verifyAudit } from '#store/audit-verify';
import { openStore } from '#store/database';
import { readPidFile } from '#store/embedded/postmaster';
import { startEmbedded } from '#store/embedded/supervisor';
import { addressOf, type Running, start } from '../support/command-line.ts';
import { eventually, temporaryFolder } from '../support/folder.ts';
import { SMALL_CITY } from '../support/small-city.ts';
import { fillFolder, officerAt } from '../support/small-folder.ts';

const BEFORE = 60;
const AFTER = 30;

/** Four clients create tasks until stopped; a title is kept when the server has acknowledged it. */
function writeOn(client: Client) {
  const acknowledged: string[] = [];
  const refused: unknown[] = [];
  let going = true;
  let next = 0;
  const writers = Array.from({ length: 4 }, async () => {
    while (going) {
      const title = `任务 ${next++}`;
      try {
        await client.call(taskCreate, { body: { title, pack: null, areaId: null } });
        acknowledged.push(title);
      } catch (error) {
        refused.push(error);
        await new Promise((later) => setTimeout(later, 50));
      }
    }
  });
  return {
    acknowledged,
    refused,
    stop: async () => {
      going = false;
      await Promise.all(writers);
    },
  };
}

const until = (count: number, titles: readonly string[]) =>
  eventually(`${count} acknowledged`, () => (titles.length >= count ? true : undefined));

async function expectAllKept(folder: string, acknowledged: readonly string[]): Promise<void> {
  const postgres = await startEmbedded({ folder });
  const store = openStore({ ...postgres.address, database: 'qunying' }, { as: 'owner' });
  try {
    const rows = await store.db.selectFrom('task').select(['id', 'title']).execute();
    const titles = new Set(rows.map((row) => row.title));
    expect(acknowledged.filter((title) => !titles.has(title))).toEqual([]);
    // Nothing half done: a task and its audit event stand and fall together.
    const events = await store.db.selectFrom('audit_event').select('subject_id').where('subject_kind', '=', 'task').execute();
    expect(new Set(events.map((event) => event.subject_id))).toEqual(new Set(rows.map((row) => row.id)));
    expect((await verifyAudit(store, SMALL_CITY)).ok).toBe(true);
  } finally {
    await store.close();
    await postgres.stop();
  }
}

async function serving(folder: string): Promise<{ running: Running; client: Client; url: string }> {
  const running = start(['serve', '--port', '0'], { QUNYING_DATA: folder });
  const url = await addressOf(running);
  return { running, client: await officerAt(url), url };
}

test('kill -9 of the server during committed writes: nothing acknowledged is lost, and the next start takes over', async () => {
  const folder = temporaryFolder();
  await fillFolder(folder);
  const first = await serving(folder);
  const writing = writeOn(first.client);
  await until(BEFORE, writing.acknowledged);
  first.running.child.kill('SIGKILL');
  expect(await first.running.ended).toBe('SIGKILL');
  await writing.stop();

  const second = await serving(folder);
  expect(second.running.said()).toContain('is running and is used');
  const more = writeOn(second.client);
  await until(AFTER, more.acknowledged);
  await more.stop();
  second.running.child.kill('SIGTERM');
  expect(await second.running.ended).toBe(0);
  await expectAllKept(folder, [...writing.acknowledged, ...more.acknowledged]);
});

test('kill -9 of the database during committed writes: the server brings it back and goes on, nothing acknowledged is lost', async () => {
  const folder = temporaryFolder();
  await fillFolder(folder);
  const { running, client } = await serving(folder);
  const writing = writeOn(client);
  await until(BEFORE, writing.acknowledged);
  process.kill(readPidFile(join(folder, 'postgres'))!.pid, 'SIGKILL');
  await eventually('a refused write', () => writing.refused[0]);
  const had = writing.acknowledged.length;
  await until(had + AFTER, writing.acknowledged);
  await writing.stop();
  expect(running.said()).toContain('was started again');
  running.child.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  await expectAllKept(folder, writing.acknowledged);
});

test('kill -9 of both at once', async () => {
  const folder = temporaryFolder();
  await fillFolder(folder);
  const { running, client } = await serving(folder);
  const writing = writeOn(client);
  await until(BEFORE, writing.acknowledged);
  process.kill(readPidFile(join(folder, 'postgres'))!.pid, 'SIGKILL');
  running.child.kill('SIGKILL');
  await running.ended;
  await writing.stop();
  expect(readFileSync(join(folder, 'postgres.log'), 'utf8')).toContain('ready to accept connections');
  await expectAllKept(folder, writing.acknowledged);
});

test('kill -9 while the demo city is being filled: the next start fills it whole, once', { timeout: 240_000 }, async () => {
  const folder = temporaryFolder();
  const first = start(['serve', '--port', '0'], { QUNYING_DATA: folder });
  await eventually('filling', () => (first.said().includes('Filling') ? true : undefined), 60_000);
  await new Promise((later) => setTimeout(later, 1_000));
  first.child.kill('SIGKILL');
  await first.ended;

  const second = start(['serve', '--port', '0'], { QUNYING_DATA: folder });
  await officerAt(await addressOf(second));
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  const postgres = await startEmbedded({ folder });
  const store = openStore({ ...postgres.address, database: 'qunying' }, { as: 'owner' });
  const { count } = await store.db
    .selectFrom('city')
    .select((query) => query.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const persons = await store.db
    .selectFrom('person')
    .select((query) => query.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  expect(count).toBe(1);
  expect(persons.count).toBeGreaterThan(20_000);
  await store.close();
  await postgres.stop();
});
