import { errorIssue, type Issue, warningIssue } from '#kernel/lib';
import { IMPORT_FIELDS, type ImportField, type ImportKind } from './fields.ts';
import { checkKind } from './kind-rules.ts';
import { type ColumnMapping, isFootRow, type Rows } from './mapping.ts';
import { type CellValue, readCell } from './values.ts';

/** One data row after reading. `state` says what happens to it if nobody changes anything. */
export interface CheckedRow {
  /** Row number as in the file, from 1. */
  readonly row: number;
  readonly values: Readonly<Record<string, CellValue>>;
  /** `ready` may be taken in; `duplicate` equals an earlier row and is left out; `error` has to be corrected. */
  state: 'ready' | 'duplicate' | 'error';
  /** Issues with path `['rows', row, field?]`. */
  readonly issues: Issue[];
}

export interface CheckedTable {
  readonly kind: ImportKind;
  readonly rows: readonly CheckedRow[];
  /** Issues of the table as a whole (missing columns). */
  readonly issues: readonly Issue[];
  /** Rows left out because they are empty, sums or signatures. */
  readonly skipped: number;
}

/** Adds an issue to a row and marks it refused when the issue is an error. */
export function addIssue(
  row: CheckedRow,
  severity: Issue['severity'],
  code: string,
  field: string | null,
  params: Issue['params'] = {},
): void {
  const path = field === null ? ['rows', row.row] : ['rows', row.row, field];
  row.issues.push(severity === 'error' ? errorIssue(code, path, params) : warningIssue(code, path, params));
  if (severity === 'error') row.state = 'error';
}

/** Whether a cell of a row was refused already: what follows from it need not be said again. */
export function isRefused(row: Pick<CheckedRow, 'issues'>, field: string): boolean {
  return row.issues.some((issue) => issue.severity === 'error' && issue.path[2] === field);
}

/** The required fields of a kind that no column holds, as issues. */
export function missingColumns(kind: ImportKind, mapping: ColumnMapping): readonly Issue[] {
  const missing = IMPORT_FIELDS[kind].filter((field) => field.required && mapping[field.key] === undefined);
  return missing.map((field) => errorIssue('column-missing', ['columns', field.key], { field: field.key }));
}

/**
 * Reads and checks all rows of a table: types, ranges, what is required, doubles, contradictions and the rules of the kind.
 * Everything is collected; nothing is thrown; the same input gives the same answer.
 * @param rowNumbers the number of each row in the file; by default its place counted from 1
 */
export function checkTable(kind: ImportKind, rows: Rows, mapping: ColumnMapping, rowNumbers?: readonly number[]): CheckedTable {
  const issues = missingColumns(kind, mapping);
  if (issues.length > 0) return { kind, rows: [], issues, skipped: 0 };
  const fields = IMPORT_FIELDS[kind].filter((field) => mapping[field.key] !== undefined);
  const checked: CheckedRow[] = [];
  let skipped = 0;
  rows.forEach((cells, index) => {
    if (cells.every((text) => text.trim() === '') || isFootRow(cells)) skipped++;
    else checked.push(checkRow(fields, mapping, cells, rowNumbers?.[index] ?? index + 1));
  });
  checkKind(kind, checked);
  return { kind, rows: checked, issues: [], skipped };
}

function checkRow(fields: readonly ImportField[], mapping: ColumnMapping, cells: readonly string[], number: number): CheckedRow {
  const values: Record<string, CellValue> = {};
  const row: CheckedRow = { row: number, values, state: 'ready', issues: [] };
  for (const field of fields) {
    const { value, issue } = readCell(field, cells[mapping[field.key]!] ?? '');
    values[field.key] = value;
    if (issue) addIssue(row, issue.severity, issue.code, field.key, issue.params);
    else if (value === null && field.required) addIssue(row, 'error', 'value-missing', field.key, { field: field.key });
  }
  return row;
}
