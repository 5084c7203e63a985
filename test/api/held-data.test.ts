import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { myDataExport, myDataShow } from '#contract/my-data';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS } from '#demo/tour';
import { newId } from '#store/id';
import { writeRoster } from '#store/roster';
import { startTestServer } from '../support/server.ts';
import { createSmallRoster } from '../support/small-roster.ts';

const server = await startTestServer();
const { small, cityId } = server;
const { db } = server.database.store;
const today = server.database.store.today();
const roster = await createSmallRoster(db, small, today);
const me = small.members.get(TOUR_ORGS.waterBureauSecond)![0]!;
const org = small.orgs.get(TOUR_ORGS.waterBureauSecond)!;
const by = DEMO_ACCOUNTS.cityOfficer.id;

/** Every column of the catalogue that names a person, whatever it is called: found by its foreign key to `person`, or by its name. */
const { rows: columns } = await sql<{ place: string }>`
  select distinct c.table_name || '.' || c.column_name as place from information_schema.columns c
  join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
  left join pg_constraint k on k.contype = 'f' and k.conrelid = format('%I.%I', c.table_schema, c.table_name)::regclass and k.confrelid = 'person'::regclass
    and exists (select 1 from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any(k.conkey) and a.attname = c.column_name and a.attname <> 'city_id')
  where c.table_schema = 'public' and c.table_name <> 'person' and (k.conname is not null or c.column_name like '%person_id') order by 1`.execute(
  db,
);

interface Held {
  /** Makes a row about the member; undefined where the set-up already has one. */
  readonly make?: (mark: string) => Promise<unknown>;
  /** What "my data" then says. */
  readonly shown: (data: Awaited<ReturnType<typeof mine>>) => unknown;
}

const taskId = roster.taskId;
const plan = await db.selectFrom('plan').select('id').where('task_id', '=', taskId).executeTakeFirstOrThrow();
const at = new Date();
const until = '2099-01-01' as never;
const what = (kind: string) => (data: Awaited<ReturnType<typeof mine>>) => data.tasks.some((one) => one.what === kind);

/** One entry for every such column. A new table that names people fails the first test until the member can see what it holds. */
const HELD: Record<string, Held> = {
  'account.person_id': { shown: (data) => data.account.login === 'member' },
  'chain_choice.person_id': {
    make: () =>
      db
        .insertInto('chain_choice')
        .values({ city_id: cityId, task_id: taskId, node_key: 'x', choice: 'secretary', person_id: me, by_account: by })
        .execute(),
    shown: what('officer'),
  },
  'consultation.person_id': {
    make: () =>
      db
        .insertInto('consultation')
        .values({
          city_id: cityId,
          id: newId(),
          task_id: taskId,
          plan_id: plan.id,
          person_id: me,
          answer: 'hindered',
          erase_after: until,
        })
        .execute(),
    shown: what('question-hindered'),
  },
  'correction_request.person_id': {
    make: () =>
      db
        .insertInto('correction_request')
        .values({ city_id: cityId, id: newId(), person_id: me, field: 'skills', proposed: '会急救', created_at: at })
        .execute(),
    shown: (data) => data.corrections.some((one) => one.proposed === '会急救'),
  },
  'home.person_id': { shown: (data) => data.homes.length === 1 },
  'notice.person_id': {
    make: () =>
      db
        .insertInto('notice')
        .values({
          ...{ city_id: cityId, id: newId(), person_id: me, kind: 'duty', params: JSON.stringify({ title: '通知我' }) },
          ...{ created_at: at, erase_after: until },
        })
        .execute(),
    shown: (data) => data.notices.some((one) => one.task === '通知我'),
  },
  'offer.person_id': {
    make: () =>
      db
        .insertInto('offer')
        .values({
          ...{ city_id: cityId, id: newId(), task_id: taskId, person_id: me, mode: 'self-applied' as const, created_at: at },
          erase_after: until,
        })
        .execute(),
    shown: what('offer-open'),
  },
  'office.person_id': {
    make: () =>
      db
        .insertInto('office')
        .values({
          ...{ city_id: cityId, id: newId(), org_id: org, person_id: me, office: 'secretary', how: 'elected' },
          ...{ state: 'active', valid_from: today },
        })
        .execute(),
    shown: (data) => data.offices.some((one) => one.office === 'secretary'),
  },
  'participation.person_id': { shown: (data) => data.participations.length === 1 && data.duties.length === 1 },
  'person_absence.person_id': {
    make: () =>
      db
        .insertInto('person_absence')
        .values({ city_id: cityId, id: newId(), person_id: me, valid_from: today, valid_to: until })
        .execute(),
    shown: (data) => data.absences.length === 1,
  },
  'person_name.person_id': { shown: (data) => data.name === '张明川' },
  'person_skill.person_id': {
    make: () => db.insertInto('person_skill').values({ city_id: cityId, person_id: me, code: '急救' }).execute(),
    shown: (data) => data.skills.includes('急救'),
  },
  'person_wish.person_id': {
    make: () =>
      db
        .insertInto('person_wish')
        .values({ city_id: cityId, person_id: me, willing: true, windows: ['06:00-14:00'], erase_after: until })
        .execute(),
    shown: (data) => data.wish?.willing === true,
  },
  'plan_choice.person_id': {
    make: () =>
      db
        .insertInto('plan_choice')
        .values({ city_id: cityId, task_id: taskId, post_id: roster.posts[0]!, person_id: me, kind: 'exclude', by_account: by })
        .execute(),
    shown: what('exclude'),
  },
  'plan_row.person_id': {
    make: () =>
      db
        .insertInto('plan_row')
        .values({ city_id: cityId, plan_id: plan.id, post_id: roster.posts[0]!, slot_no: 0, seat_no: 0, person_id: me })
        .execute(),
    shown: what('planned'),
  },
  'roster_duty.person_id': { shown: (data) => data.shifts.length === 1 },
  'roster_wish.person_id': {
    make: () =>
      db
        .insertInto('roster_wish')
        .values({ city_id: cityId, org_id: roster.orgId, person_id: me, on_day: roster.from, kind: 'rest' })
        .execute(),
    shown: (data) => data.dayWishes.length === 1,
  },
  'service_note.person_id': {
    make: () =>
      db
        .insertInto('service_note')
        .values({
          ...{ city_id: cityId, id: newId(), person_id: me, task_id: taskId, org_name: '老任务党小组', role: 'member' },
          ...{ day_from: today, day_to: today, thanks: '谢谢' },
        })
        .execute(),
    shown: (data) => data.serviceNotes.some((one) => one.organization === '老任务党小组'),
  },
  'slot_opening.proposed_person_id': {
    make: () =>
      db
        .insertInto('slot_opening')
        .values({
          ...{ city_id: cityId, id: newId(), task_id: taskId, post_id: roster.posts[1]!, slot_no: 0, opened_at: at },
          proposed_person_id: me,
        })
        .execute(),
    shown: what('replacement'),
  },
  'task_rest.person_id': {
    make: () =>
      db.insertInto('task_rest').values({ city_id: cityId, task_id: taskId, person_id: me, erase_after: until }).execute(),
    shown: what('rests'),
  },
  'transfer.person_id': {
    make: () =>
      db
        .insertInto('transfer')
        .values({
          ...{ city_id: cityId, id: newId(), person_id: me, from_org_id: org, to_org_id: small.orgs.get(TOUR_ORGS.waterSupply)! },
          started_on: today,
        })
        .execute(),
    shown: (data) => data.transfers.some((one) => one.organization === '供水公司党支部'),
  },
};

const member = await server.as('member');
async function mine() {
  return (await member.call(myDataShow, {})).data;
}

test('every column of the catalogue that names a person has its place in what a member is shown', () => {
  expect(Object.keys(HELD).sort()).toEqual(columns.map((one) => one.place).sort());
});

test('what each of these tables holds about a member stands in "my data" and in the export', async () => {
  await writeRoster(
    db,
    cityId,
    {
      ...{ id: null, orgId: roster.orgId, from: roster.from, to: roster.to, offDays: [], restHours: 11, mostInRow: 6 },
      ...{ by, at },
    },
    [{ personId: me, day: roster.from, postId: roster.posts[0]!, slotNo: 0, fixed: false }],
  );
  for (const held of Object.values(HELD)) await held.make?.('x');
  const data = await mine();
  const missing = Object.entries(HELD).flatMap(([place, held]) => (held.shown(data) ? [] : [place]));
  expect(missing).toEqual([]);
  const { data: json } = await member.call(myDataExport, { query: { format: 'json' } });
  expect(JSON.parse(new TextDecoder().decode(json))).toEqual(data);
  const { data: bytes } = await member.call(myDataExport, { query: { format: 'xlsx' } });
  expect(new TextDecoder().decode(bytes.slice(0, 2))).toBe('PK');
});
