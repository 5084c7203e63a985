import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import pg from 'pg';
import { Failure } from '../failure.ts';
import { locateBinaries, POSTGRES_MAJOR } from './binaries.ts';
import { lastLines, type Place, programEnvironment, removePlace, startOnce } from './launch.ts';
import { isAlive, isPostmasterOf, readPidFile, waitForEnd } from './postmaster.ts';
import { chooseRunAs, clusterPlaces, type RunAs } from './run-as.ts';

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
  /** Process number of the server; changes when {@link EmbeddedPostgres.watch} has had to start it again. */
  readonly pid: number;
  /** Started now, or found running after our own process had been killed. */
  readonly adopted: boolean;
  readonly how: RunAs['how'];
  /** Starts the server again, at the same address, whenever its process ends without being told to; tells each time. */
  watch(told: (outcome: 'restarted' | Failure) => void): void;
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
const WATCH_MILLIS = 500;

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
  const cluster: Cluster = { runAs, folder, password: passwordIn(options.folder), options };

  const running = readPidFile(folder);
  if (running && isPostmasterOf(running.pid, folder)) {
    options.onProgress?.('adopt');
    const adopted = await adopt(cluster);
    if (adopted) return handle(cluster, adopted);
  } else if (running && isAlive(running.pid)) {
    // The number now belongs to a program that is no PostgreSQL of this folder: the file is left over from before a reboot.
    rmSync(join(folder, 'postmaster.pid'), { force: true });
  }
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    options.onProgress?.('init');
    initialise(cluster);
  }
  options.onProgress?.('start');
  return handle(cluster, await startOn(cluster));
}

/** Whether a cluster was ever made in the data folder; looks only, makes nothing. */
export function hasCluster(folder: string): boolean {
  return clusterPlaces(join(resolve(folder), 'postgres')).some((place) => existsSync(join(place, 'PG_VERSION')));
}

/** What all steps need to know. */
interface Cluster {
  readonly runAs: RunAs;
  readonly folder: string;
  readonly password: string;
  readonly options: EmbeddedOptions;
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
    // Whole or not at all: a full disk must not leave an empty password behind.
    writeFileSync(`${file}.new`, `${password}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    return password;
  } catch (error) {
    throw new Failure('data-folder-not-writable', { folder, reason: (error as Error).message }, error);
  }
}

/** initdb works in a folder beside and is moved into place when complete: a killed first start leaves nothing half made. */
function initialise({ runAs, folder, password, options }: Cluster): void {
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

async function startOn(cluster: Cluster, wanted?: Place): Promise<{ pid: number; place: Place; adopted: boolean }> {
  const { runAs, folder, options } = cluster;
  const until = Date.now() + STALE_RETRY_MILLIS;
  for (;;) {
    const attempt = await startOnce(runAs, folder, options, wanted);
    if (attempt.ok) return { ...attempt, adopted: false };
    const stale = /pre-existing shared memory|lock file .* already exists|is already in use/i.test(attempt.reason);
    if (!stale || Date.now() > until) throw startFailure(folder, attempt.reason);
    options.onProgress?.('retry');
    await new Promise((later) => setTimeout(later, 250));
    const adopted = await adopt(cluster);
    if (adopted) return adopted;
  }
}

function startFailure(folder: string, reason: string): Failure {
  if (/no space left|disk full/i.test(reason)) return new Failure('disk-full', { folder, reason });
  if (/read-only file system|permission denied/i.test(reason)) return new Failure('data-folder-not-writable', { folder, reason });
  return new Failure('embedded-postgres-start', { folder, reason });
}

/** The server that already runs on this folder, once it is ready; undefined when there is none, or it was just stopping. */
async function adopt({ folder, password }: Cluster): Promise<{ pid: number; place: Place; adopted: boolean } | undefined> {
  for (const until = Date.now() + READY_MILLIS; ; ) {
    const running = readPidFile(folder);
    if (!running || !isPostmasterOf(running.pid, folder)) return undefined;
    if (running.state.startsWith('ready')) {
      const place = { host: running.socketFolder || running.listen || '127.0.0.1', port: running.port };
      await proveOurs(place, password, folder);
      return { pid: running.pid, place, adopted: true };
    }
    if (Date.now() > until)
      throw new Failure('embedded-postgres-start', { folder, reason: `process ${running.pid}: ${running.state}` });
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

function handle(cluster: Cluster, started: { pid: number; place: Place; adopted: boolean }): EmbeddedPostgres {
  const { runAs, folder, password } = cluster;
  let { pid } = started;
  let timer: NodeJS.Timeout | undefined;
  let starting: Promise<void> = Promise.resolve();
  let stopping: Promise<void> | undefined;
  return {
    address: { ...started.place, user: OWNER_ROLE, password },
    get pid() {
      return pid;
    },
    adopted: started.adopted,
    how: runAs.how,
    watch(told) {
      let busy = false;
      timer ??= setInterval(() => {
        if (busy || stopping || isPostmasterOf(pid, folder)) return;
        busy = true;
        starting = startOn(cluster, started.place)
          .then(
            (again) => {
              pid = again.pid;
              told('restarted');
            },
            (error: unknown) => told(error instanceof Failure ? error : startFailure(folder, String(error))),
          )
          .finally(() => {
            busy = false;
          });
      }, WATCH_MILLIS);
      timer.unref();
    },
    stop() {
      clearInterval(timer);
      stopping ??= starting.then(() => stopPostmaster(runAs, folder, pid)).then(() => removePlace(started.place));
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
