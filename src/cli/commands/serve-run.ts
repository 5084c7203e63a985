import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { loadContent } from '#server/content';
import type { Deps } from '#server/deps';
import { listen } from '#server/listen';
import { openSecurityLog } from '#server/security-log';
import { startSealer } from '#store/audit-seal';
import { type City, listCities } from '#store/city';
import { Failure } from '#store/failure';
import type { Call, ExitCode } from '../command.ts';
import { ensureDemoAccounts } from '../demo-city.ts';
import { type Environment, readEnvironment } from '../environment.ts';
import { AlreadyRunning, type OpenDatabase, openDatabase } from '../open-database.ts';
import type { Output } from '../output.ts';
import { seedDemoCity } from '../seed-city.ts';
import { packageRoot } from '../texts.ts';

/** Written events wait at most this long for their seal. */
const SEAL_MILLIS = 30_000;

/** Serves until SIGTERM or SIGINT; a second start on the same folder prints where the first answers and ends well. */
export async function runServe(call: Call): Promise<ExitCode> {
  const { out } = call;
  const environment = withFlags(call);
  const stopAsked = signal();
  let database: OpenDatabase;
  try {
    database = await openDatabase(environment, out, {
      kind: 'server',
      beforeDatabase: () => portFree(environment.host, environment.port),
    });
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error;
    out.progressDone();
    out.say('serve.already', { address: error.address, folder: environment.dataFolder });
    out.result({ address: error.address, already: true });
    return 0;
  }
  try {
    const city = await chooseCity(database, environment, out);
    const log = (line: string) => process.stderr.write(`${new Date().toISOString()} ${line}\n`);
    const server = await listen(dependencies(database, environment, city, log), environment.port);
    const address = `${server.url}/`;
    database.embedded?.watch((outcome) =>
      log(outcome === 'restarted' ? out.texts('serve.database-restarted') : out.texts(outcome.code, outcome.params)),
    );
    const stopSealer = startSealer(database.store, [city.id], SEAL_MILLIS, (error) => log(`audit seal: ${error}`));
    database.announce(address);
    out.progressDone();
    out.say('serve.ready', { address });
    out.result({ address, already: false });
    await stopAsked;
    out.say('serve.stopping');
    await server.close();
    await stopSealer();
    return 0;
  } finally {
    await database.close();
  }
}

function dependencies(database: OpenDatabase, environment: Environment, city: City, log: Deps['log']): Deps {
  const webRoot = join(packageRoot, 'dist', 'web');
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return {
    store: database.store,
    cityId: city.id,
    clock: { now: Date.now, today: () => database.store.today() },
    content: loadContent(packageRoot),
    config: {
      demo: city.demo && environment.mode === 'demo',
      host: environment.host,
      trustedProxies: environment.trustedProxies,
      webRoot: existsSync(webRoot) ? webRoot : null,
      version,
      ...(environment.externalSignIn ? { externalSignIn: environment.externalSignIn } : {}),
    },
    log,
    security: openSecurityLog(join(environment.dataFolder, 'logs'), Date.now, (error) => log(`security log: ${error}`)),
  };
}

/** The city of the database; an empty one is filled with the demo city, unless this is production. */
async function chooseCity(database: OpenDatabase, environment: Environment, out: Output): Promise<City> {
  let cities = await listCities(database.store);
  if (cities.length === 0) {
    if (environment.mode === 'production') throw new Failure('city-missing');
    await seedDemoCity(database.owner, { scale: 'demo', seed: 1, onProgress: (part) => out.progress('progress.seed', {}, part) });
    cities = await listCities(database.store);
  }
  const named = environment.city;
  const city = named === undefined ? cities[0] : cities.find((one) => one.id === named);
  if (!city) throw new Failure('city-unknown', { city: named ?? '', cities: cities.map((one) => one.id).join(', ') });
  if (named === undefined && cities.length > 1)
    throw new Failure('city-several', { cities: cities.map((one) => one.id).join(', ') });
  if (city.demo && environment.mode === 'production') throw new Failure('city-demo-in-production', { city: city.name });
  await ensureDemoAccounts(database, city);
  return city;
}

function withFlags({ environment, options }: Call): Environment {
  const port = options.port === undefined ? environment.port : readEnvironment({ PORT: options.port }).port;
  return { ...environment, port, host: options.host ?? environment.host };
}

/**
 * Resolves at the first request to stop. A second Ctrl+C within the shutdown ends the process at once; a second SIGTERM does not: what
 * stops a service may repeat itself, and what is being written is written.
 */
function signal(): Promise<void> {
  return new Promise((stop) => {
    let asked = false;
    process.on('SIGTERM', () => {
      asked = true;
      stop();
    });
    process.on('SIGINT', () => {
      if (asked) process.exit(130);
      asked = true;
      stop();
    });
  });
}

/** Asked before the database is touched, so that a taken port costs nothing. */
function portFree(host: string, port: number): Promise<void> {
  if (port === 0) return Promise.resolve();
  return new Promise((free, failed) => {
    const probe = createServer();
    probe.once('error', (error) => failed(portFailure(error, host, port)));
    probe.listen(port, host, () => probe.close(() => free()));
  });
}

function portFailure(error: Error, host: string, port: number): Failure {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') return new Failure('port-taken', { port, next: port === 65_535 ? 3000 : port + 1 }, error);
  if (code === 'EACCES') return new Failure('port-forbidden', { port }, error);
  return new Failure('host-invalid', { host, reason: error.message }, error);
}
