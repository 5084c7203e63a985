/**
 * Minimum-cost flow on any network: int32 arrays in, a flow with prices, dual bound and gap out, or a certificate why there is none.
 * Owns the algorithms and the residual questions (what would one more unit cost, what changes when the network changes).
 * Knows nothing of members and posts. Invariant: `optimal` is only said with gap 0; all budgets are counts, so results repeat.
 */
export * from './assignment.ts';
export * from './changes.ts';
export * from './check.ts';
export * from './dimacs.ts';
export * from './proof.ts';
export * from './residual.ts';
export * from './solve.ts';
export * from './types.ts';
