/**
 * Tables out of files: .xlsx and CSV in any usual encoding become rows of texts with the row numbers of the file.
 * Owns file formats and their limits, not what columns mean (contract/import-table). Invariant: nothing in a file is executed,
 * nothing is unpacked before its size is known, and a file that cannot be read gives issues that name the limit or the reason.
 */
import { errorIssue, type Result, refused } from '#kernel/lib';
import { SHEET_LIMITS, type SheetLimits } from './sheet/limits.ts';
import { readCsv } from './sheet/read-csv.ts';
import { readXlsx } from './sheet/read-xlsx.ts';
import type { SheetFile } from './sheet/table.ts';

export { SHEET_LIMITS, type SheetLimits } from './sheet/limits.ts';
export type { SheetFile, SheetTable } from './sheet/table.ts';

/** Reads a table file by its first bytes (the name is only used in messages). Old .xls and encrypted workbooks are refused with advice. */
export async function readSheetFile(
  name: string,
  bytes: Uint8Array,
  limits: SheetLimits = SHEET_LIMITS,
): Promise<Result<SheetFile>> {
  const megabytes = (n: number) => Math.round((n / 1024 / 1024) * 10) / 10;
  if (bytes.length === 0) return refused(errorIssue('file-empty', ['file'], { name }));
  if (bytes.length > limits.fileBytes) {
    return refused(
      errorIssue('file-too-large', ['file'], { name, megabytes: megabytes(bytes.length), limit: megabytes(limits.fileBytes) }),
    );
  }
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) return refused(errorIssue('file-old-or-locked-workbook', ['file'], { name }));
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readXlsx(bytes, limits);
  return readCsv(name, bytes, limits);
}
