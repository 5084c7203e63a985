import * as z from 'zod';
import { subject, within } from './access.ts';
import { idSchema } from './page.ts';
import { issueSchema } from './problems.ts';
import { ACTING_ROLES } from './roles.ts';
import { defineRoute } from './route.ts';

const taskParams = z.object({ taskId: idSchema });
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Columns of the needs grid in drawing order; keys as in the import table of kind `needs`. */
export const NEED_COLUMNS = [
  'subdistrict',
  'community',
  'checkpoint',
  'shift',
  'window',
  'headCount',
  'skill',
  'local',
  'note',
] as const;

/** One row of the grid: text as typed, so that nothing typed is lost. */
export const needCellsSchema = z.object(
  Object.fromEntries(NEED_COLUMNS.map((key) => [key, z.string().max(500)])) as Record<(typeof NEED_COLUMNS)[number], z.ZodString>,
);

/** One row with its findings; an issue's last path step is the column. */
export const needRowSchema = z
  .object({ rowNo: z.number().int().min(1), cells: needCellsSchema, issues: z.array(issueSchema), postId: idSchema.nullable() })
  .meta({ id: 'NeedRow' });

/** Totals of the rows without errors; the eye approves them before anything is computed. */
export const needTotalsSchema = z
  .object({
    people: z.number().int(),
    shifts: z.number().int(),
    places: z.number().int(),
    bySubdistrict: z.array(z.object({ name: z.string(), places: z.number().int(), people: z.number().int() })),
    byShift: z.array(z.object({ name: z.string(), people: z.number().int() })),
    errors: z.number().int(),
    warnings: z.number().int(),
  })
  .meta({ id: 'NeedTotals' });

const needsSchema = z.object({ rows: z.array(needRowSchema), totals: needTotalsSchema }).meta({ id: 'Needs' });

export const needsShow = defineRoute({
  id: 'needs-show',
  method: 'GET',
  path: '/api/tasks/{taskId}/needs',
  summary: 'The needs grid with findings and totals.',
  access: within(ACTING_ROLES, subject('task', 'params.taskId', 'see')),
  params: taskParams,
  response: needsSchema,
  etag: true,
});

export const needsSave = defineRoute({
  id: 'needs-save',
  method: 'PUT',
  path: '/api/tasks/{taskId}/needs',
  summary: 'Replace the grid; rows with errors are kept as typed and counted apart.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams,
  body: z.object({ rows: z.array(z.object({ cells: needCellsSchema })).max(20_000) }),
  response: needsSchema,
  etag: true,
  problems: ['edited-since', 'state-refuses'],
});

export const needsRead = defineRoute({
  id: 'needs-read',
  method: 'POST',
  path: '/api/tasks/{taskId}/needs/file',
  summary: 'Read a workbook or CSV into grid rows, any column order; nothing is saved.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams,
  body: { file: [SHEET, 'text/csv', 'application/octet-stream'], limit: 20 * 1024 * 1024, named: true },
  response: z.object({ rows: z.array(z.object({ cells: needCellsSchema })), issues: z.array(issueSchema) }),
  problems: ['media-type'],
});

export const needsPropose = defineRoute({
  id: 'needs-propose',
  method: 'GET',
  path: '/api/tasks/{taskId}/needs/proposal',
  summary:
    'Rows drawn from the scene and the register of places: every place of its kind in the area, every shift. Nothing is saved.',
  access: within(['officer', 'secretary'], subject('task', 'params.taskId', 'edit')),
  params: taskParams,
  response: z
    .object({
      rows: z.array(z.object({ cells: needCellsSchema })),
      places: z.number().int(),
      /** Communities of the area for which the register has no such place. */
      without: z.number().int(),
    })
    .meta({ id: 'NeedsProposal' }),
});

export const needsFile = defineRoute({
  id: 'needs-file',
  method: 'GET',
  path: '/api/tasks/{taskId}/needs/file',
  summary: 'The grid as a workbook; rows with findings carry a red column that says what to correct.',
  access: within(ACTING_ROLES, subject('task', 'params.taskId', 'see')),
  params: taskParams,
  response: { file: [SHEET] },
});
