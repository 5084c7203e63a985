/** Members whom no organization holds (I-5): of the units that belong to an organization or stand in its area. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { membersAt } from './member-count.ts';
import type { Part } from './part.ts';
import type { Db, Trx } from './schema.ts';

/** A unit with members that are placed nowhere. */
export interface UnplacedRow {
  readonly unitId: string;
  readonly unitName: string;
  readonly full: number;
  readonly probationary: number;
}

/** Units with unplaced members on a day, the largest first; an empty list is what it should be. */
export async function unplacedIn(db: Db | Trx, cityId: string, orgId: string, asOf: Day, part: Part): Promise<UnplacedRow[]> {
  const { rows } = await sql<UnplacedRow>`
    select u.id as "unitId", u.name as "unitName", k."full", k.probationary
    from (${membersAt('unplaced', cityId, asOf)}) k join unit u on u.city_id = ${cityId} and u.id = k.place_id
    where k."full" + k.probationary > 0
      and (exists (select 1 from org o join org_closure c on c.city_id = o.city_id and c.descendant_id = o.id and c.ancestor_id = ${orgId}::uuid where o.city_id = u.city_id and o.unit_id = u.id)
        or exists (select 1 from org o join area a on a.city_id = o.city_id and a.id = o.area_id join area x on x.city_id = o.city_id and x.id = u.located_area_id
          where o.city_id = u.city_id and o.id = ${orgId}::uuid and x.path like a.path || '%'))
    order by k."full" + k.probationary desc, u.name, u.id offset ${part.offset} limit ${part.limit}`.execute(db);
  return rows;
}
