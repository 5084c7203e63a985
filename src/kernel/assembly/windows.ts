import { day, dayNumber } from '#kernel/lib';
import type { Member, TimeWindow } from './problem.ts';

/** Minutes since 1970-01-01T00:00 of a local moment `YYYY-MM-DDTHH:MM`; a day past the end of its month counts on. */
export function minutesOf(moment: string): number {
  const first = dayNumber(day(`${moment.slice(0, 8)}01`));
  return (first + Number(moment.slice(8, 10)) - 1) * 1440 + Number(moment.slice(11, 13)) * 60 + Number(moment.slice(14, 16));
}

/** Whether two half-open windows share a minute. Moments of this form compare as text. */
export function clashes(a: TimeWindow, b: TimeWindow): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Whether the start of a window lies in a range of the clock `[from, to)`, which may run past midnight; from = to is the whole day. */
export function startsWithin(window: TimeWindow, range: { readonly from: string; readonly to: string }): boolean {
  const start = window.start.slice(11);
  if (range.from < range.to) return start >= range.from && start < range.to;
  return start >= range.from || start < range.to;
}

/** Most people out at the same minute, inside the given span. */
export function peak(windows: readonly { start: string; end: string; count: number }[], span: TimeWindow | null): number {
  if (span === null) return 0;
  const [from, to] = [minutesOf(span.start), minutesOf(span.end)];
  const events: [number, number][] = [];
  for (const window of windows) {
    if (!clashes(window, span)) continue;
    events.push([Math.max(from, minutesOf(window.start)), window.count], [Math.min(to, minutesOf(window.end)), -window.count]);
  }
  events.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let now = 0;
  let most = 0;
  for (const [, change] of events) {
    now += change;
    most = Math.max(most, now);
  }
  return most;
}

/** The whole time of the posts, null without posts. */
export function spanOf(posts: readonly { window: TimeWindow }[]): TimeWindow | null {
  let [start, end] = ['', ''];
  for (const { window } of posts) {
    if (start === '' || window.start < start) start = window.start;
    if (window.end > end) end = window.end;
  }
  return start === '' ? null : { start, end };
}

/** What keeps a member from a time: another duty, leave, or his own word; null when free. */
export function hindrance(member: Member, window: TimeWindow): 'duty' | 'leave' | 'refused-time' | null {
  for (const busy of member.busy) if (clashes(busy, window)) return busy.why;
  for (const range of member.wishes.never) if (startsWithin(window, range)) return 'refused-time';
  return null;
}
