import * as z from 'zod';
import { subject, within } from './access.ts';
import { idSchema } from './page.ts';
import { ACTING_ROLES } from './roles.ts';
import { defineRoute } from './route.ts';

/** A statement as text key (texts `joint`) and values. */
const factSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});

/** A unit as the page of joint branches shows it: enough to weigh a change by hand with the same rules. */
export const smallUnitSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    kind: z.string(),
    full: z.number().int(),
    probationary: z.number().int(),
    lat: z.number().nullable(),
    lon: z.number().nullable(),
    trade: z.string(),
    areaId: idSchema.nullable(),
    areaName: z.string().nullable(),
    /** The joint branch by the rule that the unit is in already. */
    jointId: idSchema.nullable(),
    jointName: z.string().nullable(),
  })
  .meta({ id: 'SmallUnit' });

const pathSchema = z.array(z.object({ id: idSchema, name: z.string(), kind: z.string() }));
const limitsSchema = z.object({ mostUnits: z.number(), mostMembers: z.number(), reach: z.number(), tradePrice: z.number() });
/** All units looked at: in a joint branch already, with a branch of their own possible, without members. */
const countsSchema = z.object({
  units: z.number().int(),
  joined: z.number().int(),
  own: z.number().int(),
  empty: z.number().int(),
});

/** The units of an area that joint branches are formed of: fewer than three full members and at least one member. */
export const smallUnitsSchema = z
  .object({ areaId: idSchema, path: pathSchema, limits: limitsSchema, units: z.array(smallUnitSchema), counts: countsSchema })
  .meta({ id: 'SmallUnits' });

export const smallUnits = defineRoute({
  id: 'small-units',
  method: 'GET',
  path: '/api/areas/{areaId}/small-units',
  summary:
    'Units of an area with fewer than three full members, those in a joint branch already included and marked; what joint branches are proposed from.',
  access: within(ACTING_ROLES, subject('area', 'params.areaId', 'edit')),
  params: z.object({ areaId: idSchema }),
  response: smallUnitsSchema,
  problems: ['not-found'],
});

const GROUPS_MOST = 20_000;

export const jointWorkbook = defineRoute({
  id: 'joint-workbook',
  method: 'POST',
  path: '/api/areas/{areaId}/joint-branches/workbook',
  summary: 'Groups of units as a workbook, described and checked anew from the register of today; nothing is written.',
  access: within(ACTING_ROLES, subject('area', 'params.areaId', 'edit')),
  params: z.object({ areaId: idSchema }),
  body: z.object({ groups: z.array(z.array(idSchema).max(500)).max(GROUPS_MOST) }),
  response: { file: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'] },
  problems: ['not-found'],
});

/** A proposal of joint branches with its bound. */
export const jointProposalSchema = z
  .object({
    areaId: idSchema,
    path: pathSchema,
    limits: limitsSchema,
    /** Units of groups and those left out that have a reason to be looked at; units with a branch of their own or without members are only counted. */
    units: z.array(smallUnitSchema),
    groups: z.array(
      z.object({
        host: idSchema,
        units: z.array(idSchema),
        cost: z.number(),
        principles: z.array(factSchema.extend({ principle: z.enum(['near', 'trade', 'size', 'manage']), met: z.boolean() })),
      }),
    ),
    left: z.array(z.object({ unit: idSchema, reason: factSchema })),
    /** Units already in a joint branch by the rule. */
    joined: z.array(z.object({ unitId: idSchema, unitName: z.string(), orgId: idSchema, orgName: z.string() })),
    counts: countsSchema,
    objective: z.number(),
    bound: z.number(),
    gap: z.number(),
    verified: z.boolean(),
    seconds: z.number(),
  })
  .meta({ id: 'JointProposal' });

export const jointProposal = defineRoute({
  id: 'joint-proposal',
  method: 'GET',
  path: '/api/areas/{areaId}/joint-branches',
  summary:
    'Joint branches proposed for the units of an area with fewer than three full members, with bound, gap and reasons; computed in a worker.',
  access: within(ACTING_ROLES, subject('area', 'params.areaId', 'edit')),
  params: z.object({ areaId: idSchema }),
  response: jointProposalSchema,
  problems: ['not-found'],
});
