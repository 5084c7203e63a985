/**
 * Joint Party branches for units with fewer than three full members: who joins whom, around which host. Owns the proposal with its bound, the
 * check of a grouping changed by hand, the reasons in the words of the four principles, and an independent verifier. Owns no storage and no
 * text. Invariant: every group has three full members or more; nobody is joined beyond reach; every unit left out has its reason.
 */
export { checkEdited, type EditedGrouping, type EditedGroups } from './edit.ts';
export { principlesOf } from './principles.ts';
export * from './problem.ts';
export { sampleUnits } from './sample.ts';
export { SHAPE_NAMES, shapedProblem } from './sample-shapes.ts';
export { type GroupingEffort, type GroupingHooks, type GroupingStage, suggestGroups, USUAL_EFFORT } from './solve.ts';
export { type GroupingVerification, verifyGrouping } from './verify.ts';
export { checkGroups } from './verify-groups.ts';
