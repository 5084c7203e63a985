import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.ts';
import { type Binaries, binariesIn } from './binaries.ts';

/**
 * How the server programs are started, because PostgreSQL refuses the root account: directly for everyone else; for root in
 * a user namespace in which root's files belong to user 1000 (works under a 0700 home); where namespaces are forbidden, as an
 * existing unprivileged user with programs and data in a place that this user can reach.
 */
export interface RunAs {
  readonly how: 'direct' | 'namespace' | 'user';
  readonly binaries: Binaries;
  /** Folder in which the cluster lives; differs from the wish only for `user`. */
  readonly folder: string;
  /** Program and arguments that start `program` under the chosen identity. */
  command(program: string, args: readonly string[]): { file: string; args: string[]; options: { uid?: number; gid?: number } };
  /** Hands a new file or folder to the chosen identity. */
  own(path: string): void;
}

const NAMESPACE = ['--user', '--map-user=1000', '--map-group=1000'];

/** Chooses the way for this machine; throws `embedded-postgres-root` with advice when root has none. */
export function chooseRunAs(
  binaries: Binaries,
  folder: string,
  allow: readonly RunAs['how'][] = ['direct', 'namespace', 'user'],
): RunAs {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && allow.includes('direct')) {
    return { how: 'direct', binaries, folder, command: (file, args) => ({ file, args: [...args], options: {} }), own: () => {} };
  }
  if (allow.includes('namespace')) {
    const probe = spawnSync('unshare', [...NAMESPACE, binaries.postgres, '--version'], { encoding: 'utf8', timeout: 10_000 });
    if (probe.status === 0) {
      return {
        how: 'namespace',
        binaries,
        folder,
        command: (file, args) => ({ file: 'unshare', args: [...NAMESPACE, file, ...args], options: {} }),
        own: () => {},
      };
    }
  }
  if (isRoot && allow.includes('user')) {
    const other = asOtherUser(binaries, folder);
    if (other) return other;
  }
  throw new Failure('embedded-postgres-root', {});
}

function asOtherUser(binaries: Binaries, folder: string): RunAs | undefined {
  for (const { uid, gid } of unprivilegedUsers(folder)) {
    const identity = { uid, gid };
    const usable = reachable(binaries, identity) ?? reachable(copyOf(binaries), identity);
    if (!usable) continue;
    const place = canEnter(dirname(folder), identity) ? folder : elsewhere(folder);
    mkdirSync(dirname(place), { recursive: true, mode: 0o755 });
    if (!canEnter(dirname(place), identity)) continue;
    return {
      how: 'user',
      binaries: usable,
      folder: place,
      command: (file, args) => ({ file, args: [...args], options: identity }),
      own: (path) => chownSync(path, uid, gid),
    };
  }
  return undefined;
}

/** The owner of an existing cluster first, then the customary accounts, `nobody` last. */
function unprivilegedUsers(folder: string): { uid: number; gid: number }[] {
  const found: { uid: number; gid: number }[] = [];
  for (const path of [folder, elsewhere(folder)]) {
    if (!existsSync(path)) continue;
    const { uid, gid } = statSync(path);
    if (uid !== 0) found.push({ uid, gid });
  }
  const accounts = new Map<string, { uid: number; gid: number }>();
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name && Number(uid) > 0) accounts.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  for (const name of ['qunying', 'postgres', 'nobody']) {
    const account = accounts.get(name);
    if (account) found.push(account);
  }
  return found;
}

const SHARED = '/var/lib/qunying';

function elsewhere(folder: string): string {
  return join(SHARED, createHash('sha256').update(folder).digest('hex').slice(0, 16), 'postgres');
}

/** Where the cluster of a wanted folder may lie: there, or in the readable place of an unprivileged user. */
export function clusterPlaces(folder: string): readonly string[] {
  return [folder, elsewhere(folder)];
}

/** Programs under a closed home are copied once to a readable place; the copy carries the version in its name. */
function copyOf(binaries: Binaries): Binaries {
  const version = createHash('sha256')
    .update(String(statSync(binaries.postgres).size))
    .digest('hex')
    .slice(0, 8);
  const place = join(SHARED, `programs-${version}`);
  if (!existsSync(join(place, 'complete'))) {
    mkdirSync(place, { recursive: true, mode: 0o755 });
    cpSync(binaries.root, place, { recursive: true, verbatimSymlinks: true });
    mkdirSync(join(place, 'complete'));
  }
  return binariesIn(place);
}

function reachable(binaries: Binaries, identity: { uid: number; gid: number }): Binaries | undefined {
  const probe: SpawnSyncReturns<string> = spawnSync(binaries.postgres, ['--version'], {
    ...identity,
    encoding: 'utf8',
    timeout: 10_000,
  });
  return probe.status === 0 ? binaries : undefined;
}

function canEnter(folder: string, identity: { uid: number; gid: number }): boolean {
  return spawnSync('test', ['-x', folder], { ...identity, timeout: 10_000 }).status === 0;
}
