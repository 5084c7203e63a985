import { sql } from 'kysely';
import { newId } from './id.ts';
import type { Db, Trx } from './schema.ts';
import { type Body, orgsBelow } from './scope.ts';

/** A request to correct something about a person. */
export interface CorrectionRow {
  readonly id: string;
  readonly personId: string;
  readonly field: string;
  readonly proposed: string;
  readonly state: 'open' | 'done' | 'refused';
  readonly answer: string | null;
  readonly createdAt: Date;
  readonly answeredAt: Date | null;
}

/** A request with the person's name and the organization that holds the relationship. */
export interface CorrectionToAnswer extends CorrectionRow {
  readonly name: string | null;
  readonly organization: string | null;
}

/** Keeps a request. */
export async function addCorrection(
  trx: Db | Trx,
  request: { cityId: string; personId: string; field: string; proposed: string; now: Date },
): Promise<string> {
  const id = newId();
  await trx
    .insertInto('correction_request')
    .values({
      city_id: request.cityId,
      id,
      person_id: request.personId,
      field: request.field,
      proposed: request.proposed,
      created_at: request.now,
    })
    .execute();
  return id;
}

/** Requests of one person, newest first. */
export async function correctionsOf(db: Db | Trx, cityId: string, personId: string): Promise<CorrectionRow[]> {
  return db
    .selectFrom('correction_request')
    .select([
      'id',
      'person_id as personId',
      'field',
      'proposed',
      'state',
      'answer',
      'created_at as createdAt',
      'answered_at as answeredAt',
    ])
    .where('city_id', '=', cityId)
    .where('person_id', '=', personId)
    .orderBy('id', 'desc')
    .execute();
}

/** Requests of members at or below a body, open ones first, after `[open 1|0, id]`; or the one of an id. */
export async function correctionsBelow(
  db: Db | Trx,
  body: Body,
  choice: { limit: number; after?: readonly [number, string] | undefined; id?: string },
): Promise<CorrectionToAnswer[]> {
  let query = db
    .selectFrom('correction_request as c')
    .innerJoin('home as h', (join) =>
      join
        .onRef('h.city_id', '=', 'c.city_id')
        .onRef('h.person_id', '=', 'c.person_id')
        .on('h.valid_from', '<=', body.today)
        .on('h.valid_to', '>', body.today),
    )
    .leftJoin('person_name as n', (join) => join.onRef('n.city_id', '=', 'c.city_id').onRef('n.person_id', '=', 'c.person_id'))
    .leftJoin('org as o', (join) => join.onRef('o.city_id', '=', 'h.city_id').onRef('o.id', '=', 'h.org_id'))
    .select([
      'c.id as id',
      'c.person_id as personId',
      'c.field as field',
      'c.proposed as proposed',
      'c.state as state',
      'c.answer as answer',
      'c.created_at as createdAt',
      'c.answered_at as answeredAt',
      'n.name as name',
      'o.name as organization',
    ])
    .where('c.city_id', '=', body.cityId)
    .where(orgsBelow(body, sql.ref('h.org_id')))
    .orderBy(sql`(c.state = 'open')`, 'desc')
    .orderBy('c.id', 'desc')
    .limit(choice.limit);
  if (choice.id !== undefined) query = query.where('c.id', '=', choice.id);
  if (choice.after)
    query = query.where(sql<boolean>`((c.state = 'open')::int, c.id) < (${choice.after[0]}::int, ${choice.after[1]}::uuid)`);
  return query.execute();
}

/** Answers an open request; false when it is answered already. */
export async function answerCorrection(
  trx: Db | Trx,
  cityId: string,
  id: string,
  answer: { state: 'done' | 'refused'; text: string | null; by: string; now: Date },
): Promise<boolean> {
  const row = await trx
    .updateTable('correction_request')
    .set({ state: answer.state, answer: answer.text, answered_by: answer.by, answered_at: answer.now })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
