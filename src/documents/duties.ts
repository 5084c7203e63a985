/**
 * What tells people about their duties: printed sheets per unit and per post, and a calendar file per person. Owns their look on A4; who may see names is decided by the caller.
 * Invariant: a sheet holds no telephone number and no column to tick, sign or score: it informs, it records nobody.
 */
import { AlignmentType, Document, type FileChild, Packer, Paragraph } from 'docx';
import ical, { ICalEventStatus } from 'ical-generator';
import { fontOf, officialTable, PAGE, paragraph, run, SIZE, twips } from './official/layout.ts';
import type { Say } from './text.ts';

/** One duty of one person. Times are local, `YYYY-MM-DDTHH:MM`. */
export interface DutyLine {
  /** Stable over changes: the calendar of a phone then updates instead of doubling. */
  readonly id: string;
  readonly post: string;
  readonly place: string;
  readonly organization: string;
  readonly start: string;
  readonly end: string;
  /** Null on sheets that go where names may not be seen. */
  readonly person: string | null;
  readonly unit: string | null;
  /** Who leads the group. */
  readonly leader: string | null;
  readonly skill: string | null;
}

/** What a sheet is headed by. */
export interface DutySheet {
  readonly task: string;
  /** The unit whose people these are, or the post. */
  readonly of: string;
  readonly duties: readonly DutyLine[];
  /** When the sheet was made, local `YYYY-MM-DDTHH:MM`: duties may change. */
  readonly asOf: string;
}

const day = (moment: string): string => moment.slice(0, 10);
const clock = (moment: string): string => moment.slice(11, 16);
const span = (duty: DutyLine): string => `${clock(duty.start)}–${clock(duty.end)}`;

async function page(children: readonly FileChild[], title: string): Promise<Uint8Array> {
  const document = new Document({
    title,
    styles: { default: { document: { run: { font: fontOf('body'), size: SIZE.small } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: twips(PAGE.width), height: twips(PAGE.height) },
            margin: {
              top: twips(20),
              bottom: twips(20),
              left: twips(27),
              right: twips(27),
              header: 0,
              footer: twips(10),
              gutter: 0,
            },
          },
        },
        children: [...children],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

function heads(title: string, lines: readonly string[]): FileChild[] {
  return [
    new Paragraph({ alignment: AlignmentType.CENTER, spacing: { after: 120 }, children: [run(title, 'title', SIZE.title)] }),
    ...lines.map((text) => paragraph(text, { size: SIZE.small })),
  ];
}

const sorted = (duties: readonly DutyLine[], by: (duty: DutyLine) => string): DutyLine[] =>
  [...duties].sort((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0));

/** A4 sheet for a unit: who of its people goes where and when, by day and time. */
export function unitDutySheet(sheet: DutySheet, say: Say): Promise<Uint8Array> {
  const title = say('duty-sheet-unit-title', { unit: sheet.of });
  const rows = sorted(sheet.duties, (duty) => `${duty.start} ${duty.post} ${duty.person}`).map((duty) => [
    day(duty.start),
    span(duty),
    duty.person ?? say('duty-sheet-masked'),
    duty.place,
    duty.post,
    duty.leader ?? say('duty-sheet-leader-open'),
  ]);
  const table = officialTable(
    ['day', 'time', 'person', 'place', 'post', 'leader'].map((key) => say(`duty-sheet-${key}`)),
    [12, 12, 9, 13, 20, 9],
    rows,
  );
  const people = new Set(sheet.duties.map((duty) => duty.person)).size;
  const lines = [
    say('duty-sheet-task', { task: sheet.task }),
    say('duty-sheet-counts', { people, duties: sheet.duties.length }),
    say('duty-sheet-as-of', { time: sheet.asOf.replace('T', ' ') }),
  ];
  return page([...heads(title, lines), table, paragraph(say('duty-sheet-foot'), { size: SIZE.small })], title);
}

/** A4 sheet for a post, to hang up there: shift after shift, who comes, what is asked, who leads. */
export function postDutySheet(sheet: DutySheet, say: Say): Promise<Uint8Array> {
  const title = say('duty-sheet-post-title', { post: sheet.of });
  const shifts = new Map<string, DutyLine[]>();
  for (const duty of sorted(sheet.duties, (one) => `${one.start} ${one.person}`)) {
    const key = `${duty.start} ${duty.end}`;
    shifts.set(key, [...(shifts.get(key) ?? []), duty]);
  }
  const rows = [...shifts.values()].map((duties) => {
    const names = duties.map((duty) =>
      [duty.person ?? say('duty-sheet-masked'), duty.skill].filter((text) => text !== null).join(' '),
    );
    const leader = duties.find((duty) => duty.leader !== null)?.leader;
    return [
      day(duties[0]!.start),
      span(duties[0]!),
      String(duties.length),
      names.join(say('duty-sheet-comma')),
      leader ?? say('duty-sheet-leader-open'),
    ];
  });
  const table = officialTable(
    ['day', 'time', 'count', 'people', 'leader'].map((key) => say(`duty-sheet-${key}`)),
    [6, 6, 3, 16, 5],
    rows,
  );
  const lines = [say('duty-sheet-task', { task: sheet.task }), say('duty-sheet-as-of', { time: sheet.asOf.replace('T', ' ') })];
  return page([...heads(title, lines), table, paragraph(say('duty-sheet-foot'), { size: SIZE.small })], title);
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
  for (const duty of sorted(calendar.duties, (one) => one.start)) {
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
