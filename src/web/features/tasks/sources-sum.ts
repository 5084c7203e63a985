import type * as z from 'zod';
import type { sourcesSchema } from '#contract/sources';

type Sources = z.output<typeof sourcesSchema>;
type Unit = Sources['units'][number];

/** Members without a unit, who are a category of their own. */
const WITHOUT_UNIT = 'free-community';

/** What is ticked on the page, saved or not. */
export interface Ticked {
  readonly categoriesOut: ReadonlySet<string>;
  readonly unitsOut: ReadonlySet<string>;
  readonly caps: ReadonlyMap<string, number>;
}

/**
 * People of what is ticked and how many of them can be lent within the caps, as the server counts them for what is saved; null where a
 * count is not told to the reader. Other areas have other units: their sum is known only once they are saved.
 */
export function sumOf(sources: Sources, { categoriesOut, unitsOut, caps }: Ticked): { people: number; canLend: number } | null {
  if (sources.canLend === null) return null;
  const sum = { people: 0, canLend: 0 };
  for (const unit of sources.units) {
    if (categoriesOut.has(unit.category) || unitsOut.has(unit.id)) continue;
    if (unit.members === null || unit.lent === null) return null;
    const cap = Math.min(unit.cap ?? unit.members, caps.get(unit.id) ?? unit.members, unit.members);
    sum.people += unit.members;
    sum.canLend += Math.max(0, cap - unit.lent);
  }
  const free = sources.categories.find((one) => one.id === WITHOUT_UNIT);
  if (!free || categoriesOut.has(WITHOUT_UNIT)) return sum;
  return free.members === null ? null : { people: sum.people + free.members, canLend: sum.canLend + free.members };
}

/** Whether a cap for this task cannot stand: it is no whole number from 0 on, or above the unit's own. */
export const capRefused = (unit: Pick<Unit, 'cap'>, cap: number | undefined): boolean =>
  cap !== undefined && (!Number.isInteger(cap) || cap < 0 || (unit.cap !== null && cap > unit.cap));
