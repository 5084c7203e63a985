/**
 * The shifts of a group as a workbook: one sheet across, days over, people down, as it hangs at the gate; a second one, shift by shift.
 * Owns its look; who may see names is decided by the caller. Invariant: no column to tick, sign or score, no telephone number.
 */
import type { Day } from '#kernel/lib';
import { columnName, type RowOut, workbookBytes } from './sheet/write-xlsx.ts';
import type { Say } from './text.ts';

/** What the workbook is about. Duties name people and shifts by id. */
export interface RosterSheet {
  readonly task: string;
  readonly group: string;
  readonly days: readonly { readonly day: Day; readonly off: boolean }[];
  readonly shifts: readonly {
    readonly id: string;
    readonly post: string;
    readonly shift: string | null;
    /** 06:00–14:00. */
    readonly window: string;
    readonly place: string;
  }[];
  readonly people: readonly { readonly id: string; readonly name: string; readonly unit: string | null }[];
  readonly duties: readonly { readonly person: string; readonly day: Day; readonly shift: string }[];
}

/** Writes the workbook. Times of a shift stand beside its name, because two posts may call theirs the same. */
export async function rosterWorkbook(sheet: RosterSheet, say: Say): Promise<Uint8Array> {
  const called = (id: string) => {
    const shift = sheet.shifts.find((one) => one.id === id);
    return shift ? (shift.shift ?? shift.window) : '';
  };
  const title = say('roster-sheet-title', { group: sheet.group });
  const last = columnName(sheet.days.length + 1);
  const dayHead = (one: RosterSheet['days'][number]) => (one.off ? say('roster-sheet-off', { day: one.day }) : one.day);
  const byPerson: RowOut[] = [
    { cells: [{ value: title, style: 'title' }] },
    { cells: [say('roster-sheet-task', { task: sheet.task })] },
    { cells: [say('roster-sheet-person'), say('roster-sheet-unit'), ...sheet.days.map(dayHead)], style: 'head' },
    ...sheet.people.map((person) => ({
      cells: [
        person.name,
        person.unit ?? '',
        ...sheet.days.map((one) => {
          const duty = sheet.duties.find((each) => each.person === person.id && each.day === one.day);
          return duty ? called(duty.shift) : null;
        }),
      ],
    })),
  ];
  const windows = [...new Set(sheet.shifts.map((one) => `${one.post} ${one.shift ?? ''} ${one.window} ${one.place}`.trim()))];
  const nameOf = new Map(sheet.people.map((person) => [person.id, person.name]));
  const byShift: RowOut[] = [
    { cells: [say('roster-sheet-day'), say('roster-sheet-shift'), say('roster-sheet-people')], style: 'head' },
    ...sheet.days.flatMap((one) =>
      windows.map((window) => ({
        cells: [
          one.day,
          window,
          sheet.duties
            .filter((duty) => {
              const shift = sheet.shifts.find((each) => each.id === duty.shift);
              return (
                duty.day === one.day &&
                shift !== undefined &&
                `${shift.post} ${shift.shift ?? ''} ${shift.window} ${shift.place}`.trim() === window
              );
            })
            .map((duty) => nameOf.get(duty.person) ?? '')
            .join(say('duty-sheet-comma')),
        ],
      })),
    ),
  ];
  return workbookBytes([
    {
      name: say('roster-sheet-by-person'),
      columns: [{ width: 12 }, { width: 24 }, ...sheet.days.map(() => ({ width: 11 }))],
      rows: byPerson,
      merges: [`A1:${last}1`, `A2:${last}2`],
      frozen: 3,
      landscape: true,
    },
    {
      name: say('roster-sheet-by-shift'),
      columns: [{ width: 12 }, { width: 44 }, { width: 60 }],
      rows: byShift,
      frozen: 1,
      landscape: true,
    },
  ]);
}
