/**
 * Who decides on a chain: the committee above its root, and those that the decision may be passed on to. Owns only SQL; that the account
 * that submitted never decides is checked in #kernel/formation.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** A standing committee that may decide. */
export interface Decider {
  readonly id: string;
  readonly name: string;
}

/** `o` is an active committee of an area: no leading group, no committee of a unit, none that stands there for reference. */
const areaCommittee: RawBuilder<boolean> = sql<boolean>`(o.standing and o.state = 'active' and not o.reference_only
  and o.form = 'committee' and o.class is distinct from 'leading-group' and o.unit_id is null)`;

/** The standing organization that decides on a chain whose root covers this area: that of the area above, the local one if there is one. */
export async function approverFor(db: Q, cityId: string, rootAreaId: string): Promise<Decider | null> {
  const { rows } = await sql<Decider>`
    select o.id, o.name from area r
    join area a on a.city_id = r.city_id and r.path like a.path || '%' and a.id <> r.id and not a.overlay
    join org o on o.city_id = a.city_id and o.area_id = a.id and ${areaCommittee}
    where r.city_id = ${cityId} and r.id = ${rootAreaId}
    order by length(a.path) desc, (o.class = 'local') desc, o.id limit 1`.execute(db);
  return rows[0] ?? null;
}

/**
 * Committees that the decision may be passed on to, the nearest to the root first: those of the root's area and of every area around it
 * with all that lead them, without the present approver and without the side that submitted (the owner of the task and what is below it).
 */
export async function decidersBeside(db: Q, cityId: string, approvalId: string): Promise<Decider[]> {
  const { rows } = await sql<Decider>`
    with asked as (
      select a.approver_org_id, t.owner_org_id, coalesce(r.area_id, t.area_id) as area_id
      from approval a join task t on t.city_id = a.city_id and t.id = a.task_id join org r on r.city_id = a.city_id and r.id = a.root_org_id
      where a.city_id = ${cityId} and a.id = ${approvalId}::uuid
    ), around as (
      select distinct on (a.id) o.id, length(a.path) as near from asked
      join area r on r.city_id = ${cityId} and r.id = asked.area_id
      join area a on a.city_id = r.city_id and r.path like a.path || '%' and not a.overlay
      join org o on o.city_id = a.city_id and o.area_id = a.id and ${areaCommittee}
      order by a.id, (o.class = 'local') desc, o.id
    )
    select o.id, o.name from around x
    join org_closure c on c.city_id = ${cityId} and c.descendant_id = x.id
    join org o on o.city_id = c.city_id and o.id = c.ancestor_id and ${areaCommittee}
    cross join asked
    where o.id <> asked.approver_org_id and not exists (select 1 from org_closure s where s.city_id = ${cityId}
      and s.ancestor_id = asked.owner_org_id and s.descendant_id = o.id)
    group by o.id, o.name order by max(x.near - c.depth) desc, o.id`.execute(db);
  return rows;
}

/** Name of an active standing organization of this city, one that stands there for reference not counted; null for any other. */
export async function activeOrgName(db: Q, cityId: string, orgId: string): Promise<string | null> {
  const row = await db
    .selectFrom('org')
    .select('name')
    .where('city_id', '=', cityId)
    .where('id', '=', orgId)
    .where('standing', '=', true)
    .where('state', '=', 'active')
    .where('reference_only', '=', false)
    .executeTakeFirst();
  return row?.name ?? null;
}
