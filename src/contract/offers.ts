import * as z from 'zod';
import { holding, signedIn } from './access.ts';
import { daySchema, idSchema, pageOf, pageQuery } from './page.ts';
import { defineRoute, receipt } from './route.ts';

/** Ways of offering oneself: reporting to the community where one lives, or volunteering. Assigned is no offer. */
export const OFFER_MODES = ['self-applied', 'residence-report'] as const;

/** What I may take part in by my own wish, and what I am asked before a plan goes up. */
export const myOffersSchema = z
  .object({
    /** Name of the community where I live: all that is kept about my address. */
    residence: z.string().nullable(),
    tasks: z.array(
      z.object({
        taskId: idSchema,
        title: z.string(),
        areaName: z.string().nullable(),
        startsOn: daySchema.nullable(),
        here: z.boolean(),
      }),
    ),
    offers: z.array(
      z.object({
        id: idSchema,
        taskId: idSchema,
        title: z.string(),
        mode: z.enum(OFFER_MODES),
        state: z.enum(['open', 'confirmed', 'withdrawn']),
      }),
    ),
    questions: z.array(
      z.object({
        id: idSchema,
        taskId: idSchema,
        title: z.string(),
        until: z.string().nullable(),
        answer: z.enum(['open', 'agreed', 'hindered']),
        /** The organization that one would lead without serving at a post. */
        leads: z.string().nullable(),
        /** What the plan would have me do; first and last day. */
        posts: z.array(
          z.object({
            post: z.string(),
            shift: z.string().nullable(),
            place: z.string(),
            fromDay: daySchema,
            toDay: daySchema,
            window: z.object({ from: z.string(), to: z.string() }),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'MyOffers' });

export const myOfferList = defineRoute({
  id: 'my-offer-list',
  method: 'GET',
  path: '/api/me/offers',
  summary: 'Tasks I may offer myself for, my offers, and plans that ask me.',
  access: signedIn('about oneself'),
  response: myOffersSchema,
});

export const myOfferMake = defineRoute({
  id: 'my-offer-make',
  method: 'POST',
  path: '/api/me/offers',
  summary: 'Volunteer for a task, or report to the community of residence; it is confirmed by that community or by the task.',
  access: signedIn('about oneself'),
  body: z.object({ taskId: idSchema, mode: z.enum(OFFER_MODES) }),
  response: receipt,
  idempotent: true,
});

export const myOfferWithdraw = defineRoute({
  id: 'my-offer-withdraw',
  method: 'POST',
  path: '/api/me/offers/{offerId}/withdrawal',
  summary: 'Take my offer back; no reason is asked.',
  access: signedIn('only one’s own offer'),
  params: z.object({ offerId: idSchema }),
  response: receipt,
  idempotent: true,
});

export const myQuestionAnswer = defineRoute({
  id: 'my-question-answer',
  method: 'POST',
  path: '/api/me/consultations/{consultationId}/answer',
  summary: 'Say "hindered" or "no hindrance" about a plan; there is no field for a reason.',
  access: signedIn('only a question put to oneself'),
  params: z.object({ consultationId: idSchema }),
  body: z.object({ answer: z.enum(['agreed', 'hindered']) }),
  response: receipt,
  idempotent: true,
});

/** An offer as the community or the task sees it. */
export const offerSchema = z
  .object({
    id: idSchema,
    taskId: idSchema,
    title: z.string(),
    name: z.string(),
    mode: z.enum(OFFER_MODES),
    areaName: z.string().nullable(),
    unitName: z.string().nullable(),
    createdAt: z.string(),
    /** Confirmed before, but the approved plan has no place for the person: choose one, in an organization or at an open post. */
    unplaced: z.boolean(),
    /** The task runs: confirming puts the person into an organization at once. */
    running: z.boolean(),
    /** Organizations of the running chain that may take the person in, those of the community first; empty while the plan is open. */
    places: z.array(z.object({ orgId: idSchema, name: z.string(), form: z.string() })),
  })
  .meta({ id: 'Offer' });

/** A confirmed offer and where it led so far. */
export const confirmedOfferSchema = z
  .object({
    id: idSchema,
    taskId: idSchema,
    title: z.string(),
    name: z.string(),
    mode: z.enum(OFFER_MODES),
    unitName: z.string().nullable(),
    posts: z.array(z.object({ post: z.string(), shift: z.string().nullable() })),
    orgName: z.string().nullable(),
    plan: z.number().int().nullable(),
    /** The unit lends what it allows already. */
    full: z.boolean(),
  })
  .meta({ id: 'ConfirmedOffer' });

export const offerList = defineRoute({
  id: 'offer-list',
  method: 'GET',
  path: '/api/offers',
  summary: 'Offers that wait for the acting organization: those of its community, and those for its tasks.',
  access: holding('officer', 'secretary'),
  query: pageQuery,
  response: pageOf(offerSchema),
});

export const offerLed = defineRoute({
  id: 'offer-led',
  method: 'GET',
  path: '/api/offers/confirmed',
  summary: 'Confirmed offers of tasks that are not over, and where each has led: post of the plan, organization, or none yet.',
  access: holding('officer', 'secretary'),
  query: pageQuery,
  response: pageOf(confirmedOfferSchema),
});

export const offerConfirm = defineRoute({
  id: 'offer-confirm',
  method: 'POST',
  path: '/api/offers/{offerId}/confirmation',
  summary:
    'Confirm an offer; in a running task the person joins the organization named, or that of the place, in the way that was offered.',
  access: holding('officer', 'secretary'),
  params: z.object({ offerId: idSchema }),
  body: z.object({ orgId: idSchema.nullable() }),
  problems: ['state-refuses'],
  response: receipt,
  idempotent: true,
});
