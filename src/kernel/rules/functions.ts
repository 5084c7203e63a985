import { z } from 'zod';
import { type Day, isDay } from '#kernel/lib';
import { CLASSES, FORMS, type Form, type OrganizationClass, UNIT_KINDS, type UnitKind } from '#kernel/registry';
import { CERTAINTIES } from './model.ts';

const both = z.strictObject({ 'zh-CN': z.string().min(1), en: z.string().min(1) });
const dayText = z.string().refine(isDay, 'not a calendar day');

/** Verb of a function. Nothing but `lead` gives a leading role, and no verb gives a right to decide business matters. */
export const VERBS = ['supreme', 'resolve', 'lead', 'support', 'guide', 'fortress', 'assist', 'reference'] as const;

/** One row of the function table: which organizations it speaks about, in which layer, and what it says with its place in the source. */
export const functionEntrySchema = z.strictObject({
  key: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  layer: z.enum(['lecture', 'document']),
  class: z.enum(CLASSES),
  /** Empty = any unit of that class. */
  unitKinds: z.array(z.enum(UNIT_KINDS)).default([]),
  /** Tiers of state enterprises, both ends included; null = any. */
  soeTier: z.tuple([z.int(), z.int()]).nullable().default(null),
  verb: z.enum(VERBS),
  /** One line per object: a non-public enterprise has two (S-041). */
  lines: z.array(z.strictObject({ toward: both.nullable(), text: both, quoted: z.boolean() })).min(1),
  /** What does not follow from it, in words; shown below the lines. */
  consequence: both.nullable().default(null),
  source: z.strictObject({ document: z.string(), article: z.string().nullable(), line: z.string().nullable() }),
  certainty: z.enum(CERTAINTIES),
  from: dayText.nullable().default(null),
  to: dayText.nullable().default(null),
});
export type FunctionEntry = z.infer<typeof functionEntrySchema>;

/** Whose function is asked for. */
export interface FunctionQuery {
  readonly class: OrganizationClass;
  readonly unitKind: UnitKind | null;
  /** 1 = group company … 5, for state enterprises. */
  readonly soeTier: number | null;
  /** Only primary-level and local organizations carry functions; a Party group is part of its branch. */
  readonly form?: Form | null;
}

/** Both layers; null where the layer does not speak: shown "not specified", never blank, never a default. */
export interface FunctionAnswer {
  readonly lecture: FunctionEntry | null;
  readonly document: FunctionEntry | null;
}

function matches(entry: FunctionEntry, query: FunctionQuery, asOf: Day): boolean {
  if (entry.class !== query.class) return false;
  if (entry.from !== null && asOf < entry.from) return false;
  if (entry.to !== null && asOf >= entry.to) return false;
  if (entry.unitKinds.length > 0 && (query.unitKind === null || !entry.unitKinds.includes(query.unitKind))) return false;
  if (entry.soeTier === null) return true;
  return query.soeTier !== null && query.soeTier >= entry.soeTier[0] && query.soeTier <= entry.soeTier[1];
}

/** The function of an organization on a day, one entry a layer or null (S-034). The table holds at most one match a layer; `functionOverlaps` proves it. */
export function functionFor(query: FunctionQuery, asOf: Day, table: readonly FunctionEntry[]): FunctionAnswer {
  const of = (layer: FunctionEntry['layer']): FunctionEntry | null =>
    table.find((entry) => entry.layer === layer && matches(entry, query, asOf)) ?? null;
  return { lecture: of('lecture'), document: of('document') };
}

/** Combinations on a day for which a layer has more than one entry: pairs of keys, empty for a sound table. */
export function functionOverlaps(table: readonly FunctionEntry[], asOf: Day): [string, string][] {
  const pairs = new Map<string, [string, string]>();
  for (const query of functionQueries()) {
    const hits = table.filter((entry) => matches(entry, query, asOf));
    for (const [i, a] of hits.entries()) {
      for (const b of hits.slice(i + 1)) if (a.layer === b.layer) pairs.set(`${a.key}|${b.key}`, [a.key, b.key]);
    }
  }
  return [...pairs.values()];
}

/** Every combination of class, kind of unit and tier of state enterprise that the table can be asked for. */
export function functionQueries(): FunctionQuery[] {
  const queries: FunctionQuery[] = [];
  for (const one of CLASSES) {
    for (const unitKind of [null, ...UNIT_KINDS]) {
      const tiers = unitKind === 'state-enterprise' ? [1, 2, 3, 4, 5, null] : [null];
      for (const soeTier of tiers) queries.push({ class: one, unitKind, soeTier });
    }
  }
  return queries;
}

/** Whether a leading role follows from an answer: only where a layer that is asked for says `lead` (S-039). */
export function hasLeadingRole(entry: { readonly verb: string } | null): boolean {
  return entry?.verb === 'lead' || entry?.verb === 'supreme';
}

/** Situations of the decision table: which form fits, on which basis, and what follows for officers, relationship and end. */
export const decisionRowSchema = z.strictObject({
  key: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  situation: both,
  /** All must hold; a fact that is absent makes the row "possible", not "fits". */
  when: z.array(
    z.strictObject({
      fact: z.string(),
      is: z.union([z.boolean(), z.string()]).optional(),
      atLeast: z.number().optional(),
      below: z.number().optional(),
    }),
  ),
  form: z.enum(FORMS).nullable(),
  result: both,
  basis: z.array(z.string()),
  officers: z.enum(['elected', 'designated', 'designated-or-recommended', 'by-approver', 'none']),
  relationship: z.enum(['here', 'branches-below', 'stays-home', 'branch', 'none']),
  acts: z.enum(['yes', 'no', 'appraisal-only', 'none']),
  ends: both,
});
export type DecisionRow = z.infer<typeof decisionRowSchema>;

/** Facts of the decision table: those of the rules plus `members`, `months` and `purpose`. */
export type DecisionFacts = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Rows that fit, and rows that would fit if the named facts were known. A contradiction between rows is not settled here: a person chooses. */
export function decide(
  facts: DecisionFacts,
  rows: readonly DecisionRow[],
): { fits: DecisionRow[]; possible: { row: DecisionRow; missing: string[] }[] } {
  const fits: DecisionRow[] = [];
  const possible: { row: DecisionRow; missing: string[] }[] = [];
  for (const row of rows) {
    const missing: string[] = [];
    const contradicted = row.when.some((condition) => {
      const value = facts[condition.fact];
      if (value === undefined || value === null) {
        missing.push(condition.fact);
        return false;
      }
      if (condition.is !== undefined && value !== condition.is) return true;
      if (condition.atLeast !== undefined && !(typeof value === 'number' && value >= condition.atLeast)) return true;
      return condition.below !== undefined && !(typeof value === 'number' && value < condition.below);
    });
    if (contradicted) continue;
    if (missing.length === 0) fits.push(row);
    else possible.push({ row, missing });
  }
  return { fits, possible };
}

/** Whether a type stands in the table of functions: not bodies outside the Party, nor what is told by its parts (tiers, kinds of units). */
export function standsInTable(row: {
  readonly class: FunctionEntry['class'];
  readonly unitKind: FunctionEntry['unitKinds'][number] | null;
  readonly soeTier: number | null;
}): boolean {
  const { class: of, unitKind, soeTier } = row;
  if (unitKind === 'administrative-body' || unitKind === 'work-committee') return false;
  if (unitKind === 'state-enterprise' && soeTier === null) return false;
  return of === 'central' || of === 'local' ? unitKind === null : of !== 'primary-level' || unitKind !== null;
}
