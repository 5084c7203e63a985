import { useCallback, useEffect, useRef, useState } from 'react';
import type { Grouping, GroupingProblem, GroupingStage } from '#kernel/assembly';
import type { GroupingReport, GroupingRequest } from './worker.ts';

/** A proposal as the page holds it. `verified` is null until the independent check has answered. */
export interface Proposal {
  readonly problem: GroupingProblem;
  readonly grouping: Grouping;
  readonly seconds: number;
  readonly stopped: boolean;
  readonly verified: boolean | null;
  /** Counts proposals, so that a new one replaces what was changed by hand. */
  readonly turn: number;
}

/** What is going on: nothing, working, stopped before there was anything, or failed. The last proposal stays until a new one is there. */
export interface GroupingState {
  readonly proposal: Proposal | null;
  readonly running: { readonly stage: GroupingStage; readonly done: number } | null;
  readonly trouble: 'stopped' | 'failed' | null;
}

/** Groups in a thread of its own: start, stop (keeps the best so far), and what is known. */
export function useGrouping(): GroupingState & { start: (problem: GroupingProblem) => void; stop: () => void } {
  const [state, setState] = useState<GroupingState>({ proposal: null, running: null, trouble: null });
  const worker = useRef<Worker | null>(null);
  const best = useRef<Grouping | null>(null);
  const asked = useRef<{ problem: GroupingProblem; at: number } | null>(null);

  const open = useCallback((request: GroupingRequest) => {
    worker.current?.terminate();
    const thread = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.current = thread;
    thread.addEventListener('error', () => setState((now) => ({ ...now, running: null, trouble: 'failed' })));
    thread.addEventListener('message', (event: MessageEvent<GroupingReport>) => {
      const report = event.data;
      if (report.kind === 'best') best.current = report.grouping;
      else if (report.kind === 'stage')
        setState((now) => ({ ...now, running: { stage: report.stage, done: report.done }, trouble: null }));
      else if (report.kind === 'grouped') setState((now) => shown(now, request.problem, report.grouping, report.seconds, false));
      else {
        setState((now) => ({ ...now, proposal: now.proposal && { ...now.proposal, verified: report.ok } }));
        thread.terminate();
      }
    });
    thread.postMessage(request);
  }, []);

  const start = useCallback(
    (problem: GroupingProblem) => {
      best.current = null;
      asked.current = { problem, at: performance.now() };
      setState((now) => ({ ...now, running: { stage: 'near', done: 0 }, trouble: null }));
      open({ kind: 'suggest', problem });
    },
    [open],
  );
  const stop = useCallback(() => {
    worker.current?.terminate();
    const kept = best.current;
    const from = asked.current;
    if (kept === null || from === null) {
      setState((now) => ({ ...now, running: null, trouble: 'stopped' }));
      return;
    }
    setState((now) => shown(now, from.problem, kept, (performance.now() - from.at) / 1000, true));
    open({ kind: 'verify', problem: from.problem, grouping: kept });
  }, [open]);

  useEffect(() => () => worker.current?.terminate(), []);
  return { ...state, start, stop };
}

function shown(
  now: GroupingState,
  problem: GroupingProblem,
  grouping: Grouping,
  seconds: number,
  stopped: boolean,
): GroupingState {
  const turn = (now.proposal?.turn ?? 0) + 1;
  return { proposal: { problem, grouping, seconds, stopped, verified: null, turn }, running: null, trouble: null };
}
