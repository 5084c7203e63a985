/**
 * Rules: the model of rules as data, the engine that answers about a subject on a day, the function table, the decision table, historical
 * sets with their replay, the basis library and the time line. Owns no text of a document (see rulebooks/), no storage, no file access.
 * Invariant: every answer shows document, sentence, force, inputs and version (I-19); historical sets are never inputs of advice (I-12);
 * a permission never becomes an alarm (I-13).
 */
export * from './advise.ts';
export { CHECKS, type Check, type Verdict } from './checks/index.ts';
export * from './facts.ts';
export * from './functions.ts';
export * from './history.ts';
export * from './library.ts';
export * from './model.ts';
export * from './parse.ts';
