import { createServer } from 'node:net';
import { serve } from '@hono/node-server';
import { listCities } from '#store/city';
import { Failure } from '#store/failure';
import type { Call, ExitCode } from '../command.ts';
import { readEnvironment } from '../environment.ts';
import { AlreadyRunning, type OpenDatabase, openDatabase } from '../open-database.ts';

/** Serves until SIGTERM or SIGINT; a second start on the same folder prints where the first answers and ends well. */
export async function runServe(call: Call): Promise<ExitCode> {
  const { out } = call;
  const environment = withFlags(call);
  const stopAsked = signal();
  let database: OpenDatabase;
  try {
    database = await openDatabase(environment, out, { kind: 'server' });
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error;
    out.progressDone();
    out.say('serve.already', { address: error.address, folder: environment.dataFolder });
    out.result({ address: error.address, already: true });
    return 0;
  }
  try {
    await portFree(environment.host, environment.port);
    const cities = await listCities(database.store);
    const server = serve({
      fetch: () => Response.json({ cities: cities.length }),
      hostname: environment.host,
      port: environment.port,
    });
    await new Promise<void>((listening, failed) => {
      server.once('listening', listening);
      server.once('error', (error) => failed(portFailure(error, environment.host, environment.port)));
    });
    const bound = server.address();
    const port = bound && typeof bound === 'object' ? bound.port : environment.port;
    const address = `http://${environment.host.includes(':') ? `[${environment.host}]` : environment.host}:${port}/`;
    database.announce(address);
    out.progressDone();
    out.say('serve.ready', { address });
    out.result({ address, already: false });
    await stopAsked;
    out.say('serve.stopping');
    await new Promise<void>((closed) => {
      server.close(() => closed());
      if ('closeIdleConnections' in server) server.closeIdleConnections();
      setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 5_000).unref();
    });
    return 0;
  } finally {
    await database.close();
  }
}

function withFlags({ environment, options }: Call): typeof environment {
  const port = options.port === undefined ? environment.port : readEnvironment({ PORT: options.port }).port;
  return { ...environment, port, host: options.host ?? environment.host };
}

/** Resolves at the first request to stop; a second one within the shutdown ends the process at once. */
function signal(): Promise<void> {
  return new Promise((stop) => {
    let asked = false;
    const onSignal = () => {
      if (asked) process.exit(130);
      asked = true;
      stop();
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}

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
