import { Failure } from '#store/failure';
import type { Call, ExitCode } from '../command.ts';
import { ensureDemoAccounts } from '../demo-city.ts';
import { withDatabase } from '../open-database.ts';
import { DEMO_CITY, seedDemoCity } from '../seed-city.ts';

/** Seeds and says how many rows and seconds it took; a filled database and production mode are refused. */
export async function runSeed({ environment, out, options }: Call): Promise<ExitCode> {
  const seed = Number(options.seed);
  if (environment.mode === 'production') throw new Failure('seed-production');
  const scale = options.scale === 'city' ? 'city' : 'demo';
  return withDatabase<ExitCode>(environment, out, async (database) => {
    const { owner } = database;
    const begin = Date.now();
    const counts = await seedDemoCity(owner, { scale, seed, onProgress: (part) => out.progress('progress.seed', {}, part) });
    await ensureDemoAccounts(database, { id: DEMO_CITY.id, demo: true });
    const seconds = Math.round((Date.now() - begin) / 100) / 10;
    out.progressDone();
    const { person = 0, org = 0, unit = 0 } = counts;
    out.say('seed.done', { city: DEMO_CITY.name, persons: person, organizations: org, units: unit, seconds });
    out.result({ city: DEMO_CITY.id, scale, seed, seconds, rows: counts });
    return 0;
  });
}
