/**
 * One finding about someone's data. Issues are collected, never thrown; the text is rendered from `code` in the reader's
 * language (`texts/<lang>/issues.json`, key = code) as subject, value and what to do.
 */
export interface Issue {
  /** Stable kebab-case code; equals the text key. */
  readonly code: string;
  /** Where: keys and row numbers from the outside in, for example `['rows', 12, 'headCount']`. */
  readonly path: readonly (string | number)[];
  /** Named values for the text. */
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  /** `error` refuses the write, `warning` asks for a look and blocks nothing. */
  readonly severity: 'error' | 'warning';
}

/** An issue that refuses the write. */
export function errorIssue(code: string, path: Issue['path'], params: Issue['params'] = {}): Issue {
  return { code, path, params, severity: 'error' };
}

/** An issue that asks for a look. */
export function warningIssue(code: string, path: Issue['path'], params: Issue['params'] = {}): Issue {
  return { code, path, params, severity: 'warning' };
}

/** Whether at least one issue refuses the write. */
export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === 'error');
}
