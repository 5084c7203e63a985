import { z } from 'zod';

const id = z.string();
const points = z.int();
const params = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** Cost of one pairing in points, by meaning; the sum is its price in the plan. */
export const costPartsSchema = z.strictObject({
  travel: points,
  skill: points,
  wish: points,
  load: points,
  boundary: points,
  change: points,
});

const assignmentSchema = z.strictObject({
  post: id,
  /** Index in the slots of the post; `slots.length` is the open remainder, one more its half kept for people from outside. */
  slot: z.int().min(0),
  member: id,
  costParts: costPartsSchema,
  /** Metres from the nearest place of the member; null when a place is unknown. */
  distance: z.int().min(0).nullable(),
  /** He is the n-th of his unit in this plan, leaders and those lent elsewhere counted; null without unit. */
  unitRank: z.int().min(1).nullable(),
  mode: z.enum(['assigned', 'self-applied', 'invited', 'residence-report']),
  pinned: z.boolean(),
});

const repairSchema = z.strictObject({
  /** What to change: raise-cap, drop-skill, widen-area, other-shift. */
  kind: z.enum(['raise-cap', 'drop-skill', 'widen-area', 'other-shift']),
  /** Named values of the change: unit, from, to, skill, area, post, start, end. */
  change: params,
  /** Empty places that the change fills in the whole plan, exact. */
  gain: z.int().min(1),
  /** What the rest of the plan then costs more, in points, the places filled apart. */
  costs: points,
});

const shortageSchema = z.strictObject({
  post: id,
  slot: z.int().min(0),
  count: z.int().min(1),
  /** code equals the text key; numbers are counts and names for the text. */
  reason: z.strictObject({ code: z.string(), numbers: params }),
  repairs: z.array(repairSchema),
});

const leaderSchema = z.strictObject({
  org: id,
  role: z.enum(['leader', 'deputy']),
  /** null: nobody could be found. */
  member: id.nullable(),
  /** The post at which a group leader serves; null for organizations above the group. */
  post: id.nullable(),
  how: z.enum(['proposed', 'designated', 'missing']),
  /** Points of the choice: travel and outside the area. */
  cost: points,
});

const countsSchema = z.strictObject({
  places: z.int(),
  filled: z.int(),
  short: z.int(),
  shortPosts: z.int(),
  members: z.int(),
  willing: z.int(),
  placed: z.int(),
  moved: z.int(),
  dropped: z.int(),
  unitsAtCap: z.int(),
  bySource: z.record(z.string(), z.int()),
  pinned: z.int(),
});

/**
 * The document `plan solve` writes: who serves where, what is missing and why, and the proof. No clock time inside: the same
 * problem and seed give the same bytes.
 */
export const planSchema = z.strictObject({
  version: z.literal(1),
  engine: z.string(),
  inputHash: z.string(),
  seed: z.int(),
  assignments: z.array(assignmentSchema),
  shortages: z.array(shortageSchema),
  leaders: z.array(leaderSchema),
  /** People of the published plan who have no post now. */
  dropped: z.array(z.strictObject({ member: id, post: id, cost: points })),
  /** Findings about the plan: advice with its clause, pins that could not stand. */
  notices: z.array(z.strictObject({ code: z.string(), params })),
  objective: z.number(),
  /** No plan (given the leaders) costs less. */
  bound: z.number(),
  gap: z.number(),
  counts: countsSchema,
  /** Prices that prove the bound: of a place, of a unit's release, of a unit's place at a post, of a quota. */
  prices: z.strictObject({
    slots: z.array(z.strictObject({ post: id, slot: z.int(), price: z.number() })),
    units: z.array(z.strictObject({ unit: id, price: z.number() })),
    unitPosts: z.array(z.strictObject({ unit: id, post: id, price: z.number() })),
    quotas: z.array(z.strictObject({ quota: id, price: z.number() })),
  }),
  proof: z.strictObject({
    /** optimal only when the gap is 0. */
    status: z.enum(['optimal', 'bounded', 'stopped']),
    scope: z.enum(['whole', 'given-leaders']),
    /** What proves the bound: prices (checked by anyone), or the search of a MIP solver (its word). */
    by: z.enum(['prices', 'search']),
    method: z.enum(['flow', 'prices-and-repair', 'mip']),
    arcs: z.int(),
    rounds: z.int(),
  }),
});

export type AssemblyPlan = z.output<typeof planSchema>;
export type Assignment = AssemblyPlan['assignments'][number];
export type Shortage = AssemblyPlan['shortages'][number];
export type Repair = Shortage['repairs'][number];
export type Leader = AssemblyPlan['leaders'][number];
export type CostParts = z.output<typeof costPartsSchema>;
export type PlanPrices = AssemblyPlan['prices'];

/** Sum of the parts. */
export function costSum(parts: CostParts): number {
  return parts.travel + parts.skill + parts.wish + parts.load + parts.boundary + parts.change;
}

/** JSON Schema (draft 2020-12) of the plan document. */
export function planJsonSchema(): Record<string, unknown> {
  return { title: 'Assembly plan', ...z.toJSONSchema(planSchema, { io: 'output' }) };
}
