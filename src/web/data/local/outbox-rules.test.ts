import { expect, test } from 'vitest';
import { afterTry, due, type OutboxEntry, waitAfter } from './outbox-rules.ts';

const entry: OutboxEntry = {
  key: 'k1',
  accountId: 'a',
  path: '/api/x',
  body: {},
  about: 'duty-1',
  state: 'waiting',
  tries: 0,
  next: 0,
  savedAt: 10,
};

test('a success is sent, once and for good', () => {
  expect(afterTry(entry, { status: 201 }, 99)).toMatchObject({ state: 'sent', sentAt: 99 });
});

test('silence, an ended session, too many requests and server faults keep it and wait longer each time', () => {
  for (const reply of [null, { status: 401 }, { status: 408 }, { status: 429 }, { status: 503 }]) {
    const once = afterTry(entry, reply, 1000);
    expect(once).toMatchObject({ state: 'waiting', tries: 1, next: 3000 });
    expect(afterTry(once, reply, 3000)).toMatchObject({ tries: 2, next: 7000 });
  }
  expect(afterTry(entry, { status: 429, wait: 60 }, 0).next).toBe(60_000);
  expect(waitAfter(50)).toBe(300_000);
});

test('any other refusal is kept with its reason and not tried again', () => {
  const refused = afterTry(entry, { status: 409, reason: 'ended' }, 5);
  expect(refused).toMatchObject({ state: 'rejected', reason: 'ended' });
  expect(due([refused], 'a', 1e9)).toEqual([]);
});

test('only my own, only when due, oldest first', () => {
  const later = { ...entry, key: 'k2', savedAt: 20, about: 'duty-2' };
  const foreign = { ...entry, key: 'k3', accountId: 'b' };
  const early = { ...entry, key: 'k4', about: 'duty-4', next: 500 };
  expect(due([later, foreign, early, entry], 'a', 100).map((one) => one.key)).toEqual(['k1', 'k2']);
});

test('a later answer about the same duty waits for the earlier one', () => {
  const first = { ...entry, next: 5000 };
  const second = { ...entry, key: 'k2', savedAt: 20 };
  expect(due([first, second], 'a', 100)).toEqual([]);
  expect(due([first, second], 'a', 6000).map((one) => one.key)).toEqual(['k1', 'k2']);
});
