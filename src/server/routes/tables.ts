import { tableExport, tableRead } from '#contract/import';
import { checkTable, importField } from '#contract/import-table';
import { exportChunks, exportCsv, type TableRecord } from '#documents/tables';
import { startImportJob } from '#jobs/import-job';
import { errorIssue } from '#kernel/lib';
import { exportRecords } from '#store/table-export';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { file, ok } from '../reply.ts';
import { sayOf } from './imports.ts';

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function joined(chunks: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks)
    parts.push(typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  return new Uint8Array(Buffer.concat(parts));
}

/** Tables in and out without a batch: reading a file into a grid, exporting what one may see. */
export function tableRoutes(routes: Registrar): void {
  routes.handle(
    tableRead,
    async (ctx) => {
      const { kind, name } = ctx.query;
      const answer = await startImportJob<'open'>({ type: 'open', kind, fileName: name, bytes: ctx.body }).result;
      if (answer.type === 'refused') throw invalid(answer.issues);
      const { table } = answer;
      const kept = new Set(checkTable(kind, table.rows, table.mapping, table.rowNumbers).rows.map((row) => row.row));
      const rows = table.rows.flatMap((cells, index) => {
        const sheetRow = table.rowNumbers[index]!;
        if (kept.size > 0 && !kept.has(sheetRow)) return [];
        const texts = Object.entries(table.mapping).flatMap(([field, column]) => {
          const text = (cells[column] ?? '').trim();
          return text === '' || !importField(kind, field) ? [] : [[field, text] as const];
        });
        return [{ sheetRow, cells: Object.fromEntries(texts) }];
      });
      const issues = [...answer.issues, ...answer.checked.flatMap((row) => row.issues)];
      return ok({
        sheetName: table.sheetName,
        mapping: { ...table.mapping },
        rows,
        issues: issues.map((issue) => ({ ...issue, path: [...issue.path], params: { ...issue.params } })),
        skipped: answer.skipped,
      });
    },
    { transaction: false },
  );

  routes.handle(tableExport, async (ctx) => {
    const { kind } = ctx.params;
    const { format, names } = ctx.query;
    const { body, seesPersons } = ctx.scope;
    const withNames = names === 'yes' && kind === 'members';
    if (withNames && !seesPersons) throw problem('names-not-allowed', {});
    if (kind === 'members' && !seesPersons) throw problem('names-not-allowed', {});
    if (withNames) {
      const purpose = ctx.query.purpose.trim();
      if (purpose.length < 2) throw invalid([errorIssue('purpose-missing', ['query', 'purpose'])]);
      await ctx.audit({
        action: 'names-exported',
        subjectKind: 'org',
        subjectId: body.anchors[0] ?? null,
        detail: { purpose, kind },
      });
    }
    const limits = { cityId: ctx.cityId, today: ctx.today, anchors: body.anchors, areaPath: body.areaPath };
    const records = exportRecords(ctx.db, kind, limits) as AsyncIterable<TableRecord>;
    const say = sayOf(ctx);
    const options = { names: kind !== 'members' || withNames };
    const name = `${say(`table-kind-${kind}`)}-${ctx.today}.${format}`;
    if (format === 'csv') return file(await joined(exportCsv(kind, records, say, options)), 'text/csv; charset=utf-8', name);
    return file(await joined(exportChunks(kind, records, say, options)), WORKBOOK, name);
  });
}
