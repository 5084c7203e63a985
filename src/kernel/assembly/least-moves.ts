import { assemblePlan } from './assemble.ts';
import { compile } from './instance.ts';
import { chooseLeaders } from './leaders.ts';
import type { AssemblyPlan } from './plan.ts';
import { planPrices } from './prices.ts';
import type { AssemblyProblem } from './problem.ts';
import { seat } from './seating.ts';
import { heldPairs, solveModel } from './solve-model.ts';

/** The plan with a notice how many people leave the post they were told, and the least number possible; as it is where fewest moves were not asked for. */
export function tellMoves(problem: AssemblyProblem, plan: AssemblyPlan): AssemblyPlan {
  if (!problem.options.fewestMoves || problem.published.length === 0 || plan.proof.status !== 'optimal') return plan;
  const least = leastMoves(problem);
  const moved = plan.counts.moved + plan.counts.dropped;
  const notice = { code: moved === least ? 'fewest-moves' : 'fewest-moves-open', params: { moved, least } };
  return { ...plan, notices: [...plan.notices, notice] };
}

/**
 * The least number of published people who must leave their post when as many places as possible are filled: a flow in which an empty place
 * costs more than all moves together, a move 1 and everything else nothing.
 */
export function leastMoves(problem: AssemblyProblem): number {
  const { fixed, leaders } = chooseLeaders(compile(problem));
  const counted: AssemblyProblem = {
    ...problem,
    posts: problem.posts.map((post) => ({ ...post, gapCost: null })),
    weights: {
      shortage: problem.published.length + 1,
      otherSkill: 0,
      boundary: 0,
      load: 0,
      wish: 0,
      unknownWilling: 0,
      notOffered: 0,
      change: 1,
      noPlace: 0,
      outsideLeader: 0,
    },
    options: { ...problem.options, fewestMoves: false },
  };
  const instance = compile(counted, false);
  const solved = solveModel(instance, fixed);
  const { counts } = assemblePlan(instance, seat(instance, heldPairs(solved.model, solved.flow)), leaders, solved.fixed, {
    bound: solved.bound,
    prices: planPrices(instance, solved.prices),
    proof: { by: 'prices', method: 'flow', arcs: 0, rounds: solved.rounds },
    stopped: false,
    notices: [],
  });
  return counts.moved + counts.dropped;
}
