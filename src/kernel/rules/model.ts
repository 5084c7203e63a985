import { z } from 'zod';
import { isDay } from '#kernel/lib';

/** Force of a sentence. Shown 应当, 一般, 可以, 不得; `silence` = the document does not say; `reference` = a fact that asks nothing of anyone. */
export const MODALITIES = ['hard', 'soft', 'permission', 'prohibition', 'silence', 'reference'] as const;
export type Modality = (typeof MODALITIES)[number];

/**
 * How sure we are of wording and number: V seen in a published text, V2 seen in a weak source, G general knowledge, U unsure.
 * Shown 确定, 待核原文, 待核原文, 未核实; documents of kind `practice` are shown 实践做法 whatever the mark.
 */
export const CERTAINTIES = ['V', 'V2', 'G', 'U'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** `live` rules advise today; `history` rules can only be replayed (I-12). */
export const ERAS = ['live', 'history'] as const;
export type Era = (typeof ERAS)[number];

/** What kind of thing a rule speaks about; each has its own set of facts. */
export const SUBJECTS = [
  'unit',
  'organization',
  'task-organization',
  'project',
  'place',
  'member',
  'participation',
  'meeting',
  'application',
  'floating-members',
] as const;
export type SubjectKind = (typeof SUBJECTS)[number];

const dayText = z.string().refine(isDay, 'not a calendar day');
const both = z.strictObject({ 'zh-CN': z.string().min(1), en: z.string().min(1) });

/** One text in both languages. */
export type Both = z.infer<typeof both>;

/** A clause: `quoted` says that the Chinese text is verbatim from a source that we hold; otherwise it is our summary. */
const clauseSchema = z.strictObject({ quoted: z.boolean(), 'zh-CN': z.string().min(1), en: z.string().min(1) });

/** One rule: data, and a check by name. Its id equals its file name. */
export const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  /** Where in the document, for example 第四条; null where no article is known. */
  article: z.string().nullable(),
  articleCertainty: z.enum(CERTAINTIES).nullable(),
  title: both,
  clause: clauseSchema,
  /** Lines of the lecture that quote or explain it, for example 66.4. */
  lectureLines: z.array(z.string().regex(/^\d+\.\d+$/)).default([]),
  modality: z.enum(MODALITIES),
  approvalRequired: z.boolean().default(false),
  certainty: z.enum(CERTAINTIES),
  /** First day in force and first day no longer; null = still in force. */
  from: dayText,
  to: dayText.nullable(),
  subjects: z.array(z.enum(SUBJECTS)).default([]),
  /** Name of a function of the check table; null for `reference`. */
  check: z.string().nullable(),
  params: z.record(z.string(), z.unknown()).default({}),
});
export type Rule = z.infer<typeof ruleSchema>;

/** The document that rules come from: a regulation, a practice, the lecture, or a historical text. */
export const documentSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: both,
  issuer: both.nullable(),
  kind: z.enum(['regulation', 'opinion', 'practice', 'lecture', 'history']),
  era: z.enum(ERAS),
  /** Version of our data; stored with each advice so that it can be repeated. */
  version: z.string().min(1),
  issuedOn: dayText.nullable(),
  note: both.nullable(),
});
export type RuleDocument = z.infer<typeof documentSchema>;

/** A live document with its rules, sorted by id. The only kind that {@link advise} takes. */
export interface LiveRulebook {
  readonly document: RuleDocument & { readonly era: 'live' };
  readonly rules: readonly Rule[];
}

/** A historical document with its rules: replayed by {@link replay}, never an input of advice. */
export interface HistoryRulebook {
  readonly document: RuleDocument & { readonly era: 'history' };
  readonly rules: readonly Rule[];
}

/** Key of the certainty shown beside a rule, `certainty.<key>`: documents of practice say so whatever the mark. */
export function certaintyKey(document: Pick<RuleDocument, 'kind'>, rule: Pick<Rule, 'certainty'>): Certainty | 'practice' {
  return document.kind === 'practice' ? 'practice' : rule.certainty;
}
