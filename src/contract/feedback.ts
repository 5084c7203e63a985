import * as z from 'zod';
import { holding, open } from './access.ts';
import { daySchema, idSchema, pageOf, pageQuery } from './page.ts';
import { defineRoute } from './route.ts';

/** The code that a sender keeps: without it nobody, we included, can tie an entry to a person. */
export const feedbackCodeSchema = z.string().trim().min(8).max(30);

/** Letters and digits that cannot be taken for each other in print. */
export const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A code of 12 letters in threes (59 bits), made where the entry is written: sending it twice then makes one entry. `random` gives bytes. */
export function newFeedbackCode(random: (count: number) => Uint8Array): string {
  const letters: string[] = [];
  // Bytes beyond the last whole round of letters are left out, so that no letter is likelier than another.
  const fair = 256 - (256 % CODE_LETTERS.length);
  while (letters.length < 12)
    for (const byte of random(16)) if (byte < fair) letters.push(CODE_LETTERS[byte % CODE_LETTERS.length]!);
  return letters.slice(0, 12).join('').match(/.{3}/g)!.join('-');
}

const kind = z.enum(['complaint', 'suggestion']);

/** An entry as its sender sees it. */
export const feedbackStatusSchema = z
  .object({
    kind,
    text: z.string(),
    state: z.enum(['open', 'answered']),
    answer: z.string().nullable(),
    createdOn: daySchema,
    answeredOn: daySchema.nullable(),
    eraseAfter: daySchema,
  })
  .meta({ id: 'FeedbackStatus' });

export const feedbackSend = defineRoute({
  id: 'feedback-send',
  method: 'POST',
  path: '/api/feedback',
  summary: 'A complaint or suggestion, without account, name or number; the answer comes through the code.',
  access: open('people complain to the organization without having to say who they are (S-286)'),
  body: z.object({
    kind,
    text: z.string().trim().min(1).max(2000),
    /** The code made by the sender; repeated with the same entry it makes no second one. Without it the server makes one. */
    code: z
      .string()
      .regex(new RegExp(`^([${CODE_LETTERS}]{3}-){3}[${CODE_LETTERS}]{3}$`))
      .optional(),
  }),
  response: z.object({ code: z.string(), eraseAfter: daySchema }).meta({ id: 'FeedbackReceipt' }),
  problems: ['too-many-requests', 'key-reused'],
});

export const feedbackLookUp = defineRoute({
  id: 'feedback-look-up',
  method: 'POST',
  path: '/api/feedback/status',
  summary: 'What became of it; the code travels in the body so that no log keeps it.',
  access: open('the code is the key'),
  body: z.object({ code: feedbackCodeSchema }),
  response: feedbackStatusSchema,
  problems: ['not-found', 'too-many-requests'],
});

/** An entry as the answering officer sees it: no trace of a sender. */
export const feedbackSchema = z
  .object({
    id: idSchema,
    kind,
    text: z.string(),
    state: z.enum(['open', 'answered']),
    answer: z.string().nullable(),
    createdOn: daySchema,
  })
  .meta({ id: 'Feedback' });

export const feedbackList = defineRoute({
  id: 'feedback-list',
  method: 'GET',
  path: '/api/feedback',
  summary: 'Entries of the city, unanswered first; for officers of the city committee.',
  access: holding('officer'),
  query: pageQuery,
  response: pageOf(feedbackSchema),
});

export const feedbackAnswer = defineRoute({
  id: 'feedback-answer',
  method: 'PUT',
  path: '/api/feedback/{feedbackId}/answer',
  summary: 'The answer; it may be changed until the entry is erased. `seen` is the answer that stood there when it was written.',
  access: holding('officer'),
  params: z.object({ feedbackId: idSchema }),
  body: z.object({ answer: z.string().trim().min(1).max(2000), seen: z.string().nullable() }),
  response: feedbackSchema,
  problems: ['not-found', 'edited-since'],
});
