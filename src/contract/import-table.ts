/**
 * What a table handed in looks like: the kinds, their columns, how heads are recognised, how cells are read and rows are checked.
 * Pure and shared: the page that takes a paste and the worker that reads a file judge a row with the same code.
 * Owns no file format (documents) and no comparison with the register (store). Issues are collected, never thrown.
 */
export * from './import-table/check.ts';
export * from './import-table/fields.ts';
export { showValue } from './import-table/kind-rules.ts';
export * from './import-table/mapping.ts';
export * from './import-table/names.ts';
export * from './import-table/pasted-grid.ts';
export * from './import-table/records.ts';
export * from './import-table/values.ts';
export { wordedParams } from './import-table/worded.ts';
export { CHOICE_WORDS, HEADER_WORDS } from './import-table/words.ts';
