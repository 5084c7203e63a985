/**
 * Rosters in a worker thread: the best shifts so far are always at hand, a stop ends the thread and keeps them. Owns threads and time;
 * what a roster is belongs to #kernel/assembly.
 */
import { Worker } from 'node:worker_threads';
import type { Roster, RosterProblem, RosterProgress } from '#kernel/assembly';

/** Shifts with what the independent verifier says of them. */
export interface CheckedRoster {
  readonly roster: Roster;
  readonly verified: boolean;
}

/** What the thread is given: a problem without issues and the seconds that the search may take. */
export interface RosterWork {
  readonly problem: RosterProblem;
  readonly seconds: number;
}

/** Messages out of the thread; the last one is `done` or `failed`. */
export type RosterReply =
  | { readonly kind: 'best'; readonly stage: RosterProgress['stage']; readonly best: CheckedRoster }
  | { readonly kind: 'done'; readonly best: CheckedRoster }
  | { readonly kind: 'failed'; readonly message: string };

/** One roster in one thread. */
export interface RosterDesk {
  /** The best roster found, checked; after `stop` the best up to then. Rejects when the thread ends without one. */
  readonly result: Promise<CheckedRoster>;
  /** Ends the thread; `result` resolves with the best so far. */
  readonly stop: () => void;
}

/** Seconds the search may take unless told otherwise: a person waits before the screen. */
export const ROSTER_SECONDS = 20;

/** Simplex iterations without anything better or nearer after which the search ends: a person waits for no last point. */
export const ROSTER_STALL = 20_000;

/** Starts on a checked problem in a thread of its own; the first roster comes before any search. */
export function openRosterDesk(
  problem: RosterProblem,
  onBest: (stage: RosterProgress['stage'], best: CheckedRoster) => void = () => {},
  seconds = ROSTER_SECONDS,
): RosterDesk {
  // Threads run the built files: Node starts them without the loader that tests and benchmarks use for sources.
  const file = import.meta.url.endsWith('.ts') ? '../../dist/jobs/roster-worker.js' : './roster-worker.js';
  const workerData: RosterWork = { problem, seconds };
  const worker = new Worker(new URL(file, import.meta.url), { execArgv: [], workerData });
  let best: CheckedRoster | null = null;
  let over = false;
  let stopped = false;
  const result = new Promise<CheckedRoster>((resolve, reject) => {
    const end = (error?: Error) => {
      if (over) return;
      over = true;
      // A search that breaks, or is stopped, leaves the roster that was there before it.
      if (best && (stopped || error)) resolve(best);
      else reject(error ?? new Error('stopped before the first roster'));
      void worker.terminate();
    };
    worker.on('message', (reply: RosterReply) => {
      if (over) return;
      if (reply.kind === 'failed') return end(new Error(reply.message));
      best = reply.best;
      if (reply.kind === 'best') {
        onBest(reply.stage, reply.best);
        if (stopped) end();
        return;
      }
      over = true;
      resolve(reply.best);
      void worker.terminate();
    });
    worker.once('error', (error: Error) => end(error));
    worker.once('exit', () => end(new Error('the roster worker ended')));
  });
  // Whoever only watches the best so far must not be ended by an unhandled rejection.
  result.catch(() => {});
  return {
    result,
    stop: () => {
      stopped = true;
      if (best) void worker.terminate();
    },
  };
}
