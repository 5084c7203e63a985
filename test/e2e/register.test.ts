import { expect, test } from 'vitest';
import { UNIT_KINDS } from '#kernel/registry';
import { everyLook, openBrowser } from '../support/browser.ts';
import { startTestServer } from '../support/server.ts';

const server = await startTestServer({ seed: 'demo' });
const browser = await openBrowser(server);

test('S-016 S-024 entering a unit: every kind is offered; a social organization asks for its sort, authority and staff', async () => {
  const page = await browser.open('/units', { part: 'districtOfficer' });
  await page.getByLabel('单位类别').selectOption('social-organization');
  await page.waitForURL(/kind=social-organization/);
  await everyLook(page, 'units');
  await page.locator('.q-top').getByRole('button', { name: '中文' }).click();
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.getByRole('link', { name: '登记单位' }).click();
  await page.waitForURL(/\/units\/new/);
  const kinds = await page.getByLabel('单位类别').locator('option').allTextContents();
  expect(kinds).toHaveLength(UNIT_KINDS.length);
  for (const word of ['社区', '村', '机关', '国有企业', '事业单位', '非公企业', '社会组织', '街道', '乡镇'])
    expect(kinds).toContain(word);
  await page.getByLabel('单位名称').fill('卧龙区行业诚信协会');
  await page.getByLabel('单位类别').selectOption('social-organization');
  await page.getByLabel('哪一种').selectOption('industry-association');
  await page.getByLabel('业务主管单位').fill('市水利局');
  await page
    .getByRole('button', { name: /^市水利局/ })
    .first()
    .click();
  await page.getByLabel('位于哪里').fill('卧龙区');
  await page
    .getByRole('button', { name: /^卧龙区/ })
    .first()
    .click();
  await page.getByLabel('专职人数').fill('1');
  await page.getByLabel('兼职人数').fill('6');
  await everyLook(page, 'unit-new');
  await page.locator('.q-top').getByRole('button', { name: '中文' }).click();
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByRole('heading', { name: '卧龙区行业诚信协会' }).waitFor();
  for (const text of ['行业协会、商会', '市水利局', '1人', '6人']) await page.getByText(text, { exact: true }).first().waitFor();
  await everyLook(page, 'unit');
});

test('S-166 a renamed kind: all views follow, the day of set-up keeps its word', async () => {
  const tag = server.deps.store.db.selectFrom('org_tag').select('org_id as id').where('tag', '=', 'temporary').orderBy('org_id');
  const chain = await tag.executeTakeFirstOrThrow();
  const page = await browser.open('/labels', { part: 'cityOfficer' });
  const sheet = page.getByRole('region', { name: '种类：临时' });
  await sheet.getByLabel('中文叫法').fill('专项');
  await sheet.getByLabel('英文叫法').fill('dedicated');
  await sheet.getByRole('button', { name: /改叫法/ }).click();
  await sheet.getByText(/起叫“专项”/).waitFor();
  await everyLook(page, 'labels');
  await page.locator('.q-top').getByRole('button', { name: '中文' }).click();
  await page.goto(`${server.url}/organizations/${chain.id}`);
  await page
    .getByText(/任务组织，.*专项/)
    .first()
    .waitFor();
  expect(await page.locator('.q-main').textContent()).not.toContain('任务组织，临时');
  await page.locator('.q-top').getByRole('button', { name: 'EN' }).click();
  await page
    .getByText(/Task organization, .*dedicated/)
    .first()
    .waitFor();
  await page.locator('.q-top').getByRole('button', { name: '中文' }).click();
  // The chain was set up before today: its first day is told in the word of that day.
  await page.goto(`${server.url}/organizations/${chain.id}/history`);
  await page.getByRole('listitem').filter({ hasText: '成立' }).filter({ hasText: '临时' }).first().waitFor();
});

test('an office is ended and recorded on the page of the organization; two secretaries at once are refused', async () => {
  const page = await browser.open('/organizations', { part: 'branchSecretary' });
  const sheet = page.getByRole('region', { name: '任职' });
  await sheet.getByRole('button', { name: '登记任职' }).click();
  const record = async () => {
    await sheet.getByLabel('哪名党员').fill('w');
    await sheet.locator('.q-pick-list button').first().click();
    await sheet.getByRole('button', { name: '登记', exact: true }).click();
  };
  await record();
  await sheet.getByRole('alert').waitFor();
  await sheet.getByRole('button', { name: '不改了' }).click();
  await sheet.getByRole('button', { name: /^免职，书记/ }).click();
  await sheet.getByRole('listitem').filter({ hasText: '书记' }).first().waitFor({ state: 'detached' });
  await everyLook(page, 'organization-offices');
  await page.locator('.q-top').getByRole('button', { name: '中文' }).click();
  await sheet.getByRole('button', { name: '登记任职' }).click();
  await record();
  await sheet.getByRole('button', { name: /^免职，书记/ }).waitFor();
});
