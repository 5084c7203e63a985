/**
 * Central tasks: what was written about them, their list, their state. Needs, sources, plans and formation have files of their own.
 * Every function takes the open connection or transaction first; the caller writes the audit row beside each write.
 */
import { type RawBuilder, sql } from 'kysely';
import type { ChangeKind } from '#kernel/formation';
import type { Day } from '#kernel/lib';
import { newId } from './id.ts';
import type { TaskTable } from './schema/tasks.ts';
import type { Db, Trx } from './schema.ts';
import type { OneOf } from './waiting.ts';

type Q = Db | Trx;
type State = 'draft' | 'standing-enough' | 'planned' | 'submitted' | 'approved' | 'active' | 'ended' | 'cancelled';

/** A task with the names that a page shows, its needs in number and the newest usable plan. */
export interface TaskRecord {
  readonly id: string;
  readonly pack: string | null;
  readonly title: string;
  readonly goal: string;
  readonly why: string;
  readonly issuerOrgId: string | null;
  readonly issuerUnitId: string | null;
  readonly issuerName: string | null;
  readonly issuedOn: Day | null;
  readonly basis: string | null;
  readonly ownerOrgId: string;
  readonly ownerName: string;
  readonly areaId: string | null;
  readonly areaName: string | null;
  readonly emergency: boolean;
  readonly emergencyReason: string | null;
  readonly startsOn: Day | null;
  readonly endCondition: string | null;
  readonly endConditionMetOn: Day | null;
  readonly reviewOn: Day | null;
  readonly charter: string | null;
  readonly state: State;
  readonly standingCheck: StandingCheck | null;
  readonly consultUntil: Date | null;
  readonly consultSkippedReason: string | null;
  readonly lessons: string | null;
  readonly endedOn: Day | null;
  readonly createdBy: string;
  readonly version: number;
  readonly needed: number;
  readonly needErrors: number;
  readonly planId: string | null;
  readonly planVersion: number | null;
  readonly placed: number | null;
  /** Duties that were accepted; 0 before anyone was told. */
  readonly accepted: number;
  readonly approvalId: string | null;
}

/** The answer to "is a standing organization enough?". */
export interface StandingCheck {
  readonly enough: boolean;
  readonly reason: string;
  readonly orgId: string | null;
  readonly orgName: string | null;
}

const needed = sql<number>`coalesce((select sum(p.head_count)::int from post p
  where p.city_id = t.city_id and p.task_id = t.id and not p.withdrawn), 0)`;
const needErrors = sql<number>`(select count(*)::int from need_row n where n.city_id = t.city_id and n.task_id = t.id
  and exists (select 1 from jsonb_array_elements(n.issues) i where i ->> 'severity' = 'error'))`;
/** People on duty once it runs, those who held one when it ended, people of the newest usable plan before. */
const placed = sql<number | null>`case t.state when 'active' then s.placed
  when 'ended' then coalesce((select (c.params ->> 'duties')::int from task_change c where c.city_id = t.city_id and c.task_id = t.id
    and c.kind in ('end', 'call-off') order by c.at desc limit 1), s.placed) else l.placed end`;
const accepted = sql<number>`case when t.state = 'active' then s.accepted else 0 end`;
/** Duties of a task that runs or has ended, counted in one reading; nothing is read of any other. */
const served = sql<{ placed: number; accepted: number }>`(
  select count(*) filter (where d.state <> 'ended' or t.state = 'ended')::int as placed,
    count(*) filter (where d.state = 'accepted')::int as accepted
  from post p join duty d on d.city_id = p.city_id and d.post_id = p.id
  where t.state in ('active', 'ended') and p.city_id = t.city_id and p.task_id = t.id)`;

const columns = [
  't.id',
  't.pack',
  't.title',
  't.goal',
  't.why',
  't.basis',
  't.emergency',
  't.charter',
  't.state',
  't.lessons',
  't.version',
  't.issuer_org_id as issuerOrgId',
  't.issuer_unit_id as issuerUnitId',
  't.issued_on as issuedOn',
  't.owner_org_id as ownerOrgId',
  't.area_id as areaId',
  't.emergency_reason as emergencyReason',
  't.starts_on as startsOn',
  't.end_condition as endCondition',
  't.end_condition_met_on as endConditionMetOn',
  't.review_on as reviewOn',
  't.consult_until as consultUntil',
  't.consult_skipped_reason as consultSkippedReason',
  't.ended_on as endedOn',
  't.created_by as createdBy',
  'owner.name as ownerName',
  'area.name as areaName',
  'l.id as planId',
  'l.version_no as planVersion',
] as const;

function select(db: Q, cityId: string) {
  return db
    .selectFrom('task as t')
    .innerJoin('org as owner', (join) => join.onRef('owner.city_id', '=', 't.city_id').onRef('owner.id', '=', 't.owner_org_id'))
    .leftJoin('area', (join) => join.onRef('area.city_id', '=', 't.city_id').onRef('area.id', '=', 't.area_id'))
    .leftJoin('org as issuerOrg', (join) =>
      join.onRef('issuerOrg.city_id', '=', 't.city_id').onRef('issuerOrg.id', '=', 't.issuer_org_id'),
    )
    .leftJoin('unit as issuerUnit', (join) =>
      join.onRef('issuerUnit.city_id', '=', 't.city_id').onRef('issuerUnit.id', '=', 't.issuer_unit_id'),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('plan')
          .select(['plan.id', 'plan.version_no', 'plan.placed'])
          .whereRef('plan.city_id', '=', 't.city_id')
          .whereRef('plan.task_id', '=', 't.id')
          .where('plan.state', 'in', ['ready', 'stopped', 'submitted', 'approved'])
          .orderBy('plan.version_no', 'desc')
          .limit(1)
          .as('l'),
      (join) => join.onTrue(),
    )
    .leftJoinLateral(served.as('s'), (join) => join.onTrue())
    .select(columns)
    .select([
      sql<string | null>`coalesce("issuerOrg".name, "issuerUnit".name)`.as('issuerName'),
      sql<StandingCheck | null>`t.standing_check`.as('standingCheck'),
      needed.as('needed'),
      needErrors.as('needErrors'),
      placed.as('placed'),
      accepted.as('accepted'),
      sql<string | null>`(select a.id from approval a where a.city_id = t.city_id and a.task_id = t.id
        order by a.submitted_at desc limit 1)`.as('approvalId'),
    ])
    .where('t.city_id', '=', cityId);
}

/** One task, or undefined. */
export function findTask(db: Q, cityId: string, taskId: string): Promise<TaskRecord | undefined> {
  return select(db, cityId).where('t.id', '=', taskId).executeTakeFirst() as Promise<TaskRecord | undefined>;
}

/** Tasks of exactly this title, the newest first. */
export function tasksTitled(db: Q, cityId: string, title: string): Promise<TaskRecord[]> {
  return select(db, cityId).where('t.title', '=', title).orderBy('t.id', 'desc').execute() as Promise<TaskRecord[]>;
}

const CLOSED = ['ended', 'cancelled', 'standing-enough'] as const;

/** A part of a list. */
interface Part {
  readonly offset: number;
  readonly limit: number;
}

/**
 * A part of the tasks under way that satisfy `reach` (a condition on `t`): running ones and drafts, those short of most people first.
 * Keyset on the order is not stable while people answer, so the part is cut by offset.
 */
export async function openTasks(db: Q, cityId: string, reach: RawBuilder<boolean>, part: Part): Promise<(TaskRecord & OneOf)[]> {
  const rows = await select(db, cityId)
    .select(sql<number>`count(*) over ()::int`.as('of'))
    .where(reach)
    .where('t.state', 'not in', CLOSED)
    .orderBy(sql`${needed} - coalesce(${placed}, 0) desc`)
    .orderBy('t.id', 'desc')
    .offset(part.offset)
    .limit(part.limit)
    .execute();
  return rows as (TaskRecord & OneOf)[];
}

/** A part of the closed tasks that satisfy `reach` (a condition on `t`), the latest first; only its own duties are counted. */
export async function closedTasks(db: Q, cityId: string, reach: RawBuilder<boolean>, part: Part): Promise<TaskRecord[]> {
  const order = sql`t.ended_on desc nulls last, t.id desc`;
  const rows = await select(db, cityId)
    .where(
      sql<boolean>`t.id in (select t.id from task t where t.city_id = ${cityId} and t.state in (${sql.join(CLOSED)}) and ${reach}
        order by ${order} offset ${part.offset} limit ${part.limit})`,
    )
    .orderBy(order)
    .execute();
  return rows as TaskRecord[];
}

/** A new draft; the id is returned. */
export async function insertTask(
  trx: Q,
  cityId: string,
  draft: {
    readonly title: string;
    readonly pack: string | null;
    readonly areaId: string | null;
    readonly ownerOrgId: string;
    readonly createdBy: string;
    readonly charter: string | null;
    readonly reviewOn: Day | null;
  },
): Promise<string> {
  const id = newId();
  await trx
    .insertInto('task')
    .values({
      city_id: cityId,
      id,
      title: draft.title,
      pack: draft.pack,
      area_id: draft.areaId,
      owner_org_id: draft.ownerOrgId,
      created_by: draft.createdBy,
      charter: draft.charter,
      review_on: draft.reviewOn,
    })
    .execute();
  return id;
}

/** Changes columns of a task and counts its version up; the caller has compared the version in the same transaction. */
export async function updateTask(
  trx: Q,
  cityId: string,
  taskId: string,
  change: Partial<Pick<TaskRow, WritableColumn>>,
): Promise<number> {
  const row = await trx
    .updateTable('task')
    .set(change as Record<string, never>)
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('city_id', '=', cityId)
    .where('id', '=', taskId)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

type WritableColumn = Exclude<keyof TaskTable, 'city_id' | 'id' | 'version' | 'created_by' | 'created_at'>;
type TaskRow = { [K in WritableColumn]: string | number | boolean | Date | null };

/** Locks the task row for the rest of the transaction, so that two editors come one after the other. */
export async function lockTask(trx: Q, cityId: string, taskId: string): Promise<void> {
  await sql`select 1 from task where city_id = ${cityId} and id = ${taskId} for update`.execute(trx);
}

/** Bodies that work beside the task and how the work is divided. */
export async function listBeside(
  db: Q,
  cityId: string,
  taskId: string,
): Promise<{ unitId: string; name: string; division: string }[]> {
  return db
    .selectFrom('task_beside as b')
    .innerJoin('unit as u', (join) => join.onRef('u.city_id', '=', 'b.city_id').onRef('u.id', '=', 'b.unit_id'))
    .select(['b.unit_id as unitId', 'u.name as name', 'b.division as division'])
    .where('b.city_id', '=', cityId)
    .where('b.task_id', '=', taskId)
    .orderBy('u.name')
    .execute();
}

/** Lines of the work plan in their order. */
export async function listLines(
  db: Q,
  cityId: string,
  taskId: string,
): Promise<{ kind: string; text: string; political: boolean }[]> {
  return db
    .selectFrom('task_line')
    .select(['kind', 'text', 'political'])
    .where('city_id', '=', cityId)
    .where('task_id', '=', taskId)
    .orderBy('line_no')
    .execute();
}

/** Replaces bodies beside and lines of the work plan. */
export async function replaceBesideAndLines(
  trx: Q,
  cityId: string,
  taskId: string,
  beside: readonly { readonly unitId: string; readonly division: string }[],
  lines: readonly { readonly kind: string; readonly text: string; readonly political: boolean }[],
): Promise<void> {
  await trx.deleteFrom('task_beside').where('city_id', '=', cityId).where('task_id', '=', taskId).execute();
  await trx.deleteFrom('task_line').where('city_id', '=', cityId).where('task_id', '=', taskId).execute();
  if (beside.length > 0) {
    await trx
      .insertInto('task_beside')
      .values(beside.map((one) => ({ city_id: cityId, task_id: taskId, unit_id: one.unitId, division: one.division })))
      .execute();
  }
  if (lines.length > 0) {
    await trx
      .insertInto('task_line')
      .values(lines.map((line, index) => ({ city_id: cityId, task_id: taskId, line_no: index + 1, ...line })))
      .execute();
  }
}

/** Which of these units, organizations and areas exist; used to refuse references that do not. */
export async function existing(
  db: Q,
  cityId: string,
  table: 'unit' | 'org' | 'area',
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.selectFrom(table).select('id').where('city_id', '=', cityId).where('id', 'in', ids).execute();
  return new Set(rows.map((row) => row.id));
}

/** Writes one line into the log of what changed after approval, or around it. */
export async function logChange(
  trx: Q,
  cityId: string,
  taskId: string,
  change: { readonly kind: ChangeKind; readonly params: unknown; readonly by: string | null; readonly at: Date },
): Promise<void> {
  await trx
    .insertInto('task_change')
    .values({
      city_id: cityId,
      id: newId(),
      task_id: taskId,
      at: change.at,
      by_account: change.by,
      kind: change.kind,
      params: JSON.stringify(change.params),
    })
    .execute();
}
