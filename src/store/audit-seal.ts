/**
 * Seals: closed batches of audit events, chained by hash. A batch takes every event of transactions older than all that still
 * run, so no event can slip in behind a seal. The chain is made after the writes, never inside them: writers do not wait for
 * each other.
 */
import { createHash, type Hash } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { Store } from './database.ts';
import type { Database, Trx } from './schema.ts';
import { inTransaction } from './transaction.ts';

/** What precedes the first seal. */
export const GENESIS = '0'.repeat(64);

/** Any number that no other advisory lock of ours uses. */
const LOCK = 7_071_921;
const PAGE = 20_000;

/** The content of one seal. */
export interface Seal {
  readonly no: number;
  readonly sealedAt: string;
  readonly uptoEpoch: number;
  readonly uptoTxid: string;
  readonly count: number;
  readonly eventsHash: string;
  readonly prev: string;
  readonly hash: string;
}

/** Half-open behind, closed in front: events with (epoch, txid) after `from` and up to `to`. */
export interface SealRange {
  readonly from: { readonly epoch: number; readonly txid: string };
  readonly to: { readonly epoch: number; readonly txid: string };
}

/** Seals what can be sealed now; undefined when there is nothing. Two sealers wait for each other. */
export async function seal(store: Store, cityId: string, now: () => number = Date.now): Promise<Seal | undefined> {
  return inTransaction(store, async (trx) => {
    await sql`select pg_advisory_xact_lock(${LOCK}, hashtext(${cityId}))`.execute(trx);
    const last = await lastSeal(trx, cityId);
    const { rows } = await sql<{ epoch: number; upto: string }>`
      select coalesce((select column_default::integer from information_schema.columns
                       where table_schema = 'public' and table_name = 'audit_event' and column_name = 'epoch'), 1) as epoch,
             ((pg_snapshot_xmin(pg_current_snapshot())::text)::numeric - 1)::text as upto`.execute(trx);
    const bound = rows[0]!;
    const range: SealRange = {
      from: { epoch: last?.uptoEpoch ?? 0, txid: last?.uptoTxid ?? '0' },
      to: { epoch: bound.epoch, txid: bound.upto },
    };
    const { count, hash: eventsHash } = await hashEvents(trx, cityId, range);
    if (count === 0) return undefined;
    const made = {
      no: (last?.no ?? 0) + 1,
      sealedAt: new Date(now()).toISOString(),
      uptoEpoch: range.to.epoch,
      uptoTxid: range.to.txid,
      count,
      eventsHash,
      prev: last?.hash ?? GENESIS,
    };
    const hash = hashSeal(cityId, made);
    await trx
      .insertInto('audit_seal')
      .values({
        city_id: cityId,
        no: made.no,
        sealed_at: made.sealedAt,
        upto_epoch: made.uptoEpoch,
        upto_txid: made.uptoTxid,
        count,
        events_hash: eventsHash,
        prev: made.prev,
        hash,
      })
      .execute();
    return { ...made, hash };
  });
}

/** Seals every city of the database now and then until stopped; a failure is told and the next round tries again. */
export function startSealer(
  store: Store,
  cityIds: readonly string[],
  everyMillis: number,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  const round = () => {
    running = running.then(async () => {
      try {
        for (const cityId of cityIds) await seal(store, cityId);
      } catch (error) {
        onError(error);
      }
    });
  };
  const timer = setInterval(round, everyMillis);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

/** The seals of a city in order. */
export async function listSeals(on: Trx | Store['db'], cityId: string): Promise<readonly Seal[]> {
  const rows = await on.selectFrom('audit_seal').selectAll().where('city_id', '=', cityId).orderBy('no').execute();
  return rows.map(asSeal);
}

function asSeal(row: Selectable<Database['audit_seal']>): Seal {
  return {
    no: Number(row.no),
    sealedAt: row.sealed_at.toISOString(),
    uptoEpoch: row.upto_epoch,
    uptoTxid: row.upto_txid,
    count: row.count,
    eventsHash: row.events_hash,
    prev: row.prev,
    hash: row.hash,
  };
}

async function lastSeal(trx: Trx, cityId: string): Promise<Seal | undefined> {
  const row = await trx
    .selectFrom('audit_seal')
    .selectAll()
    .where('city_id', '=', cityId)
    .orderBy('no', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && asSeal(row);
}

/** The hash that the next seal carries as `prev`. */
export function hashSeal(cityId: string, seal: Omit<Seal, 'hash'>): string {
  const { no, sealedAt, uptoEpoch, uptoTxid, count, eventsHash, prev } = seal;
  return createHash('sha256')
    .update(JSON.stringify([cityId, no, sealedAt, uptoEpoch, uptoTxid, count, eventsHash, prev]))
    .digest('hex');
}

/** Number and hash of the events of a range, in the order of their ids; reads page by page. */
export async function hashEvents(
  on: Trx | Store['db'],
  cityId: string,
  range: SealRange,
): Promise<{ count: number; hash: string }> {
  const hash: Hash = createHash('sha256');
  let count = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await sql<{ id: string; line: string }>`
      select id, concat_ws('|', id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), coalesce(actor_id::text, '-'),
               coalesce(acting_grant_id::text, '-'), action, subject_kind, coalesce(subject_id::text, '-'), coalesce(detail_hash, '-')) as line
      from audit_event
      where city_id = ${cityId} and id > ${after}::uuid
        and (epoch, txid) > (${range.from.epoch}::integer, ${range.from.txid}::xid8)
        and (epoch, txid) <= (${range.to.epoch}::integer, ${range.to.txid}::xid8)
      order by id limit ${PAGE}`.execute(on);
    for (const row of rows) hash.update(row.line).update('\n');
    count += rows.length;
    if (rows.length < PAGE) return { count, hash: hash.digest('hex') };
    after = rows.at(-1)!.id;
  }
}
