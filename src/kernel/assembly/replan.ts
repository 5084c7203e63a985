import { comparePlans, type PlanComparison } from './compare.ts';
import type { MipSolver } from './mip.ts';
import type { AssemblyPlan } from './plan.ts';
import type { AssemblyProblem } from './problem.ts';
import { type SolvedPlan, solvePlan } from './solve.ts';
import type { SolveHooks } from './solve-model.ts';

/** What became different since the plan was told to people. */
export interface PlanChanges {
  /** Members who cannot or do not want to serve any more; no reason is asked. */
  readonly withdrawn?: readonly string[];
  readonly newPosts?: AssemblyProblem['posts'];
  readonly closedPosts?: readonly string[];
  readonly newMembers?: AssemblyProblem['members'];
  readonly pins?: AssemblyProblem['pins'];
  readonly exclusions?: AssemblyProblem['exclusions'];
  readonly caps?: readonly { readonly unit: string; readonly cap: number | null }[];
  /** Points for one person who does not keep his post; absent: the weight `change` of the problem. */
  readonly pricePerMove?: number;
  /** Fill what can be filled, then move as few people as possible, whatever it costs. */
  readonly fewestMoves?: boolean;
}

/** The problem after the changes, with the plan as what people were told and its leaders kept where they still can lead. */
export function changeProblem(problem: AssemblyProblem, plan: AssemblyPlan, changes: PlanChanges): AssemblyProblem {
  const withdrawn = new Set(changes.withdrawn ?? []);
  const closed = new Set(changes.closedPosts ?? []);
  const caps = new Map((changes.caps ?? []).map((row) => [row.unit, row.cap]));
  const pins = [...problem.pins, ...(changes.pins ?? [])].filter(
    (pin, i, all) =>
      !withdrawn.has(pin.member) &&
      !closed.has(pin.post) &&
      all.findIndex((other) => other.member === pin.member && other.post === pin.post) === i,
  );
  const moved = new Set((changes.pins ?? []).map((pin) => pin.member));
  const members = [...problem.members, ...(changes.newMembers ?? [])];
  const able = new Set(
    members
      .filter((member) => member.fullMember && member.willing !== 'no' && !withdrawn.has(member.id) && !moved.has(member.id))
      .map((member) => member.id),
  );
  const exclusions = [
    ...problem.exclusions,
    ...(changes.exclusions ?? []),
    ...[...withdrawn].map((member) => ({ member, post: null })),
  ];
  const out = new Set(exclusions.map((row) => `${row.member}\n${row.post ?? ''}`));
  return {
    ...problem,
    members,
    posts: [...problem.posts.filter((post) => !closed.has(post.id)), ...(changes.newPosts ?? [])],
    units: problem.units.map((unit) => (caps.has(unit.id) ? { ...unit, cap: caps.get(unit.id)! } : unit)),
    orgs: problem.orgs.map((org) => {
      const named = org.designated.filter((who) => !who.kept && !withdrawn.has(who.member));
      const kept = plan.leaders.flatMap((row) => {
        if (row.org !== org.id || row.member === null || row.how !== 'proposed' || !able.has(row.member)) return [];
        if (row.post !== null && (closed.has(row.post) || out.has(`${row.member}\n${row.post}`))) return [];
        return [{ member: row.member, role: row.role, kept: true }];
      });
      return { ...org, designated: [...named, ...kept] };
    }),
    pins,
    exclusions,
    published: plan.assignments.filter((row) => !closed.has(row.post)).map(({ member, post }) => ({ member, post })),
    weights: { ...problem.weights, change: changes.pricePerMove ?? problem.weights.change },
    options: { ...problem.options, fewestMoves: changes.fewestMoves ?? problem.options.fewestMoves },
  };
}

/** A re-plan: the changed problem, its plan, and what differs from the one before. */
export interface Replan {
  readonly problem: AssemblyProblem;
  readonly solved: SolvedPlan;
  readonly plan: AssemblyPlan;
  readonly comparison: PlanComparison;
}

/**
 * Plans again after changes, keeping the told plan unless the gain outweighs the price of each person who moves. With `fewestMoves` the plan
 * carries a notice with the least number of moves, found by a count of its own.
 */
export function replan(
  problem: AssemblyProblem,
  plan: AssemblyPlan,
  changes: PlanChanges,
  hooks: SolveHooks = {},
  mip?: MipSolver,
): Replan {
  const changed = changeProblem(problem, plan, changes);
  const solved = solvePlan(changed, hooks, mip);
  return { problem: changed, solved, plan: solved.plan, comparison: comparePlans(plan, solved.plan) };
}
