/**
 * The audit trail beside each write: who did what to which subject, in the business transaction, so that neither exists without
 * the other. The event holds ids only; what a person can read is salted, hashed into the event and kept apart, where it can be
 * erased without breaking the proof. Sealing is in `audit-seal.ts`, checking in `audit-verify.ts`.
 */
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Store } from './database.ts';
import { newId } from './id.ts';
import type { Trx } from './schema.ts';

/** What JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** Who acts: the account and the role it acts in; both null for the program itself. */
export interface Actor {
  readonly accountId: string | null;
  readonly grantId: string | null;
}

/** The program itself: timers, first start, the command line. */
export const THE_PROGRAM: Actor = { accountId: null, grantId: null };

/** One thing done. */
export interface AuditEntry {
  readonly cityId: string;
  readonly actor: Actor;
  /** Stable kebab-case verb phrase, equal to its text key, for example `approval-granted`. */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string | null };
  /** What a person may want to read later: names, old and new values, a purpose. Erasable. */
  readonly detail?: JsonValue;
}

/** Adds the event, and its detail when there is one; returns the event's id. */
export async function record(trx: Trx, entry: AuditEntry): Promise<string> {
  const [id] = await recordAll(trx, [entry]);
  return id!;
}

/** Adds many events in two statements at most; ids in the order of the entries. */
export async function recordAll(trx: Trx, entries: readonly AuditEntry[]): Promise<readonly string[]> {
  if (entries.length === 0) return [];
  const rows = entries.map((entry) => {
    const id = newId();
    const salt = randomBytes(16).toString('hex');
    const hash = entry.detail === undefined ? null : hashDetail(salt, entry.detail);
    return { id, salt, hash, entry };
  });
  await trx
    .insertInto('audit_event')
    .values(
      rows.map(({ id, hash, entry }) => ({
        city_id: entry.cityId,
        id,
        actor_id: entry.actor.accountId,
        acting_grant_id: entry.actor.grantId,
        action: entry.action,
        subject_kind: entry.subject.kind,
        subject_id: entry.subject.id,
        detail_hash: hash,
      })),
    )
    .execute();
  const details = rows.filter((row) => row.hash !== null);
  if (details.length > 0) {
    await trx
      .insertInto('audit_detail')
      .values(
        details.map(({ id, salt, entry }) => ({
          city_id: entry.cityId,
          event_id: id,
          salt,
          detail: JSON.stringify(entry.detail),
        })),
      )
      .execute();
  }
  return rows.map((row) => row.id);
}

/** Erases the readable detail of these events, for good; the chain stays whole. Returns how many there were. */
export async function eraseDetails(on: Trx | Store['db'], cityId: string, eventIds: readonly string[]): Promise<number> {
  if (eventIds.length === 0) return 0;
  const { rows } = await sql<{ count: number }>`select erase_audit_detail(${cityId}, ${[...eventIds]}::uuid[]) as count`.execute(
    on,
  );
  return rows[0]?.count ?? 0;
}

/** Erases every readable detail about one subject, for example a person who has left. */
export async function eraseDetailsAbout(
  trx: Trx,
  cityId: string,
  subject: { readonly kind: string; readonly id: string },
): Promise<number> {
  const events = await trx
    .selectFrom('audit_event')
    .innerJoin('audit_detail', (join) =>
      join.onRef('audit_detail.city_id', '=', 'audit_event.city_id').onRef('audit_detail.event_id', '=', 'audit_event.id'),
    )
    .select('audit_event.id')
    .where('audit_event.city_id', '=', cityId)
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .execute();
  return eraseDetails(
    trx,
    cityId,
    events.map((event) => event.id),
  );
}

/** The salted hash that stands in the event; the same for every order of keys. */
export function hashDetail(salt: string, detail: JsonValue): string {
  return createHash('sha256').update(salt).update('\n').update(canonical(detail)).digest('hex');
}

/** JSON with sorted keys and without absent members: what jsonb gives back hashes like what was put in. */
function canonical(value: JsonValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.entries(value).filter((member): member is [string, JsonValue] => member[1] !== undefined);
  members.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}
