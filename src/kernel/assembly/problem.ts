import { z } from 'zod';

const id = z.string().min(1).max(100);
const label = z.string().max(200).nullable().default(null);
const count = z.int().min(0).max(1_000_000);
const moment = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** A point: WGS 84 degrees, or metres on a flat grid; one problem uses one kind. */
export const placeSchema = z.union([
  z.strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }),
  z.strictObject({ x: z.number().min(-1e8).max(1e8), y: z.number().min(-1e8).max(1e8) }),
]);
const place = placeSchema.nullable().default(null);

/** Half-open local time `[start, end)`, `YYYY-MM-DDTHH:MM`. */
export const windowSchema = z.strictObject({ start: moment, end: moment });
const clockRange = z.strictObject({ from: clock, to: clock });

/** Where a member comes from, the five sources of S-179 and the later ones. */
export const sourceCategories = [
  'city-organ',
  'district-organ',
  'stationed-unit',
  'subdistrict-community',
  'free-community',
  'non-public',
  'other',
] as const;
const modes = ['assigned', 'self-applied', 'invited', 'residence-report'] as const;

const memberSchema = z.strictObject({
  id,
  label,
  /** Home unit; null for a free community member. */
  unit: id.nullable().default(null),
  /** Where he can start from (home community, work); the nearest counts. */
  places: z.array(placeSchema).max(5).default([]),
  /** Community in which he lives: makes him "local" there. */
  homeArea: id.nullable().default(null),
  skills: z.array(id).max(50).default([]),
  willing: z.enum(['yes', 'no', 'unknown']).default('unknown'),
  /** How he would join, recorded as it is (S-110, S-173). */
  mode: z.enum(modes).default('assigned'),
  /** Duties he can hold in this plan, never two at the same time. */
  maxDuties: z.int().min(0).max(20).default(1),
  /** Times already taken by other duties or leave; no reason of health or family is kept. */
  busy: z.array(z.strictObject({ start: moment, end: moment, why: z.enum(['duty', 'leave']).default('duty') })).default([]),
  wishes: z
    .strictObject({ prefer: z.array(clockRange).default([]), never: z.array(clockRange).default([]) })
    .default({ prefer: [], never: [] }),
  tier: z.string().max(40).nullable().default(null),
  system: z.string().max(40).nullable().default(null),
  region: id.nullable().default(null),
  source: z.enum(sourceCategories).default('other'),
  /** Full member of the Party; only such a one leads. */
  fullMember: z.boolean().default(false),
});

const unitSchema = z.strictObject({
  id,
  label,
  /** Most people lent at the same time over all tasks (the release cap); null = no cap. */
  cap: count.nullable().default(null),
  /** A smaller cap for this task. */
  taskCap: count.nullable().default(null),
  /** People lent to other tasks. */
  lent: z.array(z.strictObject({ start: moment, end: moment, count })).default([]),
  tier: z.string().max(40).nullable().default(null),
  system: z.string().max(40).nullable().default(null),
  area: id.nullable().default(null),
  place,
});

const areaSchema = z.strictObject({
  id,
  label,
  parent: id.nullable().default(null),
  neighbours: z.array(id).default([]),
  place,
});

const slotSchema = z.strictObject({
  /** Skill that the place asks for. */
  skill: id.nullable().default(null),
  /** Place for someone who lives in the area of the post. */
  local: z.boolean().default(false),
  /** A local place also takes people of the neighbouring areas. */
  near: z.boolean().default(false),
  count: z.int().min(0).max(100_000),
  /** false: the skill or home is a wish with a price, true: a condition. */
  must: z.boolean().default(true),
});

const postSchema = z.strictObject({
  id,
  label,
  /** Leaf of the tree of task organizations. */
  org: id.nullable().default(null),
  area: id.nullable().default(null),
  place,
  window: windowSchema,
  headCount: z.int().min(0).max(100_000),
  slots: z.array(slotSchema).max(20).default([]),
  /** Whom the post would rather have: people of the area, people from outside, or at least half from outside. */
  wish: z.enum(['none', 'local', 'outside', 'mix']).default('none'),
  /** Most people of one unit at this post. */
  maxPerUnit: z.int().min(1).max(100_000).nullable().default(null),
  /** Price of one empty place; null = the weight `shortage`. */
  gapCost: z.int().min(1).max(5_000_000).nullable().default(null),
});

const orgSchema = z.strictObject({
  id,
  label,
  parent: id.nullable().default(null),
  form: z.enum(['committee', 'general-branch', 'branch', 'group']),
  area: id.nullable().default(null),
  place,
  /** Whether the plan looks for a secretary or group leader. */
  leader: z.boolean().default(true),
  deputies: z.int().min(0).max(10).default(0),
  /** Leaders named by people; they stand. */
  designated: z
    .array(
      z.strictObject({
        member: id,
        role: z.enum(['leader', 'deputy']),
        /** Proposed by an earlier plan and kept, rather than named by people. */
        kept: z.boolean().default(false),
      }),
    )
    .default([]),
});

const weight = (value: number) => z.int().min(0).max(1_000_000).default(value);

/** Prices, all in points; 1 point = 10 m of travel. */
export const weightsSchema = z.strictObject({
  /** One empty place: 1,000 km, so that filling comes first. */
  shortage: z.int().min(1).max(5_000_000).default(100_000),
  /** A place whose wished skill or home the person lacks. */
  otherSkill: weight(60),
  /** A post that would rather have people of the area, or from outside. */
  boundary: weight(40),
  /** The last person up to the cap of a unit; earlier ones cost their share. */
  load: weight(18),
  /** A time the member did not prefer. */
  wish: weight(80),
  /** A member who has not been asked yet. */
  unknownWilling: weight(20),
  /** A member who did not offer, set where others did: an own offer stands before so much way. */
  notOffered: weight(0),
  /** One person who does not keep the post of the published plan. */
  change: weight(30),
  /** Travel of a pair without a known place. */
  noPlace: weight(500),
  /** A leader from outside the area of the organization. */
  outsideLeader: weight(100),
});

export const optionsSchema = z.strictObject({
  /** Look for leaders first. */
  leaders: z.boolean().default(true),
  /** Farthest travel in metres; null = no limit. */
  maxTravel: z.int().min(0).max(10_000_000).nullable().default(null),
  /** Nearest posts a member starts with; pricing adds what is missing. */
  candidates: z.int().min(1).max(100).default(16),
  /** Move as few people of the published plan as possible, whatever it costs. */
  fewestMoves: z.boolean().default(false),
});

/**
 * The document of `plan solve`: members, posts, caps, tree of task organizations, what people fixed. Times are local, places
 * degrees or metres, costs points (10 m). Unknown keys are refused, so there is no room for a rank or a score of a person.
 */
export const problemSchema = z.strictObject({
  version: z.literal(1),
  seed: z.int().min(0).max(2_147_483_647).default(0),
  task: z
    .strictObject({
      id: id.nullable().default(null),
      issuerTier: z.string().max(40).nullable().default(null),
      service: z.enum(['part-time', 'full-time']).default('part-time'),
    })
    .default({ id: null, issuerTier: null, service: 'part-time' }),
  members: z.array(memberSchema),
  units: z.array(unitSchema).default([]),
  areas: z.array(areaSchema).default([]),
  posts: z.array(postSchema),
  orgs: z.array(orgSchema).default([]),
  /** At least this share of the places below an organization goes to people from outside its area. */
  quotas: z.array(z.strictObject({ id, org: id, outside: z.number().min(0).max(1) })).default([]),
  pins: z.array(z.strictObject({ member: id, post: id })).default([]),
  /** post null: the member stays out of this task. */
  exclusions: z.array(z.strictObject({ member: id, post: id.nullable().default(null) })).default([]),
  /** The plan people were told; leaving one's post costs the weight `change`. */
  published: z.array(z.strictObject({ member: id, post: id })).default([]),
  weights: weightsSchema.prefault({}),
  options: optionsSchema.prefault({}),
});

/** A problem as read: every default filled in. */
export type AssemblyProblem = z.output<typeof problemSchema>;
/** A problem as written by hand or by another program. */
export type AssemblyProblemInput = z.input<typeof problemSchema>;
export type Member = AssemblyProblem['members'][number];
export type Unit = AssemblyProblem['units'][number];
export type Post = AssemblyProblem['posts'][number];
export type Slot = Post['slots'][number];
export type TaskOrg = AssemblyProblem['orgs'][number];
export type Area = AssemblyProblem['areas'][number];
export type Weights = AssemblyProblem['weights'];
export type Place = z.output<typeof placeSchema>;
export type TimeWindow = z.output<typeof windowSchema>;
export type SourceCategory = (typeof sourceCategories)[number];

/** JSON Schema (draft 2020-12) of the problem document, what a writer may leave out being optional. */
export function problemJsonSchema(): Record<string, unknown> {
  return { title: 'Assembly problem', ...z.toJSONSchema(problemSchema, { io: 'input' }) };
}
