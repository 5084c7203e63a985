/**
 * Plans in the background: takes queued versions one after the other, builds the problem from the register, has it solved in a
 * worker thread, checks it, writes the result. Keeps the worker of the last plans for questions.
 * Invariant: a version is written whole or marked failed; the server's thread only waits.
 */

import {
  ageOfPlan,
  openPlanDesk,
  type PlanAnswer,
  type PlanDesk,
  type PlanPapers,
  type PlanProgress,
  type PlanQuestion,
  type PlanResult,
  ProblemRefused,
  planOnce,
} from '#jobs/plan';
import type { PlanRepair } from '#jobs/plan-repair';
import type { AssemblyPlan, AssemblyProblemInput, PlanAge } from '#kernel/assembly';
import { nextTaskState } from '#kernel/formation';
import type { Issue } from '#kernel/lib';
import { newId } from '#store/id';
import { failLeftPlans, findPlan, movePlan, queuedPlans, savePlanResult } from '#store/plan';
import { planDocumentText } from '#store/plan-document';
import { findTask, lockTask, updateTask } from '#store/task';
import { inTransaction } from '#store/transaction';
import type { Deps } from './deps.ts';
import { rememberDocuments } from './plan-documents.ts';
import { problem } from './problem.ts';
import { readTaskProblem } from './task-problem.ts';

/** States in which a computation is not over. */
const OPEN = ['queued', 'running'] as const;

/** After an error, for example of a database that is away, the next look for work. */
const AGAIN_MILLIS = 2_000;

/** Why a version has no result. */
interface Failed {
  readonly code: string;
  /** Number under which the log tells more. */
  readonly reference?: string;
  readonly issues?: readonly Issue[];
}

/** How many solved plans stay in memory for questions; one that somebody waits for stays until he is answered. */
const KEPT_DESKS = 2;

/** A desk and how many questions it works on. */
interface Kept {
  readonly desk: PlanDesk;
  asking: number;
}

/** Choices of one computation, kept with the queued version. */
export interface PlanChoices {
  readonly keep: boolean;
  readonly fewestMoves: boolean;
}

export class Planner {
  private readonly deps: Deps;
  private readonly desks = new Map<string, Kept>();
  /** Plans that are being read for their first question: whoever asks meanwhile shares the desk. */
  private readonly opening = new Map<string, Promise<Kept>>();
  private readonly progressOf = new Map<string, PlanProgress>();
  private running: { readonly id: string; desk: PlanDesk | null; stopped: boolean } | null = null;
  private timer: NodeJS.Timeout | null = null;
  /** Aborted once the server stops: from then on no thread begins, and those of single answers end. */
  private readonly ending = new AbortController();
  private work: Promise<void> = Promise.resolve();
  /** Versions whose end could not be written because the database was away: written before anything new begins. */
  private readonly owed = new Map<string, Failed>();

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Marks what a dead server left half computed; what waited goes on waiting. Call once at start. */
  async start(): Promise<void> {
    await failLeftPlans(this.deps.store.db, this.deps.cityId);
  }

  /** Looks for queued versions soon; the request that queued one commits first. */
  wake(millis = 15): void {
    if (this.ending.signal.aborted || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.work = this.next().catch((error: unknown) => {
        this.deps.log(`planner: ${String(error)}`);
        this.wake(AGAIN_MILLIS);
      });
    }, millis);
    this.timer.unref();
  }

  /** Where a running version stands. */
  progress(planId: string): PlanProgress | null {
    return this.progressOf.get(planId) ?? null;
  }

  /**
   * Ends a computation soon with what it has; one that has not begun to solve is marked failed. A version that is over already
   * stays what it is: whoever stops too late changes nothing.
   */
  async stop(planId: string): Promise<void> {
    if (this.running?.id === planId) {
      this.running.stopped = true;
      this.running.desk?.stop();
    } else await this.fail(planId, { code: 'stopped-before-start' });
  }

  /**
   * Answers a question about a saved plan; when its worker is gone, another takes the plan up as it was saved.
   * @throws the problem `stopping` once the server stops, also for questions under way
   */
  async ask(planId: string, question: PlanQuestion): Promise<PlanAnswer> {
    return this.unlessStopping(async () => {
      const kept = this.desks.get(planId) ?? (await this.open(planId));
      return this.during(planId, kept, (desk) => desk.ask(question));
    });
  }

  /** Solves a saved plan's problem after a repair without saving anything; throws as {@link Planner.ask}. */
  async preview(planId: string, repair: PlanRepair): Promise<PlanResult> {
    const { signal } = this.ending;
    return this.unlessStopping(async () =>
      planOnce({ text: await this.documentText(planId, 'problem'), repair }, undefined, signal),
    );
  }

  /** What of a saved plan is no longer so in the problem of today; null when that is no problem. Nothing is solved for it; throws as {@link Planner.ask}. */
  async age(planId: string, today: AssemblyProblemInput): Promise<PlanAge | null> {
    const { signal } = this.ending;
    return this.unlessStopping(async () => {
      const kept = this.desks.get(planId);
      if (kept) return this.during(planId, kept, (desk) => desk.age(today));
      const [problem, plan] = await Promise.all([this.documentText(planId, 'problem'), this.documentText(planId, 'plan')]);
      return ageOfPlan({ problem, plan }, today, signal);
    });
  }

  /** Work that a stopping server neither begins nor waits for; whoever asked is told so. */
  private async unlessStopping<T>(work: () => Promise<T>): Promise<T> {
    if (this.ending.signal.aborted) throw problem('stopping', {});
    try {
      return await work();
    } catch (error) {
      if (this.ending.signal.aborted) throw problem('stopping', {});
      throw error;
    }
  }

  /** Asks a desk, which stays open meanwhile; one that breaks is closed, the next question opens another. */
  private async during<T>(planId: string, kept: Kept, work: (desk: PlanDesk) => Promise<T>): Promise<T> {
    kept.asking++;
    try {
      return await work(kept.desk);
    } catch (error) {
      if (this.desks.get(planId) === kept) this.desks.delete(planId);
      await kept.desk.close();
      throw error;
    } finally {
      kept.asking--;
      this.trim();
    }
  }

  private open(planId: string): Promise<Kept> {
    const known = this.opening.get(planId);
    if (known) return known;
    const opening = (async () => {
      const [text, plan] = await Promise.all([this.documentText(planId, 'problem'), this.documentText(planId, 'plan')]);
      this.ending.signal.throwIfAborted();
      return this.keep(planId, openPlanDesk({ text, plan }, undefined, { checked: true }));
    })().finally(() => this.opening.delete(planId));
    this.opening.set(planId, opening);
    return opening;
  }

  private async documentText(planId: string, kind: 'problem' | 'plan'): Promise<string> {
    const text = await planDocumentText(this.deps.store.db, this.deps.cityId, planId, kind);
    if (text === undefined) throw new Error(`plan ${planId} has no ${kind}`);
    return text;
  }

  /** Ends every worker; a version under way is marked failed, one that is being written is written to its end. */
  async close(): Promise<void> {
    this.ending.abort();
    if (this.timer) clearTimeout(this.timer);
    const desks = [...this.desks.values()].map(({ desk }) => desk);
    this.desks.clear();
    await Promise.all([...desks, this.running?.desk].map((desk) => desk?.close()));
    await this.work;
  }

  private async next(): Promise<void> {
    if (this.running || this.ending.signal.aborted) return;
    for (const [id, failure] of this.owed) {
      await this.fail(id, failure);
      this.owed.delete(id);
    }
    const [queued] = await queuedPlans(this.deps.store.db, this.deps.cityId);
    if (!queued) return;
    const running = { id: queued.id, desk: null, stopped: false };
    this.running = running;
    try {
      await this.run(queued.id, queued.taskId, queued.seed, (queued.summary ?? {}) as Partial<PlanChoices>);
    } catch (error) {
      // What broke is for whoever keeps the server; people get a number by which it is found.
      const reference = newId().slice(-8);
      if (!this.ending.signal.aborted)
        this.deps.log(
          `plan ${queued.id} ${reference}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      const failure = this.ending.signal.aborted ? { code: 'server-stopped' } : { code: 'plan-broke', reference };
      this.owed.set(queued.id, failure);
      await this.fail(queued.id, failure);
      this.owed.delete(queued.id);
    } finally {
      this.running = null;
      this.progressOf.delete(queued.id);
      this.wake(1);
    }
  }

  private async run(planId: string, taskId: string, seed: number, choices: Partial<PlanChoices>): Promise<void> {
    const { store, cityId, clock } = this.deps;
    const started = clock.now();
    if (!(await movePlan(store.db, cityId, planId, ['queued'], 'running'))) return;
    const input = await readTaskProblem({ db: store.db, cityId, today: clock.today(), content: this.deps.content }, taskId, {
      seed,
      planId,
      ...choices,
    });
    if (this.running?.stopped) {
      await this.fail(planId, { code: 'stopped-before-start' });
      return;
    }
    if (this.ending.signal.aborted) throw new Error('the server is stopping');
    const desk = openPlanDesk({ input }, (progress) => this.progressOf.set(planId, progress), { papers: true });
    if (this.running) this.running.desk = desk;
    let result: PlanResult;
    try {
      result = await desk.result;
    } catch (error) {
      await desk.close();
      if (!(error instanceof ProblemRefused)) throw error;
      await this.fail(planId, { code: 'problem-refused', issues: error.issues });
      return;
    }
    this.keep(planId, desk);
    await this.save(planId, taskId, desk.papers()!, result, (clock.now() - started) / 1000);
  }

  private async fail(planId: string, failure: Failed): Promise<void> {
    await movePlan(this.deps.store.db, this.deps.cityId, planId, OPEN, 'failed', failure);
  }

  private async save(planId: string, taskId: string, papers: PlanPapers, result: PlanResult, seconds: number): Promise<void> {
    const { store, cityId } = this.deps;
    const { plan, verification } = result;
    await inTransaction(store, async (trx) => {
      await lockTask(trx, cityId, taskId);
      const head = await findPlan(trx, cityId, planId);
      const task = await findTask(trx, cityId, taskId);
      if (head?.state !== 'running' || !task) return;
      // Submitted, cancelled or ended while this was computed: the version that people decide on stays the newest usable one.
      const next = nextTaskState(task.state, 'plan', task.title);
      if ('issue' in next) {
        await movePlan(trx, cityId, planId, OPEN, 'failed', { code: 'task-moved-on', issues: [next.issue] });
        return;
      }
      await savePlanResult(trx, cityId, planId, {
        state: plan.proof.status === 'stopped' ? 'stopped' : 'ready',
        inputHash: plan.inputHash,
        engine: plan.engine,
        objective: Math.round(plan.objective),
        bound: Math.floor(plan.bound),
        needed: plan.counts.places,
        placed: plan.counts.filled,
        seconds,
        summary: { counts: plan.counts, gap: plan.gap, proof: plan.proof, notices: plan.notices, verified: verification.ok },
        documents: { problem: papers.problem, plan: papers.plan, verification: papers.verification },
        rows: rowsOf(plan),
      });
      await updateTask(trx, cityId, taskId, { state: next.state });
    });
    rememberDocuments(this.deps, planId, { problem: papers.serving, plan, verification });
  }

  private keep(planId: string, desk: PlanDesk): Kept {
    const kept = { desk, asking: 0 };
    this.desks.set(planId, kept);
    this.trim();
    return kept;
  }

  /** Closes the desks before the newest {@link KEPT_DESKS} for which nobody waits. */
  private trim(): void {
    for (const [id, { desk, asking }] of [...this.desks].slice(0, -KEPT_DESKS)) {
      if (asking > 0) continue;
      this.desks.delete(id);
      desk.close().catch(() => {});
    }
  }
}

/** Seats are numbered within post and slot in the order of the plan, which is deterministic. */
function rowsOf(plan: AssemblyPlan) {
  const seats = new Map<string, number>();
  return plan.assignments.map((one) => {
    const key = `${one.post} ${one.slot}`;
    const seatNo = seats.get(key) ?? 0;
    seats.set(key, seatNo + 1);
    return { postId: one.post, slotNo: one.slot, seatNo, personId: one.member, pinned: one.pinned, costParts: one.costParts };
  });
}

const planners = new WeakMap<Deps, Planner>();

/** The planner of a server; made when first asked for. */
export function plannerOf(deps: Deps): Planner {
  let planner = planners.get(deps);
  if (!planner) {
    planner = new Planner(deps);
    planners.set(deps, planner);
  }
  return planner;
}
