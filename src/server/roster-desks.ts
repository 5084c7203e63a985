/**
 * Computations of rosters that people wait for: in memory, each in a thread, two at a time, gone some minutes after they end.
 * Owns no data: what is worth keeping is saved by a person.
 */
import { type CheckedRoster, openRosterDesk, type RosterDesk } from '#jobs/roster';
import type { RosterProblem, RosterProgress } from '#kernel/assembly';
import { newId } from '#store/id';
import type { Deps } from './deps.ts';

/** One computation as it stands. */
export interface Proposal {
  readonly id: string;
  readonly orgId: string;
  readonly state: 'working' | 'ready' | 'stopped' | 'failed';
  readonly stage: RosterProgress['stage'] | null;
  readonly seconds: number;
  readonly best: CheckedRoster | null;
}

interface Entry {
  readonly orgId: string;
  readonly problem: RosterProblem;
  readonly begun: number;
  desk: RosterDesk | null;
  state: Proposal['state'];
  stage: Proposal['stage'];
  ended: number | null;
  best: CheckedRoster | null;
}

/** Threads at the same time: a machine of two cores stays answerable. */
const AT_ONCE = 2;
/** How long a finished computation can be asked for. */
const KEPT_MILLIS = 10 * 60_000;
/** The newest that are remembered at all. */
const REMEMBERED = 50;

export class RosterDesks {
  private readonly entries = new Map<string, Entry>();
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Starts a computation, or puts it in line; an earlier one of the same group ends. */
  start(orgId: string, problem: RosterProblem): string {
    this.forget();
    for (const [id, entry] of this.entries) if (entry.orgId === orgId && entry.state === 'working') this.stop(id);
    const id = newId();
    const begun = this.deps.clock.now();
    this.entries.set(id, { orgId, problem, begun, desk: null, state: 'working', stage: null, ended: null, best: null });
    this.next();
    return id;
  }

  /** Where a computation stands; undefined when it is unknown or long over. */
  show(id: string): Proposal | undefined {
    const entry = this.entries.get(id);
    if (!entry) return undefined;
    const { orgId, state, stage, best, begun, ended } = entry;
    return { id, orgId, state, stage, best, seconds: ((ended ?? this.deps.clock.now()) - begun) / 1000 };
  }

  /** Ends a computation with its best so far; one that is over stays as it is. */
  stop(id: string): void {
    const entry = this.entries.get(id);
    if (entry?.state !== 'working') return;
    if (entry.desk) {
      entry.state = 'stopped';
      entry.desk.stop();
    } else this.end(entry, 'stopped');
  }

  /** Ends every thread. */
  close(): void {
    for (const id of this.entries.keys()) this.stop(id);
  }

  private next(): void {
    const open = [...this.entries.values()].filter((entry) => entry.ended === null);
    const running = open.filter((entry) => entry.desk !== null).length;
    for (const entry of open.filter((one) => one.desk === null).slice(0, Math.max(0, AT_ONCE - running))) this.run(entry);
  }

  private run(entry: Entry): void {
    entry.desk = openRosterDesk(entry.problem, (stage, best) => {
      entry.stage = stage;
      entry.best = best;
    });
    entry.desk.result.then(
      (best) => {
        entry.best = best;
        this.end(entry, entry.state === 'stopped' ? 'stopped' : 'ready');
      },
      (error: unknown) => {
        if (entry.state !== 'stopped')
          this.deps.log(`roster: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        this.end(entry, entry.state === 'stopped' ? 'stopped' : 'failed');
      },
    );
  }

  private end(entry: Entry, state: Proposal['state']): void {
    entry.state = state;
    entry.ended = this.deps.clock.now();
    this.next();
  }

  private forget(): void {
    const now = this.deps.clock.now();
    for (const [id, entry] of this.entries)
      if (entry.ended !== null && (now - entry.ended > KEPT_MILLIS || this.entries.size > REMEMBERED)) this.entries.delete(id);
  }
}

const desks = new WeakMap<Deps, RosterDesks>();

/** The computations of a server; made when first asked for. */
export function rosterDesksOf(deps: Deps): RosterDesks {
  let one = desks.get(deps);
  if (!one) {
    one = new RosterDesks(deps);
    desks.set(deps, one);
  }
  return one;
}
