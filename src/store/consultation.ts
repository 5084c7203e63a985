/** What lending units and members answer before approval. A person's answer has no reason and is erased; a unit's has one. */
import { type RawBuilder, sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { newId } from './id.ts';
import type { Part } from './part.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** Someone whom the plan would have lead an organization without serving at a post. */
export interface WouldLead {
  readonly personId: string;
  /** Name of the organization. */
  readonly org: string;
}

/** Whom a plan is to be put to. */
export interface Asking {
  readonly cityId: string;
  readonly taskId: string;
  readonly planId: string;
  readonly leaders: readonly WouldLead[];
}

/**
 * Everyone of a plan (`now`: person, what they would do, unit) beside the newest question put to each person (`asked`) and each unit
 * (`asked_units`) of the task. A question holds on for the same days: for a person with the same posts, for a unit that lends no more than it
 * was asked for and, if it objected, no other number.
 */
function standing({
  cityId,
  taskId,
  planId,
  leaders,
}: Omit<Asking, 'planId'> & { readonly planId: string | null }): RawBuilder<unknown> {
  return sql`
    does as (select r.plan_id, r.person_id, string_agg(r.post_id::text, ' ' order by r.post_id) as posts from plan_row r
      where r.city_id = ${cityId} and r.person_id is not null and (r.plan_id = ${planId}::uuid
        or r.plan_id in (select c.plan_id from consultation c where c.city_id = ${cityId} and c.task_id = ${taskId}::uuid)) group by 1, 2),
    now as (select n.person_id, n.posts, n.org, p.unit_id from (
        select d.person_id, d.posts, null::text as org from does d where d.plan_id = ${planId}::uuid
        union all select l."personId", '', l.org from jsonb_to_recordset(${JSON.stringify(leaders)}::jsonb) as l("personId" uuid, org text)
          where not exists (select 1 from does d where d.plan_id = ${planId}::uuid and d.person_id = l."personId")) n
      join person p on p.city_id = ${cityId} and p.id = n.person_id),
    asked as (select a.*, coalesce(d.posts, '') as posts from (
        select distinct on (c.person_id) c.id, c.person_id, c.plan_id, c.leads, c.day_from, c.day_to from consultation c
          join plan v on v.city_id = c.city_id and v.id = c.plan_id
        where c.city_id = ${cityId} and c.task_id = ${taskId}::uuid and c.person_id is not null order by c.person_id, v.version_no desc) a
      left join does d on d.plan_id = a.plan_id and d.person_id = a.person_id),
    asked_units as (select distinct on (c.unit_id) c.id, c.unit_id, c.answer, c.people, c.day_from, c.day_to from consultation c
        join plan v on v.city_id = c.city_id and v.id = c.plan_id
      where c.city_id = ${cityId} and c.task_id = ${taskId}::uuid and c.unit_id is not null order by c.unit_id, v.version_no desc),
    span as (${spanOf(cityId, taskId)}),
    people as (select n.person_id, n.org, a.id as question, a.posts = n.posts and a.leads is not distinct from n.org and ${SAME_DAYS} as holds
      from now n cross join span left join asked a on a.person_id = n.person_id),
    units as (select u.unit_id, u.people, a.id as question,
        (u.people = a.people or (a.answer <> 'objected' and u.people < a.people)) and ${SAME_DAYS} as holds
      from span cross join (select unit_id, count(distinct person_id)::int as people from now where unit_id is not null group by 1) u
      left join asked_units a on a.unit_id = u.unit_id)`;
}

/** The days of a task: those of its posts. */
const spanOf = (cityId: string, taskId: string) => sql`select min(s.day_from) as day_from, max(s.day_to) as day_to from post s
      where s.city_id = ${cityId} and s.task_id = ${taskId}::uuid and not s.withdrawn`;

/** Whether a question `a` was put for the days of `span`. */
const SAME_DAYS = sql`(a.day_from is null or (a.day_from = span.day_from and a.day_to = span.day_to))`;

/** What a plan asks anew: `ids` of the questions put now, so that only those are told. */
export interface Asked {
  readonly ids: readonly string[];
  readonly units: number;
  readonly people: number;
}

/**
 * Puts a plan version to everyone in it, leaders without a post too, and to their units. Whoever was asked for the same before keeps question
 * and answer; open questions to those who are no longer in the plan go.
 */
export async function startConsultation(trx: Q, asking: Asking, eraseAfter: Day): Promise<Asked> {
  const { cityId, taskId, planId } = asking;
  const { rows } = await sql<{
    person: string | null;
    unit: string | null;
    org: string | null;
    people: number | null;
    question: string | null;
    holds: boolean;
  }>`
    with ${standing(asking)}
    select person_id as person, null::uuid as unit, org, null::int as people, question, coalesce(holds, false) as holds from people
    union all select null, unit_id, null, people, question, coalesce(holds, false) from units`.execute(trx);
  const ids = (holds: boolean) => rows.flatMap((row) => (row.question !== null && row.holds === holds ? [row.question] : []));
  const kept = rows.flatMap(({ question, holds, people }) => (question !== null && holds ? [{ id: question, people }] : []));
  await sql`update consultation c set plan_id = ${planId}::uuid, people = k.people
    from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as k(id uuid, people int) where c.city_id = ${cityId} and c.id = k.id`.execute(
    trx,
  );
  await sql`delete from consultation where city_id = ${cityId} and task_id = ${taskId}::uuid
    and ((answer = 'open' and id <> all(${ids(true)}::uuid[])) or (plan_id = ${planId}::uuid and id = any(${ids(false)}::uuid[])))`.execute(
    trx,
  );
  const fresh = rows.filter((row) => !row.holds).map(({ question, holds, ...asked }) => ({ id: newId(), ...asked }));
  await sql`
    insert into consultation (city_id, id, task_id, plan_id, unit_id, person_id, leads, day_from, day_to, people, erase_after)
    select ${cityId}, r.id, ${taskId}::uuid, ${planId}::uuid, r.unit, r.person, r.org, span.day_from, span.day_to, r.people, ${eraseAfter}::date
    from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as r(id uuid, unit uuid, person uuid, org text, people int)
    cross join (${spanOf(cityId, taskId)}) span`.execute(trx);
  const units = fresh.filter((row) => row.unit !== null).length;
  return { ids: fresh.map((row) => row.id), units, people: fresh.length - units };
}

/** Questions of a plan version that wait for an answer. */
export async function openConsultation(db: Q, cityId: string, planId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('consultation')
    .select('id')
    .where('city_id', '=', cityId)
    .where('plan_id', '=', planId)
    .where('answer', '=', 'open')
    .execute();
  return rows.map((row) => row.id);
}

/** Who of a plan has not been asked about it: people and units never asked, and those asked about another post or other days. */
export interface Unasked {
  readonly added: number;
  readonly moved: number;
  readonly units: number;
}

/** How the answers stand. */
export interface ConsultationCounts {
  readonly units: number;
  readonly people: number;
  readonly agreed: number;
  readonly objected: number;
  readonly hindered: number;
  readonly unasked: Unasked;
}

/** The newest question to each unit and each person of a task. */
const newest = (cityId: string, taskId: string) => sql`
  select distinct on (coalesce(c.unit_id, c.person_id)) c.id, c.unit_id, c.person_id, c.plan_id, c.answer, c.opinion, c.leads, v.version_no
  from consultation c join plan v on v.city_id = c.city_id and v.id = c.plan_id
  where c.city_id = ${cityId} and c.task_id = ${taskId}::uuid order by coalesce(c.unit_id, c.person_id), v.version_no desc`;

/**
 * Asked and agreed: of the newest plan version that was put to anyone, without those who are no longer in it; objections and hindrances of the whole task; who of a plan has not been
 * asked, once anybody was. Without a plan (null) nobody is looked for.
 */
export async function countConsultation(
  db: Q,
  asking: Omit<Asking, 'planId'> & { readonly planId: string | null },
): Promise<ConsultationCounts> {
  const { cityId, taskId, planId } = asking;
  const { rows } = await sql<Omit<ConsultationCounts, 'unasked'> & { added: number; moved: number; lending: number }>`
    with ${standing(asking)}, q as (${newest(cityId, taskId)}), last as (select max(version_no) as no from q),
    unasked as (select (select count(*)::int from people where question is null) as added,
      (select count(*)::int from people where question is not null and not holds) as moved,
      (select count(*)::int from units where question is null or not holds) as lending
      where ${planId}::uuid is not null and exists (select 1 from q))
    select c.*, coalesce(u.added, 0) as added, coalesce(u.moved, 0) as moved, coalesce(u.lending, 0) as lending from (
      select count(unit_id) filter (where version_no = no)::int as units, count(person_id) filter (where version_no = no
          and (plan_id is distinct from ${planId}::uuid or exists (select 1 from people n where n.question = q.id)))::int as people,
        count(*) filter (where answer = 'agreed' and unit_id is not null and version_no = no)::int as agreed,
        count(*) filter (where answer = 'objected')::int as objected,
        count(*) filter (where answer = 'hindered')::int as hindered
      from q, last) c left join unasked u on true`.execute(db);
  const { added, moved, lending, ...counts } = rows[0]!;
  return { ...counts, unasked: { added, moved, units: lending } };
}

/** Objections of units with their words. */
export async function listObjections(
  db: Q,
  cityId: string,
  taskId: string,
): Promise<{ id: string; unitName: string; opinion: string }[]> {
  const { rows } = await sql<{ id: string; unitName: string; opinion: string }>`
    select q.id, u.name as "unitName", coalesce(q.opinion, '') as opinion from (${newest(cityId, taskId)}) q
    join unit u on u.city_id = ${cityId} and u.id = q.unit_id where q.answer = 'objected' order by u.name, q.id`.execute(db);
  return rows;
}

/** Someone who cannot come: what for, whether the person still has a place (`serves`) or leads in the present plan (`planned`: either). */
export interface HinderedPerson {
  readonly personId: string;
  readonly name: string;
  readonly unitName: string | null;
  readonly posts: readonly { readonly post: string; readonly shift: string | null; readonly place: string }[];
  readonly leads: string | null;
  readonly planned: boolean;
  readonly serves: boolean;
}

/** Who said "hindered", those whom the present plan still counts on first. */
export async function listHindered(db: Q, { cityId, taskId, planId, leaders }: Asking, limit: number): Promise<HinderedPerson[]> {
  const { rows } = await sql<HinderedPerson>`
    select q.person_id as "personId", coalesce(n.name, '') as name, u.name as "unitName", q.leads,
      (select coalesce(jsonb_agg(jsonb_build_object('post', s.name, 'shift', s.shift, 'place', case when a.name = s.name then coalesce(b.name, a.name) else a.name end)
          order by s.day_from, s.start_minute), '[]')
        from plan_row r join post s on s.city_id = r.city_id and s.id = r.post_id join area a on a.city_id = s.city_id and a.id = s.area_id
        left join area b on b.city_id = a.city_id and b.id = a.parent_id
        where r.city_id = ${cityId} and r.plan_id = q.plan_id and r.person_id = q.person_id) as posts,
      x.serves, x.serves or q.person_id = any(${leaders.map((one) => one.personId)}::uuid[]) as planned
    from (${newest(cityId, taskId)}) q join person p on p.city_id = ${cityId} and p.id = q.person_id
    left join person_name n on n.city_id = p.city_id and n.person_id = p.id left join unit u on u.city_id = p.city_id and u.id = p.unit_id
    cross join lateral (select exists (select 1 from plan_row r where r.city_id = ${cityId} and r.plan_id = ${planId}::uuid
      and r.person_id = q.person_id) as serves) x
    where q.answer = 'hindered' order by planned desc, u.name nulls last, q.id limit ${limit}`.execute(db);
  return rows;
}

/** A plan that asks a unit for people. */
export interface UnitQuestion {
  readonly id: string;
  readonly taskId: string;
  readonly title: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly people: number;
  readonly cap: number | null;
  readonly until: Date | null;
  readonly answer: string;
  readonly opinion: string | null;
}

/** Questions to units whose organizations are the given ones or lie below them, of each task the newest, while it waits. */
export async function questionsToUnits(db: Q, cityId: string, anchors: readonly string[], part: Part): Promise<UnitQuestion[]> {
  const { rows } = await sql<UnitQuestion>`
    select c.id, c.task_id as "taskId", t.title, u.id as "unitId", u.name as "unitName", u.release_cap as cap, t.consult_until as until, c.answer, c.opinion, c.people
    from consultation c join task t on t.city_id = c.city_id and t.id = c.task_id join unit u on u.city_id = c.city_id and u.id = c.unit_id
      join plan v on v.city_id = c.city_id and v.id = c.plan_id
    where c.city_id = ${cityId} and t.state in ('planned', 'submitted')
      and not exists (select 1 from consultation x join plan w on w.city_id = x.city_id and w.id = x.plan_id
        where x.city_id = c.city_id and x.task_id = c.task_id and x.unit_id = c.unit_id and w.version_no > v.version_no)
      and exists (select 1 from org o join org_closure k on k.city_id = o.city_id and k.descendant_id = o.id
        where o.city_id = c.city_id and o.unit_id = c.unit_id and k.ancestor_id = any(${anchors}::uuid[]))
    order by t.consult_until nulls last, u.name, c.id offset ${part.offset} limit ${part.limit}`.execute(db);
  return rows;
}

/** Records a unit's answer to whatever it was asked about the task; false when it was not asked. */
export async function answerForUnit(
  trx: Q,
  cityId: string,
  taskId: string,
  unitId: string,
  answer: 'agreed' | 'objected',
  opinion: string,
  at: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('consultation')
    .set({ answer, opinion: opinion.trim() || null, answered_at: at })
    .where('city_id', '=', cityId)
    .where('task_id', '=', taskId)
    .where('unit_id', '=', unitId)
    .executeTakeFirst();
  return Number(result.numUpdatedRows) > 0;
}

/** Records that a person has a hindrance (or takes it back); no reason is asked or kept. */
export async function answerForPerson(
  trx: Q,
  cityId: string,
  id: string,
  personId: string,
  answer: 'agreed' | 'hindered',
  at: Date,
): Promise<{ taskId: string } | undefined> {
  return trx
    .updateTable('consultation')
    .set({ answer, answered_at: at })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .returning('task_id as taskId')
    .executeTakeFirst();
}

/** People who said "hindered" for a task: they are kept out of the next plan. */
export async function hinderedPeople(db: Q, cityId: string, taskId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select person_id as id from (${newest(cityId, taskId)}) q where q.answer = 'hindered'`.execute(db);
  return rows.map((row) => row.id);
}
