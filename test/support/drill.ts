import { sql } from 'kysely';
import type * as z from 'zod';
import type { Client } from '#contract/client';
import { approvalDecide, approvalTell, submissionCreate } from '#contract/formation';
import { needsSave, needsShow } from '#contract/needs';
import { planStart } from '#contract/plans';
import { standingDecide, standingShow, type taskContentSchema, taskList, taskSave, taskShow } from '#contract/tasks';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import type { Day } from '#kernel/lib';
import { planReady } from './plan-ended.ts';
import type { TestServer } from './server.ts';

type TaskContent = z.input<typeof taskContentSchema>;

/** The drill of the demo city with everything written down, over HTTP as its drafter does it. */
export async function writeDrill(drafter: Client, more: Partial<TaskContent> = {}): Promise<string> {
  const { data } = await drafter.call(taskList, {});
  const taskId = data.items.find((one) => one.title.includes('卧龙区小区卡点值守'))!.id;
  const params = { taskId };
  const standing = await drafter.call(standingShow, { params });
  const before = await drafter.call(taskShow, { params });
  const body = { enough: false, reason: '街道只管本街道，调不动市直和驻区单位', orgId: standing.data.answers[0]!.id };
  const answered = await drafter.call(standingDecide, { params, body }, { ifMatch: before.etag });
  const content = {
    ...answered.data.content,
    charter: answered.data.content.charter || '章程',
    consultSkippedReason: '演练明早开岗，来不及逐个征求',
    lines: [{ kind: 'explain', text: '宣传解释', political: true }],
    ...more,
  };
  await drafter.call(taskSave, { params, body: content }, { ifMatch: answered.etag });
  return taskId;
}

/** The needs of the drill cut down to some shifts of one subdistrict, so that a plan is computed in a moment. */
export async function cutNeeds(drafter: Client, taskId: string, subdistrict: string, shifts: number): Promise<void> {
  const needs = await drafter.call(needsShow, { params: { taskId } });
  const rows = needs.data.rows
    .filter((row) => JSON.stringify(row.cells).includes(subdistrict))
    .slice(0, shifts)
    .map((row) => ({ cells: row.cells }));
  if (rows.length < shifts) throw new Error(`${subdistrict} has ${rows.length} shifts, not ${shifts}`);
  await drafter.call(needsSave, { params: { taskId }, body: { rows } }, { ifMatch: needs.etag });
}

/** The drill written down and a plan computed. */
export async function planDrill(drafter: Client, more: Partial<TaskContent> = {}): Promise<{ taskId: string; planId: string }> {
  const taskId = await writeDrill(drafter, more);
  const planId = (await drafter.call(planStart, { params: { taskId }, body: {} })).data.id;
  await planReady(drafter, planId);
  return { taskId, planId };
}

/** The planned drill, submitted; returns the request. */
export async function submitDrill(
  drafter: Client,
  more: Partial<TaskContent> = {},
): Promise<{ taskId: string; planId: string; approvalId: string }> {
  const { taskId, planId } = await planDrill(drafter, more);
  const submitted = await drafter.call(submissionCreate, { params: { taskId }, body: { planId, replyBy: null } });
  return { taskId, planId, approvalId: submitted.data.id };
}

/** The drill approved and everyone told: it runs. */
export async function runDrill(
  server: TestServer,
  more: Partial<TaskContent> = {},
): Promise<{ taskId: string; planId: string; approvalId: string }> {
  const drill = await submitDrill(await server.as('cityOfficer'), more);
  const approver = await server.as('cityApprover');
  const params = { approvalId: drill.approvalId };
  await approver.call(approvalDecide, { params, body: { decision: 'approved', opinion: '' } });
  await approver.call(approvalTell, { params });
  return drill;
}

/** Lets the member of the demo be this person from now on. */
export async function memberIs(
  server: TestServer,
  personId: string,
  part: 'member' | 'branchSecretary' = 'member',
): Promise<void> {
  await server.deps.store.db
    .updateTable('account')
    .set({ person_id: personId })
    .where('id', '=', DEMO_ACCOUNTS[part].id)
    .execute();
}

/** Moves the start of a running task to a day, as if it had been planned so: a task cannot end before it began. */
export async function startsOn(server: TestServer, taskId: string, day: Day): Promise<void> {
  const { db } = server.deps.store;
  await sql`update participation p set valid_from = ${day} from org o, task t where o.city_id = p.city_id and o.id = p.org_id and t.city_id = o.city_id
    and t.id = o.task_id and t.id = ${taskId}::uuid and p.valid_from = t.starts_on`.execute(db);
  await db.updateTable('task').set({ starts_on: day }).where('id', '=', taskId).execute();
  await db.updateTable('org').set({ started_on: day }).where('task_id', '=', taskId).execute();
}

/** How many organizations of a chain lie at or below one. */
export function within(chain: readonly { readonly id: string; readonly parentId: string | null }[], id: string): number {
  return chain.filter((one) => one.parentId === id).reduce((sum, one) => sum + within(chain, one.id), 1);
}
