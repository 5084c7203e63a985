/** Namespaces of this feature: its own words, names of columns and choices, the kit. */
export const TEXTS = ['import', 'tables', 'ui'];

/** The kinds that are imported here. */
export const KINDS = ['members', 'organizations', 'units', 'areas'] as const;
export type Kind = (typeof KINDS)[number];
