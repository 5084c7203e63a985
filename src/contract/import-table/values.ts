import { type Day, errorIssue, type Issue, isDay, warningIssue } from '#kernel/lib';
import type { ImportField } from './fields.ts';
import { nearestName } from './names.ts';
import { numberFromWords } from './number-words.ts';
import { CHOICE_WORDS, NO_WORDS, YES_WORDS } from './words.ts';

/** A time of day in minutes; `to` may exceed 1440 when the shift runs past midnight (22:00–06:00 = 1320–1800). */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** What a cell holds after reading; null when it is empty. */
export type CellValue = string | number | boolean | readonly string[] | TimeWindow | readonly TimeWindow[] | null;

/** A value, or the issue that refuses it (path without row: the caller adds it), or both for a warning. */
export interface ReadCell {
  readonly value: CellValue;
  readonly issue?: Issue;
}

const MINUTES_A_DAY = 1440;
const pad = (n: number): string => String(n).padStart(2, '0');

/** `06:00–14:00`; minutes past midnight wrap. */
export function formatWindow(window: TimeWindow): string {
  const time = (minutes: number) => `${pad(Math.floor((minutes % MINUTES_A_DAY) / 60))}:${pad(minutes % 60)}`;
  return `${time(window.from)}–${window.to === MINUTES_A_DAY ? '24:00' : time(window.to)}`;
}

/** Minutes of `6:00`, `06:00:00`, `6点30`, `6时`, `14：00`; null when it is no time. */
export function parseTime(text: string): number | null {
  const match = /^(\d{1,2})(?:[:：点时](\d{1,2})?(?:分|:\d{2})?)?(?:整)?$/.exec(text.trim().normalize('NFKC'));
  if (!match) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2] ?? 0)];
  if (hours > 24 || minutes > 59 || (hours === 24 && minutes > 0)) return null;
  return hours * 60 + minutes;
}

/** `06:00–14:00` with any dash or 至/到; an end not after the start lies on the next day. Null when it is no window. */
export function parseWindow(text: string): TimeWindow | null {
  const parts = text.normalize('NFKC').split(/\s*(?:[-–—~～]|至|到|to)\s*/);
  if (parts.length !== 2) return null;
  const [from, to] = [parseTime(parts[0]!), parseTime(parts[1]!.replace(/^次日/, ''))];
  if (from === null || to === null || from === MINUTES_A_DAY) return null;
  return { from, to: to > from ? to : to + MINUTES_A_DAY };
}

/** A calendar day from `2026-11-23`, `2026/11/23`, `2026年11月23日`, `20261123`, `2026.11.23`; a time of day after it is dropped. */
export function parseDay(text: string): Day | null {
  const plain = text.trim().normalize('NFKC');
  const match =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s].*)?$/.exec(plain) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (match) {
    const value = `${match[1]}-${pad(Number(match[2]))}-${pad(Number(match[3]))}`;
    return isDay(value) ? value : null;
  }
  const month = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?$/.exec(plain);
  if (!month) return null;
  const value = `${month[1]}-${pad(Number(month[2]))}-01`;
  return isDay(value) ? value : null;
}

/** A whole or decimal number with thousands commas, full width or 人/名/个 behind it; null when it is none. */
export function parseNumber(text: string): number | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/[人名个]$/, '')
    .replace(/,(?=\d{3}(\D|$))/g, '')
    .trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : null;
}

/** Whether a text is a Chinese citizen identity number: 18 characters with a day of birth and a right check character. */
export function isIdentityNumber(text: string): boolean {
  const plain = text.trim().toUpperCase();
  if (!/^[1-9]\d{16}[\dX]$/.test(plain)) return false;
  if (!isDay(`${plain.slice(6, 10)}-${plain.slice(10, 12)}-${plain.slice(12, 14)}`)) return false;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(plain[i]), 0);
  return '10X98765432'[sum % 11] === plain[17];
}

/** Splits `水电、护理；驾驶` into its parts, without doubles. */
export function parseList(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .split(/[、,，;；/|\n]+/)
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
  ];
}

const choiceIndex = new Map<string, Map<string, string>>();
for (const [name, codes] of Object.entries(CHOICE_WORDS)) {
  const index = new Map<string, string>();
  for (const [code, words] of Object.entries(codes)) {
    index.set(code.toLowerCase(), code);
    for (const word of words) if (!index.has(word.toLowerCase())) index.set(word.toLowerCase(), code);
  }
  choiceIndex.set(name, index);
}

/** The code of a choice from any of its words, or null. */
export function parseChoice(choice: string, text: string): string | null {
  return choiceIndex.get(choice)?.get(text.trim().normalize('NFKC').toLowerCase()) ?? null;
}

/** The code of the choice that a word which names none was probably meant to be, or null. */
function nearestChoice(choice: string, text: string): string | null {
  const index = choiceIndex.get(choice);
  // Of words that short one character is too much of a difference to say what was meant.
  const words = [...(index?.keys() ?? [])].filter((word) => word.length > 3);
  const near = nearestName(text.trim().normalize('NFKC').toLowerCase(), words);
  return near === null ? null : (index!.get(near) ?? null);
}

/** Excel shows at most this many characters in a cell; more is a sign of a broken file. */
export const CELL_LIMIT = 32_767;

const wrong = (field: ImportField, code: string, text: string, params: Issue['params'] = {}): ReadCell => ({
  value: null,
  issue: errorIssue(code, [field.key], { value: text.length > 60 ? `${text.slice(0, 60)}…` : text, ...params }),
});

/** Reads one cell by the type of its field. Never throws; a wrong value comes back as null with its issue. */
export function readCell(field: ImportField, raw: string): ReadCell {
  const text = raw.replace(/^'(?=[=+\-@\t\r])/, '').trim();
  if (text === '') return { value: null };
  if (text.length > CELL_LIMIT) return wrong(field, 'cell-too-long', text, { length: text.length, limit: CELL_LIMIT });
  switch (field.type) {
    case 'key':
      return readKey(field, text);
    case 'text':
      if (text.length > 200 && field.key !== 'note')
        return wrong(field, 'text-too-long', text, { length: text.length, limit: 200 });
      return isIdentityNumber(text) ? wrong(field, 'identity-number-refused', '') : { value: text };
    case 'integer':
    case 'decimal':
      return readNumber(field, text);
    case 'day': {
      const value = parseDay(text);
      return value === null ? wrong(field, 'not-a-day', text) : { value };
    }
    case 'flag': {
      const word = text.normalize('NFKC').toLowerCase();
      if (YES_WORDS.includes(word)) return { value: true };
      return NO_WORDS.includes(word) ? { value: false } : wrong(field, 'not-yes-or-no', text);
    }
    case 'choice': {
      const value = parseChoice(field.choice ?? '', text);
      if (value !== null) return { value };
      const like = nearestChoice(field.choice ?? '', text);
      const choice = field.choice ?? '';
      return like === null
        ? wrong(field, 'not-in-choice', text, { choice })
        : wrong(field, 'choice-unknown', text, { choice, like });
    }
    case 'list':
      return { value: parseList(text) };
    case 'window': {
      const value = parseWindow(text);
      return value === null ? wrong(field, 'not-a-window', text) : { value };
    }
    case 'windows': {
      const parts = parseList(text);
      const windows = parts.map(parseWindow);
      const bad = parts.filter((_, i) => windows[i] === null);
      return bad.length > 0 ? wrong(field, 'not-a-window', bad.join('、')) : { value: windows as TimeWindow[] };
    }
  }
}

function readKey(field: ImportField, text: string): ReadCell {
  if (isIdentityNumber(text)) return wrong(field, 'identity-number-refused', '');
  if (text.length > 64) return wrong(field, 'text-too-long', text, { length: text.length, limit: 64 });
  if (/^\d(\.\d+)?E\+\d+$/i.test(text)) return wrong(field, 'number-lost-digits', text);
  const value = /^\d+\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text;
  if (/^\d{16,}$/.test(value) && value.endsWith('000')) {
    return { value, issue: warningIssue('number-may-have-lost-digits', [field.key], { value }) };
  }
  return { value };
}

function readNumber(field: ImportField, text: string): ReadCell {
  const value = parseNumber(text);
  if (value === null) {
    const meant = numberFromWords(text);
    return meant === null ? wrong(field, 'not-a-number', text) : wrong(field, 'number-in-words', text, { like: String(meant) });
  }
  if (field.type === 'integer' && !Number.isInteger(value)) return wrong(field, 'not-whole', text);
  if (field.min !== undefined && value < field.min) return wrong(field, 'number-too-small', text, { min: field.min });
  if (field.max !== undefined && value > field.max) return wrong(field, 'number-too-large', text, { max: field.max });
  return { value };
}
