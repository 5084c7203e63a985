/**
 * Assembly: who serves where. Owns the problem and plan documents, the model (a minimum-cost flow and what is not one), leaders,
 * reasons, repairs, re-plans, the comparison of versions and the verifier. Owns no storage and no text: findings are codes with
 * named values. Invariant: every plan carries its cost, a bound and the prices that prove it; "optimal" only where the gap is 0.
 */

export { comparePlans, type PlanComparison } from './compare.ts';
export {
  type Alternative,
  type Basis,
  Inquiry,
  type Sentence,
  type WhatIf,
} from './explain.ts';
export type { Fact } from './explain-lines.ts';
export * from './flow/index.ts';
export { type ForcesFor, forcesFor, tiesOf, type Unplaced } from './forces.ts';
export * from './grouping/index.ts';
export type { Move, Outcome } from './inquiry-network.ts';
export { pricesOf } from './instance.ts';
export type { MipAnswer, MipModel, MipSolver, MipWatch } from './mip.ts';
export * from './plan.ts';
export * from './problem.ts';
export * from './read.ts';
export { changeProblem, type PlanChanges, type Replan, replan } from './replan.ts';
export { restorePlan } from './restore.ts';
export * from './roster/index.ts';
export { type NeedRow, problemFromRows, type RosterRow, type RowOptions } from './rows.ts';
export { type SampleSize, sampleProblem, seeded } from './sample.ts';
export { type Hindrance, hasAged, type PlanAge, planAge } from './since.ts';
export { type SolvedPlan, solveAssembly, solvePlan } from './solve.ts';
export type { SolveHooks } from './solve-model.ts';
export { type Verification, verifyPlan } from './verify/index.ts';
export { Withdrawals, type Withdrawn } from './withdrawals.ts';
