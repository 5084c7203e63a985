/** Reading a running task: difficulties, answers as counts, caps, roster, changes. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { Part } from './part.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** A duty with a difficulty. */
export interface DifficultyRow {
  readonly dutyId: string;
  readonly name: string;
  readonly unitName: string | null;
  readonly post: string;
  readonly words: string | null;
  readonly from: Day;
  readonly postId: string;
  readonly slot: number;
}

/** Duties with a difficulty, the nearest day first. */
export async function listDifficulties(db: Q, cityId: string, taskId: string): Promise<DifficultyRow[]> {
  const { rows } = await sql<DifficultyRow>`
    select d.id as "dutyId", coalesce(n.name, '') as name, u.name as "unitName", s.name as post, d.difficulty as words, d.on_day_from as "from",
      s.id as "postId", d.slot_no as slot
    from duty d join post s on s.city_id = d.city_id and s.id = d.post_id
    join participation p on p.city_id = d.city_id and p.id = d.participation_id
    join person m on m.city_id = p.city_id and m.id = p.person_id
    left join person_name n on n.city_id = p.city_id and n.person_id = p.person_id
    left join unit u on u.city_id = m.city_id and u.id = m.unit_id
    where d.city_id = ${cityId} and s.task_id = ${taskId}::uuid and d.state = 'difficulty' order by d.on_day_from, d.id`.execute(
    db,
  );
  return rows;
}

/** A duty that waits for the answer of somebody asked beside the approved plan, or asked again. */
export interface AskedRow {
  readonly dutyId: string;
  readonly name: string;
  readonly unitName: string | null;
  readonly post: string;
  readonly shift: string | null;
  readonly place: string;
  readonly orgId: string;
  readonly from: Day;
  readonly again: boolean;
}

/** Who was asked by hand or a second time and has not answered, the nearest day first; whom the plan itself named is only counted. */
export async function listAsked(db: Q, cityId: string, taskId: string): Promise<AskedRow[]> {
  const { rows } = await sql<AskedRow>`
    select d.id as "dutyId", coalesce(n.name, '') as name, u.name as "unitName", s.name as post, s.shift, a.name as place, p.org_id as "orgId",
      d.on_day_from as "from", d.version > 1 as again
    from duty d join post s on s.city_id = d.city_id and s.id = d.post_id join area a on a.city_id = s.city_id and a.id = s.area_id
    join participation p on p.city_id = d.city_id and p.id = d.participation_id
    left join person_name n on n.city_id = p.city_id and n.person_id = p.person_id
    left join unit u on u.city_id = p.city_id and u.id = p.source_unit_id
    where d.city_id = ${cityId} and s.task_id = ${taskId}::uuid and d.state = 'told' and (d.version > 1 or not exists (select 1 from approval x
      join plan_row r on r.city_id = x.city_id and r.plan_id = x.plan_id
      where x.city_id = d.city_id and x.task_id = s.task_id and x.decision = 'approved' and r.post_id = d.post_id and r.person_id = p.person_id))
    order by d.on_day_from, d.id`.execute(db);
  return rows;
}

/** How the answers stand, as counts. */
export async function countDuties(
  db: Q,
  cityId: string,
  taskId: string,
): Promise<{ all: number; accepted: number; unanswered: number; holders: ReadonlySet<string> }> {
  const { rows } = await sql<{ all: number; accepted: number; unanswered: number; holders: string[] | null }>`
    select array_agg(distinct q.person_id) as holders, count(*)::int as all, count(*) filter (where d.state = 'accepted')::int as accepted, count(*) filter (where d.state = 'told')::int as unanswered
    from duty d join post s on s.city_id = d.city_id and s.id = d.post_id
      join participation q on q.city_id = d.city_id and q.id = d.participation_id
    where d.city_id = ${cityId} and s.task_id = ${taskId}::uuid and d.state <> 'ended'`.execute(db);
  const { holders, ...counts } = rows[0]!;
  return { ...counts, holders: new Set(holders) };
}

/**
 * Units that lend, with people out today and the limit that binds: of all tasks, or of this one where that leaves less room. Units
 * without any have `cap` null.
 */
export async function lendingUnits(
  db: Q,
  cityId: string,
  treeId: string,
  day: Day,
): Promise<{ id: string; name: string; people: number; used: number; cap: number | null }[]> {
  const { rows } = await sql<{ id: string; name: string; people: number; used: number; cap: number | null }>`
    with here as materialized (select p.source_unit_id as unit, count(distinct p.person_id)::int as n from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
      where p.city_id = ${cityId} and o.tree_id = ${treeId} and p.source_unit_id is not null and p.valid_from <= ${day} and p.valid_to > ${day} group by 1),
    out as materialized (select p.source_unit_id as unit, count(distinct p.person_id)::int as n from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
      where p.city_id = ${cityId} and not o.standing and p.source_unit_id is not null and p.valid_from <= ${day} and p.valid_to > ${day} group by 1)
    select u.id, u.name, here.n as people, case when own.binds then c.cap else u.release_cap end as cap,
      case when own.binds then here.n else coalesce(out.n, here.n) end as used
    from here join unit u on u.city_id = ${cityId} and u.id = here.unit left join out on out.unit = here.unit
    left join task_cap c on c.city_id = u.city_id and c.unit_id = u.id
      and c.task_id = (select o.task_id from org o where o.city_id = ${cityId} and o.tree_id = ${treeId} limit 1)
    cross join lateral (select c.cap is not null and (u.release_cap is null or c.cap - here.n < u.release_cap - coalesce(out.n, here.n)) as binds) own
    order by here.n desc, u.name`.execute(db);
  return rows;
}

/** A participation of a chain, as it was frozen, with names for the page. */
export interface RosterRow {
  readonly id: string;
  readonly personId: string;
  readonly orgId: string;
  readonly name: string;
  readonly unitId: string | null;
  readonly unitName: string | null;
  readonly tier: string | null;
  readonly areaId: string | null;
  readonly areaName: string | null;
  /** The county around the area: what the region boundary is counted by. */
  readonly countyId: string | null;
  readonly countyName: string | null;
  readonly system: string | null;
  readonly mode: 'self-applied' | 'invited' | 'residence-report' | 'assigned';
  readonly role: string;
  readonly from: Day;
  readonly to: Day;
}

/** Everyone who is or was in a chain (or in one organization of it), both days kept. */
export async function rosterOf(db: Q, cityId: string, treeId: string, orgId: string | null = null): Promise<RosterRow[]> {
  const { rows } = await sql<RosterRow>`
    select p.id, p.person_id as "personId", p.org_id as "orgId", coalesce(n.name, '') as name, p.source_unit_id as "unitId", u.name as "unitName",
      p.source_tier as tier, p.source_area_id as "areaId", a.name as "areaName",
      c.id as "countyId", c.name as "countyName", p.source_system as system, p.mode, p.role, p.valid_from as "from", p.valid_to as "to"
    from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
    left join person_name n on n.city_id = p.city_id and n.person_id = p.person_id
    left join unit u on u.city_id = p.city_id and u.id = p.source_unit_id
    left join area a on a.city_id = p.city_id and a.id = p.source_area_id
    left join area c on c.city_id = a.city_id and a.path like c.path || '%' and c.kind in ('district', 'county', 'county-city', 'zone')
    where p.city_id = ${cityId} and o.tree_id = ${treeId} and (${orgId}::uuid is null or p.org_id = ${orgId}::uuid) order by p.valid_from, p.id`.execute(
    db,
  );
  return rows;
}

/** How people answered their assignments. */
export type Answer = 'waits' | 'difficulty' | 'accepted';

/** The answer of each participation of an organization that holds a post now: what waits counts before what was said. */
export async function answersIn(db: Q, cityId: string, orgId: string): Promise<Map<string, Answer>> {
  const { rows } = await sql<{ id: string; answer: Answer }>`
    select p.id, case when bool_or(d.state = 'told') then 'waits' when bool_or(d.state = 'difficulty') then 'difficulty' else 'accepted' end as answer
    from participation p join duty d on d.city_id = p.city_id and d.participation_id = p.id and d.state <> 'ended'
    where p.city_id = ${cityId} and p.org_id = ${orgId}::uuid group by p.id`.execute(db);
  return new Map(rows.map((row) => [row.id, row.answer]));
}

/** How many people of each organization of a chain have not answered yet. */
export async function unansweredIn(db: Q, cityId: string, treeId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; n: number }>`
    select p.org_id as id, count(distinct p.person_id)::int as n
    from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
    join duty d on d.city_id = p.city_id and d.participation_id = p.id and d.state = 'told'
    where p.city_id = ${cityId} and o.tree_id = ${treeId}::uuid group by 1`.execute(db);
  return new Map(rows.map((row) => [row.id, row.n]));
}

/** What changed in a task, the newest first. */
export async function listChanges(
  db: Q,
  cityId: string,
  taskId: string,
  part: Part,
): Promise<{ at: Date; kind: string; params: Record<string, unknown> }[]> {
  const { rows } = await sql<{ at: Date; kind: string; params: Record<string, unknown> }>`
    select at, kind, params from task_change where city_id = ${cityId} and task_id = ${taskId}::uuid order by at desc, id desc offset ${part.offset} limit ${part.limit}`.execute(
    db,
  );
  return rows;
}

/** The organization of a running chain with this id, or the one that serves an area; undefined when it is none. */
export async function chainOrg(
  db: Q,
  cityId: string,
  taskId: string,
  by: { readonly orgId: string } | { readonly areaId: string },
): Promise<{ id: string; name: string } | undefined> {
  let query = db
    .selectFrom('org')
    .select(['id', 'name'])
    .where('city_id', '=', cityId)
    .where('task_id', '=', taskId)
    .where('state', '=', 'active');
  query = 'orgId' in by ? query.where('id', '=', by.orgId) : query.where('area_id', '=', by.areaId);
  return query.orderBy('id').executeTakeFirst();
}

/** A post of a running task with fewer people than it needs and no opening for them. */
export interface ShortPost {
  readonly id: string;
  readonly post: string;
  readonly shift: string | null;
  readonly place: string;
  readonly orgId: string | null;
  readonly from: Day;
  readonly missing: number;
}

/** Posts left short by the plan, or emptied without an opening, the first by time in front; `postId`: that one alone. */
export async function shortPosts(db: Q, cityId: string, taskId: string, postId: string | null = null): Promise<ShortPost[]> {
  const { rows } = await sql<ShortPost>`
    select id, post, shift, place, "orgId", day_from as "from", missing from (
      select s.id, s.name as post, s.shift, a.name as place, s.org_id as "orgId", s.day_from, s.start_minute, s.head_count
        - (select count(distinct p.person_id) from duty d join participation p on p.city_id = d.city_id and p.id = d.participation_id
            where d.city_id = s.city_id and d.post_id = s.id and d.state <> 'ended')::int
        - (select count(*) from slot_opening o where o.city_id = s.city_id and o.post_id = s.id and o.filled_at is null)::int as missing
      from post s join area a on a.city_id = s.city_id and a.id = s.area_id
      where s.city_id = ${cityId} and s.task_id = ${taskId}::uuid and not s.withdrawn and (${postId}::uuid is null or s.id = ${postId}::uuid)
    ) x where missing > 0 order by day_from, start_minute, post, id`.execute(db);
  return rows;
}
