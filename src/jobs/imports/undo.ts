import { searchColumns } from '#kernel/registry';
import { record } from '#store/audit';
import { findBatch, type ImportRow, moveBatch, pagesOf } from '#store/import-batch';
import { type KeptRow, keptRows, takeBack, type WrittenRow } from '#store/import-undo';
import type { Line } from '#store/line';
import { distinctPlaces, placesOf, recount } from '#store/member-count';
import { rebuildClosure } from '#store/org-tree';
import type { Trx } from '#store/schema';
import { inTransaction } from '#store/transaction';
import type { Done, ImportScope, NotDone, RegisterKind } from '../import-messages.ts';
import { isRegisterKind, notDone } from './commit.ts';
import type { Told } from './compare.ts';

/** An import can be taken back while its rows are kept. */
const UNDO_DAYS = 7;

/** Things whose rows name each other are judged and taken back together: their number is that of a city's areas or organizations. */
const TOGETHER: ReadonlySet<RegisterKind> = new Set(['areas', 'organizations']);

/**
 * Takes a committed batch back in one transaction. Rows whose things were edited or used since refuse it by name; with `rest` they
 * stay and the others go.
 */
export async function undoBatch(
  line: Line,
  scope: ImportScope,
  batchId: string,
  rest: boolean,
  tell: Told,
): Promise<Done | NotDone> {
  const { cityId } = scope;
  const batch = await findBatch(line.db, cityId, batchId);
  if (batch?.state !== 'committed' || !isRegisterKind(batch.kind)) return notDone('state');
  const kind = batch.kind;
  if (!batch.committedAt || scope.now.getTime() - batch.committedAt.getTime() > UNDO_DAYS * 86_400_000) return notDone('too-old');
  const total = (batch.counts.new ?? 0) + (batch.counts.changed ?? 0);
  return inTransaction(line, async (trx): Promise<Done | NotDone> => {
    const kept: KeptRow[] = [];
    for await (const part of writtenParts(trx, cityId, batchId, kind)) kept.push(...(await keptRows(trx, cityId, kind, part)));
    if (kept.length > 0 && !rest) return notDone('kept', [], kept);
    const keep = new Set(kept.map((one) => one.rowNo));
    const counts = { new: 0, changed: 0 };
    let left = distinctPlaces();
    for await (const part of writtenParts(trx, cityId, batchId, kind)) {
      const back = part.filter((row) => !keep.has(row.rowNo));
      const ids = kind === 'members' ? back.map((row) => row.targetId) : [];
      const before = await placesOf(trx, cityId, ids);
      await takeBack(trx, cityId, kind, back);
      left = distinctPlaces(left, before, await placesOf(trx, cityId, ids));
      for (const row of back) counts[row.before === null ? 'new' : 'changed']++;
      tell('writing', counts.new + counts.changed, total);
    }
    if (kind === 'organizations') await rebuildClosure(trx, cityId, scope.today);
    if (!(await moveBatch(trx, cityId, batchId, ['committed'], { state: 'undone', undoneAt: scope.now })))
      return notDone('state');
    await record(trx, {
      cityId,
      actor: scope.actor,
      action: 'import-undone',
      subject: { kind: 'import', id: batchId },
      detail: { kind, kept: kept.length, ...counts },
    });
    await recount(trx, cityId, scope.today, left);
    return { done: true, counts };
  });
}

/** Rows that made or changed something, part by part. */
async function* writtenParts(
  trx: Trx,
  cityId: string,
  batchId: string,
  kind: RegisterKind,
): AsyncGenerator<readonly WrittenRow[]> {
  let together: WrittenRow[] = [];
  for await (const page of pagesOf(trx, cityId, batchId, { outcomes: ['new', 'changed'] })) {
    const part = page.filter((row) => row.targetId !== null).map(writtenRow);
    if (TOGETHER.has(kind)) together = [...together, ...part];
    else yield part;
  }
  if (together.length > 0) yield together;
}

function writtenRow(row: ImportRow): WrittenRow {
  const before = row.outcome === 'changed' ? (row.before as Record<string, unknown>) : null;
  const name = before?.name;
  const search = typeof name === 'string' ? searchColumns(name, 'status' in before! ? 'person' : 'place') : {};
  return {
    rowNo: row.rowNo,
    targetId: row.targetId!,
    version: row.targetVersion ?? 1,
    before: before && { ...before, ...search },
  };
}
