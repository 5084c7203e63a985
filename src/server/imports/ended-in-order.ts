import { JobStopped } from '#jobs/import-job';
import { backgroundOf } from '../background.ts';
import type { Deps } from '../deps.ts';
import { problem } from '../problem.ts';

/**
 * The answer of a job that somebody waits for and that may end at any moment without losing anything: a stopping server ends it.
 * @throws the problem `stopping` then
 */
export async function endedInOrder<T>(deps: Deps, job: { readonly result: Promise<T>; stop(): void }): Promise<T> {
  try {
    return await backgroundOf(deps).add(job.result, () => job.stop());
  } catch (error) {
    if (error instanceof JobStopped) throw problem('stopping', {});
    throw error;
  }
}
