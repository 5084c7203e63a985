import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { accountAdd, codeMake } from '#contract/account';
import { feedbackSend } from '#contract/feedback';
import { correctionAsk } from '#contract/my-data';
import { TOUR_ORGS } from '#demo/tour';
import { workbookBytes } from '#documents/tables';
import { findBodies } from '#store/scope';
import { publicRoutes } from '../../src/web/app/features.ts';
import { openBrowser } from '../support/browser.ts';
import { handIn } from '../support/hand-in.ts';
import { PageVisits, pageOf } from '../support/page-visits.ts';
import { ROOT, startTestServer } from '../support/server.ts';

/** Rules, import, privacy, accounts, settings, and what is seen without signing in. */
const server = await startTestServer({ seed: 'demo' });
const browser = await openBrowser(server);
const { db } = server.deps.store;
const visits = new PageVisits(browser);
const { at } = visits;

describe('rules', () => {
  visits.pages(
    ['/rules', 'rules', 'member', '.q-rule'],
    ['/rules/ask', 'rules-ask', 'member', '.q-rules-facts input'],
    ['/rules/concept', 'rules-concept', 'member', '.q-table tbody tr'],
    ['/rules/functions', 'rules-functions', 'member', '.q-table tbody tr'],
    ['/rules/history', 'history', 'member', '.q-rules-cards li'],
    ['/rules/library', 'rules-library', 'member', '.q-rules-quote'],
  );
});

describe('import, privacy, feedback, accounts, settings', () => {
  beforeAll(async () => {
    const { orgs } = await findBodies(db, server.cityId, { orgs: [TOUR_ORGS.wancheng], units: [], persons: [] });
    const secretary = await server.as('subdistrictSecretary');
    at.importId = (await handIn(secretary, 'members', await memberList(), '党员花名册.xlsx')).id;
    const member = await server.as('branchSecretary', 'member');
    await member.call(correctionAsk, { body: { field: 'residence', proposed: '文化社区' } });
    await server.guest.call(feedbackSend, { body: { kind: 'suggestion', text: '卡点上要有热水' } });
    const { data } = await (await server.as('machine')).call(accountAdd, {
      body: { login: 'wang.ganshi', displayName: '王干事', role: 'officer', orgId: orgs.get(TOUR_ORGS.wancheng)! },
    });
    at.accountId = data.id;
  });

  visits.pages(
    ['/import', 'import', 'subdistrictSecretary', '.q-import-history tbody tr'],
    ['/import/:importId', 'import-check', 'subdistrictSecretary', '.q-import-finding'],
    ['/privacy', 'privacy', 'member', '.q-sheet'],
    ['/my-data', 'my-data', 'branchSecretary', '.q-facts'],
    ['/corrections', 'corrections', 'branchSecretary', '.q-form'],
    ['/feedback', 'feedback', 'member', '.q-form'],
    ['/feedback/answers', 'feedback-answers', 'cityOfficer', '.q-form'],
    ['/accounts', 'accounts', 'machine', 'tbody tr'],
    ['/accounts/new', 'accounts-new', 'machine', '.q-form'],
    ['/accounts/:accountId', 'account', 'machine', '.q-table tbody tr'],
    ['/audit', 'audit', 'security', 'tbody tr'],
    ['/labels', 'labels', 'cityOfficer', '.q-words'],
  );

  test('/code-sheet as code-sheet', async () => {
    const page = await browser.open('/code-sheet', { part: 'branchSecretary' });
    await page.locator('main .q-button-primary').click();
    await visits.visited(page, '/code-sheet', 'code-sheet', '.q-code-strips li');
  });
});

describe('before and without signing in', () => {
  test.each([
    { to: '/', name: 'sign-in', shows: '.q-demo-accounts li' },
    { to: '/privacy', name: 'privacy-public', shows: '.q-sheet' },
    { to: '/feedback', name: 'feedback-public', shows: '.q-form' },
    { to: '/no/such/page', name: 'not-found', part: 'cityOfficer' as const, shows: '.q-state' },
  ])('$to as $name', async ({ to, name, part, shows }) => {
    const page = await browser.open(to, part ? { part } : {});
    await visits.looked(page, name, shows, `${part ?? 'guest'} ${pageOf(page.url(), publicRoutes) ?? name}`);
    expect(new URL(page.url()).pathname).toBe(to);
  });

  test('a password of one’s own, at the desk and on the phone page', async () => {
    const admin = await server.as('machine');
    const { data } = await admin.call(codeMake, { params: { accountId: at.accountId } });
    const as = await server.signIn('wang.ganshi', data.code);
    const page = await browser.open('/', { as });
    await visits.looked(page, 'new-password', '.q-sign-in form');
    await visits.field('field-new-password', { as }, [], 'input[autocomplete=new-password]');
  });
});

visits.complete('other');

test('the index of docs/screenshots tells each picture there', () => {
  const kept = readdirSync(`${ROOT}/docs/screenshots`).filter((file) => file.endsWith('.png'));
  const told = readFileSync(`${ROOT}/docs/screenshots/README.md`, 'utf8').matchAll(/\]\(([\w-]+\.png)\)/g);
  expect([...new Set([...told].map((match) => match[1]!))].sort()).toEqual(kept.sort());
});

/** A list of members with one branch that is not known. */
async function memberList(): Promise<Uint8Array> {
  const head = ['姓名', '党员类别', '所在支部（组织关系）', '联系电话', '编号', '特长'];
  const row = (name: string, branch: string, key: string) => ({ cells: [name, '正式党员', branch, '13800000000', key, '水电'] });
  const rows = [{ cells: head }, row('张晓梅', '文化社区党支部', 'W-1'), row('李建国', '文化社区支部', 'W-2')];
  return workbookBytes([{ name: '花名册', columns: [], rows }]);
}
