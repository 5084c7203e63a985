import { errorIssue, type Issue } from './issue.ts';
import { ok, type Result, refused } from './result.ts';

/** The content of a JSON text, or one issue `json-broken-…` that says where it breaks off; `path` names the file in it. */
export function readJsonText(text: string, path: readonly (string | number)[] = []): Result<unknown> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    return refused(jsonFault(text, String((error as Error).message), path));
  }
}

/** Where a JSON text breaks off, from what the parser said. */
function jsonFault(text: string, said: string, path: readonly (string | number)[]): Issue {
  const at = /at position (\d+)/.exec(said);
  if (at !== null) {
    const before = text.slice(0, Number(at[1]));
    const line = before.split('\n').length;
    return errorIssue('json-broken-at', path, { line, column: before.length - before.lastIndexOf('\n') });
  }
  const token = /Unexpected (?:non-whitespace character|token) '?(.+?)'?, /s.exec(said);
  return token === null ? errorIssue('json-broken-end', path, {}) : errorIssue('json-broken-token', path, { token: token[1]! });
}
