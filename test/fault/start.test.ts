import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { isAlive, readPidFile } from '#store/embedded/postmaster';
import { asAppLogin } from '#store/roles';
import { type Target, withClient } from '#store/target';
import { addressOf, runToEnd, start } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { fillFolder } from '../support/small-folder.ts';

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise<void>((ready) => server.once('listening', ready));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const urlOf = ({ user, password, host, port, database }: Target) =>
  `postgresql://${user}:${encodeURIComponent(password!)}@localhost:${port}/${database}?host=${encodeURIComponent(host!)}`;

describe('one data folder is one city', () => {
  test('a second start prints the running address and ends well, also when both start at once', async () => {
    const folder = join(temporaryFolder(), 'data');
    await fillFolder(folder);
    const both = [
      start(['serve', '--port', '0'], { QUNYING_DATA: folder }),
      start(['serve', '--port', '0'], { QUNYING_DATA: folder }),
    ];
    const [one, other] = await Promise.all(both.map(addressOf));
    expect(one).toBe(other);
    const second = await Promise.race(both.map(async (running) => ({ running, code: await running.ended })));
    expect(second.code).toBe(0);
    expect(second.running.said()).toContain('Already running');
    expect((await fetch(`${one}api/session`)).status).toBe(401);

    const third = await runToEnd(['serve', '--lang', 'zh-CN', '--json'], { QUNYING_DATA: folder });
    expect(third.code).toBe(0);
    expect(JSON.parse(third.said)).toEqual({ address: one, already: true });

    const beside = await runToEnd(['audit', 'verify', '--json'], { QUNYING_DATA: folder });
    expect(beside.code).toBe(0);
    expect(JSON.parse(beside.said)).toMatchObject({ ok: true });

    const first = both.find((running) => running !== second.running)!;
    const { pid } = readPidFile(join(folder, 'postgres'))!;
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(join(folder, 'qunying.lock'))).toBe(false);
  });

  test('Ctrl-C stops the server and its database', async () => {
    const folder = temporaryFolder();
    await fillFolder(folder);
    const running = start(['serve', '--port', '0'], { QUNYING_DATA: folder });
    await addressOf(running);
    const { pid } = readPidFile(join(folder, 'postgres'))!;
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });
});

test('asked to stop again and again, as npm and a service manager do, it still stops in order', async () => {
  const folder = temporaryFolder();
  await fillFolder(folder);
  const running = start(['serve', '--port', '0'], { QUNYING_DATA: folder });
  await addressOf(running);
  const { pid } = readPidFile(join(folder, 'postgres'))!;
  const lock = join(folder, 'qunying.lock');
  // Its last act: a process that is ending has no ears any more.
  const again = setInterval(() => existsSync(lock) && running.child.kill('SIGTERM'), 5);
  onTestFinished(() => clearInterval(again));
  expect(await running.ended).toBe(0);
  expect([isAlive(pid), existsSync(lock)]).toEqual([false, false]);
});

describe('npm start', () => {
  test('ended by its process number, it takes server and database with it', async () => {
    const folder = temporaryFolder();
    await fillFolder(folder);
    const npm = spawn('npm', ['start', '--', '--port', '0'], {
      cwd: resolve(import.meta.dirname, '../..'),
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', LANG: 'en_US.UTF-8', QUNYING_DATA: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await vi.waitUntil(() => /Ready: http/.test(said), { timeout: 90_000, interval: 200 });
    const { pid } = readPidFile(join(folder, 'postgres'))!;
    npm.kill('SIGTERM');
    await vi.waitUntil(() => !isAlive(pid), { timeout: 20_000, interval: 200 });
    await vi.waitUntil(() => !existsSync(join(folder, 'qunying.lock')), { timeout: 20_000, interval: 200 });
  });
});

describe("a database of one's own", () => {
  const { template: _, ...address } = inject('cluster');

  test.each(['owner', 'app'])('serves through DATABASE_URL as %s, without a cluster in the data folder', async (login) => {
    const database = `external_${login}_${process.pid}`;
    const server: Target = { ...address, database: 'postgres' };
    await withClient(server, (client) => client.query(`create database ${database}`));
    onTestFinished(async () => {
      await withClient(server, (client) => client.query(`drop database if exists ${database} with (force)`));
    });
    const folder = temporaryFolder();
    const owner: Target = { ...address, database };
    const variables = {
      QUNYING_DATA: folder,
      QUNYING_MODE: 'production',
      DATABASE_URL: urlOf(owner),
      ...(login === 'app' ? { DATABASE_APP_URL: urlOf(asAppLogin(owner)) } : {}),
    };
    expect(await runToEnd(['migrate', '--city', 'x1', '--name', '一市'], variables)).toMatchObject({ code: 0 });
    const running = start(['serve', '--port', '0'], variables);
    const url = await addressOf(running);
    expect((await fetch(`${url}api/session`)).status).toBe(401);
    expect(existsSync(join(folder, 'postgres'))).toBe(false);
    const users = await withClient(owner, (client) =>
      client.query(
        `select distinct usename from pg_stat_activity where datname = $1 and application_name = 'qunying' and pid <> pg_backend_pid()`,
        [database],
      ),
    );
    expect(users.rows).toEqual([{ usename: login === 'app' ? 'qunying_app' : address.user }]);
    expect((await runToEnd(['serve'], variables)).said).toContain(url);

    expect((await runToEnd(['migrate', '--city', 'x2', '--name', '二市'], variables)).code).toBe(0);
    running.child.kill('SIGTERM');
    await running.ended;
    expect(await runToEnd(['serve', '--port', '0'], variables)).toMatchObject({
      code: 3,
      said: expect.stringContaining('QUNYING_CITY'),
    });
    const named = start(['serve', '--port', '0'], { ...variables, QUNYING_CITY: 'x2' });
    expect((await fetch(`${await addressOf(named)}api/session`)).status).toBe(401);
  });
});

describe('a start that cannot succeed says what to do', () => {
  test('the sign-in of the restricted role: a wrong password, too many rights', async () => {
    const { template, ...address } = inject('cluster');
    const database = `app_login_${process.pid}`;
    await withClient({ ...address, database: 'postgres' }, (client) =>
      client.query(`create database ${database} template ${template}`),
    );
    onTestFinished(async () => {
      await withClient({ ...address, database: 'postgres' }, (client) =>
        client.query(`drop database if exists ${database} with (force)`),
      );
    });
    const owner = { ...address, database };
    const login = (as: Target) => ({
      ...{ QUNYING_DATA: temporaryFolder(), QUNYING_MODE: 'production', DATABASE_URL: urlOf(owner) },
      DATABASE_APP_URL: urlOf(as),
    });
    const wrong = await runToEnd(['account', 'add', 'machine'], login({ ...asAppLogin(owner), password: 'wrong' }));
    expect([wrong.code, wrong.said.includes('DATABASE_APP_URL')], wrong.said).toEqual([3, true]);
    const more = await runToEnd(['account', 'add', 'machine'], login(owner));
    expect([more.code, more.said.includes('audit_event')], more.said).toEqual([3, true]);
  });

  test('port taken: names it and the way out, before the database is touched', async () => {
    const folder = join(temporaryFolder(), 'data');
    const port = await takenPort();
    const english = await runToEnd(['serve'], { QUNYING_DATA: folder, PORT: String(port) });
    expect(english.code).toBe(3);
    expect(english.said).toContain(`Port ${port} is taken`);
    expect(english.said).toContain(`PORT=${port + 1} npm start`);
    expect((await runToEnd(['serve', '--lang', 'zh-CN'], { QUNYING_DATA: folder, PORT: String(port) })).said).toContain(
      `端口 ${port} 已被`,
    );
    expect(existsSync(join(folder, 'postgres'))).toBe(false);
  });

  test('data folder of another major version', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'postgres'));
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '14\n');
    const { code, said } = await runToEnd(['serve', '--port', '0'], { QUNYING_DATA: folder });
    expect(code).toBe(3);
    for (const part of [folder, 'PostgreSQL 14', '17', 'backup', 'restore', 'DATABASE_URL']) expect(said).toContain(part);
    expect(readFileSync(join(folder, 'postgres', 'PG_VERSION'), 'utf8')).toBe('14\n');
  });

  test('a database that cannot be reached, or refuses', async () => {
    const folder = temporaryFolder();
    const closed = await takenPort();
    const { code, said } = await runToEnd(['serve', '--port', '0'], {
      QUNYING_DATA: folder,
      DATABASE_URL: `postgresql://a:b@127.0.0.1:1/x`,
    });
    expect(code).toBe(3);
    expect(said).toContain('DATABASE_URL');
    expect(closed).toBeGreaterThan(0);
    expect((await runToEnd(['serve'], { DATABASE_URL: 'mysql://x' })).said).toContain('postgresql://user:password@host');
  });

  test('wrong variables and words are named, with exit code 2 or 3', async () => {
    expect(await runToEnd(['serve'], { PORT: 'abc' })).toMatchObject({ code: 3, said: expect.stringContaining('"abc"') });
    expect(await runToEnd(['serve'], { QUNYING_MODE: 'x' })).toMatchObject({
      code: 3,
      said: expect.stringContaining('demo or production'),
    });
    expect(await runToEnd(['dance'])).toMatchObject({ code: 2, said: expect.stringContaining('dance') });
    expect(await runToEnd(['serve', '--prot', '1'])).toMatchObject({ code: 2, said: expect.stringContaining('--prot') });
    expect(await runToEnd(['restore'])).toMatchObject({ code: 2, said: expect.stringContaining('file') });
  });

  test('production refuses the demo city, and a demo city refuses the network', async () => {
    const folder = temporaryFolder();
    await fillFolder(folder);
    const production = await runToEnd(['serve', '--port', '0'], { QUNYING_DATA: folder, QUNYING_MODE: 'production' });
    expect(production).toMatchObject({ code: 3, said: expect.stringContaining('does not run in production') });
    const open = await runToEnd(['serve', '--port', '0'], { QUNYING_DATA: folder, HOST: '0.0.0.0' });
    expect(open).toMatchObject({ code: 3, said: expect.stringContaining('demo accounts') });
  });

  test('production without a city says how to make one, and runs once it is made', async () => {
    const variables = { QUNYING_DATA: temporaryFolder(), QUNYING_MODE: 'production' };
    expect((await runToEnd(['serve', '--port', '0'], variables)).said).toContain('migrate --city');
    expect((await runToEnd(['migrate', '--city', '411300', '--name', '南阳市'], variables)).code).toBe(0);
    expect((await runToEnd(['migrate', '--city', '411400'], variables)).said).toContain('411300');
    const running = start(['serve', '--port', '0'], variables);
    expect((await fetch(await addressOf(running))).status).toBeLessThan(500);
  });

  test('a folder that may not be written', async () => {
    const folder = join(temporaryFolder(), 'closed');
    mkdirSync(folder, { mode: 0o500 });
    chmodSync(folder, 0o500);
    // Root writes everywhere; below a file nobody can make a folder.
    const isRoot = process.getuid?.() === 0;
    const target = isRoot ? join(folder, 'file', 'data') : join(folder, 'data');
    if (isRoot) writeFileSync(join(folder, 'file'), '');
    const { code, said } = await runToEnd(['serve', '--port', '0'], { QUNYING_DATA: target });
    expect(code).toBe(3);
    expect(said).toContain('cannot be written');
    expect(said).toContain('QUNYING_DATA');
  });
});
