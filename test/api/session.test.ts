import { describe, expect, test } from 'vitest';
import { actingSet, cityShow, demoAccountList, passwordSet, preferencesSet, sessionClose, sessionShow } from '#contract/session';
import { freshCode, hashPassword, plainCode } from '#server/password';
import { addAccount, setOneTimeCode } from '#store/account';
import { refusal, startTestServer } from '../support/server.ts';

const server = await startTestServer();

async function account(login: string, password: string): Promise<string> {
  const hash = await hashPassword(password);
  return addAccount(server.database.store.db, { cityId: server.cityId, login, hash, displayName: login, mustChange: false });
}

describe('signing in', () => {
  test('every part of the tour has a button that signs in with its role', async () => {
    const { data } = await server.guest.call(demoAccountList, {});
    expect(data.items.map((one) => one.role)).toEqual(
      expect.arrayContaining([
        'officer',
        'secretary',
        'headquarters',
        'member',
        'system-administrator',
        'security-administrator',
      ]),
    );
    for (const { login, password, role, displayName } of data.items) {
      const client = await server.signIn(login, password);
      const { data: me } = await client.call(sessionShow, {});
      expect(me).toMatchObject({ login, displayName, demo: true, mustChange: false });
      expect(me.grants.map((grant) => grant.role)).toContain(role);
    }
    expect(server.logged).toEqual([]);
  });

  test('the token is stored as a hash, the cookie is out of reach of scripts', async () => {
    const answer = await fetch(`${server.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'city', password: 'qunying-demo' }),
    });
    const cookie = answer.headers.get('set-cookie')!;
    expect(cookie).toMatch(/^qunying=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    const token = /^qunying=([^;]+)/.exec(cookie)![1]!;
    const { rows } = await server.database.store.pool.query('select token_hash from session');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map((row) => row.token_hash)).not.toContain(token);
    expect(rows.every((row) => /^[0-9a-f]{64}$/.test(row.token_hash))).toBe(true);
  });

  test('wrong passwords lock out with back-off, for the right password too, and the wait doubles', async () => {
    await account('patient', 'correct horse');
    for (let i = 0; i < 5; i++) expect((await refusal(server.signIn('patient', 'wrong'))).code).toBe('sign-in-refused');
    const locked = await refusal(server.signIn('patient', 'correct horse'));
    expect(locked.code).toBe('locked-out');
    expect(locked.params.seconds).toBeGreaterThan(25);
    expect(locked.params.seconds).toBeLessThanOrEqual(30);
    server.advance(31_000);
    expect((await refusal(server.signIn('patient', 'wrong'))).code).toBe('sign-in-refused');
    expect((await refusal(server.signIn('patient', 'wrong'))).params.seconds).toBeGreaterThan(55);
    server.advance(61_000);
    await server.signIn('patient', 'correct horse');
  });

  test('a login that does not exist answers and waits like one that does', async () => {
    for (let i = 0; i < 5; i++) expect((await refusal(server.signIn('nobody', 'wrong'))).code).toBe('sign-in-refused');
    expect((await refusal(server.signIn('nobody', 'wrong'))).code).toBe('locked-out');
  });

  test('a one-time code works once, however it is typed, and asks for a password first', async () => {
    const id = await account('novice', 'unused password');
    const code = freshCode();
    await setOneTimeCode(server.database.store.db, id, await hashPassword(plainCode(code)), new Date(Date.now() + 86_400_000));
    const client = await server.signIn('novice', code.toLowerCase().replaceAll('-', ' '));
    expect((await client.call(sessionShow, {})).data.mustChange).toBe(true);
    expect((await refusal(client.call(actingSet, { body: { grantId: '00000000-0000-7000-8000-000000000000' } }))).code).toBe(
      'password-change-needed',
    );
    await client.call(passwordSet, { body: { current: 'x', password: 'my own password' } });
    expect((await client.call(sessionShow, {})).data.mustChange).toBe(false);
    expect((await refusal(server.signIn('novice', code))).code).toBe('sign-in-refused');
    await server.signIn('novice', 'my own password');
  });

  test('changing the password ends the other sessions; signing out everywhere ends all', async () => {
    await account('many', 'first password');
    const [here, there] = [await server.signIn('many', 'first password'), await server.signIn('many', 'first password')];
    await here.call(passwordSet, { body: { current: 'first password', password: 'second password' } });
    expect((await refusal(there.call(sessionShow, {}))).code).toBe('not-signed-in');
    const again = await server.signIn('many', 'second password');
    await here.call(sessionClose, { query: { everywhere: 'yes' } });
    expect((await refusal(again.call(sessionShow, {}))).code).toBe('not-signed-in');
  });
});

describe('roles and preferences', () => {
  test('one account holds several roles; the acting one is chosen and named in the answer', async () => {
    const client = await server.signIn('branch', 'qunying-demo');
    const { data: me } = await client.call(sessionShow, {});
    expect(me.grants.map((grant) => grant.role)).toEqual(['secretary', 'member']);
    expect(me.acting).toBe(me.grants[0]!.id);
    await client.call(actingSet, { body: { grantId: me.grants[1]!.id } });
    expect((await client.call(sessionShow, {})).data.acting).toBe(me.grants[1]!.id);
    const named = await server.as('branchSecretary', 'secretary');
    expect((await named.call(sessionShow, {})).data.acting).not.toBe(me.grants[1]!.id);
  });

  test('a role that one does not hold cannot act', async () => {
    const { data: other } = await (await server.as('cityOfficer')).call(sessionShow, {});
    const client = await server.signIn('member', 'qunying-demo', other.acting!);
    expect((await refusal(client.call(sessionShow, {}))).code).toBe('no-role');
  });

  test('language and type size stay with the account', async () => {
    await account('reader', 'some password');
    const first = await server.signIn('reader', 'some password');
    await first.call(preferencesSet, { body: { largeType: true } });
    await first.call(preferencesSet, { body: { language: 'en' } });
    const second = await server.signIn('reader', 'some password');
    expect((await second.call(sessionShow, {})).data.preferences).toEqual({ language: 'en', largeType: true });
  });
});

test('the city is shown before anyone signs in', async () => {
  const { data } = await server.guest.call(cityShow, {});
  expect(data).toMatchObject({ name: '小城', demo: true, timeZone: 'Asia/Shanghai', today: server.database.store.today() });
});
