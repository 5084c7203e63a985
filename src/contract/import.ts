import * as z from 'zod';
import { holding, subject, within } from './access.ts';
import { IMPORT_KINDS } from './import-table.ts';
import { idSchema, pageOf, pageQuery, purposeSchema } from './page.ts';
import { issueSchema } from './problems.ts';
import { ACTING_ROLES } from './roles.ts';
import { defineRoute } from './route.ts';

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const UPLOADS = [WORKBOOK, 'text/csv', 'text/plain', 'application/vnd.ms-excel', 'application/octet-stream'] as const;

/** Largest file taken over HTTP: some 300,000 members; larger ones go through the command line. */
export const UPLOAD_LIMIT = 40 * 1024 * 1024;

/** Kinds written into the register; needs and rosters belong to a task. */
export const registerKind = z.enum(['areas', 'units', 'organizations', 'members']);
const tableKind = z.enum(IMPORT_KINDS);

/** What happens to a row if nobody changes anything. */
export const OUTCOMES = ['new', 'changed', 'same', 'duplicate', 'contradictory', 'error'] as const;
const outcome = z.enum(OUTCOMES);

const mapping = z.record(z.string(), z.number().int().min(0).max(255));

/** A batch: reading → preview → committed → undone; stopped and failed end it before anything was written. */
export const importSchema = z
  .object({
    id: idSchema,
    kind: registerKind,
    fileName: z.string(),
    state: z.enum(['reading', 'preview', 'committing', 'committed', 'undone', 'stopped', 'failed']),
    createdAt: z.string(),
    committedAt: z.string().nullable(),
    undoneAt: z.string().nullable(),
    counts: z.partialRecord(outcome, z.number().int()),
    /** Rows left out because they are empty, sums or signatures. */
    skipped: z.number().int(),
    sheetName: z.string().nullable(),
    encoding: z.string().nullable(),
    columns: z.array(
      z.object({
        column: z.number().int(),
        header: z.string(),
        field: z.string().nullable(),
        confidence: z.number(),
        refused: z.boolean(),
      }),
    ),
    mapping,
    /** Required fields without a column: nothing can be checked before they are mapped. */
    missing: z.array(z.string()),
    failure: z.array(issueSchema),
    /** Only while a job runs. */
    progress: z
      .object({ step: z.enum(['reading', 'checking', 'writing']), done: z.number().int(), total: z.number().int() })
      .nullable(),
    /** Until when it can be taken back; the raw rows are erased then. */
    undoUntil: z.string().nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'Import' });

/** A row of the preview, with the cells of the file in the order of its columns. */
export const importRowSchema = z
  .object({
    rowNo: z.number().int(),
    sheetRow: z.number().int(),
    cells: z.array(z.string()),
    outcome,
    issues: z.array(issueSchema),
    /** Stored values that the row changes, by field; only what the role may see. */
    before: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .meta({ id: 'ImportRow' });

const params = z.object({ importId: idSchema });
const own = within(ACTING_ROLES, subject('import', 'params.importId', 'edit'));

export const importTemplate = defineRoute({
  id: 'import-template',
  method: 'GET',
  path: '/api/import-templates/{kind}',
  summary: 'An empty workbook to fill in: drop-downs, merged heads, a hint row, text columns.',
  access: holding(...ACTING_ROLES),
  params: z.object({ kind: tableKind }),
  response: { file: [WORKBOOK] },
});

export const importCreate = defineRoute({
  id: 'import-create',
  method: 'POST',
  path: '/api/imports',
  summary: 'Hand in a workbook or CSV; it is read in the background, nothing is written yet.',
  access: holding(...ACTING_ROLES),
  query: z.object({ kind: registerKind }),
  body: { file: UPLOADS, limit: UPLOAD_LIMIT, named: true },
  response: importSchema,
});

export const importList = defineRoute({
  id: 'import-list',
  method: 'GET',
  path: '/api/imports',
  summary: 'One’s own imports, newest first.',
  access: holding(...ACTING_ROLES),
  query: pageQuery,
  response: pageOf(importSchema),
});

export const importShow = defineRoute({
  id: 'import-show',
  method: 'GET',
  path: '/api/imports/{importId}',
  summary: 'An import with its columns, counts and progress.',
  access: own,
  params,
  response: importSchema,
});

export const importRows = defineRoute({
  id: 'import-rows',
  method: 'GET',
  path: '/api/imports/{importId}/rows',
  summary: 'Rows of the preview, those with findings first asked for by outcome.',
  access: own,
  params,
  query: pageQuery.extend({ outcome: z.array(outcome).optional(), issues: z.enum(['yes', 'no']).default('no') }),
  response: pageOf(importRowSchema),
});

export const importMapping = defineRoute({
  id: 'import-mapping',
  method: 'PUT',
  path: '/api/imports/{importId}/mapping',
  summary: 'Say which column holds which field; all rows are checked again.',
  access: own,
  params,
  body: z.object({ mapping }),
  response: importSchema,
  problems: ['state-refuses'],
});

export const importCommit = defineRoute({
  id: 'import-commit',
  method: 'POST',
  path: '/api/imports/{importId}/commit',
  summary: 'Write all rows in one transaction; refused as long as one row has an error.',
  access: own,
  params,
  response: importSchema,
  problems: ['state-refuses'],
});

export const importUndo = defineRoute({
  id: 'import-undo',
  method: 'POST',
  path: '/api/imports/{importId}/undo',
  summary:
    'Take an import back within seven days; refused by name where something was edited or used since, unless the rest is asked for.',
  access: own,
  params,
  body: z.object({ rest: z.boolean().default(false) }),
  response: importSchema,
  problems: ['state-refuses'],
});

export const importStop = defineRoute({
  id: 'import-stop',
  method: 'DELETE',
  path: '/api/imports/{importId}',
  summary: 'Stop reading, or drop a preview; nothing was written.',
  access: own,
  params,
  response: 'empty',
  problems: ['state-refuses'],
});

export const importReturned = defineRoute({
  id: 'import-returned',
  method: 'GET',
  path: '/api/imports/{importId}/returned',
  summary: 'The handed-in table with a red column that says what is wrong.',
  access: own,
  params,
  response: { file: [WORKBOOK] },
});

export const tableExport = defineRoute({
  id: 'table-export',
  method: 'GET',
  path: '/api/exports/{kind}',
  summary: 'All rows of a table that the acting role may see, as a workbook or CSV; members without names.',
  access: holding(...ACTING_ROLES),
  params: z.object({ kind: registerKind }),
  query: z.object({ format: z.enum(['xlsx', 'csv']).default('xlsx') }),
  response: { file: [WORKBOOK, 'text/csv'] },
  problems: ['names-not-allowed'],
});

export const tableExportNames = defineRoute({
  id: 'table-export-names',
  method: 'POST',
  path: '/api/exports/members',
  summary: 'The table of members with names in full, for a stated purpose; audited. Nothing is changed.',
  access: holding(...ACTING_ROLES),
  body: z.object({ format: z.enum(['xlsx', 'csv']).default('xlsx'), purpose: purposeSchema }),
  response: { file: [WORKBOOK, 'text/csv'] },
  problems: ['names-not-allowed'],
});
