/** The documents of a plan version: written once with it, read whole, as text, or without those who stay at home. */
import { type RawBuilder, sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** A member of a problem of whom nothing is known about wishes and time. */
const NO_WISHES = { label: null, willing: 'unknown', wishes: { prefer: [], never: [] }, busy: [] };

/** A member of a problem of whom nothing is known but that someone is meant. */
const NOBODY = {
  ...NO_WISHES,
  ...{ unit: null, places: [], homeArea: null, skills: [], tier: null, system: null, region: null, source: 'other' },
};

/** Days after a task was called off until the wishes in its plans go; one that ended has its date. */
const WISHES_DAYS = 30;

/** A document of a version, parsed; undefined while it is not there. */
export async function planDocument(
  db: Q,
  cityId: string,
  planId: string,
  kind: 'problem' | 'plan' | 'verification',
): Promise<unknown> {
  const rows = await db
    .selectFrom('plan_document')
    .select('body')
    .where('city_id', '=', cityId)
    .where('plan_id', '=', planId)
    .where('kind', '=', kind)
    .orderBy('part')
    .execute();
  const [first, ...rest] = rows.map((row) => row.body as { readonly members?: readonly unknown[] });
  return first === undefined || rest.length === 0
    ? first
    : { ...first, members: [first, ...rest].flatMap((part) => part.members ?? []) };
}

/**
 * A document of a version as it is written; undefined while it is not there. Whoever hands it to a worker need not parse it: members in
 * parts are put together as text.
 */
export async function planDocumentText(
  db: Q,
  cityId: string,
  planId: string,
  kind: 'problem' | 'plan' | 'verification',
): Promise<string | undefined> {
  const { rows } = await sql<{ head: string; members: string | null; whole: boolean }>`
    select case when count(*) over () = 1 then d.body::text when d.part = 0 then (d.body - 'members')::text else '' end as head,
      case when count(*) over () > 1 then (d.body -> 'members')::text end as members, count(*) over () = 1 as whole
    from plan_document d where d.city_id = ${cityId} and d.plan_id = ${planId} and d.kind = ${kind} order by d.part`.execute(db);
  const [first] = rows;
  if (first === undefined || first.whole) return first?.head;
  const lists = rows.map((row) => (row.members ?? '[]').slice(1, -1)).filter((list) => list !== '');
  return `${first.head.slice(0, -1)}, "members": [${lists.join(', ')}]}`;
}

/**
 * Takes what is personal out of the members of problems: of these people everything but that they are someone (`people`), or of everyone
 * wishes, willingness and times taken elsewhere, in versions of tasks whose wishes are over (`wishesOver`). Returns for how many people or versions;
 * plans, bounds and counts stay as they were.
 */
export async function thinProblems(
  trx: Q,
  cityId: string,
  what: { people: readonly string[] } | { wishesOver: Day },
): Promise<number> {
  const thin = (condition: RawBuilder<unknown>, member: RawBuilder<unknown>) => sql`
    update plan_document d set body = jsonb_set(d.body, '{members}', (select coalesce(jsonb_agg(${member} order by m.place), '[]'::jsonb)
      from jsonb_array_elements(d.body -> 'members') with ordinality as m(one, place)))
    where d.city_id = ${cityId} and d.kind = 'problem' and ${condition}`;
  if ('people' in what) {
    const these = sql`m.one ->> 'id' = any(${[...what.people]}::text[])`;
    await thin(
      sql`exists (select 1 from jsonb_array_elements(d.body -> 'members') as m(one) where ${these})`,
      sql`case when ${these} then m.one || ${JSON.stringify(NOBODY)}::jsonb else m.one end`,
    ).execute(trx);
    return what.people.length;
  }
  const { rows } = await sql<{ id: string }>`update plan p set wishes_erased = true from task t
    where p.city_id = ${cityId} and not p.wishes_erased and t.city_id = p.city_id and t.id = p.task_id
      and coalesce(t.erase_wishes_on, t.ended_on + ${WISHES_DAYS}::int) <= ${what.wishesOver} returning p.id`.execute(trx);
  if (rows.length === 0) return 0;
  await thin(
    sql`d.plan_id = any(${rows.map((row) => row.id)}::uuid[])`,
    sql`m.one || ${JSON.stringify(NO_WISHES)}::jsonb`,
  ).execute(trx);
  return rows.length;
}

/** The problem of a version with the people alone who serve or lead in its plan; undefined while it is not there. */
export async function servingProblem(db: Q, cityId: string, planId: string): Promise<unknown> {
  const { rows } = await sql<{ body: unknown }>`
    with plan as (select body from plan_document where city_id = ${cityId} and plan_id = ${planId} and kind = 'plan'),
    serving as (
      select one ->> 'member' as id from plan, jsonb_array_elements(plan.body -> 'assignments') one
      union select one ->> 'member' from plan, jsonb_array_elements(plan.body -> 'leaders') one),
    people as (
      select jsonb_agg(m.one order by d.part, m.place) as list
      from plan_document d, jsonb_array_elements(d.body -> 'members') with ordinality as m(one, place)
      where d.city_id = ${cityId} and d.plan_id = ${planId} and d.kind = 'problem' and m.one ->> 'id' in (select id from serving))
    select (d.body - 'members') || jsonb_build_object('members', coalesce((select list from people), '[]'::jsonb)) as body
    from plan_document d where d.city_id = ${cityId} and d.plan_id = ${planId} and d.kind = 'problem' and d.part = 0`.execute(db);
  return rows[0]?.body;
}

/** How many members of each unit the problem of a version has, by the unit's id; empty while it is not there. */
export async function rosterOfPlan(db: Q, cityId: string, planId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ unit: string; count: number }>`
    select one ->> 'unit' as unit, count(*)::int as count
    from plan_document d, jsonb_array_elements(d.body -> 'members') one
    where d.city_id = ${cityId} and d.plan_id = ${planId} and d.kind = 'problem' and one ->> 'unit' is not null
    group by 1`.execute(db);
  return new Map(rows.map((row) => [row.unit, row.count]));
}
