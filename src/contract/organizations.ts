import * as z from 'zod';
import { holding, subject, within } from './access.ts';
import { daySchema, guardedCount, idSchema, pageOf, pageQuery, purposeSchema } from './page.ts';
import { ACTING_ROLES, WORKING_ROLES } from './roles.ts';
import { defineRoute, receipt } from './route.ts';

const orgParams = z.object({ orgId: idSchema });
const named = z.object({ id: idSchema, name: z.string() });
const classSchema = z.enum(['central', 'local', 'primary-level', 'leading-group']).nullable();
const formSchema = z.enum(['committee', 'general-branch', 'branch', 'group']).nullable();

/** A line of a tree of organizations. `check`: an unmet rule of this organization itself, in its own words. */
export const orgNodeSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    class: classSchema,
    form: formSchema,
    standing: z.boolean(),
    referenceOnly: z.boolean(),
    children: z.number().int(),
    below: z.number().int(),
    check: z.boolean(),
  })
  .meta({ id: 'OrgNode' });

export const orgList = defineRoute({
  id: 'org-list',
  method: 'GET',
  path: '/api/organizations',
  summary: 'Organizations directly below one, or the tops of the standing tree or of the chains of tasks.',
  access: holding(...WORKING_ROLES),
  query: pageQuery.extend({ parentId: idSchema.optional(), tree: z.enum(['standing', 'task']).default('standing') }),
  response: pageOf(orgNodeSchema),
});

/** A person behind an office or a line: masked, or absent where only counts may be seen. */
const holderSchema = z.object({
  id: idSchema,
  personId: idSchema.nullable(),
  name: z.string().nullable(),
  office: z.string(),
  how: z.string(),
  from: daySchema,
});

/** One rule's answer about the organization with its clause; texts in both languages come from the rulebook. */
export const findingSchema = z
  .object({
    rule: z.string(),
    title: z.string(),
    outcome: z.string(),
    modality: z.string(),
    clause: z.string(),
    quoted: z.boolean(),
    document: z.string(),
    article: z.string().nullable(),
    certainty: z.string(),
    practice: z.boolean(),
    /** `rules:` key and its values: our data held against the clause. */
    explanation: z.string(),
    values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    missing: z.array(z.string()),
  })
  .meta({ id: 'OrgFinding' });

const functionSchema = z
  .object({
    verb: z.string(),
    lines: z.array(z.object({ toward: z.string().nullable(), text: z.string(), quoted: z.boolean() })),
    consequence: z.string().nullable(),
    document: z.string(),
    article: z.string().nullable(),
    line: z.string().nullable(),
    certainty: z.string(),
  })
  .nullable();

/** An organization as its page shows it: set-up, activity, counts. People stand in lists of their own. */
export const orgSheetSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    sourceKey: z.string().nullable(),
    path: z.array(named.extend({ referenceOnly: z.boolean() })),
    standing: z.boolean(),
    class: classSchema,
    form: formSchema,
    tags: z.array(z.enum(['temporary', 'joint', 'functional'])),
    jointSense: z.enum(['rule', 'project']).nullable(),
    holdsRelationship: z.boolean(),
    referenceOnly: z.boolean(),
    state: z.string(),
    startedOn: daySchema.nullable(),
    endedOn: daySchema.nullable(),
    termEndsOn: daySchema.nullable(),
    hasCommittee: z.boolean().nullable(),
    reviewOn: daySchema.nullable(),
    endCondition: z.string().nullable(),
    charter: z.string().nullable(),
    unit: z
      .object({
        id: idSchema,
        name: z.string(),
        kind: z.string(),
        affiliationTier: z.string().nullable(),
        affiliationArea: z.string().nullable(),
        locatedAreaId: idSchema.nullable(),
        locatedArea: z.string().nullable(),
        soeTier: z.number().int().nullable(),
        releaseCap: z.number().int().nullable(),
      })
      .nullable(),
    area: named.extend({ kind: z.string() }).nullable(),
    parent: named.nullable(),
    setUpBy: named.nullable(),
    leadingGroups: z.array(named),
    /** The task organization that this standing one came out of, and the standing ones that came out of this one (S-054). */
    evolvedFrom: named.nullable(),
    evolvedInto: z.array(named),
    constituents: z.array(named.extend({ relation: z.string() })),
    task: z.object({ id: idSchema, title: z.string() }).nullable(),
    /** What a task organization rests on: who decided the task, when, on what basis, and the approval it was set up by (S-172). */
    decision: z
      .object({
        issuer: z.string().nullable(),
        issuedOn: daySchema.nullable(),
        basis: z.string().nullable(),
        approver: z.string().nullable(),
        approvedAt: z.string().nullable(),
        documentNumber: z.string().nullable(),
      })
      .nullable(),
    /** Members at home here, or here and below for organizations that hold no relationship; null counts are hidden as fewer than five. */
    members: z.object({ full: guardedCount, probationary: guardedCount, below: z.boolean() }).nullable(),
    away: guardedCount,
    serving: guardedCount,
    /** Totals that say "at least": outside, an organization below with fewer than five counts as one, so that none follows by subtraction. */
    atLeast: z.array(z.enum(['full', 'probationary', 'away', 'serving'])),
    children: z.number().int(),
    offices: z.array(holderSchema),
    findings: z.array(findingSchema),
    functions: z.object({ document: functionSchema, lecture: functionSchema, unitKind: z.string().nullable() }).nullable(),
    /** Own meetings that this month still lacks (kinds). */
    lacking: z.array(z.string()),
    today: daySchema,
    /** `check`: whether what the rules find is told, as it is to the organization and those above it. */
    may: z.object({ seePersons: z.boolean(), check: z.boolean(), reveal: z.boolean(), edit: z.boolean() }),
    version: z.number().int(),
  })
  .meta({ id: 'OrgSheet' });

export const orgShow = defineRoute({
  id: 'org-show',
  method: 'GET',
  path: '/api/organizations/{orgId}',
  summary: 'One organization: set-up, activity, rules of today, function in both layers; outside one’s own only counts.',
  access: holding(...WORKING_ROLES),
  params: orgParams,
  response: orgSheetSchema,
  etag: true,
  problems: ['not-found'],
});

export const activityList = defineRoute({
  id: 'activity-list',
  method: 'GET',
  path: '/api/organizations/{orgId}/activities',
  summary: 'Meetings and activities of an organization, held and planned, the newest first.',
  access: orgShow.access,
  params: orgParams,
  query: pageQuery,
  response: pageOf(
    z.object({
      id: idSchema,
      kind: z.string(),
      title: z.string(),
      day: daySchema,
      start: z.number().int().nullable(),
      held: z.boolean(),
      task: z.string().nullable(),
    }),
  ),
});

/** A member in a list, masked. */
export const memberRowSchema = z
  .object({
    personId: idSchema,
    name: z.string(),
    status: z.string(),
    office: z.string().nullable(),
    tasks: z.array(z.string()),
    orgId: idSchema,
    orgName: z.string(),
  })
  .meta({ id: 'MemberRow' });

export const orgMembers = defineRoute({
  id: 'org-members',
  method: 'GET',
  path: '/api/organizations/{orgId}/members',
  summary: 'Members of an organization in one’s scope, masked; `below` adds those of all organizations below.',
  access: within(ACTING_ROLES, subject('org', 'params.orgId', 'names')),
  params: orgParams,
  query: pageQuery.extend({ below: z.enum(['yes', 'no']).default('no') }),
  response: pageOf(memberRowSchema),
  problems: ['names-not-allowed', 'outside-scope'],
});

/** One participation: who (masked), where, how and since when. */
export const awayRowSchema = z
  .object({
    personId: idSchema,
    name: z.string(),
    orgId: idSchema,
    orgName: z.string(),
    orgState: z.string(),
    taskId: idSchema.nullable(),
    taskTitle: z.string().nullable(),
    mode: z.string(),
    role: z.string(),
    from: daySchema,
    to: daySchema,
  })
  .meta({ id: 'AwayRow' });

export const orgParticipations = defineRoute({
  id: 'org-participations',
  method: 'GET',
  path: '/api/organizations/{orgId}/participations',
  summary: 'Where members from here take part; for a task organization, who takes part here.',
  access: within(ACTING_ROLES, subject('org', 'params.orgId', 'names')),
  params: orgParams,
  query: pageQuery.pick({ cursor: true }).extend({ ended: z.enum(['yes', 'no']).default('no') }),
  response: pageOf(awayRowSchema),
  problems: ['names-not-allowed', 'outside-scope'],
});

export const orgHistory = defineRoute({
  id: 'org-history',
  method: 'GET',
  path: '/api/organizations/{orgId}/history',
  summary: 'Set-up, parents, offices, units and changes of an organization, newest first; names masked or left out.',
  access: within(ACTING_ROLES, subject('org', 'params.orgId', 'see')),
  params: orgParams,
  query: pageQuery,
  response: pageOf(z.object({ at: daySchema, what: z.string(), name: z.string().nullable(), detail: z.string().nullable() })),
  problems: ['outside-scope'],
});

export const namesReveal = defineRoute({
  id: 'names-reveal',
  method: 'POST',
  path: '/api/organizations/{orgId}/names',
  summary: 'Full names of people on one page of an organization, with the purpose; written to the audit trail.',
  access: within(ACTING_ROLES, subject('org', 'params.orgId', 'names')),
  params: orgParams,
  body: z.object({ purpose: purposeSchema, personIds: z.array(idSchema).min(1).max(200) }),
  response: z.object({ items: z.array(z.object({ personId: idSchema, name: z.string() })) }),
  problems: ['outside-scope', 'names-not-allowed'],
});

/** What is typed about a standing organization. Words are checked by the register, so that every refusal has its reason. */
export const orgInputSchema = z.object({
  name: z.string().max(200),
  class: z.string().max(30).nullable(),
  form: z.string().max(30).nullable(),
  setUpById: idSchema.nullable().default(null),
  unitId: idSchema.nullable().default(null),
  areaId: idSchema.nullable().default(null),
  jointUnitIds: z.array(idSchema).max(50).default([]),
  /** The task organization that it came out of, running or ended. */
  evolvedFromId: idSchema.nullable().default(null),
  termEndsOn: daySchema.nullable().default(null),
  hasCommittee: z.boolean().nullable().default(null),
  startedOn: daySchema.nullable().default(null),
  sourceKey: z.string().max(60).nullable().default(null),
});

export const orgCreate = defineRoute({
  id: 'org-create',
  method: 'POST',
  path: '/api/organizations/{orgId}/children',
  summary: 'Set up a standing organization below one in scope (a leading group: set up by it).',
  access: within(ACTING_ROLES, subject('org', 'params.orgId', 'edit')),
  params: orgParams,
  body: orgInputSchema,
  response: receipt,
  idempotent: true,
  problems: ['outside-scope'],
});

export const orgEdit = defineRoute({
  id: 'org-edit',
  method: 'PUT',
  path: '/api/organizations/{orgId}',
  summary: 'Change a standing organization; another parent moves it with all below it from today on.',
  access: within(ACTING_ROLES, subject('org', 'params.orgId', 'edit'), subject('org', 'body.parentId', 'edit')),
  params: orgParams,
  body: orgInputSchema.extend({ parentId: idSchema.optional() }),
  response: 'empty',
  etag: true,
  problems: ['outside-scope', 'edited-since', 'version-missing'],
});

export const orgEnd = defineRoute({
  id: 'org-end',
  method: 'POST',
  path: '/api/organizations/{orgId}/end',
  summary: 'End a standing organization; refused while members or organizations belong to it.',
  access: within(ACTING_ROLES, subject('org', 'params.orgId', 'edit')),
  params: orgParams,
  response: receipt,
  idempotent: true,
  problems: ['outside-scope'],
});

export const officeAdd = defineRoute({
  id: 'office-add',
  method: 'POST',
  path: '/api/organizations/{orgId}/offices',
  summary: 'Record who holds an office of a standing organization.',
  access: within(ACTING_ROLES, subject('org', 'params.orgId', 'edit'), subject('person', 'body.personId', 'see')),
  params: orgParams,
  body: z.object({
    personId: idSchema,
    office: z.enum(['secretary', 'deputy-secretary', 'committee-member']),
    how: z.enum(['elected', 'designated', 'recommended']),
  }),
  response: receipt,
  idempotent: true,
  problems: ['outside-scope'],
});

export const officeEnd = defineRoute({
  id: 'office-end',
  method: 'POST',
  path: '/api/organizations/{orgId}/offices/{officeId}/end',
  summary: 'End an office today.',
  access: within(ACTING_ROLES, subject('org', 'params.orgId', 'edit')),
  params: z.object({ orgId: idSchema, officeId: idSchema }),
  response: receipt,
  idempotent: true,
  problems: ['outside-scope', 'not-found'],
});

/** The integrity of the standing tree and the people whom no organization holds. */
export const registerCheckShow = defineRoute({
  id: 'register-check-show',
  method: 'GET',
  path: '/api/organizations/{orgId}/check',
  summary: 'Whether the tree of standing organizations hangs together: those that do not reach the root, by name.',
  access: within(ACTING_ROLES, subject('org', 'params.orgId', 'see')),
  params: orgParams,
  response: z.object({
    checked: z.number().int(),
    issues: z.array(
      z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])) }),
    ),
  }),
  problems: ['outside-scope'],
});

export const unplacedList = defineRoute({
  id: 'unplaced-list',
  method: 'GET',
  path: '/api/organizations/{orgId}/unplaced',
  summary: 'Units here with members whom no organization holds, the most members first; small counts hidden.',
  access: within(ACTING_ROLES, subject('org', 'params.orgId', 'see')),
  params: orgParams,
  query: pageQuery,
  response: pageOf(z.object({ unitId: idSchema, unitName: z.string(), full: guardedCount, probationary: guardedCount })),
  problems: ['outside-scope'],
});
