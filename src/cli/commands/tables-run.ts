import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { exportChunks, exportCsv, returnedWorkbook, type TableRecord, templateWorkbook } from '#documents/tables';
import { type BatchMeta, type ImportScope, type JobProgress, type RegisterKind, startImportJob } from '#jobs/import-job';
import type { Issue } from '#kernel/lib';
import { record, THE_PROGRAM } from '#store/audit';
import type { Store } from '#store/database';
import { createBatch, findBatch, moveBatch, rowsOf } from '#store/import-batch';
import { exportRecords } from '#store/table-export';
import { inTransaction } from '#store/transaction';
import { cityFor } from '../city-for.ts';
import type { Call, ExitCode } from '../command.ts';
import { loadDocumentTexts } from '../document-texts.ts';
import { withCity } from '../open-database.ts';
import { readInput, tellIssues } from './table-input.ts';

/** Batches of the command line belong to no account. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

function programScope(store: Store, cityId: string): ImportScope {
  return {
    access: store.access,
    cityId,
    today: store.today(),
    now: new Date(),
    actor: THE_PROGRAM,
    reach: { everything: true, areaPath: null, seesPersons: true },
    anchors: null,
  };
}

/** Reads, checks and writes a table in one transaction; with errors nothing is written and the answer is 1. */
export async function runImport({ arguments: words, options, flags, environment, out }: Call): Promise<ExitCode> {
  const kind = words.kind as RegisterKind;
  const path = resolve(words.file!);
  const bytes = readInput(path);
  const say = loadDocumentTexts(environment.language);
  return withCity<ExitCode>(environment, out, async ({ store }) => {
    const city = await cityFor(store, environment);
    const scope = programScope(store, city.id);
    const begin = Date.now();
    const seconds = () => Math.round((Date.now() - begin) / 100) / 10;
    const id = await createBatch(store.db, {
      cityId: city.id,
      kind,
      fileName: basename(path),
      createdBy: NOBODY,
      now: scope.now,
    });
    const drop = (failure: readonly Issue[] = []) =>
      moveBatch(store.db, city.id, id, ['reading', 'preview'], { state: 'stopped', failure });
    const tell = (issues: readonly Issue[]) => tellIssues(issues, say, out);
    const onProgress = ({ step, done, total }: JobProgress) =>
      out.progress(`progress.import-${step}`, { done, total }, total > 0 ? done / total : undefined);
    const file = { kind, fileName: basename(path), bytes };
    const answer = await startImportJob<'preview'>({ type: 'preview', scope, batchId: id, ...file }, onProgress).result;
    if (answer.issues.length > 0) {
      out.progressDone();
      await drop(answer.issues);
      tell(answer.issues);
      out.result({ batch: id, state: 'stopped', issues: answer.issues });
      return 1;
    }
    const preview = (await findBatch(store.db, city.id, id))!;
    const bad = await rowsOf(store.db, city.id, id, { outcomes: ['error', 'contradictory'] });
    if (bad.length > 0 || flags.has('check')) {
      out.progressDone();
      const issues = bad.flatMap((row) => row.issues);
      if (options.returned) {
        const all = await rowsOf(store.db, city.id, id);
        const meta = preview.mapping as BatchMeta;
        const table = {
          sheetName: meta.sheetName,
          rows: [...meta.lead.rows, ...all.map((row) => row.raw ?? [])],
          rowNumbers: [...meta.lead.numbers, ...all.map((row) => row.sheetRow)],
          headRow: meta.lead.headRow,
          mapping: meta.mapping,
        };
        writeFileSync(
          resolve(options.returned),
          await returnedWorkbook(
            table,
            all.map((row) => ({ row: row.sheetRow, issues: [...row.issues] })),
            say,
          ),
        );
      }
      await drop();
      tell(issues);
      out.say(bad.length > 0 ? 'import.errors' : 'import.checked', {
        ...counts(preview.counts),
        bad: bad.length,
        seconds: seconds(),
      });
      if (options.returned) out.say('import.returned', { file: options.returned });
      out.result({ batch: id, state: 'stopped', counts: preview.counts, seconds: seconds(), issues });
      return bad.length > 0 ? 1 : 0;
    }
    out.progress('progress.import-writing');
    const { outcome: done } = await startImportJob<'commit'>({ type: 'commit', scope, batchId: id }, onProgress).result;
    out.progressDone();
    if (!done.done) {
      tell(done.issues);
      out.result({ batch: id, state: 'preview', issues: done.issues });
      return 1;
    }
    out.say('import.done', { ...counts(done.counts), seconds: seconds() });
    out.result({ batch: id, state: 'committed', counts: done.counts, seconds: seconds() });
    return 0;
  });
}

const counts = (found: Readonly<Record<string, number | undefined>>) =>
  Object.fromEntries(['new', 'changed', 'same', 'duplicate'].map((key) => [key === 'new' ? 'fresh' : key, found[key] ?? 0]));

/** Writes all rows of a table to a workbook or CSV, by the ending of the file; with `--names` who, when and what for is recorded. */
export async function runExport({ arguments: words, options, flags, environment, out }: Call): Promise<ExitCode> {
  const kind = words.kind as RegisterKind;
  const path = resolve(options.out!);
  const say = loadDocumentTexts(environment.language);
  return withCity<ExitCode>(environment, out, async ({ store }) => {
    const city = await cityFor(store, environment);
    const names = flags.has('names') && kind === 'members';
    if (names) {
      const subject = { kind: 'city', id: null };
      await inTransaction(store, (trx) =>
        record(trx, {
          cityId: city.id,
          actor: THE_PROGRAM,
          action: 'names-exported',
          subject,
          detail: { kind, by: 'command-line', purpose: options.purpose!.trim() },
        }),
      );
    }
    let rows = 0;
    async function* counted(): AsyncGenerator<TableRecord> {
      for await (const one of exportRecords(store.db, kind, {
        cityId: city.id,
        today: store.today(),
        anchors: null,
        areaPath: null,
      })) {
        rows++;
        if (rows % 5000 === 0) out.progress('progress.export', { rows });
        yield one as TableRecord;
      }
    }
    const choices = { names: kind !== 'members' || names };
    const parts: (string | Uint8Array)[] = [];
    if (/\.csv$/i.test(path)) for await (const line of exportCsv(kind, counted(), say, choices)) parts.push(line);
    else for await (const chunk of exportChunks(kind, counted(), say, choices)) parts.push(chunk);
    writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array))));
    out.progressDone();
    out.say('export.done', { rows, file: path });
    out.result({ file: path, rows });
    return 0;
  });
}

/** Writes an empty table of a kind to fill in: a workbook with headings, hints and drop-downs, or the heads alone as CSV. */
export async function writeTemplate({ arguments: words, options, environment, out }: Call): Promise<ExitCode> {
  const kind = words.kind as RegisterKind | 'needs';
  const path = resolve(options.out!);
  const say = loadDocumentTexts(environment.language);
  if (/\.csv$/i.test(path)) {
    const parts: Uint8Array[] = [];
    for await (const line of exportCsv(kind, nothing(), say, { names: true })) parts.push(Buffer.from(line));
    writeFileSync(path, Buffer.concat(parts));
  } else writeFileSync(path, await templateWorkbook(kind, say));
  out.say('export.template', { file: path });
  out.result({ file: path, rows: 0 });
  return 0;
}

async function* nothing(): AsyncGenerator<TableRecord> {}
