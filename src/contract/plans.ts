import * as z from 'zod';
import { subject, within } from './access.ts';
import { idSchema, pageOf, pageQuery, purposeSchema } from './page.ts';
import { issueSchema } from './problems.ts';
import { ACTING_ROLES } from './roles.ts';
import { defineRoute, receipt } from './route.ts';

const taskParams = z.object({ taskId: idSchema });
const planParams = z.object({ planId: idSchema });
const params = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A statement as text key (texts `plan`) and values; ids in values are replaced by names. */
export const factSchema = z.object({ code: z.string(), params }).meta({ id: 'Fact' });

/** States of a plan version. */
export const planStateSchema = z.enum(['queued', 'running', 'ready', 'stopped', 'failed', 'submitted', 'approved', 'superseded']);

/** A version in the list. */
export const planRowSchema = z
  .object({
    id: idSchema,
    versionNo: z.number().int(),
    state: planStateSchema,
    needed: z.number().int().nullable(),
    placed: z.number().int().nullable(),
    objective: z.number().nullable(),
    bound: z.number().nullable(),
    seconds: z.number().nullable(),
    createdAt: z.string(),
  })
  .meta({ id: 'PlanVersion' });

/** A gap with its reason and exact repairs. */
export const gapSchema = z
  .object({
    postId: idSchema,
    slot: z.number().int(),
    postName: z.string(),
    shift: z.string().nullable(),
    communityName: z.string(),
    subdistrictName: z.string(),
    count: z.number().int(),
    reason: factSchema,
    repairs: z.array(
      z.object({
        index: z.number().int(),
        kind: z.string(),
        params,
        gain: z.number().int(),
        costs: z.number().int(),
        /** Whose it is to change: the task's (needs, its own caps), or the unit's own cap. */
        by: z.enum(['task', 'unit']),
        /** The unit whose cap it raises. */
        unitId: idSchema.nullable(),
      }),
    ),
  })
  .meta({ id: 'Gap' });

/** How much of its cap a unit lends. */
export const capSchema = z
  .object({ unitId: idSchema, name: z.string(), used: z.number().int(), cap: z.number().int() })
  .meta({ id: 'CapUse' });

/** A cell of the schematic map: a community, in a wide plan a whole subdistrict, with the first of its places, those with gaps before the others. */
export const mapCellSchema = z
  .object({
    areaId: idSchema,
    name: z.string(),
    groupId: idSchema.nullable(),
    groupName: z.string().nullable(),
    lat: z.number().nullable(),
    lon: z.number().nullable(),
    missing: z.number().int(),
    places: z.array(
      z.object({
        areaId: idSchema,
        name: z.string(),
        needed: z.number().int(),
        missing: z.number().int(),
        firstPostId: idSchema,
      }),
    ),
  })
  .meta({ id: 'MapCell' });

/** A plan version as the page shows it. */
export const planSchema = planRowSchema
  .extend({
    taskId: idSchema,
    taskTitle: z.string(),
    taskState: z.string(),
    progress: z.object({ stage: z.string(), round: z.number().int(), found: z.number().int() }).nullable(),
    /** Why it failed; `reference` finds the entry in the server's log, which alone has the details. */
    failure: z.object({ code: z.string(), reference: z.string().optional() }).nullable(),
    issues: z.array(issueSchema),
    missing: z.number().int(),
    gapPosts: z.number().int(),
    /** Leaders of its organizations who serve at no post: they join, but fill no place. */
    leading: z.number().int(),
    gap: z.number().nullable(),
    /** Points that an empty place counts in the cost; null while nothing is computed. */
    emptyPlace: z.number().nullable(),
    proof: z
      .object({
        status: z.string(),
        scope: z.string(),
        by: z.string(),
        method: z.string(),
        arcs: z.number().int(),
        rounds: z.number().int(),
        verified: z.boolean(),
      })
      .nullable(),
    /** The first findings and notices; the counts are of all, the document has them. */
    verification: z.array(issueSchema),
    verificationCount: z.number().int().min(0),
    notices: z.array(factSchema),
    noticeCount: z.number().int().min(0),
    /** The first hundred: most people missing, then by place. The table of posts has all. */
    gaps: z.array(gapSchema),
    /** Gaps in all, listed or not. */
    gapCount: z.number().int(),
    /** Units with a cap, the fullest forty. */
    caps: z.array(capSchema),
    unitsLending: z.number().int(),
    /** Of all units with a cap: how many there are, how many are at it. */
    unitsCapped: z.number().int(),
    unitsFull: z.number().int(),
    matrix: z.object({
      columns: z.array(z.object({ id: z.string(), name: z.string() })),
      gaps: z.array(z.number().int()),
      /** A cell is null, and the total rounded, where the reader sees no people and the count is below five. */
      rows: z.array(
        z.object({ key: z.string(), cells: z.array(z.number().int().nullable()), total: z.number().int(), rounded: z.boolean() }),
      ),
      totals: z.array(z.number().int()),
    }),
    map: z.array(mapCellSchema),
    /** Hours that posts of this version run, each once. */
    windows: z.array(z.string()),
    /** Pins and exclusions of the task that the next computation keeps; post and person as names, the name masked. */
    choices: z.array(
      z.object({ postId: idSchema, post: z.string(), personId: idSchema, name: z.string(), kind: z.enum(['pin', 'exclude']) }),
    ),
    mayEdit: z.boolean(),
    mayReveal: z.boolean(),
  })
  .meta({ id: 'Plan' });

/** A person at a post; the name is masked unless names were revealed for this plan. */
export const seatSchema = z
  .object({
    personId: idSchema,
    name: z.string(),
    unitId: idSchema.nullable(),
    unitName: z.string().nullable(),
    residence: z.string().nullable(),
    skill: z.string().nullable(),
    local: z.boolean(),
    leader: z.enum(['leader', 'deputy']).nullable(),
    pinned: z.boolean(),
  })
  .meta({ id: 'Seat' });

/** A post with its people. */
export const postSchema = z
  .object({
    postId: idSchema,
    name: z.string(),
    shift: z.string().nullable(),
    window: z.string(),
    communityName: z.string(),
    subdistrictName: z.string(),
    needed: z.number().int(),
    missing: z.number().int(),
    /** Kinds of places with how many there are: those that ask for something, then the open rest. */
    kinds: z.array(
      z.object({ slot: z.number().int(), skill: z.string().nullable(), local: z.boolean(), count: z.number().int() }),
    ),
    seats: z.array(seatSchema),
  })
  .meta({ id: 'PlannedPost' });

const mentionedSchema = z.object({
  personId: idSchema,
  name: z.string(),
  unitName: z.string().nullable(),
  residence: z.string().nullable(),
});

/** Why one person serves at a post, who else could, what would change it. */
export const explanationSchema = z
  .object({
    post: postSchema,
    personId: idSchema.nullable(),
    /** Gaps of this post. */
    gaps: z.array(gapSchema),
    /** How many the unit of this person may lend; null without unit or cap. */
    unitCap: z.number().int().nullable(),
    why: z.array(z.object({ code: z.string(), params, part: z.string().nullable(), points: z.number() })),
    total: z.number(),
    whoElse: z.array(
      mentionedSchema.extend({
        reason: factSchema,
        nowPost: z.string().nullable(),
        difference: z.number(),
        /** Places that would be filled besides (a leader who is free then may fill a gap), or left empty where negative. */
        filled: z.number().int(),
        /** In a plan that moves as few people as possible: how many more leave their post, fewer where negative; else 0. */
        moves: z.number().int(),
      }),
    ),
    /** `member` is who serves here, `other` who would come instead. */
    whatChanges: z.array(
      z.object({ code: z.string(), params, difference: z.number(), member: mentionedSchema, other: mentionedSchema.nullable() }),
    ),
    /** What differences are measured against: the best plan; one with this person fixed here, so that another may cost less; an estimate; nothing, for the plan was stopped. */
    basis: z.enum(['optimal', 'fixed', 'bounded', 'stopped']),
  })
  .meta({ id: 'Explanation' });

/** Two plans compared. */
export const comparisonSchema = z
  .object({
    from: z.object({
      versionNo: z.number().int().nullable(),
      placed: z.number().int(),
      missing: z.number().int(),
      objective: z.number(),
    }),
    to: z.object({
      versionNo: z.number().int().nullable(),
      placed: z.number().int(),
      missing: z.number().int(),
      objective: z.number(),
    }),
    /** Points more or less without the price of empty places and of moving people. */
    rest: z.number(),
    /** Points more or less for people who do not keep their post, counted where a plan keeps what stands. */
    moves: z.number(),
    moved: z.number().int(),
    added: z.number().int(),
    dropped: z.number().int(),
    changes: z.array(mentionedSchema.extend({ from: z.string().nullable(), to: z.string().nullable() })),
    gapsClosed: z.array(z.object({ post: z.string(), count: z.number().int() })),
    gapsOpened: z.array(z.object({ post: z.string(), count: z.number().int() })),
  })
  .meta({ id: 'PlanComparison' });

export const planStart = defineRoute({
  id: 'plan-start',
  method: 'POST',
  path: '/api/tasks/{taskId}/plans',
  summary:
    'Compute a new plan version in a worker; `keep` holds on to the newest version, `fewestMoves` moves as few people as possible.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams,
  body: z.object({
    keep: z.boolean().default(false),
    fewestMoves: z.boolean().default(false),
    seed: z.number().int().min(0).max(1_000_000).default(1),
  }),
  response: receipt,
  idempotent: true,
  problems: ['state-refuses'],
});

export const planList = defineRoute({
  id: 'plan-list',
  method: 'GET',
  path: '/api/tasks/{taskId}/plans',
  summary: 'All versions, the newest first.',
  access: within(ACTING_ROLES, subject('task', 'params.taskId', 'see')),
  params: taskParams,
  response: z.object({ items: z.array(planRowSchema) }),
});

export const planShow = defineRoute({
  id: 'plan-show',
  method: 'GET',
  path: '/api/plans/{planId}',
  summary: 'One version: gaps with reasons and repairs, proof, caps, where from and where to, map; progress while it runs.',
  access: within(ACTING_ROLES, subject('plan', 'params.planId', 'see')),
  params: planParams,
  response: planSchema,
});

export const planStop = defineRoute({
  id: 'plan-stop',
  method: 'POST',
  path: '/api/plans/{planId}/stop',
  summary: 'Stop computing; the last usable plan is kept.',
  access: within(['officer', 'secretary'], subject('plan', 'params.planId', 'edit')),
  params: planParams,
  response: receipt,
  idempotent: true,
});

export const planPosts = defineRoute({
  id: 'plan-posts',
  method: 'GET',
  path: '/api/plans/{planId}/posts',
  summary: 'Posts with their people, names masked; without the right to reveal names the counts alone.',
  access: within(ACTING_ROLES, subject('plan', 'params.planId', 'see')),
  params: planParams,
  query: pageQuery.extend({ areaId: idSchema.optional(), gaps: z.enum(['yes', 'no']).default('no') }),
  response: pageOf(postSchema),
});

export const planExplain = defineRoute({
  id: 'plan-explain',
  method: 'GET',
  path: '/api/plans/{planId}/posts/{postId}',
  summary: 'Why this person here, who else with the exact difference of the whole plan, what would change it.',
  access: within(ACTING_ROLES, subject('plan', 'params.planId', 'names')),
  params: planParams.extend({ postId: idSchema }),
  query: z.object({ personId: idSchema.optional() }),
  response: explanationSchema,
});

export const planNames = defineRoute({
  id: 'plan-names',
  method: 'POST',
  path: '/api/plans/{planId}/names',
  summary:
    'Full names of the people of one plan, for a stated purpose; audited. Before approval only those of the own organization and of who offered; the others are counted.',
  access: within(ACTING_ROLES, subject('plan', 'params.planId', 'names')),
  params: planParams,
  body: z.object({ purpose: purposeSchema }),
  response: z.object({ names: z.record(z.string(), z.string()), withheld: z.number().int() }),
});

export const choiceSet = defineRoute({
  id: 'choice-set',
  method: 'PUT',
  path: '/api/tasks/{taskId}/choices',
  summary: 'Pin a person to a post, keep a person away from it, or take that back; used by the next computation.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams,
  body: z.object({ postId: idSchema, personId: idSchema, kind: z.enum(['pin', 'exclude']).nullable() }),
  response: z.object({ items: z.array(z.object({ postId: idSchema, personId: idSchema, kind: z.enum(['pin', 'exclude']) })) }),
  problems: ['state-refuses'],
});

export const planPreview = defineRoute({
  id: 'plan-preview',
  method: 'POST',
  path: '/api/plans/{planId}/preview',
  summary: 'The plan as it would be after one repair, compared with this version; nothing is saved.',
  access: within(['officer', 'secretary'], subject('plan', 'params.planId', 'edit')),
  params: planParams,
  body: z.object({ postId: idSchema, slot: z.number().int(), repair: z.number().int().min(0).max(20) }),
  response: comparisonSchema,
});

export const planCompare = defineRoute({
  id: 'plan-compare',
  method: 'GET',
  path: '/api/plans/{planId}/comparison',
  summary: 'This version against an earlier one: who moved, which gaps closed or opened.',
  access: within(ACTING_ROLES, subject('plan', 'params.planId', 'names'), subject('plan', 'query.with', 'names')),
  params: planParams,
  query: z.object({ with: idSchema }),
  response: comparisonSchema,
});

export const planFile = defineRoute({
  id: 'plan-file',
  method: 'GET',
  path: '/api/plans/{planId}/file',
  summary: 'The plan as a workbook: posts, gaps with repairs, caps, chain, proof; names masked.',
  access: within(ACTING_ROLES, subject('plan', 'params.planId', 'names')),
  params: planParams,
  response: { file: [SHEET] },
});

export const planNamesFile = defineRoute({
  id: 'plan-names-file',
  method: 'POST',
  path: '/api/plans/{planId}/file',
  summary: 'The same workbook with names in full, for a stated purpose; audited. Nothing is changed.',
  access: within(ACTING_ROLES, subject('plan', 'params.planId', 'names')),
  params: planParams,
  body: z.object({ purpose: purposeSchema }),
  response: { file: [SHEET] },
});

export const planProblem = defineRoute({
  id: 'plan-problem',
  method: 'GET',
  path: '/api/plans/{planId}/documents/{kind}',
  summary: 'The problem, the plan or the verification as published JSON documents, for checking outside; no names inside.',
  access: within(ACTING_ROLES, subject('plan', 'params.planId', 'names')),
  params: planParams.extend({ kind: z.enum(['problem', 'plan', 'verification']) }),
  response: { file: ['application/json'] },
});
