import { nearestName, parsePastedGrid } from '#contract/import-table';
import { NEED_COLUMNS } from '#contract/needs';

/** Cells of one row by column. */
export type Cells = Record<(typeof NEED_COLUMNS)[number], string>;
export type Column = (typeof NEED_COLUMNS)[number];

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

/** The value that a finding proposes for its cell: the nearest known name, else null. */
export function correctionOf(issue: { readonly params: Readonly<Record<string, unknown>> }, value: string): string | null {
  const { like } = issue.params;
  if (typeof like !== 'string' || like === '') return null;
  return nearestName(value, [like]) ?? like;
}
