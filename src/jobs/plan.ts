/**
 * Plans in a worker thread: the server and the command line stay responsive, a stop keeps the last usable plan, and the solved plan stays in
 * the worker to answer questions. Owns threads and time; what a plan is belongs to #kernel/assembly.
 */
import { Worker } from 'node:worker_threads';
import type { AssemblyPlan, AssemblyProblem, Verification } from '#kernel/assembly';
import type { PlanAnswer, PlanQuestion } from './plan-questions.ts';

export type { PlanAnswer, PlanQuestion } from './plan-questions.ts';

/** Where a plan stands: the stage, the round of pricing, places filled so far where known. */
export interface PlanProgress {
  readonly stage: 'leaders' | 'candidates' | 'flow' | 'rules' | 'reasons' | 'verify';
  readonly round: number;
  readonly found: number;
}

/** A plan with what the clock and the verifier say. */
export interface PlanResult {
  readonly plan: AssemblyPlan;
  readonly verification: Verification;
  /** Wall-clock seconds in the worker. */
  readonly seconds: number;
}

/** Messages into the worker. */
export type PlanRequest =
  | { readonly kind: 'solve'; readonly problem: AssemblyProblem; readonly stop: SharedArrayBuffer }
  | { readonly kind: 'ask'; readonly id: number; readonly question: PlanQuestion };

/** Messages out of it. */
export type PlanReply =
  | { readonly kind: 'progress'; readonly progress: PlanProgress }
  | { readonly kind: 'solved'; readonly result: PlanResult }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: PlanAnswer }
  | { readonly kind: 'failed'; readonly id: number | null; readonly message: string };

/** One plan in one worker. Close it when nobody asks any more. */
export interface PlanDesk {
  /** The plan; after `stop` the last usable one. Rejects when the worker dies or is closed first. */
  readonly result: Promise<PlanResult>;
  /** Asks the solver to end soon with what it has. */
  readonly stop: () => void;
  /** Why, who else, why not, what would change, what if; waits for the plan. */
  readonly ask: (question: PlanQuestion) => Promise<PlanAnswer>;
  /** Ends the thread; open questions reject. */
  readonly close: () => Promise<void>;
}

/** Starts planning a checked problem in a thread of its own. */
export function openPlanDesk(problem: AssemblyProblem, onProgress?: (progress: PlanProgress) => void): PlanDesk {
  // Threads run the built files: Node starts them without the loader that tests and benchmarks use for sources.
  const file = import.meta.url.endsWith('.ts') ? '../../dist/jobs/plan-worker.js' : './plan-worker.js';
  const worker = new Worker(new URL(file, import.meta.url), { execArgv: [] });
  const stop = new SharedArrayBuffer(4);
  const waiting = new Map<number, { resolve: (answer: PlanAnswer) => void; reject: (error: Error) => void }>();
  let next = 0;
  let finish: (result: PlanResult) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const result = new Promise<PlanResult>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  // Whoever only asks questions must not be ended by an unhandled rejection of the plan itself.
  result.catch(() => {});
  const breakOff = (error: Error) => {
    fail(error);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', (reply: PlanReply) => {
    if (reply.kind === 'progress') onProgress?.(reply.progress);
    else if (reply.kind === 'solved') finish(reply.result);
    else if (reply.kind === 'answer') {
      waiting.get(reply.id)?.resolve(reply.answer);
      waiting.delete(reply.id);
    } else if (reply.id === null) breakOff(new Error(reply.message));
    else {
      waiting.get(reply.id)?.reject(new Error(reply.message));
      waiting.delete(reply.id);
    }
  });
  worker.on('error', breakOff);
  worker.on('exit', () => breakOff(new Error('the planning worker ended')));
  const send = (request: PlanRequest) => worker.postMessage(request);
  send({ kind: 'solve', problem, stop });
  return {
    result,
    stop: () => {
      Atomics.store(new Int32Array(stop), 0, 1);
    },
    ask: async (question) => {
      await result;
      return new Promise<PlanAnswer>((resolve, reject) => {
        const id = next++;
        waiting.set(id, { resolve, reject });
        send({ kind: 'ask', id, question });
      });
    },
    close: async () => {
      await worker.terminate();
    },
  };
}

/** Plans and closes: for a command that only wants the document. */
export async function planOnce(problem: AssemblyProblem, onProgress?: (progress: PlanProgress) => void): Promise<PlanResult> {
  const desk = openPlanDesk(problem, onProgress);
  try {
    return await desk.result;
  } finally {
    await desk.close();
  }
}
