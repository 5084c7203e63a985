import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { dayIn } from '#store/today';
import { createTestDatabase } from '../support/database.ts';

const database = await createTestDatabase();

describe('values come back as they are', () => {
  test('a date is the same text in every zone of the server process', async () => {
    const { rows } = await sql<{ d: string; n: number; big: string }>`
      select date '2026-03-01' as d, count(*)::int8 as n, 9007199254740993::int8 as big from generate_series(1, 3)`.execute(
      database.store.db,
    );
    expect(rows[0]).toEqual({ d: '2026-03-01', n: 3, big: '9007199254740993' });
  });
  test("today is the city's day, not the server's", () => {
    const lateEvening = Date.parse('2026-11-22T16:30:00Z');
    expect(dayIn('Asia/Shanghai', lateEvening)).toBe('2026-11-23');
    expect(dayIn('UTC', lateEvening)).toBe('2026-11-22');
  });
});

test('the server works as a role that cannot change the schema', async () => {
  const { rows } = await sql<{ me: string }>`select current_user as me`.execute(database.store.db);
  expect(rows[0]?.me).toBe('qunying_app');
  await expect(sql`create table intruder (x int)`.execute(database.store.db)).rejects.toMatchObject({ code: '42501' });
});
