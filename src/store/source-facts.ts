/** What is frozen in a participation about where a person comes from, with the name; one query for any number of people. */
import { sql } from 'kysely';
import type { Db, Trx } from './schema.ts';

/** Source of a person on the day it is read. */
export interface SourceFacts {
  readonly personId: string;
  readonly name: string;
  readonly status: 'full' | 'probationary' | 'non-member';
  readonly unitId: string | null;
  readonly unitName: string | null;
  readonly unitKind: string | null;
  readonly tier: string | null;
  readonly system: string | null;
  /** Area where the unit stands, or where the person lives when there is no unit. */
  readonly areaId: string | null;
  /** The county-level area around it. */
  readonly countyId: string | null;
  readonly countyName: string | null;
  readonly residence: string | null;
  /** How the person came: a confirmed offer for this task, else assigned. */
  readonly mode: 'self-applied' | 'residence-report' | 'assigned';
}

/** Facts of these people for a task. */
export async function sourcesOfPeople(
  db: Db | Trx,
  cityId: string,
  personIds: readonly string[],
  taskId: string,
): Promise<Map<string, SourceFacts>> {
  if (personIds.length === 0) return new Map();
  const { rows } = await sql<SourceFacts>`
    select p.id as "personId", coalesce(n.name, '') as name, p.status, u.id as "unitId", u.name as "unitName", u.kind as "unitKind",
      coalesce(u.affiliation_tier, 'community') as tier, u.system, a.id as "areaId", c.id as "countyId", c.name as "countyName", r.name as residence,
      coalesce((select o.mode from offer o where o.city_id = p.city_id and o.task_id = ${taskId} and o.person_id = p.id and o.state = 'confirmed'), 'assigned') as mode
    from unnest(${personIds}::uuid[]) as q(id)
    join person p on p.city_id = ${cityId} and p.id = q.id
    left join person_name n on n.city_id = p.city_id and n.person_id = p.id
    left join unit u on u.city_id = p.city_id and u.id = p.unit_id
    left join area r on r.city_id = p.city_id and r.id = p.residence_area_id
    left join area a on a.city_id = p.city_id and a.id = coalesce(u.located_area_id, p.residence_area_id)
    left join area c on c.city_id = a.city_id and a.path like c.path || '%' and c.kind in ('district', 'county', 'county-city', 'zone')`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.personId, row]));
}
