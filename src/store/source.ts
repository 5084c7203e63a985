/** Where people for a task may come from: units with their members and caps, and the people themselves as the plan needs them. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { membersAt } from './member-count.ts';
import { offeredFor } from './offer.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** A unit that may lend, with what classifies it and how many of its members serve elsewhere today. */
export interface SourceUnitRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly system: string | null;
  readonly affiliationTier: string | null;
  readonly areaId: string | null;
  readonly areaName: string | null;
  readonly areaPath: string | null;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly members: number;
  readonly cap: number | null;
  readonly lent: number;
}

/** What was chosen for a task. */
export interface SourceChoice {
  readonly areaIds: readonly string[];
  readonly excludedCategories: readonly string[];
  readonly excludedUnitIds: readonly string[];
  readonly caps: readonly { readonly unitId: string; readonly cap: number }[];
}

/** The choice of a task; without any, its own area. */
export async function findSources(db: Q, cityId: string, taskId: string): Promise<SourceChoice> {
  const rows = await db
    .selectFrom('task_source')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('task_id', '=', taskId)
    .orderBy('id')
    .execute();
  const caps = await db
    .selectFrom('task_cap')
    .select(['unit_id as unitId', 'cap'])
    .where('city_id', '=', cityId)
    .where('task_id', '=', taskId)
    .execute();
  const areaIds = rows.filter((row) => row.kind === 'area' && row.included).map((row) => row.area_id!);
  return {
    areaIds,
    excludedCategories: rows.filter((row) => row.kind === 'category' && !row.included).map((row) => row.category!),
    excludedUnitIds: rows.filter((row) => row.kind === 'unit' && !row.included).map((row) => row.unit_id!),
    caps,
  };
}

/** Replaces the choice of a task. */
export async function replaceSources(
  trx: Q,
  cityId: string,
  taskId: string,
  choice: SourceChoice,
  newId: () => string,
): Promise<void> {
  await trx.deleteFrom('task_source').where('city_id', '=', cityId).where('task_id', '=', taskId).execute();
  await trx.deleteFrom('task_cap').where('city_id', '=', cityId).where('task_id', '=', taskId).execute();
  const row = (
    kind: 'area' | 'unit' | 'category',
    included: boolean,
    value: { area_id?: string; unit_id?: string; category?: string },
  ) => ({
    city_id: cityId,
    id: newId(),
    task_id: taskId,
    kind,
    included,
    area_id: null,
    unit_id: null,
    category: null,
    ...value,
  });
  const rows = [
    ...choice.areaIds.map((area_id) => row('area', true, { area_id })),
    ...choice.excludedCategories.map((category) => row('category', false, { category })),
    ...choice.excludedUnitIds.map((unit_id) => row('unit', false, { unit_id })),
  ];
  for (let start = 0; start < rows.length; start += 500)
    await trx
      .insertInto('task_source')
      .values(rows.slice(start, start + 500))
      .execute();
  const caps = choice.caps.map((one) => ({ city_id: cityId, task_id: taskId, unit_id: one.unitId, cap: one.cap }));
  for (let start = 0; start < caps.length; start += 500)
    await trx
      .insertInto('task_cap')
      .values(caps.slice(start, start + 500))
      .execute();
}

/** Counties and townships that can be chosen, with the members who work or live there: the counties of the city and what the task touches. */
export async function sourceAreas(
  db: Q,
  cityId: string,
  today: Day,
): Promise<{ id: string; name: string; path: string; members: number }[]> {
  const { rows } = await sql<{ id: string; name: string; path: string; members: number }>`
    with per as (
      select u.located_area_id as area_id, sum(k."full" + k.probationary)::int as n
        from (${membersAt('unit', cityId, today)}) k join unit u on u.city_id = ${cityId} and u.id = k.place_id group by 1
      union all
      select k.place_id, k."full" + k.probationary from (${membersAt('residence', cityId, today)}) k
    )
    select c.id, c.name, c.path, coalesce(sum(per.n), 0)::int as members
    from area c
    left join area x on x.city_id = c.city_id and x.path like c.path || '%'
    left join per on per.area_id = x.id
    where c.city_id = ${cityId} and not c.overlay and c.kind in ('district', 'county', 'county-city', 'zone')
      and c.valid_from <= ${today} and c.valid_to > ${today}
    group by c.id, c.name, c.path order by members desc, c.name`.execute(db);
  return rows;
}

/** Units in these areas and units of the city tier, with at least one member; counts in one pass each. */
export async function sourceUnits(db: Q, cityId: string, areaIds: readonly string[], today: Day): Promise<SourceUnitRow[]> {
  const { rows } = await sql<SourceUnitRow>`
    with chosen as (select path from area where city_id = ${cityId} and id = any(${areaIds}::uuid[])),
    n as (select k.place_id as unit_id, k."full" + k.probationary as members from (${membersAt('unit', cityId, today)}) k where k."full" + k.probationary > 0),
    lent as (select source_unit_id as unit_id, count(distinct person_id)::int as lent from participation
      where city_id = ${cityId} and source_unit_id is not null and valid_from <= ${today} and valid_to > ${today} group by 1)
    select u.id, u.name, u.kind, u.system, u.affiliation_tier as "affiliationTier", u.located_area_id as "areaId", a.name as "areaName",
      a.path as "areaPath", coalesce(u.lat, a.lat) as lat, coalesce(u.lon, a.lon) as lon,
      n.members, u.release_cap as cap, coalesce(lent.lent, 0) as lent
    from unit u join n on n.unit_id = u.id
    left join lent on lent.unit_id = u.id
    left join area a on a.city_id = u.city_id and a.id = u.located_area_id
    where u.city_id = ${cityId} and u.valid_from <= ${today} and u.valid_to > ${today}
      and (u.affiliation_tier = 'city' or exists (select 1 from chosen where a.path like chosen.path || '%'))
    order by n.members desc, u.id`.execute(db);
  return rows;
}

/** How many members without a unit live in these areas and have a relationship on a day: whom {@link candidates} finds there. */
export async function freeMembers(db: Q, cityId: string, areaIds: readonly string[], today: Day): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(k."full" + k.probationary), 0)::int as count
    from (${membersAt('residence', cityId, today)}) k join area r on r.city_id = ${cityId} and r.id = k.place_id
    where exists (select 1 from area c where c.city_id = ${cityId} and c.id = any(${[...areaIds]}::uuid[]) and r.path like c.path || '%')`.execute(
    db,
  );
  return rows[0]!.count;
}

/** A person as a candidate: no name, only what the plan may use. */
export interface CandidateRow {
  readonly id: string;
  readonly status: 'full' | 'probationary';
  readonly unitId: string | null;
  readonly residenceAreaId: string | null;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly skills: string[];
  readonly willing: boolean | null;
  readonly windows: string[];
  readonly resting: boolean;
  readonly offer: 'self-applied' | 'residence-report' | null;
}

/**
 * Members with a home today who work in one of the units, or have no unit and live in one of the areas. Those who asked not to
 * be asked and did not offer for this task themselves, or rest for it, come marked `resting`. One query.
 */
export async function candidates(
  db: Q,
  cityId: string,
  taskId: string,
  scope: { readonly unitIds: readonly string[]; readonly areaIds: readonly string[]; readonly withoutUnit: boolean },
  today: Day,
): Promise<CandidateRow[]> {
  const { rows } = await sql<CandidateRow>`
    with chosen as (select path from area where city_id = ${cityId} and id = any(${scope.areaIds}::uuid[]))
    select p.id, p.status, p.unit_id as "unitId", p.residence_area_id as "residenceAreaId",
      r.lat, r.lon,
      coalesce((select array_agg(k.code order by k.code) from person_skill k where k.city_id = p.city_id and k.person_id = p.id), '{}') as skills,
      w.willing, coalesce(w.windows, '{}') as windows,
      ((coalesce(w.do_not_ask_until > ${today}, false) and not ${offeredFor(cityId, taskId, sql`p.id`)}) or exists (select 1 from task_rest x
        where x.city_id = p.city_id and x.task_id = ${taskId} and x.person_id = p.id)) as resting,
      (select o.mode from offer o where o.city_id = p.city_id and o.task_id = ${taskId} and o.person_id = p.id and o.state = 'confirmed') as offer
    from person p
    join home h on h.city_id = p.city_id and h.person_id = p.id and h.valid_from <= ${today} and h.valid_to > ${today}
    left join area r on r.city_id = p.city_id and r.id = p.residence_area_id
    left join person_wish w on w.city_id = p.city_id and w.person_id = p.id
    where p.city_id = ${cityId} and p.status <> 'non-member' and p.valid_to > ${today}
      and (p.unit_id = any(${scope.unitIds}::uuid[])
        or (${scope.withoutUnit} and p.unit_id is null and exists (select 1 from chosen where r.path like chosen.path || '%')))
    order by p.id`.execute(db);
  return rows as CandidateRow[];
}

/** Times that candidates are taken in a period: duties of other tasks (minutes of the day, days) and leave (whole days). */
export async function busyTimes(
  db: Q,
  cityId: string,
  taskId: string,
  from: Day,
  to: Day,
): Promise<{ personId: string; why: 'duty' | 'leave'; startMinute: number; endMinute: number }[]> {
  const { rows } = await sql<{ personId: string; why: 'duty' | 'leave'; startMinute: number; endMinute: number }>`
    select p.person_id as "personId", 'duty' as why, s.start_minute as "startMinute", s.end_minute as "endMinute"
    from duty d
    join participation p on p.city_id = d.city_id and p.id = d.participation_id
    join post s on s.city_id = d.city_id and s.id = d.post_id
    where d.city_id = ${cityId} and d.state <> 'ended' and s.task_id <> ${taskId}
      and d.on_day_from < ${to} and d.on_day_to > ${from}
    union all
    select person_id, 'leave', 0, 1440 from person_absence
    where city_id = ${cityId} and valid_from < ${to} and valid_to > ${from}`.execute(db);
  return rows;
}

/** How many people of each unit serve in other tasks during a period. */
export async function lentElsewhere(db: Q, cityId: string, taskId: string, from: Day, to: Day): Promise<Map<string, number>> {
  const { rows } = await sql<{ unitId: string; count: number }>`
    select p.source_unit_id as "unitId", count(distinct p.person_id)::int as count from participation p
    join org o on o.city_id = p.city_id and o.id = p.org_id
    where p.city_id = ${cityId} and o.task_id <> ${taskId} and p.source_unit_id is not null and p.valid_from < ${to} and p.valid_to > greatest(${from}::date, p.valid_from)
    group by 1`.execute(db);
  return new Map(rows.map((row) => [row.unitId, row.count]));
}

/** Every skill that somebody in the register has, by code; found by steps along the index, not by reading all holders. */
export async function registerSkills(db: Q, cityId: string): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    with recursive found as (
      (select code from person_skill where city_id = ${cityId} order by code limit 1)
      union all
      select (select k.code from person_skill k where k.city_id = ${cityId} and k.code > f.code order by k.code limit 1)
      from found f where f.code is not null)
    select code from found where code is not null`.execute(db);
  return rows.map((row) => row.code);
}

/**
 * Members below an area who have each of these skills, for the reminder in the needs grid.
 * @param wanted skills with the number up to which they are counted
 */
export async function skillCounts(
  db: Q,
  cityId: string,
  areaId: string | null,
  wanted: ReadonlyMap<string, number>,
  today: Day,
): Promise<Map<string, number>> {
  if (wanted.size === 0) return new Map();
  // Holder by holder until there are enough: of a skill that many have only a few are looked at.
  const { rows } = await sql<{ code: string; count: number }>`
    select w.code, (select count(*)::int from (
      select 1 from person_skill k
      cross join lateral (select p.unit_id, p.residence_area_id from person p
        where p.city_id = k.city_id and p.id = k.person_id and p.valid_to > ${today} offset 0) p
      left join unit u on u.city_id = k.city_id and u.id = p.unit_id
      left join area a on a.city_id = k.city_id and a.id = coalesce(u.located_area_id, p.residence_area_id)
      where k.city_id = ${cityId} and k.code = w.code and (${areaId}::uuid is null or u.affiliation_tier = 'city'
        or a.path like (select path from area where city_id = ${cityId} and id = ${areaId}::uuid) || '%')
      limit w.most) x) as count
    from unnest(${[...wanted.keys()]}::text[], ${[...wanted.values()]}::int[]) as w(code, most)`.execute(db);
  return new Map(rows.map((row) => [row.code, row.count]));
}
