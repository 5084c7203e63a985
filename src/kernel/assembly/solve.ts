import { lendingAdvice } from './advice.ts';
import { assemblePlan } from './assemble.ts';
import { compile, type Instance } from './instance.ts';
import { chooseLeaders } from './leaders.ts';
import { tellMoves } from './least-moves.ts';
import type { MipSolver } from './mip.ts';
import type { AssemblyPlan, Leader } from './plan.ts';
import { planPrices } from './prices.ts';
import type { AssemblyProblem } from './problem.ts';
import { explainGaps } from './repairs.ts';
import { type Placed, seat } from './seating.ts';
import { heldPairs, type Solved, type SolveHooks, solveModel } from './solve-model.ts';
import { solveRows } from './solve-rows.ts';

/** Who stands where in a solved model. */
export function placedOf(instance: Instance, solved: Solved): Placed[] {
  return seat(instance, heldPairs(solved.model, solved.flow));
}

/** A plan with everything behind it, for questions that follow. */
export interface SolvedPlan {
  readonly instance: Instance;
  readonly solved: Solved;
  readonly leaders: readonly Leader[];
  readonly plan: AssemblyPlan;
}

/** Plans a checked problem: leaders first, then everyone else at least cost, with reasons, repairs and proof. Same input, same bytes. */
export function solveAssembly(problem: AssemblyProblem, hooks: SolveHooks = {}, mip?: MipSolver): AssemblyPlan {
  return solvePlan(problem, hooks, mip).plan;
}

/** As {@link solveAssembly}, keeping the solved model for explanations and re-plans. */
export function solvePlan(problem: AssemblyProblem, hooks: SolveHooks = {}, mip?: MipSolver): SolvedPlan {
  const instance = compile(problem);
  hooks.onProgress?.({ stage: 'leaders', round: 0, found: 0 });
  const chosen = chooseLeaders(instance);
  const { fixed } = chosen;
  const solved = solveRows(instance, solveModel(instance, fixed, hooks), hooks, mip);
  const placed = placedOf(instance, solved);
  const { leaders, notices } = settle(instance, chosen.leaders, solved);
  const bare = assemblePlan(instance, placed, leaders, solved.fixed, {
    bound: solved.bound,
    prices: planPrices(instance, solved.proofPrices),
    proof: { by: solved.by, method: solved.method, arcs: solved.model.network.from.length, rounds: solved.rounds },
    stopped: solved.stopped,
    notices,
  });
  hooks.onProgress?.({ stage: 'reasons', round: solved.rounds, found: placed.length });
  const plan = solved.stopped ? bare : tellMoves(problem, explainGaps(instance, solved, placed, bare));
  return { instance, solved, leaders, plan };
}

/** Group leaders without room at their post come off; every pin that could not stand is told; so is advice about lending. */
function settle(
  instance: Instance,
  leaders: readonly Leader[],
  solved: Solved,
): { leaders: Leader[]; notices: AssemblyPlan['notices'] } {
  const { members, posts } = instance.problem;
  const lost = new Set(solved.lostPins.map(([m, p]) => `${members[m]!.id}\n${posts[p]!.id}`));
  const notices: AssemblyPlan['notices'] = solved.lostPins
    .filter(([m, p]) => instance.pins.get(m)?.includes(p) === true)
    .map(([m, p]) => ({ code: 'pin-not-kept', params: { member: members[m]!.id, post: posts[p]!.id } }));
  const kept = leaders.map((leader): Leader => {
    if (leader.post === null || !lost.has(`${leader.member}\n${leader.post}`)) return leader;
    if (leader.how === 'designated') {
      notices.push({ code: 'designated-without-post', params: { member: leader.member, org: leader.org } });
      return { ...leader, post: null };
    }
    return { ...leader, member: null, post: null, how: 'missing', cost: 0 };
  });
  return { leaders: kept, notices: [...notices, ...lendingAdvice(instance, solved)] };
}
