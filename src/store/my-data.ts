import { type RawBuilder, sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { Db, Trx } from './schema.ts';

/** All that the tables keep about one person, in words a person can read; days as stored. */
export interface PersonRecord {
  readonly name: string | null;
  readonly number: string | null;
  readonly status: 'full' | 'probationary' | 'non-member';
  readonly unit: string | null;
  readonly residence: string | null;
  readonly homeElsewhere: boolean;
  readonly eraseAfter: Day | null;
  readonly homes: readonly { organization: string; group: string | null; from: Day; until: Day }[];
  readonly participations: readonly { organization: string; role: string; mode: string; from: Day; until: Day }[];
  readonly duties: readonly { post: string; place: string; state: string; from: Day; until: Day }[];
  readonly shifts: readonly { organization: string; post: string; shift: string | null; day: Day }[];
  readonly dayWishes: readonly { organization: string; kind: string; day: Day }[];
  readonly offices: readonly { organization: string; office: string; from: Day; until: Day }[];
  readonly skills: readonly string[];
  readonly wish: { willing: boolean | null; windows: readonly string[]; eraseAfter: Day | null } | null;
  readonly absences: readonly { from: Day; until: Day; notedOn: Day }[];
  readonly serviceNotes: readonly { organization: string; role: string; from: Day; until: Day; thanks: string }[];
  readonly transfers: readonly { organization: string; from: Day; until: Day | null }[];
  /** What tasks keep: offers, questions and answers, that the person rests, and every proposal that names the person. */
  readonly tasks: readonly { task: string; what: AskedWhat; post: string | null; eraseAfter: Day | null }[];
  readonly notices: readonly {
    task: string | null;
    kind: string;
    params: Record<string, string | number | null>;
    day: Day;
    eraseAfter: Day | null;
  }[];
}

/** Kinds of what a task keeps about a person. */
export type AskedWhat =
  | `offer-${'open' | 'confirmed' | 'withdrawn'}`
  | `question-${'open' | 'over' | 'agreed' | 'hindered'}`
  | 'rests'
  | 'planned'
  | 'pin'
  | 'exclude'
  | 'officer'
  | 'replacement';

/**
 * The day after the last one. A period that was closed on its first day is empty in the tables; whoever has a note of service for it was
 * there on that day, whoever has none gave up before or was called off. For `o`, an organization of the task.
 */
const lastOf = (from: RawBuilder<unknown>, to: RawBuilder<unknown>, cityId: string, personId: string) =>
  sql`case when ${to} = ${from} and exists (select from service_note n where n.city_id = ${cityId} and n.person_id = ${personId}
    and n.task_id = o.task_id and n.day_from = ${from}) then ${to} + 1 else ${to} end`;

/** The record of a person, or null; one query for each kind of data. */
export async function personRecord(db: Db | Trx, cityId: string, personId: string): Promise<PersonRecord | null> {
  const last = (from: RawBuilder<unknown>, to: RawBuilder<unknown>) => lastOf(from, to, cityId, personId);
  const rows = async <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> => [...(await query.execute(db)).rows];
  const [person] = await rows(sql<
    Omit<
      PersonRecord,
      | 'homes'
      | 'participations'
      | 'duties'
      | 'shifts'
      | 'dayWishes'
      | 'offices'
      | 'skills'
      | 'wish'
      | 'absences'
      | 'serviceNotes'
      | 'transfers'
      | 'tasks'
      | 'notices'
    >
  >`
    select n.name, p.source_key as number, p.status, u.name as unit, a.name as residence, p.home_elsewhere as "homeElsewhere", p.erase_after as "eraseAfter"
    from person p left join person_name n on n.city_id = p.city_id and n.person_id = p.id
    left join unit u on u.city_id = p.city_id and u.id = p.unit_id
    left join area a on a.city_id = p.city_id and a.id = p.residence_area_id
    where p.city_id = ${cityId} and p.id = ${personId}`);
  if (!person) return null;
  const homes = await rows(sql<PersonRecord['homes'][number]>`
    select o.name as organization, g.name as group, h.valid_from as from, h.valid_to as until
    from home h join org o on o.city_id = h.city_id and o.id = h.org_id left join org g on g.city_id = h.city_id and g.id = h.group_org_id
    where h.city_id = ${cityId} and h.person_id = ${personId} order by h.valid_from desc`);
  const participations = await rows(sql<PersonRecord['participations'][number]>`
    select o.name as organization, p.role, p.mode, p.valid_from as from, ${last(sql`p.valid_from`, sql`p.valid_to`)} as until
    from participation p join org o on o.city_id = p.city_id and o.id = p.org_id
    where p.city_id = ${cityId} and p.person_id = ${personId} order by p.valid_from desc`);
  const duties = await rows(sql<PersonRecord['duties'][number]>`
    select concat_ws(' ', s.name, s.shift) as post, case when a.name = s.name then coalesce(b.name, a.name) else a.name end as place, d.state,
      d.on_day_from as from, greatest(d.on_day_from, least(d.on_day_to, ${last(sql`p.valid_from`, sql`p.valid_to`)})) as until
    from duty d join participation p on p.city_id = d.city_id and p.id = d.participation_id join org o on o.city_id = p.city_id and o.id = p.org_id
    join post s on s.city_id = d.city_id and s.id = d.post_id join area a on a.city_id = s.city_id and a.id = s.area_id
    left join area b on b.city_id = a.city_id and b.id = a.parent_id
    where d.city_id = ${cityId} and p.person_id = ${personId} order by d.on_day_from desc`);
  const shifts = await rows(sql<PersonRecord['shifts'][number]>`
    select o.name as organization, s.name as post, s.shift, d.on_day as day
    from roster_duty d join roster r on r.city_id = d.city_id and r.id = d.roster_id join org o on o.city_id = r.city_id and o.id = r.org_id
    join post s on s.city_id = d.city_id and s.id = d.post_id
    where d.city_id = ${cityId} and d.person_id = ${personId} order by d.on_day, s.start_minute`);
  const dayWishes = await rows(sql<PersonRecord['dayWishes'][number]>`
    select o.name as organization, w.kind, w.on_day as day from roster_wish w join org o on o.city_id = w.city_id and o.id = w.org_id
    where w.city_id = ${cityId} and w.person_id = ${personId} order by w.on_day`);
  const offices = await rows(sql<PersonRecord['offices'][number]>`
    select o.name as organization, f.office, f.valid_from as from, least(${last(sql`f.valid_from`, sql`f.valid_to`)},
      coalesce((select max(${last(sql`q.valid_from`, sql`q.valid_to`)}) from participation q
        where q.city_id = f.city_id and q.org_id = f.org_id and q.person_id = f.person_id), f.valid_to)) as until
    from office f join org o on o.city_id = f.city_id and o.id = f.org_id
    where f.city_id = ${cityId} and f.person_id = ${personId} order by f.valid_from desc`);
  const skills = await rows(
    sql<{ code: string }>`select code from person_skill where city_id = ${cityId} and person_id = ${personId} order by code`,
  );
  const [wish] = await rows(sql<NonNullable<PersonRecord['wish']>>`
    select willing, windows, erase_after as "eraseAfter" from person_wish where city_id = ${cityId} and person_id = ${personId}`);
  const absences = await rows(sql<PersonRecord['absences'][number]>`
    select valid_from as from, valid_to as until, noted_on as "notedOn" from person_absence where city_id = ${cityId} and person_id = ${personId} order by valid_from desc`);
  const serviceNotes = await rows(sql<PersonRecord['serviceNotes'][number]>`
    select org_name as organization, role, day_from as from, greatest(day_to, day_from + 1) as until, thanks from service_note
    where city_id = ${cityId} and person_id = ${personId} order by day_from desc`);
  const transfers = await rows(sql<PersonRecord['transfers'][number]>`
    select o.name as organization, x.started_on as from, x.received_on as until from transfer x
    join org o on o.city_id = x.city_id and o.id = x.to_org_id
    where x.city_id = ${cityId} and x.person_id = ${personId} order by x.started_on desc`);
  const tasks = await rows(sql<PersonRecord['tasks'][number]>`
    with held as (
      select task_id, 'offer-' || state as what, null::uuid as post_id, null::text as leads, erase_after from offer where city_id = ${cityId} and person_id = ${personId}
      union all select c.task_id, 'question-' || case when c.answer = 'open' and q.state not in ('planned', 'submitted') then 'over' else c.answer end,
        null, c.leads, c.erase_after from consultation c join task q on q.city_id = c.city_id and q.id = c.task_id
        where c.city_id = ${cityId} and c.person_id = ${personId}
      union all select task_id, 'rests', null, null, erase_after from task_rest where city_id = ${cityId} and person_id = ${personId}
      union all select p.task_id, 'planned', r.post_id, null, null from plan_row r join plan p on p.city_id = r.city_id and p.id = r.plan_id
        where r.city_id = ${cityId} and r.person_id = ${personId}
      union all select task_id, kind, post_id, null, null from plan_choice where city_id = ${cityId} and person_id = ${personId}
      union all select task_id, 'officer', null, null, null from chain_choice where city_id = ${cityId} and person_id = ${personId}
      union all select task_id, 'replacement', post_id, null, null from slot_opening where city_id = ${cityId} and proposed_person_id = ${personId})
    select distinct t.title as task, h.what, coalesce(h.leads, concat_ws(' ', s.name, s.shift)) as post, h.erase_after as "eraseAfter"
    from held h join task t on t.city_id = ${cityId} and t.id = h.task_id left join post s on s.city_id = ${cityId} and s.id = h.post_id
    order by 1, 2, 3`);
  const notices = await rows(sql<PersonRecord['notices'][number]>`
    select params ->> 'title' as task, kind, params, to_char(created_at, 'YYYY-MM-DD') as day, erase_after as "eraseAfter" from notice
    where city_id = ${cityId} and person_id = ${personId} order by created_at desc`);
  return {
    ...person,
    transfers,
    tasks,
    notices,
    homes,
    participations,
    duties,
    shifts,
    dayWishes,
    offices,
    skills: skills.map((one) => one.code),
    wish: wish ?? null,
    absences,
    serviceNotes,
  };
}
