import { readFileSync } from 'node:fs';
import { issueText, type Say } from '#documents/tables';
import type { Issue } from '#kernel/lib';
import { Failure } from '#store/failure';
import type { Output } from '../output.ts';

const SHOWN_ISSUES = 20;

/** The bytes of a handed-in file; throws `Failure` that names it when it cannot be read. */
export function readInput(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new Failure('file-unreadable', { file: path, reason: (error as Error).message }, error);
  }
}

/** Says what is wrong, one line a finding with the row of the sheet, at most twenty. */
export function tellIssues(issues: readonly Issue[], say: Say, out: Output): void {
  for (const issue of issues.slice(0, SHOWN_ISSUES)) {
    const row = typeof issue.path[1] === 'number' ? say('table-row', { row: issue.path[1] }) : '';
    out.line(`${row}${issueText(issue, say)}`);
  }
  if (issues.length > SHOWN_ISSUES) out.say('import.more', { count: issues.length - SHOWN_ISSUES });
}
