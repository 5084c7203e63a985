import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { approvalDecide, approvalShow, approvalTell } from '#contract/formation';
import { verifyAudit } from '#store/audit-verify';
import { openStore, type Store } from '#store/database';
import { readPidFile } from '#store/embedded/postmaster';
import { startEmbedded } from '#store/embedded/supervisor';
import { addressOf, start } from '../support/command-line.ts';
import { eventually, temporaryFolder } from '../support/folder.ts';
import { SMALL_CITY, smallCityOf } from '../support/small-city.ts';
import { fillFolder, officerAt } from '../support/small-folder.ts';
import { createSmallTask, type SmallTask } from '../support/small-task.ts';

/** A data folder with a submitted task, and how to reach its database. */
async function submitted(folder: string): Promise<{ task: SmallTask; open: () => Store }> {
  await fillFolder(folder);
  const postgres = await startEmbedded({ folder });
  const { address } = postgres;
  const open = () => openStore({ ...address, database: 'qunying' }, { as: 'owner' });
  const store = open();
  const task = await createSmallTask(store.db, await smallCityOf(store.db), 'wolong');
  await store.db.updateTable('task').set({ pack: 'epidemic-control' }).where('id', '=', task.taskId).execute();
  await store.close();
  await postgres.stop();
  return { task, open };
}

/** Everything that the decision or the telling writes, in one row. */
async function written(store: Store, task: SmallTask): Promise<Record<string, unknown>> {
  const { rows } = await sql<Record<string, unknown>>`select
    (select decision from approval where id = ${task.approvalId}) as decision,
    (select document_number from approval where id = ${task.approvalId}) as number,
    (select count(*)::int from approval_step where approval_id = ${task.approvalId} and action = 'approve') as steps,
    (select state from task where id = ${task.taskId}) as task,
    (select state from plan where id = ${task.planId}) as plan,
    (select state from org where id = ${task.rootOrgId}) as org,
    (select count(*)::int from task_change where task_id = ${task.taskId}) as changes,
    (select count(*)::int from notice) as notices,
    (select count(*)::int from audit_event where subject_id = ${task.approvalId}) as events`.execute(store.db);
  return rows[0]!;
}

/** Holds the table that both acts write late, so that they stand still half way. */
async function halfWay(store: Store, act: () => Promise<unknown>, kill: () => void): Promise<void> {
  await store.db.connection().execute(async (one) => {
    await sql`begin`.execute(one);
    await sql`lock table notice in access exclusive mode`.execute(one);
    const answer = act().then(
      () => 'acknowledged',
      () => 'lost',
    );
    await eventually('the act waits half way', async () => {
      const { rows } = await sql`select 1 from pg_locks where relation = 'notice'::regclass and not granted`.execute(one);
      return rows.length > 0 ? true : undefined;
    });
    kill();
    expect(await answer).toBe('lost');
    await sql`rollback`.execute(one).catch(() => undefined);
  });
}

test.each(['server', 'database'] as const)(
  'kill -9 of the %s half way through an approval and through telling everyone: nothing half done, and once more it goes through',
  { timeout: 180_000 },
  async (victim) => {
    const folder = temporaryFolder();
    const { task, open } = await submitted(folder);
    const params = { approvalId: task.approvalId };
    let running = start(['serve', '--port', '0'], { QUNYING_DATA: folder });
    let approver = await officerAt(await addressOf(running), 'cityApprover');
    const killed = async (act: () => Promise<unknown>) => {
      let store = open();
      const before = await written(store, task);
      const pid = victim === 'server' ? running.child.pid! : readPidFile(join(folder, 'postgres'))!.pid;
      await halfWay(store, act, () => process.kill(pid, 'SIGKILL')).catch((error: unknown) => {
        // The connection that held the lock dies with the database.
        if (victim === 'server') throw error;
      });
      await store.close().catch(() => undefined);
      if (victim === 'server') {
        await running.ended;
        running = start(['serve', '--port', '0'], { QUNYING_DATA: folder });
        approver = await officerAt(await addressOf(running), 'cityApprover');
      }
      await eventually('an answer again', () =>
        approver.call(approvalShow, { params }).then(
          () => true,
          () => undefined,
        ),
      );
      store = open();
      expect(await written(store, task)).toEqual(before);
      await store.close();
    };

    await killed(() => approver.call(approvalDecide, { params, body: { decision: 'approved', opinion: '同意' } }));
    await approver.call(approvalDecide, { params, body: { decision: 'approved', opinion: '同意' } });
    await killed(() => approver.call(approvalTell, { params }));
    await approver.call(approvalTell, { params });

    const store = open();
    expect(await written(store, task)).toMatchObject({
      decision: 'approved',
      steps: 1,
      task: 'active',
      plan: 'approved',
      org: 'active',
    });
    expect((await verifyAudit(store, SMALL_CITY)).ok).toBe(true);
    await store.close();
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  },
);
