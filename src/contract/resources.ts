import * as z from 'zod';
import { holding, subject, within } from './access.ts';
import { guardedCount, idSchema, pageOf, pageQuery } from './page.ts';
import { ACTING_ROLES } from './roles.ts';
import { defineRoute, receipt } from './route.ts';

/** Kinds of resources: things (goods, rooms, vehicles), rights (a policy, a permission), money, knowledge. People are never among them. */
export const RESOURCE_KINDS = ['thing', 'right', 'money', 'knowledge'] as const;

/** A resource that a unit offers, and what a task uses it for. */
export const resourceSchema = z
  .object({
    id: idSchema,
    kind: z.enum(RESOURCE_KINDS),
    title: z.string(),
    quantity: z.number().int().nullable(),
    measure: z.string().nullable(),
    unitId: idSchema,
    unitName: z.string(),
    areaName: z.string().nullable(),
    state: z.enum(['offered', 'used', 'withdrawn']),
    taskTitle: z.string().nullable(),
    usedFor: z.string().nullable(),
    /** The acting body speaks for the unit. */
    mine: z.boolean(),
  })
  .meta({ id: 'Resource' });

/** One resource. */
export type Resource = z.infer<typeof resourceSchema>;

/** A unit that lends people, as counts. */
export const lenderSchema = z
  .object({ id: idSchema, name: z.string(), members: guardedCount, cap: z.number().int().nullable(), lent: guardedCount })
  .meta({ id: 'Lender' });

/** What stands beside the two catalogues that never mix, resources and forces. Forces are counts; nobody is listed (S-162). */
export const catalogueSchema = z
  .object({
    skills: z.array(z.object({ code: z.string(), willing: guardedCount })),
    /** Offers that wait for the acting body. */
    offers: z.number().int(),
    /** Units that the acting body speaks for, by name: it may offer for them. */
    units: z.array(z.object({ id: idSchema, name: z.string() })),
    /** There are more of them than are listed; any of them is found by its name. */
    moreUnits: z.boolean(),
  })
  .meta({ id: 'Catalogue' });

export const catalogueShow = defineRoute({
  id: 'catalogue-show',
  method: 'GET',
  path: '/api/catalogue',
  summary: 'Skills of the willing as counts, offers that wait, and the units one may offer for.',
  access: holding('officer', 'secretary', 'headquarters'),
  response: catalogueSchema,
});

export const resourceList = defineRoute({
  id: 'resource-list',
  method: 'GET',
  path: '/api/resources',
  summary: 'Resources of units in reach, those on offer first.',
  access: holding('officer', 'secretary', 'headquarters'),
  query: pageQuery,
  response: pageOf(resourceSchema),
});

export const forceList = defineRoute({
  id: 'force-list',
  method: 'GET',
  path: '/api/forces',
  summary: 'Units in reach that lend, as counts: members, lent, and how many they may lend; those that can lend most first.',
  access: holding('officer', 'secretary', 'headquarters'),
  query: pageQuery,
  response: pageOf(lenderSchema),
});

export const resourceOffer = defineRoute({
  id: 'resource-offer',
  method: 'POST',
  path: '/api/resources',
  summary: 'Offer a thing, a right, money or knowledge on behalf of a unit.',
  access: within(['officer', 'secretary'], subject('unit', 'body.unitId', 'edit')),
  body: z.object({
    unitId: idSchema,
    kind: z.enum(RESOURCE_KINDS),
    title: z.string().trim().min(1).max(120),
    quantity: z.number().int().min(0).max(1_000_000_000).nullable(),
    measure: z.string().max(20).nullable(),
  }),
  response: receipt,
  idempotent: true,
});

export const resourceWithdraw = defineRoute({
  id: 'resource-withdraw',
  method: 'POST',
  path: '/api/resources/{resourceId}/withdrawal',
  summary: 'Take a resource back; a task that uses it sees it go.',
  access: holding('officer', 'secretary'),
  params: z.object({ resourceId: idSchema }),
  response: receipt,
  idempotent: true,
  problems: ['state-refuses'],
});

export const taskResourceList = defineRoute({
  id: 'task-resource-list',
  method: 'GET',
  path: '/api/tasks/{taskId}/resources',
  summary: 'Resources that the task uses, each with the need it serves, then those on offer in its area.',
  access: within(ACTING_ROLES, subject('task', 'params.taskId', 'see')),
  params: z.object({ taskId: idSchema }),
  query: pageQuery,
  response: pageOf(resourceSchema).extend({ mayEdit: z.boolean() }),
});

export const resourceTake = defineRoute({
  id: 'resource-take',
  method: 'POST',
  path: '/api/tasks/{taskId}/resources/{resourceId}/use',
  summary: 'Use an offered resource for a stated need of the task; the unit is told.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: z.object({ taskId: idSchema, resourceId: idSchema }),
  body: z.object({ usedFor: z.string().max(120) }),
  response: receipt,
  idempotent: true,
  problems: ['state-refuses'],
});

export const resourceReturn = defineRoute({
  id: 'resource-return',
  method: 'POST',
  path: '/api/tasks/{taskId}/resources/{resourceId}/return',
  summary: 'The task needs the resource no more; it is on offer again.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: z.object({ taskId: idSchema, resourceId: idSchema }),
  response: receipt,
  idempotent: true,
  problems: ['state-refuses'],
});
