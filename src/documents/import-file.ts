/**
 * From the bytes of a handed-in file to checked rows: finds the sheet and the head, proposes the mapping, checks every row.
 * Owns the order of these steps; the reading is documents/sheet, the judging contract/import-table. The same bytes and mapping
 * always give the same answer; nothing is stored.
 */
import {
  type CellValue,
  type CheckedTable,
  type ColumnMapping,
  type ColumnProposal,
  checkTable,
  findHeader,
  type HeaderPlace,
  headerTexts,
  IMPORT_FIELDS,
  type ImportKind,
  mappingOf,
  proposeMapping,
} from '#contract/import-table';
import { errorIssue, type Issue, ok, type Result, refused } from '#kernel/lib';
import { readSheetFile, type SheetLimits, type SheetTable } from './sheet.ts';
import type { ReturnedTable } from './tables.ts';

/** A file whose head was found. */
export interface ImportFile {
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly encoding: string | null;
  readonly sheet: SheetTable;
  /** Names of all sheets; the one with most columns of the kind was taken. */
  readonly sheetNames: readonly string[];
  readonly place: HeaderPlace;
  readonly proposals: readonly ColumnProposal[];
  readonly mapping: ColumnMapping;
}

/** Reads a file and finds the table of the kind in it. */
export async function openImportFile(
  kind: ImportKind,
  fileName: string,
  bytes: Uint8Array,
  limits?: SheetLimits,
): Promise<Result<ImportFile>> {
  const file = await readSheetFile(fileName, bytes, limits);
  if (!file.ok) return file;
  let best: { sheet: SheetTable; place: HeaderPlace; proposals: readonly ColumnProposal[]; score: number } | null = null;
  for (const sheet of file.value.sheets) {
    const place = findHeader(kind, sheet.rows);
    if (!place) continue;
    const proposals = proposeMapping(kind, headerTexts(sheet.rows, place));
    const score = proposals.reduce((sum, proposal) => sum + proposal.confidence, 0);
    if (!best || score > best.score) best = { sheet, place, proposals, score };
  }
  const sheetNames = file.value.sheets.map((sheet) => sheet.name);
  if (!best) {
    const fields = IMPORT_FIELDS[kind].filter((field) => field.required).map((field) => field.key);
    return refused(
      errorIssue('header-not-found', ['file'], { sheet: sheetNames.join(', ') || fileName, fields: fields.join(',') }),
    );
  }
  const { sheet, place, proposals } = best;
  const encoding = file.value.encoding ?? null;
  return ok({ kind, fileName, encoding, sheet, sheetNames, place, proposals, mapping: mappingOf(proposals) });
}

/** Checks the data rows with the proposed mapping or another one; what was met while reading cells is added to its row. */
export function checkImportFile(file: ImportFile, mapping: ColumnMapping = file.mapping): CheckedTable {
  const { sheet, place } = file;
  const table = checkTable(file.kind, sheet.rows.slice(place.data), mapping, sheet.rowNumbers.slice(place.data));
  return withCellIssues(table, sheet.issues, mapping);
}

/** Adds what was met while reading cells to the rows of a checked table, by the field of the cell's column. */
export function withCellIssues(table: CheckedTable, cellIssues: readonly Issue[], mapping: ColumnMapping): CheckedTable {
  if (cellIssues.length === 0) return table;
  const rows = new Map(table.rows.map((row) => [row.row, row]));
  const fields = new Map(Object.entries(mapping).map(([field, column]) => [column, field]));
  for (const issue of cellIssues) {
    const [, number, column] = issue.path;
    const row = rows.get(Number(number));
    const field = fields.get(Number(column) - 1);
    if (!row || field === undefined) continue;
    row.issues.push({ ...issue, path: ['rows', row.row, field] });
    if (issue.severity !== 'error') continue;
    row.state = 'error';
    // What stands in a refused cell says nothing: it is neither looked up nor compared.
    (row.values as Record<string, CellValue>)[field] = null;
  }
  return table;
}

/** What the red sheet is made from. */
export function returnedTable(file: ImportFile, mapping: ColumnMapping = file.mapping): ReturnedTable {
  const { sheet, place } = file;
  return {
    sheetName: sheet.name,
    rows: sheet.rows,
    rowNumbers: sheet.rowNumbers,
    headRow: sheet.rowNumbers[place.last] ?? 1,
    mapping,
  };
}

/** All issues of a table: of the whole, then of the rows. */
export function allIssues(table: CheckedTable): readonly Issue[] {
  return [...table.issues, ...table.rows.flatMap((row) => row.issues)];
}
