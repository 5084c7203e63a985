/** What stands already at the places of a task: standing organizations, administrative bodies, running task organizations. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { Db, Trx } from './schema.ts';

/** A candidate for "is a standing organization enough?", as the kernel compares it. */
export interface StandingRow {
  readonly id: string;
  readonly name: string;
  readonly kind: 'organization' | 'administrative-body' | 'task-organization';
  readonly areasCovered: number;
  readonly members: number;
  readonly skillsMissing: string[];
}

/**
 * Standing organizations that answer for the communities of the needs (their area lies around them), with the members below
 * them and the skills nobody there has; bodies named beside the task; task organizations that run at the same places. At most 12.
 */
export async function standingCandidates(db: Db | Trx, cityId: string, taskId: string, today: Day): Promise<StandingRow[]> {
  const { rows } = await sql<StandingRow>`
    with place as (
      select distinct l.area_id as id, a.path from post p
        join area_link l on l.city_id = p.city_id and l.overlay_id = p.area_id
        join area a on a.city_id = l.city_id and a.id = l.area_id
      where p.city_id = ${cityId} and p.task_id = ${taskId} and not p.withdrawn
    ), wanted as (
      select distinct s.skill from post p join post_slot s on s.city_id = p.city_id and s.post_id = p.id
      where p.city_id = ${cityId} and p.task_id = ${taskId} and not p.withdrawn and s.skill is not null
    ), near as (
      select o.id, o.name, o.standing, count(distinct place.id)::int as covered, min(length(a.path)) as len
      from place join area a on a.city_id = ${cityId} and place.path like a.path || '%' and not a.overlay
      join org o on o.city_id = a.city_id and o.area_id = a.id and o.state = 'active' and o.form is not null
        and not o.reference_only and o.unit_id is null and (o.task_id is null or o.task_id <> ${taskId})
      group by o.id, o.name, o.standing
      order by covered desc, len desc limit 10
    ), below as (
      select near.id as org_id, h.person_id from near
        join org_closure c on c.city_id = ${cityId} and c.ancestor_id = near.id
        join home h on h.city_id = c.city_id and h.org_id = c.descendant_id and h.valid_from <= ${today} and h.valid_to > ${today}
      where near.standing
      union all
      select near.id, p.person_id from near
        join org_closure c on c.city_id = ${cityId} and c.ancestor_id = near.id
        join participation p on p.city_id = c.city_id and p.org_id = c.descendant_id and p.valid_from <= ${today} and p.valid_to > ${today}
      where not near.standing
    )
    select near.id, near.name, case when near.standing then 'organization' else 'task-organization' end as kind,
      near.covered as "areasCovered",
      (select count(distinct b.person_id)::int from below b where b.org_id = near.id) as members,
      coalesce((select array_agg(w.skill order by w.skill) from wanted w where not exists (
        select 1 from below b join person_skill k on k.city_id = ${cityId} and k.person_id = b.person_id and k.code = w.skill
        where b.org_id = near.id)), '{}') as "skillsMissing"
    from near
    union all
    select u.id, u.name, 'administrative-body', (select count(*)::int from place), 0, '{}'
    from task_beside b join unit u on u.city_id = b.city_id and u.id = b.unit_id
    where b.city_id = ${cityId} and b.task_id = ${taskId}`.execute(db);
  return rows;
}
