import { expect, test } from 'vitest';
import type { Client } from '#contract/client';
import { importMapping, importReturned } from '#contract/import';
import { needsRead } from '#contract/needs';
import { planWhyNot } from '#contract/plan-questions';
import { taskCreate } from '#contract/tasks';
import { type AssemblyPlan, type AssemblyProblem, solvePlan, verifyPlan } from '#kernel/assembly';
import { createDemoAccounts } from '#server/demo-accounts';
import { openStore } from '#store/database';
import { startEmbedded } from '#store/embedded/supervisor';
import { migrate } from '#store/migrate';
import { type SampleSize, sampleProblem } from '../../src/kernel/assembly/sample.ts';
import { problemOf } from '../support/assembly.ts';
import { addressOf, start } from '../support/command-line.ts';
import { temporaryFolder } from '../support/folder.ts';
import { handIn } from '../support/hand-in.ts';
import { hold } from '../support/hold.ts';
import { refusal } from '../support/server.ts';
import { createSmallCity, SMALL_CITY } from '../support/small-city.ts';
import { fillFolder, officerAt } from '../support/small-folder.ts';
import { createSmallTask, type SmallTask } from '../support/small-task.ts';

/** Seconds in which a server ends that was told to. */
const SOON = 20;

type Saved = { task: SmallTask; personId: string };

/** A data folder whose plan has a problem of this size, with the post and a member of the small city in it. */
async function folderWith(
  size: SampleSize,
  planOf: (problem: AssemblyProblem) => AssemblyPlan,
): Promise<Saved & { folder: string }> {
  const folder = temporaryFolder();
  const postgres = await startEmbedded({ folder });
  const owner = { ...postgres.address, database: 'qunying' };
  await migrate(owner, { createDatabase: true });
  const store = openStore(owner, { as: 'owner' });
  try {
    const city = await createSmallCity(store.db);
    await createDemoAccounts(store.db, SMALL_CITY, store.today());
    const task = await createSmallTask(store.db, city, 'wolong');
    const personId = [...city.members.values()][0]![0]!;
    const sample = sampleProblem(size);
    const named = JSON.stringify(sample)
      .replaceAll(JSON.stringify(sample.posts[0]!.id), JSON.stringify(task.postId))
      .replaceAll(JSON.stringify(sample.members[0]!.id), JSON.stringify(personId));
    const problem = problemOf(JSON.parse(named));
    const plan = planOf(problem);
    for (const [kind, body] of Object.entries({ problem, plan, verification: verifyPlan(problem, plan) }))
      await store.db
        .insertInto('plan_document')
        .values({ city_id: SMALL_CITY, plan_id: task.planId, kind: kind as 'plan', body: JSON.stringify(body) })
        .execute();
    return { folder, task, personId };
  } finally {
    await store.close();
    await postgres.stop();
  }
}

async function served(folder: string) {
  const running = start(['serve', '--port', '0'], { QUNYING_DATA: folder });
  const officer = await officerAt(await addressOf(running));
  const stop = async () => {
    running.child.kill('SIGTERM');
    const late = new Promise((resolve) => setTimeout(resolve, SOON * 1000, `still running after ${SOON} s`));
    return Promise.race([running.ended, late]);
  };
  return { running, officer, stop };
}

const ask = (officer: Client, { task, personId }: Saved) =>
  officer.call(planWhyNot, { params: { planId: task.planId, postId: task.postId }, query: { personId } });

test('told to stop while questions about a large plan are worked on: who asked is told, and the server ends', {
  timeout: 240_000,
}, async () => {
  // A plan that proves nothing by itself is solved again before the first answer: here for minutes.
  const saved = await folderWith({ members: 60_000, checkpoints: 4_000, shifts: 3 }, (problem) => {
    const small = problemOf(sampleProblem({ members: 20, checkpoints: 2 }));
    const { plan } = solvePlan(small);
    return {
      ...plan,
      assignments: [],
      leaders: [],
      shortages: [],
      proof: { ...plan.proof, status: 'bounded' },
      seed: problem.seed,
    };
  });
  const { officer, stop, running } = await served(saved.folder);
  // Certain by size: minutes of solving against the 4 s in which both questions reach it; an answer within them fails here.
  const asked = Promise.all([1, 2].map(() => refusal(ask(officer, saved))));
  const first = await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 4_000, 'at work'))]);
  expect(first).toBe('at work');
  expect(await stop()).toBe(0);
  for (const problem of await asked) expect(problem).toMatchObject({ code: 'stopping', status: 503 });
  expect(running.said()).not.toContain('Error');
});

test('told to stop while rows are mapped, a sheet is handed back and a table is read: who asked is told, nothing is left half done', {
  timeout: 180_000,
}, async () => {
  const folder = temporaryFolder();
  await fillFolder(folder);
  const { officer, stop, running } = await served(folder);
  const beside = await startEmbedded({ folder });
  const store = openStore({ ...beside.address, database: 'qunying' }, { as: 'owner' });
  const bytes = (lines: readonly string[]) => new TextEncoder().encode(lines.join('\n'));
  const batch = await handIn(
    officer,
    'units',
    bytes(['编号,单位名称,单位类型', 'U-1,甲商行,民营企业', 'U-2,乙商行,不知道']),
    'u.csv',
  );
  const task = await officer.call(taskCreate, { body: { title: '停', pack: null, areaId: null } });
  const needs = bytes(['社区,卡点,人数,时段', ...Array.from({ length: 500_000 }, (_, i) => `文化社区,东门${i},3,06:00-14:00`)]);
  const held = await hold(store, 'import_row', 2);
  const params = { importId: batch.id };
  const asked = Promise.all([
    refusal(officer.call(importMapping, { params, body: { mapping: batch.mapping } })),
    refusal(officer.call(importReturned, { params })),
    refusal(
      officer.call(
        needsRead,
        { params: { taskId: task.data.id }, body: needs },
        { contentType: 'text/csv', fileName: 'needs.csv' },
      ),
    ),
  ]);
  // Certain by the lock: both imports stand behind the held rows, and half a million lines are still being read.
  await held.waited;
  const stopped = stop();
  for (const problem of await asked) expect(problem).toMatchObject({ code: 'stopping', status: 503 });
  await held.release();
  await store.close();
  expect(await stopped).toBe(0);
  expect(running.said()).not.toContain('Error');
  const after = await startEmbedded({ folder });
  const read = openStore({ ...after.address, database: 'qunying' }, { as: 'owner' });
  try {
    const { state, version } = await read.db
      .selectFrom('import_batch')
      .select(['state', 'version'])
      .where('id', '=', batch.id)
      .executeTakeFirstOrThrow();
    expect([state, version]).toEqual(['preview', batch.version]);
  } finally {
    await read.close();
    await after.stop();
  }
});
