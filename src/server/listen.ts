import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { hasDemoAccounts } from '#store/account';
import { Failure } from '#store/failure';
import { eraseDue } from '#store/retention';
import { createApp } from './app.ts';
import { showsDemo } from './demo-accounts.ts';
import type { Deps } from './deps.ts';

/** A server that accepts requests. */
export interface Listening {
  /** `http://127.0.0.1:PORT` for the address listened on. */
  readonly url: string;
  readonly port: number;
  /** Stops accepting, lets running requests finish for up to five seconds, closes. */
  close(): Promise<void>;
}

/** Refuses an installation that anyone could enter with a password everyone knows. */
export async function checkStart(deps: Deps): Promise<void> {
  if (!showsDemo(deps.config) && (await hasDemoAccounts(deps.store.db)))
    throw new Failure('demo-accounts-present', { host: deps.config.host });
}

/** Checks the installation and listens; port 0 takes a free one. Throws a Failure `port-taken` or `demo-accounts-present`. */
export async function listen(deps: Deps, port: number): Promise<Listening> {
  await checkStart(deps);
  const app = createApp(deps);
  const { host } = deps.config;
  const server = await new Promise<Server>((resolve, reject) => {
    const made = serve({ fetch: app.fetch, hostname: host, port }, () => resolve(made as Server));
    made.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Failure('port-taken', { port, host }, error) : error),
    );
  });
  const stopErasing = startErasing(deps);
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  const shown = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${shown}:${actual}`, port: actual, close: () => stop(server).then(stopErasing) };
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), 5_000);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

const HOUR_MILLIS = 3_600_000;

/** Erases what is due now and every hour; returns how to stop, which waits for a run that is under way. */
function startErasing(deps: Deps): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  const run = () => {
    running = eraseDue(deps.store, deps.cityId, new Date(deps.clock.now())).catch((error) => deps.log(`erasing: ${error}`));
  };
  run();
  const timer = setInterval(run, HOUR_MILLIS);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
