import { type CellOut, neutralize } from './write-xlsx.ts';

/** Rows as CSV in UTF-8 with mark, so that Excel opens it, line by line; texts that look like formulas are made harmless. */
export async function* csvLines(rows: Iterable<readonly CellOut[]> | AsyncIterable<readonly CellOut[]>): AsyncGenerator<string> {
  let mark = '\uFEFF';
  for await (const cells of rows) {
    yield `${mark}${cells.map(quoted).join(',')}\r\n`;
    mark = '';
  }
}

function quoted(cell: CellOut): string {
  const value = typeof cell === 'object' && cell !== null ? cell.value : cell;
  if (value === null) return '';
  const text = typeof value === 'number' ? String(value) : neutralize(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
