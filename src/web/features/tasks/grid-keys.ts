/** A cell by its place in the grid. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/**
 * How the cell that has the focus takes keys, as in a spreadsheet: `select` as a whole, so that typing replaces it; `type` what is typed
 * stands in it and arrows still go on to other cells; `edit` arrows move the caret.
 */
export type Mode = 'select' | 'type' | 'edit';

/** What a key asks for: a cell to go to, or an act on the cell that has the focus. */
export type Act =
  | { readonly go: Place; readonly tabbed?: boolean }
  | 'edit'
  | 'restore'
  | 'leave'
  | 'clear'
  | 'undo'
  | 'next-error';

/** What a key is judged by. */
export interface Where {
  readonly mode: Mode;
  readonly at: Place;
  readonly rows: number;
  readonly columns: number;
  /** Last row that says something. */
  readonly lastRow: number;
  /** Column where a run of Tab began: Enter returns below it. */
  readonly tabFrom: number | null;
  /** Esc was pressed before: Tab is left to the browser and leads out of the grid. */
  readonly leaving: boolean;
}

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Rows of one step of Page Up and Page Down. */
const PAGE = 12;

/** What a key does in the grid; null leaves it to the field and the browser. */
export function actOf(key: Key, where: Where): Act | null {
  const { mode, at, columns, lastRow } = where;
  const held = key.ctrlKey || key.metaKey;
  const go = (row: number, column: number): Act => ({
    go: { row: Math.min(where.rows - 1, Math.max(0, row)), column: Math.min(columns - 1, Math.max(0, column)) },
  });
  if (key.altKey) return null;
  if (key.key === 'F8') return 'next-error';
  if (key.key === 'Tab') return tab(key.shiftKey, where);
  if (key.key === 'Enter') return go(at.row + (key.shiftKey ? -1 : 1), where.tabFrom ?? at.column);
  if (key.key === 'Escape') return mode === 'select' ? 'leave' : 'restore';
  if (key.key === 'ArrowUp' || key.key === 'ArrowDown') {
    const down = key.key === 'ArrowDown';
    return held ? go(down ? lastRow : 0, at.column) : go(at.row + (down ? 1 : -1), at.column);
  }
  if (key.key === 'PageUp' || key.key === 'PageDown') return go(at.row + (key.key === 'PageDown' ? PAGE : -PAGE), at.column);
  if (mode === 'edit') return null;
  if (key.key === 'ArrowLeft' || key.key === 'ArrowRight') {
    const right = key.key === 'ArrowRight';
    return go(at.row, held ? (right ? columns - 1 : 0) : at.column + (right ? 1 : -1));
  }
  if (key.key === 'F2') return 'edit';
  if (mode === 'type') return null;
  if (key.key === 'Home') return go(held ? 0 : at.row, 0);
  if (key.key === 'End') return go(held ? lastRow : at.row, columns - 1);
  if (key.key === 'Delete' || key.key === 'Backspace') return 'clear';
  if (held && key.key.toLowerCase() === 'z') return 'undo';
  return null;
}

/** One cell to the right, behind the last the next row; before the first cell and behind the last one the browser goes on. */
function tab(back: boolean, { at, rows, columns, leaving }: Where): Act | null {
  if (leaving) return null;
  const next = at.row * columns + at.column + (back ? -1 : 1);
  if (next < 0 || next >= rows * columns) return null;
  return { go: { row: Math.floor(next / columns), column: next % columns }, tabbed: !back };
}
