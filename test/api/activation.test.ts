import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { approvalDecide, approvalRecall, approvalShow, approvalTell, formationShow, submissionCreate } from '#contract/formation';
import { noticeList } from '#contract/notices';
import { standingDecide, standingShow, taskCreate, taskSave, taskShow } from '#contract/tasks';
import { activateDue } from '#server/activation';
import { planDrill } from '../support/drill.ts';
import { refusal, startTestServer } from '../support/server.ts';

/** From a draft to organizations that work, over HTTP on the drill of the demo city: what keeps it a draft, and the ten minutes after approval. */
const server = await startTestServer({ seed: 'demo' });
const { db } = server.database.store;
const drafter = await server.as('cityOfficer');
const approver = await server.as('cityApprover');
const { taskId, planId } = await planDrill(drafter);
const params = { taskId };
const submit = () => drafter.call(submissionCreate, { params, body: { planId, replyBy: null } });
const state = async () => (await drafter.call(taskShow, { params })).data.state;
const codes = async () =>
  ((await refusal(submit())).issues ?? []).filter((one) => one.severity === 'error').map((one) => one.code);

const organizations = async () => {
  const { rows } = await sql<{
    state: string;
    n: number;
  }>`select state, count(*)::int as n from org where task_id = ${taskId}::uuid
    group by state order by state`.execute(db);
  return rows;
};

describe('what keeps a task a draft', () => {
  test('S-158 without a central task (goal, why, needs, issuer) a submission is refused', async () => {
    const empty = (await drafter.call(taskCreate, { body: { title: '没有任务', pack: 'epidemic-control', areaId: null } })).data
      .id;
    const shown = (await drafter.call(formationShow, { params: { taskId: empty } })).data;
    expect(shown.maySubmit).toBe(false);
    expect(shown.issues.map((one) => one.code)).toEqual(
      expect.arrayContaining(['task-goal-missing', 'task-why-missing', 'task-need-missing', 'plan-missing']),
    );
    const refused = await refusal(drafter.call(submissionCreate, { params: { taskId: empty }, body: { planId, replyBy: null } }));
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect((await drafter.call(taskShow, { params: { taskId: empty } })).data.state).toBe('draft');
    // The planned drill, when its central task is taken out of it.
    const whole = await drafter.call(taskShow, { params });
    await drafter.call(taskSave, { params, body: { ...whole.data.content, goal: '', why: '' } }, { ifMatch: whole.etag });
    expect(await codes()).toEqual(['task-why-missing', 'task-goal-missing']);
    expect(await state()).toBe('planned');
    const bare = await drafter.call(taskShow, { params });
    await drafter.call(taskSave, { params, body: whole.data.content }, { ifMatch: bare.etag });
  });

  test('S-152 a plan of people from one unit crosses no boundary: refused with what to do, no organization comes to be', async () => {
    // Everyone of the city comes from one unit for a moment: who serves and who is proposed to lead.
    const { rows } = await sql<{ id: string; unit: string | null }>`select id, unit_id as unit from person`.execute(db);
    const one = rows.find((row) => row.unit !== null)!;
    await sql`update person set unit_id = ${one.unit}::uuid`.execute(db);
    const shown = (await drafter.call(formationShow, { params })).data;
    expect(Object.values(shown.boundaries).map((each) => each.crossed)).toEqual([false, false, false, false]);
    expect(await codes()).toEqual(['no-boundary-crossed']);
    expect(await state()).toBe('planned');
    expect(await organizations()).toEqual([]);
    const back = JSON.stringify(rows);
    await sql`update person p set unit_id = r.unit from jsonb_to_recordset(${back}::jsonb) as r(id uuid, unit uuid) where p.id = r.id`.execute(
      db,
    );
  });

  test('S-152 without a line of political or mass work there is no bastion plan: refused', async () => {
    const whole = await drafter.call(taskShow, { params });
    const lines = [{ kind: 'supplies', text: '登记物资', political: false }];
    await drafter.call(taskSave, { params, body: { ...whole.data.content, lines } }, { ifMatch: whole.etag });
    expect(await codes()).toEqual(['task-political-line-missing']);
    const bare = await drafter.call(taskShow, { params });
    await drafter.call(taskSave, { params, body: whole.data.content }, { ifMatch: bare.etag });
  });

  test('"a standing organization is enough" is a regular outcome: the task closes without a chain, and can be reopened with its plan', async () => {
    const standing = (await drafter.call(standingShow, { params })).data;
    const before = await drafter.call(taskShow, { params });
    const enough = { enough: true, reason: '街道自己能守', orgId: standing.answers[0]!.id };
    const answered = await drafter.call(standingDecide, { params, body: enough }, { ifMatch: before.etag });
    expect(answered.data.standing).toMatchObject({ enough: true, reason: '街道自己能守' });
    expect(answered.data.state).toBe('standing-enough');
    expect(await organizations()).toEqual([]);
    expect((await refusal(submit())).status).toBeGreaterThanOrEqual(400);
    const reopened = await drafter.call(
      standingDecide,
      { params, body: { ...enough, enough: false, reason: '调不动市直单位' } },
      { ifMatch: answered.etag },
    );
    expect(reopened.data).toMatchObject({ state: 'planned', standing: { enough: false } });
  });
});

describe('the ten minutes after approval', () => {
  const decide = async () => {
    const approvalId = (await submit()).data.id;
    await approver.call(approvalDecide, { params: { approvalId }, body: { decision: 'approved', opinion: '同意' } });
    return { approvalId };
  };

  test('S-130 without an approval nothing is set up; taken back within ten minutes nothing is either, and the task is open again', async () => {
    const approvalId = (await submit()).data.id;
    const early = await refusal(approver.call(approvalTell, { params: { approvalId } }));
    expect(early.issues).toMatchObject([{ code: 'approval-not-yet' }]);
    expect((await organizations()).map((one) => one.state)).toEqual(['submitted']);
    await approver.call(approvalDecide, { params: { approvalId }, body: { decision: 'approved', opinion: '同意' } });
    expect((await approver.call(approvalShow, { params: { approvalId } })).data).toMatchObject({
      mayRecall: true,
      mayTell: true,
    });
    expect((await drafter.call(approvalShow, { params: { approvalId } })).data).toMatchObject({
      mayRecall: false,
      mayTell: false,
    });
    expect((await refusal(drafter.call(approvalRecall, { params: { approvalId } }))).status).toBe(403);
    await approver.call(approvalRecall, { params: { approvalId } });
    expect(await state()).toBe('planned');
    expect((await organizations()).map((one) => one.state)).toEqual(['cancelled']);
    const told = (await drafter.call(noticeList, {})).data.items.map((one) => one.kind);
    expect(told.filter((kind) => kind === 'approval-recalled')).toHaveLength(1);
    const again = await refusal(approver.call(approvalRecall, { params: { approvalId } }));
    expect(again.issues?.[0]?.code).toBe('approval-not-approved');
  });

  test('the submitter cannot end the ten minutes of the approver; when they are over they cannot be taken back, and he may tell', async () => {
    const { approvalId } = await decide();
    const early = await refusal(drafter.call(approvalTell, { params: { approvalId } }));
    expect(early.issues).toMatchObject([{ code: 'approval-tell-early', params: { minutes: 10 } }]);
    expect(await state()).toBe('approved');
    expect(await activateDue(server.deps)).toBe(0);
    // Nothing takes effect by itself meanwhile: what follows is the word of people.
    await sql`update approval set effective_at = effective_at + interval '1 day' where id = ${approvalId}::uuid`.execute(db);
    server.advance(10 * 60_000 + 1000);
    const late = await refusal(approver.call(approvalRecall, { params: { approvalId } }));
    expect(late.issues).toMatchObject([{ code: 'approval-recall-late' }]);
    expect((await drafter.call(approvalShow, { params: { approvalId } })).data.mayTell).toBe(true);
    await drafter.call(approvalTell, { params: { approvalId } });
    expect(await state()).toBe('active');
    const { data } = await approver.call(approvalShow, { params: { approvalId } });
    expect(data).toMatchObject({ decision: 'approved', told: true, deciderName: '吴**' });
    expect(data.decidedAt).not.toBeNull();
    const told = await refusal(approver.call(approvalRecall, { params: { approvalId } }));
    expect(told.issues?.[0]?.code).toBe('approval-told');
  });
});
