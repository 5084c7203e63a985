/** Plans of a task: versions with their documents, rows and choices people made (pin, exclude). */
import { sql } from 'kysely';
import { newId } from './id.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** States of a plan version; `stopped` is usable, `failed` is not. */
export type PlanState = 'queued' | 'running' | 'ready' | 'stopped' | 'failed' | 'submitted' | 'approved' | 'superseded';

/** Head of a plan version. */
export interface PlanRecord {
  readonly id: string;
  readonly taskId: string;
  readonly versionNo: number;
  readonly state: PlanState;
  readonly inputHash: string | null;
  readonly engine: string | null;
  readonly seed: number;
  readonly objective: number | null;
  readonly bound: number | null;
  readonly needed: number | null;
  readonly placed: number | null;
  readonly seconds: number | null;
  readonly summary: unknown;
  readonly failure: unknown;
  readonly createdBy: string;
  readonly createdAt: Date;
}

const columns = [
  'id',
  'task_id as taskId',
  'version_no as versionNo',
  'state',
  'input_hash as inputHash',
  'engine',
  'seed',
  'objective',
  'bound',
  'needed',
  'placed',
  'seconds',
  'summary',
  'failure',
  'created_by as createdBy',
  'created_at as createdAt',
] as const;

/** One version, or undefined. */
export function findPlan(db: Q, cityId: string, planId: string): Promise<PlanRecord | undefined> {
  return db.selectFrom('plan').select(columns).where('city_id', '=', cityId).where('id', '=', planId).executeTakeFirst();
}

/** All versions of a task, the newest first. */
export function listPlans(db: Q, cityId: string, taskId: string): Promise<PlanRecord[]> {
  return db
    .selectFrom('plan')
    .select(columns)
    .where('city_id', '=', cityId)
    .where('task_id', '=', taskId)
    .orderBy('version_no', 'desc')
    .execute();
}

/**
 * Versions that wait, the oldest first. By their ids, which are made under the lock of the task: a transaction that began first may
 * come second to the lock, and then the later version would be computed before the earlier one.
 */
export function queuedPlans(db: Q, cityId: string): Promise<PlanRecord[]> {
  return db
    .selectFrom('plan')
    .select(columns)
    .where('city_id', '=', cityId)
    .where('state', '=', 'queued')
    .orderBy('id')
    .execute();
}

/** The newest version that can be used, or undefined. */
export function latestUsablePlan(db: Q, cityId: string, taskId: string): Promise<PlanRecord | undefined> {
  return db
    .selectFrom('plan')
    .select(columns)
    .where('city_id', '=', cityId)
    .where('task_id', '=', taskId)
    .where('state', 'in', ['ready', 'stopped', 'submitted', 'approved'])
    .orderBy('version_no', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** A new version in the queue; version numbers follow each other because the caller holds the lock of the task. */
export async function insertPlan(
  trx: Q,
  cityId: string,
  taskId: string,
  by: string,
  seed: number,
  choices: unknown = {},
): Promise<{ id: string; versionNo: number }> {
  const id = newId();
  const row = await trx
    .insertInto('plan')
    .values((eb) => ({
      city_id: cityId,
      id,
      task_id: taskId,
      version_no: eb
        .selectFrom('plan')
        .select(sql<number>`coalesce(max(version_no), 0) + 1`.as('n'))
        .where('city_id', '=', cityId)
        .where('task_id', '=', taskId),
      state: 'queued' as const,
      created_by: by,
      seed,
      summary: JSON.stringify(choices),
    }))
    .returning('version_no as versionNo')
    .executeTakeFirstOrThrow();
  return { id, versionNo: row.versionNo };
}

/** Moves a version to a state; `undefined` fields stay. */
export async function setPlanState(
  trx: Q,
  cityId: string,
  planId: string,
  state: PlanState,
  more: { failure?: unknown } = {},
): Promise<void> {
  await trx
    .updateTable('plan')
    .set({ state, ...(more.failure === undefined ? {} : { failure: JSON.stringify(more.failure) }) })
    .where('city_id', '=', cityId)
    .where('id', '=', planId)
    .execute();
}

/** Moves a version on only when it is still in one of the states of `from`; false when someone else moved it before. */
export async function movePlan(
  trx: Q,
  cityId: string,
  planId: string,
  from: readonly PlanState[],
  to: PlanState,
  failure?: unknown,
): Promise<boolean> {
  const moved = await trx
    .updateTable('plan')
    .set({ state: to, ...(failure === undefined ? {} : { failure: JSON.stringify(failure) }) })
    .where('city_id', '=', cityId)
    .where('id', '=', planId)
    .where('state', 'in', from)
    .executeTakeFirst();
  return moved.numUpdatedRows > 0n;
}

/** What a solve brings. */
export interface PlanResult {
  readonly state: 'ready' | 'stopped';
  readonly inputHash: string;
  readonly engine: string;
  readonly objective: number;
  readonly bound: number;
  readonly needed: number;
  readonly placed: number;
  readonly seconds: number;
  readonly summary: unknown;
  /** JSON in UTF-8. */
  readonly documents: { readonly problem: readonly Uint8Array[]; readonly plan: Uint8Array; readonly verification: Uint8Array };
  readonly rows: readonly {
    readonly postId: string;
    readonly slotNo: number;
    readonly seatNo: number;
    readonly personId: string;
    readonly pinned: boolean;
    readonly costParts: unknown;
  }[];
}

/** Writes the result with documents and rows; older versions that were never submitted become superseded. */
export async function savePlanResult(trx: Q, cityId: string, planId: string, result: PlanResult): Promise<void> {
  const plan = await trx
    .updateTable('plan')
    .set({
      state: result.state,
      input_hash: result.inputHash,
      engine: result.engine,
      objective: result.objective,
      bound: result.bound,
      needed: result.needed,
      placed: result.placed,
      seconds: result.seconds,
      summary: JSON.stringify(result.summary),
    })
    .where('city_id', '=', cityId)
    .where('id', '=', planId)
    .returning(['task_id as taskId', 'version_no as versionNo'])
    .executeTakeFirstOrThrow();
  for (const [kind, given] of Object.entries(result.documents)) {
    for (const [part, body] of (given instanceof Uint8Array ? [given] : given).entries()) {
      // As bytes: the text of a city's problem is long, and the driver would copy it once more.
      await sql`insert into plan_document (city_id, plan_id, kind, part, body)
        values (${cityId}, ${planId}::uuid, ${kind}, ${part}, convert_from(${Buffer.from(body.buffer, body.byteOffset, body.byteLength)}::bytea, 'UTF8')::jsonb)`.execute(
        trx,
      );
    }
  }
  for (let start = 0; start < result.rows.length; start += 5000) {
    const part = result.rows.slice(start, start + 5000).map((row) => ({
      post_id: row.postId,
      slot_no: row.slotNo,
      seat_no: row.seatNo,
      person_id: row.personId,
      pinned: row.pinned,
      cost_parts: row.costParts,
    }));
    await sql`insert into plan_row (city_id, plan_id, post_id, slot_no, seat_no, person_id, pinned, cost_parts)
      select ${cityId}, ${planId}::uuid, r.post_id, r.slot_no, r.seat_no, r.person_id, r.pinned, r.cost_parts
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as r(post_id uuid, slot_no int, seat_no int, person_id uuid, pinned boolean, cost_parts jsonb)`.execute(
      trx,
    );
  }
  await trx
    .updateTable('plan')
    .set({ state: 'superseded' })
    .where('city_id', '=', cityId)
    .where('task_id', '=', plan.taskId)
    .where('version_no', '<', plan.versionNo)
    .where('state', 'in', ['ready', 'stopped'])
    .execute();
}

/** A row of a plan with the names that the reader may see; `name` is null where the join was not asked for. */
export interface PlanRowRecord {
  readonly postId: string;
  readonly slotNo: number;
  readonly seatNo: number;
  readonly personId: string;
  readonly pinned: boolean;
  readonly costParts: Record<string, number>;
  readonly name: string | null;
  readonly unitId: string | null;
  readonly unitName: string | null;
  readonly residence: string | null;
  readonly status: 'full' | 'probationary' | 'non-member';
}

/** Rows of a version, of some posts or of all. */
export async function listPlanRows(db: Q, cityId: string, planId: string, postIds?: readonly string[]): Promise<PlanRowRecord[]> {
  if (postIds && postIds.length === 0) return [];
  let query = db
    .selectFrom('plan_row as r')
    .innerJoin('person as p', (join) => join.onRef('p.city_id', '=', 'r.city_id').onRef('p.id', '=', 'r.person_id'))
    .leftJoin('person_name as n', (join) => join.onRef('n.city_id', '=', 'p.city_id').onRef('n.person_id', '=', 'p.id'))
    .leftJoin('unit as u', (join) => join.onRef('u.city_id', '=', 'p.city_id').onRef('u.id', '=', 'p.unit_id'))
    .leftJoin('area as a', (join) => join.onRef('a.city_id', '=', 'p.city_id').onRef('a.id', '=', 'p.residence_area_id'))
    .select([
      'r.post_id as postId',
      'r.slot_no as slotNo',
      'r.seat_no as seatNo',
      'p.id as personId',
      'r.pinned',
      'r.cost_parts as costParts',
      'n.name as name',
      'u.id as unitId',
      'u.name as unitName',
      'a.name as residence',
      'p.status',
    ])
    .where('r.city_id', '=', cityId)
    .where('r.plan_id', '=', planId)
    .orderBy('r.post_id')
    .orderBy('r.slot_no')
    .orderBy('r.seat_no');
  if (postIds) query = query.where('r.post_id', 'in', postIds);
  return (await query.execute()) as PlanRowRecord[];
}

/** Pins and exclusions of a task. */
export function listChoices(
  db: Q,
  cityId: string,
  taskId: string,
): Promise<{ postId: string; personId: string; kind: 'pin' | 'exclude' }[]> {
  return db
    .selectFrom('plan_choice')
    .select(['post_id as postId', 'person_id as personId', 'kind'])
    .where('city_id', '=', cityId)
    .where('task_id', '=', taskId)
    .orderBy('at')
    .execute();
}

/** Sets or, with `kind` null, takes back the choice for one person at one post. */
export async function setChoice(
  trx: Q,
  cityId: string,
  choice: {
    readonly taskId: string;
    readonly postId: string;
    readonly personId: string;
    readonly kind: 'pin' | 'exclude' | null;
    readonly by: string;
  },
): Promise<void> {
  if (choice.kind === null) {
    await trx
      .deleteFrom('plan_choice')
      .where('city_id', '=', cityId)
      .where('task_id', '=', choice.taskId)
      .where('post_id', '=', choice.postId)
      .where('person_id', '=', choice.personId)
      .execute();
    return;
  }
  await trx
    .insertInto('plan_choice')
    .values({
      city_id: cityId,
      task_id: choice.taskId,
      post_id: choice.postId,
      person_id: choice.personId,
      kind: choice.kind,
      by_account: choice.by,
    })
    .onConflict((conflict) =>
      conflict.columns(['city_id', 'task_id', 'post_id', 'person_id']).doUpdateSet({ kind: choice.kind!, by_account: choice.by }),
    )
    .execute();
}

/** Plans left `running` by a server that died are marked failed so that a person starts again; those `queued` wait for the next server. */
export async function failLeftPlans(db: Q, cityId: string): Promise<number> {
  const result = await db
    .updateTable('plan')
    .set({ state: 'failed', failure: JSON.stringify({ code: 'server-stopped' }) })
    .where('city_id', '=', cityId)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** People of a version who can no longer serve: no home today, gone, or told elsewhere at the same time since; with their post. */
export async function goneFromPlan(
  db: Q,
  cityId: string,
  planId: string,
  today: string,
): Promise<{ name: string; post: string }[]> {
  const { rows } = await sql<{ name: string; post: string }>`
    select coalesce(n.name, '') as name, concat_ws(' ', s.name, s.shift) as post
    from plan_row r join post s on s.city_id = r.city_id and s.id = r.post_id
    join person p on p.city_id = r.city_id and p.id = r.person_id
    left join person_name n on n.city_id = p.city_id and n.person_id = p.id
    where r.city_id = ${cityId} and r.plan_id = ${planId}
      and (p.valid_to <= ${today} or not exists (select 1 from home h where h.city_id = p.city_id and h.person_id = p.id
          and h.valid_from <= ${today} and h.valid_to > ${today})
        or exists (select 1 from duty d join participation q on q.city_id = d.city_id and q.id = d.participation_id
          join post o on o.city_id = d.city_id and o.id = d.post_id
          where q.city_id = p.city_id and q.person_id = p.id and d.state <> 'ended' and o.task_id <> s.task_id
            and d.on_day_from < s.day_to and d.on_day_to > s.day_from
            and o.start_minute < s.end_minute and o.end_minute > s.start_minute))
    order by post, name`.execute(db);
  return rows;
}
