import { sql } from 'kysely';
import { hashDetail, type JsonValue } from './audit.ts';
import { GENESIS, hashEvents, hashSeal, listSeals, type Seal } from './audit-seal.ts';
import type { Store } from './database.ts';

/** Why a batch is broken. */
export type AuditFault =
  | 'seal-missing'
  | 'seal-altered'
  | 'chain-broken'
  | 'events-removed'
  | 'events-added'
  | 'events-altered'
  | 'detail-altered'
  | 'expected-hash-missing';

/** The outcome of a check of the whole trail. */
export interface AuditReport {
  readonly ok: boolean;
  readonly seals: number;
  readonly sealedEvents: number;
  /** Written since the last seal: not yet provable. */
  readonly unsealedEvents: number;
  /** Readable details that still exist; erased ones are no fault. */
  readonly details: number;
  /** Hash of the last seal; written down elsewhere, it proves later that nothing was cut off at the end. */
  readonly lastHash: string;
  /** The first broken batch; its number, when it was sealed, and what is wrong. */
  readonly broken?: {
    readonly no: number;
    readonly sealedAt: string | null;
    readonly fault: AuditFault;
    readonly eventId?: string;
  };
}

/**
 * Recomputes the chain of a city from its rows and names the first batch that does not agree. `expected` is a hash noted
 * earlier; without it a chain shortened at its end cannot be told from a younger one.
 */
export async function verifyAudit(store: Store, cityId: string, expected?: string): Promise<AuditReport> {
  const seals = await listSeals(store.db, cityId);
  const counts = await countRows(store, cityId, seals.at(-1));
  const report = { seals: seals.length, ...counts, lastHash: seals.at(-1)?.hash ?? GENESIS };
  let previous: Seal | undefined;
  for (const seal of seals) {
    const broken = (fault: AuditFault): AuditReport => ({
      ok: false,
      ...report,
      broken: { no: seal.no, sealedAt: seal.sealedAt, fault },
    });
    if (seal.no !== (previous?.no ?? 0) + 1)
      return { ...broken('seal-missing'), broken: { no: (previous?.no ?? 0) + 1, sealedAt: null, fault: 'seal-missing' } };
    if (seal.hash !== hashSeal(cityId, seal)) return broken('seal-altered');
    if (seal.prev !== (previous?.hash ?? GENESIS)) return broken('chain-broken');
    const range = {
      from: { epoch: previous?.uptoEpoch ?? 0, txid: previous?.uptoTxid ?? '0' },
      to: { epoch: seal.uptoEpoch, txid: seal.uptoTxid },
    };
    const found = await hashEvents(store.db, cityId, range);
    if (found.count < seal.count) return broken('events-removed');
    if (found.count > seal.count) return broken('events-added');
    if (found.hash !== seal.eventsHash) return broken('events-altered');
    previous = seal;
  }
  const altered = await alteredDetail(store, cityId);
  if (altered) {
    const batch = seals.find(
      (seal) =>
        seal.uptoEpoch > altered.epoch || (seal.uptoEpoch === altered.epoch && BigInt(seal.uptoTxid) >= BigInt(altered.txid)),
    );
    return {
      ok: false,
      ...report,
      broken: {
        no: batch?.no ?? seals.length + 1,
        sealedAt: batch?.sealedAt ?? null,
        fault: 'detail-altered',
        eventId: altered.id,
      },
    };
  }
  if (expected !== undefined && !seals.some((seal) => seal.hash === expected)) {
    return { ok: false, ...report, broken: { no: seals.length + 1, sealedAt: null, fault: 'expected-hash-missing' } };
  }
  return { ok: true, ...report };
}

async function countRows(store: Store, cityId: string, last: Seal | undefined) {
  const { rows } = await sql<{ events: number; sealed: number; details: number }>`
    select (select count(*) from audit_event where city_id = ${cityId}) as events,
           (select count(*) from audit_event where city_id = ${cityId}
              and (epoch, txid) <= (${last?.uptoEpoch ?? 0}::integer, ${last?.uptoTxid ?? '0'}::xid8)) as sealed,
           (select count(*) from audit_detail where city_id = ${cityId}) as details`.execute(store.db);
  const { events, sealed, details } = rows[0]!;
  return { sealedEvents: sealed, unsealedEvents: events - sealed, details };
}

const PAGE = 5_000;

/** The first event (by id) whose readable detail does not hash to what the event says; details without an event count too. */
async function alteredDetail(store: Store, cityId: string): Promise<{ id: string; epoch: number; txid: string } | undefined> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await sql<{ id: string; epoch: number; txid: string; hash: string | null; salt: string; detail: JsonValue }>`
      select d.event_id as id, e.epoch, e.txid::text as txid, e.detail_hash as hash, d.salt, d.detail
      from audit_detail d join audit_event e on e.city_id = d.city_id and e.id = d.event_id
      where d.city_id = ${cityId} and d.event_id > ${after}::uuid order by d.event_id limit ${PAGE}`.execute(store.db);
    for (const row of rows) if (row.hash !== hashDetail(row.salt, row.detail)) return row;
    if (rows.length < PAGE) return undefined;
    after = rows.at(-1)!.id;
  }
}
