/**
 * The workbooks of the main job without a server: needs and roster in, plan out.
 * Owns their sheets and columns; the problem is built by #kernel/assembly, the words come with `say`.
 * Invariant: a workbook with errors is never half used: the answer is the records, or every issue together with the table to hand back.
 */
import { type CheckedTable, type NeedRecord, needRecords, type RosterRecord, rosterRecords } from '#contract/import-table';
import { hasErrors, type Issue } from '#kernel/lib';
import { allIssues, checkImportFile, openImportFile, returnedTable } from './import-file.ts';
import type { ReturnedTable } from './tables.ts';

export { type PlanWorkbookInput, writePlanWorkbook } from './plan-workbook/write.ts';

/** What reading a workbook gave. `records` is empty as soon as one row has an error. */
export interface WorkbookRead<T> {
  readonly ok: boolean;
  readonly records: readonly T[];
  /** Errors and reminders, rows with their number in the sheet. */
  readonly issues: readonly Issue[];
  /** For the red sheet; null when no table was found at all. */
  readonly returned: ReturnedTable | null;
  readonly checked: CheckedTable | null;
}

async function read<T>(
  kind: 'needs' | 'roster',
  fileName: string,
  bytes: Uint8Array,
  recordsOf: (rows: CheckedTable['rows']) => readonly T[],
): Promise<WorkbookRead<T>> {
  const file = await openImportFile(kind, fileName, bytes);
  if (!file.ok) return { ok: false, records: [], issues: file.issues, returned: null, checked: null };
  const checked = checkImportFile(file.value);
  const issues = allIssues(checked);
  const good = !hasErrors(issues);
  return { ok: good, records: good ? recordsOf(checked.rows) : [], issues, returned: returnedTable(file.value), checked };
}

/** Reads a needs table from .xlsx or CSV. */
export function readNeedsWorkbook(fileName: string, bytes: Uint8Array): Promise<WorkbookRead<NeedRecord>> {
  return read('needs', fileName, bytes, needRecords);
}

/** Reads a roster from .xlsx or CSV. */
export function readRosterWorkbook(fileName: string, bytes: Uint8Array): Promise<WorkbookRead<RosterRecord>> {
  return read('roster', fileName, bytes, rosterRecords);
}
