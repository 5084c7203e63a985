/**
 * What waits for a body because people or units are asked or offer themselves: questions of plans, their answers, offers; and the
 * county that one's own tasks lie in. Owns only SQL.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from './schema.ts';
import type { Body } from './scope.ts';
import type { OneOf } from './waiting.ts';

type Q = Db | Trx;

/** A plan that asks units of the body for people and has no answer yet. */
export interface OpenQuestion extends OneOf {
  readonly taskId: string;
  readonly title: string;
  readonly units: number;
  readonly unitName: string;
  readonly until: Date | null;
}

/** Questions to units of the organizations at or below the body, the nearest deadline first; those whose time is over are gone. */
export async function openQuestions(db: Q, body: Body, now: Date, most: number): Promise<OpenQuestion[]> {
  const { rows } = await sql<OpenQuestion>`
    select t.id as "taskId", t.title, count(distinct u.id)::int as units, min(u.name) as "unitName", t.consult_until as until, count(*) over ()::int as of
    from consultation c join task t on t.city_id = c.city_id and t.id = c.task_id join unit u on u.city_id = c.city_id and u.id = c.unit_id
    where c.city_id = ${body.cityId} and c.answer = 'open' and t.state = 'planned' and (t.consult_until is null or t.consult_until > ${now})
      and exists (select 1 from org o where o.city_id = c.city_id and o.unit_id = c.unit_id and o.id = any(${body.anchors}::uuid[]))
    group by t.id, t.title, t.consult_until order by t.consult_until nulls last, t.title limit ${most}`.execute(db);
  return rows;
}

/** What units and people answered about the newest plan of a task that is not submitted yet. */
export interface Answers extends OneOf {
  readonly taskId: string;
  readonly title: string;
  readonly objected: number;
  readonly hindered: number;
  readonly since: Date;
}

/** Tasks in reach (alias `t`) with objections or hindrances, counts only. */
export async function answersToLookAt(db: Q, cityId: string, reach: RawBuilder<boolean>, most: number): Promise<Answers[]> {
  const { rows } = await sql<Answers>`
    select t.id as "taskId", t.title, count(*) over ()::int as of, count(*) filter (where c.answer = 'objected')::int as objected,
      count(*) filter (where c.answer = 'hindered')::int as hindered, min(c.answered_at) as since
    from task t
    join lateral (select p.id from plan p where p.city_id = t.city_id and p.task_id = t.id and p.state in ('ready', 'stopped') order by p.version_no desc limit 1) p on true
    join consultation c on c.city_id = t.city_id and c.plan_id = p.id and c.answer in ('objected', 'hindered')
    where t.city_id = ${cityId} and t.state = 'planned' and ${reach}
    group by t.id, t.title order by since limit ${most}`.execute(db);
  return rows;
}

/** How many questions of plans a person has not answered: of each task the newest version that asks, as {@link questionsTo} lists them. */
export async function myOpenQuestions(db: Q, body: Body, now: Date): Promise<number> {
  if (!body.personId) return 0;
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from consultation c join task t on t.city_id = c.city_id and t.id = c.task_id
    where c.city_id = ${body.cityId} and c.person_id = ${body.personId}::uuid and c.answer = 'open' and t.state in ('planned', 'submitted')
      and (t.consult_until is null or t.consult_until > ${now})
      and not exists (select 1 from consultation n join plan w on w.city_id = n.city_id and w.id = n.plan_id
        join plan v on v.city_id = c.city_id and v.id = c.plan_id
        where n.city_id = c.city_id and n.task_id = c.task_id and n.person_id = c.person_id and w.version_no > v.version_no)`.execute(
    db,
  );
  return rows[0]!.n;
}

/** A county inside the reach of a body with its committee; what the page Today can be narrowed to. */
export interface FocusArea {
  readonly name: string;
  readonly orgId: string;
  /** Tasks in it that are not closed. */
  readonly taskIds: readonly string[];
}

/** The county with most open tasks of the account, when the body reaches further than one county; undefined when there is none. */
export async function focusArea(db: Q, body: Body, reach: RawBuilder<boolean>): Promise<FocusArea | undefined> {
  const { rows } = await sql<FocusArea>`
    select c.name, o.id as "orgId", array_agg(t.id) as "taskIds"
    from task t join area a on a.city_id = t.city_id and a.id = t.area_id
    join area c on c.city_id = a.city_id and a.path like c.path || '%' and c.kind in ('district', 'county', 'county-city', 'zone')
    join org o on o.city_id = c.city_id and o.area_id = c.id and o.standing and o.class = 'local' and o.form = 'committee' and o.unit_id is null
    where t.city_id = ${body.cityId} and t.state not in ('ended', 'cancelled', 'standing-enough') and ${reach}
      and not (o.id = any(${body.anchors}::uuid[])) and coalesce(c.path like ${body.areaPath} || '%', false)
    group by c.id, c.name, o.id
    order by count(*) filter (where t.created_by = ${body.accountId}::uuid) desc, count(*) desc, c.name limit 1`.execute(db);
  return rows[0];
}
