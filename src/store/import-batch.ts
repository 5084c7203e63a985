/** Batches of imported rows: their life from reading to undo. The raw rows are erased seven days after the commit. */
import { sql } from 'kysely';
import type { Issue } from '#kernel/lib';
import { newId } from './id.ts';
import type { Db, Trx } from './schema.ts';

/** States of a batch. `reading` and `committing` belong to a running job: found without one they were cut off. */
export type BatchState = 'reading' | 'preview' | 'committing' | 'committed' | 'undone' | 'stopped' | 'failed';

/** What happens to a row if nobody changes anything. */
export type RowOutcome = 'new' | 'changed' | 'same' | 'duplicate' | 'contradictory' | 'error';

/** Rows by outcome. */
export type OutcomeCounts = Partial<Record<RowOutcome, number>>;

/** A batch as it stands. */
export interface ImportBatch {
  readonly id: string;
  readonly kind: string;
  readonly fileName: string;
  /** Columns, mapping and leading rows of the file, as the server wrote them. */
  readonly mapping: unknown;
  readonly state: BatchState;
  readonly counts: OutcomeCounts;
  readonly failure: readonly Issue[] | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly committedAt: Date | null;
  readonly undoneAt: Date | null;
  readonly version: number;
}

const columns = [
  'id',
  'kind',
  'file_name as fileName',
  'mapping',
  'state',
  'counts',
  'failure',
  'created_by as createdBy',
  'created_at as createdAt',
  'committed_at as committedAt',
  'undone_at as undoneAt',
  'version',
] as const;

type Q = Db | Trx;

/** Opens a batch in the state `reading`. */
export async function createBatch(
  db: Q,
  batch: { cityId: string; kind: string; fileName: string; createdBy: string; now: Date },
): Promise<string> {
  const id = newId();
  await db
    .insertInto('import_batch')
    .values({
      city_id: batch.cityId,
      id,
      kind: batch.kind,
      file_name: batch.fileName,
      state: 'reading',
      created_by: batch.createdBy,
      created_at: batch.now,
    })
    .execute();
  return id;
}

/** The batch, or undefined. */
export async function findBatch(db: Q, cityId: string, id: string): Promise<ImportBatch | undefined> {
  const row = await db
    .selectFrom('import_batch')
    .select(columns)
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row as ImportBatch | undefined;
}

/** Batches of an account, newest first, older than `before`. */
export async function listBatches(
  db: Q,
  cityId: string,
  createdBy: string,
  limit: number,
  before: string | null,
): Promise<ImportBatch[]> {
  let query = db.selectFrom('import_batch').select(columns).where('city_id', '=', cityId).where('created_by', '=', createdBy);
  if (before !== null) query = query.where('id', '<', before);
  return (await query.orderBy('id', 'desc').limit(limit).execute()) as unknown as ImportBatch[];
}

/** What changes with a state. */
export interface BatchChange {
  readonly state: BatchState;
  readonly mapping?: unknown;
  readonly counts?: OutcomeCounts;
  readonly failure?: readonly Issue[] | null;
  readonly committedAt?: Date;
  readonly undoneAt?: Date;
}

/** Moves a batch on; false when it is no longer in one of the states `from` (someone else was faster). */
export async function moveBatch(
  db: Q,
  cityId: string,
  id: string,
  from: readonly BatchState[],
  change: BatchChange,
): Promise<boolean> {
  const result = await db
    .updateTable('import_batch')
    .set({
      state: change.state,
      version: sql<number>`version + 1`,
      ...(change.mapping === undefined ? {} : { mapping: JSON.stringify(change.mapping) }),
      ...(change.counts === undefined ? {} : { counts: JSON.stringify(change.counts) }),
      ...(change.failure === undefined ? {} : { failure: change.failure === null ? null : JSON.stringify(change.failure) }),
      ...(change.committedAt === undefined ? {} : { committed_at: change.committedAt }),
      ...(change.undoneAt === undefined ? {} : { undone_at: change.undoneAt }),
    })
    .where('city_id', '=', cityId)
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return Number(result.numUpdatedRows) > 0;
}

/** A row of a batch. */
export interface ImportRow {
  readonly rowNo: number;
  /** Number of the row in the file. */
  readonly sheetRow: number;
  /** Cell texts; null once erased. */
  readonly raw: readonly string[] | null;
  readonly issues: readonly Issue[];
  readonly outcome: RowOutcome;
  readonly targetId: string | null;
  readonly targetVersion: number | null;
  readonly before: unknown;
}

/** Writes the rows of a batch anew (upload and every change of the mapping), five thousand a statement. */
export async function putRows(
  db: Q,
  cityId: string,
  batchId: string,
  rows: readonly Omit<ImportRow, 'targetVersion'>[],
): Promise<void> {
  await db.deleteFrom('import_row').where('city_id', '=', cityId).where('batch_id', '=', batchId).execute();
  for (let at = 0; at < rows.length; at += 5000) {
    const part = rows.slice(at, at + 5000).map((row) => ({
      row_no: row.rowNo,
      sheet_row: row.sheetRow,
      raw: row.raw,
      issues: row.issues,
      outcome: row.outcome,
      target_id: row.targetId,
      before: row.before ?? null,
    }));
    await sql`insert into import_row (city_id, batch_id, row_no, sheet_row, raw, issues, outcome, target_id, before)
      select ${cityId}, ${batchId}::uuid, r.row_no, r.sheet_row, r.raw, r.issues, r.outcome, r.target_id, r.before
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb)
        as r(row_no int, sheet_row int, raw jsonb, issues jsonb, outcome text, target_id uuid, before jsonb)`.execute(db);
  }
}

/** Rows of a batch in the order of the file; `outcomes` filters, `after` is the last row number seen. */
export async function rowsOf(
  db: Q,
  cityId: string,
  batchId: string,
  choice: {
    readonly outcomes?: readonly RowOutcome[];
    readonly withIssues?: boolean;
    readonly after?: number;
    readonly limit?: number;
  } = {},
): Promise<ImportRow[]> {
  let query = db
    .selectFrom('import_row')
    .select([
      'row_no as rowNo',
      'sheet_row as sheetRow',
      'raw',
      'issues',
      'outcome',
      'target_id as targetId',
      'target_version as targetVersion',
      'before',
    ])
    .where('city_id', '=', cityId)
    .where('batch_id', '=', batchId)
    .where('row_no', '>', choice.after ?? 0)
    .orderBy('row_no');
  if (choice.outcomes) query = query.where('outcome', 'in', [...choice.outcomes]);
  if (choice.withIssues) query = query.where(sql<boolean>`jsonb_array_length(issues) > 0`);
  if (choice.limit !== undefined) query = query.limit(choice.limit);
  return (await query.execute()) as unknown as ImportRow[];
}

/** Notes what each row became: the thing it made or changed, its version afterwards, and what it was before. */
export async function markWritten(
  db: Q,
  cityId: string,
  batchId: string,
  written: readonly { readonly rowNo: number; readonly targetId: string; readonly version: number; readonly before: unknown }[],
): Promise<void> {
  for (let at = 0; at < written.length; at += 5000) {
    const part = written
      .slice(at, at + 5000)
      .map((one) => ({ row_no: one.rowNo, id: one.targetId, version: one.version, before: one.before ?? null }));
    await sql`update import_row i set target_id = r.id, target_version = r.version, before = r.before
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as r(row_no int, id uuid, version int, before jsonb)
      where i.city_id = ${cityId} and i.batch_id = ${batchId}::uuid and i.row_no = r.row_no`.execute(db);
  }
}

/** Erases the raw rows and the values of before of batches committed, stopped or failed more than seven days ago; returns the number of rows. */
export async function eraseOldRows(db: Q, cityId: string, now: Date): Promise<number> {
  const limit = new Date(now.getTime() - 7 * 86_400_000);
  const { rows } = await sql<{ count: number }>`
    with old as (
      select id from import_batch where city_id = ${cityId}
        and (coalesce(undone_at, committed_at) <= ${limit} or (state in ('stopped', 'failed', 'preview', 'reading') and created_at <= ${limit}))
    ), erased as (
      update import_row r set raw = null, before = null, issues = '[]' from old
      where r.city_id = ${cityId} and r.batch_id = old.id and (r.raw is not null or r.before is not null or r.issues <> '[]') returning 1
    ) select count(*)::int as count from erased`.execute(db);
  return rows[0]?.count ?? 0;
}
