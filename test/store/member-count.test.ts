import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { checkTable } from '#contract/import-table';
import { commitBatch } from '#jobs/imports/commit';
import { keepPreview } from '#jobs/imports/preview';
import { undoBatch } from '#jobs/imports/undo';
import { addDays, type Day } from '#kernel/lib';
import { THE_PROGRAM } from '#store/audit';
import { newId } from '#store/id';
import { createBatch } from '#store/import-batch';
import { LEFT_DAYS, leaveOrganization } from '#store/leaving';
import { openLine } from '#store/line';
import { type CountedPlace, membersAt, recountAll, recountOver } from '#store/member-count';
import { createPerson, editPerson, receiveTransfer, startTransfer } from '#store/person';
import { eraseDue } from '#store/retention';
import { dayIn } from '#store/today';
import { inTransaction } from '#store/transaction';
import { createTestDatabase } from '../support/database.ts';
import { createSmallCity, SMALL_CITY } from '../support/small-city.ts';

const START = Date.parse('2026-03-02T04:00:00Z');
let now = START;
const { store } = await createTestDatabase({ now: () => now });
const { db } = store;
const city = await createSmallCity(db);
const today = (): Day => store.today();
const branches = ['文化社区党支部', '八一社区党支部', '市水利局机关第二党支部', '供水公司党支部'];
const orgs = await db.selectFrom('org').select(['id', 'name', 'unit_id']).where('name', 'in', branches).orderBy('id').execute();
const units = [null, ...city.units.values()];
const residences = [null, city.areas.wenhua, city.areas.bayi];

interface Count {
  readonly full: number;
  readonly probationary: number;
}

/** Counting from scratch in this file's own words: every relationship and every person, one by one. */
async function scratch(place: CountedPlace, day: Day): Promise<Map<string, Count>> {
  const persons = await db.selectFrom('person').selectAll().where('city_id', '=', SMALL_CITY).execute();
  const homes = await db.selectFrom('home').selectAll().where('city_id', '=', SMALL_CITY).execute();
  const found = new Map<string, { full: number; probationary: number }>();
  const add = (id: string | null, status: string): void => {
    if (id === null || status === 'non-member') return;
    const count = found.get(id) ?? { full: 0, probationary: 0 };
    count[status as 'full' | 'probationary']++;
    found.set(id, count);
  };
  for (const person of persons) {
    const here = homes.filter((one) => one.person_id === person.id && one.valid_from <= day && day < one.valid_to);
    const present = person.valid_from <= day && day < person.valid_to;
    if (place === 'organization') for (const home of here) add(home.org_id, person.status);
    if (place === 'unit' && present) add(person.unit_id, person.status);
    if (place === 'residence' && present && person.unit_id === null && here.length > 0)
      add(person.residence_area_id, person.status);
    if (place === 'unplaced' && present && here.length === 0 && !person.home_elsewhere) add(person.unit_id, person.status);
  }
  return found;
}

async function kept(place: CountedPlace, day: Day): Promise<Map<string, Count>> {
  const { rows } = await sql<{ id: string } & Count>`
    select place_id as id, "full", probationary from (${membersAt(place, SMALL_CITY, day)}) k where "full" + probationary > 0`.execute(
    db,
  );
  return new Map(rows.map(({ id, full, probationary }) => [id, { full, probationary }]));
}

/** Units at which someone without relationship was met: without any the counts of them would prove nothing. */
let unplacedSeen = 0;

async function agree(): Promise<void> {
  for (const place of ['organization', 'unit', 'residence', 'unplaced'] as const) {
    for (const day of [today(), addDays(today(), 1), addDays(today(), 45), addDays(today(), -30)])
      expect({ place, day, counts: await kept(place, day) }).toEqual({ place, day, counts: await scratch(place, day) });
  }
  unplacedSeen += (await kept('unplaced', today())).size;
}

async function somebody(n: number): Promise<string | undefined> {
  const rows = await db
    .selectFrom('person')
    .select('id')
    .where('city_id', '=', SMALL_CITY)
    .where('erase_after', 'is', null)
    .orderBy('id')
    .execute();
  return rows.length === 0 ? undefined : rows[n % rows.length]!.id;
}

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;
const input = (a: number, b: number, c: number) => ({
  name: pick(['王明', '李军', '张晓梅'], a),
  status: pick(['full', 'probationary', 'non-member'], b),
  unitId: pick(units, c),
  residenceAreaId: pick(residences, a),
  sourceKey: null,
  skills: [],
});

const MAPPING = { sourceKey: 0, personName: 1, status: 2, organization: 3, residence: 4, homeSince: 5, homeUntil: 6 };

const scope = () => ({
  access: store.access,
  cityId: SMALL_CITY,
  today: today(),
  now: new Date(now),
  actor: THE_PROGRAM,
  reach: { everything: true, areaPath: null, seesPersons: true },
  anchors: null,
});

/** A table of new and known members through preview and commit; `back` takes it back again. */
async function importTable(a: number, b: number, c: number, back: boolean): Promise<string> {
  const cells = Array.from({ length: 1 + (a % 5) }, (_, k) => [
    // Numbers come back in later tables: then a member changes instead of being made.
    `K-${(a + k * b) % 12}`,
    '赵强',
    pick(['正式党员', '预备党员'], b + k),
    pick(branches, (a + k * b) % 12),
    pick(['', '文化社区', '八一社区'], c + k),
    addDays(today(), (c % 7) - 3),
    k % 2 === 0 ? addDays(today(), 20 + k) : '',
  ]);
  const numbers = cells.map((_, k) => k + 2);
  const id = await createBatch(db, {
    cityId: SMALL_CITY,
    kind: 'members',
    fileName: 'x',
    createdBy: newId(),
    now: new Date(now),
  });
  const meta = { proposals: [], mapping: MAPPING, sheetName: 's', sheetNames: ['s'], encoding: null, cellIssues: [], skipped: 0 };
  const lead = { rows: [], numbers: [], headRow: 1 };
  const line = await openLine(store.access);
  try {
    const checked = checkTable('members', cells, MAPPING, numbers).rows;
    await keepPreview(line, scope(), id, 'members', { ...meta, lead }, { rows: cells, numbers }, checked);
    const done = await commitBatch(line, scope(), id, () => {});
    if (!done.done) return `import ${done.why}`;
    if (back) await undoBatch(line, scope(), id, true, () => {});
    return back ? 'undo' : 'import';
  } finally {
    await line.close();
  }
}

const tried = new Map<string, number>();

/** One write, done by the product's own functions; a refusal counts as a write that changed nothing. */
async function write(what: string, a: number, b: number, c: number): Promise<string> {
  const person = await somebody(a * 31 + b);
  const trans = <T>(work: Parameters<typeof inTransaction<T>>[1]) => inTransaction(store, work);
  const day = today();
  if (what === 'import') return importTable(a, b, c, false);
  if (what === 'undo') return importTable(a, b, c, true);
  if (what === 'day') {
    now += (1 + (a % 15)) * 86_400_000;
    if (b % 2 === 0) await recountOver(db, SMALL_CITY, today());
    return 'day';
  }
  if (what === 'erase') {
    now += LEFT_DAYS * 86_400_000;
    await eraseDue(store, SMALL_CITY, new Date(now));
    return 'erase';
  }
  if (what === 'create') {
    const made = await trans((trx) => createPerson(trx, SMALL_CITY, input(a, b, c), pick(orgs, c).id, addDays(day, (b % 5) - 2)));
    return made.ok ? 'create' : 'create refused';
  }
  if (what === 'enter') {
    // Works where the organization stands; until the relationship begins no organization holds him.
    const org = pick(orgs, c);
    const made = await trans((trx) =>
      createPerson(trx, SMALL_CITY, { ...input(a, b % 2, c), unitId: org.unit_id }, org.id, addDays(day, (b % 25) + 1)),
    );
    return made.ok ? 'enter' : 'enter refused';
  }
  if (what === 'load') {
    const unplaced = {
      unit_id: pick([...city.units.values()], c),
      home_elsewhere: a % 4 === 0,
      valid_from: addDays(day, (b % 9) - 4),
    };
    await db
      .insertInto('person')
      .values({ city_id: SMALL_CITY, id: newId(), status: pick(['full', 'probationary'], b), ...unplaced })
      .execute();
    await recountAll(db, SMALL_CITY, day);
    return 'load';
  }
  if (person === undefined) return 'nobody';
  if (what === 'edit')
    return (await trans((trx) => editPerson(trx, SMALL_CITY, person, input(a, b, c), day))).ok ? 'edit' : 'edit refused';
  if (what === 'leave')
    return (await trans((trx) => leaveOrganization(trx, SMALL_CITY, person, { at: new Date(now), today: day }))).ok
      ? 'leave'
      : 'leave refused';
  const started = await trans((trx) => startTransfer(trx, SMALL_CITY, person, pick(orgs, c).id, day));
  if (!started.ok) return 'transfer refused';
  return (await trans((trx) => receiveTransfer(trx, SMALL_CITY, started.value.id, day))).ok ? 'transfer' : 'transfer refused';
}

const writes = ['create', 'enter', 'load', 'edit', 'transfer', 'leave', 'import', 'undo', 'day', 'erase'] as const;
const number = fc.integer({ min: 0, max: 10_000 });

describe('kept counts of members', () => {
  test('are what counting from scratch gives, today and on other days, after any sequence of writes', async () => {
    await agree();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...writes), number, number, number), { minLength: 6, maxLength: 14 }),
        async (steps) => {
          for (const [what, a, b, c] of steps) {
            const done = await write(what, a, b, c);
            tried.set(done, (tried.get(done) ?? 0) + 1);
            await agree();
          }
        },
      ),
      { numRuns: 14, seed: 7, endOnFailure: true },
    );
    // Every kind of write has really happened.
    expect(writes.filter((one) => !tried.has(one))).toEqual([]);
    expect(unplacedSeen).toBeGreaterThan(10);
  });

  test('writes in one organization at the same time are all counted', async () => {
    const org = orgs[0]!.id;
    await Promise.all(
      Array.from({ length: 6 }, (_, k) =>
        inTransaction(store, async (trx) => {
          const made = await createPerson(trx, SMALL_CITY, { ...input(k, 0, 0), unitId: null }, org, today());
          expect(made.ok).toBe(true);
          await new Promise((later) => setTimeout(later, 20));
        }),
      ),
    );
    await agree();
  });

  test('counting the whole city anew changes nothing', async () => {
    const before = await kept('organization', today());
    await recountAll(db, SMALL_CITY, today());
    expect(await kept('organization', today())).toEqual(before);
    expect(dayIn('Asia/Shanghai', now)).toBe(today());
    await agree();
  });
});
