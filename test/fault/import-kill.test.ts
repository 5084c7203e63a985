import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { workbookBytes } from '#documents/tables';
import { openStore } from '#store/database';
import { readPidFile } from '#store/embedded/postmaster';
import { startEmbedded } from '#store/embedded/supervisor';
import { runToEnd, start } from '../support/command-line.ts';
import { createTestDatabase } from '../support/database.ts';
import { eventually, temporaryFolder } from '../support/folder.ts';
import { createSmallCity, SMALL_CITY } from '../support/small-city.ts';
import { fillFolder } from '../support/small-folder.ts';

const ROWS = 6000;

test('kill -9 in the middle of a commit: nothing half-imported; the same file goes in afterwards', {
  timeout: 180_000,
}, async () => {
  const database = await createTestDatabase();
  const { db } = database.store;
  await createSmallCity(db);
  const folder = mkdtempSync(join(tmpdir(), 'qunying-kill-'));
  const people = Array.from({ length: ROWS }, (_, index) => ({
    cells: [`X-${index}`, `李${index}`, '正式党员', '文化社区党支部'],
  }));
  const path = join(folder, 'members.xlsx');
  writeFileSync(
    path,
    await workbookBytes([{ name: 's', columns: [], rows: [{ cells: ['编号', '姓名', '党员类别', '党支部'] }, ...people] }]),
  );
  const count = async (table: 'person' | 'home' | 'person_name'): Promise<number> =>
    Number(
      (
        await db
          .selectFrom(table)
          .select((eb) => eb.fn.countAll<string>().as('n'))
          .where('city_id', '=', SMALL_CITY)
          .executeTakeFirstOrThrow()
      ).n,
    );
  const all = async () => [await count('person'), await count('home'), await count('person_name')];
  const before = await all();
  const { host, port, user, password } = database.owner as { host: string; port: number; user: string; password: string };
  const variables = {
    DATABASE_URL: `postgresql://${user}:${encodeURIComponent(password)}@localhost:${port}/${database.name}?host=${encodeURIComponent(host)}`,
    QUNYING_DATA: folder,
  };
  try {
    const running = start(['import', 'members', path], variables);
    for (;;) {
      const batch = await db.selectFrom('import_batch').select('state').where('city_id', '=', SMALL_CITY).executeTakeFirst();
      if (batch?.state === 'committing') break;
      if (running.child.exitCode !== null) throw new Error(running.said());
      await new Promise((later) => setTimeout(later, 5));
    }
    running.child.kill('SIGKILL');
    expect(await running.ended).toBe('SIGKILL');
    expect(await all()).toEqual(before);
    const again = await runToEnd(['import', 'members', path, '--json'], variables);
    expect(JSON.stringify(again)).toContain('committed');
    expect(await all()).toEqual(before.map((n) => n + ROWS));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('kill -9 of the database in the middle of a commit: the command says so, nothing half-imported; the same file goes in afterwards', {
  timeout: 180_000,
}, async () => {
  const folder = temporaryFolder();
  await fillFolder(folder);
  const postgres = await startEmbedded({ folder });
  const { address } = postgres;
  await postgres.stop();
  const path = join(temporaryFolder(), 'members.csv');
  const people = Array.from({ length: ROWS }, (_, index) => `X-${index},李${index},正式党员,文化社区党支部`);
  writeFileSync(path, ['编号,姓名,党员类别,党支部', ...people].join('\n'));
  const variables = { QUNYING_DATA: folder };
  const running = start(['import', 'members', path], variables);
  const store = openStore({ ...address, database: 'qunying' }, { as: 'owner' });
  const state = () => store.db.selectFrom('import_batch').select('state').executeTakeFirst();
  await eventually('committing', async () => {
    const batch = await state().catch(() => undefined);
    if (running.child.exitCode !== null) throw new Error(running.said());
    return batch?.state === 'committing' ? true : undefined;
  });
  process.kill(readPidFile(join(folder, 'postgres'))!.pid, 'SIGKILL');
  expect(await running.ended).toBe(3);
  expect(running.said()).toMatch(/connection to the database broke/i);
  await store.close().catch(() => undefined);
  const again = await runToEnd(['import', 'members', path, '--json'], variables);
  expect(again.said).toContain('committed');
  const after = await startEmbedded({ folder });
  const read = openStore({ ...after.address, database: 'qunying' }, { as: 'owner' });
  const keys = await read.db.selectFrom('person').select('source_key').where('source_key', 'like', 'X-%').execute();
  expect(new Set(keys.map((row) => row.source_key)).size).toBe(ROWS);
  expect(keys).toHaveLength(ROWS);
  await read.close();
  await after.stop();
});
