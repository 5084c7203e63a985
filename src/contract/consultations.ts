import * as z from 'zod';
import { holding, subject, within } from './access.ts';
import { idSchema, pageOf, pageQuery } from './page.ts';
import { ACTING_ROLES } from './roles.ts';
import { defineRoute, receipt } from './route.ts';

/** Somebody who cannot come, as the makers of the plan read it. */
export const cannotComeSchema = z.object({
  personId: idSchema,
  name: z.string(),
  unitName: z.string().nullable(),
  posts: z.array(z.object({ post: z.string(), shift: z.string().nullable(), place: z.string() })),
  leads: z.string().nullable(),
  planned: z.boolean(),
  /** A new plan takes them out; no plan does where they were chosen by hand. */
  replan: z.boolean(),
  /** Key of the organization that they were chosen for by hand: another has to be chosen there. */
  chosenFor: z.string().nullable(),
});

export const consultationStart = defineRoute({
  id: 'consultation-start',
  method: 'POST',
  path: '/api/tasks/{taskId}/consultation',
  summary:
    'Put the plan to everyone in it and their units: they may object or say "hindered" until the deadline; `until` null asks only those added, until the same time.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: z.object({ taskId: idSchema }),
  body: z.object({ until: z.iso.datetime({ offset: true }).nullable() }),
  response: receipt,
  idempotent: true,
  problems: ['state-refuses'],
});

/** A question put to a unit. */
export const consultationSchema = z
  .object({
    id: idSchema,
    taskId: idSchema,
    title: z.string(),
    unitId: idSchema.nullable(),
    unitName: z.string().nullable(),
    people: z.number().int(),
    cap: z.number().int().nullable(),
    until: z.string().nullable(),
    answer: z.string(),
    opinion: z.string().nullable(),
  })
  .meta({ id: 'Consultation' });

export const consultationList = defineRoute({
  id: 'consultation-list',
  method: 'GET',
  path: '/api/consultations',
  summary: 'Plans that ask units of the acting organization for people.',
  access: holding(...ACTING_ROLES),
  query: pageQuery,
  response: pageOf(consultationSchema),
});

export const consultationAnswer = defineRoute({
  id: 'consultation-answer',
  method: 'POST',
  path: '/api/consultations/{unitId}/{taskId}/answer',
  summary: 'The unit agrees, or objects with its reason.',
  access: within(ACTING_ROLES, subject('unit', 'params.unitId', 'edit')),
  params: z.object({ unitId: idSchema, taskId: idSchema }),
  body: z.object({ answer: z.enum(['agreed', 'objected']), opinion: z.string().max(300) }),
  response: receipt,
  idempotent: true,
});
