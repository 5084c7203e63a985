/**
 * Joint branches of an area as a workbook: one line a unit with its group, the reasons in the words of the four principles, what the check
 * says; units without a group below. Owns its look; what a group is belongs to the kernel. Invariant: units and counts, no person.
 */
import { type RowOut, workbookBytes } from './sheet/write-xlsx.ts';
import type { Say } from './text.ts';

/** A unit as the workbook shows it. */
export interface JointUnitRow {
  readonly name: string;
  readonly full: number;
  readonly probationary: number;
  readonly area: string | null;
  readonly trade: string;
}

/** What the workbook holds; the first unit of a group is its host. */
export interface JointSheet {
  readonly area: string;
  readonly day: string;
  readonly groups: readonly {
    readonly units: readonly JointUnitRow[];
    readonly reasons: readonly string[];
    readonly remarks: readonly string[];
  }[];
  readonly left: readonly JointUnitRow[];
}

/** Writes the workbook. */
export async function jointWorkbookBytes(sheet: JointSheet, say: Say): Promise<Uint8Array> {
  const cells = (unit: JointUnitRow) => [unit.name, unit.full, unit.probationary, unit.area ?? '', unit.trade];
  const rows: RowOut[] = [
    { cells: [{ value: say('joint-sheet-title', { area: sheet.area }), style: 'title' }] },
    { cells: [say('joint-sheet-basis', { day: sheet.day })] },
    {
      cells: ['no', 'role', 'unit', 'full', 'probationary', 'area', 'trade', 'reasons', 'remarks'].map((key) =>
        say(`joint-sheet-${key}`),
      ),
      style: 'head',
    },
    ...sheet.groups.flatMap((group, g) =>
      group.units.map((unit, k) => ({
        cells: [
          g + 1,
          say(k === 0 ? 'joint-sheet-host' : 'joint-sheet-member'),
          ...cells(unit),
          k === 0 ? group.reasons.join('\n') : '',
          k === 0 ? group.remarks.join('\n') : '',
        ],
      })),
    ),
    ...sheet.left.map((unit) => ({ cells: ['', say('joint-sheet-left'), ...cells(unit), '', ''] })),
  ];
  return workbookBytes([
    {
      name: say('joint-sheet-name'),
      columns: [8, 10, 32, 10, 10, 18, 14, 60, 44].map((width) => ({ width })),
      rows,
      merges: ['A1:I1', 'A2:I2'],
      frozen: 3,
      landscape: true,
    },
  ]);
}
