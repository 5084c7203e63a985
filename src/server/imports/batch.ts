/**
 * The life of an import: read in a worker, compared with the register, shown, written in one transaction, taken back.
 * Owns the order of these steps and what each may do; the reading is documents, the SQL store/import-*. Used by the routes and by the
 * command line. Invariant: a batch is either wholly in the register or not at all; what the preview showed as an error is never written.
 */
import type { CheckedRow, ColumnMapping, ColumnProposal } from '#contract/import-table';
import type { CheckedWithSearch, OpenedTable } from '#jobs/import-job';
import { startImportJob } from '#jobs/import-job';
import { type Day, errorIssue, type Issue } from '#kernel/lib';
import { searchColumns } from '#kernel/registry';
import { type Actor, record } from '#store/audit';
import type { Store } from '#store/database';
import { newId } from '#store/id';
import {
  findBatch,
  type ImportBatch,
  type ImportRow,
  markWritten,
  moveBatch,
  type OutcomeCounts,
  putRows,
  rowsOf,
} from '#store/import-batch';
import { knownAreas, knownOrgs, knownPersons, knownUnits } from '#store/import-directory';
import { type KeptRow, keptRows, takeBack, type WrittenRow } from '#store/import-undo';
import { versionsOf, writeAreas, writeMembers, writeOrgs, writeUnits } from '#store/import-write';
import { rebuildClosure, standingTree } from '#store/org-tree';
import type { Db, Trx } from '#store/schema';
import { inTransaction } from '#store/transaction';
import type { Reach, Resolved } from './lookup.ts';
import { personKeys, resolveMembers } from './members.ts';
import { resolveAreas, resolveOrganizations, resolveUnits } from './places.ts';

/** Kinds that are written into the register; needs and rosters belong to a task. */
export const REGISTER_KINDS = ['areas', 'units', 'organizations', 'members'] as const;
export type RegisterKind = (typeof REGISTER_KINDS)[number];

/** Whether a kind can be imported here. */
export function isRegisterKind(kind: string): kind is RegisterKind {
  return (REGISTER_KINDS as readonly string[]).includes(kind);
}

/** What is kept in `import_batch.mapping`. */
export interface BatchMeta {
  readonly proposals: readonly ColumnProposal[];
  readonly mapping: ColumnMapping;
  readonly sheetName: string;
  readonly sheetNames: readonly string[];
  readonly encoding: string | null;
  readonly lead: OpenedTable['lead'];
  readonly cellIssues: readonly Issue[];
  readonly skipped: number;
}

/** Who imports, where, when. */
export interface ImportScope {
  readonly store: Store;
  readonly cityId: string;
  readonly today: Day;
  readonly now: Date;
  readonly actor: Actor;
  readonly reach: Reach;
  /** Organizations whose trees are in reach; null = all. */
  readonly anchors: readonly string[] | null;
}

/** Compares checked rows with the register as it stands. */
export async function resolveRows(
  db: Db | Trx,
  kind: RegisterKind,
  rows: readonly CheckedWithSearch[],
  scope: ImportScope,
): Promise<Resolved<never>[]> {
  const { cityId, today, reach, anchors } = scope;
  const areas = await knownAreas(db, cityId, today);
  if (kind === 'areas') return resolveAreas(rows, areas, reach, today) as Resolved<never>[];
  const units = await knownUnits(db, cityId, today);
  if (kind === 'units') return resolveUnits(rows, units, areas, reach, today) as Resolved<never>[];
  const orgs = await knownOrgs(db, cityId, today, anchors);
  if (kind === 'organizations') return resolveOrganizations(rows, orgs, units, areas, reach, today) as Resolved<never>[];
  const persons = await knownPersons(db, cityId, today, personKeys(rows, orgs));
  return resolveMembers(rows, { persons, orgs, units, areas }, reach, today) as Resolved<never>[];
}

/** Rows by outcome. */
export function countOutcomes(rows: readonly { readonly outcome: ImportRow['outcome'] }[]): OutcomeCounts {
  const counts: OutcomeCounts = {};
  for (const { outcome } of rows) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** Stores the rows of a read file with what each would do; the batch is then ready to be looked at. */
export async function keepPreview(
  scope: ImportScope,
  batchId: string,
  kind: RegisterKind,
  meta: BatchMeta,
  raw: { readonly rows: readonly (readonly string[])[]; readonly numbers: readonly number[] },
  checked: readonly CheckedRow[],
): Promise<boolean> {
  const { store, cityId } = scope;
  const resolved = await resolveRows(store.db, kind, checked, scope);
  const byNumber = new Map(resolved.map((one) => [one.row.row, one]));
  const rows: Omit<ImportRow, 'targetVersion'>[] = [];
  raw.rows.forEach((cells, index) => {
    const sheetRow = raw.numbers[index]!;
    const one = byNumber.get(sheetRow);
    // Rows without an answer are empty, sums or signatures; while a column is missing every row waits for the mapping.
    if (!one && checked.length > 0) return;
    rows.push({
      rowNo: index + 1,
      sheetRow,
      raw: cells,
      issues: one?.row.issues ?? [],
      outcome: one?.outcome ?? 'error',
      targetId: one?.targetId ?? null,
      before: one?.before ?? null,
    });
  });
  return inTransaction(store, async (trx) => {
    const counts = countOutcomes(rows);
    if (
      !(await moveBatch(trx, cityId, batchId, ['reading', 'preview'], { state: 'preview', mapping: meta, counts, failure: null }))
    )
      return false;
    await putRows(trx, cityId, batchId, rows);
    return true;
  });
}

/** Reads the rows of a batch again with another mapping. */
export async function remap(
  scope: ImportScope,
  batch: ImportBatch,
  kind: RegisterKind,
  mapping: ColumnMapping,
): Promise<readonly Issue[]> {
  const meta = batch.mapping as BatchMeta;
  const stored = await rowsOf(scope.store.db, scope.cityId, batch.id);
  const rows = stored.map((row) => row.raw ?? []);
  const numbers = stored.map((row) => row.sheetRow);
  const answer = await startImportJob({ type: 'check', kind, rows, rowNumbers: numbers, mapping, search: false }).result;
  if (answer.type !== 'checked') return answer.type === 'refused' ? answer.issues : [];
  if (answer.issues.length > 0) return answer.issues;
  await keepPreview(scope, batch.id, kind, { ...meta, mapping }, { rows, numbers }, answer.checked);
  return [];
}

/** Why a commit or an undo did not happen. */
export type NotDone = {
  readonly done: false;
  readonly why: 'state' | 'errors' | 'kept' | 'too-old';
  readonly issues: readonly Issue[];
  readonly kept: readonly KeptRow[];
};
export type Done = { readonly done: true; readonly counts: OutcomeCounts };

const notDone = (why: NotDone['why'], issues: readonly Issue[] = [], kept: readonly KeptRow[] = []): NotDone => ({
  done: false,
  why,
  issues,
  kept,
});

/**
 * Writes a batch in one transaction. Everything is checked again against the register of this moment: as soon as one row has an
 * error nothing is written and the preview is brought up to date.
 */
export async function commitBatch(scope: ImportScope, batchId: string): Promise<Done | NotDone> {
  const { store, cityId } = scope;
  const batch = await findBatch(store.db, cityId, batchId);
  if (!batch || !isRegisterKind(batch.kind)) return notDone('state');
  const kind = batch.kind;
  if (!(await moveBatch(store.db, cityId, batchId, ['preview'], { state: 'committing' }))) return notDone('state');
  try {
    const stored = await rowsOf(store.db, cityId, batchId);
    const meta = batch.mapping as BatchMeta;
    const rows = stored.map((row) => row.raw ?? []);
    const numbers = stored.map((row) => row.sheetRow);
    const answer = await startImportJob({ type: 'check', kind, rows, rowNumbers: numbers, mapping: meta.mapping, search: true })
      .result;
    if (answer.type !== 'checked') throw new Error(`unexpected answer ${answer.type}`);
    const rowNo = new Map(stored.map((row) => [row.sheetRow, row.rowNo]));
    const outcome = await inTransaction(store, async (trx): Promise<Done | { bad: Resolved<never>[] }> => {
      const resolved = await resolveRows(trx, kind, answer.checked, scope);
      if (resolved.some((one) => one.outcome === 'error' || one.outcome === 'contradictory')) return { bad: resolved };
      await write(trx, scope, kind, resolved);
      const written = resolved.filter((one) => one.record !== null);
      const versions = await versionsOf(
        trx,
        cityId,
        kind,
        written.map((one) => one.targetId!),
      );
      await markWritten(
        trx,
        cityId,
        batchId,
        written.map((one) => ({
          rowNo: rowNo.get(one.row.row)!,
          targetId: one.targetId!,
          version: versions.get(one.targetId!) ?? 1,
          before: one.before,
        })),
      );
      const counts = countOutcomes(resolved);
      if (!(await moveBatch(trx, cityId, batchId, ['committing'], { state: 'committed', counts, committedAt: scope.now })))
        throw new Error('the batch left the commit');
      await record(trx, {
        cityId,
        actor: scope.actor,
        action: 'import-committed',
        subject: { kind: 'import', id: batchId },
        detail: { kind, fileName: batch.fileName, ...counts },
      });
      return { done: true, counts };
    });
    if ('done' in outcome) return outcome;
    await moveBatch(store.db, cityId, batchId, ['committing'], { state: 'preview' });
    await keepPreview(scope, batchId, kind, meta, { rows, numbers }, answer.checked);
    return notDone(
      'errors',
      outcome.bad.flatMap((one) => one.row.issues),
    );
  } catch (error) {
    await moveBatch(store.db, cityId, batchId, ['committing'], { state: 'preview' });
    throw error;
  }
}

async function write(trx: Trx, scope: ImportScope, kind: RegisterKind, resolved: readonly Resolved<never>[]): Promise<void> {
  const { cityId, today } = scope;
  const records = resolved.flatMap((one) => (one.record === null ? [] : [one.record]));
  if (records.length === 0) return;
  if (kind === 'areas')
    await writeAreas(
      trx,
      cityId,
      [...(records as Parameters<typeof writeAreas>[2])].sort((a, b) => a.path.length - b.path.length),
    );
  else if (kind === 'units') await writeUnits(trx, cityId, records);
  else if (kind === 'members') await writeMembers(trx, cityId, records);
  else {
    await writeOrgs(trx, cityId, await standingTree(trx, cityId, newId()), records);
    await rebuildClosure(trx, cityId, today);
  }
}

/** An import can be taken back while its rows are kept. */
const UNDO_DAYS = 7;

/**
 * Takes a committed batch back. Rows whose things were edited or used since refuse it by name; with `rest` they stay and the others go.
 */
export async function undoBatch(scope: ImportScope, batchId: string, rest: boolean): Promise<Done | NotDone> {
  const { store, cityId } = scope;
  const batch = await findBatch(store.db, cityId, batchId);
  if (batch?.state !== 'committed' || !isRegisterKind(batch.kind)) return notDone('state');
  const kind = batch.kind;
  if (!batch.committedAt || scope.now.getTime() - batch.committedAt.getTime() > UNDO_DAYS * 86_400_000) return notDone('too-old');
  return inTransaction(store, async (trx): Promise<Done | NotDone> => {
    const stored = await rowsOf(trx, cityId, batchId, { outcomes: ['new', 'changed'] });
    const written = stored.filter((row) => row.targetId !== null && row.targetVersion !== null).map(writtenRow);
    const kept = await keptRows(trx, cityId, kind, written);
    if (kept.length > 0 && !rest) return notDone('kept', [], kept);
    const keep = new Set(kept.map((one) => one.rowNo));
    const back = written.filter((row) => !keep.has(row.rowNo));
    await takeBack(trx, cityId, kind, back);
    if (kind === 'organizations') await rebuildClosure(trx, cityId, scope.today);
    if (!(await moveBatch(trx, cityId, batchId, ['committed'], { state: 'undone', undoneAt: scope.now })))
      return notDone('state');
    const counts = {
      new: back.filter((row) => row.before === null).length,
      changed: back.filter((row) => row.before !== null).length,
    };
    await record(trx, {
      cityId,
      actor: scope.actor,
      action: 'import-undone',
      subject: { kind: 'import', id: batchId },
      detail: { kind, kept: kept.length, ...counts },
    });
    return { done: true, counts };
  });
}

function writtenRow(row: ImportRow): WrittenRow {
  const before = row.outcome === 'changed' ? (row.before as Record<string, unknown>) : null;
  const name = before?.name;
  const search = typeof name === 'string' ? searchColumns(name, 'status' in before! ? 'person' : 'place') : {};
  return { rowNo: row.rowNo, targetId: row.targetId!, version: row.targetVersion!, before: before && { ...before, ...search } };
}

/** The issue of a batch whose job was cut off (server stopped, killed, restarted). */
export const CUT_OFF: Issue = errorIssue('import-cut-off', ['file'], {});
