import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_CITY, seedDemoCity } from '#cli/seed-city';
import { syntheticName } from '#demo/names';
import { randomOf } from '#demo/random';
import { exportSheet, workbookBytes } from '#documents/tables';
import { type ImportScope, startImportJob } from '#jobs/import-job';
import { THE_PROGRAM } from '#store/audit';
import { copyRows } from '#store/copy';
import { openStore } from '#store/database';
import { startEmbedded } from '#store/embedded/supervisor';
import { newId } from '#store/id';
import { createBatch } from '#store/import-batch';
import { migrate } from '#store/migrate';
import { withClient } from '#store/target';
import { sayIn } from '../test/support/say.ts';
import { watchStops } from './loop-stops.ts';
import { processorOf } from './processor.ts';

const DATABASE = 'qunying';

/**
 * `import [rows]`: members handed in as a workbook beside the demo city, from the bytes to the preview and from there to the commit,
 * against a raw COPY of the same persons, names and homes in the same run. Default 20,000 rows; processor time is of this process and PostgreSQL;
 * the longest stop of the event loop is measured too, in wall clock and in processor time of the main thread, beside that of an idle process.
 */
export async function importTables(args: readonly string[]): Promise<number> {
  const rows = Number(args[0] ?? 20_000);
  const folder = mkdtempSync(join(tmpdir(), 'qunying-bench-'));
  const postgres = await startEmbedded({ folder, disposable: true });
  const owner = { ...postgres.address, database: DATABASE };
  try {
    await migrate(owner, { createDatabase: true });
    await seedDemoCity(owner, { scale: 'demo', seed: 1 });
    const store = openStore(owner, { as: 'app', statementTimeoutMillis: 900_000 });
    const branches = await store.db
      .selectFrom('org')
      .select(['id', 'source_key', 'name'])
      .where('holds_relationship', '=', true)
      .where('source_key', 'is not', null)
      .execute();
    const random = randomOf(5);
    const records = Array.from({ length: rows }, (_, index) => ({
      sourceKey: `B-${index}`,
      personName: syntheticName(random),
      status: 'full',
      organization: branches[index % branches.length]!.source_key!,
      skills: index % 3 === 0 ? ['水电'] : [],
    }));
    const bytes = await workbookBytes([exportSheet('members', records, sayIn('zh-CN'), { names: true })]);
    const stops = watchStops();
    const scope: ImportScope = {
      access: store.access,
      cityId: DEMO_CITY.id,
      today: store.today(),
      now: new Date(),
      actor: THE_PROGRAM,
      reach: { everything: true, areaPath: null, seesPersons: true },
      anchors: null,
    };
    const spent = processorOf(process.pid, folder);
    const [begin, begun] = [performance.now(), spent()];
    const id = await createBatch(store.db, {
      cityId: DEMO_CITY.id,
      kind: 'members',
      fileName: 'b.xlsx',
      createdBy: newId(),
      now: scope.now,
    });
    let readSeconds = 0;
    const file = { kind: 'members' as const, fileName: 'b.xlsx', bytes };
    const answer = await startImportJob<'preview'>({ type: 'preview', scope, batchId: id, ...file }, ({ step }) => {
      if (step === 'checking' && readSeconds === 0) readSeconds = (performance.now() - begin) / 1000;
    }).result;
    if (answer.issues.length > 0) throw new Error(JSON.stringify(answer));
    const previewSeconds = (performance.now() - begin) / 1000;
    const [before, previewed] = [performance.now(), spent()];
    const { outcome: done } = await startImportJob<'commit'>({ type: 'commit', scope, batchId: id }).result;
    if (!done.done) throw new Error(JSON.stringify(done.issues.slice(0, 3)));
    const commitSeconds = (performance.now() - before) / 1000;
    const committed = spent();
    const { longest, longestOwn, longestIdle } = await stops();
    await store.close();
    const copyBegun = spent();
    const copySeconds = await rawCopy(
      owner,
      records,
      branches.map((branch) => branch.id),
    );
    console.log(
      JSON.stringify({
        bench: 'import',
        rows,
        megabytes: round(bytes.length / 1024 / 1024),
        readSeconds: round(readSeconds),
        previewSeconds: round(previewSeconds),
        commitSeconds: round(commitSeconds),
        copySeconds: round(copySeconds),
        previewCpuSeconds: round((previewed - begun) / 1000),
        commitCpuSeconds: round((committed - previewed) / 1000),
        copyCpuSeconds: round((spent() - copyBegun) / 1000),
        ratioToCopy: round((previewSeconds + commitSeconds) / copySeconds),
        longestStopMillis: Math.round(longest),
        longestOwnMillis: Math.round(longestOwn),
        longestIdleMillis: Math.round(longestIdle),
      }),
    );
    return 0;
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same number of persons, names and homes by COPY into the same tables with their indexes. */
async function rawCopy(
  owner: Parameters<typeof withClient>[0],
  records: readonly { personName: string }[],
  branches: readonly string[],
): Promise<number> {
  return withClient(owner, async (client) => {
    const ids = records.map(() => newId());
    const city = DEMO_CITY.id;
    const tag = randomBytes(4).toString('hex');
    const begin = performance.now();
    await client.query('begin');
    await copyRows(
      client,
      'person',
      ['city_id', 'id', 'source_key', 'status'],
      ids.map((id, index) => [city, id, `${tag}-${index}`, 'full']),
    );
    await copyRows(
      client,
      'person_name',
      ['city_id', 'person_id', 'name'],
      ids.map((id, index) => [city, id, records[index]!.personName]),
    );
    await copyRows(
      client,
      'home',
      ['city_id', 'id', 'person_id', 'org_id', 'valid_from'],
      ids.map((id, index) => [city, newId(), id, branches[index % branches.length]!, '2026-01-01']),
    );
    await client.query('commit');
    return (performance.now() - begin) / 1000;
  });
}

const round = (value: number): number => Math.round(value * 100) / 100;
