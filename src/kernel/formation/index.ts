/**
 * Formation: from a central task to a chain of task organizations, its approval, its work and its end.
 * Owns the chain drawn from a pattern, what must be there before submitting and before activation (I-6), who may decide on an
 * approval, what an answer to a duty leads to, and what ending changes. Owns no storage, no rule texts, no assignment of people.
 * Invariant: a chain is a tree of its own (I-8, I-9); nothing here creates, approves, assigns or closes anything by itself.
 */
export * from './approval.ts';
export * from './chain.ts';
export * from './duty.ts';
export * from './ending.ts';
export * from './purpose.ts';
export * from './readiness.ts';
export * from './standing-check.ts';
export * from './task-state.ts';
export * from './told.ts';
