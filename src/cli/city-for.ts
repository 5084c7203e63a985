import { type City, listCities } from '#store/city';
import type { Store } from '#store/database';
import { Failure } from '#store/failure';
import type { Environment } from './environment.ts';

/** The city that a command works on: the one named by the environment, or the only one. Throws `Failure` that names the cities. */
export async function cityFor(store: Store, environment: Environment): Promise<City> {
  const cities = await listCities(store);
  const named = environment.city;
  const ids = cities.map((one) => one.id).join(', ');
  if (named !== undefined) {
    const city = cities.find((one) => one.id === named);
    if (!city) throw new Failure('city-unknown', { city: named, cities: ids });
    return city;
  }
  if (cities.length > 1) throw new Failure('city-several', { cities: ids });
  if (!cities[0]) throw new Failure('city-missing');
  return cities[0];
}
