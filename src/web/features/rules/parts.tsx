import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useSearchParams } from 'react-router';
import { certaintyKey, type Rule, type RuleDocument } from '#kernel/rules';
import { useArticle } from '../../app/article.ts';
import { CertaintyLegend } from '../../app/certainty-legend.tsx';
import { ProblemState } from '../../app/problem-state.tsx';
import { Field } from '../../ui/field.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { inLanguage } from './both.ts';
import './rules.css';

const TABS = ['', 'ask', 'concept', 'functions', 'history', 'library'] as const;

/** Head of every page about rules: the pages as tabs, then what belongs to this one. */
export function RulesHead({
  title,
  lead,
  actions,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
}) {
  const { t } = useTranslation('rules');
  return (
    <>
      <PageHead title={title} lead={lead} actions={actions} />
      <nav className="q-rules-tabs" aria-label={t('page.tabs')}>
        {TABS.map((tab) => (
          <NavLink key={tab} to={tab === '' ? '/rules' : `/rules/${tab}`} end>
            {t(`page.tab-${tab === '' ? 'rules' : tab}`)}
          </NavLink>
        ))}
      </nav>
      <CertaintyLegend />
    </>
  );
}

/** The day that the page answers for, kept in the address; empty = today. */
export function useDay(): [string | undefined, (day: string) => void] {
  const [query, setQuery] = useSearchParams();
  const day = query.get('day') ?? undefined;
  const choose = (value: string) => {
    const next = new URLSearchParams(query);
    if (value === '') next.delete('day');
    else next.set('day', value);
    setQuery(next, { replace: true });
  };
  return [day, choose];
}

/** Picks the day; the day of the lecture and today are one click away. */
export function DayPicker({
  day,
  asOf,
  onChange,
}: {
  readonly day: string | undefined;
  readonly asOf: string | undefined;
  readonly onChange: (day: string) => void;
}) {
  const { t } = useTranslation('rules');
  return (
    <div className="q-rules-day">
      <Field label={t('page.as-of')} type="date" value={day ?? asOf ?? ''} onChange={onChange} />
      <button type="button" className="q-button q-button-link" onClick={() => onChange('')}>
        {t('page.today')}
      </button>
      <button type="button" className="q-button q-button-link" onClick={() => onChange('2020-05-28')}>
        {t('page.lecture-day')}
      </button>
    </div>
  );
}

/** Document, article, certainty, lecture line, dates: where a rule stands, in one line. */
export function useSourceLine() {
  const { t, i18n } = useTranslation('rules');
  const article = useArticle();
  return (document: RuleDocument, rule: Rule): string => {
    const parts = [
      inLanguage(document.title, i18n.language),
      article(rule.article),
      t(`certainty.${certaintyKey(document, rule)}`),
      rule.lectureLines.length > 0 ? t('page.lecture', { lines: rule.lectureLines.join(', ') }) : null,
      rule.to === null ? t('page.since', { from: rule.from }) : t('page.between', { from: rule.from, to: rule.to }),
    ];
    return parts.filter((part) => part !== null).join(t('page.comma'));
  };
}

/** Loading and failing of the one answer that a page shows. */
export function Waiting({
  error,
  pending,
  retry,
}: {
  readonly error: unknown;
  readonly pending: boolean;
  readonly retry: () => void;
}) {
  const { t } = useTranslation('ui');
  if (error) {
    return (
      <Sheet>
        <ProblemState error={error} retry={retry} />
      </Sheet>
    );
  }
  if (!pending) return null;
  return (
    <Sheet>
      <Loading label={t('loading')} lines={7} rowHeight={51} />
    </Sheet>
  );
}
