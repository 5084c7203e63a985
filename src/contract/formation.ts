import * as z from 'zod';
import { holding, subject, within } from './access.ts';
import { cannotComeSchema } from './consultations.ts';
import { idSchema, pageOf, pageQuery } from './page.ts';
import { gapSchema } from './plans.ts';
import { issueSchema } from './problems.ts';
import { ACTING_ROLES } from './roles.ts';
import { defineRoute, receipt } from './route.ts';

const taskParams = z.object({ taskId: idSchema });
const approvalParams = z.object({ approvalId: idSchema });
export const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const text = (max: number) => z.string().max(max);

/** An organization to be set up. Groups stand below their branch; `children` counts them where they are not in the list. */
export const chainNodeSchema = z
  .object({
    key: z.string(),
    parentKey: z.string().nullable(),
    form: z.enum(['committee', 'general-branch', 'branch', 'group']),
    name: z.string(),
    areaName: z.string(),
    groups: z.number().int(),
    people: z.number().int(),
    children: z.number().int(),
    parts: z.number().int(),
    /** Why it stays whole although it has more people than a branch normally has. */
    whole: z.string().nullable(),
    mark: z.object({ kind: z.enum(['gap', 'warn']), code: z.string(), count: z.number().int() }).nullable(),
    leader: z
      .object({ personId: idSchema, name: z.string(), unitName: z.string().nullable(), proposedBy: z.enum(['plan', 'person']) })
      .nullable(),
  })
  .meta({ id: 'ChainNode' });

/** A finding of the rules, with everything needed to explain it. */
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
    explanation: z.string(),
    values: z.record(z.string(), z.unknown()),
    inputs: z.record(z.string(), z.unknown()),
    version: z.string(),
    nodes: z.array(z.string()),
  })
  .meta({ id: 'ChainFinding' });

/** One boundary with its evidence, computed from the list of people. */
export const boundarySchema = z
  .object({
    crossed: z.boolean(),
    /** `count` is null where the reader sees no people of the plan and it is below five. */
    evidence: z.array(z.object({ value: z.string(), name: z.string(), count: z.number().int().nullable() })),
    distinct: z.number().int(),
    unknown: z.number().int(),
  })
  .meta({ id: 'Boundary' });

/** A shift of a post that the plan could not fill, and why (texts `plan`). */
export const openPlaceSchema = gapSchema
  .pick({
    postId: true,
    slot: true,
    postName: true,
    shift: true,
    communityName: true,
    subdistrictName: true,
    count: true,
    reason: true,
  })
  .meta({ id: 'OpenPlace' });

/** Everything the pages "formation" and "approve" show. */
export const formationSchema = z
  .object({
    taskId: idSchema,
    title: z.string(),
    state: z.string(),
    version: z.number().int(),
    planId: idSchema.nullable(),
    planVersion: z.number().int().nullable(),
    needed: z.number().int(),
    placed: z.number().int().nullable(),
    /** Everyone who would join, each once: at posts, or leading without serving at one. */
    people: z.object({ all: z.number().int(), atPosts: z.number().int(), leading: z.number().int() }),
    /** Places that the plan leaves open: the first thirty, with their reason; `gapCount` and `missing` count them all. */
    gaps: z.array(openPlaceSchema),
    gapCount: z.number().int(),
    missing: z.number().int(),
    counts: z.object({
      total: z.number().int(),
      committee: z.number().int(),
      'general-branch': z.number().int(),
      branch: z.number().int(),
      group: z.number().int(),
    }),
    nodes: z.array(chainNodeSchema),
    boundaries: z.object({ unit: boundarySchema, tier: boundarySchema, area: boundarySchema, system: boundarySchema }),
    findings: z.array(findingSchema),
    issues: z.array(issueSchema),
    maySubmit: z.boolean(),
    approver: z.object({ orgId: idSchema, name: z.string() }).nullable(),
    endCondition: z.string().nullable(),
    reviewOn: z.string().nullable(),
    standing: z.object({ enough: z.boolean(), reason: z.string() }).nullable(),
    beside: z.array(z.object({ name: z.string(), division: z.string() })),
    consult: z.object({
      until: z.string().nullable(),
      skippedReason: z.string().nullable(),
      units: z.number().int(),
      /** People asked and hindered: null as above. */
      people: z.number().int().nullable(),
      agreed: z.number().int(),
      objected: z.number().int(),
      hindered: z.number().int().nullable(),
      /** Of the present plan, not asked although others were: people never asked, people asked about another post or other days, units; people null as above. */
      unasked: z.object({
        added: z.number().int().nullable(),
        moved: z.number().int().nullable(),
        units: z.number().int(),
      }),
      /** Who cannot come, for those who see the people: the first thirty, names masked, with what for; `planned` while they still have a place or lead. */
      cannot: z.array(cannotComeSchema),
    }),
    /** Words of units, for those who make or decide on the plan. */
    objections: z.array(z.object({ id: idSchema, unitName: z.string(), opinion: z.string() })),
    shown: z.array(z.string()),
    /** What whoever decides is asked for, in the words of the draft: nothing of it needs the pages of the drafter. */
    request: z.object({
      goal: z.string(),
      why: z.string(),
      issuer: z.string().nullable(),
      basis: z.string().nullable(),
      startsOn: z.string().nullable(),
      emergencyReason: z.string().nullable(),
      charter: z.string().nullable(),
      lines: z.array(z.object({ kind: z.string(), text: z.string(), political: z.boolean() })),
    }),
    /** First page of the approval as it would be signed: head, number, title lines, receiver and paragraphs, always Chinese. */
    preview: z.object({
      /** `notice` where the body that decides drafted it itself. */
      kind: z.enum(['approval', 'notice']),
      head: z.string(),
      number: z.string(),
      title: z.array(z.string()),
      to: z.string(),
      paragraphs: z.array(z.string()),
      /** Rows of each attachment; one without rows is left out. */
      attachments: z.object({
        organizations: z.number().int(),
        officers: z.number().int(),
        gaps: z.number().int(),
        rules: z.number().int(),
        lines: z.number().int(),
      }),
    }),
  })
  .meta({ id: 'Formation' });

export const formationShow = defineRoute({
  id: 'formation-show',
  method: 'GET',
  path: '/api/tasks/{taskId}/formation',
  summary: 'The chain that would be set up, what the rules say, what is still missing, boundaries crossed.',
  access: within(ACTING_ROLES, subject('task', 'params.taskId', 'see')),
  params: taskParams,
  response: formationSchema,
  etag: true,
});

export const formationGroups = defineRoute({
  id: 'formation-groups',
  method: 'GET',
  path: '/api/tasks/{taskId}/formation/nodes',
  summary: 'The nodes below one node of the chain.',
  access: within(ACTING_ROLES, subject('task', 'params.taskId', 'see')),
  params: taskParams,
  query: z.object({ parent: z.string().max(200) }),
  response: z.object({ items: z.array(chainNodeSchema) }),
});

export const officerCandidates = defineRoute({
  id: 'officer-candidates',
  method: 'GET',
  path: '/api/tasks/{taskId}/officers',
  summary: 'People of the plan at this node who may hold an office: full members, those of the place first. No order of merit.',
  access: within(ACTING_ROLES, subject('task', 'params.taskId', 'edit')),
  params: taskParams,
  query: pageQuery.extend({ node: z.string().max(200) }),
  response: pageOf(z.object({ personId: idSchema, name: z.string(), unitName: z.string().nullable(), postName: z.string() })),
});

export const officerSet = defineRoute({
  id: 'officer-set',
  method: 'PUT',
  path: '/api/tasks/{taskId}/officers',
  summary: 'Propose someone for an office of a node, or take the proposal back; the approver designates.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams,
  body: z.object({
    node: text(200),
    office: z.enum(['secretary', 'deputy-secretary', 'committee-member', 'group-leader', 'deputy-group-leader']),
    personId: idSchema.nullable(),
  }),
  response: formationSchema,
  etag: true,
  problems: ['edited-since', 'state-refuses'],
});

export const nodeDivide = defineRoute({
  id: 'node-divide',
  method: 'PUT',
  path: '/api/tasks/{taskId}/divisions',
  summary: 'Divide a node into parts, join it again (parts 1), or say why it stays whole (parts 1 with a reason).',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams,
  body: z.object({ node: text(200), parts: z.number().int().min(1).max(9), reason: text(200).default('') }),
  response: formationSchema,
  etag: true,
  problems: ['edited-since', 'state-refuses'],
});

export const submissionCreate = defineRoute({
  id: 'submission-create',
  method: 'POST',
  path: '/api/tasks/{taskId}/submission',
  summary: 'Submit the chain, its officers and one plan version to the organization above.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams,
  body: z.object({ planId: idSchema, replyBy: z.iso.datetime({ offset: true }).nullable() }),
  response: receipt,
  idempotent: true,
  problems: ['state-refuses'],
});

export const requestDocument = defineRoute({
  id: 'request-document',
  method: 'GET',
  path: '/api/tasks/{taskId}/document',
  summary: 'The request (请示) and, once decided, the approval (批复) as a Word file in the official layout.',
  access: within(ACTING_ROLES, subject('task', 'params.taskId', 'see')),
  params: taskParams,
  query: z.object({ kind: z.enum(['request', 'approval']).default('approval') }),
  response: { file: [WORD] },
});

/** An approval in a list. */
export const approvalRowSchema = z
  .object({
    id: idSchema,
    taskId: idSchema,
    title: z.string(),
    submitterName: z.string(),
    submittedAt: z.string(),
    replyBy: z.string().nullable(),
    decision: z.enum(['approved', 'returned', 'rejected', 'withdrawn']).nullable(),
    decidedAt: z.string().nullable(),
    approverName: z.string(),
    mine: z.boolean(),
  })
  .meta({ id: 'ApprovalRow' });

export const approvalList = defineRoute({
  id: 'approval-list',
  method: 'GET',
  path: '/api/approvals',
  summary: 'Requests that wait for the acting organization, or were decided by it.',
  access: holding(...ACTING_ROLES),
  query: pageQuery.extend({ open: z.enum(['yes', 'no']).default('yes') }),
  response: pageOf(approvalRowSchema),
});

export const approvalSchema = approvalRowSchema
  .extend({
    planId: idSchema,
    planVersion: z.number().int(),
    latestPlanVersion: z.number().int(),
    opinion: z.string().nullable(),
    deciderName: z.string().nullable(),
    documentNumber: z.string().nullable(),
    effectiveAt: z.string().nullable(),
    told: z.boolean(),
    mayDecide: z.boolean(),
    mayWithdraw: z.boolean(),
    mayRecall: z.boolean(),
    mayTell: z.boolean(),
    /** Committees that the decision may be passed on to; empty where one may not decide. */
    passTo: z.array(z.object({ id: idSchema, name: z.string() })),
    blockers: z.array(issueSchema),
    /** How earlier submissions of this task were answered, the newest first. */
    before: z.array(
      z.object({
        id: idSchema,
        decision: z.enum(['returned', 'rejected', 'withdrawn']),
        decidedAt: z.string(),
        approverName: z.string(),
        opinion: z.string().nullable(),
      }),
    ),
    steps: z.array(
      z.object({
        stepNo: z.number().int(),
        action: z.string(),
        byName: z.string(),
        orgId: idSchema.nullable(),
        orgName: z.string().nullable(),
        opinion: z.string().nullable(),
        at: z.string(),
      }),
    ),
  })
  .meta({ id: 'Approval' });

export const approvalShow = defineRoute({
  id: 'approval-show',
  method: 'GET',
  path: '/api/approvals/{approvalId}',
  summary: 'One request with its steps, and whether one may decide now.',
  access: within(ACTING_ROLES, subject('approval', 'params.approvalId', 'see')),
  params: approvalParams,
  response: approvalSchema,
});

export const approvalDecide = defineRoute({
  id: 'approval-decide',
  method: 'POST',
  path: '/api/approvals/{approvalId}/decision',
  summary: 'Approve, return, reject (by the organization above, never by the submitter).',
  access: within(ACTING_ROLES, subject('approval', 'params.approvalId', 'approve')),
  params: approvalParams,
  body: z.object({ decision: z.enum(['approved', 'returned', 'rejected']), opinion: text(500) }),
  response: receipt,
  idempotent: true,
});

export const approvalWithdraw = defineRoute({
  id: 'approval-withdraw',
  method: 'POST',
  path: '/api/approvals/{approvalId}/withdrawal',
  summary: 'The submitter takes the request back before it is decided.',
  access: within(ACTING_ROLES, subject('approval', 'params.approvalId', 'see')),
  params: approvalParams,
  response: receipt,
  idempotent: true,
});

export const approvalStep = defineRoute({
  id: 'approval-step',
  method: 'POST',
  path: '/api/approvals/{approvalId}/steps',
  summary: 'Ask another organization to countersign, countersign, pass on to a committee at or above the root, urge.',
  access: within(ACTING_ROLES, subject('approval', 'params.approvalId', 'see')),
  params: approvalParams,
  body: z.object({
    action: z.enum(['countersign-asked', 'countersigned', 'passed-on', 'urge']),
    orgId: idSchema.nullable(),
    opinion: text(300),
  }),
  response: receipt,
  idempotent: true,
});

export const approvalRecall = defineRoute({
  id: 'approval-recall',
  method: 'POST',
  path: '/api/approvals/{approvalId}/recall',
  summary: 'Take an approval back within ten minutes while nobody has been told.',
  access: within(ACTING_ROLES, subject('approval', 'params.approvalId', 'approve')),
  params: approvalParams,
  response: receipt,
  idempotent: true,
});

export const approvalTell = defineRoute({
  id: 'approval-tell',
  method: 'POST',
  path: '/api/approvals/{approvalId}/activation',
  summary: 'Set the organizations up and tell everyone: within ten minutes by the approving side, later by the submitter too.',
  access: within(ACTING_ROLES, subject('approval', 'params.approvalId', 'see')),
  params: approvalParams,
  response: receipt,
  idempotent: true,
});
