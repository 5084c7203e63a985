import { useTranslation } from 'react-i18next';
import type { Issue } from '#kernel/lib';
import { useIssueText } from '../../app/problem-state.tsx';

/** Namespaces of this feature: its own words, names of columns and choices, the kit. */
export const TEXTS = ['import', 'tables', 'ui'];

/** The kinds that are imported here. */
export const KINDS = ['members', 'organizations', 'units', 'areas'] as const;
export type Kind = (typeof KINDS)[number];

/** A finding in the reader's language; a column it speaks of is named as in the template. */
export function useFindingText(): (issue: Pick<Issue, 'code' | 'params'>) => string {
  const { t } = useTranslation(TEXTS);
  const text = useIssueText();
  return (issue) => {
    const names = ['field', 'fields'].flatMap((key) => {
      const value = issue.params[key];
      if (typeof value !== 'string') return [];
      const labels = value.split(',').map((field) => t(`tables:table-field-${field}`));
      return [[key, labels.join(t('import:list-comma'))] as const];
    });
    return text({ code: issue.code, params: { ...issue.params, ...Object.fromEntries(names) } });
  };
}
