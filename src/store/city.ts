import type { Store } from './database.ts';
import type { Db, Trx } from './schema.ts';

/** A city of this database. */
export interface City {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  /** IANA zone that decides what day it is. */
  readonly timeZone: string;
  readonly demo: boolean;
}

/** All cities, by id; an embedded database has at most one. */
export async function listCities(store: Store): Promise<readonly City[]> {
  return store.db.selectFrom('city').select(['id', 'name', 'code', 'time_zone as timeZone', 'demo']).orderBy('id').execute();
}

/** Makes the city unless it exists. */
export async function createCity(store: Store, city: Omit<City, 'timeZone'> & { timeZone?: string }): Promise<void> {
  const { timeZone, ...rest } = city;
  await store.db
    .insertInto('city')
    .values({ ...rest, ...(timeZone === undefined ? {} : { time_zone: timeZone }) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** The city of this id; throws when there is none. */
export async function cityOf(db: Db | Trx, cityId: string): Promise<City> {
  return db
    .selectFrom('city')
    .select(['id', 'name', 'code', 'time_zone as timeZone', 'demo'])
    .where('id', '=', cityId)
    .executeTakeFirstOrThrow();
}
