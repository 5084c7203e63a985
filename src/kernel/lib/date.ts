/** A calendar day `YYYY-MM-DD` of the Gregorian calendar; compares as text. */
export type Day = string & { readonly __day: true };

/** The open end of a period: later than every real day. */
export const FOREVER = '9999-12-31' as Day;

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Days in a month, month 1–12. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether the text is an existing calendar day in the form `YYYY-MM-DD`. */
export function isDay(text: unknown): text is Day {
  if (typeof text !== 'string') return false;
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** The day, or an exception: for text that the program itself wrote. */
export function day(text: string): Day {
  if (!isDay(text)) throw new RangeError(`not a calendar day: ${text}`);
  return text;
}

/** Days since 1970-01-01 (may be negative). */
export function dayNumber(value: Day): number {
  const [year, month, date] = parts(value);
  const before = year - 1;
  const leaps = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const ofYear = DAYS_BEFORE_MONTH[month - 1]! + (month > 2 && isLeap(year) ? 1 : 0) + date - 1;
  return before * 365 + leaps + ofYear - 719162;
}

/** The day with this number; inverse of {@link dayNumber}. */
export function dayFromNumber(number: number): Day {
  const date = new Date(number * 86_400_000);
  return format(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

/** The day `count` calendar days later, earlier when it is negative. */
export function addDays(value: Day, count: number): Day {
  return dayFromNumber(dayNumber(value) + count);
}

/**
 * The same date `count` months later; a day that the month lacks becomes its last day
 * (2026-08-31 + 6 months = 2027-02-28), as periods in months are counted in Chinese civil law.
 */
export function addMonths(value: Day, count: number): Day {
  const [year, month, date] = parts(value);
  const index = year * 12 + (month - 1) + count;
  const [y, m] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  return format(y, m, Math.min(date, daysInMonth(y, m)));
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return dayNumber(to) - dayNumber(from);
}

/** Whether `value` lies in the half-open period `[from, to)`. */
export function isWithin(value: Day, from: Day, to: Day): boolean {
  return value >= from && value < to;
}

/** Monday 1 … Sunday 7 (ISO 8601). */
export function weekday(value: Day): number {
  return ((((dayNumber(value) + 3) % 7) + 7) % 7) + 1;
}

function parts(value: Day): [number, number, number] {
  return [Number(value.slice(0, 4)), Number(value.slice(5, 7)), Number(value.slice(8, 10))];
}

function format(year: number, month: number, date: number): Day {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}` as Day;
}
