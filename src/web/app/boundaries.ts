import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import type { boundarySchema } from '#contract/formation';
import type { Boundary } from '../ui/boundaries-strip.tsx';

const KINDS = ['unit', 'tier', 'area', 'system'] as const;
/** Names that one cell of the strip has room for: all tiers that a plan usually has. */
const NAMED = 5;

type Crossed = z.output<typeof boundarySchema>;

/**
 * The four boundaries in words, each with its evidence. Where people are counted by it (体制), the counts and those of whom it is not
 * known make up everyone; members without a unit are said beside the units.
 */
export function useBoundaries(boundaries: Readonly<Record<(typeof KINDS)[number], Crossed>>): Boundary[] {
  const { t } = useTranslation('formation');
  const evidenceOf = (key: (typeof KINDS)[number], one: Crossed): string => {
    const names = [...one.evidence]
      .sort((a, b) => (b.count ?? 0) - (a.count ?? 0))
      .slice(0, NAMED)
      .map((part) => {
        const name = key === 'tier' || key === 'system' ? t(`${key}-${part.value}`, { defaultValue: part.name }) : part.name;
        return key === 'system' && part.count !== null ? t('with-count', { name, count: part.count }) : name;
      });
    if (key === 'system' && one.unknown > 0) names.push(t('with-count', { name: t('system-none'), count: one.unknown }));
    const list = names.join(t('comma'));
    if (key === 'unit') {
      const units = t('evidence-unit', { count: one.distinct });
      return one.unknown > 0 ? t('evidence-and', { first: units, second: t('evidence-no-unit', { count: one.unknown }) }) : units;
    }
    return one.distinct > one.evidence.length || one.distinct > NAMED
      ? t('evidence-more', { names: list, count: one.distinct })
      : list;
  };
  return KINDS.map((key) => ({
    key,
    label: t(`boundary-${key}`),
    crossed: boundaries[key].crossed,
    word: t(boundaries[key].crossed ? 'crossed' : 'not-crossed'),
    evidence: evidenceOf(key, boundaries[key]),
  }));
}
