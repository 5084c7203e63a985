import { TextDecoder } from 'node:util';
import iconv from 'iconv-lite';
import { parseDelimited } from '#contract/import-table';
import { errorIssue, ok, type Result, refused } from '#kernel/lib';
import type { SheetLimits } from './limits.ts';
import type { SheetFile } from './table.ts';

/** The text of a file in UTF-8 (with or without mark), UTF-16 with mark, or GBK/GB18030; GBK only when the bytes are no valid UTF-8. */
export function decodeText(bytes: Uint8Array): { text: string; encoding: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: iconv.decode(Buffer.from(bytes), 'utf16le'), encoding: 'utf-16le' };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: iconv.decode(Buffer.from(bytes), 'utf16be'), encoding: 'utf-16be' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/^\uFEFF/, ''), encoding: 'utf-8' };
  } catch {
    return { text: iconv.decode(Buffer.from(bytes), 'gb18030'), encoding: 'gb18030' };
  }
}

/** The delimiter that cuts the first 20 lines into the same number of cells most often; a comma when none does. */
export function guessDelimiter(text: string): string {
  const sample = text.slice(0, 20_000);
  let best = ',';
  let bestScore = 0;
  for (const delimiter of [',', '\t', ';', '|', '，']) {
    const widths = parseDelimited(sample, delimiter)
      .slice(0, 20)
      .map((row) => row.length);
    const width = Math.max(...widths.slice(0, 20), 1);
    if (width < 2) continue;
    const score = widths.filter((count) => count === width).length * Math.min(width, 6);
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** Reads a CSV or TSV of any of the usual encodings and delimiters. A file with zero bytes inside is not text and is refused. */
export function readCsv(name: string, bytes: Uint8Array, limits: SheetLimits): Result<SheetFile> {
  const { text, encoding } = decodeText(bytes);
  if (text.includes('\0')) return refused(errorIssue('file-not-a-table', ['file'], { name }));
  const delimiter = guessDelimiter(text);
  const all = parseDelimited(text, delimiter);
  if (all.length > limits.rows) return refused(errorIssue('sheet-too-many-rows', ['file'], { sheet: name, limit: limits.rows }));
  const wide = all.find((row) => row.length > limits.columns);
  if (wide) return refused(errorIssue('sheet-too-many-columns', ['file'], { sheet: name, limit: limits.columns }));
  const rows: string[][] = [];
  const rowNumbers: number[] = [];
  all.forEach((row, index) => {
    if (row.every((cell) => cell.trim() === '')) return;
    rows.push(row.map(unquoteText));
    rowNumbers.push(index + 1);
  });
  return ok({ format: 'csv', encoding, delimiter, sheets: [{ name, rows, rowNumbers, issues: [], formulas: 0 }] });
}

/** `="0012"`, the way in which Excel is made to keep leading zeros in a CSV, is the text 0012. */
function unquoteText(cell: string): string {
  const match = /^="?([^"]*)"?$/.exec(cell.trim());
  return match && cell.trim().startsWith('="') ? match[1]! : cell;
}
