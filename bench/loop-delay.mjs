import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

// Preloaded into a server by the bench `plan-page`: writes the longest delay of its event loop in milliseconds to the file named in
// BENCH_LOOP_DELAY, four times a second, and begins anew when that file was taken away.
if (isMainThread && process.env.BENCH_LOOP_DELAY) {
  const { existsSync } = await import('node:fs');
  const histogram = monitorEventLoopDelay({ resolution: 5 });
  histogram.enable();
  let begun = false;
  setInterval(() => {
    if (begun && !existsSync(process.env.BENCH_LOOP_DELAY)) histogram.reset();
    begun = true;
    const line = { max: histogram.max / 1e6, p99: histogram.percentile(99) / 1e6, rssMB: process.memoryUsage().rss / 1e6 };
    writeFileSync(process.env.BENCH_LOOP_DELAY, JSON.stringify(line));
  }, 250).unref();
}
