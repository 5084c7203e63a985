import type { JobProgress } from '#jobs/import-job';

/** A job of this process. */
interface Running {
  progress: JobProgress;
  stop(): void;
}

/** Jobs of this process by batch; a batch that is `reading` without one was cut off. */
export class RunningImports {
  readonly #jobs = new Map<string, Running>();

  add<Job extends { stop(): void }>(batchId: string, start: (onProgress: (progress: JobProgress) => void) => Job): Job {
    const entry: Running = { progress: { step: 'reading', done: 0, total: 0 }, stop: () => job.stop() };
    const job = start((progress) => {
      entry.progress = progress;
    });
    this.#jobs.set(batchId, entry);
    return job;
  }

  /** Adds a job that must not be stopped from outside, for example a commit: it ends by itself, well or not. */
  addUnstoppable<Job extends { stop(): void }>(
    batchId: string,
    start: (onProgress: (progress: JobProgress) => void) => Job,
  ): Job {
    const job = this.add(batchId, start);
    this.#jobs.get(batchId)!.stop = () => {};
    return job;
  }

  /** Marks a batch whose job is about to start. */
  mark(batchId: string): void {
    this.#jobs.set(batchId, { progress: { step: 'checking', done: 0, total: 0 }, stop: () => {} });
  }

  progress(batchId: string): JobProgress | null {
    return this.#jobs.get(batchId)?.progress ?? null;
  }

  stop(batchId: string): void {
    this.#jobs.get(batchId)?.stop();
  }

  done(batchId: string): void {
    this.#jobs.delete(batchId);
  }
}
