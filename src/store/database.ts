/**
 * The door to the database: one pool, one typed query builder, the city's calendar day.
 * Owns connections and how values are read; holds no query of its own. Everything opened here works as the app role, which can
 * neither change the schema nor change or delete audit rows.
 */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Day } from '#kernel/lib';
import { APP_ROLE } from './roles.ts';
import type { Database } from './schema.ts';
import { readers, type Target } from './target.ts';
import { DEFAULT_ZONE, dayIn } from './today.ts';

export type { Target } from './target.ts';

/** How a database is reached and as whom; plain data, so that it can be handed to another thread. */
export interface StoreAccess {
  readonly target: Target;
  readonly as: 'app' | 'app-login' | 'owner';
}

/** An open database. */
export interface Store {
  readonly db: Kysely<Database>;
  /** For COPY and other work that the builder does not speak. */
  readonly pool: pg.Pool;
  /** How it was opened; a worker thread opens the same database by it. */
  readonly access: StoreAccess;
  /** Today in the city. */
  today(): Day;
  /** Waits for running queries and closes every connection. */
  close(): Promise<void>;
}

/** Choices for {@link openStore}. */
export interface StoreOptions {
  /** `app-login`: the target signs in as the app role itself; `app`: signs in as owner and switches; `owner`: for migrations and tests. */
  readonly as?: StoreAccess['as'];
  readonly poolSize?: number;
  /** A query that runs longer is ended by the server. */
  readonly statementTimeoutMillis?: number;
  /** IANA zone of the city. */
  readonly zone?: string;
  /** Milliseconds since 1970; a test passes its own clock. */
  readonly now?: () => number;
}

/** Opens the database; the first connection is made by the first query. */
export function openStore(target: Target, options: StoreOptions = {}): Store {
  const as = options.as ?? 'app';
  const pool = new pg.Pool({
    ...target,
    types: readers,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 15_000,
    statement_timeout: options.statementTimeoutMillis ?? 60_000,
    idle_in_transaction_session_timeout: 120_000,
    application_name: 'qunying',
    ...(as === 'app' ? { options: `-c role=${APP_ROLE}` } : {}),
  });
  // A connection that breaks while idle is replaced by the pool; the error has no other reader.
  pool.on('error', () => {});
  // One that breaks while in use fails its query; without this listener it would end the process as well.
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  const zone = options.zone ?? DEFAULT_ZONE;
  const now = options.now ?? Date.now;
  return { db, pool, access: { target, as }, today: () => dayIn(zone, now()), close: () => db.destroy() };
}
