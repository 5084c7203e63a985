import * as z from 'zod';
import { ADMINISTRATIVE_BODIES, FORMS, MODES, SYSTEMS, TAGS, TIERS, UNIT_KINDS } from '../registry/index.ts';

const id = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
const sourced = {
  source: z.string().optional(),
  basis: z.enum(['stated', 'inferred', 'ours']).optional(),
  since: z.string().optional(),
};
/** A length of time: whole hours, days, weeks or months. */
const duration = z.string().regex(/^[1-9][0-9]*(h|d|w|mo)$/);
/** A daily window; one that ends before it starts passes midnight. */
const window = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]$/);
const where = z.string().regex(/^(area|place):[a-z-]+$/);

/** Head of a pack (`pack.json`). Unknown keys are errors, so a misspelt key is found. */
export const packHeadSchema = z.strictObject({
  ...sourced,
  format: z.literal(1),
  kind: z.enum(['scene', 'library']),
  version: z.string().regex(/^[0-9]+\.[0-9]+$/),
  tags: z.array(z.enum(TAGS)).min(1),
  sources: z.record(
    id,
    z.strictObject({
      ...sourced,
      tier: z.enum(TIERS).optional(),
      unitKinds: z.array(z.enum(UNIT_KINDS)).optional(),
      systems: z.array(z.enum(SYSTEMS)).optional(),
      stationed: z.boolean().optional(),
      withoutUnit: z.boolean().optional(),
    }),
  ),
  joining: z.array(z.enum(MODES)).min(1),
  beside: z.record(id, z.strictObject({ ...sourced, body: z.enum(ADMINISTRATIVE_BODIES), division: z.boolean() })),
  suit: z.record(
    id,
    z.strictObject({
      ...sourced,
      yes: z.enum(['standing', 'joint', 'pairing']).optional(),
      no: z.enum(['standing', 'joint', 'pairing']).optional(),
    }),
  ),
  plan: z.record(id, z.strictObject({ ...sourced, political: z.boolean() })),
  end: z.strictObject({ ...sourced, by: z.enum(['issuer', 'approver']), review: duration }),
  /** How long units and members may state a hindrance before the plan is final. */
  hindrance: duration,
  keepWishesDays: z.number().int().min(1).max(180),
  shown: z.array(id),
});

/** One level of the chain (`chain/<level>.json`). */
export const chainFileSchema = z.strictObject({
  ...sourced,
  order: z.number().int().min(1),
  form: z.enum(FORMS),
  per: where,
  parent: id.nullable(),
  offices: z.partialRecord(
    z.enum(['secretary', 'deputy-secretary', 'committee-member', 'group-leader', 'deputy-group-leader']),
    z.strictObject({ min: z.number().int().min(0), max: z.number().int().min(1), holds: z.enum(['full', 'member']) }),
  ),
});

/** A type of place (`places/<type>.json`). */
export const placeFileSchema = z.strictObject({
  ...sourced,
  shape: z.enum(['point', 'area']),
  in: z.strictObject({ tier: z.enum(TIERS), min: z.number().int().min(1), max: z.number().int().min(1) }),
});

/** A kind of post (`posts/<post>.json`). */
export const postFileSchema = z.strictObject({
  ...sourced,
  at: where,
  heads: z.number().int().min(1),
  rest: duration,
  shifts: z.record(id, window),
  slots: z.record(id, z.strictObject({ count: z.number().int().min(1), local: z.boolean().optional(), skill: id.optional() })),
});

/** An example that is a test (`examples/<id>.json`): sizes given, organizations expected. */
export const exampleFileSchema = z.strictObject({
  ...sourced,
  about: z.string(),
  given: z.strictObject({
    districts: z.number().int().min(1),
    streetsPerDistrict: z.number().int().min(1),
    communitiesPerStreet: z.number().int().min(1),
    gatesPerCommunity: z.number().int().min(1),
  }),
  expect: z.record(z.string(), z.number().int()),
});

/** Texts of one language: flat, key = id of the element. */
export const textFileSchema = z.record(z.string(), z.string().min(1));

export type PackHead = z.infer<typeof packHeadSchema>;
export type ChainFile = z.infer<typeof chainFileSchema>;
export type PlaceFile = z.infer<typeof placeFileSchema>;
export type PostFile = z.infer<typeof postFileSchema>;
export type ExampleFile = z.infer<typeof exampleFileSchema>;
