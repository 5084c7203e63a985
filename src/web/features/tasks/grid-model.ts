import { nearestName, parseList, parsePastedGrid } from '#contract/import-table';
import { NEED_COLUMNS } from '#contract/needs';
import type { Issue } from '#kernel/lib';
import { skillWord } from '../../app/i18n.ts';

/** Cells of one row by column. */
export type Cells = Record<(typeof NEED_COLUMNS)[number], string>;
export type Column = (typeof NEED_COLUMNS)[number];
/** A finding of a row. */
export type Found = Pick<Issue, 'code' | 'params' | 'path' | 'severity'>;

/** A row with nothing in it. */
export const emptyRow = (): Cells => Object.fromEntries(NEED_COLUMNS.map((key) => [key, ''])) as Cells;

/** Whether a row says nothing. */
export const isEmpty = (row: Cells): boolean => NEED_COLUMNS.every((key) => row[key].trim() === '');

/**
 * The grid after a paste at (row, column). A pasted head decides which column goes where, in any order; without one the cells
 * follow the columns from the cell that has the focus. Rows are added as needed.
 */
export function pasted(rows: readonly Cells[], text: string, at: { readonly row: number; readonly column: number }): Cells[] {
  const grid = parsePastedGrid(text, 'needs');
  const next = [...rows];
  grid.rows.forEach((cells, i) => {
    const row = at.row + i;
    while (next.length <= row) next.push(emptyRow());
    const changed = { ...next[row]! };
    if (grid.mapping) {
      for (const key of NEED_COLUMNS) {
        const from = grid.mapping[key];
        if (from !== undefined) changed[key] = (cells[from] ?? '').trim();
      }
    } else {
      cells.forEach((cell, j) => {
        const key = NEED_COLUMNS[at.column + j];
        if (key) changed[key] = cell.trim();
      });
    }
    next[row] = changed;
  });
  return next;
}

/** The skills of a cell in the language of the page; what is no known skill stays as it was typed, and so does a cell without one. */
export function skillsShown(cell: string, between: string): string {
  const typed = parseList(cell);
  const said = typed.map((one) => skillWord(one));
  return said.every((one, i) => one === typed[i]) ? cell : said.join(between);
}

/** What a cell would say after the correction that a finding proposes, else null: the nearest known name, of several skills the one that is wrong. */
export function correctionOf(issue: Pick<Found, 'code' | 'params'>, value: string): string | null {
  const { like } = issue.params;
  if (typeof like !== 'string' || like === '') return null;
  if (issue.code === 'skill-unknown')
    return parseList(value)
      .map((one) => (one === issue.params.value ? like : one))
      .join('、');
  return nearestName(value, [like]) ?? like;
}

/** The findings that still speak of what stands in their cell: one that was typed in since is judged anew. */
export function stillSaid(issues: readonly Found[], judged: Cells, now: Cells): readonly Found[] {
  return issues.filter((issue) => {
    const key = issue.path[2] as Column | undefined;
    return key === undefined || judged[key] === now[key];
  });
}
