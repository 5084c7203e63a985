/** Minutes of a day as the city's clock shows them; posts over midnight wrap around. */
import { addDays, type Day } from '#kernel/lib';

/** 06:00. */
export function clockOf(minute: number): string {
  const within = minute % 1440;
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`;
}

/** Local moment `YYYY-MM-DDTHH:MM` of a minute counted from the start of a day. */
export function momentOf(day: Day, minute: number): string {
  return `${minute >= 1440 ? addDays(day, 1) : day}T${clockOf(minute)}`;
}

/** Days whose open shifts are told, today among them. */
export const DAYS_AHEAD = 7;

/** From now on to the end of the {@link DAYS_AHEAD} days; China has one zone and no summer time. */
export function spanAhead(now: Date, today: Day): { readonly from: Day; readonly minute: number; readonly to: Day } {
  const midnight = Date.parse(`${today}T00:00:00+08:00`);
  return { from: today, minute: Math.floor((now.getTime() - midnight) / 60_000), to: addDays(today, DAYS_AHEAD) };
}
