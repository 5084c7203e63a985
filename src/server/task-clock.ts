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
