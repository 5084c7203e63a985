import * as z from 'zod';
import { holding, subject, within } from './access.ts';
import { messageSchema } from './message.ts';
import { daySchema, idSchema, pageOf, pageQuery } from './page.ts';
import { issueSchema } from './problems.ts';
import { ACTING_ROLES } from './roles.ts';
import { defineRoute, receipt } from './route.ts';

const taskParams = z.object({ taskId: idSchema });
const text = (max: number) => z.string().max(max);

/** States of a task as the kernel names them. */
export const taskStateSchema = z.enum([
  'draft',
  'standing-enough',
  'planned',
  'submitted',
  'approved',
  'active',
  'ended',
  'cancelled',
]);

/** Where the wizard stands: the first step that still lacks something. */
export const taskStepSchema = z.enum(['why', 'needs', 'sources', 'plan', 'formation', 'approval', 'running', 'ending', 'closed']);

/** How a task stands, in the same words wherever tasks are listed. */
export const taskFiguresSchema = z.object({
  stage: messageSchema,
  /** Who is still missing, `gap` when it is known that somebody is; null once the task is closed. */
  short: z.object({ gap: z.boolean(), text: messageSchema }).nullable(),
  /** Places filled, of those needed. */
  places: messageSchema,
  /** How many accepted, once everyone was told; null before. */
  accepted: messageSchema.nullable(),
});

/** A task in a list: gaps first, no count of organizations. */
export const taskRowSchema = z
  .object({
    id: idSchema,
    title: z.string(),
    state: taskStateSchema,
    step: taskStepSchema,
    areaName: z.string().nullable(),
    ownerName: z.string(),
    startsOn: daySchema.nullable(),
    endCondition: z.string().nullable(),
    reviewOn: daySchema.nullable(),
    endingDue: z.enum(['condition-met', 'review-due']).nullable(),
    needed: z.number().int(),
    placed: z.number().int().nullable(),
    missing: z.number().int().nullable(),
    endedOn: daySchema.nullable(),
    figures: taskFiguresSchema,
  })
  .meta({ id: 'TaskRow' });

/** What a person writes about a task. */
export const taskContentSchema = z
  .object({
    title: text(60).min(1),
    goal: text(300),
    why: text(500),
    issuerOrgId: idSchema.nullable(),
    issuerUnitId: idSchema.nullable(),
    issuedOn: daySchema.nullable(),
    basis: text(200).nullable(),
    areaId: idSchema.nullable(),
    emergency: z.boolean(),
    emergencyReason: text(200).nullable(),
    startsOn: daySchema.nullable(),
    endCondition: text(200).nullable(),
    endConditionMetOn: daySchema.nullable(),
    reviewOn: daySchema.nullable(),
    charter: text(2000).nullable(),
    consultSkippedReason: text(200).nullable(),
    beside: z.array(z.object({ unitId: idSchema, division: text(200) })).max(10),
    lines: z.array(z.object({ kind: text(40), text: text(200), political: z.boolean() })).max(20),
  })
  .meta({ id: 'TaskContent' });

/** A task with all that was written about it and what it still lacks. */
export const taskSchema = z
  .object({
    id: idSchema,
    state: taskStateSchema,
    step: taskStepSchema,
    pack: z.string().nullable(),
    content: taskContentSchema,
    issuerName: z.string().nullable(),
    areaName: z.string().nullable(),
    ownerOrgId: idSchema,
    ownerName: z.string(),
    standing: z.object({ enough: z.boolean(), reason: z.string(), orgName: z.string().nullable() }).nullable(),
    mayEdit: z.boolean(),
    planId: idSchema.nullable(),
    planVersion: z.number().int().nullable(),
    approvalId: idSchema.nullable(),
    needed: z.number().int(),
    placed: z.number().int().nullable(),
    consultUntil: z.string().nullable(),
    /** Findings of the step "why": shown, and required before submitting. */
    issues: z.array(issueSchema),
    endedOn: daySchema.nullable(),
    /** It ended before its first day. */
    calledOff: z.boolean(),
    lessons: z.string().nullable(),
  })
  .meta({ id: 'Task' });

export const taskList = defineRoute({
  id: 'task-list',
  method: 'GET',
  path: '/api/tasks',
  summary: 'Tasks in reach, those with gaps first.',
  access: holding(...ACTING_ROLES),
  query: pageQuery.extend({ closed: z.enum(['yes', 'no']).default('no') }),
  response: pageOf(taskRowSchema),
});

export const taskCreate = defineRoute({
  id: 'task-create',
  method: 'POST',
  path: '/api/tasks',
  summary: 'Begin the draft of a task; the acting organization owns it.',
  access: holding('officer', 'secretary'),
  body: z.object({ title: text(60).min(1), pack: text(60).nullable(), areaId: idSchema.nullable() }),
  response: receipt,
  idempotent: true,
});

export const taskShow = defineRoute({
  id: 'task-show',
  method: 'GET',
  path: '/api/tasks/{taskId}',
  summary: 'One task.',
  access: within(ACTING_ROLES, subject('task', 'params.taskId', 'see')),
  params: taskParams,
  response: taskSchema,
  etag: true,
});

export const taskSave = defineRoute({
  id: 'task-save',
  method: 'PUT',
  path: '/api/tasks/{taskId}',
  summary: 'Write what a task is for, who decided it, when it ends.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams,
  body: taskContentSchema,
  response: taskSchema,
  etag: true,
  problems: ['edited-since', 'state-refuses'],
});

export const taskCancel = defineRoute({
  id: 'task-cancel',
  method: 'POST',
  path: '/api/tasks/{taskId}/cancellation',
  summary: 'Give up a draft.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams,
  response: receipt,
  idempotent: true,
  problems: ['state-refuses'],
});

/** A standing organization, body or running task organization near the task. */
export const standingAnswerSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    kind: z.enum(['organization', 'administrative-body', 'task-organization']),
    areasCovered: z.number().int(),
    /** null: a small count, for whoever the task merely touches. */
    members: z.number().int().nullable(),
    skillsMissing: z.array(z.string()),
    enough: z.boolean(),
    reasons: z.array(z.string()),
  })
  .meta({ id: 'StandingAnswer' });

export const standingShow = defineRoute({
  id: 'standing-show',
  method: 'GET',
  path: '/api/tasks/{taskId}/standing',
  summary: 'Is a standing organization enough? What stands at the same places, compared with the need.',
  access: within(ACTING_ROLES, subject('task', 'params.taskId', 'see')),
  params: taskParams,
  response: z.object({ areas: z.number().int(), people: z.number().int(), answers: z.array(standingAnswerSchema) }),
});

export const standingDecide = defineRoute({
  id: 'standing-decide',
  method: 'PUT',
  path: '/api/tasks/{taskId}/standing',
  summary: 'Answer the question; "enough" ends the draft as a regular outcome, "not enough" needs a reason.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams,
  body: z.object({ enough: z.boolean(), reason: text(300), orgId: idSchema.nullable() }),
  response: taskSchema,
  etag: true,
  problems: ['edited-since', 'state-refuses'],
});

/** A pack as the wizard offers it. */
export const packSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    summary: z.string(),
    tags: z.array(z.string()),
    questions: z.array(z.object({ id: z.string(), text: z.string(), yes: z.string().nullable(), no: z.string().nullable() })),
    /** Lines that a task may take over, in Chinese as its document; `reading` says the same in the reader's language, null when that is Chinese. */
    lines: z.array(z.object({ kind: z.string(), text: z.string(), political: z.boolean(), reading: z.string().nullable() })),
    shifts: z.array(z.object({ id: z.string(), name: z.string(), window: z.string() })),
    sources: z.array(z.object({ id: z.string(), name: z.string() })),
    levels: z.array(z.object({ id: z.string(), form: z.string(), name: z.string() })),
    charter: z.string(),
    charterReading: z.string().nullable(),
    reviewDays: z.number().int(),
    shown: z.array(z.string()),
  })
  .meta({ id: 'Pack' });

export const packList = defineRoute({
  id: 'pack-list',
  method: 'GET',
  path: '/api/packs',
  summary: 'Scenario packs to start a task from.',
  access: holding(...ACTING_ROLES),
  response: z.object({ items: z.array(packSchema) }),
});
