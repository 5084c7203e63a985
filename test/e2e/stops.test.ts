import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { everyStop, keyFindings } from '../support/keys.ts';
import { type DemoPart, startTestServer } from '../support/server.ts';

const server = await startTestServer({ seed: 'demo' });
const browser = await openBrowser(server);

test('every page: each control is a stop that shows itself, and Tab leaves the page again', { timeout: 300_000 }, async () => {
  const { db } = server.deps.store;
  const id = async (table: 'org' | 'unit' | 'person' | 'account' | 'area', name: string, value: string) =>
    (await sql<{ id: string }>`select id from ${sql.table(table)} where ${sql.ref(name)} = ${value} limit 1`.execute(db)).rows[0]!
      .id;
  const org = await id('org', 'name', '供水公司党支部');
  const person = (await db.selectFrom('home').select('person_id').where('org_id', '=', org).executeTakeFirstOrThrow()).person_id;
  const unit = await id('unit', 'name', '市水利局');
  const account = await id('account', 'login', 'district');
  const PAGES: readonly (readonly [DemoPart, readonly string[]])[] = [
    [
      'cityOfficer',
      [
        ...['/', '/tasks', '/tasks/new', '/approvals', '/consultations', '/offers', '/catalogue', '/import?kind=units'],
        ...['/organizations', `/organizations/${org}`, `/organizations/${org}/history`, `/organizations/${org}/check`],
        ...['/units', `/units/${unit}`, '/rules', '/rules/ask', '/rules/concept', '/rules/functions', '/rules/history'],
        ...['/rules/library', '/my-data', '/labels', '/feedback/answers', '/organizations/joint', '/no/such/page'],
      ],
    ],
    [
      'branchSecretary',
      ['/members', `/members/${person}`, `/members/${person}/edit`, '/members/new', '/corrections', '/code-sheet'],
    ],
    ['machine', ['/accounts', '/accounts/new', `/accounts/${account}`]],
    ['security', ['/audit']],
  ];
  const wrong: Record<string, unknown> = {};
  for (const [part, paths] of PAGES) {
    const page = await browser.open(paths[0]!, { part });
    for (const path of paths) {
      await page.goto(server.url + path, { waitUntil: 'networkidle' });
      await page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('[aria-busy="true"]'));
      const { stops, ...findings } = await keyFindings(page);
      const found = Object.entries(findings).filter(([, list]) => list.length > 0);
      if (found.length > 0 || stops === 0) wrong[path] = Object.fromEntries(found);
    }
  }
  for (const path of ['/', '/privacy', '/feedback']) await everyStop(await browser.open(path));
  await everyStop(await browser.open('/field', { size: 'phone' }));
  expect(wrong).toEqual({});
});
