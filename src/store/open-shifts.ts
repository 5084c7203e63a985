/** Places of kept rosters that nobody takes in the days ahead: read for pages that say what is missing. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { Db, Trx } from './schema.ts';

/** What a group's kept rosters leave open over some days. */
export interface OpenShifts {
  readonly taskId: string;
  readonly orgId: string;
  readonly orgName: string;
  /** Places, and on how many shifts; of these with nobody at all. */
  readonly places: number;
  readonly shifts: number;
  readonly empty: number;
  /** The shift that begins first. */
  readonly day: Day;
  readonly startMinute: number;
  readonly post: string;
  readonly shift: string | null;
}

/**
 * Groups of some tasks whose kept rosters leave places open from `from` up to the day before `to`, whose first open shift begins first in front;
 * shifts of `from` that ended before `minute` (from midnight) are over and not counted. Days without a kept roster are not planned yet.
 */
export async function openShifts(
  db: Db | Trx,
  cityId: string,
  taskIds: readonly string[],
  span: { readonly from: Day; readonly minute: number; readonly to: Day },
): Promise<OpenShifts[]> {
  if (taskIds.length === 0) return [];
  const { rows } = await sql<OpenShifts>`
    with kept as materialized (
      select o.task_id, o.id as org_id, o.name as org_name, r.id, greatest(r.day_from, ${span.from}::date) as day_from, least(r.day_to, ${span.to}::date) as day_to
      from org o join roster r on r.city_id = o.city_id and r.org_id = o.id
      where o.city_id = ${cityId} and o.task_id = any(${taskIds}::uuid[]) and not o.standing and r.day_to > ${span.from} and r.day_from < ${span.to}
    ), taken as (
      select d.roster_id, d.on_day, d.post_id, count(*) as people from roster_duty d
      where d.city_id = ${cityId} and d.roster_id in (select id from kept) and d.on_day >= ${span.from} and d.on_day < ${span.to}
      group by d.roster_id, d.on_day, d.post_id
    ), open as (
      select k.task_id, k.org_id, k.org_name, g.day::date as day, s.start_minute, s.name as post, s.shift, s.id as post_id,
        s.head_count - coalesce(t.people, 0) as missing, t.people is null as empty
      from kept k cross join lateral generate_series(k.day_from, k.day_to - 1, interval '1 day') as g(day)
      join post s on s.city_id = ${cityId} and s.org_id = k.org_id and not s.withdrawn and s.day_from <= g.day and s.day_to > g.day
      left join taken t on t.roster_id = k.id and t.on_day = g.day::date and t.post_id = s.id
      where s.head_count > coalesce(t.people, 0) and (g.day > ${span.from} or s.end_minute > ${span.minute})
    ), first as (
      select distinct on (org_id) org_id, day, start_minute, post, shift from open order by org_id, day, start_minute, post_id
    )
    select o.task_id as "taskId", o.org_id as "orgId", o.org_name as "orgName", sum(o.missing)::int as places, count(*)::int as shifts,
      count(*) filter (where o.empty)::int as empty, f.day, f.start_minute as "startMinute", f.post, f.shift
    from open o join first f on f.org_id = o.org_id
    group by o.task_id, o.org_id, o.org_name, f.day, f.start_minute, f.post, f.shift
    order by f.day, f.start_minute, o.org_name, o.org_id`.execute(db);
  return rows;
}
