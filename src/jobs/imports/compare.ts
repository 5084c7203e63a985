/**
 * Compares checked rows with the register as it stands: what each row would do, and what forbids it. Runs in the import worker; reads
 * the register in parts, whatever the number of rows, and writes nothing.
 */
import { type CheckedTable, type ColumnMapping, checkTable, type ImportKind } from '#contract/import-table';
import { withCellIssues } from '#documents/import-file';
import { searchColumns } from '#kernel/registry';
import { type ImportRow, type OutcomeCounts, pagesOf } from '#store/import-batch';
import { knownAreas, knownOrgs, knownPersons, knownUnits, usedAreas, usedUnits } from '#store/import-directory';
import type { Db, Trx } from '#store/schema';
import type { BatchMeta, CheckedWithSearch, ImportScope, RegisterKind } from '../import-messages.ts';
import { resolveAreas } from './areas.ts';
import type { FreshId, Resolved } from './lookup.ts';
import { personKeys, resolveMembers } from './members.ts';
import { resolveOrganizations, resolveUnits } from './places.ts';

/** How far the worker is: a step with rows done and rows in all. */
export type Told = (step: 'reading' | 'checking' | 'writing', done: number, total: number) => void;

/** The data rows of a file with their numbers in it. */
export interface RawRows {
  readonly rows: readonly (readonly string[])[];
  readonly numbers: readonly number[];
}

/** What a stored row was when it was previewed, without its cells. */
export type StoredRow = Pick<ImportRow, 'rowNo' | 'sheetRow' | 'outcome' | 'targetId'>;

/** The stored rows of a batch: the cells for checking anew, and what each was. */
export async function storedRows(
  db: Db | Trx,
  cityId: string,
  batchId: string,
  tell: Told,
): Promise<RawRows & { readonly stored: readonly StoredRow[] }> {
  const rows: (readonly string[])[] = [];
  const numbers: number[] = [];
  const stored: StoredRow[] = [];
  for await (const page of pagesOf(db, cityId, batchId)) {
    for (const { raw, rowNo, sheetRow, outcome, targetId } of page) {
      rows.push(raw ?? []);
      numbers.push(sheetRow);
      stored.push({ rowNo, sheetRow, outcome, targetId });
    }
    tell('checking', 0, rows.length);
  }
  return { rows, numbers, stored };
}

/** Checks stored rows by themselves, with what was met in their cells when the file was read. */
export function checkStored(
  kind: ImportKind,
  raw: RawRows,
  mapping: ColumnMapping,
  meta: Pick<BatchMeta, 'cellIssues'>,
): CheckedTable {
  return withCellIssues(checkTable(kind, raw.rows, mapping, raw.numbers), meta.cellIssues, mapping);
}

/** The field whose search columns are computed, by kind. */
const NAME_FIELD: Readonly<Record<RegisterKind, readonly [string, 'person' | 'place']>> = {
  areas: ['areaName', 'place'],
  units: ['unitName', 'place'],
  organizations: ['organizationName', 'place'],
  members: ['personName', 'person'],
};

/** Adds the search columns of names, which only a commit needs. */
export function withSearch(kind: RegisterKind, rows: readonly CheckedWithSearch[], tell: Told): CheckedWithSearch[] {
  const [field, sort] = NAME_FIELD[kind];
  return rows.map((row, index) => {
    if (index % 5000 === 0) tell('checking', index, rows.length);
    const name = row.values[field];
    return typeof name === 'string' && row.state === 'ready' ? { ...row, search: searchColumns(name, sort) } : row;
  });
}

/** Compares checked rows with the register as it stands. */
export async function resolveRows(
  db: Db | Trx,
  kind: RegisterKind,
  rows: readonly CheckedWithSearch[],
  scope: ImportScope,
  freshId: FreshId,
): Promise<Resolved<never>[]> {
  const { cityId, today, reach, anchors } = scope;
  const areas = await knownAreas(db, cityId, today);
  if (kind === 'areas') {
    const used = await usedAreas(db, cityId, today);
    return resolveAreas(rows, areas, used, reach, today, freshId) as Resolved<never>[];
  }
  const units = await knownUnits(db, cityId, today);
  if (kind === 'units') {
    const used = await usedUnits(db, cityId, today);
    return resolveUnits(rows, units, areas, used, reach, today, freshId) as Resolved<never>[];
  }
  const orgs = await knownOrgs(db, cityId, today, anchors);
  if (kind === 'organizations') return resolveOrganizations(rows, orgs, units, areas, reach, today, freshId) as Resolved<never>[];
  const persons = await knownPersons(db, cityId, today, personKeys(rows, orgs));
  return resolveMembers(rows, { persons, orgs, units, areas }, reach, today, freshId) as Resolved<never>[];
}

/** Rows by outcome. */
export function countOutcomes(rows: readonly { readonly outcome: ImportRow['outcome'] }[]): OutcomeCounts {
  const counts: OutcomeCounts = {};
  for (const { outcome } of rows) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
