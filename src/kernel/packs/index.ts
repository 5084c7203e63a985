/**
 * Scenario packs: data that configures kernel blocks. Owns schema, parsing, linking, checking and the examples of packs.
 * Owns no scene logic: what a scene needs is a kernel block that every pack may use.
 * Invariant: a pack that parses has a chain that is one tree, resolved references, and complete texts in both languages.
 */
export * from './examples.ts';
export * from './parse.ts';
export * from './schema.ts';
