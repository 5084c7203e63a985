/**
 * Files read and checked in a worker thread, so that the server stays responsive: one worker a job, ended when the job ends.
 * Owns the life of the worker. A stopped job rejects with {@link JobStopped}; nothing it had read is kept.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ImportAnswer, ImportRequest } from './import-messages.ts';

export type { CheckedWithSearch, ImportAnswer, ImportRequest, OpenedTable } from './import-messages.ts';

/** Someone asked the job to stop. */
export class JobStopped extends Error {}

/** How far a job is. */
export interface JobProgress {
  readonly step: 'reading' | 'checking';
  readonly done: number;
  readonly total: number;
}

/** A running job. */
export interface ImportJob {
  readonly result: Promise<Exclude<ImportAnswer, { type: 'progress' }>>;
  stop(): void;
}

/** Memory a worker may take: 480,000 rows of twelve columns need some 1.5 GB. */
const MEGABYTES = 3072;

/** Workers cannot start from TypeScript sources on Node 20: from `src` the built file in `dist` is taken. */
function workerFile(): string {
  const built = join(import.meta.dirname, 'import-worker.js');
  return existsSync(built) ? built : join(import.meta.dirname, '../../dist/jobs/import-worker.js');
}

/** Starts the job; `onProgress` is called now and then. */
export function startImportJob(request: ImportRequest, onProgress: (progress: JobProgress) => void = () => {}): ImportJob {
  const worker = new Worker(workerFile(), { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MEGABYTES } });
  let stopped = false;
  const result = new Promise<Exclude<ImportAnswer, { type: 'progress' }>>((resolve, reject) => {
    worker.on('message', (answer: ImportAnswer) => {
      if (answer.type === 'progress') onProgress(answer);
      else {
        resolve(answer);
        void worker.terminate();
      }
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(stopped ? new JobStopped('stopped') : new Error('the import worker ended without an answer')));
  });
  worker.postMessage(request);
  return {
    result,
    stop: () => {
      stopped = true;
      void worker.terminate();
    },
  };
}
