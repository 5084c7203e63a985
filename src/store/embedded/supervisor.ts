import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { Failure } from '../failure.ts';
import { locateBinaries, POSTGRES_MAJOR } from './binaries.ts';
import { isAlive, isPostmasterOf, readPidFile, waitForEnd } from './postmaster.ts';
import { chooseRunAs, type RunAs } from './run-as.ts';

/** Name of the database role that owns the schema in an embedded cluster. */
export const OWNER_ROLE = 'qunying_owner';

/** How to reach the embedded server: a folder with a Unix socket, or a loopback port where sockets are not to be had. */
export interface EmbeddedAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** A running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  readonly address: EmbeddedAddress;
  readonly pid: number;
  /** Started now, or found running after our own process had been killed. */
  readonly adopted: boolean;
  readonly how: RunAs['how'];
  /** Fast shutdown: open transactions are rolled back, committed ones are on disk. Safe to call twice. */
  stop(): Promise<void>;
}

/** Choices for {@link startEmbedded}. */
export interface EmbeddedOptions {
  /** Data folder; the cluster lives in its sub-folder `postgres`. */
  readonly folder: string;
  /** Only for clusters that are thrown away: no fsync, some five times faster. */
  readonly disposable?: boolean;
  readonly maxConnections?: number;
  readonly onProgress?: (step: 'init' | 'start' | 'adopt' | 'retry') => void;
  /** Ways to start as root that may be tried; for tests of the fallbacks. */
  readonly allow?: readonly RunAs['how'][];
}

/** A shutting-down predecessor holds its shared memory for some seconds after a kill. */
const STALE_RETRY_MILLIS = 8_000;
const READY_MILLIS = 60_000;

/**
 * Starts PostgreSQL on the data folder, or adopts the one that already runs there. Reached through a Unix socket in a folder
 * of mode 0700 (loopback port where that is impossible), with a password; never open to the network.
 * Throws `Failure` with advice, and leaves the folder as it was, when it belongs to another major version.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const wanted = join(resolve(options.folder), 'postgres');
  refuseOtherMajor(wanted);
  makeFolder(options.folder);
  const runAs = chooseRunAs(locateBinaries(), wanted, options.allow);
  const folder = runAs.folder;
  refuseOtherMajor(folder);
  const password = passwordIn(options.folder);

  const running = readPidFile(folder);
  if (running && isPostmasterOf(running.pid, folder)) {
    options.onProgress?.('adopt');
    return adopt(folder, running.pid, password, runAs);
  }
  if (running && isAlive(running.pid)) {
    // The number now belongs to a program that is no PostgreSQL of this folder: the file is left over from before a reboot.
    rmSync(join(folder, 'postmaster.pid'), { force: true });
  }
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    options.onProgress?.('init');
    initialise(runAs, folder, password, options);
  }
  options.onProgress?.('start');
  return startOn(runAs, folder, password, options);
}

function refuseOtherMajor(folder: string): void {
  const file = join(folder, 'PG_VERSION');
  if (!existsSync(file)) return;
  const major = readFileSync(file, 'utf8').trim();
  if (major !== String(POSTGRES_MAJOR)) {
    throw new Failure('data-folder-other-version', { folder, found: major, expected: POSTGRES_MAJOR });
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw new Failure('data-folder-not-writable', { folder, reason: (error as Error).message }, error);
  }
}

function passwordIn(folder: string): string {
  const file = join(folder, 'postgres.password');
  try {
    if (existsSync(file)) return readFileSync(file, 'utf8').trim();
    const password = randomBytes(24).toString('base64url');
    writeFileSync(file, `${password}\n`, { mode: 0o600 });
    return password;
  } catch (error) {
    throw new Failure('data-folder-not-writable', { folder, reason: (error as Error).message }, error);
  }
}

/** initdb works in a folder beside and is moved into place when complete: a killed first start leaves nothing half made. */
function initialise(runAs: RunAs, folder: string, password: string, options: EmbeddedOptions): void {
  const making = `${folder}.new`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true, mode: 0o700 });
  runAs.own(making);
  const passwordFile = `${making}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  runAs.own(passwordFile);
  const {
    file,
    args,
    options: identity,
  } = runAs.command(runAs.binaries.initdb, [
    ...['-D', making, '-U', OWNER_ROLE, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
    ...['--locale=C.UTF-8', '-E', 'UTF8'],
    ...(options.disposable ? ['--no-sync'] : []),
  ]);
  const made = spawnSync(file, args, { ...identity, cwd: '/', encoding: 'utf8', env: programEnvironment() });
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) {
    rmSync(making, { recursive: true, force: true });
    throw new Failure('embedded-postgres-init', { folder, reason: lastLines(`${made.stdout}\n${made.stderr}`) });
  }
  // An empty folder made by hand may stand in the way; one with content never reaches this line.
  if (existsSync(folder)) rmSync(folder, { recursive: false, force: true });
  renameSync(making, folder);
}

async function startOn(runAs: RunAs, folder: string, password: string, options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const until = Date.now() + STALE_RETRY_MILLIS;
  for (;;) {
    const attempt = await startOnce(runAs, folder, options);
    if (attempt.ok) return handle(runAs, folder, attempt.pid, attempt.place, password, false);
    const stale = /pre-existing shared memory|lock file .* already exists|is already in use/i.test(attempt.reason);
    if (!stale || Date.now() > until) throw startFailure(folder, attempt.reason);
    options.onProgress?.('retry');
    await new Promise((later) => setTimeout(later, 250));
    const other = readPidFile(folder);
    if (other && isPostmasterOf(other.pid, folder)) return adopt(folder, other.pid, password, runAs);
  }
}

function startFailure(folder: string, reason: string): Failure {
  if (/no space left|disk full/i.test(reason)) return new Failure('disk-full', { folder, reason });
  if (/read-only file system|permission denied/i.test(reason)) return new Failure('data-folder-not-writable', { folder, reason });
  return new Failure('embedded-postgres-start', { folder, reason });
}

interface Place {
  readonly host: string;
  readonly port: number;
}

type Attempt = { ok: true; pid: number; place: Place } | { ok: false; reason: string };

async function startOnce(runAs: RunAs, folder: string, options: EmbeddedOptions): Promise<Attempt> {
  const place = await choosePlace(runAs, folder);
  const logFile = `${folder}.log`;
  let log: number;
  let offset = 0;
  try {
    log = openSync(logFile, 'a', 0o600);
    offset = statSync(logFile).size;
  } catch (error) {
    throw new Failure('data-folder-not-writable', { folder: dirname(folder), reason: (error as Error).message }, error);
  }
  const { file, args, options: identity } = runAs.command(runAs.binaries.postgres, ['-D', folder, ...settings(place, options)]);
  // Its own session: Ctrl-C reaches us first, and we stop the server after the last request.
  const child = spawn(file, args, {
    ...identity,
    cwd: '/',
    env: programEnvironment(),
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  child.unref();
  let ended = false;
  const gone = new Promise<void>((done) => {
    child.once('exit', () => done());
    child.once('error', () => done());
  }).then(() => {
    ended = true;
  });
  const until = Date.now() + READY_MILLIS;
  while (!ended && Date.now() < until) {
    const pidFile = readPidFile(folder);
    if (pidFile && pidFile.pid === child.pid && pidFile.state.startsWith('ready')) return { ok: true, pid: child.pid, place };
    await Promise.race([gone, new Promise((later) => setTimeout(later, 15))]);
  }
  if (!ended && child.pid) {
    process.kill(child.pid, 'SIGQUIT');
    await waitForEnd(child.pid, 5_000);
  }
  return { ok: false, reason: lastLines(readFileSync(logFile).subarray(offset).toString('utf8')) || 'no output' };
}

function settings(place: Place, options: EmbeddedOptions): string[] {
  const overSocket = place.host.startsWith('/');
  const values: Record<string, string> = {
    listen_addresses: overSocket ? '' : place.host,
    unix_socket_directories: overSocket ? place.host : '',
    unix_socket_permissions: '0700',
    port: String(place.port),
    max_connections: String(options.maxConnections ?? 60),
    shared_buffers: options.disposable ? '64MB' : '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    max_wal_size: '2GB',
    password_encryption: 'scram-sha-256',
    // No program of the cluster is reached over the network, so nobody waits for a lost peer.
    ...(options.disposable ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' } : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** A socket folder beside the cluster; a short one in the temporary folder where the path is too long for a socket (107 bytes). */
async function choosePlace(runAs: RunAs, folder: string): Promise<Place> {
  if (process.platform === 'win32') return { host: '127.0.0.1', port: await freePort() };
  const beside = `${folder}.socket`;
  const short = join(tmpdir(), `qunying-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`);
  for (const host of [beside, short]) {
    if (Buffer.byteLength(join(host, '.s.PGSQL.5432.lock')) > 100) continue;
    try {
      mkdirSync(host, { recursive: true, mode: 0o700 });
      if (statSync(host).uid !== process.getuid?.() && runAs.how !== 'user') continue;
      runAs.own(host);
      return { host, port: 5432 };
    } catch {
      // read-only or somebody else's: try the next place
    }
  }
  return { host: '127.0.0.1', port: await freePort() };
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? found(address.port) : failed(new Error('no port'))));
    });
  });
}

async function adopt(folder: string, pid: number, password: string, runAs: RunAs): Promise<EmbeddedPostgres> {
  for (const until = Date.now() + READY_MILLIS; ; ) {
    const pidFile = readPidFile(folder);
    if (pidFile?.pid === pid && pidFile.state.startsWith('ready')) {
      const host = pidFile.socketFolder || pidFile.listen || '127.0.0.1';
      const place = { host, port: pidFile.port };
      await proveOurs(place, password, folder);
      return handle(runAs, folder, pid, place, password, true);
    }
    if (!isAlive(pid) || Date.now() > until)
      throw new Failure('embedded-postgres-start', { folder, reason: `process ${pid}: ${pidFile?.state ?? 'ended'}` });
    await new Promise((later) => setTimeout(later, 25));
  }
}

async function proveOurs(place: Place, password: string, folder: string): Promise<void> {
  const client = new pg.Client({ ...place, user: OWNER_ROLE, password, database: 'postgres', connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    const said = rows[0]?.data_directory ?? '';
    if (basename(said) !== basename(folder)) throw new Error(`data_directory ${said}`);
  } catch (error) {
    throw new Failure('embedded-postgres-foreign', { folder, reason: (error as Error).message }, error);
  } finally {
    await client.end().catch(() => {});
  }
}

function handle(runAs: RunAs, folder: string, pid: number, place: Place, password: string, adopted: boolean): EmbeddedPostgres {
  let stopping: Promise<void> | undefined;
  return {
    address: { ...place, user: OWNER_ROLE, password },
    pid,
    adopted,
    how: runAs.how,
    stop: () => {
      stopping ??= stopPostmaster(runAs, folder, pid);
      return stopping;
    },
  };
}

async function stopPostmaster(runAs: RunAs, folder: string, pid: number): Promise<void> {
  if (!isPostmasterOf(pid, folder) && process.platform !== 'win32') return;
  if (process.platform === 'win32') {
    spawnSync(runAs.binaries.pgCtl, ['stop', '-m', 'fast', '-D', folder]);
    return;
  }
  process.kill(pid, 'SIGINT');
  if (await waitForEnd(pid, 30_000)) return;
  process.kill(pid, 'SIGQUIT');
  await waitForEnd(pid, 5_000);
}

/** Locale and time zone of the caller must not leak into the cluster; the library path is found by the programs themselves. */
function programEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' };
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-8).join('\n');
}
