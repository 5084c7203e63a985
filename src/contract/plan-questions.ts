import * as z from 'zod';
import { subject, within } from './access.ts';
import { idSchema } from './page.ts';
import { ACTING_ROLES } from './roles.ts';
import { defineRoute } from './route.ts';

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
