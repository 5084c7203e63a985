/** The thread behind `openRosterDesk`: a roster at once, its bound, then the search; each verified before it is sent. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Roster, type RosterProblem, solveRoster, verifyRoster } from '#kernel/assembly';
import { highsSolver } from './mip.ts';
import { type CheckedRoster, ROSTER_STALL, type RosterReply, type RosterWork } from './roster.ts';

const port = parentPort;
if (port === null) throw new Error('roster-worker runs as a worker thread only');

/** Nodes of one search: small groups end long before, large ones are cut by seconds. */
const NODES = 200_000;

const send = (reply: RosterReply) => port.postMessage(reply);
const checked = (problem: RosterProblem, roster: Roster): CheckedRoster => ({
  roster,
  verified: verifyRoster(problem, roster).ok,
});

async function work({ problem, seconds }: RosterWork): Promise<void> {
  // Without waiting for the solver to load: people see shifts at once.
  const first = solveRoster(problem);
  send({ kind: 'best', stage: 'greedy', best: checked(problem, first) });
  const mip = await highsSolver({ seconds, nodes: NODES, stall: ROSTER_STALL });
  const roster = solveRoster(problem, mip, ({ stage, best }) => {
    if (stage !== 'greedy') send({ kind: 'best', stage, best: checked(problem, best) });
  });
  send({ kind: 'done', best: checked(problem, roster) });
}

work(workerData as RosterWork).catch((error: unknown) => {
  send({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
});
