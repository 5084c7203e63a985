/**
 * Files read and checked in a worker thread, so that the server stays responsive: one worker a job, ended when the job ends.
 * Owns the life of the worker. A stopped job rejects with {@link JobStopped}; nothing it had read is kept.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Failure } from '#store/failure';
import type { ImportAnswer, ImportRequest } from './import-messages.ts';

export type {
  BatchMeta,
  CheckedWithSearch,
  Done,
  ImportAnswer,
  ImportRequest,
  ImportScope,
  NotDone,
  OpenedTable,
  Reach,
  RegisterKind,
} from './import-messages.ts';

/** Someone asked the job to stop. */
export class JobStopped extends Error {}

/** How far a job is. */
export interface JobProgress {
  readonly step: 'reading' | 'checking' | 'writing';
  readonly done: number;
  readonly total: number;
}

/** How a job of a kind ends. */
type Ends = {
  readonly open: 'opened' | 'refused';
  readonly preview: 'kept' | 'refused';
  readonly map: 'kept';
  readonly commit: 'ended';
  readonly undo: 'ended';
  readonly returned: 'returned';
};

/** What a job of the kind `Kind` answers. */
export type AnswerOf<Kind extends ImportRequest['type']> = Extract<ImportAnswer, { type: Ends[Kind] }>;

/** A running job; an error of the worker rejects with its message and code. */
export interface ImportJob<Kind extends ImportRequest['type'] = ImportRequest['type']> {
  readonly result: Promise<AnswerOf<Kind>>;
  stop(): void;
}

/** Memory a worker may take: 480,000 rows of twelve columns need some 1.5 GB. */
const MEGABYTES = 3072;

/** Workers cannot start from TypeScript sources on Node 20: from `src` the built file in `dist` is taken. */
function workerFile(): string {
  const built = join(import.meta.dirname, 'import-worker.js');
  return existsSync(built) ? built : join(import.meta.dirname, '../../dist/jobs/import-worker.js');
}

/** Starts the job; `onProgress` is called now and then. Reading, comparing and writing all happen in the worker, over its own connection. */
export function startImportJob<Kind extends ImportRequest['type']>(
  request: Extract<ImportRequest, { type: Kind }>,
  onProgress: (progress: JobProgress) => void = () => {},
): ImportJob<Kind> {
  const worker = new Worker(workerFile(), { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MEGABYTES } });
  let stopped = false;
  const result = new Promise<AnswerOf<Kind>>((resolve, reject) => {
    worker.on('message', (answer: ImportAnswer) => {
      if (answer.type === 'progress') {
        onProgress(answer);
        return;
      }
      if (answer.type === 'failed') reject(errorOf(answer));
      else resolve(answer as AnswerOf<Kind>);
      void worker.terminate();
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

/** The error of the worker, with the code by which a failure of the surroundings is told from one of ours. */
function errorOf({ message, stack, code, params }: Extract<ImportAnswer, { type: 'failed' }>): Error {
  const error = code !== undefined && params !== undefined ? new Failure(code, params) : new Error(message);
  if (stack !== undefined) error.stack = stack;
  return code === undefined || error instanceof Failure ? error : Object.assign(error, { code });
}
