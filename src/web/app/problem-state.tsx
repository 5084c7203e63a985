import { useTranslation } from 'react-i18next';
import { ProblemAnswer } from '#contract/client';
import { wordedParams } from '#contract/import-table/worded';
import { type Issue, isDay } from '#kernel/lib';
import { Button } from '../ui/button.tsx';
import { formatDay } from '../ui/format.ts';
import { Conflict, Failed, NoRight } from '../ui/states.tsx';
import { ISSUE_NAMESPACES } from './i18n.ts';

/**
 * Renders findings in the reader's language: subject, value, what to do. Namespaces `issues` and `issues-<area>`; columns and choices of
 * tables are named as in their templates.
 */
export function useIssueText(): (issue: Pick<Issue, 'code' | 'params'>) => string {
  const { t, i18n } = useTranslation([...ISSUE_NAMESPACES, 'tables']);
  const word = (key: string) => (i18n.exists(`tables:${key}`) ? t(`tables:${key}`) : undefined);
  // Days among the values are said as people say them; what only looks like a day (2026-13-01) stays as it was typed.
  const said = (value: unknown) => (typeof value === 'string' && isDay(value) ? formatDay(value, i18n.language) : value);
  return (issue) => {
    const keys = ISSUE_NAMESPACES.map((namespace) => `${namespace}:${issue.code}`);
    const params = Object.fromEntries(Object.entries(wordedParams(issue.params, word)).map(([key, value]) => [key, said(value)]));
    return t(keys, { ...params, defaultValue: issue.code });
  };
}

/** What happened and what to do, for any error of a request, as two plain texts. */
export function useProblemText(): (error: unknown) => { readonly title: string; readonly text: string } {
  const { t, i18n } = useTranslation(['shell', 'problems']);
  return (error) => {
    if (!(error instanceof ProblemAnswer)) return { title: t('shell:away'), text: t('shell:away-text') };
    const { code, title } = error.problem;
    const params = { ...error.problem.params };
    if (typeof params.state === 'string')
      params.state = t(`problems:problem-state.${params.state}`, { defaultValue: params.state });
    const key = `problems:problem-${code}`;
    const known = i18n.exists(key);
    const wayOut = `shell:way-out-${code}`;
    return { title: known ? t(key, params) : title, text: i18n.exists(wayOut) ? t(wayOut, params) : '' };
  };
}

/** The state of a page or sheet whose request failed: refused, in conflict, or away, each with its own way out. */
export function ProblemState({ error, retry }: { readonly error: unknown; readonly retry?: (() => void) | undefined }) {
  const { t } = useTranslation('shell');
  const text = useProblemText()(error);
  const status = error instanceof ProblemAnswer ? error.problem.status : 0;
  const actions = retry ? (
    <Button size="row" onClick={retry}>
      {t('try-again')}
    </Button>
  ) : undefined;
  const issues = error instanceof ProblemAnswer ? error.problem.issues : undefined;
  const body = issues?.length ? <IssueList issues={issues} /> : text.text;
  if (status === 403) return <NoRight title={text.title}>{body}</NoRight>;
  if (status === 412)
    return (
      <Conflict title={text.title} actions={actions}>
        {body}
      </Conflict>
    );
  return (
    <Failed title={text.title} actions={actions}>
      {body}
    </Failed>
  );
}

function IssueList({ issues }: { readonly issues: readonly Pick<Issue, 'code' | 'params' | 'path'>[] }) {
  const text = useIssueText();
  return (
    <ul>
      {issues.map((issue) => (
        <li key={`${issue.code} ${issue.path.join('/')}`}>{text(issue)}</li>
      ))}
    </ul>
  );
}
