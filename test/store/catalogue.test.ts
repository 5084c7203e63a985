import { describe, expect, test } from 'vitest';
import { withClient } from '#store/target';
import { createTestDatabase } from '../support/database.ts';

const { owner } = await createTestDatabase();

/**
 * Reference tables: the same on every node, so their keys need no city. Accounts and what hangs on one account alone; the list
 * of cities itself. Nothing about organizations, people or tasks may ever be added here.
 */
const REFERENCE_TABLES = ['account', 'city', 'idempotency', 'one_time_code', 'session'];
const OF_THE_RUNNER = ['kysely_migration', 'kysely_migration_lock'];

const query = <Row extends object>(text: string, values: unknown[] = []) =>
  withClient(owner, async (client) => (await client.query<Row>(text, values)).rows);

interface Key {
  table: string;
  name: string;
  kind: 'p' | 'u' | 'x' | 'f';
  columns: string[];
  target: string | null;
  targetColumns: string[] | null;
}

const keys = await query<Key>(`
  select c.conrelid::regclass::text as table, c.conname as name, c.contype as kind,
         (select array_agg(a.attname::text order by k.ord) from unnest(c.conkey) with ordinality k(no, ord)
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.no) as columns,
         nullif(c.confrelid, 0)::regclass::text as target,
         (select array_agg(a.attname::text order by k.ord) from unnest(c.confkey) with ordinality k(no, ord)
            join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.no) as "targetColumns"
  from pg_constraint c where c.connamespace = 'public'::regnamespace and c.contype in ('p', 'u', 'x', 'f') order by 1, 2`);

const ours = keys.filter((key) => !REFERENCE_TABLES.includes(key.table) && !OF_THE_RUNNER.includes(key.table));

describe('the city leads every key, so that cities can be spread over machines', () => {
  test('primary, unique and exclusion keys', () => {
    const wrong = ours.filter((key) => key.kind !== 'f' && key.columns[0] !== 'city_id');
    expect(wrong.map((key) => `${key.table}: ${key.name} (${key.columns.join(', ')})`)).toEqual([]);
    expect(ours.length).toBeGreaterThan(100);
  });

  test('foreign keys carry the city on both sides, unless they lead to a reference table', () => {
    const wrong = ours.filter((key) => {
      if (key.kind !== 'f' || REFERENCE_TABLES.includes(key.target!)) return false;
      return key.columns[0] !== 'city_id' || key.targetColumns?.[0] !== 'city_id';
    });
    expect(wrong.map((key) => `${key.table}: ${key.name} -> ${key.target} (${key.targetColumns?.join(', ')})`)).toEqual([]);
  });

  test('unique indexes that stand behind no constraint', async () => {
    const loose = await query<{ name: string; first: string }>(
      `
      select i.indexrelid::regclass::text as name, a.attname as first from pg_index i
      join pg_class t on t.oid = i.indrelid and t.relnamespace = 'public'::regnamespace
      join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
      where i.indisunique and t.relname <> all ($1) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
      [[...REFERENCE_TABLES, ...OF_THE_RUNNER]],
    );
    expect(loose.filter((index) => index.first !== 'city_id')).toEqual([]);
  });

  test('every table has a primary key and, reference tables apart, a city that may not be null', async () => {
    const tables = await query<{ name: string; keyed: boolean; city: boolean }>(
      `
      select c.relname as name, exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p') as keyed,
             exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'city_id' and a.attnotnull) as city
      from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname <> all ($1)`,
      [OF_THE_RUNNER],
    );
    expect(tables.filter((table) => !table.keyed).map((table) => table.name)).toEqual([]);
    expect(tables.filter((table) => !table.city && !REFERENCE_TABLES.includes(table.name)).map((table) => table.name)).toEqual(
      [],
    );
  });

  test('no trigger, no sequence: ids are made by the application, rights are kept by roles', async () => {
    expect(await query(`select tgname from pg_trigger where not tgisinternal`)).toEqual([]);
    expect(await query(`select relname from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace`)).toEqual([]);
  });
});

/**
 * There is no table or column for check-ins, points, rankings, streaks, time online, read receipts, tracks, compulsory photos or
 * scores of persons, because every table and column that exists is on this list. A new one is added here by hand and looked at:
 * `npx vitest run --project pg test/store/catalogue.test.ts -u` writes the file, the review decides.
 */
describe('what exists is what was allowed', () => {
  test('tables and columns', async () => {
    const columns = await query<{ table: string; column: string }>(
      `
      select c.relname as table, a.attname || ' ' || format_type(a.atttypid, a.atttypmod) as column
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relnamespace = 'public'::regnamespace and c.relname <> all ($1)
      order by 1, a.attname`,
      [OF_THE_RUNNER],
    );
    const text = columns.map(({ table, column }) => `${table}.${column}\n`).join('');
    await expect(text).toMatchFileSnapshot('../allow-lists/tables.txt');
  });

  test('schemas and functions', async () => {
    const schemas = await query<{ name: string }>(
      `select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema)' order by 1`,
    );
    expect(schemas.map((schema) => schema.name)).toEqual(['pgboss', 'public']);
    const functions = await query<{ name: string }>(`
      select p.proname as name from pg_proc p where p.pronamespace = 'public'::regnamespace
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by 1`);
    expect(functions.map((one) => one.name)).toEqual(['erase_audit_detail']);
  });
});

describe('the app role', () => {
  test('owns nothing of the register, and may add to the audit tables but change none', async () => {
    const rights = await query<{ table: string; rights: string }>(`
      select c.relname as table, string_agg(p.r, ',' order by p.r) as rights
      from pg_class c cross join unnest(array['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER']) p(r)
      where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and has_table_privilege('qunying_app', c.oid, p.r)
      group by 1 order by 1`);
    const byTable = new Map(rights.map((row) => [row.table, row.rights]));
    for (const table of ['audit_event', 'audit_detail', 'audit_seal']) expect(byTable.get(table)).toBe('INSERT,SELECT');
    for (const table of OF_THE_RUNNER) expect(byTable.get(table)).toBe('SELECT');
    const others = rights.filter((row) => !row.table.startsWith('audit_') && !OF_THE_RUNNER.includes(row.table));
    expect(new Set(others.map((row) => row.rights))).toEqual(new Set(['DELETE,INSERT,SELECT,UPDATE']));
    expect(
      await query(
        `select relname from pg_class where relnamespace = 'public'::regnamespace and pg_get_userbyid(relowner) = 'qunying_app'`,
      ),
    ).toEqual([]);
  });

  test('is neither superuser nor may make roles or databases', async () => {
    const [role] = await query(
      `select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles where rolname = 'qunying_app'`,
    );
    expect(role).toEqual({ rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false });
  });
});
