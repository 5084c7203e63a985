import * as z from 'zod';
import { signedIn, subject, within } from './access.ts';
import { daySchema, idSchema, purposeSchema } from './page.ts';
import { WORKING_ROLES } from './roles.ts';
import { defineRoute, receipt } from './route.ts';

const groupParams = z.object({ taskId: idSchema, orgId: idSchema });
const proposalParams = groupParams.extend({ proposalId: idSchema });
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A shift of a group: a kind of place of a post. The id names post and place; minutes from midnight of its day, the end may be in the next. */
const shiftSchema = z.object({
  id: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  night: z.boolean(),
  /** What is served together: the places of one post, with a skill and without. */
  team: z.string(),
  post: z.string(),
  shift: z.string().nullable(),
  place: z.string(),
  /** Asked of who serves there. */
  skill: z.string().nullable(),
  local: z.boolean(),
});

/** One person at one shift of one day. */
const dutySchema = z.object({ person: idSchema, day: daySchema, shift: z.string() });

/** Someone of the group as the page plans with: masked, with what the rules need. */
const personSchema = z.object({
  id: idSchema,
  name: z.string(),
  unitName: z.string().nullable(),
  leave: z.array(daySchema),
  /** Those days of `leave` that make up for days off served. */
  makeUp: z.array(daySchema),
  /** Those days of `leave` that were said on this page; the others stand in the register. */
  said: z.array(daySchema),
  wishes: z.array(z.object({ day: daySchema, shift: z.string().nullable(), want: z.boolean() })),
  past: z.object({ shifts: z.number().int(), nights: z.number().int(), offDays: z.number().int(), inRow: z.number().int() }),
  lastEnd: z.number().int().nullable(),
  only: z.array(z.string()).nullable(),
  /** The shifts at the hours that the person would like; null where nothing was said. */
  likes: z.array(z.string()).nullable(),
  busy: z.array(z.object({ start: z.number().int(), end: z.number().int() })),
});

/** Hours of rest between two duties, most days in a row. */
export const rosterRulesSchema = z.object({
  restHours: z.number().int().min(8).max(24),
  mostInRow: z.number().int().min(1).max(14),
});

const kindSchema = z.enum(['rest', 'serve', 'leave', 'make-up']);

/** The shifts of one group over some days: what is kept, and everything the rules need to weigh a change. */
export const rosterBoardSchema = z
  .object({
    taskId: idSchema,
    taskTitle: z.string(),
    taskState: z.string(),
    orgId: idSchema,
    orgName: z.string(),
    today: daySchema,
    mayEdit: z.boolean(),
    mayName: z.boolean(),
    /** First day and the day after the last of this board. */
    from: daySchema,
    to: daySchema,
    /** Kept rosters of the group; together with the days of its posts that have none yet. */
    periods: z.array(z.object({ from: daySchema, to: daySchema, kept: z.boolean() })),
    kept: z.boolean(),
    savedAt: z.string().nullable(),
    version: z.number().int(),
    days: z.array(z.object({ day: daySchema, off: z.boolean() })),
    shifts: z.array(shiftSchema),
    need: z.array(z.array(z.number().int())),
    people: z.array(personSchema),
    rules: rosterRulesSchema,
    duties: z.array(dutySchema.extend({ fixed: z.boolean() })),
    /** Kept duties whose person or post is no longer there. */
    dropped: z.number().int(),
  })
  .meta({ id: 'RosterBoard' });

export const rosterBoard = defineRoute({
  id: 'roster-board',
  method: 'GET',
  path: '/api/tasks/{taskId}/rosters/{orgId}',
  summary:
    'Shifts of one group by day: the kept roster around a day, or the days that have none yet, with people, leave and wishes.',
  access: within(WORKING_ROLES, subject('task', 'params.taskId', 'see'), subject('group', 'params.orgId', 'see')),
  params: groupParams,
  query: z.object({ from: daySchema.optional(), days: z.coerce.number().int().min(1).max(14).optional() }),
  response: rosterBoardSchema,
  etag: true,
  problems: ['not-found'],
});

/** What is kept of a board. */
export const rosterContentSchema = z.object({
  from: daySchema,
  to: daySchema,
  offDays: z.array(daySchema).max(14),
  rules: rosterRulesSchema,
  duties: z.array(dutySchema.extend({ fixed: z.boolean() })).max(6000),
});

export const rosterSave = defineRoute({
  id: 'roster-save',
  method: 'PUT',
  path: '/api/tasks/{taskId}/rosters/{orgId}',
  summary:
    'Keep the shifts of some days as a whole; refused with every hard rule that they break. Members whose days changed are told.',
  access: within(WORKING_ROLES, subject('group', 'params.orgId', 'edit')),
  params: groupParams,
  body: rosterContentSchema,
  response: receipt,
  etag: true,
  idempotent: true,
  problems: ['not-found', 'state-refuses'],
});

export const rosterPropose = defineRoute({
  id: 'roster-propose',
  method: 'POST',
  path: '/api/tasks/{taskId}/rosters/{orgId}/proposals',
  summary: 'Compute shifts for some days in a worker; duties that are fixed or past stay. Nothing is kept.',
  access: within(WORKING_ROLES, subject('group', 'params.orgId', 'edit')),
  params: groupParams,
  body: rosterContentSchema,
  response: receipt,
  idempotent: true,
  problems: ['not-found', 'state-refuses'],
});

/** A computation and the best shifts so far; there always are some. */
export const rosterProposalSchema = z
  .object({
    id: idSchema,
    state: z.enum(['working', 'ready', 'stopped', 'failed']),
    stage: z.enum(['greedy', 'bound', 'search']).nullable(),
    seconds: z.number(),
    best: z
      .object({
        duties: z.array(dutySchema),
        cost: z.number(),
        bound: z.number(),
        gap: z.number(),
        by: z.enum(['search', 'greedy']),
        verified: z.boolean(),
      })
      .nullable(),
  })
  .meta({ id: 'RosterProposal' });

export const rosterProposal = defineRoute({
  id: 'roster-proposal',
  method: 'GET',
  path: '/api/tasks/{taskId}/rosters/{orgId}/proposals/{proposalId}',
  summary: 'How far a computation is, with cost, bound and gap; kept in memory for some minutes.',
  access: within(WORKING_ROLES, subject('group', 'params.orgId', 'edit')),
  params: proposalParams,
  response: rosterProposalSchema,
  problems: ['not-found'],
});

export const rosterProposalStop = defineRoute({
  id: 'roster-proposal-stop',
  method: 'DELETE',
  path: '/api/tasks/{taskId}/rosters/{orgId}/proposals/{proposalId}',
  summary: 'End a computation with the best shifts so far.',
  access: within(WORKING_ROLES, subject('group', 'params.orgId', 'edit')),
  params: proposalParams,
  response: 'empty',
  problems: ['not-found'],
});

export const rosterWish = defineRoute({
  id: 'roster-wish',
  method: 'POST',
  path: '/api/tasks/{taskId}/rosters/{orgId}/wishes',
  summary:
    'Note what a member of the group said about a day: would rather rest or serve, is on leave, makes up a day off; null takes it back.',
  access: within(WORKING_ROLES, subject('group', 'params.orgId', 'edit')),
  params: groupParams,
  body: z.object({ personId: idSchema, day: daySchema, kind: kindSchema.nullable() }),
  response: receipt,
  idempotent: true,
  problems: ['not-found', 'state-refuses'],
});

export const rosterFile = defineRoute({
  id: 'roster-file',
  method: 'POST',
  path: '/api/tasks/{taskId}/rosters/{orgId}/file',
  summary: 'The kept roster as a workbook with names in full, for a stated purpose; audited.',
  access: within(WORKING_ROLES, subject('group', 'params.orgId', 'names')),
  params: groupParams,
  body: z.object({ from: daySchema, purpose: purposeSchema }),
  response: { file: [SHEET] },
  problems: ['not-found'],
});

export const rosterNames = defineRoute({
  id: 'roster-names',
  method: 'POST',
  path: '/api/tasks/{taskId}/rosters/{orgId}/names',
  summary: 'Full names of the people of a group; the purpose is written into the trail.',
  access: within(WORKING_ROLES, subject('group', 'params.orgId', 'names')),
  params: groupParams,
  body: z.object({ purpose: purposeSchema }),
  response: z.object({ names: z.record(z.string(), z.string()) }),
  problems: ['not-found'],
});

export const myRosterWish = defineRoute({
  id: 'my-roster-wish',
  method: 'POST',
  path: '/api/me/duties/{dutyId}/wishes',
  summary: 'Say about a day of a duty of mine that I would rather rest or serve; null takes it back. No reason is asked.',
  access: signedIn('only one’s own duty'),
  params: z.object({ dutyId: idSchema }),
  body: z.object({ day: daySchema, want: z.enum(['rest', 'serve']).nullable() }),
  response: receipt,
  idempotent: true,
  problems: ['not-found', 'state-refuses'],
});
