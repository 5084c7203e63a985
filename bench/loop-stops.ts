import { readFileSync } from 'node:fs';

/** Milliseconds that the main thread has been on a processor so far: what waiting for one on a crowded machine does not lengthen. */
export function ownMillis(): number {
  return Number(readFileSync(`/proc/${process.pid}/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

/** Watches the event loop; the answer tells the longest stop so far: wall clock, and processor time of this thread between two beats. */
export function watchStops(): () => { longest: number; longestOwn: number } {
  let [longest, longestOwn] = [0, 0];
  let [last, own] = [performance.now(), ownMillis()];
  const beat = setInterval(() => {
    const [now, ran] = [performance.now(), ownMillis()];
    longest = Math.max(longest, now - last - 10);
    longestOwn = Math.max(longestOwn, ran - own);
    [last, own] = [now, ran];
  }, 10);
  return () => {
    clearInterval(beat);
    return { longest, longestOwn };
  };
}
