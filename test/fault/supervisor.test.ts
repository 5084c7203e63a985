import { spawnSync } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { binariesIn, locateBinaries, restoreLinks } from '#store/embedded/binaries';
import { isAlive } from '#store/embedded/postmaster';
import { chooseRunAs } from '#store/embedded/run-as';
import { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from '#store/embedded/supervisor';
import { withClient } from '#store/target';
import { eventually, temporaryFolder } from '../support/folder.ts';

const isRoot = process.getuid?.() === 0;

async function startIn(folder: string, options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbedded({ folder, disposable: true, ...options });
  onTestFinished(() => postgres.stop());
  return postgres;
}

const ask = <T extends object>(postgres: EmbeddedPostgres, text: string) =>
  withClient({ ...postgres.address, database: 'postgres' }, async (client) => (await client.query<T>(text)).rows);

describe('a server left behind', () => {
  test('by a killed process of ours is adopted, not started twice', async () => {
    const folder = temporaryFolder();
    const first = await startIn(folder);
    const second = await startIn(folder);
    expect(second).toMatchObject({ adopted: true, pid: first.pid });
    expect(await ask(second, 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.stop();
    expect(isAlive(first.pid)).toBe(false);
  });

  test('killed itself: its stale pid file and shared memory are waited out', async () => {
    const folder = temporaryFolder();
    const first = await startIn(folder);
    process.kill(first.pid, 'SIGKILL');
    const second = await startIn(folder);
    expect(second.adopted).toBe(false);
    expect(second.pid).not.toBe(first.pid);
    expect(await ask(second, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a pid file whose number now belongs to another program is set aside', async () => {
    const folder = temporaryFolder();
    const first = await startIn(folder);
    const pidFile = join(folder, 'postgres', 'postmaster.pid');
    const text = readFileSync(pidFile, 'utf8');
    await first.stop();
    writeFileSync(pidFile, text.replace(/^\d+/, String(process.pid)), { mode: 0o600 });
    expect((await startIn(folder)).adopted).toBe(false);
  });

  test('a watched server that is killed is started again at the same address', async () => {
    const folder = temporaryFolder();
    const postgres = await startIn(folder);
    const told: unknown[] = [];
    postgres.watch((outcome) => told.push(outcome));
    const { pid } = postgres;
    process.kill(pid, 'SIGKILL');
    await eventually('restarted', () => told[0]);
    expect(told).toEqual(['restarted']);
    expect(postgres.pid).not.toBe(pid);
    expect(await ask(postgres, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('the data folder', () => {
  test('of another major version is refused with advice and not touched', async () => {
    const folder = temporaryFolder();
    await (await startIn(folder)).stop();
    const cluster = join(folder, 'postgres');
    writeFileSync(join(cluster, 'PG_VERSION'), '16\n');
    const before = listing(folder);
    await expect(startEmbedded({ folder })).rejects.toMatchObject({
      code: 'data-folder-other-version',
      params: { found: '16', expected: 17 },
    });
    expect(listing(folder)).toEqual(before);
  });

  test('a first start that was killed half way leaves nothing that stops the next one', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'postgres.new', 'base'), { recursive: true });
    writeFileSync(join(folder, 'postgres.new', 'PG_VERSION'), '17\n');
    expect(await ask(await startIn(folder), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a path too long for a socket, with blanks and Chinese characters', async () => {
    const folder = join(temporaryFolder(), `数据 目录${'很长'.repeat(20)}`);
    expect(await ask(await startIn(folder), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('UTF-8, C collation, UTC whatever the machine says, and nothing open to the network', async () => {
    const postgres = await startIn(temporaryFolder());
    const [row] = await ask(
      postgres,
      `select current_setting('listen_addresses') as listen, current_setting('TimeZone') as zone, pg_encoding_to_char(encoding) as encoding,
              datcollate as collation, current_setting('unix_socket_permissions') as bits from pg_database where datname = current_database()`,
    );
    expect(row).toEqual({ listen: '', zone: 'UTC', encoding: 'UTF8', collation: 'C.UTF-8', bits: '0700' });
    expect(statSync(postgres.address.host).mode & 0o777).toBe(0o700);
    const wrong = { ...postgres.address, password: 'guess', database: 'postgres' };
    await expect(withClient(wrong, async () => {})).rejects.toMatchObject({ code: '28P01' });
  });
});

describe('the programs', () => {
  test('library links that an install without scripts leaves out are made at start', () => {
    const place = temporaryFolder();
    const native = join(place, 'native');
    cpSync(locateBinaries().root, native, { recursive: true, verbatimSymlinks: true });
    const links = readdirSync(join(native, 'lib')).filter((name) => lstatSync(join(native, 'lib', name)).isSymbolicLink());
    for (const name of links) rmSync(join(native, 'lib', name));
    expect(links.length).toBeGreaterThan(3);
    expect(spawnSync(binariesIn(native).initdb, ['--version']).status).not.toBe(0);
    expect(restoreLinks(place)).toBe(links.length);
    expect(spawnSync(binariesIn(native).initdb, ['--version'], { encoding: 'utf8' }).stdout).toContain('17.');
    expect(restoreLinks(place)).toBe(0);
  });

  test('root starts them in a namespace, or as an ordinary account with programs and data in reach', async () => {
    const folder = temporaryFolder();
    if (!isRoot) {
      // Nothing to get round: an ordinary account runs them directly.
      expect(chooseRunAs(locateBinaries(), join(folder, 'postgres')).how).toBe('direct');
      return;
    }
    const postgres = await startIn(folder, { allow: ['user'] });
    expect(postgres.how).toBe('user');
    expect(await ask(postgres, 'select 1 as one')).toEqual([{ one: 1 }]);
    const [row] = await ask<{ place: string }>(postgres, `select current_setting('data_directory') as place`);
    expect(statSync(row!.place).uid).not.toBe(0);
    await postgres.stop();
    rmSync(dirname(row!.place), { recursive: true, force: true });
  });

  test('where root may do neither, the error says so', async () => {
    const folder = temporaryFolder();
    await expect(startEmbedded({ folder, allow: [] })).rejects.toMatchObject({ code: 'embedded-postgres-root' });
    for (const lang of ['zh-CN', 'en']) {
      const texts = JSON.parse(readFileSync(join(import.meta.dirname, '../../texts', lang, 'cli.json'), 'utf8'));
      expect(texts['embedded-postgres-root']).toContain('DATABASE_URL=postgresql://');
    }
  });
});

/** Every file with size and time of change, to see that nothing was touched. */
function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const { size, mtimeMs } = lstatSync(join(entry.parentPath, entry.name));
      return `${join(entry.parentPath, entry.name)} ${entry.isDirectory() ? '' : size} ${mtimeMs}`;
    })
    .sort();
}
