import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordAll, THE_PROGRAM } from '#store/audit';
import { verifyAudit } from '#store/audit-verify';
import { backup, checkBackup, restore } from '#store/backup';
import { createCity } from '#store/city';
import { newId } from '#store/id';
import { inDatabase, type Target, withClient } from '#store/target';
import { inTransaction } from '#store/transaction';
import { createTestDatabase } from '../support/database.ts';
import { sealSoon } from '../support/sealing.ts';

const source = await createTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'qunying-backup-'));
const file = join(folder, 'city.qunying');
const CITY = '411300';
const AWKWARD = 'tab\there, back\\slash, line\nbreak, quote "\' \\N 群英 𠮷';

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  await createCity(source.store, { id: CITY, name: '南阳市', code: CITY, demo: false });
  await source.store.db
    .insertInto('setting')
    .values({ city_id: CITY, key: 'awkward', value: JSON.stringify([AWKWARD, null, 1.25]) })
    .execute();
  await inTransaction(source.store, (trx) =>
    recordAll(
      trx,
      Array.from({ length: 300 }, (_, n) => ({
        cityId: CITY,
        actor: THE_PROGRAM,
        action: 'tested',
        subject: { kind: 'city', id: newId() },
        detail: { n, text: AWKWARD },
      })),
    ),
  );
  await sealSoon(source.store, CITY);
  await inTransaction(source.store, (trx) =>
    recordAll(trx, [{ cityId: CITY, actor: THE_PROGRAM, action: 'unsealed', subject: { kind: 'city', id: null } }]),
  );
  await backup(source.owner, file, 'test');
});

const rowsOf = (target: Target, table: string) =>
  withClient(target, async (client) =>
    (await client.query<{ line: string }>(`select t::text as line from "${table}" t order by 1`)).rows.map((row) => row.line),
  );

describe('backup and restore', () => {
  test('every table comes back row for row, and the audit trail is whole and goes on', async () => {
    const target = await createTestDatabase();
    const counts = await restore(target.owner, file);
    expect(counts).toMatchObject({ city: 1, setting: 1, audit_event: 301, audit_detail: 300, audit_seal: 1 });
    for (const table of Object.keys(counts))
      expect(await rowsOf(target.owner, table), table).toEqual(await rowsOf(source.owner, table));
    expect(await verifyAudit(target.store, CITY)).toMatchObject({ ok: true, sealedEvents: 300, unsealedEvents: 1 });
    await inTransaction(target.store, (trx) =>
      recordAll(trx, [{ cityId: CITY, actor: THE_PROGRAM, action: 'after', subject: { kind: 'city', id: null } }]),
    );
    // A suite beside can hold the horizon between the two: then they are sealed one after the other.
    let sealed = 0;
    for (let no = 2; sealed < 2; no++) {
      const made = await sealSoon(target.store, CITY);
      expect(made).toMatchObject({ no });
      sealed += made!.count;
    }
    expect(sealed).toBe(2);
    expect(await verifyAudit(target.store, CITY)).toMatchObject({ ok: true, sealedEvents: 302 });
  });

  test('foreign keys are back after a restore', async () => {
    const target = await createTestDatabase();
    const count = `select count(*)::int as n from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and convalidated`;
    const before = await withClient(target.owner, async (client) => (await client.query<{ n: number }>(count)).rows[0]!.n);
    await restore(target.owner, file);
    expect(await withClient(target.owner, async (client) => (await client.query<{ n: number }>(count)).rows[0]!.n)).toBe(before);
    expect(before).toBeGreaterThan(50);
  });

  test('into a database without any table: the schema is made first', async () => {
    const empty = inDatabase(source.owner, `${source.name}_e`);
    await withClient(source.owner, (client) => client.query(`create database ${source.name}_e template template0`));
    try {
      await restore(empty, file);
      expect(await rowsOf(empty, 'setting')).toEqual(await rowsOf(source.owner, 'setting'));
    } finally {
      await withClient(source.owner, (client) => client.query(`drop database ${source.name}_e with (force)`));
    }
  });

  test('a database that holds data is refused by name and left alone', async () => {
    await expect(restore(source.owner, file)).rejects.toMatchObject({
      code: 'restore-not-empty',
      params: { table: expect.any(String) },
    });
  });
});

describe('a damaged file is refused with the table named, and nothing is restored', () => {
  const bytes = () => Buffer.from(readFileSync(file));
  const damaged = join(folder, 'damaged.qunying');

  test('a flipped bit inside a table', async () => {
    const content = bytes();
    const at = content.indexOf('{"table":"audit_detail"') + 400;
    content[at]! ^= 1;
    writeFileSync(damaged, content);
    const target = await createTestDatabase();
    await expect(restore(target.owner, damaged)).rejects.toMatchObject({
      code: 'backup-damaged',
      params: { table: 'audit_detail' },
    });
    expect(await rowsOf(target.owner, 'city')).toEqual([]);
  });

  test('a changed row count, a removed table, a cut end, other bytes at the end, another file', async () => {
    const text = bytes().toString('latin1');
    writeFileSync(damaged, text.replace('"rows":300,', '"rows":301,'), 'latin1');
    await expect(checkBackup(damaged)).rejects.toMatchObject({ code: 'backup-damaged' });

    const from = text.indexOf('{"table":"area_code"');
    const to = text.indexOf('{"table":"area_link"');
    expect(from).toBeGreaterThan(0);
    writeFileSync(damaged, text.slice(0, from) + text.slice(to), 'latin1');
    await expect(checkBackup(damaged)).rejects.toMatchObject({ code: 'backup-damaged' });

    writeFileSync(damaged, bytes());
    truncateSync(damaged, bytes().length - 200);
    await expect(checkBackup(damaged)).rejects.toMatchObject({ code: 'backup-damaged' });

    writeFileSync(damaged, Buffer.concat([bytes(), Buffer.from('x')]));
    await expect(checkBackup(damaged)).rejects.toMatchObject({ code: 'backup-damaged' });

    writeFileSync(damaged, 'id,name\n1,x\n');
    await expect(checkBackup(damaged)).rejects.toMatchObject({ code: 'backup-no-backup' });
    await expect(checkBackup(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'backup-unreadable' });
  });

  test('a folder that cannot be written leaves no half file', async () => {
    await expect(backup(source.owner, join(folder, 'missing', 'x.qunying'), 'test')).rejects.toMatchObject({
      code: 'backup-unwritable',
    });
  });
});
