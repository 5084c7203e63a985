import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Milliseconds that the main thread has been on a processor so far: what waiting for one on a crowded machine does not lengthen. */
export function ownMillis(): number {
  return Number(readFileSync(`/proc/${process.pid}/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

/** The longest stop of an event loop in milliseconds: wall clock, processor time of its thread between two beats, wall clock of an idle process meanwhile. */
export interface Stops {
  readonly longest: number;
  readonly longestOwn: number;
  readonly longestIdle: number;
}

/** Watches the event loop of this thread until the answer is asked for. */
export function watchStops(): () => Promise<Stops> {
  const idle = fork('bench/idle-beat.mjs', { execArgv: [] });
  let [longest, longestOwn] = [0, 0];
  let [last, own] = [performance.now(), ownMillis()];
  const beat = setInterval(() => {
    const [now, ran] = [performance.now(), ownMillis()];
    longest = Math.max(longest, now - last - 10);
    longestOwn = Math.max(longestOwn, ran - own);
    [last, own] = [now, ran];
  }, 10);
  return async () => {
    clearInterval(beat);
    const answer = new Promise<{ longest: number }>((resolve) =>
      idle.once('message', (told) => resolve(told as { longest: number })),
    );
    idle.send('longest');
    const { longest: longestIdle } = await answer;
    idle.disconnect();
    return { longest, longestOwn, longestIdle };
  };
}
