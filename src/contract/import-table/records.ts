import type { CheckedRow } from './check.ts';
import type { CellValue, TimeWindow } from './values.ts';

/** One shift of one checkpoint that needs people; `row` is the row of the table it was read from. */
export interface NeedRecord {
  readonly row: number;
  readonly subdistrict: string | null;
  readonly community: string;
  readonly checkpoint: string;
  readonly shift: string | null;
  /** `YYYY-MM-DD`, or null when the table names no day. */
  readonly day: string | null;
  /** Minutes of the day; `to` passes 1440 over midnight. Null when the table names no time. */
  readonly window: TimeWindow | null;
  readonly headCount: number;
  readonly skills: readonly string[];
  /** At least so many people who live in the community. */
  readonly local: number;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly note: string | null;
}

/** One person who could serve, as a unit reports him; names stay in the workbook and in the plan made from it. */
export interface RosterRecord {
  readonly row: number;
  readonly sourceKey: string | null;
  readonly name: string;
  readonly unit: string;
  /** A tier of the register, `none` for units without a competent body, null when not stated. */
  readonly tier: string | null;
  readonly system: string | null;
  readonly unitArea: string | null;
  /** Community in which the person lives; never an address. */
  readonly residence: string | null;
  readonly status: 'full' | 'probationary' | 'non-member';
  readonly skills: readonly string[];
  readonly willing: boolean | null;
  /** Times of day at which the person can serve; empty when not stated. */
  readonly windows: readonly TimeWindow[];
  /** Most shifts at different times. */
  readonly duties: number;
  /** Duties the person already has. */
  readonly load: number;
  /** Most people the unit lends, as stated in this row. */
  readonly cap: number | null;
  readonly lat: number | null;
  readonly lon: number | null;
}

const text = (value: CellValue | undefined): string | null => (typeof value === 'string' ? value : null);
const number = (value: CellValue | undefined): number | null => (typeof value === 'number' ? value : null);
const list = <T>(value: CellValue | undefined): readonly T[] => (Array.isArray(value) ? (value as readonly T[]) : []);

/** The rows of a needs table that may be taken in. */
export function needRecords(rows: readonly CheckedRow[]): readonly NeedRecord[] {
  return rows
    .filter((row) => row.state === 'ready')
    .map(({ row, values: v }) => ({
      row,
      subdistrict: text(v['subdistrict']),
      community: text(v['community']) ?? '',
      checkpoint: text(v['checkpoint']) ?? '',
      shift: text(v['shift']),
      day: text(v['day']),
      window: (v['window'] as TimeWindow | null | undefined) ?? null,
      headCount: number(v['headCount']) ?? 0,
      skills: list<string>(v['skill']),
      local: number(v['local']) ?? 0,
      lat: number(v['lat']),
      lon: number(v['lon']),
      note: text(v['note']),
    }));
}

/** The rows of a roster that may be taken in; without a column of status everyone counts as a full member. */
export function rosterRecords(rows: readonly CheckedRow[]): readonly RosterRecord[] {
  return rows
    .filter((row) => row.state === 'ready')
    .map(({ row, values: v }) => ({
      row,
      sourceKey: text(v['sourceKey']),
      name: text(v['personName']) ?? '',
      unit: text(v['unit']) ?? '',
      tier: text(v['tier']),
      system: text(v['system']),
      unitArea: text(v['unitArea']),
      residence: text(v['residence']),
      status: (text(v['status']) ?? 'full') as RosterRecord['status'],
      skills: list<string>(v['skills']),
      willing: typeof v['willing'] === 'boolean' ? v['willing'] : null,
      windows: list<TimeWindow>(v['windows']),
      duties: number(v['duties']) ?? 1,
      load: number(v['load']) ?? 0,
      cap: number(v['cap']),
      lat: number(v['lat']),
      lon: number(v['lon']),
    }));
}
