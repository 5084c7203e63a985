/** The thread behind `openPlanDesk`: solves one problem, verifies the plan, then answers questions about it. */
import { parentPort } from 'node:worker_threads';
import {
  type AssemblyPlan,
  type AssemblyProblem,
  type MipSolver,
  type PlanAge,
  planAge,
  readProblem,
  restorePlan,
  type SolvedPlan,
  solvePlan,
  storedProblem,
  verifyPlan,
} from '#kernel/assembly';
import { highsSolver } from './mip.ts';
import type { PlanPapers, PlanProgress, PlanReply, PlanRequest } from './plan.ts';
import { answerer, type PlanAnswer, type PlanQuestion } from './plan-questions.ts';
import { repaired } from './plan-repair.ts';
import { problemParts } from './problem-parts.ts';

const port = parentPort;
if (port === null) throw new Error('plan-worker runs as a worker thread only');

/** Rows and people sent at a time, so that the thread that waits for them has its turns. */
const PART = 2_000;

/** Progress at most this often, in milliseconds. */
const EVERY = 100;

let answer: ((question: PlanQuestion) => PlanAnswer) | null = null;
let solved: SolvedPlan | null = null;
/** The problem that is coming in, in parts. */
let input: { members?: unknown[] } | null = null;
/** The plan that was saved for it. */
let saved: AssemblyPlan | null = null;
const send = (reply: PlanReply) => port.postMessage(reply);

port.on('message', (request: PlanRequest) => {
  void handle(request);
});

async function handle(request: PlanRequest): Promise<void> {
  const id = request.kind === 'ask' || request.kind === 'age' ? request.id : null;
  try {
    if (request.kind === 'begin') input = { ...(request.head as object), members: [] };
    else if (request.kind === 'text') {
      const problem = storedProblem(JSON.parse(request.text));
      input = request.repair === null ? problem : repaired(problem, request.repair);
      saved = request.plan === null ? null : JSON.parse(request.plan);
    } else if (request.kind === 'members') for (const member of request.members) input!.members!.push(member);
    else if (request.kind === 'solve') await begin(request);
    else if (request.kind === 'age') send({ kind: 'age', id: request.id, age: ageOf(request.saved) });
    else if (answer === null) throw new Error('no plan to ask about');
    else send({ kind: 'answer', id: request.id, answer: answer(request.question) });
  } catch (error) {
    send({ kind: 'failed', id, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

async function begin(request: Extract<PlanRequest, { kind: 'solve' }>): Promise<void> {
  const read = request.checked ? ({ ok: true, value: input as AssemblyProblem } as const) : readProblem(input);
  input = null;
  if (!read.ok) return send({ kind: 'refused', issues: read.issues });
  const restored = saved === null ? null : restorePlan(read.value, saved);
  if (restored !== null) {
    solved = restored;
    answer = answerer(restored);
    return send({ kind: 'restored' });
  }
  await solve(read.value, request, mayNeedSearch(read.value) ? await highsSolver() : undefined);
}

/** Compares the plan of this thread, or a saved one, with the problem that came in. */
function ageOf(saved: Extract<PlanRequest, { kind: 'age' }>['saved']): PlanAge | null {
  const today = readProblem(input);
  input = null;
  if (!today.ok) return null;
  if (saved !== null) return planAge(storedProblem(JSON.parse(saved.problem)), JSON.parse(saved.plan), today.value);
  if (solved === null) throw new Error('no plan to compare with');
  return planAge(solved.instance.problem, solved.plan, today.value);
}

/** Whether the problem has rules that a flow may not hold; only then is the MIP solver loaded. */
function mayNeedSearch({ members, posts, quotas }: AssemblyProblem): boolean {
  return quotas.length > 0 || posts.some((post) => post.maxPerUnit !== null) || members.some((member) => member.maxDuties > 1);
}

async function solve(
  problem: AssemblyProblem,
  request: Extract<PlanRequest, { kind: 'solve' }>,
  mip: MipSolver | undefined,
): Promise<void> {
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
  solved = solvePlan(problem, { onProgress: tell, shouldStop: () => Atomics.load(stop, 0) === 1 }, mip);
  const { plan } = solved;
  tell({ stage: 'verify', round: solved.solved.rounds, found: plan.counts.filled });
  const verification = verifyPlan(problem, plan);
  answer = answerer(saved === null ? solved : asSaved(solved, saved));
  const seconds = (performance.now() - started) / 1000;
  const papers = request.papers ? papersOf(problem, plan, verification, request.membersAPart) : null;
  await inParts(plan.assignments, (rows) => send({ kind: 'rows', rows }));
  if (papers !== null) await inParts(papers.serving.members, (people) => send({ kind: 'people', people }));
  const head = { plan: { ...plan, assignments: [] }, verification, seconds };
  const rest = papers && { ...papers, serving: { ...papers.serving, members: [] } };
  port!.postMessage(
    { kind: 'solved', result: head, papers: rest } satisfies PlanReply,
    papers === null ? [] : ([...papers.problem, papers.plan, papers.verification].map((part) => part.buffer) as ArrayBuffer[]),
  );
}

async function inParts<T>(all: readonly T[], give: (part: T[]) => void): Promise<void> {
  for (let at = 0; at < all.length; at += PART) {
    give(all.slice(at, at + PART));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * A plan that was solved again for questions about the saved one. Where it came out otherwise (another version of the solver), no difference is
 * given, as for a plan that was stopped.
 */
function asSaved(again: SolvedPlan, plan: AssemblyPlan): SolvedPlan {
  const rows = (of: AssemblyPlan) => JSON.stringify(of.assignments.map(({ member, post, slot }) => [member, post, slot]));
  if (rows(again.plan) === rows(plan)) return again;
  return { ...again, plan: { ...plan, proof: { ...plan.proof, status: 'stopped' } } };
}

/** The documents, written here because a city's problem is a long text. */
function papersOf(problem: AssemblyProblem, plan: AssemblyPlan, verification: unknown, membersAPart?: number): PlanPapers {
  const serves = new Set(plan.assignments.map((row) => row.member));
  for (const leader of plan.leaders) if (leader.member !== null) serves.add(leader.member);
  const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  return {
    problem: problemParts(problem, membersAPart).map(bytes),
    plan: bytes(plan),
    verification: bytes(verification),
    serving: { ...problem, members: problem.members.filter((member) => serves.has(member.id)) },
  };
}
