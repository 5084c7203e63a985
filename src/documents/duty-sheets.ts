/**
 * Printed sheets that tell people about their duties, per unit and per post: who comes when, day after day, and who leads. Owns their look
 * on A4; who may see names is decided by the caller.
 * Invariant: a sheet holds no telephone number and no column to tick, sign or score: it informs, it records nobody.
 */
import { AlignmentType, Document, type FileChild, Packer, Paragraph } from 'docx';
import { addDays, type Day, dayNumber } from '#kernel/lib';
import { fontOf, officialTable, PAGE, pageNumber, paragraph, run, SIZE, twips } from './official/layout.ts';
import type { Say } from './text.ts';

/** Days on which one person serves at one post in the same hours, without a day between. */
export interface SheetLine {
  readonly from: Day;
  /** The last day. */
  readonly until: Day;
  /** 22:00–06:00. */
  readonly window: string;
  readonly personId: string;
  /** Null on sheets that go where names may not be seen. */
  readonly person: string | null;
  readonly community: string;
  /** With its shift. */
  readonly post: string;
  /** Who leads the group; null while nobody does. */
  readonly leader: string | null;
  /** Whether it is this person who leads. */
  readonly leads: boolean;
  /** In the words of the sheet. */
  readonly skill: string | null;
}

/** Somebody of a unit who takes part without a post. */
export interface SheetLeader {
  readonly personId: string;
  readonly person: string;
  readonly organization: string;
  /** Key of the office; null for who has neither a post nor an office. */
  readonly office: string | null;
}

/** What a sheet is headed by. */
export interface DutySheet {
  readonly task: string;
  /** The unit whose people these are, or the post. */
  readonly of: string;
  readonly lines: readonly SheetLine[];
  /** When the sheet was made, local `YYYY-MM-DDTHH:MM`: duties may change. */
  readonly asOf: string;
}

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
        footers: { default: pageNumber('center') },
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

/** A day as people of the language write it; the year only where it is not that of the sheet. */
function daysIn(asOf: string, say: Say): (day: Day) => string {
  const written = (year: 'numeric' | undefined) =>
    new Intl.DateTimeFormat(say('duty-sheet-language'), { timeZone: 'UTC', month: 'short', day: 'numeric', year });
  const [short, long] = [written(undefined), written('numeric')];
  return (day) => (day.slice(0, 4) === asOf.slice(0, 4) ? short : long).format(new Date(`${day}T00:00:00Z`));
}

function periodOf({ from, until }: Pick<SheetLine, 'from' | 'until'>, written: (day: Day) => string, say: Say): string {
  return from === until ? written(from) : say('duty-sheet-period', { from: written(from), until: written(until) });
}

function leaderOf(line: Pick<SheetLine, 'leader' | 'leads'>, say: Say): string {
  return line.leads ? say('duty-sheet-leads') : (line.leader ?? say('duty-sheet-leader-open'));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A4 sheet for a unit: who of its people goes where and when, by day and time; below it those who take part without a post. */
export function unitDutySheet(
  sheet: DutySheet & { readonly withoutPost: readonly SheetLeader[] },
  say: Say,
): Promise<Uint8Array> {
  const title = say('duty-sheet-unit-title', { unit: sheet.of });
  const written = daysIn(sheet.asOf, say);
  const keyOf = (line: SheetLine) => `${line.from} ${line.window} ${line.post} ${line.person}`;
  const rows = [...sheet.lines]
    .sort((a, b) => compare(keyOf(a), keyOf(b)))
    .map((line) => [
      periodOf(line, written, say),
      line.window,
      line.person ?? say('duty-sheet-masked'),
      line.community,
      line.post,
      leaderOf(line, say),
    ]);
  const table = officialTable(
    ['day', 'time', 'person', 'place', 'post', 'leader'].map((key) => say(`duty-sheet-${key}`)),
    [15, 12, 9, 12, 18, 9],
    rows,
  );
  const serving = new Set(sheet.lines.map((line) => line.personId)).size;
  const leading = sheet.withoutPost.length;
  const lines = [
    say('duty-sheet-task', { task: sheet.task }),
    say(leading > 0 ? 'duty-sheet-counts-both' : 'duty-sheet-counts', { people: serving + leading, serving, leading }),
    say('duty-sheet-as-of', { time: sheet.asOf.replace('T', ' ') }),
  ];
  const without = sheet.withoutPost.map((one) => {
    const office = one.office === null ? '' : say(`official-office-${one.office}`);
    return say('duty-sheet-without-one', { person: one.person, organization: one.organization, office });
  });
  const below = leading > 0 ? [say('duty-sheet-without', { list: without.join(say('duty-sheet-comma')) })] : [];
  return page(
    [...heads(title, lines), table, ...[...below, say('duty-sheet-foot')].map((text) => paragraph(text, { size: SIZE.small }))],
    title,
  );
}

/** A4 sheet for a post, to hang up there: shift after shift, who comes, what is asked, who leads; days with the same people are one row. */
export function postDutySheet(sheet: DutySheet, say: Say): Promise<Uint8Array> {
  const title = say('duty-sheet-post-title', { post: sheet.of });
  const written = daysIn(sheet.asOf, say);
  const rows = shiftsOf(sheet.lines).map(({ from, until, window, lines }) => {
    const names = lines.map((line) =>
      [line.person ?? say('duty-sheet-masked'), line.skill].filter((text) => text !== null).join(' '),
    );
    const leader = lines.find((line) => line.leader !== null)?.leader;
    return [
      periodOf({ from, until }, written, say),
      window,
      String(lines.length),
      names.join(say('duty-sheet-comma')),
      leader ?? say('duty-sheet-leader-open'),
    ];
  });
  const table = officialTable(
    ['day', 'time', 'count', 'people', 'leader'].map((key) => say(`duty-sheet-${key}`)),
    [8, 6, 3, 14, 5],
    rows,
  );
  const lines = [say('duty-sheet-task', { task: sheet.task }), say('duty-sheet-as-of', { time: sheet.asOf.replace('T', ' ') })];
  return page([...heads(title, lines), table, paragraph(say('duty-sheet-foot'), { size: SIZE.small })], title);
}

interface Shift {
  readonly from: Day;
  readonly until: Day;
  readonly window: string;
  readonly lines: readonly SheetLine[];
}

/** The lines of one post cut at every day on which somebody begins or stops: rows of days on which the same people come. */
function shiftsOf(lines: readonly SheetLine[]): Shift[] {
  const found: Shift[] = [];
  for (const window of new Set(lines.map((line) => line.window))) {
    const here = lines.filter((line) => line.window === window).sort((a, b) => compare(`${a.person}`, `${b.person}`));
    const starts = [...new Set(here.flatMap((line) => [line.from, addDays(line.until, 1)]))].sort();
    for (const [at, from] of starts.slice(0, -1).entries()) {
      const present = here.filter((line) => line.from <= from && from <= line.until);
      if (present.length > 0) found.push({ from, until: addDays(starts[at + 1]!, -1), window, lines: present });
    }
  }
  return found.sort((a, b) => dayNumber(a.from) - dayNumber(b.from) || compare(a.window, b.window));
}
