import type * as z from 'zod';
import { tableExport, tableExportNames } from '#contract/import';
import type { RouteShape } from '#contract/route';
import { exportChunks, exportCsv, type TableRecord } from '#documents/tables';
import { exportRecords } from '#store/table-export';
import type { Context } from '../context.ts';
import { problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { file } from '../reply.ts';
import { sayOf } from './imports.ts';

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function joined(chunks: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks)
    parts.push(typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  return new Uint8Array(Buffer.concat(parts));
}

/** Tables of the register as files: all rows that the acting role may see. */
export function tableRoutes(routes: Registrar): void {
  routes.handle(tableExport, async (ctx) => exported(ctx, ctx.params.kind, ctx.query.format, false));

  routes.handle(tableExportNames, async (ctx) => {
    if (!ctx.scope.seesPersons) throw problem('names-not-allowed', {});
    await ctx.audit({
      action: 'names-exported',
      subjectKind: 'org',
      subjectId: ctx.scope.body.anchors[0] ?? null,
      detail: { purpose: ctx.body.purpose, kind: 'members' },
    });
    return exported(ctx, 'members', ctx.body.format, true);
  });
}

/** A table as far as the acting role reaches; people as people only where they may be seen. */
async function exported<R extends RouteShape>(
  ctx: Context<R>,
  kind: z.output<typeof tableExport.params>['kind'],
  format: 'xlsx' | 'csv',
  names: boolean,
) {
  const { body, seesPersons } = ctx.scope;
  if (kind === 'members' && !seesPersons) throw problem('names-not-allowed', {});
  const limits = { cityId: ctx.cityId, today: ctx.today, anchors: body.anchors, areaPath: body.areaPath };
  const records = exportRecords(ctx.db, kind, limits) as AsyncIterable<TableRecord>;
  const say = sayOf(ctx);
  const options = { names: kind !== 'members' || names };
  const name = `${say(`table-kind-${kind}`)}-${ctx.today}.${format}`;
  if (format === 'csv') return file(await joined(exportCsv(kind, records, say, options)), 'text/csv; charset=utf-8', name);
  return file(await joined(exportChunks(kind, records, say, options)), WORKBOOK, name);
}
