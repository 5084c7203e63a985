import { sql } from 'kysely';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { openStore } from '#store/database';
import { migrate } from '#store/migrate';
import { MIGRATIONS } from '#store/migrations/index';
import { inDatabase, type Target, withClient } from '#store/target';

const { template: _, ...address } = inject('cluster');
const server: Target = { ...address, database: 'postgres' };
let made = 0;

/** A name of our own; the database is removed when the test has finished. */
function fresh(): Target {
  const name = `m_${process.pid}_${made++}`;
  onTestFinished(async () => {
    await withClient(server, (client) => client.query(`drop database if exists ${name} with (force)`));
  });
  return inDatabase(server, name);
}

const ask = <T extends object>(target: Target, text: string) =>
  withClient(target, async (client) => (await client.query<T>(text)).rows);

describe('migrations', () => {
  test('make the database, apply in order, and do nothing the second time', async () => {
    const target = fresh();
    const told: string[] = [];
    expect(await migrate(target, { createDatabase: true, onApplied: (name) => told.push(name) })).toEqual(
      MIGRATIONS.map((one) => one.name),
    );
    expect(told).toEqual(MIGRATIONS.map((one) => one.name));
    expect(await migrate(target, { createDatabase: true })).toEqual([]);
  });

  test('two starts at once: one applies, the other waits, both end well', async () => {
    const target = fresh();
    await withClient(server, (client) => client.query(`create database ${target.database}`));
    const applied = await Promise.all([migrate(target), migrate(target)]);
    expect(applied.flat().sort()).toEqual(MIGRATIONS.map((one) => one.name));
  });

  test('a server that is not prepared: who lacks a right and what an administrator runs once; then it goes', async () => {
    const owner = `plain_${process.pid}`;
    const target = { ...fresh(), user: owner, password: 'x' };
    const { database } = target;
    await withClient(server, async (client) => {
      await client.query(`create role ${owner} login password 'x'`);
      await client.query(`create database ${database}`);
    });
    onTestFinished(async () => {
      await withClient(inDatabase(server, database!), (client) => client.query(`drop owned by ${owner} cascade`));
      await withClient(server, async (client) => {
        await client.query(`alter database ${database} owner to ${server.user}`);
        await client.query(`drop role ${owner}`);
      });
    });
    const refused = {
      code: 'database-rights',
      params: { user: owner, database, role: 'qunying_app', reason: expect.any(String) },
    };
    await expect(migrate(target)).rejects.toMatchObject(refused);
    await withClient(server, (client) => client.query(`alter database ${database} owner to ${owner}`));
    await expect(migrate(target)).rejects.toMatchObject(refused);
    await withClient(server, (client) => client.query(`grant qunying_app to ${owner}`));
    await migrate(target);
    const store = openStore(target, { as: 'app' });
    expect((await sql<{ who: string }>`select current_user as who`.execute(store.db)).rows).toEqual([{ who: 'qunying_app' }]);
    await store.close();
  });

  test('a server without an extension says which', async () => {
    const list = [{ name: '0001-more', sql: 'create extension no_such_thing' }];
    await expect(migrate(fresh(), { createDatabase: true, list })).rejects.toMatchObject({
      code: 'extension-missing',
      params: { extension: 'no_such_thing' },
    });
  });

  test('one that fails leaves nothing behind and names itself', async () => {
    const target = fresh();
    const list = [
      { name: '0001-good', sql: 'create table good (id int primary key)' },
      { name: '0002-bad', sql: 'create table half (id int primary key); select * from nowhere' },
    ];
    await expect(migrate(target, { createDatabase: true, list })).rejects.toMatchObject({
      code: 'migration-failed',
      params: { migration: '0002-bad' },
    });
    const tables = await ask<{ name: string }>(
      target,
      `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
    );
    expect(tables.map((table) => table.name)).not.toContain('half');
    expect(
      await migrate(target, { list: [list[0]!, { name: '0002-bad', sql: 'create table half (id int primary key)' }] }),
    ).toContain('0002-bad');
  });

  test('a database of a later release is refused with the name of what it knows more', async () => {
    const target = fresh();
    await migrate(target, {
      createDatabase: true,
      list: [
        { name: '0001-a', sql: 'select 1' },
        { name: '0002-later', sql: 'select 1' },
      ],
    });
    await expect(migrate(target, { list: [{ name: '0001-a', sql: 'select 1' }] })).rejects.toMatchObject({
      code: 'database-newer',
      params: { migration: '0002-later' },
    });
  });

  test('the database of an installation keeps UTF-8 and days as days, and the app role switches in', async () => {
    const target = fresh();
    await migrate(target, { createDatabase: true });
    const store = openStore(target, { as: 'app' });
    const { rows } = await sql<{
      me: string;
      encoding: string;
    }>`select current_user as me, current_setting('server_encoding') as encoding`.execute(store.db);
    expect(rows[0]).toEqual({ me: 'qunying_app', encoding: 'UTF8' });
    await expect(sql`delete from audit_seal`.execute(store.db)).rejects.toMatchObject({ code: '42501' });
    await store.close();
  });

  test('a trail whose transaction numbers lie ahead, as after a move to another cluster, goes on in a new epoch', async () => {
    const target = fresh();
    await migrate(target, { createDatabase: true });
    await ask(target, `insert into city (id, name, code) values ('c', 'c', 'c')`);
    await ask(
      target,
      `insert into audit_event (city_id, id, txid, action, subject_kind) values ('c', gen_random_uuid(), '999999999999', 'moved', 'city')`,
    );
    await migrate(target);
    await ask(
      target,
      `insert into audit_event (city_id, id, action, subject_kind) values ('c', gen_random_uuid(), 'after', 'city')`,
    );
    expect(await ask(target, 'select action, epoch from audit_event order by epoch')).toEqual([
      { action: 'moved', epoch: 1 },
      { action: 'after', epoch: 2 },
    ]);
    await migrate(target);
    expect(
      await ask(
        target,
        `select column_default as epoch from information_schema.columns where table_name = 'audit_event' and column_name = 'epoch'`,
      ),
    ).toEqual([{ epoch: '2' }]);
  });

  test('who stood twice in one organization in an earlier release is there once afterwards, with the duties of both', async () => {
    const target = fresh();
    const at = MIGRATIONS.findIndex((one) => one.name === '0011-submitting-body');
    await migrate(target, { createDatabase: true, list: MIGRATIONS.slice(0, at) });
    const id = (n: number) => `'00000000-0000-7000-8000-${String(n).padStart(12, '0')}'`;
    const part = (n: number, role: string, from: string, to: string) =>
      `('c', ${id(n)}, ${id(2)}, ${id(3)}, '${role}', 'assigned', '${from}', '${to}')`;
    await ask(
      target,
      `insert into city (id, name, code) values ('c', 'c', 'c');
      insert into person (city_id, id, status) values ('c', ${id(2)}, 'full');
      insert into tree (city_id, id, kind) values ('c', ${id(1)}, 'task');
      insert into org (city_id, id, tree_id, standing, form, name, state) values ('c', ${id(3)}, ${id(1)}, false, 'group', 'g', 'active');
      insert into participation (city_id, id, person_id, org_id, role, mode, valid_from, valid_to) values
        ${part(10, 'member', '2026-01-01', '2026-03-01')}, ${part(11, 'member', '2026-02-01', '9999-12-31')},
        ${part(12, 'member', '2026-02-15', '2026-02-20')}, ${part(13, 'member', '2025-01-01', '2026-01-01')},
        ${part(14, 'group-leader', '2026-02-01', '9999-12-31')}, ${part(15, 'member', '2026-02-01', '2026-02-01')};
      insert into task (city_id, id, title, owner_org_id, created_by) values ('c', ${id(4)}, 't', ${id(3)}, ${id(5)});
      insert into area (city_id, id, kind, path, name, valid_from) values ('c', ${id(6)}, 'community', '/', 'a', '2020-01-01');
      insert into post (city_id, id, task_id, area_id, name, start_minute, end_minute, day_from, day_to, head_count)
        values ('c', ${id(7)}, ${id(4)}, ${id(6)}, 'p', 0, 60, '2026-02-01', '2026-02-02', 1);
      insert into duty (city_id, id, participation_id, post_id, slot_no, on_day_from, on_day_to)
        select 'c', gen_random_uuid(), p.id, ${id(7)}, 0, '2026-02-01', '2026-02-02' from participation p where p.id in (${id(10)}, ${id(11)})`,
    );
    expect(await migrate(target)).toContain('0011-submitting-body');
    const rows = await ask<{ n: number; from: string; to: string; duties: number }>(
      target,
      `select right(p.id::text, 2)::int as n, p.valid_from::text as "from", p.valid_to::text as "to",
        (select count(*)::int from duty d where d.participation_id = p.id) as duties from participation p order by 1`,
    );
    expect(rows).toEqual([
      { n: 10, from: '2026-01-01', to: '9999-12-31', duties: 2 },
      { n: 13, from: '2025-01-01', to: '2026-01-01', duties: 0 },
      { n: 14, from: '2026-02-01', to: '9999-12-31', duties: 0 },
      { n: 15, from: '2026-02-01', to: '2026-02-01', duties: 0 },
    ]);
  });
});
