import { WORD } from '#contract/formation';
import { dutySheet } from '#contract/running';
import { postDutySheet, type SheetLine, unitDutySheet } from '#documents/duty-sheets';
import type { Say } from '#documents/text';
import { addDays, type Day } from '#kernel/lib';
import {
  rosterCover,
  type SheetDay,
  type SheetDuty,
  type SheetSeat,
  sheetDays,
  sheetDuties,
  withoutPost,
} from '#store/duty-sheet';
import { problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { file } from '../reply.ts';
import { clockOf } from '../task-clock.ts';
import { readTask } from './tasks.ts';

/** Sheets to print for a unit or for a post of a running task. */
export function dutySheetRoutes(routes: Registrar): void {
  routes.handle(dutySheet, async (ctx) => {
    const { db, cityId, today } = ctx;
    const task = await readTask(db, cityId, ctx.params.taskId);
    const { of: kind, id, purpose, language } = ctx.body;
    const say = ctx.deps.content.say(language);
    const asOf = new Date(ctx.now.getTime() + CITY_OFFSET_MILLIS).toISOString().slice(0, 16);
    const duties = await sheetDuties(db, cityId, task.id, kind === 'unit' ? { unitId: id } : { postId: id });
    const people = { personIds: [...new Set(duties.map((row) => row.personId))] };
    const days = await sheetDays(db, cityId, task.id, kind === 'unit' ? people : { postId: id }, today);
    const cover = await rosterCover(db, cityId, [...new Set(duties.map((row) => row.orgId))]);
    const without = kind === 'unit' ? await withoutPost(db, cityId, task.id, id) : [];
    const seats: readonly SheetSeat[] = [...duties, ...days];
    if (seats.length + without.length === 0) throw problem('not-found', {});
    const lines = linesOf(duties, days, cover, today, say);
    const first = seats[0];
    const of = kind === 'unit' ? (first?.unitName ?? without[0]!.unitName) : titleOf(first!);
    const head = { task: task.title, of, lines, asOf };
    const bytes =
      kind === 'post'
        ? await postDutySheet(head, say)
        : await unitDutySheet(
            {
              ...head,
              withoutPost: without.map((one) => ({
                personId: one.personId,
                person: one.name,
                organization: one.orgName,
                office: one.office,
              })),
            },
            say,
          );
    // Those who lead stand on the sheet as well.
    const personIds = [
      ...new Set([
        ...seats.flatMap((row) => [row.personId, ...(row.leaderId === null ? [] : [row.leaderId])]),
        ...without.map((one) => one.personId),
      ]),
    ];
    await ctx.audit({
      action: 'names-revealed',
      subjectKind: 'task',
      subjectId: task.id,
      detail: { purpose, personIds, file: true, [`${kind}Id`]: id },
    });
    return file(bytes, WORD, `${of}.docx`);
  });
}

/** When people serve from a day on: every day of the post where no roster is kept, the kept days as they are, days that follow as one. */
export function linesOf(
  duties: readonly SheetDuty[],
  days: readonly SheetDay[],
  cover: readonly { readonly orgId: string; readonly from: Day; readonly to: Day }[],
  today: Day,
  say: Say,
): SheetLine[] {
  const lines = duties.flatMap((duty) => {
    const kept = cover.filter((one) => one.orgId === duty.orgId);
    return uncovered(duty.from > today ? duty.from : today, duty.to, kept).map(({ from, to }) =>
      lineOf(duty, from, addDays(to, -1), say),
    );
  });
  const open = new Map<string, SheetLine>();
  for (const seat of [...days].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))) {
    const line = lineOf(seat, seat.day, seat.day, say);
    const key = `${line.personId} ${line.post} ${line.window} ${line.community}`;
    const before = open.get(key);
    const goesOn = before !== undefined && addDays(before.until, 1) === seat.day;
    if (before && !goesOn) lines.push(before);
    open.set(key, goesOn ? { ...before, until: seat.day } : line);
  }
  return [...lines, ...open.values()];
}

/** The parts of [from, to) outside all of some spans, which do not overlap and come in order. */
function uncovered(from: Day, to: Day, spans: readonly { readonly from: Day; readonly to: Day }[]): { from: Day; to: Day }[] {
  const parts: { from: Day; to: Day }[] = [];
  let at = from;
  for (const span of spans) {
    if (span.to <= at || span.from >= to) continue;
    if (span.from > at) parts.push({ from: at, to: span.from });
    at = span.to;
  }
  return at < to ? [...parts, { from: at, to }] : parts;
}

function lineOf(seat: SheetSeat, from: Day, until: Day, say: Say): SheetLine {
  const skill = seat.skill === null ? null : say(`skill.${seat.skill}`);
  return {
    from,
    until,
    window: `${clockOf(seat.startMinute)}–${clockOf(seat.endMinute)}`,
    personId: seat.personId,
    person: seat.name,
    community: seat.community,
    post: titleOf(seat),
    leader: seat.leader,
    leads: seat.leaderId === seat.personId,
    skill: skill === `skill.${seat.skill}` ? seat.skill : skill,
  };
}

const titleOf = (seat: Pick<SheetSeat, 'post' | 'shift'>): string => [seat.post, seat.shift].filter(Boolean).join(' ');

/** The city's clock is eight hours ahead of UTC all year. */
const CITY_OFFSET_MILLIS = 8 * 3_600_000;
