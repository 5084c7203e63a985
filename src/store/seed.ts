import type { ClientBase } from 'pg';
import { type CopyValue, copyRows } from './copy.ts';
import { Failure } from './failure.ts';
import { builderOver } from './line.ts';
import { recountAll } from './member-count.ts';
import { type Target, withClient } from './target.ts';
import { DEFAULT_ZONE, dayIn } from './today.ts';

/** Rows of one table to be copied. */
export interface SeedSheet {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CopyValue[])[];
}

/** The city that the rows belong to. */
export interface SeedCity {
  readonly id: string;
  readonly name: string;
  readonly code: string;
}

/** From so many rows on it is cheaper to build the large indexes anew than to feed them row by row. */
const MANY = 200_000;

/**
 * Fills an empty city by COPY in one transaction as the owner of the schema: all of it or nothing. Refuses a city that already has
 * areas (`seed-not-empty`). Tables are vacuumed afterwards: statistics for the planner, and no pending entries left in the indexes of grams.
 * @param expected rows that will come, roughly; decides whether large indexes are dropped and built anew
 * @param onRows called after each table with all rows copied so far
 * @returns rows by table
 */
export function seedCity(
  owner: Target,
  city: SeedCity,
  batches: Iterable<readonly SeedSheet[]>,
  expected = 0,
  onRows: (rows: number) => void = () => {},
): Promise<Readonly<Record<string, number>>> {
  return withClient(owner, async (client) => {
    const counts: Record<string, number> = {};
    await client.query('begin');
    try {
      await client.query(
        `insert into city (id, name, code, demo) values ($1, $2, $3, true) on conflict (id) do update set demo = true, name = excluded.name`,
        [city.id, city.name, city.code],
      );
      const { rows } = await client.query('select 1 from area where city_id = $1 limit 1', [city.id]);
      if (rows.length > 0) throw new Failure('seed-not-empty', { city: city.name });
      const rebuild = expected >= MANY ? await setAside(client) : [];
      let total = 0;
      for (const batch of batches) {
        for (const sheet of batch) {
          const copied = await copyRows(client, sheet.table, sheet.columns, sheet.rows);
          counts[sheet.table] = (counts[sheet.table] ?? 0) + copied;
          total += copied;
          onRows(total);
        }
      }
      for (const statement of rebuild) await client.query(statement);
      await recountAll(builderOver(client), city.id, dayIn(DEFAULT_ZONE, Date.now()));
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    }
    for (const table of [...Object.keys(counts), 'member_count']) await client.query(`vacuum (analyze) "${table}"`);
    return counts;
  });
}

/** Drops the exclusion, foreign-key and secondary index work of the largest tables and returns what brings it back as it was. */
async function setAside(client: ClientBase): Promise<string[]> {
  const large = ['person', 'person_name', 'person_skill', 'person_wish', 'home'];
  const { rows: constraints } = await client.query<{ table: string; name: string; definition: string }>(
    `select t.relname as table, c.conname as name, pg_get_constraintdef(c.oid) as definition
     from pg_constraint c join pg_class t on t.oid = c.conrelid
     where t.relname = any($1) and t.relnamespace = 'public'::regnamespace and c.contype in ('x', 'f')`,
    [large],
  );
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i join pg_class t on t.oid = i.indrelid
     where t.relname = any($1) and t.relnamespace = 'public'::regnamespace
       and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`,
    [large],
  );
  for (const one of constraints) await client.query(`alter table "${one.table}" drop constraint "${one.name}"`);
  for (const one of indexes) await client.query(`drop index ${one.name}`);
  return [
    ...indexes.map((one) => one.definition),
    ...constraints.map((one) => `alter table "${one.table}" add constraint "${one.name}" ${one.definition}`),
  ];
}
