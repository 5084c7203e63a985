/** Reading one person: what is recorded, the one relationship, participations, accepted duties ahead, who looked at the name. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { began } from './began.ts';
import type { Db, Trx } from './schema.ts';
import { concernsName } from './trail.ts';

/** What is recorded about a person; the name is the caller's to mask. */
export interface PersonSheet {
  readonly id: string;
  readonly name: string;
  readonly sourceKey: string | null;
  readonly status: 'full' | 'probationary' | 'non-member';
  readonly unitId: string | null;
  readonly unitName: string | null;
  readonly unitAreaId: string | null;
  readonly unitArea: string | null;
  readonly releaseCap: number | null;
  readonly residenceAreaId: string | null;
  readonly residence: string | null;
  readonly skills: readonly string[];
  readonly willing: boolean | null;
  readonly windows: readonly string[];
  readonly doNotAskUntil: Day | null;
  readonly wishErasedOn: Day | null;
  readonly eraseAfter: Day | null;
  readonly version: number;
}

/** The sheet, or undefined for an unknown id. */
export async function personSheet(db: Db | Trx, cityId: string, personId: string): Promise<PersonSheet | undefined> {
  const { rows } = await sql<PersonSheet>`
    select p.id, n.name, p.source_key as "sourceKey", p.status, u.id as "unitId", u.name as "unitName", u.located_area_id as "unitAreaId", ua.name as "unitArea",
      u.release_cap as "releaseCap", a.id as "residenceAreaId", a.name as residence,
      array(select s.code from person_skill s where s.city_id = p.city_id and s.person_id = p.id order by s.code) as skills,
      w.willing, coalesce(w.windows, '{}') as windows, w.do_not_ask_until as "doNotAskUntil", w.erase_after as "wishErasedOn", p.erase_after as "eraseAfter", p.version
    from person p join person_name n on n.city_id = p.city_id and n.person_id = p.id
    left join unit u on u.city_id = p.city_id and u.id = p.unit_id
    left join area ua on ua.city_id = u.city_id and ua.id = u.located_area_id
    left join area a on a.city_id = p.city_id and a.id = p.residence_area_id
    left join person_wish w on w.city_id = p.city_id and w.person_id = p.id
    where p.city_id = ${cityId} and p.id = ${personId}::uuid`.execute(db);
  return rows[0];
}

/** A period in one organization: the relationship or a participation. */
export interface PersonLine {
  readonly kind: 'home' | 'participation';
  readonly id: string;
  readonly orgId: string;
  readonly orgName: string;
  readonly orgState: string;
  readonly taskId: string | null;
  readonly taskTitle: string | null;
  readonly role: string | null;
  readonly mode: string | null;
  readonly sourceAreaId: string | null;
  readonly from: Day;
  readonly to: Day;
}

/** Relationships, then participations that {@link began}, newest first. The office held in the home organization is the role of the home line. */
export async function personLines(db: Db | Trx, cityId: string, personId: string, asOf: Day): Promise<PersonLine[]> {
  const { rows } = await sql<PersonLine>`
    select 'home' as kind, h.id, o.id as "orgId", o.name as "orgName", o.state as "orgState", null::uuid as "taskId", null as "taskTitle",
      (select f.office from office f where f.city_id = h.city_id and f.person_id = h.person_id and f.org_id = h.org_id and f.valid_from <= ${asOf} and f.valid_to > ${asOf} order by f.office desc limit 1) as role,
      null as mode, null::uuid as "sourceAreaId", h.valid_from as "from", h.valid_to as "to"
    from home h join org o on o.city_id = h.city_id and o.id = h.org_id where h.city_id = ${cityId} and h.person_id = ${personId}::uuid
    union all
    select 'participation', a.id, g.id, g.name, g.state, t.id, t.title, a.role, a.mode, a.source_area_id, a.valid_from, a.valid_to
    from participation a join org g on g.city_id = a.city_id and g.id = a.org_id left join task t on t.city_id = g.city_id and t.id = g.task_id
    where a.city_id = ${cityId} and a.person_id = ${personId}::uuid and ${began}
    order by 1, 11 desc`.execute(db);
  return rows;
}

/** A duty or a meeting on a day ahead. */
export interface DayEntry {
  readonly line: 'own' | 'task';
  readonly day: Day;
  readonly title: string;
  readonly start: number | null;
  readonly end: number | null;
}

/**
 * The two lines of duty for `days` days from today: meetings of the home branch (of its committee only for who sits there) and accepted
 * duties of tasks. Past days are not kept and not shown.
 */
export async function dutyLines(db: Db | Trx, cityId: string, personId: string, today: Day, until: Day): Promise<DayEntry[]> {
  const { rows } = await sql<DayEntry>`
    select 'own' as line, x.on_day as day, x.title, x.start_minute as start, x.end_minute as "end"
    from home h join activity x on x.city_id = h.city_id and x.org_id = h.org_id
    where h.city_id = ${cityId} and h.person_id = ${personId}::uuid and h.valid_from <= ${today} and h.valid_to > ${today} and x.on_day >= ${today} and x.on_day < ${until}
      and (x.audience <> 'committee' or exists (select 1 from office f where f.city_id = h.city_id and f.org_id = h.org_id and f.person_id = h.person_id
        and f.valid_from <= ${today} and f.valid_to > ${today}))
    union all
    select 'task', g.day::date, coalesce(s.shift, s.name), s.start_minute, s.end_minute
    from participation a join duty d on d.city_id = a.city_id and d.participation_id = a.id and d.state = 'accepted'
    join post s on s.city_id = d.city_id and s.id = d.post_id
    cross join lateral generate_series(greatest(d.on_day_from, ${today}::date), least(d.on_day_to, ${until}::date) - 1, interval '1 day') as g(day)
    where a.city_id = ${cityId} and a.person_id = ${personId}::uuid and a.valid_to > ${today}
    order by 2, 4 nulls first`.execute(db);
  return rows;
}

/** Who saw the full name, when and what for: the last ones first. */
export interface Look {
  readonly at: Date;
  readonly by: string | null;
  readonly purpose: string | null;
}

/** Reveals that named this person, from the audit trail. */
export async function looksAt(db: Db | Trx, cityId: string, personId: string, limit: number | null): Promise<Look[]> {
  const { rows } = await sql<Look>`
    select e.at, c.display_name as by, d.detail ->> 'purpose' as purpose
    from audit_event e left join audit_detail d on d.city_id = e.city_id and d.event_id = e.id left join account c on c.id = e.actor_id
    where e.city_id = ${cityId} and ${concernsName(personId)}
    order by e.at desc limit ${limit}`.execute(db);
  return rows;
}

/** Names of these persons, for an audited reveal; ids without a name are missing. */
export async function namesOf(
  db: Db | Trx,
  cityId: string,
  ids: readonly string[],
): Promise<{ personId: string; name: string }[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('person_name')
    .select(['person_id as personId', 'name'])
    .where('city_id', '=', cityId)
    .where('person_id', 'in', [...ids])
    .execute();
}

/** Which of these persons have their relationship at or below the organization, or serve there, today: only those may be named on its page. */
export async function personsWithin(
  db: Db | Trx,
  cityId: string,
  orgId: string,
  ids: readonly string[],
  today: Day,
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select h.person_id as id from home h join org_closure c on c.city_id = h.city_id and c.descendant_id = h.org_id and c.ancestor_id = ${orgId}::uuid
      where h.city_id = ${cityId} and h.person_id = any(${[...ids]}::uuid[]) and h.valid_from <= ${today} and h.valid_to > ${today}
    union
    select a.person_id from participation a join org_closure c on c.city_id = a.city_id and c.descendant_id = a.org_id and c.ancestor_id = ${orgId}::uuid
      where a.city_id = ${cityId} and a.person_id = any(${[...ids]}::uuid[])`.execute(db);
  return new Set(rows.map((row) => row.id));
}
