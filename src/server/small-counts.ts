/** Counts of people for whoever is outside the organization that holds them: below five they are not told (0 says nothing about anyone). */

/** Counts from here on are shown to everyone who may see the thing they count. */
export const SHOWN_FROM = 5;

/** The count, or null where it is small enough to point at somebody. */
export function fewHidden(count: number | null): number | null {
  return count === null || (count > 0 && count < SHOWN_FROM) ? null : count;
}
