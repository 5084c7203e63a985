/**
 * Plans in a worker thread: the server and the command line stay responsive, a stop keeps the last usable plan, and the solved plan stays in
 * the worker to answer questions. Owns threads and time; what a plan is belongs to #kernel/assembly.
 */
import { Worker } from 'node:worker_threads';
import type { AssemblyPlan, AssemblyProblem, AssemblyProblemInput, PlanAge, Verification } from '#kernel/assembly';
import type { Issue } from '#kernel/lib';
import type { PlanAnswer, PlanQuestion } from './plan-questions.ts';
import type { PlanRepair } from './plan-repair.ts';

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

/** The three documents of a plan as UTF-8 JSON, and what the problem says of those who serve. */
export interface PlanPapers {
  /** The problem; of a long one the first part holds all but the later members, each further part `{members}` alone. */
  readonly problem: readonly Uint8Array[];
  readonly plan: Uint8Array;
  readonly verification: Uint8Array;
  /** The problem with the people alone who serve or lead. */
  readonly serving: AssemblyProblem;
}

/** What a desk starts from: a problem, checked or not, or its saved document, as it is or after a repair. */
export type PlanStart =
  | { readonly input: AssemblyProblemInput | AssemblyProblem }
  | { readonly text: string; readonly repair?: PlanRepair }
  /** With the plan that was saved: questions are answered about it, and it is solved again only where it does not prove itself. */
  | { readonly text: string; readonly plan: string };

/** A problem that the worker refused, with every finding. */
export class ProblemRefused extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(`the problem was refused: ${issues[0]?.code ?? ''}`);
    this.issues = issues;
  }
}

/** Messages into the worker. A problem comes in parts, so that neither side stands still for a city of members. */
export type PlanRequest =
  | { readonly kind: 'begin'; readonly head: unknown }
  | { readonly kind: 'text'; readonly text: string; readonly repair: PlanRepair | null; readonly plan: string | null }
  | { readonly kind: 'members'; readonly members: readonly unknown[] }
  | {
      readonly kind: 'solve';
      readonly stop: SharedArrayBuffer;
      readonly papers: boolean;
      readonly checked: boolean;
      readonly membersAPart?: number;
    }
  | { readonly kind: 'ask'; readonly id: number; readonly question: PlanQuestion }
  | { readonly kind: 'age'; readonly id: number; readonly saved: { readonly problem: string; readonly plan: string } | null };

/** Messages out of it. People of a plan and of its papers come before it, in parts. */
export type PlanReply =
  | { readonly kind: 'progress'; readonly progress: PlanProgress }
  | { readonly kind: 'rows'; readonly rows: AssemblyPlan['assignments'] }
  | { readonly kind: 'people'; readonly people: AssemblyProblem['members'] }
  | { readonly kind: 'solved'; readonly result: PlanResult; readonly papers: PlanPapers | null }
  | { readonly kind: 'restored' }
  | { readonly kind: 'refused'; readonly issues: readonly Issue[] }
  | { readonly kind: 'age'; readonly id: number; readonly age: PlanAge | null }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: PlanAnswer }
  | { readonly kind: 'failed'; readonly id: number | null; readonly message: string };

/** One plan in one worker. Close it when nobody asks any more. */
export interface PlanDesk {
  /** The plan; after `stop` the last usable one. Rejects when the worker dies or is closed first; a saved plan that proves itself has none. */
  readonly result: Promise<PlanResult>;
  /** The documents with it, where they were asked for. */
  readonly papers: () => PlanPapers | null;
  /** Asks the solver to end soon with what it has. */
  readonly stop: () => void;
  /** Why, who else, why not, what would change, what if; waits until the plan is there. */
  readonly ask: (question: PlanQuestion) => Promise<PlanAnswer>;
  /** What of the plan is no longer so in the problem of today; null when that is no problem. Waits for the plan. */
  readonly age: (today: AssemblyProblemInput) => Promise<PlanAge | null>;
  /** Ends the thread; open questions reject. */
  readonly close: () => Promise<void>;
}

/** Choices for {@link openPlanDesk}. */
export interface PlanOptions {
  /** The documents are wanted too. */
  readonly papers?: boolean;
  /** The problem was read and checked before. */
  readonly checked?: boolean;
  /** Members in one part of the stored problem, where it shall be another number than usual. */
  readonly membersAPart?: number;
}

/** Members sent at a time. */
const PART = 5_000;

/** Starts planning in a thread of its own; a problem that is not checked yet is read there, and refused with {@link ProblemRefused}. */
export function openPlanDesk(
  start: PlanStart,
  onProgress?: (progress: PlanProgress) => void,
  options: PlanOptions = {},
): PlanDesk {
  const thread = planThread();
  const stop = new SharedArrayBuffer(4);
  let papers: PlanPapers | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let finish: (result: PlanResult) => void = () => {};
  let ready: () => void = () => {};
  let fail: (error: Error) => void = () => {};
  const result = new Promise<PlanResult>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  // A saved plan is ready for questions without a result.
  const asked = new Promise<void>((resolve, reject) => {
    ready = resolve;
    result.then(() => resolve(), reject);
  });
  asked.catch(() => {});
  // Whoever only asks questions must not be ended by an unhandled rejection of the plan itself.
  result.catch(() => {});
  const rows: AssemblyPlan['assignments'] = [];
  const people: AssemblyProblem['members'] = [];
  thread.listen((reply) => {
    if (reply.kind === 'progress') onProgress?.(reply.progress);
    else if (reply.kind === 'rows') for (const row of reply.rows) rows.push(row);
    else if (reply.kind === 'people') for (const one of reply.people) people.push(one);
    else if (reply.kind === 'solved') {
      papers = reply.papers && { ...reply.papers, serving: { ...reply.papers.serving, members: people } };
      finish({ ...reply.result, plan: { ...reply.result.plan, assignments: rows } });
    } else if (reply.kind === 'restored') ready();
    else if (reply.kind === 'refused') fail(new ProblemRefused(reply.issues));
  }, fail);
  thread
    .load(start)
    .then(() => {
      const { papers: wanted = false, checked = false, membersAPart } = options;
      thread.send({ kind: 'solve', stop, papers: wanted, checked, ...(membersAPart === undefined ? {} : { membersAPart }) });
    })
    .catch(fail);
  return {
    result,
    papers: () => {
      const given = papers;
      papers = null;
      return given;
    },
    stop: () => {
      Atomics.store(new Int32Array(stop), 0, 1);
    },
    ask: async (question) => {
      await asked;
      return (await thread.ask((id) => ({ kind: 'ask', id, question }))) as PlanAnswer;
    },
    age: async (today) => {
      await asked;
      // One problem after the other goes over in parts.
      const mine = turn.then(async () => {
        await thread.load({ input: today });
        return (await thread.ask((id) => ({ kind: 'age', id, saved: null }))) as PlanAge | null;
      });
      turn = mine.catch(() => null);
      return mine;
    },
    close: thread.close,
  };
}

/** As {@link PlanDesk.age} for a plan whose desk is gone: nothing is solved. `saved` are its documents as JSON. A signal ends the thread; then it rejects. */
export async function ageOfPlan(
  saved: { readonly problem: string; readonly plan: string },
  today: AssemblyProblemInput,
  signal?: AbortSignal,
): Promise<PlanAge | null> {
  signal?.throwIfAborted();
  const thread = planThread();
  return endedBy(signal, thread.close, async () => {
    await thread.load({ input: today });
    return (await thread.ask((id) => ({ kind: 'age', id, saved }))) as PlanAge | null;
  });
}

/** Does the work of a thread and ends it; a signal ends it at once. */
async function endedBy<T>(signal: AbortSignal | undefined, close: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const abort = () => void close();
  signal?.addEventListener('abort', abort);
  try {
    return await work();
  } finally {
    signal?.removeEventListener('abort', abort);
    await close();
  }
}

/** The worker with its questions; `listen` hears everything else. */
function planThread() {
  // Threads run the built files: Node starts them without the loader that tests and benchmarks use for sources.
  const file = import.meta.url.endsWith('.ts') ? '../../dist/jobs/plan-worker.js' : './plan-worker.js';
  const worker = new Worker(new URL(file, import.meta.url), { execArgv: [] });
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
  let next = 0;
  let hear: (reply: PlanReply) => void = () => {};
  let broken: (error: Error) => void = () => {};
  let over: Error | null = null;
  const breakOff = (error: Error) => {
    over ??= error;
    broken(error);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', (reply: PlanReply) => {
    if (reply.kind === 'answer' || reply.kind === 'age') {
      waiting.get(reply.id)?.resolve(reply.kind === 'answer' ? reply.answer : reply.age);
      waiting.delete(reply.id);
    } else if (reply.kind !== 'failed') hear(reply);
    else if (reply.id === null) breakOff(new Error(reply.message));
    else {
      waiting.get(reply.id)?.reject(new Error(reply.message));
      waiting.delete(reply.id);
    }
  });
  worker.on('error', breakOff);
  worker.on('exit', () => breakOff(new Error('the planning worker ended')));
  const send = (request: PlanRequest) => worker.postMessage(request);
  return {
    send,
    listen: (each: (reply: PlanReply) => void, end: (error: Error) => void) => {
      hear = each;
      broken = end;
    },
    ask: (request: (id: number) => PlanRequest) =>
      new Promise<unknown>((resolve, reject) => {
        if (over) return reject(over);
        const id = next++;
        waiting.set(id, { resolve, reject });
        send(request(id));
      }),
    load: async (start: PlanStart): Promise<void> => {
      if ('text' in start) {
        const repair = 'repair' in start ? (start.repair ?? null) : null;
        return send({ kind: 'text', text: start.text, repair, plan: 'plan' in start ? start.plan : null });
      }
      const { members } = start.input;
      // The members' place among the keys stays: the hash of the problem goes over its text.
      const head = { ...start.input, members: [] };
      send({ kind: 'begin', head });
      for (let at = 0; at < members.length; at += PART) {
        if (at > 0) await new Promise((resolve) => setImmediate(resolve));
        send({ kind: 'members', members: members.slice(at, at + PART) });
      }
    },
    close: async () => {
      await worker.terminate();
    },
  };
}

/** Plans and closes: for whoever only wants the plan. A signal ends the thread; then it rejects. */
export async function planOnce(
  start: PlanStart,
  onProgress?: (progress: PlanProgress) => void,
  signal?: AbortSignal,
): Promise<PlanResult> {
  signal?.throwIfAborted();
  const desk = openPlanDesk(start, onProgress, { checked: true });
  return endedBy(signal, desk.close, () => desk.result);
}
