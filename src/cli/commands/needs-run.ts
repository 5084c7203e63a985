import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { NEED_COLUMNS } from '#contract/needs';
import { returnedTable } from '#documents/import-file';
import { listCsv } from '#documents/lists';
import { returnedWorkbook } from '#documents/tables';
import { nextTaskState } from '#kernel/formation';
import type { Issue } from '#kernel/lib';
import { recordAct } from '#server/audit';
import { loadSkillNames } from '#server/content';
import { cellsOf, judge, type NeedsDesk, needsWorkbook, readNeedsTable, saveNeeds } from '#server/need-posts';
import { totalNeeds } from '#server/needs';
import { loadPacks } from '#server/packs';
import { THE_PROGRAM } from '#store/audit';
import type { Store } from '#store/database';
import { Failure } from '#store/failure';
import { listNeedRows } from '#store/need';
import type { Db, Trx } from '#store/schema';
import { findTask, lockTask, type TaskRecord, tasksTitled } from '#store/task';
import { inTransaction } from '#store/transaction';
import { cityFor } from '../city-for.ts';
import type { Call, ExitCode } from '../command.ts';
import { loadDocumentTexts } from '../document-texts.ts';
import { withCity } from '../open-database.ts';
import { packageRoot } from '../texts.ts';
import { readInput, tellIssues } from './table-input.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The task of this id or exactly this title. Throws `Failure` when there is none, or several of that title. */
async function taskFor(store: Store, cityId: string, named: string): Promise<TaskRecord> {
  const byId = UUID.test(named) ? await findTask(store.db, cityId, named) : undefined;
  const found = byId ? [byId] : await tasksTitled(store.db, cityId, named.trim());
  if (found.length > 1) throw new Failure('task-several', { task: named, ids: found.map((one) => one.id).join(', ') });
  if (!found[0]) throw new Failure('task-unknown', { task: named });
  return found[0];
}

function deskOf(store: Store, db: Db | Trx, cityId: string, language: NeedsDesk['language']): NeedsDesk {
  return {
    db: db as Db,
    cityId,
    today: store.today(),
    language,
    deps: { content: { packs: loadPacks(packageRoot), skills: loadSkillNames(packageRoot) } },
    audit: (act) => recordAct(db as Trx, { cityId }, THE_PROGRAM, act),
  };
}

/** Replaces the needs of a task by a table, as its page does; with one error nothing is written and the answer is 1. */
export async function importNeeds({ arguments: words, options, flags, environment, out }: Call): Promise<ExitCode> {
  const path = resolve(words.file!);
  const bytes = readInput(path);
  const say = loadDocumentTexts(environment.language);
  return withCity<ExitCode>(environment, out, async ({ store }) => {
    const city = await cityFor(store, environment);
    const task = await taskFor(store, city.id, options.task!);
    const begin = Date.now();
    const seconds = () => Math.round((Date.now() - begin) / 100) / 10;
    const stop = (issues: readonly Issue[]): ExitCode => {
      tellIssues(issues, say, out);
      out.result({ task: task.id, state: 'stopped', issues });
      return 1;
    };
    const state = nextTaskState(task.state, 'edit', task.title);
    if ('issue' in state) return stop([state.issue]);
    const read = await readNeedsTable(basename(path), bytes);
    if (!read.ok) return stop(read.issues);

    const { rows, rowNumbers, file } = read.value;
    const judged = await judge(deskOf(store, store.db, city.id, environment.language), task.areaId, rows);
    // Findings name the row of the sheet, where the person will correct it.
    const checked = judged.map((row) => {
      const number = rowNumbers[row.rowNo - 1]!;
      const cells = read.value.issues.filter((issue) => issue.path[1] === number);
      return { row: number, issues: [...row.issues.map((issue) => placedAt(issue, number)), ...cells] };
    });
    const issues = checked.flatMap((row) => row.issues);
    const bad = checked.filter((row) => row.issues.some((issue) => issue.severity === 'error')).length;
    const { people, places, warnings } = totalNeeds(judged);
    const found = { rows: rows.length, people, places, bad, warnings };
    if (bad > 0 || flags.has('check')) {
      if (options.returned) writeFileSync(resolve(options.returned), await returnedWorkbook(returnedTable(file), checked, say));
      tellIssues(issues, say, out);
      out.say(bad > 0 ? 'import.errors' : 'import.needs-checked', { ...found, title: task.title, seconds: seconds() });
      if (options.returned) out.say('import.returned', { file: options.returned });
      out.result({ task: task.id, state: 'stopped', counts: found, seconds: seconds(), issues });
      return bad > 0 ? 1 : 0;
    }
    const refused = await inTransaction(store, async (trx) => {
      await lockTask(trx, city.id, task.id);
      const now = (await findTask(trx, city.id, task.id))!;
      const next = nextTaskState(now.state, 'edit', now.title);
      if ('issue' in next) return next.issue;
      await saveNeeds(deskOf(store, trx, city.id, environment.language), now, rows);
      return undefined;
    });
    if (refused) return stop([refused]);
    tellIssues(issues, say, out);
    out.say('import.needs-done', { ...found, title: task.title, seconds: seconds() });
    out.result({ task: task.id, state: 'committed', counts: found, seconds: seconds(), issues });
    return 0;
  });
}

const placedAt = (issue: Issue, row: number): Issue => ({ ...issue, path: ['rows', row, ...issue.path.slice(2)] });

/** Writes the needs of a task to a workbook, with a red column where a row has findings, or CSV, by the ending of the file. */
export async function exportNeeds({ options, environment, out }: Call): Promise<ExitCode> {
  const path = resolve(options.out!);
  const say = loadDocumentTexts(environment.language);
  return withCity<ExitCode>(environment, out, async ({ store }) => {
    const city = await cityFor(store, environment);
    const task = await taskFor(store, city.id, options.task!);
    const grid = (await listNeedRows(store.db, city.id, task.id)).map((row) => cellsOf(row.cells));
    if (/\.csv$/i.test(path)) {
      const columns = NEED_COLUMNS.map((key) => ({ head: say(`table-field-${key}`), width: 16 }));
      const rows = grid.map((cells) => NEED_COLUMNS.map((key) => cells[key]));
      const lines: string[] = [];
      for await (const line of listCsv({ name: task.title, columns, rows })) lines.push(line);
      writeFileSync(path, lines.join(''));
    } else {
      const judged = await judge(deskOf(store, store.db, city.id, environment.language), task.areaId, grid);
      writeFileSync(path, await needsWorkbook(judged, say));
    }
    out.say('export.done', { rows: grid.length, file: path });
    out.result({ task: task.id, file: path, rows: grid.length });
    return 0;
  });
}
