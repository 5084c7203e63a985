import pg from 'pg';

/** Which database, reached how and as whom. */
export interface Target {
  /** `postgresql://…`; excludes the separate fields. */
  readonly connectionString?: string;
  /** Host name, or the absolute path of a folder with a Unix socket. */
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
}

/** A calendar date, as text: the driver's own reading is a local midnight, which is the day before in half of the world. */
const DATE = 1082;
const INT8 = 20;
const NUMERIC = 1700;

/** Reading of values, for every connection of the product: dates stay text, counts become numbers as long as they are exact. */
export const readers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === DATE) return (text: string) => text;
    if (oid === INT8 || oid === NUMERIC) return exactNumber;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** A number when no digit is lost, otherwise the text. */
export function exactNumber(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) || (text.includes('.') && String(value) === text) ? value : text;
}

/** One connection as the given user, closed when `work` ends. */
export async function withClient<T>(target: Target, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...target, types: readers, connectionTimeoutMillis: 15_000, application_name: 'qunying' });
  // An idle connection that the server ends reports here; the query that needs it fails by itself.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** The same server and user, another database. */
export function inDatabase(target: Target, database: string): Target {
  if (target.connectionString === undefined) return { ...target, database };
  const url = new URL(target.connectionString);
  url.pathname = `/${encodeURIComponent(database)}`;
  return { connectionString: url.toString() };
}

/** The database that the target names, `postgres` when it names none. */
export function databaseOf(target: Target): string {
  if (target.connectionString === undefined) return target.database ?? 'postgres';
  return decodeURIComponent(new URL(target.connectionString).pathname.slice(1)) || 'postgres';
}

/** The user that the target signs in as, empty when it names none. */
export function userOf(target: Target): string {
  if (target.connectionString === undefined) return target.user ?? '';
  return decodeURIComponent(new URL(target.connectionString).username);
}
