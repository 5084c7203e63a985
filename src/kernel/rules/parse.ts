import { z } from 'zod';
import { type Day, day, errorIssue, type Issue, type Result, shapeIssues } from '#kernel/lib';
import { CHECKS } from './checks/index.ts';
import { FACT_NAMES } from './facts.ts';
import { type DecisionRow, decisionRowSchema, type FunctionEntry, functionEntrySchema, functionOverlaps } from './functions.ts';
import { REPLAYS } from './history.ts';
import { type Basis, basisSchema, type Card, type Contrast, cardSchema, contrastSchema } from './library.ts';
import { documentSchema, type HistoryRulebook, type LiveRulebook, type Rule, type RuleDocument, ruleSchema } from './model.ts';

/** A file below rulebooks/: its path with forward slashes and its parsed JSON. Cases are not given here. */
export interface ContentFile {
  readonly path: string;
  readonly data: unknown;
}

/** Everything that the rulebooks hold, checked and sorted by id. Live and historical sets are apart, by type. */
export interface RuleContent {
  readonly live: readonly LiveRulebook[];
  readonly history: readonly HistoryRulebook[];
  readonly functions: readonly FunctionEntry[];
  readonly decisions: readonly DecisionRow[];
  readonly basis: readonly Basis[];
  readonly cards: readonly Card[];
  readonly contrast: readonly Contrast[];
}

/**
 * Reads all files of rulebooks/: `<document>/document.json` and `<document>/<rule>.json`, `functions/*.json`, `decisions/*.json`,
 * `basis/*.json`, `timeline/*.json`, `concept/*.json` (each a list). All issues of all files are collected with path and place; one error refuses the whole.
 */
export function parseRulebooks(files: readonly ContentFile[]): Result<RuleContent> {
  const issues: Issue[] = [];
  const documents = new Map<string, RuleDocument>();
  const rules = new Map<string, Rule[]>();
  const lists: { functions: FunctionEntry[]; decisions: DecisionRow[]; basis: Basis[]; timeline: Card[]; concept: Contrast[] } = {
    functions: [],
    decisions: [],
    basis: [],
    timeline: [],
    concept: [],
  };
  const schemas = {
    functions: functionEntrySchema,
    decisions: decisionRowSchema,
    basis: basisSchema,
    timeline: cardSchema,
    concept: contrastSchema,
  };
  for (const { path, data } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const [folder = '', file = ''] = path.split('/');
    const name = file.replace(/\.json$/, '');
    if (folder in lists) {
      const kind = folder as keyof typeof lists;
      const found = read(z.array(schemas[kind] as z.ZodType), path, data, issues);
      if (found) (lists[kind] as unknown[]).push(...(found as unknown[]));
    } else if (name === 'document') {
      const found = read(documentSchema, path, data, issues);
      if (found && found.id !== folder)
        issues.push(errorIssue('rulebook-id-is-path', [path], { id: found.id, expected: folder }));
      if (found) documents.set(folder, found);
    } else {
      const found = read(ruleSchema, path, data, issues);
      if (found && found.id !== name) issues.push(errorIssue('rulebook-id-is-path', [path], { id: found.id, expected: name }));
      if (found) rules.set(folder, [...(rules.get(folder) ?? []), found]);
    }
  }
  const live: LiveRulebook[] = [];
  const history: HistoryRulebook[] = [];
  for (const folder of new Set([...documents.keys(), ...rules.keys()])) {
    const document = documents.get(folder);
    const own = rules.get(folder) ?? [];
    if (!document) {
      issues.push(errorIssue('rulebook-without-document', [folder], { folder }));
      continue;
    }
    for (const rule of own) issues.push(...checkRule(document, rule));
    if (isLive(document)) live.push({ document, rules: own });
    else if (isHistory(document)) history.push({ document, rules: own });
  }
  issues.push(
    ...duplicates(
      'rule',
      live.flatMap((book) => book.rules.map((rule) => rule.id)),
    ),
  );
  issues.push(
    ...duplicates(
      'function',
      lists.functions.map((one) => one.key),
    ),
  );
  issues.push(
    ...duplicates(
      'decision',
      lists.decisions.map((one) => one.key),
    ),
  );
  issues.push(
    ...duplicates(
      'basis',
      lists.basis.map((one) => one.id),
    ),
  );
  issues.push(
    ...duplicates(
      'card',
      lists.timeline.map((one) => one.id),
    ),
  );
  const turns = new Set(lists.functions.flatMap((entry) => (entry.from === null ? [] : [entry.from as Day])));
  for (const asOf of [day('1900-01-01'), ...turns]) {
    for (const [a, b] of functionOverlaps(lists.functions, asOf)) {
      issues.push(errorIssue('rulebook-functions-overlap', ['functions', a], { a, b, asOf }));
    }
  }
  if (issues.length > 0) return { ok: false, issues };
  const { functions, decisions, basis, timeline: cards, concept: contrast } = lists;
  return { ok: true, value: { live, history, functions, decisions, basis, cards, contrast } };
}

const isLive = (document: RuleDocument): document is LiveRulebook['document'] => document.era === 'live';
const isHistory = (document: RuleDocument): document is HistoryRulebook['document'] => document.era === 'history';

function read<T>(schema: z.ZodType<T>, path: string, data: unknown, issues: Issue[]): T | undefined {
  const parsed = schema.safeParse(data, { reportInput: true });
  if (parsed.success) return parsed.data;
  issues.push(...shapeIssues(parsed.error.issues, [path]));
  return undefined;
}

function checkRule(document: RuleDocument, rule: Rule): Issue[] {
  const at = [document.id, rule.id];
  if (document.era === 'history') {
    const known = rule.check === null || (REPLAYS as string[]).includes(rule.check);
    return known ? [] : [errorIssue('rulebook-check-unknown', at, { check: rule.check })];
  }
  if (rule.check === null)
    return rule.modality === 'reference' ? [] : [errorIssue('rulebook-check-missing', at, { rule: rule.id })];
  const check = CHECKS.get(rule.check);
  if (!check) return [errorIssue('rulebook-check-unknown', at, { check: rule.check })];
  const issues = check.checkParams(rule.params, [...at, 'params']);
  if (rule.subjects.length === 0) issues.push(errorIssue('rulebook-subject-missing', at, { rule: rule.id }));
  if (rule.to !== null && rule.to <= rule.from) issues.push(errorIssue('rulebook-dates', at, { from: rule.from, to: rule.to }));
  for (const fact of [...check.needs, ...check.uses]) {
    if (!FACT_NAMES.includes(fact)) issues.push(errorIssue('rulebook-fact-unknown', at, { fact }));
  }
  return issues;
}

function duplicates(kind: string, ids: readonly string[]): Issue[] {
  const seen = new Set<string>();
  const issues: Issue[] = [];
  for (const id of ids) {
    if (seen.has(id)) issues.push(errorIssue('rulebook-duplicate', [kind, id], { kind, id }));
    seen.add(id);
  }
  return issues;
}
