import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { approvalDecide, approvalList, approvalShow, approvalStep, approvalWithdraw } from '#contract/formation';
import { noticeList } from '#contract/notices';
import { taskList, taskShow } from '#contract/tasks';
import { todayShow } from '#contract/today';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS } from '#demo/tour';
import { newId } from '#store/id';
import { refusal, startTestServer } from '../support/server.ts';
import { createSmallTask } from '../support/small-task.ts';

const server = await startTestServer();
const db = server.database.store.db;
const { small } = server;
const org = (key: string) => small.orgs.get(key)!;

const AGAIN = ['city_id', 'id', 'task_id', 'plan_id', 'root_org_id', 'approver_org_id', 'submitted_by', 'submitted_at'] as const;

/** A request of the subdistrict 梅溪街道 about 文化社区, submitted by its secretary: the committee of the district decides. */
async function request() {
  const made = await createSmallTask(db, small, 'wolong');
  await db
    .updateTable('task')
    .set({ owner_org_id: org(TOUR_ORGS.meixi), area_id: small.areas.wenhua, created_by: DEMO_ACCOUNTS.subdistrictSecretary.id })
    .where('id', '=', made.taskId)
    .execute();
  await db
    .updateTable('approval')
    .set({
      approver_org_id: org(TOUR_ORGS.wolong),
      submitted_by: DEMO_ACCOUNTS.subdistrictSecretary.id,
      submitted_org_id: org(TOUR_ORGS.meixi),
    })
    .where('id', '=', made.approvalId)
    .execute();
  await db.updateTable('org').set({ area_id: small.areas.wenhua }).where('id', '=', made.rootOrgId).execute();
  return { ...made, params: { approvalId: made.approvalId } };
}

const submitter = await server.as('subdistrictSecretary');
const district = await server.as('districtApprover');
const city = await server.as('cityApprover');

const kindsFor = async (client: typeof submitter, taskId: string) =>
  (await client.call(noticeList, {})).data.items.filter((one) => one.params.taskId === taskId).map((one) => one.kind);

describe('passing a request on', () => {
  test('the page offers the committees at or above the root, without the approver and the submitting side', async () => {
    const { params } = await request();
    const shown = (await district.call(approvalShow, { params })).data;
    expect(shown).toMatchObject({ mayDecide: true, passTo: [{ id: org(TOUR_ORGS.city), name: '中共小城市委员会' }] });
    expect((await submitter.call(approvalShow, { params })).data.passTo).toEqual([]);
  });

  test('a committee above decides instead; the district no longer does', async () => {
    const { params, taskId } = await request();
    const body = { action: 'passed-on', orgId: org(TOUR_ORGS.city), opinion: '事关全市，请市委定' } as const;
    await district.call(approvalStep, { params, body });
    const shown = (await city.call(approvalShow, { params })).data;
    expect(shown).toMatchObject({ mayDecide: true, approverName: '中共小城市委员会' });
    expect(shown.passTo.map((one) => one.id)).toEqual([org(TOUR_ORGS.wolong)]);
    expect(shown.steps.at(-1)).toMatchObject({ action: 'passed-on', orgName: '中共小城市委员会', opinion: '事关全市，请市委定' });
    expect(await kindsFor(city, taskId)).toContain('passed-on');
    const late = await refusal(district.call(approvalDecide, { params, body: { decision: 'returned', opinion: '补' } }));
    expect(late.status).toBe(403);
    await city.call(approvalDecide, { params, body: { decision: 'returned', opinion: '补一名书记' } });
  });

  test.each([
    ['a unit', TOUR_ORGS.waterGroup],
    ['the committee of a bureau', TOUR_ORGS.waterBureau],
    ['the submitting side', TOUR_ORGS.meixi],
    ['a branch below it', TOUR_ORGS.wenhua],
    ['another district', TOUR_ORGS.wancheng],
    ['another subdistrict', TOUR_ORGS.qiyi],
  ])('%s is refused by name, and the refusal says who may decide', async (_, key) => {
    const { params } = await request();
    const before = (await district.call(approvalShow, { params })).data;
    const said = await refusal(
      district.call(approvalStep, { params, body: { action: 'passed-on', orgId: org(key), opinion: '' } }),
    );
    expect(said.issues).toMatchObject([{ code: 'approval-not-for-body', params: { allowed: '中共小城市委员会' } }]);
    const name = (await db.selectFrom('org').select('name').where('id', '=', org(key)).executeTakeFirstOrThrow()).name;
    expect(said.issues![0]!.params.org).toBe(name);
    expect((await district.call(approvalShow, { params })).data).toEqual(before);
  });

  test('where nobody else stands above, nothing is offered and the refusal says so', async () => {
    const { params } = await request();
    await db
      .updateTable('task')
      .set({ owner_org_id: org(TOUR_ORGS.city) })
      .where('city_id', '=', small.cityId)
      .execute();
    expect((await district.call(approvalShow, { params })).data.passTo).toEqual([]);
    const to = { action: 'passed-on', orgId: org(TOUR_ORGS.waterGroup), opinion: '' } as const;
    const said = await refusal(district.call(approvalStep, { params, body: to }));
    expect(said.issues).toMatchObject([{ code: 'approval-nobody-beside', params: { approver: '中共卧龙区委员会' } }]);
  });

  test('only the approver passes on or asks for a countersign', async () => {
    const { params } = await request();
    for (const action of ['passed-on', 'countersign-asked'] as const) {
      const said = await refusal(
        submitter.call(approvalStep, { params, body: { action, orgId: org(TOUR_ORGS.city), opinion: '' } }),
      );
      expect(said.issues?.map((one) => one.code)).toEqual(['approval-wrong-body']);
    }
  });
});

describe('on the way', () => {
  test('a countersign: whoever is asked sees the request, signs with an opinion, and decides nothing', async () => {
    const { params, taskId } = await request();
    // Its company lends nobody to this task: nothing but the question brings it near.
    await db.deleteFrom('task_cap').where('task_id', '=', taskId).execute();
    const unit = await server.as('unitSecretary');
    expect((await refusal(unit.call(approvalShow, { params }))).status).toBe(403);
    const unasked = { action: 'countersigned', orgId: null, opinion: '' } as const;
    expect((await refusal(unit.call(approvalStep, { params, body: unasked }))).status).toBe(403);
    const asked = { action: 'countersign-asked', orgId: org(TOUR_ORGS.waterGroup), opinion: '供水怎么保' } as const;
    await district.call(approvalStep, { params, body: asked });
    expect((await unit.call(approvalList, {})).data.items.map((one) => one.id)).toContain(params.approvalId);
    expect(await kindsFor(unit, taskId)).toContain('countersign-asked');
    await unit.call(approvalStep, { params, body: { action: 'countersigned', orgId: null, opinion: '可以保' } });
    const { data } = await district.call(approvalShow, { params });
    expect(data.steps.map((one) => [one.action, one.orgName, one.opinion])).toEqual([
      ['countersign-asked', '宛清水务集团党委', '供水怎么保'],
      ['countersigned', null, '可以保'],
    ]);
    expect(data).toMatchObject({ decision: null, mayDecide: true });
    const decides = await refusal(unit.call(approvalDecide, { params, body: { decision: 'approved', opinion: '' } }));
    expect(decides.status).toBe(403);
  });

  test('a task organization is not asked to countersign', async () => {
    const { params, rootOrgId } = await request();
    const said = await refusal(
      district.call(approvalStep, { params, body: { action: 'countersign-asked', orgId: rootOrgId, opinion: '' } }),
    );
    expect(said.issues?.map((one) => one.code)).toEqual(['reference-unknown']);
  });

  test('the submitter urges; the approver is told, but not again on the same day; nobody else urges', async () => {
    const { params, taskId } = await request();
    const body = { action: 'urge', orgId: null, opinion: '' } as const;
    await submitter.call(approvalStep, { params, body });
    await submitter.call(approvalStep, { params, body });
    expect((await kindsFor(district, taskId)).filter((kind) => kind === 'approval-urged')).toHaveLength(1);
    const { data } = await district.call(approvalShow, { params });
    expect(data.steps.map((one) => one.action)).toEqual(['urge', 'urge']);
    expect((await refusal(district.call(approvalStep, { params, body }))).issues?.[0]?.code).toBe('approval-wrong-body');
  });

  test('withdrawn by the submitter, and by nobody else; then the task is open again', async () => {
    const { params, taskId } = await request();
    const said = await refusal(district.call(approvalWithdraw, { params }));
    expect(said.issues?.[0]?.code).toBe('approval-withdraw-not-submitter');
    await submitter.call(approvalWithdraw, { params });
    expect((await submitter.call(taskShow, { params: { taskId } })).data.state).toBe('planned');
    const late = await refusal(district.call(approvalStep, { params, body: { action: 'urge', orgId: null, opinion: '' } }));
    expect(late.issues?.[0]?.code).toBe('approval-decided');
  });
});

describe('decisions against', () => {
  test('S-132 a return without a reason is refused; with one it is recorded, the task is open again and the submitter told', async () => {
    const { params, taskId, rootOrgId } = await request();
    const bare = await refusal(district.call(approvalDecide, { params, body: { decision: 'returned', opinion: ' ' } }));
    expect(bare.issues?.map((one) => one.code)).toEqual(['approval-opinion-missing']);
    await district.call(approvalDecide, { params, body: { decision: 'returned', opinion: '补一名书记' } });
    const { data } = await submitter.call(approvalShow, { params });
    expect(data).toMatchObject({ decision: 'returned', opinion: '补一名书记', deciderName: '孙**' });
    expect(data.steps.at(-1)).toMatchObject({ action: 'return', opinion: '补一名书记' });
    expect((await submitter.call(taskShow, { params: { taskId } })).data.state).toBe('planned');
    expect((await db.selectFrom('org').select('state').where('id', '=', rootOrgId).executeTakeFirstOrThrow()).state).toBe(
      'cancelled',
    );
    // Whoever reads the second request reads how the first one was answered, and by whom.
    expect(data.before).toEqual([]);
    const second = newId();
    await db
      .insertInto('approval')
      .columns(AGAIN)
      .expression(
        db
          .selectFrom('approval')
          .select([sql<string>`city_id`.as('city'), sql<string>`${second}::uuid`.as('id'), 'task_id', 'plan_id', 'root_org_id'])
          .select(['approver_org_id', 'submitted_by', sql<Date>`submitted_at + interval '1 hour'`.as('at')])
          .where('id', '=', params.approvalId),
      )
      .execute();
    const again = (await district.call(approvalShow, { params: { approvalId: second } })).data;
    expect(again).toMatchObject({ decision: null, planId: data.planId });
    expect(again.before).toMatchObject([
      {
        id: params.approvalId,
        decision: 'returned',
        opinion: '补一名书记',
        approverName: data.approverName,
        decidedAt: data.decidedAt,
      },
    ]);
    await db.deleteFrom('approval').where('id', '=', second).execute();
    const { items } = (await submitter.call(todayShow, {})).data;
    expect(items.find((one) => one.id === `returned ${params.approvalId}`)).toMatchObject({
      reason: { params: { text: '补一名书记' } },
      action: { to: `/tasks/${taskId}/formation` },
    });
  });

  test('S-132 a rejection without a reason is refused; with one it is recorded, ends the task, and stands on Today with its reason', async () => {
    const { params, taskId } = await request();
    const bare = await refusal(district.call(approvalDecide, { params, body: { decision: 'rejected', opinion: '' } }));
    expect(bare.issues?.map((one) => one.code)).toEqual(['approval-opinion-missing']);
    await district.call(approvalDecide, { params, body: { decision: 'rejected', opinion: '街道自己能办' } });
    expect((await submitter.call(approvalShow, { params })).data).toMatchObject({
      decision: 'rejected',
      opinion: '街道自己能办',
    });
    expect((await submitter.call(taskShow, { params: { taskId } })).data.state).toBe('cancelled');
    expect((await submitter.call(taskList, {})).data.items.map((one) => one.id)).not.toContain(taskId);
    const row = `rejected ${params.approvalId}`;
    expect((await submitter.call(todayShow, {})).data.items.find((one) => one.id === row)).toMatchObject({
      title: { key: 'today:approval-rejected', params: { task: '社区防控演练' } },
      reason: { key: 'today:opinion', params: { text: '街道自己能办' } },
      action: { to: `/approvals/${params.approvalId}` },
    });
    await db.updateTable('task').set({ ended_on: '2026-01-01' }).where('id', '=', taskId).execute();
    expect((await submitter.call(todayShow, {})).data.items.map((one) => one.id)).not.toContain(row);
  });

  test('owner and submitting body are each told once; Today shows it to the submitter of a task that somebody else made', async () => {
    const { params, taskId } = await request();
    await db
      .updateTable('task')
      .set({ owner_org_id: org(TOUR_ORGS.wenhua), created_by: DEMO_ACCOUNTS.machine.id })
      .where('id', '=', taskId)
      .execute();
    await district.call(approvalDecide, { params, body: { decision: 'returned', opinion: '补' } });
    const told = await db
      .selectFrom('notice')
      .select('org_id')
      .where('kind', '=', 'approval-returned')
      .where('params', '@>', JSON.stringify({ taskId }))
      .execute();
    expect(told.map((one) => one.org_id).sort()).toEqual([org(TOUR_ORGS.wenhua), org(TOUR_ORGS.meixi)].sort());
    expect(await kindsFor(submitter, taskId)).toEqual(['approval-returned']);
    expect((await submitter.call(todayShow, {})).data.items.map((one) => one.id)).toContain(`returned ${params.approvalId}`);
  });

  test('told once where the submitting body owns the task', async () => {
    const { params, taskId } = await request();
    await district.call(approvalDecide, { params, body: { decision: 'rejected', opinion: '不必' } });
    expect(await kindsFor(submitter, taskId)).toEqual(['approval-rejected']);
  });
});
