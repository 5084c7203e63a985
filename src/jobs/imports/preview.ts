import type { CheckedRow, ColumnMapping } from '#contract/import-table';
import { returnedWorkbook, type Say } from '#documents/tables';
import type { Issue } from '#kernel/lib';
import { newId } from '#store/id';
import { findBatch, type ImportBatch, type ImportRow, moveBatch, pagesOf, putRows } from '#store/import-batch';
import type { Line } from '#store/line';
import { inTransaction } from '#store/transaction';
import type { BatchMeta, ImportScope, RegisterKind } from '../import-messages.ts';
import { checkStored, countOutcomes, type RawRows, resolveRows, storedRows, type Told } from './compare.ts';

/**
 * Stores the rows of a read file with what each would do; the batch is then ready to be looked at.
 * @returns false when the batch was stopped meanwhile: nothing is stored then
 */
export async function keepPreview(
  line: Line,
  scope: ImportScope,
  batchId: string,
  kind: RegisterKind,
  meta: BatchMeta,
  raw: RawRows,
  checked: readonly CheckedRow[],
): Promise<boolean> {
  const { cityId } = scope;
  const resolved = await resolveRows(line.db, kind, checked, scope, newId);
  const byNumber = new Map(resolved.map((one) => [one.row.row, one]));
  const rows: Omit<ImportRow, 'targetVersion'>[] = [];
  raw.rows.forEach((cells, index) => {
    const sheetRow = raw.numbers[index]!;
    const one = byNumber.get(sheetRow);
    // Rows without an answer are empty, sums or signatures; while a column is missing every row waits for the mapping.
    if (!one && checked.length > 0) return;
    rows.push({
      rowNo: index + 1,
      sheetRow,
      raw: cells,
      issues: one?.row.issues ?? [],
      outcome: one?.outcome ?? 'error',
      targetId: one?.targetId ?? null,
      before: one?.before ?? null,
    });
  });
  return inTransaction(line, async (trx) => {
    const change = { state: 'preview', mapping: meta, counts: countOutcomes(rows), failure: null } as const;
    if (!(await moveBatch(trx, cityId, batchId, ['reading', 'preview'], change))) return false;
    await putRows({ trx, client: line.client }, cityId, batchId, rows);
    return true;
  });
}

/** Checks and compares the rows of a batch again with another mapping; with issues of the whole table nothing is changed. */
export async function remap(
  line: Line,
  scope: ImportScope,
  batchId: string,
  mapping: ColumnMapping,
  tell: Told,
): Promise<readonly Issue[]> {
  const batch = await batchOf(line, scope, batchId);
  const kind = batch.kind as RegisterKind;
  const meta = batch.mapping as BatchMeta;
  const raw = await storedRows(line.db, scope.cityId, batchId, tell);
  const table = checkStored(kind, raw, mapping, meta);
  if (table.issues.length > 0) return table.issues;
  await keepPreview(line, scope, batchId, kind, { ...meta, mapping }, raw, table.rows);
  return [];
}

/** The handed-in table with a red column, from the stored rows; null when they are erased or the file had no head. */
export async function returnedBytes(line: Line, scope: ImportScope, batchId: string, say: Say): Promise<Uint8Array | null> {
  const batch = await batchOf(line, scope, batchId);
  const meta = batch.mapping as Partial<BatchMeta>;
  if (!meta.lead) return null;
  const rows: (readonly string[])[] = [...meta.lead.rows];
  const rowNumbers: number[] = [...meta.lead.numbers];
  const findings: Pick<CheckedRow, 'row' | 'issues'>[] = [];
  for await (const page of pagesOf(line.db, scope.cityId, batchId)) {
    for (const row of page) {
      if (row.raw === null) return null;
      rows.push(row.raw);
      rowNumbers.push(row.sheetRow);
      findings.push({ row: row.sheetRow, issues: [...row.issues] });
    }
  }
  const { headRow } = meta.lead;
  const table = { sheetName: meta.sheetName ?? batch.fileName, rows, rowNumbers, headRow, mapping: meta.mapping ?? {} };
  return returnedWorkbook(table, findings, say);
}

async function batchOf(line: Line, scope: ImportScope, batchId: string): Promise<ImportBatch> {
  const batch = await findBatch(line.db, scope.cityId, batchId);
  if (!batch) throw new Error(`no import ${batchId}`);
  return batch;
}
