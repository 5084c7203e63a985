import type * as z from 'zod';
import type { findingSchema, orgSheetSchema } from '#contract/organizations';
import type { Day } from '#kernel/lib';
import { advise, type Facts, type Finding, type FunctionEntry, functionFor, type RuleContent } from '#kernel/rules';
import type { OrgSheet } from '#store/org-read';
import type { Language } from './content.ts';

type FindingBody = z.output<typeof findingSchema>;
type Functions = z.output<typeof orgSheetSchema>['functions'];

/** Kinds of unit of the places that organizations cover, where no unit is entered. */
const UNIT_OF_AREA: Readonly<Record<string, Facts['unitKind']>> = {
  community: 'community',
  village: 'village',
  subdistrict: 'subdistrict',
  town: 'township',
  township: 'township',
};

/** The kind of unit by which an organization's function is looked up: of its unit, else of its place. */
export function unitKindOf(sheet: Pick<OrgSheet, 'unitKind' | 'areaKind'>): NonNullable<Facts['unitKind']> | null {
  return (sheet.unitKind as NonNullable<Facts['unitKind']> | null) ?? UNIT_OF_AREA[sheet.areaKind ?? ''] ?? null;
}

/** What the live rules say about an organization today, without those that are not triggered. */
export function adviceFor(
  org: { id: string; name: string; standing: boolean },
  facts: Facts,
  rules: RuleContent,
  asOf: Day,
): Finding[] {
  const subject = { kind: org.standing ? ('organization' as const) : ('task-organization' as const), id: org.id, name: org.name };
  return advise(subject, asOf, rules.live, facts).filter((finding) => finding.outcome !== 'not-triggered');
}

/** A finding in the reader's language, with the key of its explanation and the values that fill it. */
export function findingBody(finding: Finding, language: Language): FindingBody {
  const { rule, document } = finding;
  return {
    rule: rule.id,
    title: rule.title[language],
    outcome: finding.outcome,
    modality: finding.modality,
    clause: rule.clause[language],
    quoted: rule.clause.quoted,
    document: document.title[language],
    article: rule.article,
    certainty: rule.certainty,
    practice: document.kind === 'practice',
    explanation: finding.explanation,
    values: Object.fromEntries(
      Object.entries({ ...finding.inputs, ...finding.values }).map(([key, value]) => [
        key,
        Array.isArray(value) ? value.join(', ') : value,
      ]),
    ) as FindingBody['values'],
    missing: [...finding.missing],
  };
}

/** Both layers of the function table for a standing organization; null for those that carry none. */
export function functionsOf(sheet: OrgSheet, rules: RuleContent, asOf: Day, language: Language): Functions {
  if (sheet.class === null || sheet.form === 'group') return null;
  const unitKind = unitKindOf(sheet);
  const found = functionFor({ class: sheet.class, unitKind, soeTier: sheet.soeTier, form: sheet.form }, asOf, rules.functions);
  const titles = new Map([...rules.live, ...rules.history].map((book) => [book.document.id, book.document.title[language]]));
  const basis = new Map(rules.basis.map((one) => [one.id, one.title[language]]));
  const layer = (entry: FunctionEntry | null) =>
    entry && {
      verb: entry.verb,
      lines: entry.lines.map((line) => ({
        toward: line.toward?.[language] ?? null,
        text: line.text[language],
        quoted: line.quoted,
      })),
      consequence: entry.consequence?.[language] ?? null,
      document: titles.get(entry.source.document) ?? basis.get(entry.source.document) ?? entry.source.document,
      article: entry.source.article,
      line: entry.source.line,
      certainty: entry.certainty,
    };
  return { document: layer(found.document), lecture: layer(found.lecture), unitKind };
}
