import { expect, test } from 'vitest';
import { accountUnlock } from '#contract/account';
import { feedbackSend, newFeedbackCode } from '#contract/feedback';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { DEMO_PASSWORD } from '#server/demo-accounts';
import type { SecurityEvent } from '#server/security-log';
import { refusal, startTestServer } from '../support/server.ts';

const events: SecurityEvent[] = [];
const server = await startTestServer({ security: (event) => void events.push(event) });

test('signing in, failing and waiting are written with address and login, never with what was typed as password', async () => {
  const { login, id } = DEMO_ACCOUNTS.districtOfficer;
  for (let i = 0; i < 5; i++) await server.signIn(login, 'wrong one').catch(() => undefined);
  await server.signIn(login, DEMO_PASSWORD).catch(() => undefined);
  const admin = await server.as('machine');
  await admin.call(accountUnlock, { params: { accountId: id } });
  await server.signIn(login, DEMO_PASSWORD);
  const about = { address: '127.0.0.1', login };
  expect(events).toEqual([
    ...Array.from({ length: 5 }, () => ({ event: 'sign-in-refused', ...about })),
    { event: 'locked-out', ...about },
    { event: 'signed-in', address: '127.0.0.1', login: DEMO_ACCOUNTS.machine.login, account: DEMO_ACCOUNTS.machine.id },
    { event: 'account-unlocked', address: '127.0.0.1', account: id, by: DEMO_ACCOUNTS.machine.id },
    { event: 'signed-in', ...about, account: id },
  ]);
  expect(JSON.stringify(events)).not.toContain('wrong one');
});

test('a complaint sent twice with its code is one entry with the same answer; another text under the code is refused', async () => {
  const code = newFeedbackCode((count) => crypto.getRandomValues(new Uint8Array(count)));
  const entry = { kind: 'complaint' as const, text: '同一张表报了两次', code };
  const first = (await server.guest.call(feedbackSend, { body: entry })).data;
  expect(first.code).toBe(code);
  expect((await server.guest.call(feedbackSend, { body: entry })).data).toEqual(first);
  const { length } = await server.deps.store.db.selectFrom('feedback').select('id').where('text', '=', entry.text).execute();
  expect(length).toBe(1);
  const other = server.guest.call(feedbackSend, { body: { ...entry, text: '别的事' } });
  expect((await refusal(other)).code).toBe('key-reused');
});
