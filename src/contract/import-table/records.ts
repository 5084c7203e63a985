import type { NeedRow as NeedRecord, RosterRow as RosterRecord } from '#kernel/assembly';
import type { CheckedRow } from './check.ts';
import type { CellValue, TimeWindow } from './values.ts';

export type { NeedRecord, RosterRecord };

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
