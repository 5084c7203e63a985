/** The documents of a plan version: written once with it, read whole, as text, or without those who stay at home. */
import { sql } from 'kysely';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

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
