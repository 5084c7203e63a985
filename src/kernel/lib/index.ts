/**
 * Shared ground of the kernel: issues about someone's data, branded ids, calendar dates, results, numbers and counts in words.
 * Owns no domain knowledge. Nothing here reads a clock or draws a random number: both are arguments.
 */
export * from './date.ts';
export * from './id.ts';
export * from './issue.ts';
export * from './json.ts';
export * from './result.ts';
export * from './shape.ts';
export * from './wording.ts';
