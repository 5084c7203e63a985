import type { Store } from './database.ts';
import type { Db, Trx } from './schema.ts';
import { type Target, withClient } from './target.ts';

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

/** The zone of the named city, or of the only one; undefined while there is none. */
export async function zoneOf(owner: Target, cityId: string | undefined): Promise<string | undefined> {
  return withClient(owner, async (client) => {
    const { rows } = await client.query<{ id: string; zone: string }>('select id, time_zone as zone from city order by id');
    return (cityId === undefined ? rows : rows.filter((row) => row.id === cityId))[0]?.zone;
  });
}
