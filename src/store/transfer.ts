/** Transfers of the relationship that wait to be received: the old organization stays responsible until then. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { Part } from './part.ts';
import type { Db, Trx } from './schema.ts';

/** A transfer on its way. */
export interface OpenTransfer {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly fromOrg: string;
  readonly toOrgId: string;
  readonly toOrg: string;
  readonly startedOn: Day;
}

/** Transfers to an organization or below it that nobody has received yet, the oldest first; `transferId`: that one alone. */
export async function openTransfers(
  db: Db | Trx,
  cityId: string,
  orgId: string,
  part: Part,
  transferId: string | null = null,
): Promise<OpenTransfer[]> {
  const { rows } = await sql<OpenTransfer>`
    select t.id, t.person_id as "personId", n.name, f.name as "fromOrg", o.id as "toOrgId", o.name as "toOrg", t.started_on as "startedOn"
    from transfer t join org_closure c on c.city_id = t.city_id and c.descendant_id = t.to_org_id and c.ancestor_id = ${orgId}::uuid
    join org o on o.city_id = t.city_id and o.id = t.to_org_id join org f on f.city_id = t.city_id and f.id = t.from_org_id
    join person_name n on n.city_id = t.city_id and n.person_id = t.person_id
    where t.city_id = ${cityId} and t.received_on is null and (${transferId}::uuid is null or t.id = ${transferId}::uuid)
    order by t.started_on, t.id offset ${part.offset} limit ${part.limit}`.execute(db);
  return rows;
}

/** The open transfer of a person, or null. */
export async function transferOf(
  db: Db | Trx,
  cityId: string,
  personId: string,
): Promise<{ id: string; toOrg: string; startedOn: Day } | null> {
  const { rows } = await sql<{ id: string; toOrg: string; startedOn: Day }>`
    select t.id, o.name as "toOrg", t.started_on as "startedOn" from transfer t join org o on o.city_id = t.city_id and o.id = t.to_org_id
    where t.city_id = ${cityId} and t.person_id = ${personId}::uuid and t.received_on is null`.execute(db);
  return rows[0] ?? null;
}
