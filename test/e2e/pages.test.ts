import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { generatePath, matchRoutes, type RouteObject } from 'react-router';
import { beforeAll, describe, expect, test } from 'vitest';
import { accountAdd, codeMake } from '#contract/account';
import { consultationStart } from '#contract/consultations';
import { feedbackSend } from '#contract/feedback';
import { approvalDecide, approvalTell, submissionCreate } from '#contract/formation';
import { correctionAsk } from '#contract/my-data';
import { myOfferMake } from '#contract/offers';
import { rosterBoard, rosterProposal, rosterPropose, rosterSave } from '#contract/rosters';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS, TOUR_PERSONS, TOUR_UNITS } from '#demo/tour';
import { workbookBytes } from '#documents/tables';
import { findBodies } from '#store/scope';
import { features, publicRoutes } from '../../src/web/app/features.ts';
import { bothSizes, everyLook, LOOKS, openBrowser, type Visit } from '../support/browser.ts';
import { memberIs, planDrill } from '../support/drill.ts';
import { handIn } from '../support/hand-in.ts';
import { type DemoPart, ROOT, startTestServer } from '../support/server.ts';

/**
 * Every page in every look: two languages, two sizes of type, desk and phone. The pages are those of the table the router is made
 * from, the views of the phone page are its files; one that no visit reaches makes the last test fail. A visit counts only where the
 * address it ends at is of its page and what it is about is there.
 */
const server = await startTestServer({ seed: 'demo' });
const browser = await openBrowser(server);
const { db } = server.deps.store;

const routes = features.flatMap((feature) => feature.routes);
const FIELD = `${ROOT}/src/web/field`;
const SCREENSHOTS = `${ROOT}/docs/screenshots`;
const seen = new Set<string>();
/** Of the pictures of every visit. */
const names = new Set<string>();
/** Set while the tests run: ids that addresses carry. */
const at = {
  ...{ taskId: '', planId: '', approvalId: '', accountId: '', importId: '' },
  ...{ orgId: '', unitId: '', personId: '', areaId: '' },
};

/** The path of a table that an address belongs to. */
const pageOf = (table: readonly RouteObject[], url: string): string | undefined =>
  matchRoutes([...table], new URL(url).pathname)?.at(-1)?.route.path;

/** Path of the route table, name of its pictures, who is signed in, a selector of what it is about, what follows the path. */
type PageVisit = readonly [page: string, name: string, part: DemoPart, shows: string, query?: string];

function visits(...list: readonly PageVisit[]): void {
  for (const [path, name, part, shows, query = ''] of list)
    test(`${path} as ${name}`, async () => {
      const filled = query.replace(/:(\w+)/, (_, key: keyof typeof at) => at[key]);
      const page = await browser.open(generatePath(path, at) + filled, { part });
      await page.locator(shows).first().waitFor();
      await visited(page, path, name, shows);
    });
}

async function visited(page: Page, path: string, name: string, shows: string): Promise<void> {
  names.add(name);
  await everyLook(page, name, shows);
  expect(pageOf(routes, page.url())).toBe(path);
  // The trail shows what was recorded, ids as well.
  if (path !== '/audit') expect(await page.locator('main').textContent()).not.toMatch(NOT_A_TEXT);
  seen.add(path);
}

/** A key of a text, an id or a placeholder that shows instead of a text. */
const NOT_A_TEXT = /\b[a-z]+\.[a-z]+-[a-z]|[0-9a-f]{8}-[0-9a-f]{4}-7|\bundefined\b|\[object |\{\{/;

describe('a task before it is submitted', () => {
  beforeAll(async () => {
    const drafter = await server.as('cityOfficer');
    Object.assign(at, await planDrill(drafter));
    const until = new Date(server.deps.clock.now() + 3_600_000).toISOString();
    await drafter.call(consultationStart, { params: { taskId: at.taskId }, body: { until } });
  }, 300_000);

  visits(
    ['/tasks/:taskId/why', 'why', 'cityOfficer', '.t-form'],
    ['/tasks/:taskId/needs', 'needs', 'cityOfficer', '.n-row input'],
    ['/tasks/:taskId/sources', 'sources', 'cityOfficer', '.t-units tbody tr'],
    ['/tasks/:taskId/plan', 'plan', 'cityOfficer', '.q-gaps'],
    ['/tasks/:taskId/formation', 'formation', 'cityOfficer', '[role=treeitem]'],
    ['/consultations', 'consultations', 'unitSecretary', '.q-formation-row'],
  );

  test('the address of a task leads on to its step', async () => {
    const page = await browser.open(`/tasks/${at.taskId}`, { part: 'cityOfficer' });
    await page.waitForURL(/\/plan$|\/formation$/);
    expect(seen).toContain(pageOf(routes, page.url()));
    seen.add('/tasks/:taskId');
  });

  test('the phone page asks a member before the plan is submitted', async () => {
    await field('field-asked', { part: 'member' }, ['today.tsx', 'questions.tsx'], '.f-card-open .f-answers');
  });
});

describe('a task that waits for a decision', () => {
  beforeAll(async () => {
    const params = { taskId: at.taskId };
    const drafter = await server.as('cityOfficer');
    // Units and members had their time to answer.
    await db
      .updateTable('task')
      .set({ consult_until: new Date(server.deps.clock.now() - 1000) })
      .where('id', '=', at.taskId)
      .execute();
    const submitted = await drafter.call(submissionCreate, { params, body: { planId: at.planId, replyBy: null } });
    at.approvalId = submitted.data.id;
  });

  visits(
    ['/approvals', 'approvals', 'cityApprover', 'tbody tr a'],
    ['/approvals/:approvalId', 'approve', 'cityApprover', '[role=treeitem]'],
  );
});

describe('a task that runs', () => {
  beforeAll(async () => {
    const approver = await server.as('cityApprover');
    const params = { approvalId: at.approvalId };
    await approver.call(approvalDecide, { params, body: { decision: 'approved', opinion: '' } });
    await approver.call(approvalTell, { params });
    at.orgId = await planShifts();
  }, 300_000);

  visits(
    ['/', 'today', 'cityOfficer', '.q-table tbody tr'],
    ['/tasks', 'tasks', 'cityOfficer', '.t-list tbody tr'],
    ['/tasks/new', 'tasks-new', 'cityOfficer', '.t-new'],
    ['/tasks/:taskId/running', 'running', 'cityOfficer', '[role=treeitem]'],
    ['/tasks/:taskId/ending', 'ending', 'cityOfficer', '.q-running-form'],
    ['/tasks/:taskId/roster/:orgId', 'roster', 'cityOfficer', '.r-people .r-duty'],
    ['/catalogue', 'catalogue', 'cityOfficer', '.q-table tbody tr'],
  );

  test('the phone page: duties with days of the roster, notices, and the bottom words', async () => {
    await field(
      'field-today',
      { part: 'member' },
      ['today.tsx', 'duty-card.tsx', 'roster-days.tsx', 'notices.tsx'],
      '.f-card-open .f-answers',
      async (page) => {
        await page.locator('.f-roster li').first().waitFor();
        await page.locator('.f-told li').first().waitFor();
      },
    );
  });

  test('the phone page: what is answered without a network is saved here', async () => {
    await field('field-offline', { part: 'member' }, ['band.tsx'], '.f-band', async (page) => {
      await page.locator('.f-card-open').first().waitFor();
      await page.context().setOffline(true);
      await page.locator('.f-answers .f-primary').first().click();
      await page.locator('.f-band').waitFor();
      await page.evaluate(() => scrollTo(0, 0));
    });
  });

  test('the phone page: full names of those to be met, once accepted', async () => {
    const mine = db
      .selectFrom('participation as p')
      .innerJoin('account as a', 'a.person_id', 'p.person_id')
      .select('p.id')
      .where('a.id', '=', DEMO_ACCOUNTS.member.id);
    await db.updateTable('duty').set({ state: 'accepted' }).where('participation_id', 'in', mine).execute();
    await field('field-names', { part: 'member' }, ['full-names.tsx'], '.f-names li', async (page) => {
      await page.locator('summary').first().click();
      await page.locator('.f-button.f-wide').first().click();
    });
  });

  test('offers that wait, and what one has offered, on the phone', async () => {
    const person = await db
      .selectFrom('person as p')
      .innerJoin('area as a', 'a.id', 'p.residence_area_id')
      .leftJoin('participation as t', 't.person_id', 'p.id')
      .select('p.id')
      .where('a.name', '=', '文化社区')
      .where('t.id', 'is', null)
      .orderBy('p.id')
      .executeTakeFirstOrThrow();
    await memberIs(server, person.id);
    const member = await server.as('member');
    await member.call(myOfferMake, { body: { taskId: at.taskId, mode: 'self-applied' } });
    await field('field-mine', { part: 'member' }, ['mine.tsx', 'offers.tsx'], '.f-card.f-stack h2', async (page) => {
      await page.locator('.f-tabs button').nth(1).click();
    });
  });

  visits(['/offers', 'offers', 'cityOfficer', '.q-table tbody tr']);
});

describe('the register', () => {
  beforeAll(async () => {
    const found = await findBodies(db, server.cityId, {
      orgs: [TOUR_ORGS.waterSupply],
      units: [TOUR_UNITS.waterSupply],
      persons: [TOUR_PERSONS.supplySecretary],
    });
    at.orgId = found.orgs.get(TOUR_ORGS.waterSupply)!;
    at.unitId = found.units.get(TOUR_UNITS.waterSupply)!;
    at.personId = found.persons.get(TOUR_PERSONS.supplySecretary)!;
    at.areaId = await areaOf('七一街道');
  });

  visits(
    ['/organizations', 'organizations', 'districtOfficer', '[role=treeitem]', '?tree=area'],
    ['/organizations/areas/:areaId', 'area', 'districtOfficer', '.o-rows li', '?tree=area'],
    ['/organizations/:orgId', 'organization', 'unitSecretary', '.q-rule'],
    ['/organizations/:orgId/history', 'organization-history', 'unitSecretary', '.o-rows li'],
    ['/organizations/:orgId/check', 'organization-check', 'unitSecretary', '.o-column :is(.o-pad, li)'],
    ['/organizations/:orgId/edit', 'organization-edit', 'unitSecretary', 'form input'],
    ['/organizations/:orgId/new', 'organization-new', 'unitSecretary', 'form input'],
    ['/terms', 'terms', 'cityOfficer', '.q-table tbody tr', '?scope=body'],
    ['/organizations/joint', 'joint', 'districtOfficer', '.j-group', '?area=:areaId&all=yes'],
    ['/units', 'units', 'districtOfficer', '.q-table tbody tr', '?kind=social-organization'],
    ['/units/new', 'unit-new', 'districtOfficer', 'form input'],
    ['/units/:unitId', 'unit', 'unitSecretary', '.u-rows li'],
    ['/units/:unitId/edit', 'unit-edit', 'unitSecretary', 'form input'],
    ['/members', 'members', 'branchSecretary', '.q-table tbody tr'],
    ['/members/new', 'member-new', 'unitSecretary', 'form input', '?org=:orgId'],
    ['/members/:personId', 'member', 'unitSecretary', '.q-time-row'],
    ['/members/:personId/edit', 'member-edit', 'unitSecretary', 'form input'],
  );

  test('/search as search', async () => {
    // What is looked for stands in no address.
    const page = await browser.open('/', { part: 'districtOfficer' });
    await page.locator('.q-top').getByRole('searchbox').fill('文化');
    await page.keyboard.press('Enter');
    await visited(page, '/search', 'search', '.o-rows li');
  });
});

describe('rules', () => {
  visits(
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

  visits(
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
    await visited(page, '/code-sheet', 'code-sheet', '.q-code-strips li');
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
    names.add(name);
    await everyLook(page, name, shows);
    expect(new URL(page.url()).pathname).toBe(to);
    seen.add(`${part ?? 'guest'} ${pageOf(publicRoutes, page.url()) ?? name}`);
  });

  test('a password of one’s own, at the desk and on the phone page', async () => {
    const admin = await server.as('machine');
    const { data } = await admin.call(codeMake, { params: { accountId: at.accountId } });
    const as = await server.signIn('wang.ganshi', data.code);
    const page = await browser.open('/', { as });
    names.add('new-password');
    await everyLook(page, 'new-password', '.q-sign-in form');
    seen.add('new password');
    await field('field-new-password', { as }, [], 'input[autocomplete=new-password]');
  });

  test('the phone page before signing in', async () => {
    await field('field-sign-in', {}, ['sign-in.tsx'], '.f-form');
  });
});

/** A view of the phone page in every look, opened anew for each language and type; `reach` leads to it by selectors. */
async function field(
  name: string,
  visit: Visit,
  files: readonly string[],
  shows: string,
  reach?: (page: Awaited<ReturnType<typeof browser.open>>) => Promise<void>,
): Promise<void> {
  for (const { language, large } of LOOKS) {
    const page = await browser.open('/field', { ...visit, language, large, size: 'phone' });
    await page.locator('h1').waitFor();
    await reach?.(page);
    names.add(name);
    await bothSizes(page, `${name}-${language}-${large ? 'large' : 'normal'}`, shows);
    await page.context().close();
  }
  for (const file of files) seen.add(file);
}

test('every page of the console, every public page and every view of the phone page was seen in every look', () => {
  const views = readdirSync(FIELD).filter((file) => file.endsWith('.tsx') && !['main.tsx', 'app.tsx'].includes(file));
  const all = [...routes.map((one) => one.path!), ...publicRoutes.map((one) => `guest ${one.path}`), ...views];
  expect(all.filter((one) => !seen.has(one))).toEqual([]);
});

test('each of them has a picture in docs/screenshots, and the index there tells each', () => {
  const kept = readdirSync(SCREENSHOTS).filter((file) => file.endsWith('.png'));
  const told = readFileSync(`${SCREENSHOTS}/README.md`, 'utf8').matchAll(/\]\(([\w-]+\.png)\)/g);
  expect([...new Set([...told].map((match) => match[1]!))].sort()).toEqual(kept.sort());
  expect([...names].filter((name) => !kept.includes(`${name}.png`))).toEqual([]);
});

async function areaOf(name: string): Promise<string> {
  const { id } = await db
    .selectFrom('area')
    .select('id')
    .where('name', '=', name)
    .where('overlay', '=', false)
    .executeTakeFirstOrThrow();
  return id;
}

/** Shifts of the group that the member of the tour serves in, computed and kept; returns the group. */
async function planShifts(): Promise<string> {
  const { id: orgId } = await db
    .selectFrom('participation as p')
    .innerJoin('org as o', 'o.id', 'p.org_id')
    .innerJoin('account as a', 'a.person_id', 'p.person_id')
    .select('o.id')
    .where('a.id', '=', DEMO_ACCOUNTS.member.id)
    .where('o.task_id', '=', at.taskId)
    .executeTakeFirstOrThrow();
  const officer = await server.as('cityOfficer');
  const params = { taskId: at.taskId, orgId };
  const { data: board, etag } = await officer.call(rosterBoard, { params });
  const { from, to, rules } = board;
  const content = { from, to, rules, offDays: [], duties: [] };
  const { data: asked } = await officer.call(rosterPropose, { params, body: content });
  for (;;) {
    const { data } = await officer.call(rosterProposal, { params: { ...params, proposalId: asked.id } });
    if (data.state === 'working') await new Promise((later) => setTimeout(later, 50));
    else {
      const duties = data.best!.duties.map((one) => ({ ...one, fixed: false }));
      await officer.call(rosterSave, { params, body: { ...content, duties } }, { ifMatch: etag });
      return orgId;
    }
  }
}

/** A list of members with one branch that is not known. */
async function memberList(): Promise<Uint8Array> {
  const head = ['姓名', '党员类别', '所在支部（组织关系）', '联系电话', '编号', '特长'];
  const row = (name: string, branch: string, key: string) => ({ cells: [name, '正式党员', branch, '13800000000', key, '水电'] });
  const rows = [{ cells: head }, row('张晓梅', '文化社区党支部', 'W-1'), row('李建国', '文化社区支部', 'W-2')];
  return workbookBytes([{ name: '花名册', columns: [], rows }]);
}
