import * as z from 'zod';
import { holding } from './access.ts';
import { idSchema, pageQuery } from './page.ts';
import { WORKING_ROLES } from './roles.ts';
import { defineRoute } from './route.ts';

/** A line of the tree of areas; `blank` marks a township, community or village without organization where the city has a roster. */
export const areaNodeSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    kind: z.string(),
    overlay: z.boolean(),
    children: z.number().int(),
    orgId: idSchema.nullable(),
    orgName: z.string().nullable(),
    blank: z.boolean(),
  })
  .meta({ id: 'AreaNode' });

/** Organizations and units in one place. */
export const areaSheetSchema = z
  .object({
    id: idSchema,
    path: z.array(z.object({ id: idSchema, name: z.string(), kind: z.string() })),
    organizations: z.array(
      z.object({ id: idSchema, name: z.string(), standing: z.boolean(), form: z.string().nullable(), state: z.string() }),
    ),
    /** Where the list of organizations goes on. */
    next: z.string().nullable(),
    stationed: z.array(
      z.object({
        kind: z.string(),
        count: z.number().int(),
        units: z.array(
          z.object({
            id: idSchema,
            name: z.string(),
            affiliationTier: z.string().nullable(),
            orgId: idSchema.nullable(),
            orgName: z.string().nullable(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'AreaSheet' });

export const areaList = defineRoute({
  id: 'area-list',
  method: 'GET',
  path: '/api/areas',
  summary: 'Areas directly below one (without parent: the top), each with the organization that covers it or a blank.',
  access: holding(...WORKING_ROLES),
  query: z.object({ parentId: idSchema.optional() }),
  response: z.object({ items: z.array(areaNodeSchema) }),
});

export const areaShow = defineRoute({
  id: 'area-show',
  method: 'GET',
  path: '/api/areas/{areaId}',
  summary: 'One area: its organizations, and the units stationed there by kind, zero where there is none.',
  access: holding(...WORKING_ROLES),
  params: z.object({ areaId: idSchema }),
  query: pageQuery,
  response: areaSheetSchema,
  problems: ['not-found'],
});
