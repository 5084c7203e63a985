/** The thread behind `groupOnce`: proposes, verifies, answers once. */
import { parentPort, workerData } from 'node:worker_threads';
import { type GroupingProblem, suggestGroups, verifyGrouping } from '#kernel/assembly';
import type { GroupingReply } from './grouping.ts';

const port = parentPort;
if (port === null) throw new Error('grouping-worker runs as a worker thread only');

function answer(problem: GroupingProblem): GroupingReply {
  try {
    const started = performance.now();
    const grouping = suggestGroups(problem);
    const seconds = (performance.now() - started) / 1000;
    return { ok: true, result: { grouping, verification: verifyGrouping(problem, grouping), seconds } };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

port.postMessage(answer(workerData as GroupingProblem));
