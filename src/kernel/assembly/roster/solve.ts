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

/**
 * A roster for a problem without issues (`rosterIssues`). There is always one: greedy and small moves first; with a solver handed in, its
 * linear relaxation gives the bound and its search is taken where it is better. Whatever ends the search early, the gap stays honest.
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
  onProgress({ stage: 'greedy', best: rosterOf(tables, rota, bound, by) });
  if (mip && tables.people > 0) {
    const { model, base, rota: read } = rosterProgram(tables);
    const relaxed = mip({ ...model, integer: model.integer.map(() => false) });
    if (Number.isFinite(relaxed.bound)) bound = Math.max(bound, Math.ceil(relaxed.bound + base - 1e-6));
    if (tables.cost(rota) > bound) {
      onProgress({ stage: 'bound', best: rosterOf(tables, rota, bound, by) });
      const found = mip(model);
      if (Number.isFinite(found.bound)) bound = Math.max(bound, Math.ceil(found.bound + base - 1e-6));
      const better = found.values === null ? null : repairRota(tables, read(found.values));
      if (better !== null && keeps(tables, better) && tables.cost(better) < tables.cost(rota)) {
        rota = better;
        by = 'search';
      }
    }
  }
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
