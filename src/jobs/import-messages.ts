import type { CheckedRow, ColumnMapping, ColumnProposal, ImportKind } from '#contract/import-table';
import type { Issue } from '#kernel/lib';
import type { SearchColumns } from '#kernel/registry';

/** What the worker is asked. */
export type ImportRequest =
  | { readonly type: 'open'; readonly kind: ImportKind; readonly fileName: string; readonly bytes: Uint8Array }
  | {
      readonly type: 'check';
      readonly kind: ImportKind;
      readonly rows: readonly (readonly string[])[];
      readonly rowNumbers: readonly number[];
      readonly mapping: ColumnMapping;
      /** Also compute the search columns of names. */
      readonly search: boolean;
    };

/** A file whose head was found, as it is kept with the batch. */
export interface OpenedTable {
  readonly sheetName: string;
  readonly sheetNames: readonly string[];
  readonly encoding: string | null;
  readonly proposals: readonly ColumnProposal[];
  readonly mapping: ColumnMapping;
  /** Title and head rows with their numbers, for handing the sheet back. */
  readonly lead: { readonly rows: readonly (readonly string[])[]; readonly numbers: readonly number[]; readonly headRow: number };
  readonly rows: readonly (readonly string[])[];
  readonly rowNumbers: readonly number[];
  /** Issues met while reading cells. */
  readonly cellIssues: readonly Issue[];
}

/** A checked row with the search columns of its name. */
export interface CheckedWithSearch extends CheckedRow {
  readonly search?: SearchColumns;
}

/** What the worker answers; `progress` any number of times, then one of the others. */
export type ImportAnswer =
  | { readonly type: 'progress'; readonly step: 'reading' | 'checking'; readonly done: number; readonly total: number }
  | { readonly type: 'refused'; readonly issues: readonly Issue[] }
  | {
      readonly type: 'opened';
      readonly table: OpenedTable;
      readonly checked: readonly CheckedRow[];
      readonly issues: readonly Issue[];
      readonly skipped: number;
    }
  | {
      readonly type: 'checked';
      readonly checked: readonly CheckedWithSearch[];
      readonly issues: readonly Issue[];
      readonly skipped: number;
    };
