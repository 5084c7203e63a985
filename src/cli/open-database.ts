import { zoneOf } from '#store/city';
import { openStore, type Store } from '#store/database';
import { type FolderLock, type LockHolder, lockFolder } from '#store/embedded/folder-lock';
import { type EmbeddedPostgres, hasCluster, startEmbedded } from '#store/embedded/supervisor';
import { Failure } from '#store/failure';
import { createDatabase, hasSchema, migrate, pendingMigrations } from '#store/migrate';
import { asAppLogin, checkAppLogin } from '#store/roles';
import type { Target } from '#store/target';
import type { Environment } from './environment.ts';
import type { Output } from './output.ts';

/** Name of the database inside an embedded cluster. */
const EMBEDDED_DATABASE = 'qunying';
const COMMAND_WAIT_MILLIS = 120_000;

/** The database of this installation, at the schema of this release. */
export interface OpenDatabase {
  /** As the owner of the schema: migrations, bulk load, backup, restore. */
  readonly owner: Target;
  /** As the app role: everything else. */
  readonly store: Store;
  readonly embedded: EmbeddedPostgres | undefined;
  /** Migrations applied by this call. */
  readonly applied: readonly string[];
  /** Tells a second start where the server answers. */
  announce(address: string): void;
  /** Closes the store; stops the embedded server and frees the data folder if this call had started and locked them. */
  close(): Promise<void>;
}

/** Another server has the data folder; `address` is where it answers. */
export class AlreadyRunning extends Error {
  readonly address: string;

  constructor(address: string) {
    super(address);
    this.address = address;
  }
}

/** Choices for {@link openDatabase}. */
export interface OpenOptions {
  /** A server keeps the folder, a command gives it back. */
  readonly kind: LockHolder['kind'];
  readonly poolSize?: number;
  /** Schema steps are applied; `false` leaves an older database as it is (restore). */
  readonly migrate?: boolean;
  /** The command works on a city that is there: without one it says so and makes neither folder nor database. */
  readonly existing?: boolean;
  /** Runs once the folder is ours and before anything is started; what it throws ends the call. */
  readonly beforeDatabase?: () => Promise<void>;
}

/**
 * Locks the data folder, starts or adopts its PostgreSQL (or uses `DATABASE_URL`), migrates and opens it. A command beside a
 * running server works through that server's database. Throws {@link AlreadyRunning} for a second server on one folder.
 */
export async function openDatabase(environment: Environment, out: Output, options: OpenOptions): Promise<OpenDatabase> {
  const missing = () =>
    environment.database
      ? new Failure('city-missing')
      : new Failure('city-missing-in-folder', { folder: environment.dataFolder });
  if (options.existing && !environment.database && !hasCluster(environment.dataFolder)) throw missing();
  const lock = await takeFolder(environment, out, options.kind);
  let embedded: EmbeddedPostgres | undefined;
  const giveBack = async () => {
    // Without the lock the embedded server belongs to the running server.
    if (lock) await embedded?.stop();
    lock?.release();
  };
  try {
    await options.beforeDatabase?.();
    let owner = environment.database;
    if (!owner) {
      embedded = await startEmbedded({
        folder: environment.dataFolder,
        onProgress: (step) => out.progress(`progress.postgres-${step}`),
      });
      owner = { ...embedded.address, database: EMBEDDED_DATABASE };
    }
    let applied: readonly string[] = [];
    if (options.existing && !(await hasSchema(owner))) throw missing();
    if (embedded) await createDatabase(owner);
    // Beside a running server: it is of an earlier release when the tables are, and they are not changed under it.
    if (embedded && !lock && (await hasSchema(owner)) && (await pendingMigrations(owner)).length > 0)
      throw new Failure('server-older', { folder: environment.dataFolder });
    if (options.migrate !== false) {
      out.progress('progress.migrate');
      applied = await migrate(owner);
      if (environment.appDatabase) await appLogin(environment.appDatabase);
    }
    const zone = options.migrate === false ? undefined : await zoneOf(owner, environment.city);
    const store = openStore(...appAccess(environment, owner, embedded !== undefined, { ...options, zone }));
    return {
      owner,
      store,
      embedded,
      applied,
      announce: (address) => lock?.announce(address),
      close: async () => {
        await store.close();
        await giveBack();
      },
    };
  } catch (error) {
    await giveBack();
    throw connectionFailure(error);
  }
}

/** Runs `work` on the open database and closes it, also when `work` fails. */
export function withDatabase<T>(environment: Environment, out: Output, work: (database: OpenDatabase) => Promise<T>): Promise<T> {
  return closing(openDatabase(environment, out, { kind: 'command' }), work);
}

/** As {@link withDatabase} for a city that is there: throws `city-missing` (or `city-missing-in-folder`) otherwise, and has made nothing. */
export function withCity<T>(environment: Environment, out: Output, work: (database: OpenDatabase) => Promise<T>): Promise<T> {
  return closing(openDatabase(environment, out, { kind: 'command', existing: true }), work);
}

async function closing<T>(opening: Promise<OpenDatabase>, work: (database: OpenDatabase) => Promise<T>): Promise<T> {
  const database = await opening;
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

function appAccess(
  environment: Environment,
  owner: Target,
  embedded: boolean,
  options: OpenOptions & { readonly zone: string | undefined },
): Parameters<typeof openStore> {
  const choices = {
    ...(options.poolSize === undefined ? {} : { poolSize: options.poolSize }),
    ...(options.zone === undefined ? {} : { zone: options.zone }),
  };
  if (embedded) return [asAppLogin(owner), { ...choices, as: 'app-login' }];
  if (environment.appDatabase) return [environment.appDatabase, { ...choices, as: 'app-login' }];
  return [owner, { ...choices, as: 'app' }];
}

/** The lock, or undefined when a command may work beside the running server. */
async function takeFolder(environment: Environment, out: Output, kind: LockHolder['kind']): Promise<FolderLock | undefined> {
  if (kind === 'command' && environment.database) return undefined;
  const folder = environment.dataFolder;
  for (const until = Date.now() + COMMAND_WAIT_MILLIS; ; ) {
    const attempt = lockFolder(folder, kind);
    if (attempt.ok) return attempt.lock;
    const { holder } = attempt;
    if (holder.kind === 'server' && holder.address !== null) {
      if (kind === 'server') throw new AlreadyRunning(holder.address);
      return undefined;
    }
    // Still starting, or a command at work: both end soon, one way or the other.
    out.progress('progress.waiting', { pid: holder.pid });
    if (Date.now() > until) throw new Failure('data-folder-busy', { folder, pid: holder.pid });
    await new Promise((later) => setTimeout(later, 200));
  }
}

async function appLogin(target: Target): Promise<void> {
  try {
    await checkAppLogin(target);
  } catch (error) {
    throw connectionFailure(error, 'DATABASE_APP_URL');
  }
}

function connectionFailure(error: unknown, variable = 'DATABASE_URL'): unknown {
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ETIMEDOUT' || code === 'ENOENT') {
    return new Failure('database-unreachable', { variable, reason: message ?? code }, error);
  }
  if (code === '28P01' || code === '28000' || code === '3D000')
    return new Failure('database-refused', { variable, reason: message ?? code }, error);
  return error;
}
