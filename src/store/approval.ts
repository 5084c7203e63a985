/** Approvals: submitted chains, who decides, steps on the way. One row per submission; steps are never changed. */
import { type RawBuilder, sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { newId } from './id.ts';
import type { ApprovalStepTable } from './schema/formation.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** An approval with names and the state of its plan. */
export interface ApprovalRecord {
  readonly id: string;
  readonly taskId: string;
  readonly taskTitle: string;
  readonly taskState: string;
  readonly planId: string;
  readonly planVersion: number;
  readonly latestPlanVersion: number;
  readonly rootOrgId: string;
  readonly treeId: string;
  readonly approverOrgId: string;
  readonly approverName: string;
  readonly submittedBy: string;
  /** The organization that the submitter acted for; null in requests older than this record of it. */
  readonly submittedOrgId: string | null;
  readonly submitterName: string;
  readonly submittedAt: Date;
  readonly replyBy: Date | null;
  readonly decidedBy: string | null;
  readonly deciderName: string | null;
  readonly decidedAt: Date | null;
  readonly effectiveAt: Date | null;
  readonly decision: 'approved' | 'returned' | 'rejected' | 'withdrawn' | null;
  readonly opinion: string | null;
  readonly documentNumber: string | null;
  readonly documentHash: string | null;
  readonly version: number;
}

function select(db: Q, cityId: string) {
  return db
    .selectFrom('approval as a')
    .innerJoin('task as t', (join) => join.onRef('t.city_id', '=', 'a.city_id').onRef('t.id', '=', 'a.task_id'))
    .innerJoin('plan as p', (join) => join.onRef('p.city_id', '=', 'a.city_id').onRef('p.id', '=', 'a.plan_id'))
    .innerJoin('org as root', (join) => join.onRef('root.city_id', '=', 'a.city_id').onRef('root.id', '=', 'a.root_org_id'))
    .innerJoin('org as body', (join) => join.onRef('body.city_id', '=', 'a.city_id').onRef('body.id', '=', 'a.approver_org_id'))
    .leftJoin('account as s', 's.id', 'a.submitted_by')
    .leftJoin('account as d', 'd.id', 'a.decided_by')
    .select([
      'a.id',
      'a.task_id as taskId',
      't.title as taskTitle',
      't.state as taskState',
      'a.plan_id as planId',
      'p.version_no as planVersion',
      'a.root_org_id as rootOrgId',
      'root.tree_id as treeId',
      'a.approver_org_id as approverOrgId',
      'body.name as approverName',
      'a.submitted_by as submittedBy',
      'a.submitted_org_id as submittedOrgId',
      'a.submitted_at as submittedAt',
      'a.reply_by as replyBy',
      'a.decided_by as decidedBy',
      'd.display_name as deciderName',
      'a.decided_at as decidedAt',
      'a.effective_at as effectiveAt',
      'a.decision',
      'a.opinion',
      'a.document_number as documentNumber',
      'a.document_hash as documentHash',
      'a.version',
    ])
    .select([
      sql<string>`coalesce(s.display_name, '')`.as('submitterName'),
      sql<number>`(select max(x.version_no) from plan x where x.city_id = a.city_id and x.task_id = a.task_id
        and x.state in ('ready', 'stopped', 'submitted', 'approved'))`.as('latestPlanVersion'),
    ])
    .where('a.city_id', '=', cityId);
}

/** One approval, or undefined. */
export function findApproval(db: Q, cityId: string, approvalId: string): Promise<ApprovalRecord | undefined> {
  return select(db, cityId).where('a.id', '=', approvalId).executeTakeFirst();
}

/** The newest approval of a task, or undefined. */
export function latestApproval(db: Q, cityId: string, taskId: string): Promise<ApprovalRecord | undefined> {
  return select(db, cityId).where('a.task_id', '=', taskId).orderBy('a.submitted_at', 'desc').limit(1).executeTakeFirst();
}

/** How the submissions of a task before this one were answered, the newest first; those that were taken back by their submitter too. */
export async function answersBefore(
  db: Q,
  cityId: string,
  approval: Pick<ApprovalRecord, 'taskId' | 'submittedAt'>,
): Promise<
  { id: string; decision: 'returned' | 'rejected' | 'withdrawn'; decidedAt: Date; approverName: string; opinion: string | null }[]
> {
  const { rows } = await sql<Awaited<ReturnType<typeof answersBefore>>[number]>`
    select a.id, a.decision, a.decided_at as "decidedAt", o.name as "approverName", a.opinion from approval a
    join org o on o.city_id = a.city_id and o.id = a.approver_org_id
    where a.city_id = ${cityId} and a.task_id = ${approval.taskId}::uuid and a.submitted_at < ${approval.submittedAt}
      and a.decision in ('returned', 'rejected', 'withdrawn') and a.decided_at is not null
    order by a.submitted_at desc`.execute(db);
  return rows;
}

/** Approvals that satisfy `reach` (a condition on `a`), undecided ones first and of these the oldest. */
export function listApprovals(
  db: Q,
  cityId: string,
  reach: RawBuilder<boolean>,
  open: boolean,
  limit: number,
): Promise<ApprovalRecord[]> {
  return select(db, cityId)
    .where(reach)
    .where('a.decision', open ? 'is' : 'is not', null)
    .orderBy('a.submitted_at', open ? 'asc' : 'desc')
    .limit(limit)
    .execute();
}

/** Locks the row so that two deciders come one after the other. */
export async function lockApproval(trx: Q, cityId: string, approvalId: string): Promise<void> {
  await sql`select 1 from approval where city_id = ${cityId} and id = ${approvalId} for update`.execute(trx);
}

/** A new submission with its first step. */
export async function insertApproval(
  trx: Q,
  cityId: string,
  one: {
    readonly taskId: string;
    readonly planId: string;
    readonly rootOrgId: string;
    readonly approverOrgId: string;
    readonly by: string;
    readonly byOrgId: string | null;
    readonly at: Date;
    readonly replyBy: Date | null;
  },
): Promise<string> {
  const id = newId();
  await trx
    .insertInto('approval')
    .values({
      city_id: cityId,
      id,
      task_id: one.taskId,
      plan_id: one.planId,
      root_org_id: one.rootOrgId,
      approver_org_id: one.approverOrgId,
      submitted_by: one.by,
      submitted_org_id: one.byOrgId,
      submitted_at: one.at,
      reply_by: one.replyBy,
    })
    .execute();
  await addStep(trx, cityId, id, { action: 'submit', by: one.by, at: one.at, opinion: null, forOrgId: one.approverOrgId });
  return id;
}

/** What is done on the way. */
export type StepAction = ApprovalStepTable['action'];

/** Adds a step after the last one. */
export async function addStep(
  trx: Q,
  cityId: string,
  approvalId: string,
  step: {
    readonly action: StepAction;
    readonly by: string;
    readonly at: Date;
    readonly opinion: string | null;
    readonly forOrgId: string | null;
  },
): Promise<void> {
  await sql`insert into approval_step (city_id, approval_id, step_no, action, by_account, for_org_id, opinion, at)
    values (${cityId}, ${approvalId}, (select coalesce(max(step_no), 0) + 1 from approval_step where city_id = ${cityId} and approval_id = ${approvalId}),
      ${step.action}, ${step.by}, ${step.forOrgId}, ${step.opinion}, ${step.at})`.execute(trx);
}

/** The steps in their order with names. */
export async function listSteps(
  db: Q,
  cityId: string,
  approvalId: string,
): Promise<
  {
    stepNo: number;
    action: StepAction;
    byName: string;
    orgId: string | null;
    orgName: string | null;
    opinion: string | null;
    at: Date;
  }[]
> {
  return db
    .selectFrom('approval_step as s')
    .leftJoin('account as u', 'u.id', 's.by_account')
    .leftJoin('org as o', (join) => join.onRef('o.city_id', '=', 's.city_id').onRef('o.id', '=', 's.for_org_id'))
    .select(['s.step_no as stepNo', 's.action', 's.for_org_id as orgId', 'o.name as orgName', 's.opinion', 's.at'])
    .select(sql<string>`coalesce(u.display_name, '')`.as('byName'))
    .where('s.city_id', '=', cityId)
    .where('s.approval_id', '=', approvalId)
    .orderBy('s.step_no')
    .execute();
}

/** Writes the decision; the table refuses a decision by the submitter and a return without an opinion. */
export async function decide(
  trx: Q,
  cityId: string,
  approvalId: string,
  one: {
    readonly decision: 'approved' | 'returned' | 'rejected' | 'withdrawn' | null;
    readonly by: string | null;
    readonly at: Date | null;
    readonly opinion: string | null;
    readonly effectiveAt: Date | null;
    readonly documentNumber: string | null;
    readonly documentHash: string | null;
  },
): Promise<void> {
  await trx
    .updateTable('approval')
    .set({
      decision: one.decision,
      decided_by: one.by,
      decided_at: one.at,
      opinion: one.opinion,
      effective_at: one.effectiveAt,
      document_number: one.documentNumber,
      document_hash: one.documentHash,
    })
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('city_id', '=', cityId)
    .where('id', '=', approvalId)
    .execute();
}

/** Passes the decision on to another organization. */
export async function setApprover(trx: Q, cityId: string, approvalId: string, orgId: string): Promise<void> {
  await trx
    .updateTable('approval')
    .set({ approver_org_id: orgId })
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('city_id', '=', cityId)
    .where('id', '=', approvalId)
    .execute();
}

/** Approved chains whose ten minutes are over and which have not been told yet. */
export async function dueActivations(db: Q, cityId: string, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('approval as a')
    .innerJoin('task as t', (join) => join.onRef('t.city_id', '=', 'a.city_id').onRef('t.id', '=', 'a.task_id'))
    .select('a.id')
    .where('a.city_id', '=', cityId)
    .where('a.decision', '=', 'approved')
    .where('t.state', '=', 'approved')
    .where('a.effective_at', '<=', now)
    .execute();
  return rows.map((row) => row.id);
}

/** Next number of an approval in a year, within the city. */
export async function nextDocumentNumber(trx: Q, cityId: string, year: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int + 1 as n from approval
    where city_id = ${cityId} and document_number like ${`%〔${year}〕%`}`.execute(trx);
  return rows[0]!.n;
}

/** What every organization of a chain rests on: the decision about the task, and the approval of its tree. */
export interface Decision {
  readonly issuer: string | null;
  readonly issuedOn: Day | null;
  readonly basis: string | null;
  readonly approver: string | null;
  readonly approvedAt: Date | null;
  readonly documentNumber: string | null;
}

/** The decision behind an organization; undefined for standing ones. */
export async function decisionBehind(db: Q, cityId: string, orgId: string): Promise<Decision | undefined> {
  const { rows } = await sql<Decision>`
    select coalesce(i.name, u.name) as issuer, t.issued_on as "issuedOn", t.basis, d.name as approver, a.decided_at as "approvedAt",
      a.document_number as "documentNumber"
    from org o join task t on t.city_id = o.city_id and t.id = o.task_id
    left join org i on i.city_id = t.city_id and i.id = t.issuer_org_id
    left join unit u on u.city_id = t.city_id and u.id = t.issuer_unit_id
    left join approval a on a.city_id = o.city_id and a.task_id = o.task_id and a.decision = 'approved'
      and exists (select 1 from org r where r.city_id = a.city_id and r.id = a.root_org_id and r.tree_id = o.tree_id)
    left join org d on d.city_id = a.city_id and d.id = a.approver_org_id
    where o.city_id = ${cityId} and o.id = ${orgId}::uuid limit 1`.execute(db);
  return rows[0];
}
