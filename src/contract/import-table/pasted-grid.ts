import type { ImportKind } from './fields.ts';
import { type ColumnMapping, findHeader, headerTexts, mappingOf, proposeMapping } from './mapping.ts';

/** Cells pasted from a spreadsheet. */
export interface PastedGrid {
  /** Data rows only: a pasted head is taken off. */
  readonly rows: readonly (readonly string[])[];
  /** Field -> column, from the pasted head; null when no head was pasted and columns follow the grid. */
  readonly mapping: ColumnMapping | null;
}

/**
 * Reads what a spreadsheet puts on the clipboard: tab-separated lines, cells with line breaks or quotes in double quotes.
 * A head among the pasted rows is recognised (any column order) and taken off.
 */
export function parsePastedGrid(text: string, kind: ImportKind = 'needs'): PastedGrid {
  const rows = parseDelimited(text.replace(/^\uFEFF/, ''), '\t').filter((row) => row.some((cell) => cell.trim() !== ''));
  const place = findHeader(kind, rows);
  if (!place) return { rows, mapping: null };
  return { rows: rows.slice(place.data), mapping: mappingOf(proposeMapping(kind, headerTexts(rows, place))) };
}

/** Rows of a delimited text (RFC 4180: quotes doubled inside quotes, line breaks allowed inside them; CR, LF or CRLF). */
export function parseDelimited(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const end = text.length;
  while (at < end) {
    let cell = '';
    if (text[at] === '"') {
      const close = closingQuote(text, at);
      cell = text.slice(at + 1, close).replaceAll('""', '"');
      at = Math.min(end, close + 1);
    }
    let stop = at;
    while (stop < end && text[stop] !== delimiter && text[stop] !== '\n' && text[stop] !== '\r') stop++;
    cell += text.slice(at, stop);
    row.push(cell);
    at = stop;
    if (at < end && text[at] === delimiter) {
      at++;
      if (at === end) row.push('');
      continue;
    }
    rows.push(row);
    row = [];
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    at++;
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

function closingQuote(text: string, open: number): number {
  let at = open + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    if (text[quote + 1] !== '"') return quote;
    at = quote + 2;
  }
}
