import type { Day } from '#kernel/lib';
import { newId } from './id.ts';
import type { Db, Trx } from './schema.ts';

/** A complaint or suggestion; nothing in it leads to a sender. */
export interface FeedbackRow {
  readonly id: string;
  readonly kind: 'complaint' | 'suggestion';
  readonly text: string;
  readonly state: 'open' | 'answered';
  readonly answer: string | null;
  readonly createdAt: Date;
  readonly answeredAt: Date | null;
  readonly eraseAfter: Day;
}

const COLUMNS = [
  'id',
  'kind',
  'text',
  'state',
  'answer',
  'created_at as createdAt',
  'answered_at as answeredAt',
  'erase_after as eraseAfter',
] as const;

/** Keeps an entry under the hash of its code; false when there is one under this code already. */
export async function addFeedback(
  trx: Db | Trx,
  entry: { cityId: string; codeHash: string; kind: FeedbackRow['kind']; text: string; now: Date; eraseAfter: Day },
): Promise<boolean> {
  const made = await trx
    .insertInto('feedback')
    .values({
      city_id: entry.cityId,
      id: newId(),
      code_hash: entry.codeHash,
      kind: entry.kind,
      text: entry.text,
      created_at: entry.now,
      erase_after: entry.eraseAfter,
    })
    .onConflict((conflict) => conflict.columns(['city_id', 'code_hash']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/** The entry of a code hash. */
export async function findFeedback(db: Db | Trx, cityId: string, codeHash: string): Promise<FeedbackRow | null> {
  const row = await db
    .selectFrom('feedback')
    .select(COLUMNS)
    .where('city_id', '=', cityId)
    .where('code_hash', '=', codeHash)
    .executeTakeFirst();
  return row ?? null;
}

/** Entries, open ones first, then newest first, after `[state, id]` of the last one shown. */
export async function listFeedback(
  db: Db | Trx,
  cityId: string,
  limit: number,
  after: readonly [string, string] | undefined,
): Promise<FeedbackRow[]> {
  let query = db
    .selectFrom('feedback')
    .select(COLUMNS)
    .where('city_id', '=', cityId)
    .orderBy('state', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  // 'open' sorts after 'answered', so descending order shows open ones first; ids are made in order of time.
  if (after) {
    const [state, id] = after;
    query = query.where((eb) =>
      eb.or([eb('state', '<', state as 'open'), eb.and([eb('state', '=', state as 'open'), eb('id', '<', id)])]),
    );
  }
  return query.execute();
}

/** One entry by its id. */
export async function readFeedback(db: Db | Trx, cityId: string, id: string): Promise<FeedbackRow | null> {
  const row = await db
    .selectFrom('feedback')
    .select(COLUMNS)
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Answers an entry whose answer is still the one that was `seen`; null when it does not exist, or was answered otherwise since. */
export async function answerFeedback(
  trx: Db | Trx,
  cityId: string,
  id: string,
  answer: { text: string; seen: string | null; by: string; now: Date },
): Promise<FeedbackRow | null> {
  const row = await trx
    .updateTable('feedback')
    .set({ answer: answer.text, state: 'answered', answered_by: answer.by, answered_at: answer.now })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .where('answer', 'is not distinct from', answer.seen)
    .returning(COLUMNS)
    .executeTakeFirst();
  return row ?? null;
}
