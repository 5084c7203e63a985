/**
 * Rosters: the shifts of one group over some days. Owns rest, leave, wishes, fair shares over weeks, gaps, swaps and their verifier. Owns no
 * calendar (which days are off is told) and no MIP solver (handed in). Invariant: hard rules hold in every roster; every broken soft rule is
 * listed with its price, and the prices are the cost.
 */
export * from './problem.ts';
export { type GapReason, gapReasons } from './reasons.ts';
export { type RosterSize, sampleRoster } from './sample.ts';
export { type RosterProgress, solveRoster, weighRoster } from './solve.ts';
export { proposeSwaps, type SwapProposal } from './swap.ts';
export { type RosterVerification, rosterFaults, verifyRoster } from './verify.ts';
