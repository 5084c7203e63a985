import { readFileSync, writeFileSync } from 'node:fs';
import { basename, extname, join, parse } from 'node:path';
import { readNeedsWorkbook, readRosterWorkbook, type WorkbookRead } from '#documents/plan-workbooks';
import { placedText, returnedWorkbook } from '#documents/tables';
import { type AssemblyProblem, problemFromRows, readProblem } from '#kernel/assembly';
import { addDays, day, type Issue, type Result, readJsonText } from '#kernel/lib';
import { Failure } from '#store/failure';
import { DEFAULT_ZONE, dayIn } from '#store/today';
import type { Call } from '../command.ts';
import { loadDocumentTexts } from '../document-texts.ts';
import type { Language } from '../environment.ts';
import type { Texts } from '../texts.ts';

/** The content of a JSON file; a missing file and broken JSON are conditions with a text. */
export function readJson(file: string, language: Language): unknown {
  const read = readJsonText(bytesOf(file).toString('utf8'));
  if (read.ok) return read.value;
  const texts = loadDocumentTexts(language);
  throw new Failure('json-broken', { file, reason: read.issues.map((issue) => texts(issue.code, issue.params)).join('') });
}

/** Writes a file or says why it cannot. */
export function write(file: string, content: string | Uint8Array): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new Failure('plan-file-unwritable', { file, reason: String((error as Error).message) }, error);
  }
}

/** Tells issues with their place and rule; with `--json` they are the result. */
export function tell({ out, environment }: Call, issues: readonly Issue[]): void {
  const texts = loadDocumentTexts(environment.language);
  for (const issue of issues) out.line(`${issue.path.join(' / ')}: ${texts(issue.code, issue.params)}`);
  out.result({ ok: false, issues });
}

/** The problem of a JSON file, every issue told; null when there is any. */
export function problemFrom(call: Call, file: string): AssemblyProblem | null {
  const read = readProblem(readJson(file, call.environment.language));
  if (read.ok) return read.value;
  tell(call, read.issues);
  return null;
}

/** The problem of a needs table and a roster; rows with errors come back in a workbook beside the input, marked red. */
export async function problemFromTables(call: Call, needsFile: string, rosterFile: string): Promise<AssemblyProblem | null> {
  const { options, out, environment } = call;
  const seed = Number(options.seed ?? 0);
  const on = options.day === undefined ? addDays(dayIn(DEFAULT_ZONE, Date.now()), 1) : day(options.day);
  const say = loadDocumentTexts(environment.language);
  const needs = await readNeedsWorkbook(basename(needsFile), bytesOf(needsFile));
  const roster = await readRosterWorkbook(basename(rosterFile), bytesOf(rosterFile));
  const good = [await handBack(call, needsFile, needs, say), await handBack(call, rosterFile, roster, say)];
  if (good.includes(false)) {
    out.result({ ok: false, issues: { needs: needs.issues, roster: roster.issues } });
    return null;
  }
  const read: Result<AssemblyProblem> & { warnings: readonly Issue[] } = problemFromRows(needs.records, roster.records, {
    day: on,
    seed,
  });
  for (const warning of read.warnings) out.line(`${warning.path.join(' / ')}: ${say(warning.code, warning.params)}`);
  if (read.ok) return read.value;
  tell(call, read.issues);
  return null;
}

async function handBack(call: Call, file: string, read: WorkbookRead<unknown>, say: Texts): Promise<boolean> {
  if (read.ok) return true;
  for (const issue of read.issues) call.out.line(`${basename(file)}: ${placedText(issue, say)}`);
  if (read.returned !== null) {
    const { dir, name } = parse(file);
    const target = join(dir, `${name}.errors.xlsx`);
    write(target, await returnedWorkbook(read.returned, read.checked?.rows ?? [], say));
    call.out.say('plan.returned', { file: target });
  }
  return false;
}

/** Whether the file is a workbook by its name. */
export function isWorkbook(file: string): boolean {
  return extname(file).toLowerCase() === '.xlsx';
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Failure('plan-file-unreadable', { file, reason: String((error as Error).message) }, error);
  }
}
