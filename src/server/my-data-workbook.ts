import type * as z from 'zod';
import type { myDataSchema } from '#contract/my-data';
import { type RowOut, type SheetOut, workbookBytes } from '#documents/tables';
import type { Say } from '#documents/text';

type MyData = z.infer<typeof myDataSchema>;

/** All that is kept about one person as a workbook: one sheet of facts, one sheet for each list that is not empty. */
export function myDataWorkbook(data: MyData, say: Say): Promise<Uint8Array> {
  const {
    homes,
    participations,
    duties,
    shifts,
    dayWishes,
    offices,
    absences,
    serviceNotes,
    transfers,
    tasks,
    notices,
    lookedAt,
    corrections,
    skills,
    wish,
    account,
    ...facts
  } = data;
  const flat = {
    ...facts,
    skills: skills.join(', '),
    wish: wish
      ? [wordOf('willing', wish.willing, say), ...wish.windows.map((one) => one.replace('-', '–'))].filter(Boolean).join(' ')
      : null,
    eraseWishAfter: wish?.eraseAfter ?? null,
    login: account.login,
  };
  const lists = {
    homes,
    transfers,
    participations,
    duties,
    shifts,
    dayWishes,
    offices,
    absences,
    tasks,
    notices,
    serviceNotes,
    lookedAt,
    corrections,
  };
  const sheets: SheetOut[] = [
    {
      name: say('privacy:sheet-facts'),
      columns: [{ width: 24 }, { width: 60, text: true }],
      rows: Object.entries(flat).map(
        ([key, value]): RowOut => ({ cells: [say(`privacy:field-${key}`), wordOf(key, value, say)] }),
      ),
    },
  ];
  for (const [key, rows] of Object.entries(lists)) {
    const [first] = rows;
    if (!first) continue;
    const keys = Object.keys(first).filter((name) => name !== 'id');
    sheets.push({
      name: say(`privacy:sheet-${key}`),
      columns: keys.map(() => ({ width: 24, text: true })),
      frozen: 1,
      rows: [
        { cells: keys.map((name) => say(`privacy:field-${name}`)), style: 'head' },
        ...rows.map((row): RowOut => ({ cells: keys.map((name) => wordOf(name, (row as Record<string, unknown>)[name], say)) })),
      ],
    });
  }
  return workbookBytes(sheets);
}

/** Codes as the words of the page, everything else as it is. */
function wordOf(key: string, value: unknown, say: Say): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return say(value ? 'privacy:yes' : 'privacy:no');
  const text = String(value);
  const word = say(`privacy:${key}-${text}`);
  return word === `privacy:${key}-${text}` ? text : word;
}
