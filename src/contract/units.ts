import * as z from 'zod';
import { holding, subject, within } from './access.ts';
import { idSchema, pageOf, pageQuery } from './page.ts';
import { ACTING_ROLES, WORKING_ROLES } from './roles.ts';
import { defineRoute, receipt } from './route.ts';

/** What is typed about a unit. Affiliation and place are two things. */
export const unitInputSchema = z.object({
  name: z.string().max(200),
  kind: z.string().max(40),
  sourceKey: z.string().max(60).nullable().default(null),
  affiliationTier: z.string().max(20).nullable().default(null),
  affiliationAreaId: idSchema.nullable().default(null),
  locatedAreaId: idSchema.nullable().default(null),
  soeTier: z.number().int().nullable().default(null),
  ownership: z.string().max(40).nullable().default(null),
  industry: z.string().max(40).nullable().default(null),
  subtype: z.string().max(40).nullable().default(null),
  authorityUnitId: idSchema.nullable().default(null),
  fullTimeStaff: z.number().int().min(0).nullable().default(null),
  partTimeStaff: z.number().int().min(0).nullable().default(null),
  releaseCap: z.number().int().min(0).nullable().default(null),
  /** Never accepted: a unit has no Party form (S-032). Here so that it is refused with a reason and not as an unknown key. */
  form: z.string().max(20).nullable().optional(),
});

/** A unit with the names of what it refers to. */
export const unitSheetSchema = unitInputSchema
  .omit({ form: true })
  .extend({
    id: idSchema,
    system: z.string().nullable(),
    affiliationArea: z.string().nullable(),
    locatedArea: z.string().nullable(),
    authority: z.string().nullable(),
    organizations: z.array(z.object({ id: idSchema, name: z.string() })),
    may: z.object({ edit: z.boolean() }),
    version: z.number().int(),
  })
  .meta({ id: 'UnitSheet' });

const unitParams = z.object({ unitId: idSchema });

/** A line of the list of units. */
export const unitRowSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    kind: z.string(),
    subtype: z.string().nullable(),
    affiliationTier: z.string().nullable(),
    affiliationArea: z.string().nullable(),
    locatedArea: z.string().nullable(),
    /** A standing organization set up in it, or null: a blank (S-064). */
    orgId: idSchema.nullable(),
  })
  .meta({ id: 'UnitRow' });

export const unitList = defineRoute({
  id: 'unit-list',
  method: 'GET',
  path: '/api/units',
  summary: 'Units of today in an area and below it, by pinyin; one kind, or what was typed (characters, pinyin, initials).',
  access: holding(...WORKING_ROLES),
  query: pageQuery.extend({
    areaId: idSchema.optional(),
    kind: z.string().max(40).optional(),
    q: z.string().max(60).optional(),
  }),
  response: pageOf(unitRowSchema),
});

export const unitShow = defineRoute({
  id: 'unit-show',
  method: 'GET',
  path: '/api/units/{unitId}',
  summary: 'One unit.',
  access: holding(...WORKING_ROLES),
  params: unitParams,
  response: unitSheetSchema,
  etag: true,
  problems: ['not-found'],
});

export const unitCreate = defineRoute({
  id: 'unit-create',
  method: 'POST',
  path: '/api/units',
  summary: 'Enter a unit in one’s own area.',
  access: within(ACTING_ROLES, subject('area', 'body.locatedAreaId', 'edit')),
  body: unitInputSchema.extend({ locatedAreaId: idSchema }),
  response: receipt,
  idempotent: true,
});

export const unitEdit = defineRoute({
  id: 'unit-edit',
  method: 'PUT',
  path: '/api/units/{unitId}',
  summary: 'Change a unit.',
  access: within(ACTING_ROLES, subject('unit', 'params.unitId', 'edit')),
  params: unitParams,
  body: unitInputSchema,
  response: unitSheetSchema,
  etag: true,
  problems: ['edited-since', 'version-missing'],
});

export const unitEnd = defineRoute({
  id: 'unit-end',
  method: 'POST',
  path: '/api/units/{unitId}/end',
  summary: 'End a unit; refused while an organization is set up in it.',
  access: within(ACTING_ROLES, subject('unit', 'params.unitId', 'edit')),
  params: unitParams,
  response: receipt,
  idempotent: true,
});
