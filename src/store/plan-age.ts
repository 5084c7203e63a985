/** Whether a plan still speaks of the needs as they stand: its own copy of the posts against those of today. */
import { sql } from 'kysely';
import type { Db, Trx } from './schema.ts';

/**
 * Names of posts that changed since this version was computed: new, withdrawn, or with another head-count or other places.
 * One query; empty when plan and needs agree. Place, shift and times are the identity of a post, so a change of those shows as both.
 */
export async function postsChangedSince(db: Db | Trx, cityId: string, taskId: string, planId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    with planned as (
      select (p ->> 'id')::uuid as id, (p ->> 'headCount')::int as heads,
        coalesce((select string_agg(concat_ws('/', s ->> 'skill', s ->> 'local', s ->> 'count'), ',' order by s ->> 'skill', s ->> 'local', s ->> 'count')
          from jsonb_array_elements(p -> 'slots') s), '') as slots
      from plan_document d, jsonb_array_elements(d.body -> 'posts') p
      where d.city_id = ${cityId} and d.plan_id = ${planId}::uuid and d.kind = 'problem'
    ), now as (
      select o.id, o.head_count as heads,
        coalesce((select string_agg(concat_ws('/', s.skill, s.local::text, s.count::text), ',' order by s.skill, s.local::text, s.count::text)
          from post_slot s where s.city_id = o.city_id and s.post_id = o.id and (s.skill is not null or s.local)), '') as slots
      from post o where o.city_id = ${cityId} and o.task_id = ${taskId}::uuid and not o.withdrawn
    )
    select coalesce((select concat_ws(' ', o.name, o.shift) from post o where o.city_id = ${cityId} and o.id = coalesce(n.id, p.id)), '') as name
    from planned p full join now n on n.id = p.id
    where n.id is null or p.id is null or n.heads <> p.heads or n.slots <> p.slots
    order by name`.execute(db);
  return rows.map((row) => row.name);
}
