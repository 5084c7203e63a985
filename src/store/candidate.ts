/** Whom a running task could ask for a place: people of its sources who are free then, from units with room. Names are for the server to mask. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { offeredFor } from './offer.ts';
import { askable, freeAt } from './opening.ts';
import type { Db, Trx } from './schema.ts';

/** What is to be filled: a place of a post, or an organization that takes people in. */
export interface Vacancy {
  readonly taskId: string;
  /** The post; null for an organization without regard to a post. */
  readonly postId: string | null;
  readonly orgId: string;
  readonly skill: string | null;
  readonly local: boolean;
  readonly from: Day;
}

/** Where people may come from, as the plan of the task has it. */
export interface CandidateSources {
  readonly unitIds: readonly string[];
  readonly areaIds: readonly string[];
  readonly withoutUnit: boolean;
  /** Only people of this unit; null for all. */
  readonly unitId: string | null;
}

/** Someone who could come. */
export interface CandidatePerson {
  readonly personId: string;
  readonly name: string;
  readonly unitName: string | null;
  readonly place: string | null;
  /** Metres to the place, from home or from the unit, whichever is nearer; null where no point is known. */
  readonly metres: number | null;
  readonly offered: boolean;
  /** People of the unit out on that day in all tasks, and its limit; those of this task, where its limit for the unit leaves less room. Null without a unit or a limit. */
  readonly lent: number | null;
  readonly cap: number | null;
  /** The limit is that of the task for the unit. */
  readonly ofTask: boolean;
}

/** The answer with the numbers that say why others are not in it. */
export interface Candidates {
  readonly items: CandidatePerson[];
  /** People of the sources who have what the place asks for, among the {@link NEAREST} nearest. */
  readonly having: number;
  /** Of them: taken at that time, at rest for this task, not to be asked, or in the organization already. */
  readonly taken: number;
  /** Of the others: from units whose limit is reached. */
  readonly full: number;
  /** Those units, the ones with most people first, with the limit that is reached: their own, or that of the task. */
  readonly atLimit: { unitId: string; name: string; lent: number; cap: number; own: boolean }[];
  /** Units at their limit beside those named. */
  readonly atLimitMore: number;
}

/** So many of the nearest are looked at, and so many shown. */
export const NEAREST = 2_000;
const SHOWN = 40;

/** People who could take a vacancy, own offers first, then the nearest. One query at any size of the city. */
export async function peopleForVacancy(
  db: Db | Trx,
  cityId: string,
  vacancy: Vacancy,
  sources: CandidateSources,
  today: Day,
): Promise<Candidates> {
  const { taskId, postId, orgId, skill, from } = vacancy;
  const { rows } = await sql<
    Omit<CandidatePerson, 'ofTask'> & {
      free: boolean;
      room: boolean;
      unitId: string | null;
      here: number;
      taskCap: number | null;
    }
  >`
    with goal as (
      select a.id as area_id, a.path, coalesce(a.lat, b.lat) as lat, coalesce(a.lon, b.lon) as lon
      from org o left join post s on s.city_id = o.city_id and s.id = ${postId}::uuid
      join area a on a.city_id = o.city_id and a.id = coalesce(s.area_id, o.area_id)
      left join area b on b.city_id = a.city_id and b.id = a.parent_id
      where o.city_id = ${cityId} and o.id = ${orgId}::uuid
    ), chosen as (select path from area where city_id = ${cityId} and id = any(${sources.areaIds}::uuid[])),
    away as materialized (${awayFrom(cityId, from)}),
    out as materialized (select unit_id, count(distinct person_id)::int as n from away group by 1),
    here as materialized (select unit_id, count(distinct person_id)::int as n from away where task_id = ${taskId}::uuid group by 1),
    near as materialized (
      select p.id, p.unit_id, u.name as unit_name, u.release_cap, r.name as place,
        ${offeredFor(cityId, taskId, sql`p.id`)} as offered,
        round(least(${metres('r')}, ${metres('w', 'u')}))::int as metres
      from person p cross join goal g
      left join unit u on u.city_id = p.city_id and u.id = p.unit_id
      left join area w on w.city_id = u.city_id and w.id = u.located_area_id
      left join area r on r.city_id = p.city_id and r.id = p.residence_area_id
      where p.city_id = ${cityId} and p.status <> 'non-member' and p.valid_to > ${today}
        and (${sources.unitId}::uuid is null or p.unit_id = ${sources.unitId}::uuid)
        and (p.unit_id = any(${sources.unitIds}::uuid[])
          or (${sources.withoutUnit} and p.unit_id is null and exists (select 1 from chosen where r.path like chosen.path || '%'))
          or ${offeredFor(cityId, taskId, sql`p.id`)})
        and (${skill}::text is null or exists (select 1 from person_skill k where k.city_id = p.city_id and k.person_id = p.id and k.code = ${skill}))
        and (not ${vacancy.local} or g.area_id = p.residence_area_id or g.path like r.path || '%'
          or exists (select 1 from area_link l where l.city_id = p.city_id and l.overlay_id = g.area_id and l.area_id = p.residence_area_id))
      order by offered desc, metres nulls last, p.id limit ${NEAREST}
    )
    select m.id as "personId", coalesce(n.name, '') as name, x.unit_id as "unitId", coalesce(here.n, 0) as here, c.cap as "taskCap", x.unit_name as "unitName", x.place, x.metres, x.offered,
      case when x.release_cap is null then null else coalesce(out.n, 0) end as lent, x.release_cap as cap,
      ${askable(cityId, taskId, today)} and (${postId}::uuid is null or exists (select 1 from post s where s.city_id = m.city_id and s.id = ${postId}::uuid and ${freeAt}))
        and not exists (select 1 from participation q where q.city_id = m.city_id and q.person_id = m.id and q.org_id = ${orgId}::uuid and q.valid_to > ${from} and ${postId}::uuid is null) as free,
      (x.release_cap is null or coalesce(out.n, 0) < x.release_cap or exists (select 1 from away a where a.person_id = m.id and a.unit_id = x.unit_id))
        and (c.cap is null or coalesce(here.n, 0) < c.cap or exists (select 1 from away a where a.person_id = m.id and a.unit_id = x.unit_id and a.task_id = ${taskId}::uuid)) as room
    from near x join person m on m.city_id = ${cityId} and m.id = x.id
    left join person_name n on n.city_id = m.city_id and n.person_id = m.id
    left join out on out.unit_id = x.unit_id left join here on here.unit_id = x.unit_id
    left join task_cap c on c.city_id = m.city_id and c.task_id = ${taskId}::uuid and c.unit_id = x.unit_id
    order by x.offered desc, x.metres nulls last, x.id`.execute(db);
  const free = rows.filter((row) => row.free);
  const items = free.filter((row) => row.room);
  const full = free.filter((row) => !row.room);
  const atLimit = limitsOf(full);
  return {
    items: items.slice(0, SHOWN).map(({ free: _, room: __, unitId: ___, here, taskCap, ...one }) => {
      const ofTask = taskCap !== null && (one.cap === null || taskCap - here < one.cap - (one.lent ?? 0));
      return { ...one, ofTask, ...(ofTask ? { lent: here, cap: taskCap } : {}) };
    }),
    having: rows.length,
    taken: rows.length - free.length,
    full: free.length - items.length,
    atLimit,
    atLimitMore: new Set(full.map((row) => row.unitId)).size - atLimit.length,
  };
}

/** So many units at their limit are named. */
const LIMITS_NAMED = 5;

function limitsOf(
  rows: readonly (Pick<CandidatePerson, 'unitName' | 'lent' | 'cap'> & {
    unitId: string | null;
    here: number;
    taskCap: number | null;
  })[],
): Candidates['atLimit'] {
  const people = new Map<string | null, (typeof rows)[number][]>();
  for (const row of rows) people.set(row.unitId, [...(people.get(row.unitId) ?? []), row]);
  return [...people.entries()]
    .sort((a, b) => b[1].length - a[1].length)
    .slice(0, LIMITS_NAMED)
    .flatMap(([unitId, [one]]) => {
      if (unitId === null || !one) return [];
      const own = one.cap !== null && (one.lent ?? 0) >= one.cap;
      const [lent, cap] = own ? [one.lent ?? 0, one.cap] : [one.here, one.taskCap ?? 0];
      return [{ unitId, name: one.unitName ?? '', lent, cap: cap ?? 0, own }];
    });
}

/** Metres from the point of an area, or that of the unit where it has its own, to the goal `g`; null when either is unknown. */
function metres(area: 'r' | 'w', unit?: 'u') {
  const [lat, lon] = [sql.ref(`${area}.lat`), sql.ref(`${area}.lon`)];
  const [y, x] = unit ? [sql`coalesce(u.lat, ${lat})`, sql`coalesce(u.lon, ${lon})`] : [lat, lon];
  return sql`111195 * sqrt((${y} - g.lat) ^ 2 + ((${x} - g.lon) * cos(radians(g.lat))) ^ 2)`;
}

/**
 * People of units who are out for a task from a day on. Whoever goes out later counts too: nobody who joins now has an end yet. One rule for
 * the list of candidates and for the refusal.
 */
function awayFrom(cityId: string, day: Day) {
  return sql`select p.source_unit_id as unit_id, p.person_id, o.task_id from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
    where p.city_id = ${cityId} and not o.standing and p.source_unit_id is not null and p.valid_to > greatest(${day}::date, p.valid_from)`;
}

/** A unit's people out from a day on, and both limits. */
export interface Room {
  readonly unit: string;
  /** In all tasks, and the limit of the unit. */
  readonly used: number;
  readonly cap: number | null;
  /** In this task, and its limit for the unit. */
  readonly here: number;
  readonly taskCap: number | null;
  /** The person is one of them. */
  readonly out: boolean;
  readonly inTask: boolean;
}

/** The room that the unit of a person leaves; the unit is locked first, so that two who join at once are counted one after the other. Undefined for somebody without a unit. */
export async function roomAt(
  db: Db | Trx,
  cityId: string,
  taskId: string,
  personId: string,
  day: Day,
): Promise<Room | undefined> {
  // A statement sees what was committed before it began: locking and counting in one would count without whoever waited for the lock.
  await sql`select 1 from unit u join person m on m.city_id = u.city_id and m.unit_id = u.id
    where m.city_id = ${cityId} and m.id = ${personId}::uuid for update of u`.execute(db);
  const { rows } = await sql<Room>`
    with away as materialized (select a.person_id, a.task_id from (${awayFrom(cityId, day)}) a
      join person m on m.city_id = ${cityId} and m.id = ${personId}::uuid and m.unit_id = a.unit_id)
    select u.name as unit, u.release_cap as cap, c.cap as "taskCap",
      (select count(distinct person_id)::int from away) as used,
      (select count(distinct person_id)::int from away where task_id = ${taskId}::uuid) as here,
      exists (select 1 from away where person_id = m.id) as out,
      exists (select 1 from away where person_id = m.id and task_id = ${taskId}::uuid) as "inTask"
    from person m join unit u on u.city_id = m.city_id and u.id = m.unit_id
    left join task_cap c on c.city_id = u.city_id and c.unit_id = u.id and c.task_id = ${taskId}::uuid
    where m.city_id = ${cityId} and m.id = ${personId}::uuid`.execute(db);
  return rows[0];
}
