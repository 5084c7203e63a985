/** Heavy answers one after the other: each builds a problem of a whole city in memory and takes a thread. */
import type { Deps } from './deps.ts';
import { problem } from './problem.ts';

/** Requests that may wait; whoever comes later is asked to come again. */
const WAITING = 16;

/** Seconds after which a request that found the line full may try again. */
const AGAIN_SECONDS = 10;

/** A line of work. Requests for the same key that come while it waits or runs share one answer. */
export class Turns {
  private readonly waiting = new Map<string, Promise<unknown>>();
  private last: Promise<unknown> = Promise.resolve();

  /**
   * Does the work when its turn comes; rejects with what it throws. The work must not need the connection or rights of its own request:
   * others may get its answer.
   * @throws the problem `too-many-requests` when {@link WAITING} different keys are in the line already
   */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const known = this.waiting.get(key);
    if (known !== undefined) return known as Promise<T>;
    if (this.waiting.size >= WAITING) throw problem('too-many-requests', { seconds: AGAIN_SECONDS });
    const turn = this.last.then(work);
    const done = turn.finally(() => this.waiting.delete(key));
    this.waiting.set(key, done);
    // The next has its turn however this one ends.
    this.last = done.catch(() => {});
    return done;
  }
}

const lines = new WeakMap<Deps, Turns>();

/** The line in which plans are compared with today, one for the server. */
export function turnsOf(deps: Deps): Turns {
  let turns = lines.get(deps);
  if (!turns) {
    turns = new Turns();
    lines.set(deps, turns);
  }
  return turns;
}
