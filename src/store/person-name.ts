import type { Db, Trx } from './schema.ts';

/** Names of persons by id; those whose name was erased are missing. */
export async function namesOf(db: Db | Trx, cityId: string, personIds: readonly string[]): Promise<Map<string, string>> {
  if (personIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('person_name')
    .select(['person_id', 'name'])
    .where('city_id', '=', cityId)
    .where('person_id', 'in', personIds)
    .execute();
  return new Map(rows.map((row) => [row.person_id, row.name]));
}
