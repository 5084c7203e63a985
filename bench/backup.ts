import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedDemoCity } from '#cli/seed-city';
import { backup, checkBackup, restore } from '#store/backup';
import { copyIn, copyOut } from '#store/copy';
import { startEmbedded } from '#store/embedded/supervisor';
import { migrate } from '#store/migrate';
import { inDatabase, type Target, withClient } from '#store/target';
import { watchStops } from './loop-stops.ts';

/**
 * `backup [data folder] [scale]`: backup of a city, check and restore into an empty database of the same cluster, against a raw COPY of the
 * same tables out of the database (into nothing) and from one database into the other. One JSON line; the longest stop of the event loop during the
 * backup, in wall clock and in processor time of the main thread. Without a folder a cluster of its own with `--scale demo` (or `city`).
 */
export async function backupBench(args: readonly string[]): Promise<number> {
  const [given, scale = 'demo'] = args;
  const folder = given && given !== '-' ? given : mkdtempSync(join(tmpdir(), 'qunying-bench-'));
  const work = mkdtempSync(join(tmpdir(), 'qunying-bench-'));
  const postgres = await startEmbedded({ folder, ...(folder === given ? {} : { disposable: true }) });
  const owner = { ...postgres.address, database: 'qunying' };
  const target = { ...postgres.address, database: `bench_restore_${process.pid}` };
  const copyTarget = { ...postgres.address, database: `bench_copy_${process.pid}` };
  try {
    await migrate(owner, { createDatabase: true });
    if (folder !== given) await seedDemoCity(owner, { scale: scale === 'city' ? 'city' : 'demo', seed: 1 });
    const file = join(work, 'city.qunying');
    const raw = await timed(() => copyAllOut(owner));
    const stops = watchStops();
    let rows = 0;
    const saving = await timed(async () => {
      const counts = await backup(owner, file, 'bench');
      rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
    });
    const { longest, longestOwn, longestIdle } = await stops();
    const checking = await timed(() => checkBackup(file));
    for (const one of [target, copyTarget]) await migrate(one, { createDatabase: true });
    const restoring = await timed(() => restore(target, file));
    const rawIn = await timed(() => copyAllOver(owner, copyTarget));
    console.log(
      JSON.stringify({
        bench: 'backup',
        rows,
        fileMegabytes: round(statSync(file).size / 1e6),
        rawOutSeconds: round(raw.seconds),
        backupSeconds: round(saving.seconds),
        backupCpuSeconds: round(saving.cpu),
        backupToRawOut: round(saving.seconds / raw.seconds),
        longestStopMillis: Math.round(longest),
        longestOwnMillis: Math.round(longestOwn),
        longestIdleMillis: Math.round(longestIdle),
        checkSeconds: round(checking.seconds),
        rawInSeconds: round(rawIn.seconds),
        restoreSeconds: round(restoring.seconds),
        restoreToRawIn: round(restoring.seconds / rawIn.seconds),
      }),
    );
    return 0;
  } finally {
    for (const { database } of [target, copyTarget])
      await withClient(inDatabase(owner, 'postgres'), (client) =>
        client.query(`drop database if exists ${database} with (force)`),
      );
    await postgres.stop();
    rmSync(work, { recursive: true, force: true });
    if (folder !== given) rmSync(folder, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<{ seconds: number; cpu: number }> {
  const [begin, before] = [performance.now(), process.cpuUsage()];
  await work();
  const used = process.cpuUsage(before);
  return { seconds: (performance.now() - begin) / 1000, cpu: (used.user + used.system) / 1e6 };
}

async function tablesOf(database: Target): Promise<{ name: string; columns: string }[]> {
  return withClient(database, async (client) => {
    const { rows } = await client.query<{ name: string; columns: string }>(
      `select c.relname as name, string_agg('"' || a.attname || '"', ', ' order by a.attnum) as columns
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not in ('session', 'kysely_migration', 'kysely_migration_lock')
       group by c.relname order by c.relname`,
    );
    return rows;
  });
}

/** Every table out of the database into nothing. */
async function copyAllOut(database: Target): Promise<void> {
  const tables = await tablesOf(database);
  await withClient(database, async (client) => {
    for (const { name, columns } of tables) await copyOut(client, `copy "${name}" (${columns}) to stdout`, () => {});
  });
}

/** Every table of one database into the empty one, with its keys and indexes as they stand, foreign keys and triggers apart. */
async function copyAllOver(from: Target, to: Target): Promise<void> {
  const tables = await tablesOf(from);
  await withClient(from, (source) =>
    withClient(to, async (client) => {
      await client.query('begin');
      await client.query('set local session_replication_role = replica');
      for (const { name, columns } of tables) {
        const parts: Buffer[] = [];
        await copyOut(source, `copy "${name}" (${columns}) to stdout`, (chunk) => void parts.push(chunk));
        await copyIn(client, `copy "${name}" (${columns}) from stdin`, parts);
      }
      await client.query('commit');
    }),
  );
}

const round = (value: number): number => Math.round(value * 100) / 100;
