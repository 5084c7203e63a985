import { expect, test } from 'vitest';
import type { Call } from '#cli/command';
import { runAccountAdd, runAccountReset } from '#cli/commands/account-run';
import { readEnvironment } from '#cli/environment';
import { createOutput } from '#cli/output';
import { loadTexts } from '#cli/texts';
import { passwordSet, sessionShow } from '#contract/session';
import { checkStart } from '#server/listen';
import { refusal, startTestServer } from '../support/server.ts';

const server = await startTestServer();

function callOf(
  login: string,
  options: Record<string, string> = {},
): { call: Call; printed: () => { code: string; login: string } } {
  const results: unknown[] = [];
  const out = { ...createOutput(loadTexts('zh-CN'), true), result: (value: unknown) => void results.push(value) };
  const environment = { ...readEnvironment({}), database: server.database.owner, appDatabase: server.database.app };
  const call: Call = { arguments: { login }, options, lists: {}, flags: new Set(), environment, out };
  return { call, printed: () => results[0] as { code: string; login: string } };
}

test('the first administrator comes from the command line and enters with the printed code', async () => {
  const { call, printed } = callOf('first.admin', { role: 'system-administrator' });
  expect(await runAccountAdd(call)).toBe(0);
  const client = await server.signIn('first.admin', printed().code);
  await client.call(passwordSet, { body: { current: printed().code, password: 'a password of my own' } });
  expect((await client.call(sessionShow, {})).data.grants).toMatchObject([{ role: 'system-administrator', body: null }]);
  const { rows } = await server.database.store.pool.query("select action from audit_event where action = 'account-added'");
  expect(rows).toHaveLength(1);
});

test('reset gives a new code, unlocks, and ends what was open', async () => {
  const { call: add, printed: first } = callOf('forgetful', { role: 'officer', org: '中共卧龙区委员会' });
  await runAccountAdd(add);
  const open = await server.signIn('forgetful', first().code);
  for (let i = 0; i < 5; i++) await refusal(server.signIn('forgetful', 'wrong'));
  expect((await refusal(server.signIn('forgetful', 'wrong'))).code).toBe('locked-out');
  const { call, printed } = callOf('forgetful');
  await runAccountReset(call);
  expect((await refusal(open.call(sessionShow, {}))).code).toBe('not-signed-in');
  await server.signIn('forgetful', printed().code);
});

test.each([
  ['UPPER', { role: 'officer', org: '中共卧龙区委员会' }, 'account-login-invalid'],
  ['city', { role: 'system-administrator' }, 'account-login-taken'],
  ['no.org', { role: 'officer' }, 'account-org-missing'],
  ['bad.org', { role: 'officer', org: '没有这个组织' }, 'account-org-unknown'],
])('%s is refused: %#', async (login, options, code) => {
  await expect(runAccountAdd(callOf(login, options).call)).rejects.toMatchObject({ name: 'Failure', code });
});

test('an unknown login cannot be reset', async () => {
  await expect(runAccountReset(callOf('nobody').call)).rejects.toMatchObject({ code: 'account-unknown' });
});

test('demo accounts: production and open addresses refuse to start with them', async () => {
  const { config } = server.deps;
  const start = (change: Partial<typeof config>) => checkStart({ ...server.deps, config: { ...config, ...change } });
  await start({});
  await expect(start({ demo: false })).rejects.toMatchObject({ code: 'demo-accounts-present' });
  await expect(start({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'demo-accounts-present' });
});
