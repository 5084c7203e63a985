/**
 * Lists of pages as files: one row of headings and the rows as they come, as a workbook or CSV. Owns how such a file looks, not what
 * stands in it. Rows are taken one by one, so that a long list needs no more memory than a short one.
 */
import { csvLines } from './sheet/write-csv.ts';
import { type CellOut, type RowOut, workbookChunks } from './sheet/write-xlsx.ts';

export type { CellOut } from './sheet/write-xlsx.ts';

/** A column: what stands above it and its width in characters. */
export interface ListColumn {
  readonly head: string;
  readonly width: number;
}

/** A list as it is written out. */
export interface ListOut {
  readonly name: string;
  readonly columns: readonly ListColumn[];
  readonly rows: Iterable<readonly CellOut[]> | AsyncIterable<readonly CellOut[]>;
}

/** The list as a stream of .xlsx bytes; numbers are numbers, everything else is text. */
export function listWorkbook(list: ListOut): AsyncGenerator<Uint8Array> {
  async function* rows(): AsyncGenerator<RowOut> {
    yield { cells: list.columns.map((column) => column.head), style: 'head', height: 24 };
    for await (const cells of list.rows)
      yield { cells: cells.map((cell) => (typeof cell === 'number' ? { value: cell, style: 'plain' } : cell)) };
  }
  const columns = list.columns.map(({ width }) => ({ width, text: true }));
  return workbookChunks([{ name: list.name, columns, rows: rows(), frozen: 1, landscape: true }]);
}

/** The list as lines of CSV in UTF-8 with mark. */
export function listCsv(list: ListOut): AsyncGenerator<string> {
  async function* rows(): AsyncGenerator<readonly CellOut[]> {
    yield list.columns.map((column) => column.head);
    yield* list.rows;
  }
  return csvLines(rows());
}
