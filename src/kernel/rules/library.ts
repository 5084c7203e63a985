import { z } from 'zod';
import { CERTAINTIES } from './model.ts';

const both = z.strictObject({ 'zh-CN': z.string().min(1), en: z.string().min(1) });
const dateText = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/);

/** State of a citation (S-288): as printed in the lecture, verified against a published text, or differing from it. */
export const VERIFICATIONS = ['as-printed', 'verified', 'differs'] as const;

/** A document or speech that the lecture or a rule rests on: one record, however often and differently it is cited. */
export const basisSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: both,
  /** Year, month or day, as far as it is known. */
  date: dateText.nullable(),
  kind: z.enum(['congress', 'plenum', 'regulation', 'opinion', 'speech', 'constitution', 'history', 'practice']),
  /** Sentences as they are printed, with their line in the lecture. */
  quotes: z.array(z.strictObject({ text: z.string().min(1), en: z.string().min(1), line: z.string().nullable() })),
  verification: z.enum(VERIFICATIONS),
  certainty: z.enum(CERTAINTIES),
  /** Where printings or sources disagree; each with its place. */
  discrepancies: z.array(both).default([]),
  rulebook: z.string().nullable().default(null),
});
export type Basis = z.infer<typeof basisSchema>;

/** A card of the time line: problem, change and effect are three fields (S-046). */
export const cardSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  /** Year, month or day; sorts as text. Where the source gives none it only sorts, and `dateKnown` is false. */
  date: dateText,
  dateKnown: z.boolean().default(true),
  stage: z.enum(['before-reform', 'since-reform']),
  layer: z.enum(['rule-set', 'event', 'form']),
  title: both,
  problem: both.nullable().default(null),
  change: both.nullable().default(null),
  effects: z.array(z.strictObject({ text: both, line: z.string().nullable() })).default([]),
  /** The lecture names the event and gives no content (S-044). */
  contentNotStated: z.boolean().default(false),
  note: both.nullable().default(null),
  lines: z.array(z.string()),
  rulebook: z.string().nullable().default(null),
  certainty: z.enum(CERTAINTIES),
});
export type Card = z.infer<typeof cardSchema>;

/** The day that divides the two stages: Third Plenum of the 11th Central Committee (34.2, 36.8). */
export const REFORM = '1978-12';

/** Cards of both stages in order of date, the divide kept: the first stage ends where the second begins (S-042). */
export function timeline(cards: readonly Card[]): { stage: Card['stage']; cards: readonly Card[] }[] {
  const sorted = [...cards].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.id < b.id ? -1 : 1));
  return (['before-reform', 'since-reform'] as const).map((stage) => ({
    stage,
    cards: sorted.filter((card) => card.stage === stage),
  }));
}

/** Entries whose title, quotation or date contains every word of the query; case-insensitive, in the given order. */
export function searchBasis(entries: readonly Basis[], query: string): Basis[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return entries.filter((entry) => {
    const quotes = entry.quotes.flatMap((quote) => [quote.text, quote.en]);
    const notes = entry.discrepancies.flatMap((one) => [one['zh-CN'], one.en]);
    const text = [entry.title['zh-CN'], entry.title.en, entry.date ?? '', ...quotes, ...notes].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** One line of the contrast between standing and task organizations, by which the lecture explains full-domain Party building (76.1 … 82.2). */
export const contrastSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  aspect: both,
  standing: both,
  task: both,
  lines: z.array(z.string()).min(1),
});
export type Contrast = z.infer<typeof contrastSchema>;
