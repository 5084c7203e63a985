import { afterAll, expect, test } from 'vitest';
import { openQueue } from '#store/queue';
import { inTransaction } from '#store/transaction';
import { createTestDatabase } from '../support/database.ts';

const { store } = await createTestDatabase();
const queue = await openQueue(
  store,
  [{ name: 'count' }, { name: 'once', onePerKey: true }, { name: 'breaks', retryLimit: 0 }],
  (error) => {
    throw error;
  },
);
afterAll(() => queue.stop(2_000));

async function until<T>(read: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (good(value)) return value;
    await new Promise((later) => setTimeout(later, 50));
  }
}

test('a job sent in a transaction exists only when the transaction does', async () => {
  const done: number[] = [];
  await expect(
    inTransaction(store, async (trx) => {
      await queue.send('count', { n: 1 }, { trx });
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  const id = await inTransaction(store, (trx) => queue.send('count', { n: 2 }, { trx }));
  await queue.work<{ n: number }>('count', async (job) => {
    done.push(job.data.n);
  });
  await until(
    () => queue.state('count', id!),
    (state) => state === 'completed',
  );
  expect(done).toEqual([2]);
});

test('one waiting job for a key; a cancelled job never runs', async () => {
  const id = await queue.send('once', {}, { key: 'plan-1' });
  expect(id).not.toBeNull();
  expect(await queue.send('once', {}, { key: 'plan-1' })).toBeNull();
  await queue.cancel('once', id!);
  const ran: string[] = [];
  await queue.work('once', async (job) => {
    ran.push(job.id);
  });
  const next = await queue.send('once', { second: true }, { key: 'plan-2' });
  await until(
    () => queue.state('once', next!),
    (state) => state === 'completed',
  );
  expect(await queue.state('once', id!)).toBe('cancelled');
  expect(ran).toEqual([next]);
});

test('a job that throws ends as failed and takes nothing with it', async () => {
  await queue.work('breaks', async () => {
    throw new Error('no');
  });
  const id = await queue.send('breaks', {});
  await until(
    () => queue.state('breaks', id!),
    (state) => state === 'failed',
  );
  expect(await queue.state('count', '00000000-0000-7000-8000-000000000000')).toBeUndefined();
});
