import { describe, expect, test } from 'vitest';
import {
  accountAdd,
  accountChange,
  accountList,
  accountShow,
  accountUnlock,
  bodySearch,
  codeMake,
  codeSheetMake,
  grantAdd,
  grantEnd,
} from '#contract/account';
import { passwordSet, sessionShow } from '#contract/session';
import { trailActions, trailList } from '#contract/trail';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS } from '#demo/tour';
import { allOf } from '../support/list-rows.ts';
import { refusal, startTestServer } from '../support/server.ts';

const server = await startTestServer();
const org = (key: keyof typeof TOUR_ORGS) => server.small.orgs.get(TOUR_ORGS[key])!;
const newOfficer = (login: string) => ({ login, displayName: '王干事', role: 'officer' as const, orgId: org('wancheng') });

describe('accounts', () => {
  test('the system administrator makes an account, prints a code, the person enters with it', async () => {
    const admin = await server.as('machine');
    const { data: receipt, status } = await admin.call(accountAdd, { body: newOfficer('wang.ganshi') });
    expect(status).toBe(201);
    const { data: shown, etag } = await admin.call(accountShow, { params: { accountId: receipt.id } });
    expect(shown).toMatchObject({
      login: 'wang.ganshi',
      signIn: 'none',
      disabled: false,
      grants: [{ role: 'officer', body: '中共宛城区委员会' }],
    });
    expect(etag).toBe('"v1"');
    const { data: given } = await admin.call(codeMake, { params: { accountId: receipt.id } });
    const person = await server.signIn('wang.ganshi', given.code);
    await person.call(passwordSet, { body: { current: given.code, password: 'a long password' } });
    expect((await person.call(sessionShow, {})).data.grants).toHaveLength(1);
    expect((await admin.call(accountShow, { params: { accountId: receipt.id } })).data.signIn).toBe('own');
  });

  test('a repeated write with the same key happens once; another body under that key is refused', async () => {
    const admin = await server.as('machine');
    const first = await admin.call(accountAdd, { body: newOfficer('once.only') }, { key: 'k-1' });
    const again = await admin.call(accountAdd, { body: newOfficer('once.only') }, { key: 'k-1' });
    expect(again).toEqual(first);
    const other = await refusal(admin.call(accountAdd, { body: newOfficer('other.name') }, { key: 'k-1' }));
    expect(other).toMatchObject({ code: 'key-reused', status: 422 });
    const { data } = await admin.call(accountList, { body: { q: 'once' } });
    expect(data.items).toHaveLength(1);
    const both = await Promise.all(
      [1, 2, 3, 4].map(() => admin.call(accountAdd, { body: newOfficer('at.once') }, { key: 'k-2' })),
    );
    expect(new Set(both.map((one) => one.data.id)).size).toBe(1);
  });

  test('two editors: the second gets 412 with both versions', async () => {
    const admin = await server.as('machine');
    const { data: receipt } = await admin.call(accountAdd, { body: newOfficer('two.editors') });
    const params = { accountId: receipt.id };
    const { etag } = await admin.call(accountShow, { params });
    await admin.call(accountChange, { params, body: { displayName: '王一' } }, { ifMatch: etag });
    const late = await refusal(admin.call(accountChange, { params, body: { displayName: '王二' } }, { ifMatch: etag }));
    expect(late).toMatchObject({
      code: 'edited-since',
      status: 412,
      yours: { displayName: '王二' },
      current: { displayName: '王一' },
      etag: '"v2"',
    });
    expect((await refusal(admin.call(accountChange, { params, body: {} }))).code).toBe('version-missing');
  });

  test('closing an account ends its sessions; nobody closes or promotes oneself', async () => {
    const admin = await server.as('machine');
    const { data: receipt } = await admin.call(accountAdd, { body: newOfficer('to.be.closed') });
    const params = { accountId: receipt.id };
    const { data: given } = await admin.call(codeMake, { params });
    const person = await server.signIn('to.be.closed', given.code);
    const { etag } = await admin.call(accountShow, { params });
    await admin.call(accountChange, { params, body: { disabled: true } }, { ifMatch: etag });
    expect((await refusal(person.call(sessionShow, {}))).code).toBe('not-signed-in');
    expect((await refusal(server.signIn('to.be.closed', given.code))).code).toBe('sign-in-refused');
    const self = { accountId: DEMO_ACCOUNTS.machine.id };
    const { etag: own } = await admin.call(accountShow, { params: self });
    expect((await refusal(admin.call(accountChange, { params: self, body: { disabled: true } }, { ifMatch: own }))).code).toBe(
      'outside-scope',
    );
    const promoted = await refusal(admin.call(grantAdd, { params: self, body: { role: 'officer', orgId: org('city') } }));
    expect(promoted.code).toBe('outside-scope');
  });

  test('several roles at once; system and security administrator stay apart; an ended role acts no more', async () => {
    const admin = await server.as('machine');
    const { data: receipt } = await admin.call(accountAdd, {
      body: { login: 'sec.two', displayName: '安全员', role: 'security-administrator' },
    });
    const params = { accountId: receipt.id };
    const apart = await refusal(admin.call(grantAdd, { params, body: { role: 'system-administrator' } }));
    expect(apart.issues?.[0]?.code).toBe('administrators-apart');
    const { data: grant } = await admin.call(grantAdd, { params, body: { role: 'secretary', orgId: org('meixi') } });
    expect((await admin.call(accountShow, { params })).data.grants).toHaveLength(2);
    expect(
      (await refusal(admin.call(grantAdd, { params, body: { role: 'secretary', orgId: org('meixi') } }))).issues?.[0]?.code,
    ).toBe('role-held');
    await admin.call(grantEnd, { params: { ...params, grantId: grant.id } });
    expect((await admin.call(accountShow, { params })).data.grants).toHaveLength(1);
  });

  test('all findings come at once', async () => {
    const admin = await server.as('machine');
    const bad = await refusal(admin.call(accountAdd, { body: { login: 'No', displayName: ' ', role: 'king' as never } }));
    expect(bad.code).toBe('invalid');
    expect(bad.issues?.map((issue) => [issue.code, issue.path.join('.')])).toEqual([
      ['field-too-short', 'body.login'],
      ['field-format', 'body.login'],
      ['field-too-short', 'body.displayName'],
      ['field-choice', 'body.role'],
    ]);
  });

  test('the body of a role is found by characters, pinyin and initials, also inside its name and without 中共', async () => {
    const admin = await server.as('machine');
    const found = async (q: string) => (await admin.call(bodySearch, { query: { q } })).data.items.map((one) => one.name);
    for (const q of ['卧龙区委', 'wolongquwei', 'wlqw', 'quwei']) expect(await found(q), q).toContain('中共卧龙区委员会');
    for (const q of ['指挥部', 'fangkong', 'zhihuibu']) expect(await found(q), q).toContain('防控演练指挥部');
    expect(await found('%')).toEqual([]);
  });

  test('the list comes page by page', async () => {
    const admin = await server.as('machine');
    const accounts = await allOf(
      admin,
      accountList,
      (page) => ({ body: page }),
      (answer) => answer.items,
      3,
    );
    const logins = accounts.map((one) => one.login);
    expect(logins).toEqual([...logins].sort());
    expect(new Set(logins).size).toBe(logins.length);
    expect(logins.length).toBeGreaterThan(10);
    expect((await refusal(admin.call(accountList, { body: { cursor: 'made-up' } }))).code).toBe('malformed');
  });
});

describe('the printed sheet', () => {
  test('a secretary prints codes for the members of the branch; a member enters with one', async () => {
    const secretary = await server.as('subdistrictSecretary');
    const params = { orgId: org('wenhua') };
    const { data: sheet } = await secretary.call(codeSheetMake, { params });
    expect(sheet).toMatchObject({ organization: '文化社区党支部', alreadyIn: 0 });
    expect(sheet.rows).toHaveLength(12);
    expect(new Set(sheet.rows.map((row) => row.login)).size).toBe(12);
    const one = sheet.rows.find((row) => row.name === '许文英')!;
    const member = await server.signIn(one.login, one.code);
    await member.call(passwordSet, { body: { current: one.code, password: 'eight or more' } });
    const { data: me } = await member.call(sessionShow, {});
    expect(me).toMatchObject({ displayName: '许文英', grants: [{ role: 'member', body: '文化社区党支部' }] });
    const { data: second } = await secretary.call(codeSheetMake, { params });
    expect(second).toMatchObject({ alreadyIn: 1 });
    expect(second.rows).toHaveLength(11);
    const other = sheet.rows.find((row) => row.name !== '许文英')!;
    expect((await refusal(server.signIn(other.login, other.code))).code).toBe('sign-in-refused');
    const { data: list } = await secretary.call(accountList, { body: {} });
    expect(list.items).toHaveLength(12);
    expect(list.items.every((row) => row.displayName.endsWith('**'))).toBe(true);
  });

  test('no codes outside the own branches, and none without relationships', async () => {
    const secretary = await server.as('subdistrictSecretary');
    expect((await refusal(secretary.call(codeSheetMake, { params: { orgId: server.small.orgs.get('small-bayi')! } }))).code).toBe(
      'names-not-allowed',
    );
    expect((await refusal(secretary.call(codeSheetMake, { params: { orgId: org('meixi') } }))).code).toBe('state-refuses');
  });

  test('a secretary unlocks a member of the own branch and no officer', async () => {
    const secretary = await server.as('subdistrictSecretary');
    expect((await refusal(secretary.call(accountUnlock, { params: { accountId: DEMO_ACCOUNTS.districtOfficer.id } }))).code).toBe(
      'outside-scope',
    );
  });
});

describe('the audit trail', () => {
  test('the security administrator reads who did what; the system administrator does not', async () => {
    const security = await server.as('security');
    const { data: sheets } = await security.call(trailList, { query: { action: 'code-sheet-printed' } });
    expect(sheets.items).toHaveLength(2);
    expect(sheets.items[0]).toMatchObject({
      actor: 'subdistrict',
      role: 'secretary',
      body: '梅溪街道党工委',
      subjectKind: 'org',
      erased: false,
    });
    const { data: page } = await security.call(trailList, { query: { limit: 2 } });
    const { data: next } = await security.call(trailList, { query: { limit: 2, cursor: page.next! } });
    expect(new Set([...page.items, ...next.items].map((event) => event.id)).size).toBe(4);
    const today = server.database.store.today();
    expect((await security.call(trailList, { query: { from: today, until: today } })).data.items.length).toBeGreaterThan(0);
    expect((await security.call(trailList, { query: { until: '2020-01-01' } })).data.items).toEqual([]);
    expect((await security.call(trailActions, {})).data.items).toEqual(
      expect.arrayContaining(['account-added', 'code-made', 'role-granted']),
    );
    expect((await refusal((await server.as('machine')).call(trailList, {}))).code).toBe('role-not-allowed');
    expect((await refusal(security.call(accountList, { body: {} }))).code).toBe('role-not-allowed');
  });

  test('signing in leaves no trace that could measure diligence', async () => {
    const security = await server.as('security');
    expect((await security.call(trailActions, {})).data.items.filter((action) => /sign|login|session/.test(action))).toEqual([]);
  });
});
