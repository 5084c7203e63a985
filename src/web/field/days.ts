import { t } from './texts.ts';

const ZONE = 'Asia/Shanghai';

/** The calendar day of an instant in the city. */
export function dayOf(at: Date | string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(new Date(at));
}

/** 今天, 明天, or 11月28日 周六; `inside` a sentence in small letters. */
export function sayDay(day: string, today: string, lang: string, inside = false): string {
  const distance = (Date.parse(day) - Date.parse(today)) / 86_400_000;
  if (distance === 0) return t(inside ? 'today-inside' : 'today');
  if (distance === 1) return t(inside ? 'tomorrow-inside' : 'tomorrow');
  const at = new Date(`${day}T12:00:00+08:00`);
  const date = new Intl.DateTimeFormat(lang, { timeZone: ZONE, month: lang === 'en' ? 'short' : 'long', day: 'numeric' }).format(
    at,
  );
  const weekday = new Intl.DateTimeFormat(lang, { timeZone: ZONE, weekday: 'short' }).format(at);
  return `${date} ${weekday}`;
}

/** 09:20 on the city's clock. */
export function sayTime(at: Date | string | number, lang: string): string {
  return new Intl.DateTimeFormat(lang, { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(at),
  );
}

/** Values of a text, days and instants among them as people say them inside a sentence. */
export function saidDays(
  params: Readonly<Record<string, string | number | boolean | null>>,
  today: string,
  lang: string,
): Record<string, string | number> {
  const value = (one: string | number | boolean | null) => {
    if (typeof one !== 'string') return typeof one === 'number' ? one : String(one ?? '');
    if (/^\d{4}-\d{2}-\d{2}$/.test(one)) return sayDay(one, today, lang, true);
    return /^\d{4}-\d{2}-\d{2}T/.test(one) ? `${sayDay(dayOf(one), today, lang, true)} ${sayTime(one, lang)}` : one;
  };
  return Object.fromEntries(Object.entries(params).map(([key, one]) => [key, value(one)]));
}
