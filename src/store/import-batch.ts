/** Batches of imported rows: their life from reading to undo. The raw rows are erased seven days after the commit. */
import { sql } from 'kysely';
import type { Issue } from '#kernel/lib';
import { newId } from './id.ts';
import { copyParts, type LineTrx, PART } from './line.ts';
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
  /** Version that the commit left; null before it, and afterwards for a thing that the commit made: that has version 1. */
  readonly targetVersion: number | null;
  readonly before: unknown;
}

/** Writes the rows of a batch anew (upload and every change of the mapping), by COPY inside the transaction of the line. */
export async function putRows(
  { trx, client }: LineTrx,
  cityId: string,
  batchId: string,
  rows: readonly Omit<ImportRow, 'targetVersion'>[],
): Promise<void> {
  await trx.deleteFrom('import_row').where('city_id', '=', cityId).where('batch_id', '=', batchId).execute();
  const columns = ['city_id', 'batch_id', 'row_no', 'sheet_row', 'raw', 'issues', 'outcome', 'target_id', 'before'];
  await copyParts(client, 'import_row', columns, rows, (row) => [
    cityId,
    batchId,
    row.rowNo,
    row.sheetRow,
    row.raw === null ? null : JSON.stringify(row.raw),
    JSON.stringify(row.issues),
    row.outcome,
    row.targetId,
    row.before === null || row.before === undefined ? null : JSON.stringify(row.before),
  ]);
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

/** All rows of a batch in the order of the file, read part by part. */
export async function* pagesOf(
  db: Q,
  cityId: string,
  batchId: string,
  choice: { readonly outcomes?: readonly RowOutcome[] } = {},
): AsyncGenerator<readonly ImportRow[]> {
  for (let after = 0; ; ) {
    const page = await rowsOf(db, cityId, batchId, { ...choice, after, limit: PART });
    if (page.length > 0) yield page;
    if (page.length < PART) return;
    after = page.at(-1)!.rowNo;
  }
}

/** What a row became where that differs from its preview, or where it changed a thing. */
export interface WrittenOutcome {
  readonly rowNo: number;
  readonly outcome: RowOutcome;
  readonly targetId: string | null;
  /** Version of the thing afterwards; null for a thing that the import made. */
  readonly version: number | null;
  readonly before: unknown;
}

/** Notes what rows became. A row whose thing is new, with the id of its preview, needs no note: its thing has version 1. */
export async function markWritten(db: Q, cityId: string, batchId: string, written: readonly WrittenOutcome[]): Promise<void> {
  for (let at = 0; at < written.length; at += 5000) {
    const part = written.slice(at, at + 5000).map((one) => ({ ...one, before: one.before ?? null }));
    await sql`update import_row i set outcome = r.outcome, target_id = r."targetId", target_version = r.version, before = r.before
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as r("rowNo" int, outcome text, "targetId" uuid, version int, before jsonb)
      where i.city_id = ${cityId} and i.batch_id = ${batchId}::uuid and i.row_no = r."rowNo"`.execute(db);
  }
}

/** Erases the raw rows and the values of before of batches committed, stopped or failed more than seven days ago; returns the number of rows. */
export async function eraseOldRows(db: Q, cityId: string, now: Date): Promise<number> {
  const limit = new Date(now.getTime() - 7 * 86_400_000);
  for (let erased = 0; ; ) {
    const { rows } = await sql<{ count: number }>`
      with old as (
        select id from import_batch where city_id = ${cityId}
          and (coalesce(undone_at, committed_at) <= ${limit} or (state in ('stopped', 'failed', 'preview', 'reading') and created_at <= ${limit}))
      ), part as (
        select r.batch_id, r.row_no from import_row r join old on r.batch_id = old.id
        where r.city_id = ${cityId} and (r.raw is not null or r.before is not null or r.issues <> '[]') limit ${PART}
      ), gone as (
        update import_row r set raw = null, before = null, issues = '[]' from part
        where r.city_id = ${cityId} and r.batch_id = part.batch_id and r.row_no = part.row_no returning 1
      ) select count(*)::int as count from gone`.execute(db);
    const count = rows[0]?.count ?? 0;
    erased += count;
    if (count < PART) return erased;
  }
}
