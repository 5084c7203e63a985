import * as z from 'zod';
import { subject, within } from './access.ts';
import { guardedCount, idSchema } from './page.ts';
import { ACTING_ROLES } from './roles.ts';
import { defineRoute } from './route.ts';

const taskParams = z.object({ taskId: idSchema });

/** A unit that may lend: how many members it has, how many are lent, its cap and a smaller one for this task. */
export const sourceUnitSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    category: z.string(),
    areaName: z.string().nullable(),
    /** Null where it is small and the reader neither owns nor decides on the task. */
    members: guardedCount,
    cap: z.number().int().nullable(),
    taskCap: z.number().int().nullable(),
    lent: guardedCount,
    included: z.boolean(),
  })
  .meta({ id: 'SourceUnit' });

/** Where people may come from: areas, categories of the pack, units. */
export const sourcesSchema = z
  .object({
    areas: z.array(z.object({ id: idSchema, name: z.string(), members: z.number().int().nullable(), included: z.boolean() })),
    categories: z.array(
      z.object({
        id: z.string(),
        /** null: a small count, for whoever sees no people. */
        members: z.number().int().nullable(),
        units: z.number().int(),
        included: z.boolean(),
      }),
    ),
    units: z.array(sourceUnitSchema),
    /** People of what is included, and how many of them can be lent; null for whoever sees no people. */
    people: z.number().int().nullable(),
    canLend: z.number().int().nullable(),
    needed: z.number().int(),
  })
  .meta({ id: 'Sources' });

export const sourcesShow = defineRoute({
  id: 'sources-show',
  method: 'GET',
  path: '/api/tasks/{taskId}/sources',
  summary: 'Where people may come from, how many could be lent, how many are needed.',
  access: within(ACTING_ROLES, subject('task', 'params.taskId', 'see')),
  params: taskParams,
  response: sourcesSchema,
  etag: true,
});

export const sourcesSave = defineRoute({
  id: 'sources-save',
  method: 'PUT',
  path: '/api/tasks/{taskId}/sources',
  summary: 'Choose areas, categories and units, and caps smaller than those of the units.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams,
  body: z.object({
    areaIds: z.array(idSchema).max(500),
    excludedCategories: z.array(z.string().max(60)).max(20),
    excludedUnitIds: z.array(idSchema).max(5000),
    caps: z.array(z.object({ unitId: idSchema, cap: z.number().int().min(0).max(100_000) })).max(5000),
  }),
  response: sourcesSchema,
  etag: true,
  problems: ['edited-since', 'state-refuses'],
});
