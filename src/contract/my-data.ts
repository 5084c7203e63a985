import * as z from 'zod';
import { holding, signedIn } from './access.ts';
import { daySchema, idSchema, pageOf, pageQuery } from './page.ts';
import { defineRoute, receipt } from './route.ts';

/** Fields of a person that can be wrong and be asked to be corrected. */
export const CORRECTABLE = [
  'name',
  'status',
  'unit',
  'residence',
  'skills',
  'home-organization',
  'participation',
  'other',
] as const;

/** A request to correct something, with its answer. */
export const correctionSchema = z
  .object({
    id: idSchema,
    field: z.enum(CORRECTABLE),
    proposed: z.string(),
    state: z.enum(['open', 'done', 'refused']),
    answer: z.string().nullable(),
    createdAt: z.string(),
    answeredAt: z.string().nullable(),
  })
  .meta({ id: 'Correction' });

/** First and last day; the last one lies before the first where it was called off before it began. */
const period = { from: daySchema, until: daySchema.nullable() };

/** All that is kept about one person, who keeps it, and who has looked at the name. */
export const myDataSchema = z
  .object({
    name: z.string().nullable(),
    number: z.string().nullable(),
    status: z.enum(['full', 'probationary', 'non-member']),
    unit: z.string().nullable(),
    residence: z.string().nullable(),
    homeElsewhere: z.boolean(),
    eraseAfter: daySchema.nullable(),
    homes: z.array(z.object({ organization: z.string(), group: z.string().nullable(), ...period })),
    participations: z.array(z.object({ organization: z.string(), role: z.string(), mode: z.string(), ...period })),
    duties: z.array(z.object({ post: z.string(), place: z.string(), state: z.string(), ...period })),
    shifts: z.array(z.object({ organization: z.string(), post: z.string(), shift: z.string().nullable(), day: daySchema })),
    dayWishes: z.array(z.object({ organization: z.string(), kind: z.string(), day: daySchema })),
    offices: z.array(z.object({ organization: z.string(), office: z.string(), ...period })),
    skills: z.array(z.string()),
    wish: z
      .object({ willing: z.boolean().nullable(), windows: z.array(z.string()), eraseAfter: daySchema.nullable() })
      .nullable(),
    absences: z.array(z.object({ ...period, notedOn: daySchema })),
    serviceNotes: z.array(z.object({ organization: z.string(), role: z.string(), ...period, thanks: z.string() })),
    transfers: z.array(z.object({ organization: z.string(), ...period })),
    /** What tasks keep: offers, questions with the answer, that one is not asked again, proposals that name one. */
    tasks: z.array(
      z.object({ task: z.string(), what: z.string(), post: z.string().nullable(), eraseAfter: daySchema.nullable() }),
    ),
    /** What was said, in the language of the request. */
    notices: z.array(
      z.object({ task: z.string().nullable(), words: z.string(), day: daySchema, eraseAfter: daySchema.nullable() }),
    ),
    account: z.object({ login: z.string(), displayName: z.string() }),
    lookedAt: z.array(
      z.object({ at: z.string(), body: z.string().nullable(), role: z.string().nullable(), purpose: z.string().nullable() }),
    ),
    corrections: z.array(correctionSchema),
  })
  .meta({ id: 'MyData' });

export const myDataShow = defineRoute({
  id: 'my-data-show',
  method: 'GET',
  path: '/api/my-data',
  summary: 'All that is kept about oneself, by whom, and who has looked at the name.',
  access: signedIn('about oneself'),
  response: myDataSchema,
});

export const myDataExport = defineRoute({
  id: 'my-data-export',
  method: 'GET',
  path: '/api/my-data/export',
  summary: 'The same as a file: JSON or a workbook.',
  access: signedIn('about oneself'),
  query: z.object({ format: z.enum(['json', 'xlsx']).default('xlsx') }),
  response: { file: ['application/json', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'] },
});

export const correctionAsk = defineRoute({
  id: 'correction-ask',
  method: 'POST',
  path: '/api/my-data/corrections',
  summary: 'Asks the organization that holds the relationship to correct something.',
  access: signedIn('about oneself'),
  body: z.object({ field: z.enum(CORRECTABLE), proposed: z.string().trim().min(1).max(300) }),
  response: receipt,
  idempotent: true,
});

/** A request as the answering organization sees it; the name is masked. */
export const correctionToAnswerSchema = correctionSchema
  .extend({ personId: idSchema, person: z.string(), organization: z.string().nullable() })
  .meta({ id: 'CorrectionToAnswer' });

export const correctionList = defineRoute({
  id: 'correction-list',
  method: 'GET',
  path: '/api/corrections',
  summary: 'Requests of members of the acting organization and below, open ones first.',
  access: holding('secretary'),
  query: pageQuery,
  response: pageOf(correctionToAnswerSchema),
});

export const correctionAnswer = defineRoute({
  id: 'correction-answer',
  method: 'PUT',
  path: '/api/corrections/{correctionId}',
  summary: 'Done, or refused with the reason.',
  access: holding('secretary'),
  params: z.object({ correctionId: idSchema }),
  body: z
    .object({ state: z.enum(['done', 'refused']), answer: z.string().trim().max(300).default('') })
    .refine((one) => one.state === 'done' || one.answer.length > 0, { path: ['answer'], message: 'refusal-needs-reason' }),
  response: correctionToAnswerSchema,
  problems: ['not-found', 'state-refuses'],
});
