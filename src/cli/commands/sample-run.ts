import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { AreaSource, MapSource } from '#demo/areas';
import { sampleRows } from '#demo/sample';
import { exportSheet, workbookBytes } from '#documents/tables';
import { addDays, day } from '#kernel/lib';
import { Failure } from '#store/failure';
import { DEFAULT_ZONE, dayIn } from '#store/today';
import type { Call, ExitCode } from '../command.ts';
import { loadDocumentTexts } from '../document-texts.ts';
import { packageRoot } from '../texts.ts';
import { write } from './plan-input.ts';

/** Writes needs.xlsx and roster.xlsx; the same seed and day give the same bytes. The needs are for `--day`, by default tomorrow. */
export async function runSample({ options, out, environment }: Call): Promise<ExitCode> {
  const seed = Number(options.seed);
  const today = options.day === undefined ? dayIn(DEFAULT_ZONE, Date.now()) : addDays(day(options.day), -1);
  const read = (name: string): unknown => JSON.parse(readFileSync(join(packageRoot, 'areas', name), 'utf8'));
  const rows = sampleRows(read('nanyang.json') as AreaSource, read('map.json') as MapSource, seed, today);
  const say = loadDocumentTexts(environment.language);
  const folder = resolve(options.out ?? '.');
  makeFolder(folder);
  const note = {
    name: say('table-sample-sheet'),
    columns: [{ width: 100 }],
    rows: ['table-sample-note-1', 'table-sample-note-2', 'table-sample-note-3'].map((key) => ({ cells: [say(key)] })),
  };
  const files = { needs: join(folder, 'needs.xlsx'), roster: join(folder, 'roster.xlsx') };
  write(files.needs, await workbookBytes([exportSheet('needs', rows.needs, say, { names: true }), note]));
  write(files.roster, await workbookBytes([exportSheet('roster', rows.roster, say, { names: true }), note]));
  const people = rows.needs.reduce((sum, row) => sum + Number(row.headCount), 0);
  const checkpoints = new Set(rows.needs.map((row) => `${row.community} ${row.checkpoint}`)).size;
  out.say('sample.done', {
    needs: files.needs,
    roster_file: files.roster,
    checkpoints,
    shifts: rows.needs.length,
    people,
    roster: rows.roster.length,
  });
  out.say('sample.next', files);
  out.result({ files, seed, day: addDays(today, 1), checkpoints, shifts: rows.needs.length, people, roster: rows.roster.length });
  return 0;
}

/** Makes a folder and those above it, one by one: Node's own way goes round for ever where the system refuses (seen under /proc). */
function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = folder; statSync(at, { throwIfNoEntry: false }) === undefined && dirname(at) !== at; at = dirname(at))
    missing.unshift(at);
  try {
    for (const one of missing) mkdirSync(one);
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error('ENOTDIR'), { code: 'ENOTDIR' });
  } catch (error) {
    throw new Failure('folder-unwritable', { folder, reason: String((error as Error).message) }, error);
  }
}
