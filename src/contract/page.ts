import * as z from 'zod';

/**
 * Query of every list: `limit` rows (1–200) after `cursor`, an opaque text taken from `next` of the page before.
 * Extend it with the filters of the list: `pageQuery.extend({ q: z.string().optional() })`.
 */
export const pageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Answer of every list: the rows and the cursor of the following page, null on the last one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/**
 * A count of people as others may see it: the number, or null for 1–4 outside one's own organization (shown 少于5).
 * Totals beside a null must be rounded so that it cannot be computed by subtraction.
 */
export const guardedCount = z.number().int().min(0).nullable();

/** Applies the rule of small counts: exact inside, 1–4 hidden outside. */
export function guardCount(count: number, inside: boolean): number | null {
  return inside || count === 0 || count >= SMALL_COUNT ? count : null;
}

/** Counts below it are hidden outside the organization (product principle 9). */
export const SMALL_COUNT = 5;

/** A calendar day on the wire. */
export const daySchema = z.iso.date();

/** What full names are needed for, in a person's own words; it travels in a body, never in an address, and is kept in the trail. */
export const purposeSchema = z
  .string()
  .trim()
  .max(200)
  .refine((text) => text.length >= 2, 'purpose-missing');

/** An identity made by the application. */
export const idSchema = z.uuid();
