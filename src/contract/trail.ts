import * as z from 'zod';
import { holding } from './access.ts';
import { daySchema, idSchema, pageOf, pageQuery } from './page.ts';
import { defineRoute } from './route.ts';

/** One act: who, in which role, did what to which thing. */
export const trailEventSchema = z
  .object({
    id: idSchema,
    at: z.string(),
    action: z.string(),
    actor: z.string().nullable(),
    role: z.string().nullable(),
    body: z.string().nullable(),
    subjectKind: z.string(),
    subjectId: z.string().nullable(),
    detail: z.unknown(),
    erased: z.boolean(),
    sealed: z.boolean(),
  })
  .meta({ id: 'TrailEvent' });

export const trailList = defineRoute({
  id: 'trail-list',
  method: 'GET',
  path: '/api/audit-events',
  summary:
    'Who changed, exported or revealed what, newest first. For the security administrator only; there is no list by person of how much someone did.',
  access: holding('security-administrator'),
  query: pageQuery.extend({
    action: z.string().max(60).optional(),
    subjectKind: z.string().max(40).optional(),
    subjectId: idSchema.optional(),
    from: daySchema.optional(),
    until: daySchema.optional(),
  }),
  response: pageOf(trailEventSchema),
});

export const trailActions = defineRoute({
  id: 'trail-actions',
  method: 'GET',
  path: '/api/audit-actions',
  summary: 'The kinds of acts that occur, for the filter.',
  access: holding('security-administrator'),
  response: z.object({ items: z.array(z.string()) }),
});
