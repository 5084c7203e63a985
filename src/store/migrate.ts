import { Kysely, type Migration, Migrator, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { renewAuditEpoch } from './audit-epoch.ts';
import { Failure } from './failure.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { installQueue } from './queue.ts';
import { APP_ROLE, appPassword, ensureAppRole, grantApp } from './roles.ts';
import { databaseOf, inDatabase, readers, type Target, userOf, withClient } from './target.ts';

/** Oldest server whose SQL we write. */
const OLDEST_SERVER = 150_000;
/** Any number that no other advisory lock of ours uses. */
const LOCK = 7_071_922;

/** Choices for {@link migrate}. */
export interface MigrateOptions {
  /** Make the database when the server has none of that name. */
  readonly createDatabase?: boolean;
  /** Other than the product's own; for tests of the runner. */
  readonly list?: typeof MIGRATIONS;
  readonly onApplied?: (name: string) => void;
}

/**
 * Brings the database to the schema of this release as its owner: applies what is missing, each migration in one transaction,
 * then sets the rights of the app role. Two runs at once wait for each other. Returns the names applied now.
 * Throws `database-newer` when the database has seen a release later than this one, `database-rights` or `extension-missing` when the
 * server must be prepared first.
 */
export async function migrate(target: Target, options: MigrateOptions = {}): Promise<readonly string[]> {
  try {
    return await migrated(target, options);
  } catch (error) {
    throw unprepared(error, target) ?? error;
  }
}

async function migrated(target: Target, options: MigrateOptions): Promise<readonly string[]> {
  const list = migrationsOf(options.list ?? MIGRATIONS);
  if (options.createDatabase) await createDatabase(target);
  await refuseOldServer(target);
  const pool = new pg.Pool({ ...target, max: 1, types: readers, application_name: 'qunying migrate' });
  pool.on('error', () => {});
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => list } });
    const { error, results } = await migrator.migrateToLatest();
    if (error !== undefined) throw asFailure(error, results?.find((result) => result.status === 'Error')?.migrationName);
    const applied = (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName);
    for (const name of applied) options.onApplied?.(name);
    await withClient(target, async (client) => {
      // Two starts at once change the same rights; the lock ends with the connection.
      await client.query(`select pg_advisory_lock(${LOCK})`);
      await ensureAppRole(client, target.password === undefined ? undefined : appPassword(target.password));
      await grantApp(client);
      await installQueue(client);
      if (options.list === undefined) await renewAuditEpoch(client);
    });
    return applied;
  } finally {
    await db.destroy();
  }
}

function migrationsOf(list: typeof MIGRATIONS): Record<string, Migration> {
  return Object.fromEntries(
    list.map(({ name, sql: text }) => [name, { up: async (db) => void (await sql.raw(text).execute(db)) }]),
  );
}

async function refuseOldServer(target: Target): Promise<void> {
  await withClient(target, async (client) => {
    const { rows } = await client.query<{ server_version_num: string; server_version: string }>(
      `select current_setting('server_version_num') as server_version_num, current_setting('server_version') as server_version`,
    );
    const version = rows[0]!;
    if (Number(version.server_version_num) < OLDEST_SERVER)
      throw new Failure('server-too-old', { found: version.server_version, needed: 15 });
  });
}

/** Schema changes of this release that the database has not seen; changes nothing. */
export async function pendingMigrations(target: Target): Promise<string[]> {
  return withClient(target, async (client) => {
    const { rows } = await client.query<{ name: string }>('select name from kysely_migration');
    const seen = new Set(rows.map((row) => row.name));
    return MIGRATIONS.map((one) => one.name).filter((name) => !seen.has(name));
  });
}

/** Whether the database exists and a release has made its schema; makes nothing. */
export async function hasSchema(target: Target): Promise<boolean> {
  try {
    return await withClient(target, async (client) => {
      const { rows } = await client.query<{ here: boolean }>(`select to_regclass('public.kysely_migration') is not null as here`);
      return rows[0]!.here;
    });
  } catch (error) {
    if ((error as { code?: string }).code === '3D000') return false;
    throw error;
  }
}

/** Makes the database when the server has none of that name. */
export async function createDatabase(target: Target): Promise<void> {
  const name = databaseOf(target);
  await withClient(inDatabase(target, 'postgres'), async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount) return;
    await client
      .query(`create database ${client.escapeIdentifier(name)} template template0 encoding 'UTF8'`)
      .catch((error: { code?: string }) => {
        if (error.code !== '42P04' && error.code !== '23505') throw error;
      });
  });
}

/** What an administrator of the server must do first; undefined for any other error. */
function unprepared(error: unknown, target: Target): Failure | undefined {
  const { code, message } = ((error as Error)?.cause ?? error ?? {}) as { code?: string; message?: string };
  const reason = String(message);
  if (code === '42501')
    return new Failure('database-rights', { user: userOf(target), database: databaseOf(target), role: APP_ROLE, reason }, error);
  const extension = /extension (?:control file|"(\w+)" is not available)/.exec(reason);
  if (extension) return new Failure('extension-missing', { extension: extension[1] ?? 'btree_gist', reason }, error);
  return undefined;
}

function asFailure(error: unknown, migration: string | undefined): Error {
  const reason = error instanceof Error ? error.message : String(error);
  const unknown = /previously executed migration (\S+) is missing/.exec(reason);
  if (unknown) return new Failure('database-newer', { migration: unknown[1] ?? '' }, error);
  return new Failure('migration-failed', { migration: migration ?? '', reason }, error);
}
