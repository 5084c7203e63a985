import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { Db, Trx } from './schema.ts';

/** How many of a unit's people serve in task organizations on a day, over all tasks, each person once: what the release cap is held against. */
export async function lentOf(db: Db | Trx, cityId: string, unitId: string, asOf: Day): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(distinct person_id)::int as count from participation
    where city_id = ${cityId} and source_unit_id = ${unitId}::uuid and valid_from <= ${asOf} and valid_to > ${asOf}`.execute(db);
  return rows[0]!.count;
}
