import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { approvalShow, formationShow, requestDocument } from '#contract/formation';
import { myDutyList } from '#contract/me';
import { myDataShow } from '#contract/my-data';
import { planUnplaced } from '#contract/plan-questions';
import { planExplain, planPosts, planShow, planStart } from '#contract/plans';
import { rosterBoard } from '#contract/rosters';
import { endingShow, runningShow, taskEnd } from '#contract/running';
import { taskList } from '#contract/tasks';
import { restore } from '#store/backup';
import { startEmbedded } from '#store/embedded/supervisor';
import { MIGRATIONS } from '#store/migrations/index';
import { type Target, withClient } from '#store/target';
import { addressOf, runToEnd, start } from '../support/command-line.ts';
import { createTestDatabase } from '../support/database.ts';
import { clientOf } from '../support/server.ts';
import { fillFolder } from '../support/small-folder.ts';
import { readDocumentText } from '../support/word.ts';

/**
 * A city as an earlier release left it, nine schema changes old: seven organizations and 56 synthetic members, one task that was planned,
 * approved and told (46 placed, 3 missing, its first day in 2036), an answer, shifts of one group, a second task hardly begun.
 */
const FILE = resolve(import.meta.dirname, 'releases/schema-0009.qunying');
const EARLIER = MIGRATIONS.findIndex((one) => one.name.startsWith('0010'));
const [TASK, PLAN, APPROVAL, GROUP] = [
  '01a22c03-15c9-768b-bf1e-0e1a4f1def9e',
  '01a22c03-1750-74d1-98dc-9b245dfc9acb',
  '01a22c03-1a2d-73c9-9542-0ff959976e36',
  '01a22c03-1a26-73c0-bbf2-33e12f52224a',
] as const;
/** Its last seal, as it was noted down before. */
const SEAL = '7654f487c355b182b52abb3d9a588abba1e10eb3ce07d9233175a1de9e5945ad';

const database = await createTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'qunying-upgrade-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { user, password, host, port } = database.owner as Required<Target>;
const variables = {
  DATABASE_URL: `postgresql://${user}:${encodeURIComponent(password as string)}@localhost:${port}/${database.name}?host=${encodeURIComponent(host)}`,
  QUNYING_DATA: join(folder, 'data'),
  QUNYING_MODE: 'production',
};

async function enter(url: string, login: string) {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: `eigen ${login} 2026` }),
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return clientOf(url, answer.headers.get('set-cookie')!.split(';')[0]!);
}

describe('the city of an earlier release', () => {
  test('is brought up to date with every row, and its task goes on: plan, reasons, chain, shifts, paper, end; the seal noted before still holds', async () => {
    const counts = await restore(database.owner, FILE);
    const applied = await withClient(database.owner, async (client) => {
      for (const [table, rows] of Object.entries(counts))
        expect((await client.query(`select count(*)::int as n from "${table}"`)).rows[0].n, table).toBe(rows);
      // Made by the schema changes in between from the rows that were there.
      const counted = `select sum(full_members)::int as n from member_count where place = 'organization'`;
      expect((await client.query(counted)).rows[0].n).toBe(56);
      return (await client.query(`select name from kysely_migration order by name`)).rows.map((row) => row.name);
    });
    expect(EARLIER).toBe(9);
    expect(applied).toEqual(MIGRATIONS.map((one) => one.name));

    const url = new URL(await addressOf(start(['serve', '--port', '0'], variables))).origin;
    const drafter = await enter(url, 'drafter');
    const tasks = (await drafter.call(taskList, {})).data.items;
    expect(tasks.map((one) => [one.title, one.state])).toEqual(
      expect.arrayContaining([
        ['路口值守', 'active'],
        ['交通劝导', 'draft'],
      ]),
    );
    const plan = (await drafter.call(planShow, { params: { planId: PLAN } })).data;
    expect([plan.placed, plan.missing, plan.gaps.map((one) => one.count)]).toEqual([46, 3, [3]]);
    const posts = (await drafter.call(planPosts, { params: { planId: PLAN }, query: {} })).data.items;
    expect(posts.map((one) => one.needed).sort()).toEqual([11, 12, 12, 14]);
    const { postId } = posts.find((one) => one.missing === 0)!;
    const explained = (await drafter.call(planExplain, { params: { planId: PLAN, postId } })).data;
    expect([explained.personId === null, explained.why.length > 0, explained.whoElse.length > 0]).toEqual([false, true, true]);
    expect((await drafter.call(planUnplaced, { params: { planId: PLAN } })).data.tied).toBe(50);

    const chain = (await drafter.call(formationShow, { params: { taskId: TASK } })).data;
    expect([chain.nodes.length, chain.nodes[0]!.people]).toEqual([4, 50]);
    const running = (await drafter.call(runningShow, { params: { taskId: TASK }, query: {} })).data;
    expect(running.duties).toMatchObject({ all: 46, accepted: 1, unanswered: 45 });
    const board = await drafter.call(rosterBoard, { params: { taskId: TASK, orgId: GROUP }, query: { from: '2026-12-01' } });
    expect([board.data.kept, board.data.duties.length, board.data.dropped]).toEqual([true, 117, 0]);
    const approval = (await drafter.call(approvalShow, { params: { approvalId: APPROVAL } })).data;
    expect([approval.decision, approval.opinion, approval.told]).toEqual(['approved', '同意', true]);
    const paper = await drafter.call(requestDocument, { params: { taskId: TASK }, query: {} });
    expect(await readDocumentText(new Uint8Array(paper.data))).toContain('路口值守');

    const member = await enter(url, 'xs47692');
    const mine = (await member.call(myDataShow, {})).data;
    expect(mine.duties.map((one) => one.state)).toEqual(['accepted']);
    expect((await member.call(myDutyList, {})).data.items.some((one) => one.line === 'task')).toBe(true);

    const verified = await runToEnd(['audit', 'verify', '--expect', SEAL, '--json'], variables);
    expect(verified, verified.said).toMatchObject({ code: 0 });

    // What was begun under the earlier release is ended under this one; nobody's home changed.
    const ending = (await drafter.call(endingShow, { params: { taskId: TASK } })).data;
    expect([ending.calledOff, ending.participations, ending.unchanged.homes]).toEqual([true, 50, 56]);
    const on = database.store.today();
    await drafter.call(taskEnd, { params: { taskId: TASK }, body: { on, lessons: '', thanks: '' } });
    expect((await drafter.call(runningShow, { params: { taskId: TASK }, query: {} })).data.state).toBe('ended');
    const other = tasks.find((one) => one.title === '交通劝导')!.id;
    await expect(drafter.call(planStart, { params: { taskId: other }, body: {} })).rejects.toMatchObject({
      problem: { status: 422 },
    });
  });

  test('a command of a later release changes nothing under a running server of an earlier one', async () => {
    const data = join(folder, 'running');
    await fillFolder(data);
    await addressOf(start(['serve', '--port', '0'], { QUNYING_DATA: data }));
    // The address of the running database, as a command beside the server finds it.
    const { address } = await startEmbedded({ folder: data });
    const owner = { ...address, database: 'qunying' };
    const newest = MIGRATIONS.at(-1)!.name;
    const count = `select count(*)::int as n from kysely_migration`;
    await withClient(owner, (client) => client.query('delete from kysely_migration where name = $1', [newest]));
    for (const words of [['backup', join(folder, 'beside.qunying')], ['migrate']]) {
      const refused = await runToEnd(words, { QUNYING_DATA: data });
      expect([refused.code, refused.said.includes('earlier release')], refused.said).toEqual([3, true]);
    }
    expect((await withClient(owner, (client) => client.query(count))).rows[0].n).toBe(MIGRATIONS.length - 1);
  });

  test('a release earlier than the database refuses, by name, and changes nothing', async () => {
    const later = '9999-later';
    await withClient(database.owner, (client) =>
      client.query(`insert into kysely_migration (name, timestamp) values ('${later}', '2030-01-01')`),
    );
    for (const words of [['serve', '--port', '0'], ['backup', join(folder, 'no.qunying')], ['migrate']]) {
      const refused = await runToEnd(words, variables);
      expect([refused.code, refused.said.includes(later)], words[0]).toEqual([3, true]);
    }
  });
});
