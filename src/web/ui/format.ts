export { formatNumber } from '#kernel/lib';

/** The city's clock: every time on a page is read by people of one city, wherever the browser stands. */
export const CITY_ZONE = 'Asia/Shanghai';

const formats = new Map<string, Intl.DateTimeFormat>();
function intl(lang: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = lang + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(lang, { timeZone: CITY_ZONE, ...options });
    formats.set(key, format);
  }
  return format;
}

/** A calendar day (`2026-11-23`) or an instant as the day it falls on in the city. */
function dayInstant(day: string | Date): Date {
  return day instanceof Date ? day : new Date(day.length === 10 ? `${day}T12:00:00+08:00` : day);
}

/** The day it is in the city. */
export function cityDay(now: Date = new Date()): string {
  return intl('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}

/** Text that is no day or instant is shown as it stands: a page never fails on a raw value. */
const unreadable = (at: Date): boolean => Number.isNaN(at.getTime());

/** 11月23日; with the year only when it is not the year of `now`. */
export function formatDay(day: string | Date, lang: string, now: Date = new Date()): string {
  const at = dayInstant(day);
  if (unreadable(at)) return String(day);
  const year = intl('en', { year: 'numeric' });
  const same = year.format(at) === year.format(now);
  return intl(lang, { month: lang === 'en' ? 'short' : 'long', day: 'numeric', ...(same ? {} : { year: 'numeric' }) }).format(at);
}

/** 星期一, Monday: where people decide. */
export function formatWeekday(day: string | Date, lang: string): string {
  const at = dayInstant(day);
  return unreadable(at) ? String(day) : intl(lang, { weekday: 'long' }).format(at);
}

/** 09:20 on the city's clock. */
export function formatTime(at: string | Date, lang: string): string {
  const instant = dayInstant(at);
  if (unreadable(instant)) return String(at);
  return intl(lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(instant);
}

/** The two largest units of a span in milliseconds, as key of texts/…/time.json and its numbers: 20 hours 40 minutes. */
export function spanParts(ms: number): { readonly key: string; readonly params: Readonly<Record<string, number>> } {
  const minutes = Math.max(0, Math.round(Math.abs(ms) / 60_000));
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days >= 2) return { key: 'time:days', params: { count: days } };
  if (hours >= 24)
    return hours % 24
      ? { key: 'time:days-hours', params: { days, hours: hours % 24 } }
      : { key: 'time:days', params: { count: 1 } };
  if (hours >= 1) {
    return minutes % 60
      ? { key: 'time:hours-minutes', params: { hours, minutes: minutes % 60 } }
      : { key: 'time:hours', params: { count: hours } };
  }
  return minutes === 0 ? { key: 'time:moment', params: {} } : { key: 'time:minutes', params: { count: minutes } };
}
