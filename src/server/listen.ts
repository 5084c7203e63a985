import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { hasDemoAccounts } from '#store/account';
import { Failure } from '#store/failure';
import { eraseDue } from '#store/retention';
import { activateDue } from './activation.ts';
import { createApp } from './app.ts';
import { backgroundOf } from './background.ts';
import { showsDemo } from './demo-accounts.ts';
import type { Deps } from './deps.ts';
import { plannerOf } from './planner.ts';
import { rosterDesksOf } from './roster-desks.ts';

/** A server that accepts requests. */
export interface Listening {
  /** `http://127.0.0.1:PORT` for the address listened on. */
  readonly url: string;
  readonly port: number;
  /**
   * Stops accepting and beginning: running requests may finish for five seconds before their connections go, what they write is
   * finished all the same; a file being read and a plan being computed are cut off and say so.
   */
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
  const planner = plannerOf(deps);
  await planner.start();
  planner.wake();
  const timers = [
    every(HOUR_MILLIS, deps, 'erasing', () => eraseDue(deps.store, deps.cityId, new Date(deps.clock.now()))),
    every(ACTIVATION_MILLIS, deps, 'activation', () => activateDue(deps)),
  ];
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${shown}:${actual}`,
    port: actual,
    close: async () => {
      const background = backgroundOf(deps);
      background.stopAll();
      await Promise.all([stop(server), planner.close(), ...timers.map((stopTimer) => stopTimer())]);
      await background.ended();
      rosterDesksOf(deps).close();
    },
  };
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

/** An approval waits ten minutes; a chain is set up at most this much later. */
const ACTIVATION_MILLIS = 15_000;

/** Does something now and again after every interval, one run at a time; returns how to stop, which waits for a run under way. */
function every(millis: number, deps: Deps, name: string, act: () => Promise<unknown>): () => Promise<void> {
  let running: Promise<unknown> | null = null;
  const run = () => {
    running ??= act()
      .catch((error) => deps.log(`${name}: ${error}`))
      .finally(() => {
        running = null;
      });
  };
  run();
  const timer = setInterval(run, millis);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
