/** Members whom no organization holds (I-5): of the units that belong to an organization or stand in its area. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { Db, Trx } from './schema.ts';

/** A unit with members that are placed nowhere. */
export interface UnplacedRow {
  readonly unitId: string;
  readonly unitName: string;
  readonly full: number;
  readonly probationary: number;
}

/** Units with unplaced members on a day, the largest first; an empty list is what it should be. */
export async function unplacedIn(db: Db | Trx, cityId: string, orgId: string, asOf: Day): Promise<UnplacedRow[]> {
  const { rows } = await sql<UnplacedRow>`
    select u.id as "unitId", u.name as "unitName", count(*) filter (where p.status = 'full')::int as full, count(*) filter (where p.status = 'probationary')::int as probationary
    from person p join unit u on u.city_id = p.city_id and u.id = p.unit_id
    where p.city_id = ${cityId} and p.status <> 'non-member' and not p.home_elsewhere and p.valid_to > ${asOf}
      and not exists (select 1 from home h where h.city_id = p.city_id and h.person_id = p.id and h.valid_from <= ${asOf} and h.valid_to > ${asOf})
      and (exists (select 1 from org o join org_closure c on c.city_id = o.city_id and c.descendant_id = o.id and c.ancestor_id = ${orgId}::uuid where o.city_id = u.city_id and o.unit_id = u.id)
        or exists (select 1 from org o join area a on a.city_id = o.city_id and a.id = o.area_id join area x on x.city_id = o.city_id and x.id = u.located_area_id
          where o.city_id = u.city_id and o.id = ${orgId}::uuid and x.path like a.path || '%'))
    group by u.id, u.name order by count(*) desc, u.name limit 200`.execute(db);
  return rows;
}
