import { expect, test } from 'vitest';
import { approvalDecide, approvalShow, approvalWithdraw } from '#contract/formation';
import { isFileShape } from '#contract/route';
import { ROUTES } from '#contract/routes';
import { SEARCH_KINDS, searchAll } from '#contract/search';
import { sessionShow } from '#contract/session';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { addAccount, addGrant } from '#store/account';
import { newId } from '#store/id';
import { type DemoPart, refusal, startTestServer } from '../support/server.ts';
import { createSmallCity } from '../support/small-city.ts';
import { createSmallTask } from '../support/small-task.ts';

const server = await startTestServer();
const { db } = server.database.store;
const far = await createSmallCity(db, 'far');
await createSmallTask(db, server.small, 'wolong');
const away = await createSmallTask(db, far, 'wolong');
const [account, notice, batch, feedback] = [newId(), newId(), newId(), newId()];
const stranger = await addAccount(db, {
  ...{ cityId: 'far', login: 'far-officer', hash: null, personId: far.members.get('small-bayi')![0]! },
  ...{ displayName: '远方人', mustChange: true },
});
await addGrant(db, {
  ...{ id: account, cityId: 'far', accountId: stranger, role: 'officer', orgId: [...far.orgs.values()][0]!, unitId: null },
  ...{ from: '2020-01-01' as never, by: null },
});
await db
  .insertInto('notice')
  .values({
    ...{ city_id: 'far', id: notice, org_id: [...far.orgs.values()][0]!, kind: 'approval-asked' },
    ...{ params: JSON.stringify({ title: '远方的任务' }), created_at: new Date() },
  })
  .execute();
await db
  .insertInto('import_batch')
  .values({
    ...{ city_id: 'far', id: batch, kind: 'members', file_name: '远方.xlsx', state: 'preview' },
    ...{ created_by: DEMO_ACCOUNTS.districtOfficer.id, created_at: new Date() },
  })
  .execute();
await db
  .insertInto('feedback')
  .values({
    ...{ city_id: 'far', id: feedback, kind: 'complaint', text: '远方的意见', code_hash: 'x'.repeat(64) },
    ...{ created_at: new Date(), erase_after: '2099-01-01' as never },
  })
  .execute();

/** Every id of the other city, and words that stand only there. */
const foreign = [
  ...far.orgs.values(),
  ...far.units.values(),
  ...Object.values(far.areas),
  ...[...far.members.values()].flat(),
  ...Object.values(away),
  ...[stranger, account, notice, batch, feedback, '远方', 'far-officer'],
];
const PARTS = Object.keys(DEMO_ACCOUNTS) as DemoPart[];

test.each(PARTS)('two cities in one database: no list that %s may ask for has anything of the other city', async (part) => {
  const client = await server.signIn(DEMO_ACCOUNTS[part].login, 'qunying-demo');
  const { data: me } = await client.call(sessionShow, {});
  const grantId = me.grants.find((grant) => grant.role === DEMO_ACCOUNTS[part].role)!.id;
  const headers = { cookie: client.cookie, 'qunying-acting': grantId };
  const lists = ROUTES.filter((route) => route.method === 'GET' && !route.params && !isFileShape(route.response));
  expect(lists.length).toBeGreaterThan(20);
  let answered = 0;
  for (const route of lists) {
    const answer = await fetch(`${server.url}${route.path}?limit=200&scope=body&tree=task`, { headers });
    const plain = answer.status === 422 ? await fetch(`${server.url}${route.path}`, { headers }) : answer;
    const text = await plain.text();
    expect(plain.status, route.id).toBeLessThan(500);
    if (plain.status === 200) answered++;
    expect(
      foreign.filter((one) => text.includes(one)),
      route.id,
    ).toEqual([]);
  }
  expect(answered).toBeGreaterThan(3);
  const { data: trees } = await client.call(sessionShow, {});
  expect(trees.grants.every((grant) => grant.orgId === null || !foreign.includes(grant.orgId))).toBe(true);
});

test.each(['cityOfficer', 'unitSecretary', 'subdistrictSecretary'] as const)(
  'two cities in one database: %s finds nothing of the other by searching',
  async (part) => {
    const client = await server.as(part);
    for (const q of ['远方', '卧龙', '王', '文化', '水利']) {
      const { data } = await client.call(searchAll, { body: { q, kinds: [...SEARCH_KINDS], limit: 50 } });
      const text = JSON.stringify(data);
      expect(foreign.filter((one) => text.includes(one))).toEqual([]);
    }
  },
);

test('return, rejection and withdrawal at the same moment: one is taken, the others read what was decided, nothing is done twice', async () => {
  const approver = await server.as('cityOfficer');
  const colleague = await server.as('cityApprover');
  const submitter = await server.as('districtOfficer');
  for (let round = 0; round < 6; round++) {
    const task = await createSmallTask(db, server.small, 'wolong');
    const params = { approvalId: task.approvalId };
    const tried = [
      () => approver.call(approvalDecide, { params, body: { decision: 'returned', opinion: '补一项' } }),
      () => colleague.call(approvalDecide, { params, body: { decision: 'rejected', opinion: '不需要' } }),
      () => submitter.call(approvalWithdraw, { params }),
    ];
    // Each of them comes first in some round.
    const calls = tried.map((_, i) => tried[(i + round) % tried.length]!());
    const done = await Promise.allSettled(calls);
    expect(done.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    for (const [i, one] of done.entries()) {
      if (one.status === 'fulfilled') continue;
      const problem = await refusal(calls[i]!);
      expect(problem.status).toBeLessThan(500);
      expect(problem.issues?.map((issue) => issue.code)).toContain('approval-decided');
    }
    const { data } = await approver.call(approvalShow, { params });
    const states = { returned: 'planned', withdrawn: 'planned', rejected: 'cancelled', approved: 'approved' } as const;
    const kept = await db.selectFrom('task').select('state').where('id', '=', task.taskId).executeTakeFirstOrThrow();
    expect(kept.state).toBe(states[data.decision!]);
    const steps = await db.selectFrom('approval_step').select('action').where('approval_id', '=', task.approvalId).execute();
    expect(steps.filter((one) => ['return', 'reject', 'withdraw'].includes(one.action))).toHaveLength(1);
    const told = await db
      .selectFrom('notice')
      .select('kind')
      .where('kind', 'like', 'approval-%')
      .where('city_id', '=', server.cityId)
      .execute();
    expect(told).toHaveLength(round + 1);
  }
  expect(server.logged).toEqual([]);
});
