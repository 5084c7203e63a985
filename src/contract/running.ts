import * as z from 'zod';
import { subject, within } from './access.ts';
import { boundarySchema, WORD } from './formation.ts';
import { daySchema, idSchema, pageOf, pageQuery, purposeSchema } from './page.ts';
import { issueSchema } from './problems.ts';
import { ACTING_ROLES } from './roles.ts';
import { defineRoute, receipt } from './route.ts';

const taskParams = z.object({ taskId: idSchema });

/** A slot that was given up, with the replacement that the plan desk proposes; nobody is placed by itself. */
export const openSlotSchema = z
  .object({
    id: idSchema,
    postId: idSchema,
    post: z.string(),
    shift: z.string().nullable(),
    place: z.string(),
    orgId: idSchema.nullable(),
    orgName: z.string().nullable(),
    skill: z.string().nullable(),
    openedAt: z.string(),
    from: daySchema,
    window: z.object({ from: z.string(), to: z.string() }),
    /** The desk has answered; without a proposal nobody suitable is free. */
    computed: z.boolean(),
    proposal: z
      .object({ personId: idSchema, name: z.string(), unitName: z.string().nullable(), difference: z.number() })
      .nullable(),
  })
  .meta({ id: 'OpenSlot' });

/** Whose duty it is and where: the name masked. */
const dutyOf = { dutyId: idSchema, name: z.string(), unitName: z.string().nullable(), post: z.string(), from: daySchema };

/** What the kept shifts of a group leave open in the days ahead; `day` to `shift` are of the first of them. */
export const openShiftsSchema = z
  .object({
    orgId: idSchema,
    orgName: z.string(),
    places: z.number().int(),
    shifts: z.number().int(),
    /** Shifts at which nobody stands. */
    empty: z.number().int(),
    day: daySchema,
    post: z.string(),
    shift: z.string().nullable(),
  })
  .meta({ id: 'OpenShifts' });

/** A member who said "difficulty": the words as written, for whoever is to help. */
export const difficultySchema = z
  .object({ ...dutyOf, postId: idSchema, slot: z.number().int(), words: z.string().nullable() })
  .meta({ id: 'Difficulty' });

/** Someone who was asked for a place by hand, or asked again because the duty changed; the answer is awaited. */
export const askedSchema = z
  .object({ ...dutyOf, shift: z.string().nullable(), place: z.string(), orgId: idSchema, again: z.boolean() })
  .meta({ id: 'AskedMember' });

/** A running task: gaps first, then who lends how many, the chain with people, and what changed. */
export const runningSchema = z
  .object({
    taskId: idSchema,
    title: z.string(),
    state: z.string(),
    today: daySchema,
    asOf: daySchema,
    startsOn: daySchema.nullable(),
    endedOn: daySchema.nullable(),
    /** It ended before its first day. */
    calledOff: z.boolean(),
    endCondition: z.string().nullable(),
    reviewOn: daySchema.nullable(),
    mayEdit: z.boolean(),
    /** Whoever merely touches the task gets no difficulties, no proposals and no small counts of people. */
    seesPeople: z.boolean(),
    /** Duty sheets with names are for this role. */
    mayPrint: z.boolean(),
    openSlots: z.array(openSlotSchema),
    /** Posts that were short from the start or became so without an opening: nobody is told of them yet. */
    shortPosts: z.array(
      z.object({
        id: idSchema,
        post: z.string(),
        shift: z.string().nullable(),
        place: z.string(),
        orgId: idSchema.nullable(),
        from: daySchema,
        missing: z.number().int(),
      }),
    ),
    /** Places of kept shifts that nobody takes from today up to the day before `shiftsUntil`, group by group, the first to begin in front. */
    openShifts: z.array(openShiftsSchema),
    shiftsUntil: daySchema,
    difficulties: z.array(difficultySchema),
    /** Who was asked beside the plan, or asked again after a change, and has not answered yet. */
    asked: z.array(askedSchema),
    /** Counts of duties only; nobody is listed for not having answered. */
    duties: z.object({ all: z.number().int(), accepted: z.number().int(), unanswered: z.number().int() }),
    /** Everyone in the chain on that day, each once, and how many of them hold no post: leaders, and who joined without one. */
    people: z.object({ all: z.number().int(), withoutPost: z.number().int() }),
    caps: z.array(z.object({ unitId: idSchema, name: z.string(), used: z.number().int(), cap: z.number().int() })),
    units: z.array(z.object({ id: idSchema, name: z.string(), people: z.number().int().nullable() })),
    posts: z.array(z.object({ id: idSchema, name: z.string() })),
    chain: z.array(
      z.object({
        id: idSchema,
        parentId: idSchema.nullable(),
        name: z.string(),
        form: z.enum(['committee', 'general-branch', 'branch', 'group']),
        people: z.number().int(),
        areaName: z.string(),
        ended: z.boolean(),
        /** People of this organization whose assignment waits for their answer; null for whoever may not see names. */
        unanswered: z.number().int().nullable(),
      }),
    ),
    boundaries: z.object({ unit: boundarySchema, tier: boundarySchema, area: boundarySchema, system: boundarySchema }),
  })
  .meta({ id: 'Running' });

export const runningShow = defineRoute({
  id: 'running-show',
  method: 'GET',
  path: '/api/tasks/{taskId}/running',
  summary: 'How a task runs on a day: open slots, difficulties, answers as counts, caps, chain, boundaries of that day, changes.',
  access: within(ACTING_ROLES, subject('task', 'params.taskId', 'see')),
  params: taskParams,
  query: z.object({ day: daySchema.optional() }),
  response: runningSchema,
});

export const changeList = defineRoute({
  id: 'task-change-list',
  method: 'GET',
  path: '/api/tasks/{taskId}/changes',
  summary: 'What changed in a task, the newest first.',
  access: within(ACTING_ROLES, subject('task', 'params.taskId', 'see')),
  params: taskParams,
  query: pageQuery,
  response: pageOf(z.object({ at: z.string(), kind: z.string(), params: z.record(z.string(), z.unknown()) })),
});

/** Who was in an organization of the chain, with both days; the second is the day after the last one. */
export const rosterSchema = z
  .object({
    orgId: idSchema,
    name: z.string(),
    people: z.array(
      z.object({
        personId: idSchema,
        name: z.string(),
        unitName: z.string().nullable(),
        mode: z.string(),
        role: z.string(),
        /** Their answer to the assignment, `waits` before there is one; null without a post or after it ended. */
        answer: z.enum(['waits', 'difficulty', 'accepted']).nullable(),
        from: daySchema,
        to: daySchema.nullable(),
      }),
    ),
  })
  .meta({ id: 'Roster' });

export const rosterShow = defineRoute({
  id: 'roster-show',
  method: 'GET',
  path: '/api/tasks/{taskId}/organizations/{orgId}/roster',
  summary: 'People of one organization of the chain, now and before, with their days and answers; names masked.',
  access: within(ACTING_ROLES, subject('task', 'params.taskId', 'edit')),
  params: taskParams.extend({ orgId: idSchema }),
  response: rosterSchema,
});

export const slotFill = defineRoute({
  id: 'slot-fill',
  method: 'POST',
  path: '/api/tasks/{taskId}/openings/{openingId}/fill',
  summary: 'Take up the proposed replacement, or someone found; the person is told and may decline.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams.extend({ openingId: idSchema }),
  body: z.object({ personId: idSchema }),
  response: receipt,
  idempotent: true,
});

/** Whom a place may go to: by skill, free time, room of the unit and distance; never found by name. */
export const candidatesSchema = z
  .object({
    items: z.array(
      z.object({
        personId: idSchema,
        name: z.string(),
        unitName: z.string().nullable(),
        place: z.string().nullable(),
        metres: z.number().int().nullable(),
        offered: z.boolean(),
        lent: z.number().int().nullable(),
        cap: z.number().int().nullable(),
        /** The limit is that of this task for the unit, because it leaves less room than the unit’s own. */
        ofTask: z.boolean(),
      }),
    ),
    /** Of the nearest looked at: who has what is asked for; of them taken or not to be asked; of the others from units at their limit. */
    having: z.number().int(),
    taken: z.number().int(),
    full: z.number().int(),
    /** Units at their limit whose people are free, those with most of them first; `own` where it is the unit’s own limit and not that of the task. */
    atLimit: z.array(
      z.object({ unitId: idSchema, name: z.string(), lent: z.number().int(), cap: z.number().int(), own: z.boolean() }),
    ),
    /** Units at their limit beside those named. */
    atLimitMore: z.number().int(),
    /** What the place asks for and the answer kept to: one may look without it. */
    asks: z.object({ skill: z.string().nullable(), local: z.boolean() }),
  })
  .meta({ id: 'Candidates' });

export const slotCandidates = defineRoute({
  id: 'slot-candidates',
  method: 'GET',
  path: '/api/tasks/{taskId}/posts/{postId}/candidates',
  summary:
    'Who could take an open place of a post: own offers first, then the nearest; names masked. `unitId` narrows to one unit, `slot` names the kind of place of a duty that may open, `without` looks without regard to the skill and to where people live.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams.extend({ postId: idSchema }),
  query: z.object({
    openingId: idSchema.optional(),
    unitId: idSchema.optional(),
    slot: z.coerce.number().int().min(0).max(99).optional(),
    without: z.enum(['yes', 'no']).default('no'),
  }),
  response: candidatesSchema,
});

export const joinerCandidates = defineRoute({
  id: 'joiner-candidates',
  method: 'GET',
  path: '/api/tasks/{taskId}/organizations/{orgId}/candidates',
  summary: 'Who could join an organization of the chain from a day on: own offers first, then the nearest; names masked.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams.extend({ orgId: idSchema }),
  query: z.object({ from: daySchema, unitId: idSchema.optional() }),
  response: candidatesSchema,
});

export const slotOpen = defineRoute({
  id: 'slot-open',
  method: 'POST',
  path: '/api/tasks/{taskId}/posts/{postId}/openings',
  summary: 'Open a place that the plan left empty, so that somebody can be found for it; refused where the post is full.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams.extend({ postId: idSchema }),
  response: receipt,
  idempotent: true,
  problems: ['state-refuses'],
});

export const difficultySettle = defineRoute({
  id: 'difficulty-settle',
  method: 'POST',
  path: '/api/tasks/{taskId}/duties/{dutyId}/settlement',
  summary: 'After talking: the duty stands again as told, or the person is released and the slot opens.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams.extend({ dutyId: idSchema }),
  body: z.object({ how: z.enum(['stands', 'released']) }),
  response: receipt,
  idempotent: true,
});

export const joinerAdd = defineRoute({
  id: 'joiner-add',
  method: 'POST',
  path: '/api/tasks/{taskId}/joiners',
  summary: 'Put someone into an organization of the running chain from a day on; boundaries of that day count the person.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams,
  body: z.object({ orgId: idSchema, personId: idSchema, from: daySchema }),
  response: receipt,
  idempotent: true,
});

export const dutySheet = defineRoute({
  id: 'duty-sheet',
  method: 'POST',
  path: '/api/tasks/{taskId}/sheets',
  summary:
    'Printable sheet of duties for a unit or for a post from today on, names in full, for a stated purpose; audited. Nothing is changed.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'names')),
  params: taskParams,
  body: z.object({
    of: z.enum(['unit', 'post']),
    id: idSchema,
    purpose: purposeSchema,
    /** Members read Chinese, whatever the officer does. */
    language: z.enum(['zh-CN', 'en']).default('zh-CN'),
  }),
  response: { file: [WORD] },
});

export const chainRelease = defineRoute({
  id: 'chain-release',
  method: 'POST',
  path: '/api/tasks/{taskId}/organizations/{orgId}/release',
  summary:
    'The need in one part of the chain is over: its organizations end from the leaves up, its people are free for other places, history stays.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams.extend({ orgId: idSchema }),
  body: z.object({ on: daySchema, reason: z.string().max(300) }),
  response: receipt,
  idempotent: true,
  problems: ['state-refuses'],
});

/** What ending would change, counted, or did change once it is over; nothing else changes. Null what an earlier release did not keep. */
export const endingSchema = z
  .object({
    taskId: idSchema,
    title: z.string(),
    state: z.string(),
    startedOn: daySchema,
    endCondition: z.string().nullable(),
    endConditionMetOn: daySchema.nullable(),
    reviewOn: daySchema.nullable(),
    /** It has not begun, or did not begin: ending it calls it off. */
    calledOff: z.boolean(),
    organizations: z.number().int(),
    /** People whose participation ends, each once. */
    people: z.number().int(),
    participations: z.number().int(),
    /** Notes of service it would write; none where the task is called off before its first day. */
    notes: z.number().int().nullable(),
    duties: z.number().int().nullable(),
    offices: z.number().int().nullable(),
    /** Units whose people go back. */
    units: z.number().int(),
    /** Resources in use that go back to whoever lends them; null where an earlier release did not keep the number. */
    resources: z.number().int().nullable(),
    /** Standing organizations and relationships that stay row for row as they are. */
    unchanged: z.object({ organizations: z.number().int(), homes: z.number().int() }),
    eraseWishesOn: daySchema,
    issues: z.array(issueSchema),
    endedOn: daySchema.nullable(),
    lessons: z.string().nullable(),
    /** The word to everyone, once it is over. */
    thanks: z.string().nullable(),
    mayEnd: z.boolean(),
  })
  .meta({ id: 'Ending' });

export const endingShow = defineRoute({
  id: 'ending-show',
  method: 'GET',
  path: '/api/tasks/{taskId}/ending',
  summary: 'What ending the task on a day would change.',
  access: within(ACTING_ROLES, subject('task', 'params.taskId', 'see')),
  params: taskParams,
  query: z.object({ on: daySchema.optional() }),
  response: endingSchema,
});

export const taskEnd = defineRoute({
  id: 'task-end',
  method: 'POST',
  path: '/api/tasks/{taskId}/ending',
  summary: 'End the task: its organizations end, people return, service notes and thanks are kept, standing tree and homes stay.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams,
  body: z.object({ on: daySchema, lessons: z.string().max(2000), thanks: z.string().max(300) }),
  response: receipt,
  idempotent: true,
});
