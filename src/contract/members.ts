import * as z from 'zod';
import { absenceSchema } from './absences.ts';
import { subject, within } from './access.ts';
import { daySchema, idSchema, pageOf, pageQuery, purposeSchema } from './page.ts';
import { ACTING_ROLES, WORKING_ROLES } from './roles.ts';
import { defineRoute, receipt } from './route.ts';

const personParams = z.object({ personId: idSchema });

/** A member as the page shows it: what is recorded and nothing else. The name is masked unless it is one's own. */
export const memberSheetSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    sourceKey: z.string().nullable(),
    status: z.enum(['full', 'probationary', 'non-member']),
    unit: z.object({ id: idSchema, name: z.string(), areaId: idSchema.nullable(), area: z.string().nullable() }).nullable(),
    residence: z.object({ id: idSchema, name: z.string() }).nullable(),
    skills: z.array(z.string()),
    wish: z.object({ willing: z.boolean().nullable(), windows: z.array(z.string()), erasedOn: daySchema.nullable() }).nullable(),
    lines: z.array(
      z.object({
        kind: z.enum(['home', 'participation']),
        id: idSchema,
        orgId: idSchema,
        orgName: z.string(),
        orgState: z.string(),
        taskId: idSchema.nullable(),
        taskTitle: z.string().nullable(),
        role: z.string().nullable(),
        mode: z.string().nullable(),
        areaId: idSchema.nullable(),
        from: daySchema,
        to: daySchema,
      }),
    ),
    days: z.object({
      from: daySchema,
      count: z.number().int(),
      entries: z.array(
        z.object({
          line: z.enum(['own', 'task']),
          day: daySchema,
          title: z.string(),
          start: z.number().int().nullable(),
          end: z.number().int().nullable(),
        }),
      ),
    }),
    /** Days from today on at which the member cannot serve; null for whoever may not change them and is not the member. */
    absences: z.array(absenceSchema).nullable(),
    transfer: z.object({ id: idSchema, toOrg: z.string(), startedOn: daySchema }).nullable(),
    looks: z.array(z.object({ at: z.string(), by: z.string().nullable(), purpose: z.string().nullable() })),
    lent: z.object({ out: z.number().int(), cap: z.number().int().nullable() }).nullable(),
    today: daySchema,
    may: z.object({ reveal: z.boolean(), edit: z.boolean(), self: z.boolean() }),
    version: z.number().int(),
  })
  .meta({ id: 'MemberSheet' });

export const memberShow = defineRoute({
  id: 'member-show',
  method: 'GET',
  path: '/api/members/{personId}',
  summary: 'One member: one relationship, participations, accepted duties ahead, what is recorded, who looked at the name.',
  access: within(WORKING_ROLES, subject('person', 'params.personId', 'see')),
  params: personParams,
  response: memberSheetSchema,
  etag: true,
  problems: ['outside-scope', 'not-found'],
});

export const memberReveal = defineRoute({
  id: 'member-reveal',
  method: 'POST',
  path: '/api/members/{personId}/name',
  summary: 'The full name, with the purpose; written to the audit trail and shown to the member.',
  access: within(WORKING_ROLES, subject('person', 'params.personId', 'names')),
  params: personParams,
  body: z.object({ purpose: purposeSchema }),
  response: z.object({ name: z.string() }),
  problems: ['outside-scope', 'names-not-allowed'],
});

/** What is typed about a member; no identity-card number, no telephone, no address exists. */
export const memberInputSchema = z.object({
  name: z.string().max(50),
  status: z.string().max(20),
  unitId: idSchema.nullable().default(null),
  residenceAreaId: idSchema.nullable().default(null),
  sourceKey: z.string().max(60).nullable().default(null),
  skills: z.array(z.string().max(20)).max(20).default([]),
});

export const memberCreate = defineRoute({
  id: 'member-create',
  method: 'POST',
  path: '/api/organizations/{orgId}/members',
  summary: 'Enter a member with the relationship in this organization; an outsider of its unit is refused.',
  access: within(ACTING_ROLES, subject('org', 'params.orgId', 'edit')),
  params: z.object({ orgId: idSchema }),
  body: memberInputSchema,
  response: receipt,
  idempotent: true,
  problems: ['outside-scope'],
});

export const memberEdit = defineRoute({
  id: 'member-edit',
  method: 'PUT',
  path: '/api/members/{personId}',
  summary: 'Correct what is recorded about a member; without a name the name stays.',
  access: within(ACTING_ROLES, subject('person', 'params.personId', 'edit')),
  params: personParams,
  body: memberInputSchema.extend({ name: z.string().max(50).optional() }),
  response: 'empty',
  etag: true,
  problems: ['outside-scope', 'edited-since', 'version-missing'],
});

export const memberExport = defineRoute({
  id: 'member-export',
  method: 'GET',
  path: '/api/members/{personId}/export',
  summary: 'Everything kept about a member as one JSON file, for the member.',
  access: within(WORKING_ROLES, subject('person', 'params.personId', 'names')),
  params: personParams,
  response: { file: ['application/json'] },
  problems: ['outside-scope', 'not-found'],
});

export const memberLeave = defineRoute({
  id: 'member-leave',
  method: 'POST',
  path: '/api/members/{personId}/leave',
  summary:
    'The member leaves: relationship, offices, participations and duties end today, seats open, and what identifies the person is erased 30 days later.',
  access: within(ACTING_ROLES, subject('person', 'params.personId', 'edit')),
  params: personParams,
  response: receipt,
  idempotent: true,
  problems: ['outside-scope'],
});

export const transferStart = defineRoute({
  id: 'transfer-start',
  method: 'POST',
  path: '/api/members/{personId}/transfer',
  summary:
    'Start the transfer of a relationship; the old organization stays responsible until the new one has received the member.',
  access: within(ACTING_ROLES, subject('person', 'params.personId', 'edit')),
  params: personParams,
  body: z.object({ toOrgId: idSchema }),
  response: receipt,
  idempotent: true,
  problems: ['outside-scope'],
});

export const transferReceive = defineRoute({
  id: 'transfer-receive',
  method: 'POST',
  path: '/api/organizations/{orgId}/transfers/{transferId}/receive',
  summary: 'The new organization has received the member: the relationship moves today.',
  access: within(ACTING_ROLES, subject('org', 'params.orgId', 'edit')),
  params: z.object({ orgId: idSchema, transferId: idSchema }),
  response: receipt,
  idempotent: true,
  problems: ['outside-scope', 'not-found'],
});

export const transferList = defineRoute({
  id: 'transfer-list',
  method: 'GET',
  path: '/api/organizations/{orgId}/transfers',
  summary: 'Transfers to this organization or below that wait to be received.',
  access: within(ACTING_ROLES, subject('org', 'params.orgId', 'names')),
  params: z.object({ orgId: idSchema }),
  query: pageQuery,
  response: pageOf(
    z.object({
      id: idSchema,
      personId: idSchema,
      name: z.string(),
      fromOrg: z.string(),
      toOrgId: idSchema,
      toOrg: z.string(),
      startedOn: daySchema,
    }),
  ),
  problems: ['outside-scope', 'names-not-allowed'],
});
