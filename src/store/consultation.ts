/** What lending units and members answer before approval. A person's answer has no reason and is erased; a unit's has one. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { newId } from './id.ts';
import type { Part } from './part.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** Puts a plan version to the units and people in it; those asked before for this version are not asked twice. */
export async function startConsultation(
  trx: Q,
  cityId: string,
  taskId: string,
  planId: string,
  eraseAfter: Day,
): Promise<{ units: number; people: number }> {
  const people = await trx
    .selectFrom('plan_row as r')
    .innerJoin('person as p', (join) => join.onRef('p.city_id', '=', 'r.city_id').onRef('p.id', '=', 'r.person_id'))
    .select(['p.id', 'p.unit_id as unitId'])
    .where('r.city_id', '=', cityId)
    .where('r.plan_id', '=', planId)
    .execute();
  const rows = [
    ...[...new Set(people.map((one) => one.unitId).filter((id) => id !== null))].map((unit) => ({
      id: newId(),
      unit,
      person: null,
    })),
    ...[...new Set(people.map((one) => one.id))].map((person) => ({ id: newId(), unit: null, person })),
  ];
  const { rows: made } = await sql<{ unit: string | null }>`
    insert into consultation (city_id, id, task_id, plan_id, unit_id, person_id, erase_after)
    select ${cityId}, r.id, ${taskId}::uuid, ${planId}::uuid, r.unit, r.person, ${eraseAfter}::date
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, unit uuid, person uuid)
    where not exists (select 1 from consultation c where c.city_id = ${cityId} and c.plan_id = ${planId}::uuid
      and (c.unit_id = r.unit or c.person_id = r.person))
    returning unit_id as unit`.execute(trx);
  const units = made.filter((row) => row.unit !== null).length;
  return { units, people: made.length - units };
}

/** How the answers stand. */
export interface ConsultationCounts {
  readonly units: number;
  readonly people: number;
  readonly agreed: number;
  readonly objected: number;
  readonly hindered: number;
}

/** Counts over the newest plan version that was put to anyone. */
export async function countConsultation(db: Q, cityId: string, taskId: string): Promise<ConsultationCounts> {
  const { rows } = await sql<ConsultationCounts>`
    select count(unit_id)::int as units, count(person_id)::int as people,
      count(*) filter (where answer = 'agreed' and unit_id is not null)::int as agreed,
      count(*) filter (where answer = 'objected')::int as objected,
      count(*) filter (where answer = 'hindered')::int as hindered
    from consultation where city_id = ${cityId} and task_id = ${taskId}
      and plan_id = (select c.plan_id from consultation c join plan p on p.city_id = c.city_id and p.id = c.plan_id
        where c.city_id = ${cityId} and c.task_id = ${taskId} order by p.version_no desc limit 1)`.execute(db);
  return rows[0] ?? { units: 0, people: 0, agreed: 0, objected: 0, hindered: 0 };
}

/** Objections of units with their words. */
export function listObjections(
  db: Q,
  cityId: string,
  taskId: string,
): Promise<{ id: string; unitName: string; opinion: string }[]> {
  return db
    .selectFrom('consultation as c')
    .innerJoin('unit as u', (join) => join.onRef('u.city_id', '=', 'c.city_id').onRef('u.id', '=', 'c.unit_id'))
    .select(['c.id', 'u.name as unitName'])
    .select(sql<string>`coalesce(c.opinion, '')`.as('opinion'))
    .where('c.city_id', '=', cityId)
    .where('c.task_id', '=', taskId)
    .where('c.answer', '=', 'objected')
    .orderBy('u.name')
    .execute();
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

/** Questions to units whose organizations are the given ones or lie below them, while the task waits. */
export async function questionsToUnits(db: Q, cityId: string, anchors: readonly string[], part: Part): Promise<UnitQuestion[]> {
  const { rows } = await sql<UnitQuestion>`
    select c.id, c.task_id as "taskId", t.title, u.id as "unitId", u.name as "unitName", u.release_cap as cap, t.consult_until as until, c.answer, c.opinion,
      (select count(distinct r.person_id)::int from plan_row r join person p on p.city_id = r.city_id and p.id = r.person_id
        where r.city_id = c.city_id and r.plan_id = c.plan_id and p.unit_id = u.id) as people
    from consultation c join task t on t.city_id = c.city_id and t.id = c.task_id join unit u on u.city_id = c.city_id and u.id = c.unit_id
    where c.city_id = ${cityId} and t.state in ('planned', 'submitted')
      and exists (select 1 from org o join org_closure k on k.city_id = o.city_id and k.descendant_id = o.id
        where o.city_id = c.city_id and o.unit_id = c.unit_id and k.ancestor_id = any(${anchors}::uuid[]))
    order by t.consult_until nulls last, u.name, c.id offset ${part.offset} limit ${part.limit}`.execute(db);
  return rows;
}

/** Records a unit's answer to the newest version; false when it was not asked. */
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
  const rows = await db
    .selectFrom('consultation')
    .select('person_id')
    .distinct()
    .where('city_id', '=', cityId)
    .where('task_id', '=', taskId)
    .where('answer', '=', 'hindered')
    .where('person_id', 'is not', null)
    .execute();
  return rows.map((row) => row.person_id!);
}
