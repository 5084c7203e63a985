import type * as z from 'zod';
import { OFFERED, searchAll } from '#contract/search';
import type { Tier } from '#kernel/registry';
import { client } from './client.ts';

type Asked = Omit<z.input<typeof searchAll.body>, 'q'>;

/** The search of the register by characters, pinyin or initials; what is typed travels in the body and never in an address. */
export const search = async (q: string, asked: Asked = {}) =>
  (await client.call(searchAll, { body: { q, limit: OFFERED, ...asked } })).data;

/** Organizations. */
export const findOrgs = async (q: string) => (await search(q, { kinds: ['organizations'] })).organizations;

/** Task organizations, running or ended. */
export const findTaskOrgs = async (q: string) => (await search(q, { kinds: ['organizations'], tasks: true })).organizations;

/** Organizations that hold relationships. */
export const findHolders = async (q: string) => (await search(q, { kinds: ['organizations'], holding: true })).organizations;

/** Units. */
export const findUnits = async (q: string) => (await search(q, { kinds: ['units'] })).units;

/** Areas, administrative and overlay. */
export const findAreas = async (q: string) => (await search(q, { kinds: ['areas'] })).areas;

/** Administrative areas of some tiers and no others. */
export const findAreasOf =
  (...tiers: readonly Exclude<Tier, 'central'>[]) =>
  async (q: string) =>
    (await search(q, { kinds: ['areas'], tiers: [...tiers] })).areas;

/** Members of one's own reach, or of one organization in it; names masked. */
export const findMembers = async (q: string, orgId?: string) =>
  (await search(q, { kinds: ['members'], ...(orgId ? { orgId } : {}) })).members.map((one) => ({
    id: one.id,
    name: one.name,
    place: one.orgName,
  }));
