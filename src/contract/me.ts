import * as z from 'zod';
import { signedIn } from './access.ts';
import { daySchema, idSchema } from './page.ts';
import { defineRoute, receipt } from './route.ts';

/** A person as the others of the group see him: masked, with the unit he comes from. */
const comradeSchema = z.object({ name: z.string(), unit: z.string().nullable() });

/** One duty of mine: when, where, who leads, what to do, how I came to it and what I answered. */
export const myDutySchema = z
  .object({
    id: idSchema,
    /** task: a post of a task organization; own: a matter of my own branch (Party day, meeting). Only tasks are answered. */
    line: z.enum(['task', 'own']),
    /** First and last day (the same for a single shift) and the times of the city's clock. */
    fromDay: daySchema,
    toDay: daySchema,
    window: z.object({ from: z.string(), to: z.string() }).nullable(),
    /** 早班; null where the post has no shifts. */
    shift: z.string().nullable(),
    post: z.string(),
    place: z.string(),
    /** Metres between my unit and the post, when both points are known. */
    distance: z.number().int().nullable(),
    task: z.object({ id: idSchema, name: z.string() }).nullable(),
    org: z.object({ id: idSchema, name: z.string() }).nullable(),
    /** The leader of the group; the phone only if he left one for this duty. */
    leader: comradeSchema.extend({ phone: z.string().nullable(), me: z.boolean() }).nullable(),
    companions: z.array(comradeSchema),
    /** The organization that runs the task: it hears of a difficulty, beside the leader. */
    owner: z.string().nullable(),
    whatToDo: z.string().nullable(),
    mode: z.enum(['self-applied', 'invited', 'residence-report', 'assigned']).nullable(),
    state: z.enum(['told', 'accepted', 'difficulty', 'ended']),
    /** Asked again after an answer: kept shifts have hours that were not agreed to, or a difficulty was talked over and the duty stays. */
    askedAgain: z.enum(['shifts', 'stands']).nullable(),
    /** My own words about a difficulty, as sent. */
    difficulty: z.string().nullable(),
    /** My days in the roster of the group from today on, as far as one is kept (`until` is its last day); null without a roster. */
    roster: z
      .object({
        until: daySchema,
        days: z.array(
          z.object({
            day: daySchema,
            window: z.object({ from: z.string(), to: z.string() }),
            shift: z.string().nullable(),
            post: z.string(),
            companions: z.array(comradeSchema),
          }),
        ),
      })
      .nullable(),
    /** Days of this duty that I said something about, and the days that can still be said something about. */
    wishes: z.array(z.object({ day: daySchema, kind: z.enum(['rest', 'serve', 'leave', 'make-up']) })),
    openDays: z.array(daySchema),
    /** I plan the shifts of this group. */
    plans: z.boolean(),
    /** The phone that I left as the leader of this duty; erased when it ends. */
    myPhone: z.string().nullable(),
  })
  .meta({ id: 'MyDuty' });

/** One duty of mine. */
export type MyDuty = z.infer<typeof myDutySchema>;

export const myDutyList = defineRoute({
  id: 'my-duty-list',
  method: 'GET',
  path: '/api/me/duties',
  summary: 'My duties from today on, the unanswered first, then by day.',
  access: signedIn('about oneself'),
  response: z.object({ asOf: z.iso.datetime({ offset: true }), items: z.array(myDutySchema) }).meta({ id: 'MyDuties' }),
});

/** Declining needs no reason and has no field for one; the words of a difficulty may be left out. */
export const myAnswerSchema = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('accept') }),
  z.object({ answer: z.literal('difficulty'), words: z.string().max(200).default('') }),
  z.object({ answer: z.literal('decline') }),
]);

export const myDutyAnswer = defineRoute({
  id: 'my-duty-answer',
  method: 'POST',
  path: '/api/me/duties/{dutyId}/answer',
  summary: 'Accept, have a difficulty, or decline; after declining the slot opens without a name.',
  access: signedIn('only one’s own duty'),
  params: z.object({ dutyId: idSchema }),
  body: myAnswerSchema,
  response: receipt,
  idempotent: true,
  problems: ['not-found', 'state-refuses'],
});

export const myDutyContact = defineRoute({
  id: 'my-duty-contact',
  method: 'POST',
  path: '/api/me/duties/{dutyId}/contact',
  summary: 'As the leader, leave a phone number for the group of this duty, or take it back (null).',
  access: signedIn('only one’s own duty, and only its leader'),
  params: z.object({ dutyId: idSchema }),
  body: z.object({ phone: z.string().min(3).max(30).nullable() }),
  response: receipt,
  idempotent: true,
  problems: ['not-found', 'state-refuses'],
});

export const myDutyNames = defineRoute({
  id: 'my-duty-names',
  method: 'POST',
  path: '/api/me/duties/{dutyId}/names',
  summary:
    'Full names of the leader and of who serves beside me, once I accepted, so that we find each other; audited, they can see it.',
  access: signedIn('only one’s own accepted duty'),
  params: z.object({ dutyId: idSchema }),
  response: z.object({
    leader: comradeSchema.nullable(),
    companions: z.array(comradeSchema.extend({ days: z.array(daySchema) })),
  }),
  problems: ['not-found', 'state-refuses'],
});

export const myCalendar = defineRoute({
  id: 'my-calendar',
  method: 'GET',
  path: '/api/me/calendar',
  summary:
    'My accepted duties as a calendar file, in the language asked for: an address on its own cannot carry that of the page.',
  access: signedIn('about oneself'),
  query: z.object({ language: z.enum(['zh-CN', 'en']).optional() }),
  response: { file: ['text/calendar'] },
});
