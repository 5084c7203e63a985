/**
 * The duties of one person as a calendar file. Owns its form; who is told what is decided by the caller.
 */
import ical, { ICalEventStatus } from 'ical-generator';
import type { Say } from './text.ts';

/** One duty of one person on one day. Times are local, `YYYY-MM-DDTHH:MM`. */
export interface DutyLine {
  /** Stable over changes: the calendar of a phone then updates instead of doubling. */
  readonly id: string;
  readonly post: string;
  readonly place: string;
  readonly organization: string;
  readonly start: string;
  readonly end: string;
  /** Who leads the group. */
  readonly leader: string | null;
}

/** The instant of a local time in an IANA zone; in the hour that a clock change repeats, the first one. */
export function instantOf(moment: string, zone: string): Date {
  const wanted = Date.parse(`${moment}:00Z`);
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const offsetAt = (instant: number): number => {
    const parts = Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]));
    return (
      Date.parse(`${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}Z`) -
      instant
    );
  };
  const first = wanted - offsetAt(wanted);
  return new Date(wanted - offsetAt(first));
}

/**
 * The duties of one person as an iCalendar file (RFC 5545), times in UTC, one event each with a stable id; ended and declined ones are
 * not to be passed in. No alarm, no attendees, no link to the outside.
 */
export function dutiesCalendar(
  calendar: { readonly name: string; readonly zone: string; readonly now: Date; readonly duties: readonly DutyLine[] },
  say: Say,
): string {
  const file = ical({ name: calendar.name, prodId: { company: 'qunying', product: 'duties', language: 'ZH' } });
  for (const duty of [...calendar.duties].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))) {
    const description = [
      say('duty-sheet-in', { organization: duty.organization }),
      duty.leader ? say('duty-sheet-led-by', { leader: duty.leader }) : null,
    ];
    file.createEvent({
      id: `${duty.id}@qunying`,
      stamp: calendar.now,
      start: instantOf(duty.start, calendar.zone),
      end: instantOf(duty.end, calendar.zone),
      summary: duty.post,
      location: duty.place,
      description: description.filter((text) => text !== null).join('\n'),
      status: ICalEventStatus.CONFIRMED,
    });
  }
  return file.toString();
}
