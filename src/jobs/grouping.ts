/** Joint branches in a worker thread: the server's own thread only waits. What a grouping is belongs to #kernel/assembly. */
import { Worker } from 'node:worker_threads';
import type { Grouping, GroupingProblem, GroupingVerification } from '#kernel/assembly';

/** A proposal with what the clock and the verifier say. */
export interface GroupingResult {
  readonly grouping: Grouping;
  readonly verification: GroupingVerification;
  /** Wall-clock seconds in the worker, the verifier apart. */
  readonly seconds: number;
}

/** What the thread answers. */
export type GroupingReply =
  | { readonly ok: true; readonly result: GroupingResult }
  | { readonly ok: false; readonly message: string };

/** Proposes joint branches and ends the thread; rejects when the worker dies. A signal ends it early. */
export async function groupOnce(problem: GroupingProblem, signal?: AbortSignal): Promise<GroupingResult> {
  signal?.throwIfAborted();
  // Threads run the built files: Node starts them without the loader that tests and benchmarks use for sources.
  const file = import.meta.url.endsWith('.ts') ? '../../dist/jobs/grouping-worker.js' : './grouping-worker.js';
  const worker = new Worker(new URL(file, import.meta.url), { execArgv: [], workerData: problem });
  const abort = () => void worker.terminate();
  signal?.addEventListener('abort', abort);
  try {
    const reply = await new Promise<GroupingReply>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the grouping worker ended')));
    });
    if (!reply.ok) throw new Error(reply.message);
    return reply.result;
  } finally {
    signal?.removeEventListener('abort', abort);
    await worker.terminate();
  }
}
