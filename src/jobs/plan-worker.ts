/** The thread behind `openPlanDesk`: solves one problem, verifies the plan, then answers questions about it. */
import { parentPort } from 'node:worker_threads';
import { type AssemblyProblem, type MipSolver, solvePlan, verifyPlan } from '#kernel/assembly';
import { highsSolver } from './mip.ts';
import type { PlanProgress, PlanReply, PlanRequest } from './plan.ts';
import { answerer, type PlanAnswer, type PlanQuestion } from './plan-questions.ts';

const port = parentPort;
if (port === null) throw new Error('plan-worker runs as a worker thread only');

/** Progress at most this often, in milliseconds. */
const EVERY = 100;

let answer: ((question: PlanQuestion) => PlanAnswer) | null = null;
const send = (reply: PlanReply) => port.postMessage(reply);

port.on('message', (request: PlanRequest) => {
  void handle(request);
});

async function handle(request: PlanRequest): Promise<void> {
  const id = request.kind === 'ask' ? request.id : null;
  try {
    if (request.kind === 'solve') solve(request, mayNeedSearch(request.problem) ? await highsSolver() : undefined);
    else if (answer === null) throw new Error('no plan to ask about');
    else send({ kind: 'answer', id: request.id, answer: answer(request.question) });
  } catch (error) {
    send({ kind: 'failed', id, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

/** Whether the problem has rules that a flow may not hold; only then is the MIP solver loaded. */
function mayNeedSearch({ members, posts, quotas }: AssemblyProblem): boolean {
  return quotas.length > 0 || posts.some((post) => post.maxPerUnit !== null) || members.some((member) => member.maxDuties > 1);
}

function solve(request: Extract<PlanRequest, { kind: 'solve' }>, mip: MipSolver | undefined): void {
  const started = performance.now();
  const stop = new Int32Array(request.stop);
  let told = 0;
  let stage = '';
  const tell = (progress: PlanProgress) => {
    const now = performance.now();
    if (progress.stage === stage && now - told < EVERY) return;
    told = now;
    stage = progress.stage;
    send({ kind: 'progress', progress });
  };
  const solved = solvePlan(request.problem, { onProgress: tell, shouldStop: () => Atomics.load(stop, 0) === 1 }, mip);
  tell({ stage: 'verify', round: solved.solved.rounds, found: solved.plan.counts.filled });
  const verification = verifyPlan(request.problem, solved.plan);
  answer = answerer(solved);
  send({ kind: 'solved', result: { plan: solved.plan, verification, seconds: (performance.now() - started) / 1000 } });
}
