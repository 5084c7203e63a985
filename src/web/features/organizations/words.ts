import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../ui/format.ts';
import type { Org } from './page.tsx';

/** A count as it may be shown: null is "fewer than five". */
export function useCount(): (value: number | null) => string {
  const { t } = useTranslation('ui');
  return (value) => (value === null ? t('few') : formatNumber(value));
}

/** Class, form and kind of an organization in one line; a leading group has no form, a task organization no class. */
export function useKindLine(): (org: Pick<Org, 'class' | 'form' | 'standing' | 'tags'>) => string {
  const { t } = useTranslation('org');
  return (org) => {
    const tags = org.tags.map((tag) => t(`org.tag-${tag}`)).join('');
    const form = org.form === null ? '' : t(`org.form-${org.form}`);
    if (!org.standing) return t('org.kind-task', { tags, form });
    const of = t(`org.class-${org.class}`);
    return org.form === null ? of : t('org.kind-standing', { class: of, tags, form });
  };
}
