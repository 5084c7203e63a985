/** Releasing a part of a running chain: its organizations end, its people are free, everything stays on record with its days. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { dropRosters } from './roster.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** What a release ended. */
export interface Released {
  readonly organizations: number;
  readonly people: readonly string[];
}

/**
 * Ends the organization and all below it on a day: posts are withdrawn, rosters go, duties and participations end, offices and edges close.
 * Standing organizations, homes and the rest of the chain are not touched. Before its first day the part is called off: it never started, so
 * its organizations have an end without a start, and a participation that had not begun is an empty period.
 */
export async function releasePart(trx: Q, cityId: string, orgId: string, on: Day): Promise<Released> {
  const { rows: part } = await sql<{ id: string }>`
    update org o set state = 'ended', ended_on = ${on}::date, started_on = case when o.started_on <= ${on}::date then o.started_on end, version = o.version + 1 from org_closure c
    where c.city_id = o.city_id and c.descendant_id = o.id and c.ancestor_id = ${orgId}::uuid and o.city_id = ${cityId} and o.state = 'active'
    returning o.id`.execute(trx);
  const ids = part.map((one) => one.id);
  const open = sql`city_id = ${cityId} and org_id = any(${ids}::uuid[])`;
  await sql`update duty d set state = 'ended', difficulty = null, contact = null, contact_erase_after = null, version = d.version + 1
    from post p where p.city_id = d.city_id and p.id = d.post_id and d.city_id = ${cityId} and p.org_id = any(${ids}::uuid[]) and d.state <> 'ended'`.execute(
    trx,
  );
  await dropRosters(trx, cityId, { orgIds: ids });
  await sql`delete from slot_opening s using post p where p.city_id = s.city_id and p.id = s.post_id and s.city_id = ${cityId}
    and p.org_id = any(${ids}::uuid[]) and s.filled_at is null`.execute(trx);
  await sql`update post set withdrawn = true where ${open}`.execute(trx);
  const { rows: people } = await sql<{ id: string }>`
    update participation set valid_to = greatest(valid_from, ${on}::date) where ${open} and valid_to > greatest(valid_from, ${on}::date) returning person_id as id`.execute(
    trx,
  );
  await sql`update office set state = 'ended', valid_to = greatest(valid_from + 1, ${on}::date) where ${open} and state <> 'ended'`.execute(
    trx,
  );
  await sql`update org_constituent set valid_to = greatest(valid_from + 1, ${on}::date) where ${open} and valid_to > ${on}`.execute(
    trx,
  );
  await sql`update org_edge set valid_to = greatest(valid_from + 1, ${on}::date)
    where city_id = ${cityId} and child_id = any(${ids}::uuid[]) and valid_to > ${on}`.execute(trx);
  return { organizations: ids.length, people: [...new Set(people.map((one) => one.id))] };
}
