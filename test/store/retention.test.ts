import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { RETENTION } from '#contract/privacy';
import { addDays } from '#kernel/lib';
import { record, THE_PROGRAM } from '#store/audit';
import { seal } from '#store/audit-seal';
import { verifyAudit } from '#store/audit-verify';
import { newId } from '#store/id';
import { createBatch, moveBatch, putRows } from '#store/import-batch';
import { LEFT_DAYS, leaveOrganization } from '#store/leaving';
import { openLine } from '#store/line';
import { insertPlan } from '#store/plan';
import { planDocument } from '#store/plan-document';
import { eraseDue, KEPT_DAYS } from '#store/retention';
import { grantsOf } from '#store/session';
import { inTransaction } from '#store/transaction';
import { createTestDatabase } from '../support/database.ts';
import { createSmallCity, SMALL_CITY } from '../support/small-city.ts';
import { createSmallTask } from '../support/small-task.ts';

/**
 * How the rows of every table end. `register`: as long as the thing exists, dated; `archive`: acts of an organization, kept without a
 * name; `proof`: kept for good, holds ids only; `with …`: goes with that row; `date`: erased on its date by `eraseDue`.
 */
const ENDS: Readonly<Record<string, 'register' | 'archive' | 'proof' | 'date' | `with ${string}`>> = {
  ...Object.fromEntries(
    [
      'city',
      'area',
      'area_code',
      'area_link',
      'unit',
      'org',
      'org_tag',
      'org_constituent',
      'org_edge',
      'org_closure',
      'member_count',
      'setting',
    ].map((table) => [table, 'register' as const]),
  ),
  person: 'register',
  home: 'archive',
  transfer: 'archive',
  office: 'archive',
  participation: 'archive',
  duty: 'archive',
  service_note: 'archive',
  roster_duty: 'with roster',
  roster_wish: 'with roster',
  person_name: 'date',
  person_skill: 'with person_name',
  person_wish: 'date',
  person_absence: 'date',
  account: 'register',
  role_grant: 'archive',
  session: 'date',
  one_time_code: 'date',
  idempotency: 'date',
  import_batch: 'archive',
  import_row: 'date',
  feedback: 'date',
  correction_request: 'date',
  consultation: 'date',
  offer: 'date',
  task_rest: 'date',
  notice: 'date',
  audit_event: 'proof',
  audit_seal: 'proof',
  audit_detail: 'date',
};

const { store, owner } = await createTestDatabase();
const { db } = store;
const city = await createSmallCity(db);
const task = await createSmallTask(db, city, 'wolong');

const count = async (table: string, where = sql`true`): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where ${where}`.execute(db);
  return rows[0]!.n;
};

test('every table says how its rows end, and the columns that hold a date of erasing are in tables that are erased', () => {
  const lines = readFileSync(join(import.meta.dirname, '../allow-lists/tables.txt'), 'utf8')
    .trim()
    .split('\n');
  const columns = lines.map((line) => line.split(' ')[0]!.split('.') as [string, string]);
  const withPersons = columns.filter(([, column]) => ['person_id', 'account_id', 'created_by', 'raw', 'login'].includes(column));
  // Tables of tasks and plans hold ids of persons only; everything else that leads to a person is listed.
  const ofTasks = /^(task|post|plan|approval|advice|slot_opening|officer_choice|chain|activity|unit_|org|need|resource)/;
  const open = withPersons.map(([table]) => table).filter((table) => !(table in ENDS) && !ofTasks.test(table));
  expect([...new Set(open)]).toEqual([]);
  const dated = columns.filter(([, column]) => /erase_after|^expires_at$/.test(column)).map(([table]) => table);
  for (const table of new Set(dated)) expect(['date', 'archive', 'register'], table).toContain(ENDS[table]);
});

test('the privacy page shows the periods that are kept to', () => {
  const days = (key: string) => RETENTION.find((one) => one.key === key)?.days;
  expect([days('register'), days('corrections'), days('trail'), days('import-rows')]).toEqual([
    LEFT_DAYS,
    KEPT_DAYS.corrections,
    KEPT_DAYS.details,
    7,
  ]);
});

test('each kind goes on its date, not a day before, and the proof of the trail stays whole', async () => {
  const today = store.today();
  const now = new Date();
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const { id: person } = await db.selectFrom('person').select('id').orderBy('id').executeTakeFirstOrThrow();
  const { id: account } = await db
    .selectFrom('account')
    .select('id')
    .executeTakeFirstOrThrow()
    .catch(() => ({ id: '' }));
  const accountId = account || newId();
  if (!account) await db.insertInto('account').values({ id: accountId, city_id: SMALL_CITY, login: 'someone' }).execute();
  // No day of absence is kept twice of one person: each call has its own.
  const absent = await db.selectFrom('person').select('id').orderBy('id').limit(3).execute();
  /** One row of each kind, due `inDays` from today (0 = today). */
  const put = async (inDays: number, tag: string) => {
    const due = sql`${today}::date + ${inDays}::int`;
    const at = (days: number) => ago(days - inDays);
    const c = SMALL_CITY;
    await sql`insert into feedback (city_id, id, code_hash, kind, text, created_at, erase_after) values (${c}, ${newId()}, ${tag}, 'suggestion', 'x', now(), ${due})`.execute(
      db,
    );
    await sql`insert into notice (city_id, id, person_id, kind, created_at, erase_after) values (${c}, ${newId()}, ${person}, 'x', now(), ${due})`.execute(
      db,
    );
    await sql`insert into person_absence (city_id, id, person_id, valid_from, valid_to) values (${c}, ${newId()}, ${absent.pop()!.id}, ${today}::date - 9, ${due})`.execute(
      db,
    );
    await sql`insert into correction_request (city_id, id, person_id, field, proposed, state, answer, created_at, answered_at)
      values (${c}, ${newId()}, ${person}, 'name', 'x', 'done', 'x', now(), ${at(KEPT_DAYS.corrections)})`.execute(db);
    await sql`insert into session (token_hash, account_id, created_at, expires_at) values (${tag}, ${accountId}, now(), ${at(0)})`.execute(
      db,
    );
    await sql`insert into idempotency (account_id, key, body_hash, status, expires_at) values (${accountId}, ${tag}, 'x', 200, ${at(0)})`.execute(
      db,
    );
    const batch = await createBatch(db, { cityId: c, kind: 'members', fileName: tag, createdBy: accountId, now: at(7) });
    const line = await openLine(store.access);
    const row = {
      rowNo: 1,
      sheetRow: 2,
      raw: ['李四'],
      issues: [],
      outcome: 'new',
      targetId: null,
      before: { name: '李四' },
    } as const;
    await inTransaction(line, (trx) => putRows({ trx, client: line.client }, c, batch, [row]));
    await line.close();
    // One written, one only looked at: both held a name.
    if (tag.startsWith('committed')) await moveBatch(db, c, batch, ['reading'], { state: 'committed', committedAt: at(7) });
    await inTransaction(store, (trx) =>
      record(trx, {
        cityId: c,
        actor: THE_PROGRAM,
        action: 'task-end',
        subject: { kind: 'task', id: task.taskId },
        detail: { tag },
      }),
    );
  };
  const age = async (days: number) => {
    // The trail stamps its own time: the newest event is moved back by the owner, as if it had been written then, before it is sealed.
    const { withClient } = await import('#store/target');
    await withClient(owner, (client) =>
      client.query(
        `update audit_event set at = $1 where id = (select event_id from audit_detail order by event_id desc limit 1)`,
        [ago(days)],
      ),
    );
  };
  await put(0, 'committed due');
  await age(KEPT_DAYS.details);
  await put(0, 'looked due');
  await age(KEPT_DAYS.details);
  await put(1, 'committed later');
  await age(KEPT_DAYS.details - 1);
  await seal(store, SMALL_CITY);

  const erased = await eraseDue(store, SMALL_CITY, now);
  expect(erased).toMatchObject({
    feedback: 2,
    absences: 2,
    notices: 2,
    corrections: 2,
    sessions: 2,
    keys: 2,
    importRows: 2,
    details: 2,
    persons: 0,
  });
  expect(await count('import_row', sql`raw is not null and before is not null`)).toBe(1);
  for (const table of ['feedback', 'person_absence', 'session', 'idempotency', 'correction_request'])
    expect([table, await count(table)]).toEqual([table, 1]);
  expect(await verifyAudit(store, SMALL_CITY)).toMatchObject({ ok: true });
  const again = await eraseDue(store, SMALL_CITY, now);
  expect(Object.values(again).every((n) => n === 0)).toBe(true);
});

test('a member who leaves: relationship, office, duty and wish end today, the seat opens; the name goes on its date and the counts stay', async () => {
  const today = store.today();
  // Somebody who serves: a post in the task, an office in the own organization, a wish.
  const serving = await db.selectFrom('participation').select(['id', 'person_id']).executeTakeFirstOrThrow();
  const personId = serving.person_id;
  const c = SMALL_CITY;
  await sql`insert into office (city_id, id, org_id, person_id, office, how, valid_from)
    select ${c}, ${newId()}, org_id, person_id, 'committee-member', 'elected', '2026-01-01' from home where person_id = ${personId}::uuid`.execute(
    db,
  );
  await sql`insert into duty (city_id, id, participation_id, post_id, slot_no, on_day_from, on_day_to)
    values (${c}, ${newId()}, ${serving.id}, ${task.postId}, 0, '2026-01-01', '2026-01-08')`.execute(db);
  await sql`insert into person_wish (city_id, person_id, willing) values (${c}, ${personId}, true) on conflict do nothing`.execute(
    db,
  );
  const accountId = newId();
  await sql`insert into account (city_id, id, login, display_name, person_id) values (${c}, ${accountId}, 'leaver', '', ${personId})`.execute(
    db,
  );
  for (const [role, from] of [
    ['secretary', '2026-01-01'],
    ['officer', today],
    ['member', '2026-01-01'],
  ])
    await sql`insert into role_grant (city_id, id, account_id, role, org_id, valid_from)
      select ${c}, ${newId()}, ${accountId}, ${role}, org_id, ${from}::date from home where person_id = ${personId}::uuid limit 1`.execute(
      db,
    );
  const homes = await count('home');
  const other = (await db.selectFrom('home').select('person_id').where('person_id', '!=', personId).executeTakeFirstOrThrow())
    .person_id;
  const known = { unit: newId(), homeArea: newId(), skills: ['psychology'], willing: 'yes', places: [], fullMember: true };
  const planId = await planWith([personId, other].map((id) => ({ id, ...known })));
  for (const [id, kind] of [
    [personId, 'exclude'],
    [other, 'pin'],
  ] as const)
    await sql`insert into plan_choice (city_id, task_id, post_id, person_id, kind, by_account)
      values (${c}, ${task.taskId}, ${task.postId}, ${id}, ${kind}, ${accountId})`.execute(db);
  const left = await inTransaction(store, (trx) => leaveOrganization(trx, SMALL_CITY, personId, { at: new Date(), today }));
  expect(left.ok).toBe(true);
  const mine = sql`person_id = ${personId}::uuid`;
  expect(await count('home', sql`${mine} and valid_to > ${today}`)).toBe(0);
  expect(await count('office', sql`${mine} and state in ('active', 'proposed')`)).toBe(0);
  expect((await grantsOf(db, c, accountId, today)).map((one) => one.role)).toEqual(['member']);
  expect(await count('person_wish', mine)).toBe(0);
  expect(await count('participation', sql`${mine} and valid_to > ${today}`)).toBe(0);
  expect(await count('duty', sql`state <> 'ended'`)).toBe(0);
  expect(await count('slot_opening', sql`post_id = ${task.postId}::uuid`)).toBe(1);
  const twice = await inTransaction(store, (trx) => leaveOrganization(trx, SMALL_CITY, personId, { at: new Date(), today }));
  expect(!twice.ok && twice.issues[0]?.code).toBe('left-before');

  expect((await eraseDue(store, SMALL_CITY, new Date())).persons).toBe(0);
  expect(await count('person_name', mine)).toBe(1);
  await sql`update person set erase_after = ${today} where id = ${personId}::uuid`.execute(db);
  expect((await eraseDue(store, SMALL_CITY, new Date())).persons).toBe(1);
  for (const table of ['person_name', 'person_skill', 'correction_request', 'notice'])
    expect([table, await count(table, mine)]).toEqual([table, 0]);
  expect(
    await count('person', sql`id = ${personId}::uuid and source_key is null and unit_id is null and residence_area_id is null`),
  ).toBe(1);
  expect(await count('account', mine)).toBe(0);
  expect(await count('home')).toBe(homes);
  // Plans know of the person only that someone stood there; what they know of others stays.
  const [gone, stays] = (await membersIn(planId)) as Record<string, unknown>[];
  expect(gone).toMatchObject({ id: personId, unit: null, homeArea: null, skills: [], willing: 'unknown', places: [] });
  expect(JSON.stringify(gone)).not.toMatch(/psychology|yes/);
  expect(stays).toEqual({ id: other, ...known });
  expect(await count('plan_choice', mine)).toBe(0);
  expect(await count('plan_choice', sql`person_id = ${other}::uuid`)).toBe(1);
});

/** A version of the task with a problem of these members. */
async function planWith(members: readonly Record<string, unknown>[]): Promise<string> {
  const by = await db.selectFrom('account').select('id').executeTakeFirstOrThrow();
  const { id } = await insertPlan(db, SMALL_CITY, task.taskId, by.id, 1, {});
  await sql`insert into plan_document (city_id, plan_id, kind, part, body)
    values (${SMALL_CITY}, ${id}, 'problem', 0, ${JSON.stringify({ members })}::jsonb)`.execute(db);
  return id;
}

async function membersIn(planId: string): Promise<unknown> {
  return ((await planDocument(db, SMALL_CITY, planId, 'problem')) as { members: unknown }).members;
}

test('wishes, willingness and times taken elsewhere leave the plans of a task thirty days after its end, and not those of others', async () => {
  const today = store.today();
  const personal = { willing: 'no', wishes: { prefer: [], never: [] }, busy: [{ start: 0, end: 60, why: 'leave' }] };
  const rest = { id: newId(), unit: null, skills: [] };
  const planId = await planWith([{ ...rest, ...personal }]);
  await eraseDue(store, SMALL_CITY, new Date());
  expect(await membersIn(planId)).toEqual([{ ...rest, ...personal }]);
  const after = async (ended: string, wishes: string | null) => {
    await sql`update task set ended_on = ${ended}::date, erase_wishes_on = ${wishes}::date where id = ${task.taskId}::uuid`.execute(
      db,
    );
    await eraseDue(store, SMALL_CITY, new Date());
    return membersIn(planId);
  };
  expect(await after(addDays(today, -29), null)).toEqual([{ ...rest, ...personal }]);
  expect(await after(addDays(today, -60), addDays(today, 1))).toEqual([{ ...rest, ...personal }]);
  const nothing = { label: null, willing: 'unknown', wishes: { prefer: [], never: [] }, busy: [] };
  expect(await after(addDays(today, -30), null)).toEqual([{ ...rest, ...nothing }]);
  expect(RETENTION.find((one) => one.key === 'wishes')?.days).toBe(30);
});
