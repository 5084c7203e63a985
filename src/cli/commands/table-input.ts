import { readFileSync } from 'node:fs';
import { placedText, type Say } from '#documents/tables';
import type { Issue } from '#kernel/lib';
import { Failure } from '#store/failure';
import type { Output } from '../output.ts';

/** Lines a person still reads on a terminal; the rest stands in the sheet handed back. */
const SHOWN_ISSUES = 1000;

/** The bytes of a handed-in file; throws `Failure` that names it when it cannot be read. */
export function readInput(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new Failure('file-unreadable', { file: path, reason: (error as Error).message }, error);
  }
}

/** Says what is wrong, one line a finding with its row and column of the sheet, at most a thousand. */
export function tellIssues(issues: readonly Issue[], say: Say, out: Output): void {
  for (const issue of issues.slice(0, SHOWN_ISSUES)) {
    const row = typeof issue.path[1] === 'number' ? say('table-row', { row: issue.path[1] }) : '';
    out.line(`${row}${placedText(issue, say)}`);
  }
  if (issues.length > SHOWN_ISSUES) out.say('import.more', { count: issues.length - SHOWN_ISSUES });
}
