import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { type CopyValue, copyRows } from './copy.ts';
import type { StoreAccess } from './database.ts';
import { APP_ROLE } from './roles.ts';
import type { Database, Trx } from './schema.ts';
import { readers } from './target.ts';

/** Long work is cut into statements that each take seconds; one that hangs is ended after ten minutes. */
const LONGEST_MILLIS = 600_000;

/**
 * One connection for long work in a thread of its own. The builder and COPY speak over the same connection, so rows copied while a
 * transaction of `db` is open belong to it. Not for two pieces of work at once.
 */
export interface Line {
  readonly db: Kysely<Database>;
  readonly client: pg.Client;
  /** Ends the connection; an open transaction is rolled back. */
  close(): Promise<void>;
}

/** Connects as the store does from which `access` comes; throws the error of the driver when the database cannot be reached. */
export async function openLine(access: StoreAccess): Promise<Line> {
  const client = new pg.Client({
    ...access.target,
    types: readers,
    connectionTimeoutMillis: 15_000,
    statement_timeout: LONGEST_MILLIS,
    // The thread reads and compares between two statements of its transaction.
    idle_in_transaction_session_timeout: LONGEST_MILLIS,
    application_name: 'qunying',
    ...(access.as === 'app' ? { options: `-c role=${APP_ROLE}` } : {}),
  });
  // A connection that breaks fails the query in hand; without this listener it would end the process as well.
  client.on('error', () => {});
  await client.connect();
  const db = builderOver(client);
  return { db, client, close: () => db.destroy() };
}

/** The builder over one connected client: what it asks goes over this connection and no other. */
export function builderOver(client: pg.Client): Kysely<Database> {
  const only = { query: client.query.bind(client), release: () => {} };
  const pool = { connect: async () => only, end: () => client.end() };
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: pool as never }) });
}

/** An open transaction of a line. */
export interface LineTrx {
  readonly trx: Trx;
  readonly client: pg.Client;
}

/** Rows a statement: seconds of work and some megabytes, so that one can be ended and progress be told. */
export const PART = 20_000;

/** Copies rows into a table of ours, {@link PART} a statement; `onPart` is told the number copied so far. */
export async function copyParts<T>(
  client: pg.Client,
  table: string,
  columns: readonly string[],
  rows: readonly T[],
  valuesOf: (row: T) => readonly CopyValue[],
  onPart: (done: number) => void = () => {},
): Promise<void> {
  function* values(from: number, to: number): Generator<readonly CopyValue[]> {
    for (let at = from; at < to; at++) yield valuesOf(rows[at]!);
  }
  for (let at = 0; at < rows.length; at += PART) {
    const end = Math.min(at + PART, rows.length);
    await copyRows(client, table, columns, values(at, end));
    onPart(end);
  }
}
