import * as z from 'zod';
import { subject, within } from './access.ts';
import { idSchema } from './page.ts';
import { ACTING_ROLES } from './roles.ts';
import { defineRoute, receipt } from './route.ts';

const planParams = z.object({ planId: idSchema });

/** What was edited since a version was computed; lists are cut at twenty, the counts are whole. */
export const planAgeSchema = z
  .object({
    /** false: the version still speaks of things as they stand. */
    older: z.boolean(),
    needed: z.object({ before: z.number().int(), now: z.number().int() }),
    posts: z.array(z.object({ name: z.string(), before: z.number().int().nullable(), now: z.number().int().nullable() })),
    postCount: z.number().int(),
    /** Masked, and only for whoever may see the people of this plan; null is a small count that others do not see. */
    people: z.array(z.object({ personId: idSchema, name: z.string(), post: z.string(), why: z.string() })),
    peopleCount: z.number().int().nullable(),
    caps: z.array(z.object({ name: z.string(), before: z.number().int().nullable(), now: z.number().int().nullable() })),
    capCount: z.number().int(),
    joined: z.number().int().nullable(),
    left: z.number().int().nullable(),
    changed: z.number().int().nullable(),
  })
  .meta({ id: 'PlanAge' });

export const planSince = defineRoute({
  id: 'plan-since',
  method: 'GET',
  path: '/api/plans/{planId}/since',
  summary:
    'What changed since this version was computed: needs, people of the plan who can no longer serve, caps, the roster. Nothing once it is approved.',
  access: within(ACTING_ROLES, subject('plan', 'params.planId', 'see')),
  params: planParams,
  response: planAgeSchema,
});

const movesSchema = z.array(
  z.object({
    personId: idSchema,
    name: z.string(),
    unitName: z.string().nullable(),
    residence: z.string().nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
);

/** The whole plan after a change, exact: points more or less (`rest`: without the price of empty places), places filled more or fewer, how many move and the first of them. */
export const outcomeSchema = z
  .object({
    difference: z.number(),
    rest: z.number(),
    filled: z.number().int(),
    moved: z.number().int().min(0),
    moves: movesSchema,
  })
  .meta({ id: 'PlanOutcome' });

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** A change to try on a computed plan; nothing is saved. */
export const whatIfSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('unit-cap'), unitId: idSchema, cap: z.number().int().min(0).max(100_000) }),
    z.object({ kind: z.literal('member-out'), personId: idSchema }),
    z.object({
      kind: z.literal('prefer'),
      personId: idSchema,
      prefer: z.array(z.object({ from: clock, to: clock })).max(10),
    }),
    z.object({
      kind: z.literal('head-count'),
      postId: idSchema,
      slot: z.number().int().min(0).max(30),
      count: z.number().int().min(0).max(100_000),
    }),
  ])
  .meta({ id: 'WhatIf' });

export const planWhatIf = defineRoute({
  id: 'plan-what-if',
  method: 'POST',
  path: '/api/plans/{planId}/what-if',
  summary:
    'The plan if a cap, a wish, a head-count were another or a person could not come: exact difference and who moves; nothing is saved. `outcome` is null where a pin stands against it.',
  access: within(ACTING_ROLES, subject('plan', 'params.planId', 'names')),
  params: planParams,
  body: whatIfSchema,
  response: z.object({ outcome: outcomeSchema.nullable() }),
});

export const planWhyNot = defineRoute({
  id: 'plan-why-not',
  method: 'GET',
  path: '/api/plans/{planId}/posts/{postId}/why-not',
  summary: 'What keeps a person from a post, or what the best plan with the person there costs more and who would move.',
  access: within(ACTING_ROLES, subject('plan', 'params.planId', 'names')),
  params: planParams.extend({ postId: idSchema }),
  query: z.object({ personId: idSchema }),
  response: z.object({
    personId: idSchema,
    name: z.string(),
    unitName: z.string().nullable(),
    residence: z.string().nullable(),
    nowPost: z.string().nullable(),
    /** Code of a text (`plan:barrier-…`), null when the person could serve here. */
    blocked: z.string().nullable(),
    outcome: outcomeSchema.nullable(),
  }),
});

const groupsSchema = z.array(z.object({ key: z.string().nullable(), label: z.string().nullable(), count: z.number().int() }));

export const planForces = defineRoute({
  id: 'plan-forces',
  method: 'GET',
  path: '/api/plans/{planId}/posts/{postId}/forces',
  summary: 'How many people of this plan could serve at a post, grouped by system, tier and region; caps and other duties apart.',
  access: within(ACTING_ROLES, subject('plan', 'params.planId', 'names')),
  params: planParams.extend({ postId: idSchema }),
  response: z.object({
    total: z.number().int(),
    groups: z.object({ system: groupsSchema, tier: groupsSchema, region: groupsSchema }),
  }),
});

export const planUnplaced = defineRoute({
  id: 'plan-unplaced',
  method: 'GET',
  path: '/api/plans/{planId}/unplaced',
  summary:
    'How many people are tied to a need of this plan, and how many no need asks for or something keeps out, by reason; no names.',
  access: within(ACTING_ROLES, subject('plan', 'params.planId', 'names')),
  params: planParams,
  response: z.object({
    tied: z.number().int(),
    /** Code of a text `plan:unplaced-…`. */
    reasons: z.array(z.object({ why: z.string(), count: z.number().int() })),
  }),
});

/** Reads only, yet a POST: what is typed is the name of a person, and addresses are kept by browsers, proxies and logs. */
export const planPeople = defineRoute({
  id: 'plan-people',
  method: 'POST',
  path: '/api/plans/{planId}/people',
  summary: 'People whom this plan could choose, by characters, pinyin or initials; masked, with the post they have.',
  access: within(ACTING_ROLES, subject('plan', 'params.planId', 'names')),
  params: planParams,
  body: z.object({ q: z.string().trim().min(1).max(50) }),
  response: z.object({
    items: z.array(
      z.object({
        personId: idSchema,
        name: z.string(),
        unitName: z.string().nullable(),
        residence: z.string().nullable(),
        postId: idSchema.nullable(),
        post: z.string().nullable(),
      }),
    ),
  }),
});

export const planRepair = defineRoute({
  id: 'plan-repair',
  method: 'POST',
  path: '/api/plans/{planId}/repairs',
  summary:
    'Carry out the repair of a gap: the needs or the cap of this task are changed and a new version is computed that keeps what stands. A cap that a unit set for itself is the unit’s to raise.',
  access: within(['officer', 'secretary'], subject('plan', 'params.planId', 'edit')),
  params: planParams,
  body: z.object({ postId: idSchema, slot: z.number().int(), repair: z.number().int().min(0).max(20) }),
  response: receipt,
  idempotent: true,
  problems: ['state-refuses'],
});
