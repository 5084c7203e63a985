import * as z from 'zod';
import { holding } from './access.ts';
import { idSchema } from './page.ts';
import { WORKING_ROLES } from './roles.ts';
import { defineRoute } from './route.ts';

/** What can be searched for. */
export const SEARCH_KINDS = ['organizations', 'units', 'areas', 'members'] as const;

/** How many are offered below a field; when so many are, there may be more. */
export const OFFERED = 12;

const foundSchema = z.object({ id: idSchema, name: z.string(), kind: z.string(), place: z.string().nullable() });

/**
 * Reads only, yet a POST: what is typed may be the name of a person, and addresses are kept by browsers, proxies and logs. Nothing of it
 * is stored.
 */
export const searchAll = defineRoute({
  id: 'search',
  method: 'POST',
  path: '/api/search',
  summary: 'Organizations, units, areas by characters, pinyin or initials; people only in one’s own organization, masked.',
  access: holding(...WORKING_ROLES),
  body: z.object({
    q: z.string().trim().min(1).max(50),
    kinds: z.array(z.enum(SEARCH_KINDS)).default([...SEARCH_KINDS]),
    limit: z.number().int().min(1).max(50).default(10),
    /** Only organizations that hold relationships. */
    holding: z.boolean().default(false),
    /** Only task organizations, ended ones too. */
    tasks: z.boolean().default(false),
    /** Only administrative areas of these tiers. */
    tiers: z.array(z.enum(['province', 'city', 'county', 'township', 'community'])).optional(),
    /** Only people whose relationship is held in this organization or below it. */
    orgId: idSchema.optional(),
  }),
  response: z.object({
    organizations: z.array(foundSchema),
    units: z.array(foundSchema),
    areas: z.array(foundSchema),
    members: z.array(z.object({ id: idSchema, name: z.string(), status: z.string(), orgId: idSchema, orgName: z.string() })),
    /** Whether people could be searched at all. */
    membersSearched: z.boolean(),
  }),
});
