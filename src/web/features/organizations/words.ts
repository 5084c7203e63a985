import { useTranslation } from 'react-i18next';
import type { LabelKey } from '#contract/labels';
import type { Language } from '../../app/i18n.ts';
import { useWordOn } from '../../app/labels.ts';
import { formatNumber } from '../../ui/format.ts';
import type { Org } from './page.tsx';

/** A count as it may be shown: null is "fewer than five". */
export function useCount(): (value: number | null) => string {
  const { t } = useTranslation('ui');
  return (value) => (value === null ? t('few') : formatNumber(value));
}

/** A count of the sheet as it may be shown: "at least" where organizations below five count as one. */
export function useTotal(org: Pick<Org, 'atLeast'>): (key: Org['atLeast'][number], value: number | null) => string {
  const { t } = useTranslation('ui');
  const count = useCount();
  return (key, value) =>
    value !== null && org.atLeast.includes(key) ? t('at-least', { count: formatNumber(value) }) : count(value);
}

/** Class, form and kind of an organization in one line, in the words of today or of a day; a leading group has no form, a task organization no class. */
export function useKindLine(): (org: Pick<Org, 'class' | 'form' | 'standing' | 'tags'>, on?: string) => string {
  const { t, i18n } = useTranslation('org');
  const wordOn = useWordOn(i18n.language as Language);
  return (org, on) => {
    const word = (key: LabelKey) => (on === undefined ? t(`org.${key}`) : wordOn(key, on));
    const tags = org.tags.map((tag) => word(`tag-${tag}`)).join('');
    const form = org.form === null ? '' : word(`form-${org.form}`);
    if (!org.standing) return t('org.kind-task', { tags, form });
    const of = t(`org.class-${org.class}`);
    return org.form === null ? of : t('org.kind-standing', { class: of, tags, form });
  };
}
