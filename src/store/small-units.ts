/** Units of an area with their members of the day: what joint branches are proposed from. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { membersAt } from './member-count.ts';
import type { Db, Trx } from './schema.ts';

/** A unit with its members, place and trade; members count where they work, wherever their organization is. */
export interface UnitWithMembers {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly full: number;
  readonly probationary: number;
  readonly lat: number | null;
  readonly lon: number | null;
  /** The industry, or the kind of unit where none is entered. */
  readonly trade: string;
  readonly areaId: string | null;
  readonly areaName: string | null;
  /** The joint branch it belongs to already (S-127, by the rule). */
  readonly jointId: string | null;
  readonly jointName: string | null;
}

/**
 * All units located in an area or below it, bodies of places apart (a community counts its residents, not its staff). The place is that of
 * the unit, else that of its area.
 */
export async function unitsWithMembers(db: Db | Trx, cityId: string, areaId: string, today: Day): Promise<UnitWithMembers[]> {
  const { rows } = await sql<UnitWithMembers>`
    select u.id, u.name, u.kind, coalesce(m."full", 0) as full, coalesce(m.probationary, 0) as probationary,
      coalesce(u.lat, x.lat) as lat, coalesce(u.lon, x.lon) as lon, coalesce(u.industry, u.kind) as trade,
      x.id as "areaId", x.name as "areaName", j.id as "jointId", j.name as "jointName"
    from unit u join area x on x.city_id = u.city_id and x.id = u.located_area_id
    left join (${membersAt('unit', cityId, today)}) m on m.place_id = u.id
    left join lateral (
      select o.id, o.name from org_constituent k join org o on o.city_id = k.city_id and o.id = k.org_id
      where k.city_id = u.city_id and k.unit_id = u.id and k.relation = 'constituent' and k.valid_from <= ${today} and k.valid_to > ${today}
        and o.standing and o.state = 'active' and o.joint_sense = 'rule'
      order by o.id limit 1) j on true
    where u.city_id = ${cityId} and u.valid_from <= ${today} and u.valid_to > ${today}
      and u.kind not in ('community', 'village', 'subdistrict', 'township')
      and x.path like (select path || '%' from area where city_id = ${cityId} and id = ${areaId}::uuid)
    order by u.id`.execute(db);
  return rows;
}
