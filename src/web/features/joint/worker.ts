/** The thread that groups: the page stays free, and stopping it leaves the best grouping told so far. */
import { type Grouping, type GroupingProblem, type GroupingStage, suggestGroups, verifyGrouping } from '#kernel/assembly';

/** What the page asks for: a new proposal, or the check of one that was stopped. */
export type GroupingRequest =
  | { readonly kind: 'suggest'; readonly problem: GroupingProblem }
  | { readonly kind: 'verify'; readonly problem: GroupingProblem; readonly grouping: Grouping };

/** What the thread tells. */
export type GroupingReport =
  | { readonly kind: 'stage'; readonly stage: GroupingStage; readonly done: number }
  | { readonly kind: 'best'; readonly grouping: Grouping }
  | { readonly kind: 'grouped'; readonly grouping: Grouping; readonly seconds: number }
  | { readonly kind: 'verified'; readonly ok: boolean };

const thread = self as unknown as DedicatedWorkerGlobalScope;
const tell = (report: GroupingReport) => thread.postMessage(report);

/** Snapshots are told from this size on: smaller groupings are done before anyone could stop them. */
const LONG = 1000;

thread.addEventListener('message', (event: MessageEvent<GroupingRequest>) => {
  const request = event.data;
  if (request.kind === 'verify') {
    tell({ kind: 'verified', ok: verifyGrouping(request.problem, request.grouping).ok });
    return;
  }
  const { problem } = request;
  const started = performance.now();
  const grouping = suggestGroups(problem, undefined, {
    onProgress: (stage, done) => tell({ kind: 'stage', stage, done }),
    ...(problem.units.length >= LONG ? { onBest: (best) => tell({ kind: 'best', grouping: best() }) } : {}),
  });
  tell({ kind: 'grouped', grouping, seconds: (performance.now() - started) / 1000 });
  tell({ kind: 'verified', ok: verifyGrouping(problem, grouping).ok });
});
