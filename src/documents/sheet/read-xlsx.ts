import { errorIssue, type Issue, ok, type Result, refused, warningIssue } from '#kernel/lib';
import { type NumberMeaning, numberText, readStyles, richText, serialText } from './cell-format.ts';
import type { SheetLimits } from './limits.ts';
import type { SheetFile, SheetTable } from './table.ts';
import { openPackage, type Package } from './unpack.ts';
import { attribute, decodeXml, elementCutter } from './xml.ts';

interface Book {
  readonly strings: readonly string[];
  readonly styles: readonly NumberMeaning[];
  readonly date1904: boolean;
}

/** Too many rows or columns: thrown inside the reader to leave the stream, turned into an issue at its door. */
class LimitPassed extends Error {
  readonly issue: Issue;
  constructor(issue: Issue) {
    super(issue.code);
    this.issue = issue;
  }
}

/**
 * Reads the visible sheets of an .xlsx from memory, part by part. Formulas are never computed: their stored value is taken.
 * Sizes are checked against `limits` before unpacking, rows and columns while reading.
 */
export async function readXlsx(bytes: Uint8Array, limits: SheetLimits): Promise<Result<SheetFile>> {
  const opened = await openPackage(bytes, limits);
  if (!opened.ok) return opened;
  const parts = opened.value;
  try {
    const places = await sheetPlaces(parts);
    if (places.length === 0) return refused(errorIssue('workbook-without-sheet', ['file']));
    const workbook = await parts.text('xl/workbook.xml');
    const book: Book = {
      strings: await readStrings(parts),
      styles: readStyles(await parts.text('xl/styles.xml')),
      date1904: /date1904\s*=\s*["'](1|true)["']/.test(workbook),
    };
    const sheets: SheetTable[] = [];
    for (const place of places) sheets.push(await readSheet(parts, place, book, limits));
    return ok({ format: 'xlsx', sheets });
  } catch (error) {
    if (error instanceof LimitPassed) return refused(error.issue);
    return refused(errorIssue('workbook-broken', ['file'], { reason: error instanceof Error ? error.message : String(error) }));
  } finally {
    parts.close();
  }
}

/** Name and path of every visible worksheet, in the order of the tabs. */
async function sheetPlaces(parts: Package): Promise<{ name: string; path: string }[]> {
  const relations = new Map<string, string>();
  for (const match of (await parts.text('xl/_rels/workbook.xml.rels')).matchAll(/<(?:\w+:)?Relationship\s([^>]*?)\/?>/g)) {
    relations.set(attribute(match[1]!, 'Id') ?? '', attribute(match[1]!, 'Target') ?? '');
  }
  const found: { name: string; path: string }[] = [];
  for (const match of (await parts.text('xl/workbook.xml')).matchAll(/<(?:\w+:)?sheet\s([^>]*?)\/?>/g)) {
    const tag = match[1]!;
    const target = relations.get(/\br?:?id\s*=\s*["']([^"']+)["']/.exec(tag)?.[1] ?? '') ?? '';
    const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
    if (attribute(tag, 'state')?.includes('idden') || !parts.has(path)) continue;
    found.push({ name: attribute(tag, 'name') ?? '', path });
  }
  return found;
}

async function readStrings(parts: Package): Promise<string[]> {
  const strings: string[] = [];
  const path = parts.paths().find((name) => /^xl\/sharedstrings\.xml$/i.test(name));
  if (path)
    await parts.read(
      path,
      elementCutter('si', (_, content) => strings.push(richText(content))),
    );
  return strings;
}

/** 0 for A, 25 for Z, 26 for AA; -1 when the reference names no column. */
export function columnIndex(reference: string): number {
  let index = 0;
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i) - 64;
    if (code < 1 || code > 26) break;
    index = index * 26 + code;
  }
  return index - 1;
}

const CELL = /<(?:\w+:)?c(\s[^>]*?)?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>)/g;
const VALUE = /<(?:\w+:)?v(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?v>/;

async function readSheet(
  parts: Package,
  place: { name: string; path: string },
  book: Book,
  limits: SheetLimits,
): Promise<SheetTable> {
  const rows: string[][] = [];
  const rowNumbers: number[] = [];
  const issues: Issue[] = [];
  let formulas = 0;
  let last = 0;
  const takeRow = (attributes: string, content: string): void => {
    const number = Number(attribute(attributes, 'r') ?? last + 1);
    last = number;
    const row: string[] = [];
    let column = -1;
    for (const match of content.matchAll(CELL)) {
      const tag = match[1] ?? '';
      const reference = attribute(tag, 'r');
      column = reference ? columnIndex(reference) : column + 1;
      if (match[2] === undefined) continue;
      if (column >= limits.columns) {
        if (!VALUE.test(match[2])) continue;
        throw new LimitPassed(errorIssue('sheet-too-many-columns', ['file'], { sheet: place.name, limit: limits.columns }));
      }
      const formula = /<(?:\w+:)?f[\s/>]/.test(match[2]);
      if (formula) formulas++;
      const text = cellText(tag, match[2], book);
      if (text.startsWith('#') && attribute(tag, 't') === 'e') {
        issues.push(errorIssue('cell-error-value', ['rows', number, column + 1], { value: text }));
      } else if (text === '' && formula) issues.push(warningIssue('formula-without-value', ['rows', number, column + 1]));
      while (row.length < column) row.push('');
      row[column] = attribute(tag, 't') === 'e' ? '' : text;
    }
    if (rows.length >= limits.rows)
      throw new LimitPassed(errorIssue('sheet-too-many-rows', ['file'], { sheet: place.name, limit: limits.rows }));
    rows.push(row);
    rowNumbers.push(number);
  };
  const merges: string[] = [];
  const cutRows = elementCutter('row', takeRow);
  const cutMerges = elementCutter('mergeCell', (attributes) => merges.push(attribute(attributes, 'ref') ?? ''));
  await parts.read(place.path, (text) => {
    cutRows(text);
    cutMerges(text);
  });
  fillMerges(rows, rowNumbers, merges, limits);
  const filled = rows.map((row) => row.some((text) => text !== ''));
  return {
    name: place.name,
    rows: rows.filter((_, index) => filled[index]),
    rowNumbers: rowNumbers.filter((_, index) => filled[index]),
    issues,
    formulas,
  };
}

function cellText(tag: string, content: string, book: Book): string {
  const type = attribute(tag, 't');
  if (type === 'inlineStr') return richText(content);
  const raw = VALUE.exec(content)?.[1];
  if (raw === undefined) return '';
  if (type === 's') return book.strings[Number(raw)] ?? '';
  if (type === 'str' || type === 'e') return decodeXml(raw);
  if (type === 'b') return raw === '1' ? 'true' : 'false';
  if (type === 'd')
    return raw
      .slice(0, 16)
      .replace('T', ' ')
      .replace(/ 00:00$/, '');
  const meaning = book.styles[Number(attribute(tag, 's') ?? 0)] ?? 'number';
  return meaning === 'number' || Number.isNaN(Number(raw)) ? numberText(raw) : serialText(Number(raw), meaning, book.date1904);
}

/** Writes the value of the first cell of every merged range into all of its cells, within the rows that exist. */
function fillMerges(rows: string[][], rowNumbers: readonly number[], merges: readonly string[], limits: SheetLimits): void {
  const place = new Map(rowNumbers.map((number, index) => [number, index]));
  let written = 0;
  for (const reference of merges) {
    const match = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(reference);
    if (!match) continue;
    const [left, right] = [columnIndex(match[1]!), Math.min(columnIndex(match[3]!), limits.columns - 1)];
    const [top, bottom] = [Number(match[2]), Math.min(Number(match[4]), rowNumbers.at(-1) ?? 0)];
    const value = rows[place.get(top) ?? -1]?.[left] ?? '';
    if (value === '') continue;
    for (let number = top; number <= bottom; number++) {
      const row = rows[place.get(number) ?? -1];
      if (!row) continue;
      for (let column = left; column <= right; column++) {
        while (row.length < column) row.push('');
        row[column] = value;
        if (++written > 5_000_000) return;
      }
    }
  }
}
