import type * as z from 'zod';
import type { importRowSchema, importSchema } from '#contract/import';
import { type ImportKind, missingColumns } from '#contract/import-table';
import type { BatchMeta, JobProgress } from '#jobs/import-job';
import { maskName } from '#kernel/registry';
import type { ImportBatch, ImportRow } from '#store/import-batch';

/** Days for which a committed import can be taken back and its raw rows are kept. */
const KEEP_MILLIS = 7 * 86_400_000;

/** A batch as the page gets it. */
export function batchView(batch: ImportBatch, progress: JobProgress | null): z.input<typeof importSchema> {
  const meta = batch.mapping as Partial<BatchMeta>;
  const mapping = meta.mapping ?? {};
  return {
    id: batch.id,
    kind: batch.kind as z.input<typeof importSchema>['kind'],
    fileName: batch.fileName,
    state: batch.state,
    createdAt: batch.createdAt.toISOString(),
    committedAt: batch.committedAt?.toISOString() ?? null,
    undoneAt: batch.undoneAt?.toISOString() ?? null,
    counts: batch.counts,
    skipped: meta.skipped ?? 0,
    sheetName: meta.sheetName ?? null,
    encoding: meta.encoding ?? null,
    columns: (meta.proposals ?? []).map((one) => ({ ...one, field: fieldOf(mapping, one.column) })),
    mapping: { ...mapping },
    missing: meta.proposals ? missingColumns(batch.kind as ImportKind, mapping).map((issue) => String(issue.params.field)) : [],
    failure: (batch.failure ?? []).map(plain),
    progress: progress && (batch.state === 'reading' || batch.state === 'committing') ? { ...progress } : null,
    undoUntil:
      batch.state === 'committed' && batch.committedAt ? new Date(batch.committedAt.getTime() + KEEP_MILLIS).toISOString() : null,
    version: batch.version,
  };
}

function fieldOf(mapping: Readonly<Record<string, number>>, column: number): string | null {
  return Object.keys(mapping).find((field) => mapping[field] === column) ?? null;
}

const plain = (issue: ImportRow['issues'][number]) => ({ ...issue, path: [...issue.path], params: { ...issue.params } });

/** Stored values worth showing, by the field that changes them; ids are left out. */
const SHOWN: Readonly<Record<string, string>> = {
  name: 'name',
  kind: 'kind',
  status: 'status',
  willing: 'willing',
  releaseCap: 'releaseCap',
  industry: 'industry',
  ownership: 'ownership',
};

/** A row of the preview; what is stored about persons is masked unless they may be seen. */
export function rowView(row: ImportRow, kind: string, seesPersons: boolean): z.input<typeof importRowSchema> {
  const before: Record<string, string | number | boolean | null> = {};
  const stored = row.outcome === 'changed' && row.before !== null ? (row.before as Record<string, unknown>) : {};
  for (const [key, field] of Object.entries(SHOWN)) {
    const value = stored[key];
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue;
    if (kind === 'members' && !seesPersons) {
      if (key === 'name') before[field] = maskName(String(value));
    } else before[field] = value;
  }
  return {
    rowNo: row.rowNo,
    sheetRow: row.sheetRow,
    cells: [...(row.raw ?? [])],
    outcome: row.outcome,
    issues: row.issues.map(plain),
    before,
  };
}
