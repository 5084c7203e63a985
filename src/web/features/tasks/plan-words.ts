import type { TFunction } from 'i18next';
import type * as z from 'zod';
import type { factSchema, gapSchema } from '#contract/plans';

type Fact = z.output<typeof factSchema>;

/** Somebody as the plan page names him. */
export interface Mentioned {
  readonly personId: string;
  readonly name: string;
  readonly unitName: string | null;
  readonly residence: string | null;
}

/** Where somebody comes from: the unit, or where he lives. */
export const fromOf = (t: TFunction, one: Pick<Mentioned, 'unitName' | 'residence'>): string =>
  one.unitName ?? (one.residence === null ? t('tasks:no-unit') : t('tasks:lives-in', { place: one.residence }));

/** Why a place stays open; where one unit alone is at its cap, it is named. */
export const gapReason = (t: TFunction, { code, params }: Fact): string =>
  t(
    code.endsWith('-at-cap') && params.units === 1 && typeof params.unit === 'string' ? `plan:${code}-one` : `plan:${code}`,
    params,
  );

/** What a repair changes and what it brings. */
export const repairText = (t: TFunction, one: z.output<typeof gapSchema>['repairs'][number]): string =>
  t(`plan:repair-${one.kind}`, { ...one.params, gain: one.gain });

/**
 * Numbers behind masked names that are the same and come from the same place (张**, 张** 2), so that one can be told from another among
 * those who are shown together. Nothing of the given name comes out; a name in full stays as it is.
 */
export function numbered<T extends Mentioned>(people: readonly T[], nameOf: (one: T) => string): ReadonlyMap<string, string> {
  const seen = new Map<string, number>();
  const names = new Map<string, string>();
  for (const one of people) {
    if (names.has(one.personId)) continue;
    const name = nameOf(one);
    const key = `${name}\n${one.unitName ?? ''}\n${one.residence ?? ''}`;
    const no = (seen.get(key) ?? 0) + 1;
    seen.set(key, no);
    names.set(one.personId, no > 1 && name.includes('*') ? `${name} ${no}` : name);
  }
  return names;
}
