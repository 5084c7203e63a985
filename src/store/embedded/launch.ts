import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.ts';
import { readPidFile, waitForEnd } from './postmaster.ts';
import type { RunAs } from './run-as.ts';

const READY_MILLIS = 60_000;

/** Where the server listens. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** Differences between a city's cluster and one that is thrown away. */
export interface LaunchOptions {
  readonly disposable?: boolean;
  readonly maxConnections?: number;
}

/** Ready, or what the server said before it gave up. */
export type Attempt = { ok: true; pid: number; place: Place } | { ok: false; reason: string };

/** Starts the server once, at the wanted place where one is given, and waits until it accepts connections. */
export async function startOnce(runAs: RunAs, folder: string, options: LaunchOptions, wanted?: Place): Promise<Attempt> {
  const place = wanted ?? (await choosePlace(runAs, folder));
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

function settings(place: Place, options: LaunchOptions): string[] {
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

/** Removes the empty socket folder of a server that has ended. */
export function removePlace(place: Place): void {
  if (!place.host.startsWith('/')) return;
  try {
    rmdirSync(place.host);
  } catch {
    // not empty or gone: nothing of ours to remove
  }
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

/** Locale and time zone of the caller must not leak into the cluster; the library path is found by the programs themselves. */
export function programEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' };
}

/** The end of what a program said. */
export function lastLines(text: string): string {
  return text.trim().split('\n').slice(-8).join('\n');
}
