/**
 * Register: types of areas, units, organizations (standing and task), persons, homes, participations, offices, dated edges,
 * and the checks that keep their invariants. Owns no storage, no rules of documents (see #kernel/rules), no life cycle of
 * task organizations (see #kernel/formation).
 * Invariant: every check is a pure function of the data given; it returns all issues it finds and changes nothing.
 */

export * from './absence.ts';
export * from './boundaries.ts';
export * from './names.ts';
export * from './organization.ts';
export * from './people.ts';
export * from './terms.ts';
export * from './tree.ts';
export * from './types.ts';
