/** Rosters of groups: shifts by day and wishes for days, read and written; they go with the chain. */
import { sql } from 'kysely';
import { type Day, FOREVER } from '#kernel/lib';
import { newId } from './id.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** A group of a chain with its task. */
export interface RosterGroup {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly taskId: string | null;
}

/** The organization, locked where it is to be written to; undefined when there is none. */
export async function rosterGroup(db: Q, cityId: string, orgId: string, lock = false): Promise<RosterGroup | undefined> {
  let query = db
    .selectFrom('org')
    .select(['id', 'name', 'state', 'task_id as taskId'])
    .where('city_id', '=', cityId)
    .where('id', '=', orgId)
    .where('standing', '=', false);
  if (lock) query = query.forUpdate();
  return query.executeTakeFirst();
}

/** Someone of a group, by pinyin and id; the name in full, the server masks it. */
export interface RosterPersonRow {
  readonly id: string;
  readonly name: string;
  readonly unitName: string | null;
  readonly skills: string[];
  /** Hours that the person would like to serve, as they were written: names of shifts or windows; empty where nothing was said. */
  readonly windows: string[];
  /** Area where the person lives, with all around it. */
  readonly livesIn: string[];
  /** Open duties in the group: post and place. */
  readonly seats: { readonly postId: string; readonly slotNo: number }[];
  /** People of the group in all. */
  readonly total: number;
}

/** People of one board; a larger group is divided first. Their duties of two weeks fit into one request. */
export const ROSTER_PEOPLE = 400;

/** Who serves in a group from a day on, at most {@link ROSTER_PEOPLE}, each with the number of all; before everyone is told, those whom the plan of its last approval puts there. */
export async function rosterPeople(db: Q, cityId: string, orgId: string, from: Day): Promise<RosterPersonRow[]> {
  const { rows } = await sql<RosterPersonRow>`
    with who as materialized (
      select p.person_id, d.post_id, d.slot_no from participation p
        left join duty d on d.city_id = p.city_id and d.participation_id = p.id and d.state <> 'ended'
        where p.city_id = ${cityId} and p.org_id = ${orgId}::uuid and p.valid_to > greatest(${from}::date, p.valid_from)
      union
      select r.person_id, r.post_id, r.slot_no from org o
        join post s on s.city_id = o.city_id and s.org_id = o.id and not s.withdrawn
        join lateral (select a.plan_id from approval a where a.city_id = o.city_id and a.task_id = o.task_id order by a.submitted_at desc limit 1) a on true
        join plan_row r on r.city_id = o.city_id and r.plan_id = a.plan_id and r.post_id = s.id and r.person_id is not null
        where o.city_id = ${cityId} and o.id = ${orgId}::uuid and o.state in ('submitted', 'approved')
    )
    select p.id, coalesce(n.name, '') as name, u.name as "unitName",
      array(select k.code from person_skill k where k.city_id = p.city_id and k.person_id = p.id order by k.code) as skills,
      coalesce((select v.windows from person_wish v where v.city_id = p.city_id and v.person_id = p.id), '{}') as windows,
      coalesce(array_remove(string_to_array(a.path, '/'), ''), '{}') as "livesIn",
      coalesce((select jsonb_agg(jsonb_build_object('postId', w.post_id, 'slotNo', w.slot_no) order by w.post_id) from who w
        where w.person_id = p.id and w.post_id is not null), '[]') as seats,
      count(*) over ()::int as total
    from person p
    left join person_name n on n.city_id = p.city_id and n.person_id = p.id
    left join unit u on u.city_id = p.city_id and u.id = p.unit_id
    left join area a on a.city_id = p.city_id and a.id = p.residence_area_id
    where p.city_id = ${cityId} and p.id in (select person_id from who) order by n.pinyin nulls last, p.id limit ${ROSTER_PEOPLE}`.execute(
    db,
  );
  return rows;
}

/** A kept roster of some days. */
export interface RosterHead {
  readonly id: string;
  readonly from: Day;
  /** The day after the last. */
  readonly to: Day;
  readonly offDays: readonly Day[];
  readonly restHours: number;
  readonly mostInRow: number;
  readonly savedAt: Date;
  readonly version: number;
}

/** All rosters of a group by their first day. */
export async function listRosters(db: Q, cityId: string, orgId: string): Promise<RosterHead[]> {
  const { rows } = await sql<RosterHead>`
    select id, day_from as "from", day_to as "to", off_days as "offDays", rest_hours as "restHours", most_in_row as "mostInRow",
      saved_at as "savedAt", version
    from roster where city_id = ${cityId} and org_id = ${orgId}::uuid order by day_from`.execute(db);
  return rows;
}

/** One kept duty. */
export interface RosterDutyRow {
  readonly rosterId: string;
  readonly personId: string;
  readonly day: Day;
  readonly postId: string;
  readonly slotNo: number;
  readonly fixed: boolean;
}

/** Kept duties of a group in a span of days, by day, post and person. */
export async function listRosterDuties(db: Q, cityId: string, orgId: string, from: Day, to: Day): Promise<RosterDutyRow[]> {
  const { rows } = await sql<RosterDutyRow>`
    select d.roster_id as "rosterId", d.person_id as "personId", d.on_day as day, d.post_id as "postId", d.slot_no as "slotNo", d.fixed
    from roster_duty d join roster r on r.city_id = d.city_id and r.id = d.roster_id
    where d.city_id = ${cityId} and r.org_id = ${orgId}::uuid and d.on_day >= ${from} and d.on_day < ${to}
    order by d.on_day, d.post_id, d.slot_no, d.person_id`.execute(db);
  return rows;
}

/** A wish for a day, or a day away. */
export interface RosterWishRow {
  readonly personId: string;
  readonly day: Day;
  readonly kind: 'rest' | 'serve' | 'leave' | 'make-up';
}

/** Wishes of a group in a span of days. */
export async function listRosterWishes(db: Q, cityId: string, orgId: string, from: Day, to: Day): Promise<RosterWishRow[]> {
  const { rows } = await sql<RosterWishRow>`
    select person_id as "personId", on_day as day, kind from roster_wish
    where city_id = ${cityId} and org_id = ${orgId}::uuid and on_day >= ${from} and on_day < ${to} order by on_day, person_id`.execute(
    db,
  );
  return rows;
}

/** Sets the wish of a person for a day, or takes it back with null. What was noted as a day away stays unless `over` is set. */
export async function setRosterWish(
  trx: Q,
  cityId: string,
  orgId: string,
  wish: { readonly personId: string; readonly day: Day; readonly kind: RosterWishRow['kind'] | null },
  options: { readonly over: boolean },
): Promise<void> {
  const mild = sql<boolean>`(${options.over} or roster_wish.kind in ('rest', 'serve'))`;
  if (wish.kind === null)
    await sql`delete from roster_wish where city_id = ${cityId} and org_id = ${orgId}::uuid and person_id = ${wish.personId}::uuid
      and on_day = ${wish.day} and ${mild}`.execute(trx);
  else
    await sql`insert into roster_wish (city_id, org_id, person_id, on_day, kind)
      values (${cityId}, ${orgId}::uuid, ${wish.personId}::uuid, ${wish.day}, ${wish.kind})
      on conflict (city_id, org_id, person_id, on_day) do update set kind = excluded.kind where ${mild}`.execute(trx);
}

/** Leave that the register knows, and duties in other organizations with their times of the day, for people in a span of days. */
export async function takenElsewhere(
  db: Q,
  cityId: string,
  orgId: string,
  people: readonly string[],
  from: Day,
  to: Day,
): Promise<{ personId: string; why: 'leave' | 'duty'; from: Day; to: Day; startMinute: number; endMinute: number }[]> {
  const { rows } = await sql<Awaited<ReturnType<typeof takenElsewhere>>[number]>`
    select person_id as "personId", 'leave' as why, valid_from as "from", valid_to as "to", 0 as "startMinute", 1440 as "endMinute"
    from person_absence where city_id = ${cityId} and person_id = any(${people}::uuid[]) and valid_from < ${to} and valid_to > ${from}
    union all
    select x.person_id, 'duty', x.on_day, x.on_day + 1, s.start_minute, s.end_minute
    from roster_duty x join roster r on r.city_id = x.city_id and r.id = x.roster_id join post s on s.city_id = x.city_id and s.id = x.post_id and not s.withdrawn
    where x.city_id = ${cityId} and x.person_id = any(${people}::uuid[]) and r.org_id <> ${orgId}::uuid and x.on_day < ${to} and x.on_day >= ${from}::date - 1
    union all
    select p.person_id, 'duty', g.day::date, g.day::date + 1, s.start_minute, s.end_minute
    from participation p join duty d on d.city_id = p.city_id and d.participation_id = p.id and d.state <> 'ended'
    join post s on s.city_id = d.city_id and s.id = d.post_id
    cross join lateral generate_series(greatest(d.on_day_from, ${from}::date - 1), least(d.on_day_to, ${to}::date) - 1, interval '1 day') as g(day)
    where p.city_id = ${cityId} and p.person_id = any(${people}::uuid[]) and p.org_id <> ${orgId}::uuid
      and not exists (select 1 from roster r where r.city_id = p.city_id and r.org_id = p.org_id and r.day_from <= g.day and r.day_to > g.day)`.execute(
    db,
  );
  return rows;
}

/** Writes the roster of some days with its duties as a whole; `id` null makes a new one. Returns its id. */
export async function writeRoster(
  trx: Q,
  cityId: string,
  roster: {
    readonly id: string | null;
    readonly orgId: string;
    readonly from: Day;
    readonly to: Day;
    readonly offDays: readonly Day[];
    readonly restHours: number;
    readonly mostInRow: number;
    readonly by: string;
    readonly at: Date;
  },
  duties: readonly Omit<RosterDutyRow, 'rosterId'>[],
): Promise<string> {
  const id = roster.id ?? newId();
  const kept = {
    off_days: JSON.stringify(roster.offDays),
    rest_hours: roster.restHours,
    most_in_row: roster.mostInRow,
    saved_by: roster.by,
    saved_at: roster.at,
  };
  if (roster.id === null)
    await trx
      .insertInto('roster')
      .values({ city_id: cityId, id, org_id: roster.orgId, day_from: roster.from, day_to: roster.to, ...kept })
      .execute();
  else {
    await trx
      .updateTable('roster')
      .set(kept)
      .set((eb) => ({ version: eb('version', '+', 1) }))
      .where('city_id', '=', cityId)
      .where('id', '=', id)
      .execute();
    await trx.deleteFrom('roster_duty').where('city_id', '=', cityId).where('roster_id', '=', id).execute();
  }
  await sql`insert into roster_duty (city_id, roster_id, person_id, on_day, post_id, slot_no, fixed)
    select ${cityId}, ${id}::uuid, r."personId", r.day, r."postId", r."slotNo", r.fixed
    from jsonb_to_recordset(${JSON.stringify(duties)}::jsonb) as r("personId" uuid, day date, "postId" uuid, "slotNo" int, fixed boolean)`.execute(
    trx,
  );
  return id;
}

/** Gives a duty to people of a group who have none there yet, so that they are asked like everyone. Their participations, posts and days. */
export async function openParticipations(
  db: Q,
  cityId: string,
  orgId: string,
  people: readonly string[],
): Promise<{ id: string; personId: string }[]> {
  const { rows } = await sql<{ id: string; personId: string }>`
    select p.id, p.person_id as "personId" from participation p
    where p.city_id = ${cityId} and p.org_id = ${orgId}::uuid and p.person_id = any(${people}::uuid[]) and p.valid_to = ${FOREVER}
      and not exists (select 1 from duty d where d.city_id = p.city_id and d.participation_id = p.id and d.state <> 'ended')`.execute(
    db,
  );
  return rows;
}

/** Open duties of people in a group with the hours of their posts. */
export async function dutyHours(
  db: Q,
  cityId: string,
  orgId: string,
  people: readonly string[],
): Promise<{ id: string; personId: string; state: string; startMinute: number; endMinute: number }[]> {
  const { rows } = await sql<Awaited<ReturnType<typeof dutyHours>>[number]>`
    select d.id, p.person_id as "personId", d.state, s.start_minute as "startMinute", s.end_minute as "endMinute"
    from duty d join participation p on p.city_id = d.city_id and p.id = d.participation_id join post s on s.city_id = d.city_id and s.id = d.post_id
    where d.city_id = ${cityId} and p.org_id = ${orgId}::uuid and p.person_id = any(${people}::uuid[]) and d.state <> 'ended'
    order by d.on_day_from, d.id`.execute(db);
  return rows;
}

/** Deletes rosters and wishes of all organizations of a tree, or of some of them. */
export async function dropRosters(
  trx: Q,
  cityId: string,
  of: { readonly treeId: string } | { readonly orgIds: readonly string[] },
): Promise<void> {
  const these =
    'treeId' in of
      ? sql<boolean>`org_id in (select id from org where city_id = ${cityId} and tree_id = ${of.treeId}::uuid)`
      : sql<boolean>`org_id = any(${of.orgIds}::uuid[])`;
  for (const table of ['roster', 'roster_wish'] as const)
    await trx.deleteFrom(table).where('city_id', '=', cityId).where(these).execute();
}

/** What a person gave up goes from rosters of the group: days from `from` on and wishes; `participationId` null means everywhere. */
export async function forgetInRosters(
  trx: Q,
  cityId: string,
  personId: string,
  participationId: string | null,
  from: Day,
): Promise<void> {
  const here = sql`(${participationId}::uuid is null or r.org_id = (select p.org_id from participation p where p.city_id = r.city_id and p.id = ${participationId}::uuid))`;
  await sql`delete from roster_duty d using roster r where r.city_id = d.city_id and r.id = d.roster_id and d.city_id = ${cityId}
    and d.person_id = ${personId}::uuid and d.on_day >= ${from} and ${here}`.execute(trx);
  await sql`delete from roster_wish r where r.city_id = ${cityId} and r.person_id = ${personId}::uuid and ${here}`.execute(trx);
}

/** One kept day of a person: where and when. */
export interface MyRosterDay {
  readonly orgId: string;
  readonly day: Day;
  readonly post: string;
  readonly shift: string | null;
  readonly place: string;
  readonly startMinute: number;
  readonly endMinute: number;
  /** Who stands at the same post in the same shift that day; names in full, the server masks them. */
  readonly mates: { readonly personId: string; readonly name: string; readonly unit: string | null }[];
}

/** Days of one person in kept rosters of some groups from a day on, which days these rosters cover, and the person's own wishes there. */
export async function myRosters(
  db: Q,
  cityId: string,
  personId: string,
  orgIds: readonly string[],
  from: Day,
): Promise<{
  covered: { orgId: string; from: Day; to: Day }[];
  days: MyRosterDay[];
  wishes: { orgId: string; day: Day; kind: RosterWishRow['kind'] }[];
}> {
  if (orgIds.length === 0) return { covered: [], days: [], wishes: [] };
  const covered = await sql<{ orgId: string; from: Day; to: Day }>`
    select org_id as "orgId", day_from as "from", day_to as "to" from roster
    where city_id = ${cityId} and org_id = any(${orgIds}::uuid[]) and day_to > ${from} order by org_id, day_from`.execute(db);
  const days = await sql<MyRosterDay>`
    select r.org_id as "orgId", d.on_day as day, s.name as post, s.shift, a.name as place, s.start_minute as "startMinute", s.end_minute as "endMinute",
      (select coalesce(jsonb_agg(jsonb_build_object('personId', x.person_id, 'name', coalesce(n.name, ''), 'unit', u.name) order by x.person_id), '[]')
        from roster_duty x join person m on m.city_id = x.city_id and m.id = x.person_id
        left join person_name n on n.city_id = m.city_id and n.person_id = m.id left join unit u on u.city_id = m.city_id and u.id = m.unit_id
        where x.city_id = d.city_id and x.roster_id = d.roster_id and x.on_day = d.on_day and x.post_id = d.post_id and x.person_id <> d.person_id) as mates
    from roster_duty d join roster r on r.city_id = d.city_id and r.id = d.roster_id
    join post s on s.city_id = d.city_id and s.id = d.post_id and not s.withdrawn join area a on a.city_id = s.city_id and a.id = s.area_id
    where d.city_id = ${cityId} and d.person_id = ${personId}::uuid and d.on_day >= ${from} and r.org_id = any(${orgIds}::uuid[])
    order by d.on_day, s.start_minute`.execute(db);
  const wishes = await sql<{ orgId: string; day: Day; kind: RosterWishRow['kind'] }>`
    select org_id as "orgId", on_day as day, kind from roster_wish
    where city_id = ${cityId} and person_id = ${personId}::uuid and org_id = any(${orgIds}::uuid[]) and on_day >= ${from} order by on_day`.execute(
    db,
  );
  return { covered: covered.rows, days: days.rows, wishes: wishes.rows };
}
