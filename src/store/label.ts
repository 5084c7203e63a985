/** Words of kinds that the city renamed, each with the days on which it holds; the past is never rewritten. */
import type { Day } from '#kernel/lib';
import { newId } from './id.ts';
import type { Db, Trx } from './schema.ts';

/** A label with its days, `to` excluded. */
export interface LabelRow {
  readonly key: string;
  readonly lang: string;
  readonly text: string;
  readonly from: Day;
  readonly to: Day;
}

const FOREVER = '9999-12-31' as Day;

/** All labels of the city, by key and language, the latest first. */
export function listLabels(db: Db | Trx, cityId: string): Promise<LabelRow[]> {
  return db
    .selectFrom('label')
    .select(['key', 'lang', 'text', 'valid_from as from', 'valid_to as to'])
    .where('city_id', '=', cityId)
    .orderBy('key')
    .orderBy('lang')
    .orderBy('valid_from', 'desc')
    .execute();
}

/** Lets a word hold from today on, null = the standard word. A word that was set today gives way without a trace: it never held a day. */
export async function setLabel(
  trx: Db | Trx,
  cityId: string,
  label: { key: string; lang: string; text: string | null },
  today: Day,
): Promise<void> {
  const { key, lang, text } = label;
  const now = await trx
    .selectFrom('label')
    .select(['id', 'text', 'valid_from'])
    .where('city_id', '=', cityId)
    .where('key', '=', key)
    .where('lang', '=', lang)
    .where('valid_to', '=', FOREVER)
    .forUpdate()
    .executeTakeFirst();
  if ((now?.text ?? null) === text) return;
  if (now && now.valid_from >= today)
    await trx.deleteFrom('label').where('city_id', '=', cityId).where('id', '=', now.id).execute();
  else if (now)
    await trx.updateTable('label').set({ valid_to: today }).where('city_id', '=', cityId).where('id', '=', now.id).execute();
  if (text !== null)
    await trx.insertInto('label').values({ city_id: cityId, id: newId(), key, lang, text, valid_from: today }).execute();
}
