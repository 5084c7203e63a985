import { createCity, listCities } from '#store/city';
import { Failure } from '#store/failure';
import type { Call, ExitCode } from '../command.ts';
import { withDatabase } from '../open-database.ts';

/** Opening a database migrates it; what remains is to say so, and to make the city when asked. */
export async function runMigrate({ environment, out, options }: Call): Promise<ExitCode> {
  return withDatabase<ExitCode>(environment, out, async ({ store, applied }) => {
    const code = options.city;
    if (code !== undefined) {
      const others = (await listCities(store)).filter((city) => city.id !== code);
      if (others[0] && !environment.database)
        throw new Failure('city-other', { found: others[0].id, folder: environment.dataFolder });
      await createCity(store, { id: code, name: options.name ?? code, code, demo: false });
    }
    const cities = await listCities(store);
    out.progressDone();
    out.say(applied.length > 0 ? 'migrate.applied' : 'migrate.current', { count: applied.length });
    for (const city of cities) out.say('migrate.city', { id: city.id, name: city.name });
    out.result({ applied, cities });
    return 0;
  });
}
