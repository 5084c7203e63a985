import * as z from 'zod';
import {
  basisSchema,
  cardSchema,
  contrastSchema,
  decisionRowSchema,
  documentSchema,
  functionEntrySchema,
  ruleSchema,
} from '#kernel/rules';
import { signedIn } from './access.ts';
import { daySchema } from './page.ts';
import { defineRoute } from './route.ts';

const ANYONE = signedIn('published rules are the same for everyone');

const rule = ruleSchema.meta({ id: 'Rule' });
const documentShape = documentSchema.meta({ id: 'RuleDocument' });
const entry = functionEntrySchema.meta({ id: 'FunctionEntry' });

/** A document with its rules. */
const bookSchema = z.object({ document: documentShape, rules: z.array(rule) }).meta({ id: 'Rulebook' });

/** Rules in force on a day, by document; documents without a rule in force that day are left out. */
export const rulesSchema = z.object({ asOf: daySchema, documents: z.array(bookSchema) }).meta({ id: 'Rules' });
export type RulesAnswer = z.infer<typeof rulesSchema>;

export const rulesShow = defineRoute({
  id: 'rules-show',
  method: 'GET',
  path: '/api/rules',
  summary: 'Rules in force on a day, with clause, force, dates and certainty; today when no day is given.',
  access: ANYONE,
  query: z.object({ day: daySchema.optional() }),
  response: rulesSchema,
});

/** One line of the function table; null = that layer does not speak: shown as not specified. */
const functionRowSchema = z.object({
  class: functionEntrySchema.shape.class,
  unitKind: functionEntrySchema.shape.unitKinds.unwrap().element.nullable(),
  soeTier: z.number().int().nullable(),
  lecture: entry.nullable(),
  document: entry.nullable(),
});

/** Function table as of a day, and which form fits which situation. */
export const functionsSchema = z
  .object({
    asOf: daySchema,
    rows: z.array(functionRowSchema),
    decisions: z.array(decisionRowSchema.meta({ id: 'DecisionRow' })),
  })
  .meta({ id: 'Functions' });
export type FunctionsAnswer = z.infer<typeof functionsSchema>;

export const functionsShow = defineRoute({
  id: 'functions-show',
  method: 'GET',
  path: '/api/rules/functions',
  summary:
    'What each type of organization is for, from the lecture and from documents, as of a day; and which form fits which situation.',
  access: ANYONE,
  query: z.object({ day: daySchema.optional() }),
  response: functionsSchema,
});

/** Documents and speeches that rules and the lecture rest on. */
export const librarySchema = z.object({ items: z.array(basisSchema.meta({ id: 'Basis' })) }).meta({ id: 'BasisLibrary' });

export const libraryShow = defineRoute({
  id: 'library-show',
  method: 'GET',
  path: '/api/rules/library',
  summary: 'Basis library; with `q` the entries that hold every word of it.',
  access: ANYONE,
  query: z.object({ q: z.string().max(200).optional() }),
  response: librarySchema,
});

/** The time line in its two stages, and the historical sets that can be replayed. */
export const historySchema = z
  .object({
    stages: z.array(z.object({ stage: cardSchema.shape.stage, cards: z.array(cardSchema.meta({ id: 'TimelineCard' })) })),
    sets: z.array(bookSchema),
  })
  .meta({ id: 'RuleHistory' });
export type HistoryAnswer = z.infer<typeof historySchema>;

/** Full-domain Party building explained by contrast: its definition as printed, and standing beside task organizations. */
export const conceptSchema = z.object({ contrast: z.array(contrastSchema.meta({ id: 'Contrast' })) }).meta({ id: 'Concept' });

export const conceptShow = defineRoute({
  id: 'concept-show',
  method: 'GET',
  path: '/api/rules/concept',
  summary: 'Standing and task organizations side by side, with the lines of the lecture.',
  access: ANYONE,
  response: conceptSchema,
});

export const historyShow = defineRoute({
  id: 'rule-history-show',
  method: 'GET',
  path: '/api/rules/history',
  summary: 'Time line of organization rules in two stages, and historical sets for replay; never an input of advice.',
  access: ANYONE,
  response: historySchema,
});
