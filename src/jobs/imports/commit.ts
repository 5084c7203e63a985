/**
 * Writes a batch into the register in one transaction. Invariant: a batch is either wholly in the register or not at all; what the
 * preview showed as an error is never written.
 */
import type { Issue } from '#kernel/lib';
import { record } from '#store/audit';
import { newId } from '#store/id';
import { findBatch, markWritten, moveBatch, type WrittenOutcome } from '#store/import-batch';
import type { KeptRow } from '#store/import-undo';
import { type MemberRow, versionsOf, writeAreas, writeMembers, writeOrgs, writeUnits } from '#store/import-write';
import type { Line, LineTrx } from '#store/line';
import { type ChangedPlaces, recount } from '#store/member-count';
import { rebuildClosure, standingTree } from '#store/org-tree';
import { inTransaction } from '#store/transaction';
import {
  type BatchMeta,
  type Done,
  type ImportScope,
  NAMED,
  type NotDone,
  REGISTER_KINDS,
  type RegisterKind,
} from '../import-messages.ts';
import { checkStored, countOutcomes, resolveRows, type StoredRow, storedRows, type Told, withSearch } from './compare.ts';
import type { Resolved } from './lookup.ts';
import { keepPreview } from './preview.ts';

/** The answer of a commit or an undo that was not made. */
export function notDone(why: NotDone['why'], issues: readonly Issue[] = [], kept: readonly KeptRow[] = []): NotDone {
  return { done: false, why, issues: issues.slice(0, NAMED), kept: kept.slice(0, NAMED) };
}

/** Whether a kind can be imported here. */
export function isRegisterKind(kind: string): kind is RegisterKind {
  return (REGISTER_KINDS as readonly string[]).includes(kind);
}

/**
 * Everything is checked again against the register of this moment: as soon as one row has an error nothing is written and the
 * preview is brought up to date.
 */
export async function commitBatch(line: Line, scope: ImportScope, batchId: string, tell: Told): Promise<Done | NotDone> {
  const { cityId } = scope;
  const batch = await findBatch(line.db, cityId, batchId);
  if (!batch || !isRegisterKind(batch.kind)) return notDone('state');
  const kind = batch.kind;
  if (!(await moveBatch(line.db, cityId, batchId, ['preview'], { state: 'committing' }))) return notDone('state');
  const giveBack = () => moveBatch(line.db, cityId, batchId, ['committing'], { state: 'preview' });
  try {
    const { stored, ...raw } = await storedRows(line.db, cityId, batchId, tell);
    const meta = batch.mapping as BatchMeta;
    const checked = withSearch(kind, checkStored(kind, raw, meta.mapping, meta).rows, tell);
    const byRow = new Map(stored.map((row) => [row.sheetRow, row]));
    const freshId = ({ row }: { row: number }): string => {
      const before = byRow.get(row);
      return before?.outcome === 'new' && before.targetId !== null ? before.targetId : newId();
    };
    const outcome = await inTransaction(line, async (trx): Promise<Done | { bad: Resolved<never>[] }> => {
      const resolved = await resolveRows(trx, kind, checked, scope, freshId);
      const bad = resolved.filter((one) => one.outcome === 'error' || one.outcome === 'contradictory');
      if (bad.length > 0) return { bad };
      const open = { trx, client: line.client };
      await write(open, scope, kind, resolved, tell);
      await note(open, scope, batchId, kind, resolved, byRow);
      if (kind === 'members') await recount(trx, cityId, scope.today, changedPlaces(resolved));
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
    const issues = outcome.bad.slice(0, NAMED).flatMap((one) => one.row.issues);
    await giveBack();
    await keepPreview(line, scope, batchId, kind, meta, raw, checkStored(kind, raw, meta.mapping, meta).rows);
    return notDone('errors', issues);
  } catch (error) {
    // When the database is away the batch is found without a job later and moved back then; the first error is the one to tell.
    await giveBack().catch(() => {});
    throw error;
  }
}

async function write(
  open: LineTrx,
  scope: ImportScope,
  kind: RegisterKind,
  resolved: readonly Resolved<never>[],
  tell: Told,
): Promise<void> {
  const { cityId, today } = scope;
  const records = resolved.flatMap((one) => (one.record === null ? [] : [one.record]));
  if (records.length === 0) return;
  if (kind === 'areas')
    await writeAreas(
      open.trx,
      cityId,
      [...(records as Parameters<typeof writeAreas>[2])].sort((a, b) => a.path.length - b.path.length),
    );
  else if (kind === 'units') await writeUnits(open.trx, cityId, records);
  else if (kind === 'members') await writeMembers(open, cityId, records, (done, total) => tell('writing', done, total));
  else {
    await writeOrgs(open.trx, cityId, await standingTree(open.trx, cityId, newId()), records);
    await rebuildClosure(open.trx, cityId, today);
  }
}

/** Places that written members belong to, and those that changed ones belonged to before. */
function changedPlaces(resolved: readonly Resolved<never>[]): ChangedPlaces {
  const places = { organization: new Set<string>(), unit: new Set<string>(), residence: new Set<string>() };
  const add = (set: Set<string>, id: unknown): void => {
    if (typeof id === 'string') set.add(id);
  };
  for (const { record: written, before } of resolved as readonly Resolved<MemberRow>[]) {
    if (!written) continue;
    add(places.organization, written.orgId);
    for (const one of [written, before]) {
      add(places.unit, one?.unitId);
      add(places.residence, one?.residenceId);
    }
  }
  return { organization: [...places.organization], unit: [...places.unit], residence: [...places.residence] };
}

/** Notes with the batch what rows became; a new thing under the id of its preview is noted already. */
async function note(
  { trx }: LineTrx,
  { cityId }: ImportScope,
  batchId: string,
  kind: RegisterKind,
  resolved: readonly Resolved<never>[],
  stored: ReadonlyMap<number, StoredRow>,
): Promise<void> {
  const changed = resolved.filter((one) => one.outcome === 'changed').map((one) => one.targetId!);
  const versions = await versionsOf(trx, cityId, kind, changed);
  const notes = resolved.flatMap(({ row, outcome, targetId, before }): WrittenOutcome[] => {
    const was = stored.get(row.row)!;
    if (outcome !== 'changed' && outcome === was.outcome && targetId === was.targetId) return [];
    const version = outcome === 'changed' ? (versions.get(targetId!) ?? 1) : null;
    return [{ rowNo: was.rowNo, outcome, targetId, version, before }];
  });
  await markWritten(trx, cityId, batchId, notes);
}
