import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { smallUnits } from '#contract/joint-branches';
import type { ResponseOf } from '#contract/route';
import { rulesShow } from '#contract/rules';
import type { GroupingProblem, SmallUnit } from '#kernel/assembly';
import { useArticle } from '../../app/article.ts';
import { client } from '../../data/remote/client.ts';

/** The units of an area as the server tells them. */
export type Units = ResponseOf<typeof smallUnits>;
export type Unit = Units['units'][number];

/** The unit as the kernel sees it. */
export function kernelUnit({ id, full, probationary, lat, lon, trade, areaId }: Unit): SmallUnit {
  return { id, full, probationary, place: lat === null || lon === null ? null : { lat, lon }, trade, area: areaId };
}

/** The problem of an area: the units not yet joined, or all. */
export function problemOf(data: Units, all: boolean): GroupingProblem {
  return { limits: data.limits, units: data.units.filter((unit) => all || unit.jointId === null).map(kernelUnit) };
}

/** The rule a finding of the check rests on (Branch Regulations). */
export const RULE_OF: Readonly<Record<string, string>> = {
  'joint-unit-empty': 'br-05b',
  'joint-unit-own': 'br-04a',
  'joint-one-unit': 'br-05b',
  'joint-few-full': 'br-04a',
  'joint-many-units': 'br-05b-units',
  'joint-many-members': 'br-04b',
  'joint-beyond-reach': 'br-05b',
  'joint-place-missing': 'br-05b',
};

/** What a rule says in the reader's language, or null while the rules are on their way. */
export function useRules() {
  const { i18n } = useTranslation();
  const rules = useQuery({
    queryKey: ['rules', 'joint'],
    queryFn: async () => (await client.call(rulesShow, { query: {} })).data,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const article = useArticle();
  const language = i18n.language === 'en' ? 'en' : 'zh-CN';
  return (id: string | undefined) => {
    for (const book of rules.data?.documents ?? [])
      for (const rule of book.rules)
        if (rule.id === id)
          return {
            modality: rule.modality,
            title: rule.title[language],
            clause: rule.clause[language],
            source: [book.document.title[language], article(rule.article)].filter(Boolean).join(' '),
          };
    return null;
  };
}

/** Statements of the kernel in words, units by name. */
export function useSay(nameOf: (id: string) => string) {
  const { t } = useTranslation('joint');
  return (code: string, params: Readonly<Record<string, unknown>>) =>
    t(code, {
      ...params,
      ...('unit' in params ? { unit: nameOf(String(params.unit)) } : {}),
      ...('host' in params ? { host: nameOf(String(params.host)) } : {}),
    });
}
