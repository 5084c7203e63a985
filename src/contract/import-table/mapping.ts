import { IMPORT_FIELDS, type ImportKind } from './fields.ts';
import { ERROR_HEADERS, FOOT_WORDS, HEADER_WORDS, HINT_WORDS, REFUSED_HEADERS } from './words.ts';

/** Rows of cell texts; ragged rows and empty cells are allowed. */
export type Rows = readonly (readonly string[])[];

/** Where the head of a table stands: indexes into the rows, the head being `[first, last]`, data starting at `data`. */
export interface HeaderPlace {
  readonly first: number;
  readonly last: number;
  readonly data: number;
}

/** One column of the file with the field proposed for it. */
export interface ColumnProposal {
  readonly column: number;
  /** The head as printed, merged headings joined by `/`. */
  readonly header: string;
  /** Field key, or null when nothing fits. */
  readonly field: string | null;
  /** 1 exact word, 0.5–0.99 similar; 0 nothing. */
  readonly confidence: number;
  /** The column holds something that must not be stored (identity card, telephone, address). */
  readonly refused: boolean;
}

/** Field key -> column index. A field that is not in the file is absent. */
export type ColumnMapping = Readonly<Record<string, number>>;

/** Width, case, spaces, punctuation and bracketed remarks removed, so that `* 姓　名（必填）` equals `姓名`. */
export function normalizeHeader(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '')
    .replace(/[\s*:：、,，.。_\-/\\|"'“”?？!！]/g, '');
}

const wordIndex = new Map<string, readonly [string, string][]>();
for (const [field, words] of Object.entries(HEADER_WORDS))
  wordIndex.set(
    field,
    words.map((word) => [field, normalizeHeader(word)]),
  );
const errorWords = new Set(ERROR_HEADERS.map(normalizeHeader));
const refusedWords = new Set(REFUSED_HEADERS.map(normalizeHeader));

function bigrams(text: string): Set<string> {
  const found = new Set<string>();
  for (let i = 0; i + 1 < text.length; i++) found.add(text.slice(i, i + 2));
  if (text.length === 1) found.add(text);
  return found;
}

/** Likeness of two normalized words in [0, 1] by shared pairs of characters (Dice). */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  if (!a || !b) return 0;
  const [left, right] = [bigrams(a), bigrams(b)];
  let shared = 0;
  for (const pair of left) if (right.has(pair)) shared++;
  return (2 * shared) / (left.size + right.size);
}

/** How well a head names a field; earlier words of the list count a little more, so that ties go to the plainer name. */
function headerFit(header: string, field: string): number {
  let best = 0;
  for (const [index, [, word]] of (wordIndex.get(field) ?? []).entries()) {
    if (header === word) return 1 - index * 0.001;
    if (word.length >= 2 && header.length >= 2 && (header.endsWith(word) || header.startsWith(word))) {
      best = Math.max(best, 0.6 + (0.3 * word.length) / header.length);
    } else best = Math.max(best, likeness(header, word) * 0.8);
  }
  return best;
}

function isRefused(header: string): boolean {
  return refusedWords.has(header) || /身份证|手机|电话|idcard|phone/.test(header);
}

/**
 * Which column holds which field. Each field goes to at most one column and each column to at most one field; best fits first,
 * so column order does not matter. A column is proposed only from a likeness of 0.55.
 */
export function proposeMapping(kind: ImportKind, headers: readonly string[]): readonly ColumnProposal[] {
  const fits: { column: number; field: string; score: number }[] = [];
  const refused = new Set<number>();
  headers.forEach((header, column) => {
    const forms = headerForms(header);
    if (forms.some(isRefused)) {
      refused.add(column);
      return;
    }
    if (forms.some((form) => errorWords.has(form))) return;
    for (const { key } of IMPORT_FIELDS[kind]) {
      let score = 0;
      forms.forEach((form, index) => {
        score = Math.max(score, headerFit(form, key) - index * 0.01);
      });
      if (score >= 0.55) fits.push({ column, field: key, score });
    }
  });
  fits.sort((a, b) => b.score - a.score || a.column - b.column);
  const chosen = new Map<number, { field: string; score: number }>();
  const taken = new Set<string>();
  for (const { column, field, score } of fits) {
    if (chosen.has(column) || taken.has(field)) continue;
    chosen.set(column, { field, score });
    taken.add(field);
  }
  return headers.map((header, column) => {
    const choice = chosen.get(column);
    const confidence = choice ? Math.round(choice.score * 100) / 100 : 0;
    return { column, header, field: choice?.field ?? null, confidence, refused: refused.has(column) };
  });
}

/** The spellings of a head under merged headings, `值守时间/开始`: the whole, then the last part. */
function headerForms(header: string): string[] {
  const parts = header.split('/').map(normalizeHeader);
  const forms = [parts.join(''), parts.at(-1) ?? ''];
  return [...new Set(forms.filter((form) => form !== ''))];
}

/** The proposals as a mapping; columns without a field are left out. */
export function mappingOf(proposals: readonly ColumnProposal[]): ColumnMapping {
  return Object.fromEntries(proposals.filter((p) => p.field !== null).map((p) => [p.field, p.column]));
}

/** How many rows from the top are searched for the head. */
const HEAD_SEARCH = 20;

/**
 * Finds the head of a table: the row among the first 20 that names most fields of the kind. A row above it that groups columns
 * (merged headings) belongs to the head; a row below it that holds hints (必填, e.g.) is skipped. Null when no row names two fields.
 */
export function findHeader(kind: ImportKind, rows: Rows): HeaderPlace | null {
  let best = -1;
  let bestScore = 0;
  for (let r = 0; r < Math.min(HEAD_SEARCH, rows.length); r++) {
    const texts = (rows[r] ?? []).map((text) => text.trim());
    const distinct = new Set(texts.filter((text) => text !== ''));
    if (distinct.size < 2) continue;
    const score = proposeMapping(kind, joinHeads(rows, r)).reduce((sum, p) => sum + (p.confidence >= 0.9 ? p.confidence : 0), 0);
    if (score > bestScore + 0.02 || (score >= bestScore - 0.02 && best >= 0 && isGroupRow(rows, best, r))) {
      best = r;
      bestScore = score;
    }
  }
  if (best < 0 || bestScore < 1.5) return null;
  const first = best > 0 && isGroupRow(rows, best - 1, best) ? best - 1 : best;
  let data = best + 1;
  while (data < rows.length && isHintRow(rows[data] ?? [])) data++;
  return { first, last: best, data };
}

/** Whether `above` is a row of merged headings over `below`: most cells equal (merged downwards), or spanning several different cells. */
function isGroupRow(rows: Rows, above: number, below: number): boolean {
  if (below !== above + 1) return false;
  const [top, bottom] = [rows[above] ?? [], rows[below] ?? []];
  const filled = top.filter((text) => text.trim() !== '');
  if (filled.length < 2 || new Set(filled).size < 2) return false;
  let equal = 0;
  let spans = 0;
  for (let c = 0; c < bottom.length; c++) {
    if (!top[c]?.trim()) continue;
    if (top[c] === bottom[c]) equal++;
    if (c > 0 && top[c] === top[c - 1] && bottom[c] !== bottom[c - 1]) spans++;
  }
  return spans > 0 && equal + spans >= 1 && new Set(bottom.filter((text) => text.trim() !== '')).size >= filled.length - spans;
}

function joinHeads(rows: Rows, row: number): string[] {
  return headerTexts(rows, { first: row > 0 && isGroupRow(rows, row - 1, row) ? row - 1 : row, last: row, data: row + 1 });
}

/** The head of every column, merged headings joined by `/`. */
export function headerTexts(rows: Rows, place: HeaderPlace): string[] {
  const width = Math.max(...rows.slice(place.first, place.last + 1).map((row) => row.length));
  return Array.from({ length: width }, (_, column) => {
    const parts: string[] = [];
    for (let r = place.first; r <= place.last; r++) {
      const text = (rows[r]?.[column] ?? '').trim().replace(/\s+/g, ' ');
      if (text !== '' && parts.at(-1) !== text) parts.push(text);
    }
    return parts.join('/');
  });
}

/** Whether a row holds hints for the person who fills the table in. */
export function isHintRow(row: readonly string[]): boolean {
  const filled = row.filter((text) => text.trim() !== '');
  if (filled.length === 0) return false;
  const hints = filled.filter((text) => HINT_WORDS.some((word) => text.toLowerCase().includes(word)));
  return hints.length >= Math.max(1, filled.length / 2);
}

/** Whether a row is a sum or a signature line under the table. */
export function isFootRow(row: readonly string[]): boolean {
  const first = row.find((text) => text.trim() !== '');
  if (first === undefined) return false;
  const word = first.trim().toLowerCase();
  return FOOT_WORDS.some((foot) => word === foot || word.startsWith(`${foot}:`) || word.startsWith(`${foot}：`));
}
