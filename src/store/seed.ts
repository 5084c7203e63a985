import type { PoolClient } from 'pg';
import { type CopyValue, copyRows } from './copy.ts';
import type { Store } from './database.ts';
import { Failure } from './failure.ts';

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

/**
 * Fills an empty city by COPY in one transaction: all of it or nothing. Refuses a city that already has areas (`seed-not-empty`).
 * Statistics are refreshed afterwards, so that the first queries are planned well.
 * @returns rows by table
 */
export async function seedCity(
  store: Store,
  city: SeedCity,
  batches: Iterable<readonly SeedSheet[]>,
  onRows: (rows: number) => void = () => {},
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  const client = await store.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local statement_timeout = 0');
    await client.query(
      `insert into city (id, name, code, demo) values ($1, $2, $3, true) on conflict (id) do update set demo = true, name = excluded.name`,
      [city.id, city.name, city.code],
    );
    const { rows } = await client.query('select 1 from area where city_id = $1 limit 1', [city.id]);
    if (rows.length > 0) throw new Failure('seed-not-empty', { city: city.name });
    let total = 0;
    for (const batch of batches) {
      for (const sheet of batch) {
        const copied = await copyRows(client, sheet.table, sheet.columns, sheet.rows);
        counts[sheet.table] = (counts[sheet.table] ?? 0) + copied;
        total += copied;
        onRows(total);
      }
    }
    await client.query('commit');
    await analyze(client, Object.keys(counts));
    return counts;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** Best effort: the app role may analyze only what it owns, and autovacuum does the rest. */
async function analyze(client: PoolClient, tables: readonly string[]): Promise<void> {
  for (const table of tables) await client.query(`analyze "${table}"`).catch(() => {});
}
