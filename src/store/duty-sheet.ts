/** Reading what printed sheets of a running task say: duties, kept shifts over them, people without a post. Owns only SQL. */
import { sql } from 'kysely';
import { type Day, FOREVER } from '#kernel/lib';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** Whose sheet: the people of a unit, or whoever serves at a post. */
export type SheetOf = { readonly unitId: string } | { readonly postId: string };

/** A person at a post, as a sheet names both. */
export interface SheetSeat {
  readonly orgId: string;
  readonly personId: string;
  readonly name: string;
  readonly unitName: string | null;
  readonly post: string;
  readonly shift: string | null;
  readonly community: string;
  readonly leader: string | null;
  readonly leaderId: string | null;
  readonly skill: string | null;
  readonly startMinute: number;
  readonly endMinute: number;
}

/** A duty from its first day to the day after its last. */
export interface SheetDuty extends SheetSeat {
  readonly from: Day;
  readonly to: Day;
}

/** One day of a kept roster. */
export interface SheetDay extends SheetSeat {
  readonly day: Day;
}

// The community of a post: the place itself, the one that a place between areas is linked to, or the nearest around it.
const community = sql<string>`coalesce((select c.name from area c where c.city_id = a.city_id and c.id = a.id and c.kind in ('community', 'village')),
  (select min(c.name) from area_link i join area c on c.city_id = i.city_id and c.id = i.area_id
    where i.city_id = a.city_id and i.overlay_id = a.id and c.kind in ('community', 'village')),
  (select c.name from area c where c.city_id = a.city_id and c.kind in ('community', 'village') and a.path like c.path || '%' order by length(c.path) desc limit 1),
  a.name)`;
const seat = sql`s.name as post, s.shift, ${community} as community, coalesce(n.name, '') as name, u.name as "unitName", k.skill,
  s.start_minute as "startMinute", s.end_minute as "endMinute", l.name as leader, l.id as "leaderId"`;
const leader = sql`left join lateral (select f.person_id as id, ln.name from office f join person_name ln on ln.city_id = f.city_id and ln.person_id = f.person_id
  where f.city_id = o.city_id and f.org_id = o.id and f.state = 'active' and f.office in ('group-leader', 'secretary') order by f.office limit 1) l on true`;

/** Duties that stand, the first day first. */
export async function sheetDuties(db: Q, cityId: string, taskId: string, of: SheetOf): Promise<SheetDuty[]> {
  const whose = 'unitId' in of ? sql`p.source_unit_id = ${of.unitId}::uuid` : sql`s.id = ${of.postId}::uuid`;
  const { rows } = await sql<SheetDuty>`
    select p.org_id as "orgId", p.person_id as "personId", ${seat}, d.on_day_from as "from", d.on_day_to as "to"
    from duty d join post s on s.city_id = d.city_id and s.id = d.post_id
    join participation p on p.city_id = d.city_id and p.id = d.participation_id
    join org o on o.city_id = p.city_id and o.id = p.org_id
    join area a on a.city_id = s.city_id and a.id = s.area_id
    left join person_name n on n.city_id = p.city_id and n.person_id = p.person_id
    left join unit u on u.city_id = p.city_id and u.id = p.source_unit_id
    left join post_slot k on k.city_id = d.city_id and k.post_id = d.post_id and k.slot_no = d.slot_no
    ${leader}
    where d.city_id = ${cityId} and s.task_id = ${taskId}::uuid and d.state <> 'ended' and p.valid_to = ${FOREVER} and ${whose}
    order by d.on_day_from, s.start_minute, s.name, p.id`.execute(db);
  return rows;
}

/** Days of kept rosters from a day on: of these people in their groups, or at a post. */
export async function sheetDays(
  db: Q,
  cityId: string,
  taskId: string,
  of: { readonly personIds: readonly string[] } | { readonly postId: string },
  from: Day,
): Promise<SheetDay[]> {
  const whose = 'personIds' in of ? sql`d.person_id = any(${of.personIds}::uuid[])` : sql`d.post_id = ${of.postId}::uuid`;
  const { rows } = await sql<SheetDay>`
    select r.org_id as "orgId", d.person_id as "personId", ${seat}, d.on_day as day
    from roster_duty d join roster r on r.city_id = d.city_id and r.id = d.roster_id
    join org o on o.city_id = r.city_id and o.id = r.org_id and o.task_id = ${taskId}::uuid and o.state = 'active'
    join post s on s.city_id = d.city_id and s.id = d.post_id and not s.withdrawn
    join area a on a.city_id = s.city_id and a.id = s.area_id
    join participation p on p.city_id = d.city_id and p.org_id = o.id and p.person_id = d.person_id and p.valid_to = ${FOREVER}
    left join person_name n on n.city_id = d.city_id and n.person_id = d.person_id
    left join unit u on u.city_id = p.city_id and u.id = p.source_unit_id
    left join post_slot k on k.city_id = d.city_id and k.post_id = d.post_id and k.slot_no = d.slot_no
    ${leader}
    where d.city_id = ${cityId} and d.on_day >= ${from} and ${whose} order by d.on_day, s.start_minute`.execute(db);
  return rows;
}

/** Which days the kept rosters of some groups cover: from the first to the day after the last. */
export async function rosterCover(
  db: Q,
  cityId: string,
  orgIds: readonly string[],
): Promise<{ orgId: string; from: Day; to: Day }[]> {
  if (orgIds.length === 0) return [];
  const { rows } = await sql<{ orgId: string; from: Day; to: Day }>`
    select org_id as "orgId", day_from as "from", day_to as "to" from roster
    where city_id = ${cityId} and org_id = any(${orgIds}::uuid[]) order by org_id, day_from`.execute(db);
  return rows;
}

/** People of a unit who take part in a running task and have no post, with the office they hold there. */
export async function withoutPost(
  db: Q,
  cityId: string,
  taskId: string,
  unitId: string,
): Promise<{ personId: string; name: string; orgName: string; office: string | null; unitName: string }[]> {
  const { rows } = await sql<{ personId: string; name: string; orgName: string; office: string | null; unitName: string }>`
    select distinct on (p.person_id) p.person_id as "personId", coalesce(n.name, '') as name, o.name as "orgName", f.office, u.name as "unitName"
    from participation p join org o on o.city_id = p.city_id and o.id = p.org_id and o.task_id = ${taskId}::uuid and o.state = 'active'
    join unit u on u.city_id = p.city_id and u.id = p.source_unit_id
    left join person_name n on n.city_id = p.city_id and n.person_id = p.person_id
    left join office f on f.city_id = p.city_id and f.org_id = p.org_id and f.person_id = p.person_id and f.state = 'active'
    where p.city_id = ${cityId} and p.source_unit_id = ${unitId}::uuid and p.valid_to = ${FOREVER}
      and not exists (select 1 from duty d join participation q on q.city_id = d.city_id and q.id = d.participation_id
        join post s on s.city_id = d.city_id and s.id = d.post_id
        where d.city_id = p.city_id and q.person_id = p.person_id and s.task_id = ${taskId}::uuid and d.state <> 'ended')
    order by p.person_id, f.office nulls last`.execute(db);
  return rows;
}
