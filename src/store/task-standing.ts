/** What stands already at the places of a task: standing organizations, administrative bodies, running task organizations. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { membersAt } from './member-count.ts';
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

/** A skill that no more have is looked for from its holders; one of many is soon found among the members of an organization. */
const FEW = 300;

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
      from place cross join lateral unnest(string_to_array(trim('/' from place.path), '/')::uuid[]) as up(id)
      join area a on a.city_id = ${cityId} and a.id = up.id and not a.overlay
      join org o on o.city_id = a.city_id and o.area_id = a.id and o.state = 'active' and o.form is not null
        and not o.reference_only and o.unit_id is null and (o.task_id is null or o.task_id <> ${taskId})
      group by o.id, o.name, o.standing
      order by covered desc, len desc limit 10
    ), counted as materialized (
      select c.ancestor_id as org_id, sum(k."full" + k.probationary)::int as members
      from (${membersAt('organization', cityId, today)}) k join org_closure c on c.city_id = ${cityId} and c.descendant_id = k.place_id
      where c.ancestor_id in (select id from near where standing) group by 1
      union all
      select c.ancestor_id, count(distinct p.person_id)::int from org_closure c
        join participation p on p.city_id = c.city_id and p.org_id = c.descendant_id and p.valid_from <= ${today} and p.valid_to > ${today}
      where c.city_id = ${cityId} and c.ancestor_id in (select id from near where not standing) group by 1
    ), holder as materialized (
      select w.skill, k.person_id from wanted w
        cross join lateral (select person_id from person_skill where city_id = ${cityId} and code = w.skill limit ${FEW + 1}) k
    ), common as (
      select skill from holder group by skill having count(*) > ${FEW}
    ), skilled as materialized (
      select distinct x.skill, c.ancestor_id as org_id from holder x
        cross join lateral (select h.org_id from home h where h.city_id = ${cityId} and h.person_id = x.person_id
          and h.valid_from <= ${today} and h.valid_to > ${today} offset 0) h
        cross join lateral (select c.ancestor_id from org_closure c where c.city_id = ${cityId} and c.descendant_id = h.org_id offset 0) c
      where c.ancestor_id in (select id from near)
    )
    select near.id, near.name, case when near.standing then 'organization' else 'task-organization' end as kind,
      near.covered as "areasCovered", coalesce((select c.members from counted c where c.org_id = near.id), 0) as members,
      coalesce((select array_agg(w.skill order by w.skill) from wanted w where not case when near.standing
        then (w.skill, near.id) in (select skill, org_id from skilled) or (w.skill in (select skill from common) and exists (
          select 1 from org_closure c cross join lateral (
            select 1 from home h join person_skill k on k.city_id = h.city_id and k.person_id = h.person_id and k.code = w.skill
            where h.city_id = c.city_id and h.org_id = c.descendant_id and h.valid_from <= ${today} and h.valid_to > ${today} limit 1) hit
          where c.city_id = ${cityId} and c.ancestor_id = near.id))
        else exists (
          select 1 from org_closure c join participation p on p.city_id = c.city_id and p.org_id = c.descendant_id and p.valid_from <= ${today} and p.valid_to > ${today}
            join person_skill k on k.city_id = p.city_id and k.person_id = p.person_id and k.code = w.skill
          where c.city_id = ${cityId} and c.ancestor_id = near.id) end), '{}') as "skillsMissing"
    from near
    union all
    select u.id, u.name, 'administrative-body', (select count(*)::int from place), 0, '{}'
    from task_beside b join unit u on u.city_id = b.city_id and u.id = b.unit_id
    where b.city_id = ${cityId} and b.task_id = ${taskId}`.execute(db);
  return rows;
}
