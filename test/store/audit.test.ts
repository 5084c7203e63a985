import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { type AuditEntry, eraseDetails, eraseDetailsAbout, record, recordAll, THE_PROGRAM } from '#store/audit';
import { seal } from '#store/audit-seal';
import { verifyAudit } from '#store/audit-verify';
import { createCity } from '#store/city';
import { newId } from '#store/id';
import { withClient } from '#store/target';
import { inTransaction } from '#store/transaction';
import { createTestDatabase } from '../support/database.ts';
import { sealSoon } from '../support/sealing.ts';

const { store, owner } = await createTestDatabase();
let cityId: string;
let cities = 0;

beforeEach(async () => {
  cityId = `audit-${++cities}`;
  await createCity(store, { id: cityId, name: cityId, code: '411300', demo: false });
});

const entry = (action: string, detail?: AuditEntry['detail'], id = newId()): AuditEntry => ({
  cityId,
  actor: THE_PROGRAM,
  action,
  subject: { kind: 'person', id },
  ...(detail === undefined ? {} : { detail }),
});

async function batch(...actions: string[]): Promise<readonly string[]> {
  const ids = await inTransaction(store, (trx) =>
    recordAll(
      trx,
      actions.map((action) => entry(action, { name: '张三', b: [1, 2.5, null], a: true })),
    ),
  );
  await sealSoon(store, cityId);
  return ids;
}

const asOwner = (text: string, values: unknown[] = []) => withClient(owner, (client) => client.query(text, values));

describe('an event stands and falls with its write', () => {
  test('a rolled back transaction leaves no event', async () => {
    await expect(
      inTransaction(store, async (trx) => {
        await record(trx, entry('org-created'));
        throw new Error('change of mind');
      }),
    ).rejects.toThrow('change of mind');
    expect((await verifyAudit(store, cityId)).unsealedEvents).toBe(0);
  });

  test('the event holds ids only; the text is in the erasable detail', async () => {
    await inTransaction(store, (trx) => record(trx, entry('names-revealed', { purpose: '核对名单' })));
    const { rows } = await sql<Record<string, unknown>>`select * from audit_event where city_id = ${cityId}`.execute(store.db);
    expect(JSON.stringify(rows)).not.toContain('核对');
    expect(rows[0]?.detail_hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('sealing', () => {
  test('two batches chain, and a check finds nothing wrong', async () => {
    await batch('a', 'b', 'c');
    await batch('d');
    const report = await verifyAudit(store, cityId);
    expect(report).toMatchObject({ ok: true, seals: 2, sealedEvents: 4, unsealedEvents: 0, details: 4 });
    expect((await verifyAudit(store, cityId, report.lastHash)).ok).toBe(true);
  });

  test('nothing is sealed while an older transaction still runs, and nothing slips in behind a seal', async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((go) => {
      release = go;
    });
    let begun: () => void = () => {};
    const started = new Promise<void>((go) => {
      begun = go;
    });
    const slow = inTransaction(store, async (trx) => {
      await record(trx, entry('slow'));
      begun();
      await held;
    });
    await started;
    await inTransaction(store, (trx) => record(trx, entry('fast')));
    expect(await seal(store, cityId)).toBeUndefined();
    release();
    await slow;
    expect(await sealSoon(store, cityId)).toMatchObject({ no: 1, count: 2 });
    expect((await verifyAudit(store, cityId)).ok).toBe(true);
  });

  test('two sealers at once make one chain', async () => {
    await inTransaction(store, (trx) => record(trx, entry('a')));
    const made = await Promise.all(
      [sealSoon(store, cityId), seal(store, cityId), seal(store, cityId)].map((one) => one.catch(() => undefined)),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    expect((await verifyAudit(store, cityId)).ok).toBe(true);
  });
});

describe('tampering by someone with all rights on the database is found, in the batch where it happened', () => {
  test('the server itself cannot change or delete audit rows', async () => {
    const [id] = await batch('a');
    for (const attempt of [
      sql`update audit_event set action = 'x' where id = ${id}`,
      sql`delete from audit_event where id = ${id}`,
      sql`update audit_detail set salt = 'x' where event_id = ${id}`,
      sql`delete from audit_detail where event_id = ${id}`,
      sql`update audit_seal set count = 0 where city_id = ${cityId}`,
      sql`delete from audit_seal where city_id = ${cityId}`,
      sql`truncate audit_seal`,
    ]) {
      await expect(attempt.execute(store.db)).rejects.toMatchObject({ code: '42501' });
    }
  });

  test('an altered event', async () => {
    await batch('a');
    const [id] = await batch('approval-granted', 'b');
    await batch('c');
    await asOwner(`update audit_event set action = 'approval-refused' where id = $1`, [id]);
    expect(await verifyAudit(store, cityId)).toMatchObject({ ok: false, broken: { no: 2, fault: 'events-altered' } });
  });

  test('a removed event', async () => {
    const [id] = await batch('a', 'b');
    await batch('c');
    await asOwner('delete from audit_detail where event_id = $1', [id]);
    await asOwner('delete from audit_event where id = $1', [id]);
    expect(await verifyAudit(store, cityId)).toMatchObject({ ok: false, broken: { no: 1, fault: 'events-removed' } });
  });

  test('an event put in afterwards', async () => {
    await batch('a');
    await batch('b');
    await asOwner(
      `insert into audit_event (city_id, id, txid, action, subject_kind) select city_id, $2, txid, 'forged', 'person' from audit_event where city_id = $1 and action = 'a'`,
      [cityId, newId()],
    );
    expect(await verifyAudit(store, cityId)).toMatchObject({ ok: false, broken: { no: 1, fault: 'events-added' } });
  });

  test('an altered time of a microsecond', async () => {
    const [id] = await batch('a');
    await asOwner(`update audit_event set at = at + interval '1 microsecond' where id = $1`, [id]);
    expect(await verifyAudit(store, cityId)).toMatchObject({ broken: { no: 1, fault: 'events-altered' } });
  });

  test('an altered readable detail', async () => {
    await batch('a');
    const [id] = await batch('b');
    await asOwner(`update audit_detail set detail = '{"name":"李四"}' where event_id = $1`, [id]);
    expect(await verifyAudit(store, cityId)).toMatchObject({
      ok: false,
      broken: { no: 2, fault: 'detail-altered', eventId: id },
    });
  });

  test('a removed or altered seal, and a chain cut off at its end', async () => {
    await batch('a');
    await batch('b');
    await batch('c');
    const { lastHash } = await verifyAudit(store, cityId);
    await asOwner('delete from audit_seal where city_id = $1 and no = 3', [cityId]);
    await asOwner(`delete from audit_detail where event_id in (select id from audit_event where city_id = $1 and action = 'c')`, [
      cityId,
    ]);
    await asOwner(`delete from audit_event where city_id = $1 and action = 'c'`, [cityId]);
    expect((await verifyAudit(store, cityId)).ok).toBe(true);
    expect(await verifyAudit(store, cityId, lastHash)).toMatchObject({ ok: false, broken: { fault: 'expected-hash-missing' } });
    await asOwner(`update audit_seal set count = 7 where city_id = $1 and no = 2`, [cityId]);
    expect(await verifyAudit(store, cityId)).toMatchObject({ broken: { no: 2, fault: 'seal-altered' } });
    await asOwner(`delete from audit_seal where city_id = $1 and no = 1`, [cityId]);
    expect(await verifyAudit(store, cityId)).toMatchObject({ broken: { no: 1, fault: 'seal-missing' } });
  });
});

describe('erasing what a person may ask to be erased', () => {
  test('keeps the proof whole', async () => {
    const ids = await batch('a', 'b');
    expect(await eraseDetails(store.db, cityId, [ids[0]!])).toBe(1);
    const report = await verifyAudit(store, cityId);
    expect(report).toMatchObject({ ok: true, sealedEvents: 2, details: 1 });
    expect(await eraseDetails(store.db, cityId, [ids[0]!])).toBe(0);
  });

  test('reaches every detail about one person and no other', async () => {
    const person = newId();
    await inTransaction(store, (trx) =>
      recordAll(trx, [entry('a', { x: 1 }, person), entry('b', { x: 2 }, person), entry('c', { x: 3 })]),
    );
    expect(await inTransaction(store, (trx) => eraseDetailsAbout(trx, cityId, { kind: 'person', id: person }))).toBe(2);
    expect((await verifyAudit(store, cityId)).details).toBe(1);
  });
});
