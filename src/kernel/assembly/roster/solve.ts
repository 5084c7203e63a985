import type { MipSolver } from '../mip.ts';
import { greedyRota, repairRota } from './greedy.ts';
import type { Roster, RosterDuty, RosterProblem } from './problem.ts';
import { rosterProgram } from './program.ts';
import { RosterTables, type Rota } from './tables.ts';

/** Where a solve stands: what has been done, and the best roster so far, complete and usable. */
export interface RosterProgress {
  readonly stage: 'greedy' | 'bound' | 'search';
  readonly best: Roster;
}

/** Part of the cost within which a search need not look for better: one in a thousand. */
const NEAR = 1000;

/** What the sums of a solver may be off by; costs are whole, so that a bound is rounded up beyond it. */
const SLACK = 0.01;

/**
 * A roster for a problem without issues (`rosterIssues`). There is always one: greedy and small moves first; with a solver handed in, its
 * linear relaxation gives the bound and its search is taken where it is better. The search may end a wish, or a thousandth of the cost, from
 * its bound. Whatever ends it early, the gap stays honest.
 */
export function solveRoster(
  problem: RosterProblem,
  mip?: MipSolver,
  onProgress: (progress: RosterProgress) => void = () => {},
): Roster {
  const tables = new RosterTables(problem);
  let rota = repairRota(tables, greedyRota(tables));
  let by: Roster['by'] = 'greedy';
  let bound = 0;
  const say = (stage: RosterProgress['stage']) => onProgress({ stage, best: rosterOf(tables, rota, bound, by) });
  say('greedy');
  if (!mip || tables.people === 0) return rosterOf(tables, rota, bound, by);
  const { model, base, rota: read, start } = rosterProgram(tables);
  const prove = (proved: number) => {
    if (Number.isFinite(proved)) bound = Math.max(bound, Math.ceil(proved + base - SLACK));
  };
  const take = (values: readonly number[]): boolean => {
    const better = repairRota(tables, read(values));
    if (!keeps(tables, better) || tables.cost(better) >= tables.cost(rota)) return false;
    rota = better;
    by = 'search';
    return true;
  };
  prove(mip({ ...model, integer: model.integer.map(() => false) }).bound);
  const enough = Math.max(problem.prices.wish, Math.floor(bound / NEAR));
  if (tables.cost(rota) <= bound) return rosterOf(tables, rota, bound, by);
  say('bound');
  const onBetter = (values: readonly number[]) => {
    if (take(values)) say('search');
  };
  const found = mip(model, { start: start(rota), enough, onBetter });
  prove(found.bound);
  if (found.values !== null) take(found.values);
  return rosterOf(tables, rota, bound, by);
}

/** A roster changed by hand, weighed anew against the same bound; hard rules are the verifier's. */
export function weighRoster(problem: RosterProblem, duties: readonly RosterDuty[], bound: number, by: Roster['by']): Roster {
  const tables = new RosterTables(problem);
  return rosterOf(tables, tables.rota(duties), bound, by);
}

function rosterOf(tables: RosterTables, rota: Rota, bound: number, by: Roster['by']): Roster {
  const cost = tables.cost(rota);
  return { duties: tables.duties(rota), breaches: tables.breaches(rota), cost, bound, gap: cost - bound, by };
}

function keeps(tables: RosterTables, rota: Rota): boolean {
  return (
    rota.every((row, p) => tables.holds(p, row)) &&
    tables.missing(rota).every((count) => count >= 0 || tables.problem.pins.length > 0)
  );
}
