/**
 * Backup and restore without outside programs: COPY of every table of the register inside one snapshot. Sign-in sessions and the
 * job queue are left out: after a restore everyone signs in again and nothing runs twice. A restore is one transaction into an
 * empty database and only starts when the whole file has been checked.
 */
import { rename, rm } from 'node:fs/promises';
import type pg from 'pg';
import { type BackupHead, BackupWriter, readBackup } from './backup/format.ts';
import { copyIn, copyOut } from './copy.ts';
import { Failure } from './failure.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { type Target, withClient } from './target.ts';

/** Tables that a backup leaves out on purpose. */
export const NOT_SAVED = ['session', 'kysely_migration', 'kysely_migration_lock'] as const;

/** Rows by table. */
export type TableCounts = Readonly<Record<string, number>>;

/** Told before each table. */
export type TableProgress = (table: string, done: number, of: number) => void;

/** Saves the database as the owner sees it at one instant; the file appears under its name only when it is complete. */
export async function backup(
  owner: Target,
  path: string,
  product: string,
  onTable: TableProgress = () => {},
): Promise<TableCounts> {
  const partial = `${path}.partial`;
  try {
    const counts = await withClient(owner, async (client) => {
      await client.query('begin isolation level repeatable read read only');
      await client.query(`set local statement_timeout = 0; set local datestyle = 'ISO'; set local timezone = 'UTC'`);
      const tables = await listTables(client);
      const writer = await BackupWriter.create(partial, await describe(client, product));
      try {
        const found: Record<string, number> = {};
        for (const [done, table] of tables.entries()) {
          onTable(table.name, done, tables.length);
          const head = { table: table.name, columns: table.columns };
          const { rows } = await writer.table(head, (sink) =>
            copyOut(client, `copy ${named(table.name, table.columns)} to stdout`, sink),
          );
          found[table.name] = rows;
        }
        await writer.finish();
        await client.query('commit');
        return found;
      } catch (error) {
        await writer.abandon();
        throw error;
      }
    });
    await rename(partial, path);
    return counts;
  } catch (error) {
    await rm(partial, { force: true });
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOSPC') throw new Failure('disk-full', { folder: path, reason: (error as Error).message }, error);
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EROFS' || code === 'EISDIR') {
      throw new Failure('backup-unwritable', { file: path, reason: (error as Error).message }, error);
    }
    throw error;
  }
}

/** Reads the whole file and checks every checksum; throws `backup-damaged` with the table. */
export async function checkBackup(
  path: string,
  onTable: (table: string) => void = () => {},
): Promise<{ head: BackupHead; counts: TableCounts }> {
  let head: BackupHead | undefined;
  const counts: Record<string, number> = {};
  const take = (found: BackupHead) => {
    head = found;
  };
  for await (const table of readBackup(path, take)) {
    onTable(table.head.table);
    for await (const _ of table.rows);
    counts[table.head.table] = table.foot().rows;
  }
  return { head: head!, counts };
}

/**
 * Puts a backup into an empty database and brings it to this release. Throws, and leaves the database as it was, when the file is
 * damaged (`backup-damaged`), of a later release (`backup-newer`), or the database holds data (`restore-not-empty`).
 */
export async function restore(owner: Target, path: string, onTable: TableProgress = () => {}): Promise<TableCounts> {
  const { head, counts } = await checkBackup(path);
  const known = MIGRATIONS.map((migration) => migration.name);
  const unknown = head.migrations.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Failure('backup-newer', { file: path, migration: unknown });
  await prepare(owner, head);
  await withClient(owner, async (client) => {
    await client.query('begin');
    await client.query(`set local statement_timeout = 0; set local datestyle = 'ISO'; set local timezone = 'UTC'`);
    const links = await takeForeignKeys(client);
    const of = Object.keys(counts).length;
    let done = 0;
    for await (const table of readBackup(path, () => {})) {
      const { table: name, columns } = table.head;
      onTable(name, done++, of);
      const rows = await copyIn(client, `copy ${named(name, columns)} from stdin`, table.rows);
      if (rows !== table.foot().rows) throw new Failure('backup-damaged', { file: path, table: name });
    }
    // Put back, each key is checked against every row.
    for (const link of links) await client.query(`alter table ${link.table} add constraint "${link.name}" ${link.definition}`);
    await client.query('commit');
    await client.query('analyze');
  });
  await migrate(owner);
  return counts;
}

/** An empty database at exactly the schema of the backup. */
async function prepare(owner: Target, head: BackupHead): Promise<void> {
  const upTo = head.migrations.at(-1);
  const state = await withClient(owner, async (client) => {
    const applied = await appliedMigrations(client);
    for (const { name } of await listTables(client)) {
      const { rows } = await client.query<{ filled: boolean }>(`select exists (select from "${name}") as filled`);
      if (rows[0]?.filled) throw new Failure('restore-not-empty', { table: name });
    }
    return applied;
  });
  if (state.length > head.migrations.length) {
    // Empty, but already of a later release: made again at the release of the backup, and brought forward afterwards.
    await withClient(owner, (client) => client.query('drop schema public cascade; create schema public'));
  }
  await migrate(owner, { list: MIGRATIONS.slice(0, MIGRATIONS.findIndex((migration) => migration.name === upTo) + 1) });
}

async function describe(client: pg.Client, product: string): Promise<BackupHead> {
  const { rows: now } = await client.query<{ now: Date }>('select now() as now');
  const { rows: cities } = await client.query<{ id: string }>('select id from city order by id');
  return {
    createdAt: now[0]!.now.toISOString(),
    product,
    migrations: await appliedMigrations(client),
    cities: cities.map((city) => city.id),
  };
}

async function appliedMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ here: string | null }>(`select to_regclass('public.kysely_migration')::text as here`);
  if (!rows[0]?.here) return [];
  const { rows: names } = await client.query<{ name: string }>('select name from kysely_migration order by name');
  return names.map((row) => row.name);
}

async function listTables(client: pg.Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> all ($1)
     group by c.relname order by c.relname`,
    [NOT_SAVED],
  );
  return rows;
}

async function takeForeignKeys(client: pg.Client): Promise<{ table: string; name: string; definition: string }[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0 order by 1, 2`,
  );
  for (const { table, name } of rows) await client.query(`alter table ${table} drop constraint "${name}"`);
  return rows;
}

function named(table: string, columns: readonly string[]): string {
  return `"${table}" (${columns.map((column) => `"${column}"`).join(', ')})`;
}
