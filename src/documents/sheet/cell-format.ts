import { attribute, decodeXml } from './xml.ts';

/** What a number in a cell of this style means. */
export type NumberMeaning = 'number' | 'day' | 'time' | 'day-time';

/** Built-in formats of Excel that are dates or times (ECMA-376 part 1, 18.8.30), those of the Chinese and Japanese editions included. */
const BUILT_IN: Readonly<Record<number, NumberMeaning>> = Object.fromEntries([
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, 'day']),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56].map((id) => [id, 'time']),
  [22, 'day-time'],
]) as Record<number, NumberMeaning>;

function meaningOfCode(code: string): NumberMeaning {
  const plain = code.replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_./gi, '').toLowerCase();
  if (plain === 'general' || /^[#0.,%\s?]*$/.test(plain)) return 'number';
  const hasDay = /[yd]|e(?![+-])/.test(plain);
  const hasTime = /[hs]|上午|am\/pm/.test(plain);
  const monthOnly = /m/.test(plain) && !hasTime;
  if (hasDay && hasTime) return 'day-time';
  if (hasTime) return 'time';
  return hasDay || monthOnly ? 'day' : 'number';
}

/** The meaning of numbers by index of cell style, from `xl/styles.xml`. */
export function readStyles(xml: string): readonly NumberMeaning[] {
  const own = new Map<number, NumberMeaning>();
  for (const match of xml.matchAll(/<(?:\w+:)?numFmt\s([^>]*?)\/?>/g)) {
    own.set(Number(attribute(match[1]!, 'numFmtId')), meaningOfCode(attribute(match[1]!, 'formatCode') ?? ''));
  }
  const cellStyles = /<(?:\w+:)?cellXfs[^>]*>([\s\S]*?)<\/(?:\w+:)?cellXfs>/.exec(xml)?.[1] ?? '';
  return [...cellStyles.matchAll(/<(?:\w+:)?xf\s([^>]*?)\/?>/g)].map((match) => {
    const id = Number(attribute(match[1]!, 'numFmtId') ?? 0);
    return own.get(id) ?? BUILT_IN[id] ?? 'number';
  });
}

const pad = (n: number): string => String(n).padStart(2, '0');

/** A serial number of Excel as day, time or both; `date1904` shifts the epoch by 1,462 days. Seconds are rounded to minutes. */
export function serialText(serial: number, meaning: NumberMeaning, date1904: boolean): string {
  const whole = Math.floor(serial + 1e-9);
  const minutes = Math.round((serial - whole) * 1440);
  const clock = `${pad(Math.floor(minutes / 60) % 24)}:${pad(minutes % 60)}`;
  if (meaning === 'time' || (meaning === 'day-time' && whole === 0)) return clock;
  // Excel counts a 29 February 1900 that never was: serials under 61 are one day off.
  const days = date1904 ? whole - 24_107 : whole - (whole < 61 ? 25_568 : 25_569);
  const date = new Date(days * 86_400_000);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) return String(serial);
  const text = `${String(date.getUTCFullYear()).padStart(4, '0')}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
  return meaning === 'day-time' && minutes > 0 ? `${text} ${clock}` : text;
}

/** A number in full: no exponent, at most the 15 digits that Excel keeps. */
export function numberText(raw: string): string {
  const value = Number(raw);
  if (!Number.isFinite(value)) return raw;
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString();
  return String(Number(value.toPrecision(15)));
}

/** The text of all runs of a string item, phonetic guides left out. */
export function richText(xml: string): string {
  const plain = xml.includes('rPh') ? xml.replace(/<(?:\w+:)?rPh[\s\S]*?<\/(?:\w+:)?rPh>/g, '') : xml;
  let text = '';
  for (const match of plain.matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?t>/g)) text += match[1];
  return decodeXml(text);
}
