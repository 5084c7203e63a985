import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { backup, checkBackup, restore, type TableCounts } from '#store/backup';
import type { Call, ExitCode } from '../command.ts';
import { openDatabase, withCity } from '../open-database.ts';
import { packageRoot } from '../texts.ts';

/** Saves the city while the server may go on working; the file is one instant of it. */
export async function runBackup({ environment, out, arguments: given }: Call): Promise<ExitCode> {
  const file = resolve(given.file!);
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return withCity<ExitCode>(environment, out, async ({ owner }) => {
    const counts = await backup(owner, file, version, (table, done, of) => out.progress('progress.backup', { table }, done / of));
    const bytes = statSync(file).size;
    out.progressDone();
    out.say('backup.done', { file, rows: sum(counts), megabytes: (bytes / 1e6).toFixed(1) });
    out.result({ file, bytes, rows: counts });
    return 0;
  });
}

/** Puts a backup into an empty data folder or database; with `--check` only reads and checks the file. */
export async function runRestore({ environment, out, arguments: given, flags }: Call): Promise<ExitCode> {
  const file = resolve(given.file!);
  if (flags.has('check')) {
    const { head, counts } = await checkBackup(file, (table) => out.progress('progress.check', { table }));
    out.progressDone();
    out.say('restore.sound', { file, at: head.createdAt, rows: sum(counts), cities: head.cities.join(', ') });
    out.result({ file, head, rows: counts });
    return 0;
  }
  await checkBackup(file, (table) => out.progress('progress.check', { table }));
  const database = await openDatabase(environment, out, { kind: 'command', migrate: false });
  try {
    const counts = await restore(database.owner, file, (table, done, of) =>
      out.progress('progress.restore', { table }, done / of),
    );
    out.progressDone();
    out.say('restore.done', { file, rows: sum(counts) });
    out.result({ file, rows: counts });
    return 0;
  } finally {
    await database.close();
  }
}

function sum(counts: TableCounts): number {
  return Object.values(counts).reduce((total, rows) => total + rows, 0);
}
