import type { Issue } from '#kernel/lib';

/** One sheet as texts. Dates are `YYYY-MM-DD`, times `HH:MM`, both `YYYY-MM-DD HH:MM`; numbers stand in full, never as 1.2E+10. */
export interface SheetTable {
  readonly name: string;
  /** Cell texts; merged cells hold the value of their first cell in each of their cells. Empty rows between are left out. */
  readonly rows: readonly (readonly string[])[];
  /** The number of each row in the file, from 1. */
  readonly rowNumbers: readonly number[];
  /** What was met on reading: broken formulas, error values. Path `['rows', row, column]`, column from 1. */
  readonly issues: readonly Issue[];
  /** How many cells hold a formula; their stored value was taken, nothing was computed. */
  readonly formulas: number;
}

/** A file that was read. */
export interface SheetFile {
  readonly format: 'xlsx' | 'csv';
  /** Encoding and delimiter of a CSV, `utf-8` or `gb18030`. */
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly sheets: readonly SheetTable[];
}
