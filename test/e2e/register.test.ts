import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { TOUR_ORGS } from '#demo/tour';
import { UNIT_KINDS } from '#kernel/registry';
import { findBodies } from '#store/scope';
import { openBrowser } from '../support/browser.ts';
import { everyLook } from '../support/looks.ts';
import { startTestServer } from '../support/server.ts';

const server = await startTestServer({ seed: 'demo' });
const browser = await openBrowser(server);

test('S-016 S-024 entering a unit: every kind is offered; a social organization asks for its sort, authority and staff', async () => {
  const page = await browser.open('/units', { part: 'districtOfficer' });
  await page.getByLabel('单位类别').selectOption('social-organization');
  await page.waitForURL(/kind=social-organization/);
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
  await everyLook(page, 'unit-new-association');
  await page.locator('.q-top').getByRole('button', { name: '中文' }).click();
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByRole('heading', { name: '卧龙区行业诚信协会' }).waitFor();
  for (const text of ['行业协会、商会', '市水利局', '1人', '6人']) await page.getByText(text, { exact: true }).first().waitFor();
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

test('an office is recorded and ended on the page of the organization, also by keys; two secretaries and a term that is over are said', async () => {
  const page = await browser.open('/organizations', { part: 'branchSecretary' });
  const sheet = page.getByRole('region', { name: '任职' });
  await sheet.getByRole('button', { name: '登记任职' }).click();
  // By keys alone: Enter goes into the results and never sends the form away.
  const record = async () => {
    await sheet.getByLabel('哪名党员').fill('w');
    await sheet.locator('.q-pick-list button').first().waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await sheet.getByRole('button', { name: '登记', exact: true }).press('Enter');
  };
  await record();
  await sheet.getByRole('alert').getByText('已有书记').waitFor();
  await page.locator('.q-top').getByRole('button', { name: 'EN' }).click();
  const english = page.getByRole('region', { name: 'Offices' });
  await english.getByRole('alert').getByText('has a secretary').waitFor();
  await page.locator('.q-top').getByRole('button', { name: '中文' }).click();
  await sheet.getByRole('button', { name: '不改了' }).click();
  await sheet.getByRole('button', { name: /^免职，书记/ }).click();
  await sheet.getByRole('listitem').filter({ hasText: '书记' }).first().waitFor({ state: 'detached' });
  await sheet.getByRole('button', { name: '登记任职' }).click();
  await record();
  await sheet.getByRole('button', { name: /^免职，书记/ }).waitFor();
  // Data from elsewhere can say what the page refuses: a second secretary, a term of long ago.
  const { db } = server.deps.store;
  const { orgId } = /(?<orgId>[0-9a-f-]{36})/.exec(page.url())!.groups as { orgId: string };
  const held = await db.selectFrom('office').selectAll().where('org_id', '=', orgId).where('state', '=', 'active').execute();
  const other = await db.selectFrom('home').select('person_id').where('org_id', '=', orgId).orderBy('person_id').execute();
  const second = other.find((one) => one.person_id !== held[0]!.person_id)!.person_id;
  await db
    .insertInto('office')
    .values({ ...held[0]!, id: crypto.randomUUID(), person_id: second })
    .execute();
  await db.updateTable('org').set({ term_ends_on: '2024-01-31' }).where('id', '=', orgId).execute();
  await page.reload();
  await sheet.getByText('有2名书记，只能有一名').waitFor();
  await sheet.getByText('任期2024年1月31日已满').waitFor();
  await everyLook(page, 'organization-offices');
  // Whoever only passes by sees that an office is held, not by whom, and has nothing to press.
  const guest = await browser.open(`/organizations/${orgId}`, { part: 'subdistrictSecretary' });
  const seen = guest.getByRole('region', { name: '任职' });
  await seen.getByText('姓名只在本组织内看得到').waitFor();
  // What is seen can be taken out, nothing else be done.
  expect(await seen.getByRole('button').allTextContents()).toEqual(['Excel', 'CSV']);
});

test('S-015 a local organization: only province, city, county are offered, and only such places; two editors choose between both versions', async () => {
  const { db } = server.deps.store;
  const wolong = await db.selectFrom('org').select('id').where('source_key', '=', TOUR_ORGS.wolong).executeTakeFirstOrThrow();
  const page = await browser.open(`/organizations/${wolong.id}/new`, { part: 'districtOfficer' });
  await page.getByLabel('类别（四选一）').selectOption('local');
  expect(await page.getByLabel('在哪一级').locator('option').allTextContents()).toEqual(['县区级', '市级', '省级']);
  const offered = async (tier: string, text: string) => {
    await page.getByLabel('在哪一级').selectOption(tier);
    await page.getByLabel('管哪个地方').fill('');
    await page.getByLabel('管哪个地方').fill(text);
    await page.locator('.q-pick-list li').first().waitFor();
    return page.locator('.q-pick-list li').allTextContents();
  };
  expect(await offered('county', '卧龙')).toEqual(['卧龙区 南阳市']);
  expect(await offered('city', '卧龙')).toEqual(['没有找到，换个写法']);
  await everyLook(page, 'organization-new-local');

  const edit = await browser.open(`/organizations/${wolong.id}/edit`, { part: 'districtOfficer' });
  await edit.getByLabel('编号').fill('mine');
  await db.updateTable('org').set({ source_key: 'theirs', version: sql`version + 1` }).where('id', '=', wolong.id).execute();
  await edit.getByRole('button', { name: '存', exact: true }).click();
  const row = edit.getByRole('row').filter({ hasText: '编号' });
  await row.waitFor();
  expect(await row.getByRole('cell').allTextContents()).toEqual(['theirs', 'mine']);
  await everyLook(edit, 'organization-conflict');
  await edit.getByRole('button', { name: 'Keep mine' }).click();
  await edit.waitForURL(new RegExp(`/organizations/${wolong.id}$`));
  const kept = await db.selectFrom('org').select('source_key').where('id', '=', wolong.id).executeTakeFirstOrThrow();
  expect(kept.source_key).toBe('mine');
});

test('S-026 S-027 a subdistrict committee and a community organization, opened: class, function, own area', async () => {
  const { orgs } = await findBodies(server.deps.store.db, server.cityId, {
    orgs: [TOUR_ORGS.qiyi, TOUR_ORGS.wenhua],
    units: [],
    persons: [],
  });
  const areas = { [TOUR_ORGS.qiyi]: '七一街道', [TOUR_ORGS.wenhua]: '文化社区' };
  const page = await browser.open('/organizations', { part: 'districtOfficer' });
  for (const [key, area] of Object.entries(areas)) {
    await page.goto(`${server.url}/organizations/${orgs.get(key)}`);
    const function_ = page.getByRole('region', { name: '职责是什么' });
    await function_.getByText('领导本地区的工作和基层社会治理').waitFor();
    const setUp = page.getByRole('region', { name: '怎么设的' });
    await setUp.getByText(/基层组织/).waitFor();
    await setUp.getByRole('link', { name: area, exact: true }).waitFor();
  }
});

test('S-038 S-039 the page of a state enterprise: at group tier it leads, below the leading role is said to be not specified', async () => {
  const { orgs } = await findBodies(server.deps.store.db, server.cityId, {
    orgs: [TOUR_ORGS.waterGroup, TOUR_ORGS.waterSupply],
    units: [],
    persons: [],
  });
  const page = await browser.open(`/organizations/${orgs.get(TOUR_ORGS.waterGroup)}`, { part: 'cityOfficer' });
  const box = page.getByRole('region', { name: '职责是什么' });
  await box.getByText('国有企业，1级单位').waitFor();
  expect(await box.getByText(/领导作用/).count()).toBeGreaterThan(0);
  expect(await box.getByText('领导职责', { exact: true }).count()).toBe(0);
  await page.goto(`${server.url}/organizations/${orgs.get(TOUR_ORGS.waterSupply)}`);
  await box.getByText('国有企业，2级单位').waitFor();
  await box.getByText('领导职责', { exact: true }).waitFor();
  expect((await box.allInnerTexts()).join()).toMatch(/围绕.*生产经营[\s\S]*未作规定/);
});

test('a name that is looked for stands in no address: neither of the page nor of a request', async () => {
  const page = await browser.open('/members', { part: 'unitSecretary' });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(decodeURIComponent(request.url())));
  await page.getByLabel('找党员').fill('立川');
  await page.getByRole('row').filter({ hasText: '供水公司党支部' }).first().waitFor();
  await page.locator('.q-top').getByRole('searchbox').fill('陈立川');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /搜索/ }).waitFor();
  await page.getByRole('link', { name: /^陈/ }).first().waitFor();
  expect(asked.length).toBeGreaterThan(1);
  expect([...asked, decodeURIComponent(page.url())].filter((url) => url.includes('立川'))).toEqual([]);
});

test('S-126 joint branches of a district: proposed, moved by drag and by keys, checked by clause, computed again, kept as a file, entered', async () => {
  const { db } = server.deps.store;
  const area = await db
    .selectFrom('area')
    .select('id')
    .where('name', '=', '卧龙区')
    .where('overlay', '=', false)
    .executeTakeFirstOrThrow();
  const page = await browser.open(`/organizations/joint?area=${area.id}&all=yes`, { part: 'districtOfficer' });
  await page.getByText('已独立核对').waitFor();
  const group = (no: number) => page.locator(`#group-${no}`);
  const names = (no: number) => group(no).locator('.j-unit > a:first-child').allTextContents();
  // Two small units, and a group near the second one that stands on the same page of the list.
  const ways = await page.locator('.j-group').evaluateAll((groups) =>
    groups.map((one) => {
      const [, second, third] = one.querySelectorAll('select');
      const shown = [...(second?.options ?? [])].find((option) => document.getElementById(`group-${option.value}`));
      return third === undefined ? (shown?.value ?? '') : '';
    }),
  );
  const pair = ways.findIndex((way) => way !== '') + 1;
  expect(pair, 'a group of two small units with a neighbour').toBeGreaterThan(0);
  const [, second] = await names(pair);
  // By keys: the first of the nearest groups; the one unit left behind is against the rule, and the clause says so.
  await group(pair)
    .getByLabel(`把“${second}”调到`)
    .selectOption(ways[pair - 1]!);
  await group(pair).getByText('没有满足').first().waitFor();
  await group(pair).getByText('中国共产党支部工作条例（试行）').first().waitFor();
  expect(await names(pair)).not.toContain(second);
  const joined = page.locator('.j-group', { hasText: second! });
  expect(await joined.getByRole('checkbox').isChecked()).toBe(true);
  const settled = await joined.locator('.j-unit > a:first-child').allTextContents();
  await page.getByRole('button', { name: '保留1组，其余重新计算' }).click();
  await page.getByText('不合规定，见各组').waitFor({ state: 'hidden' });
  await page.getByText('已独立核对').waitFor();
  expect(await page.locator('.j-group', { hasText: second! }).locator('.j-unit > a:first-child').allTextContents()).toEqual(
    settled,
  );
  // By drag in the tables.
  const before = await names(1);
  await group(1).locator('.j-units li').first().dragTo(group(2).locator('.j-principles'));
  await expect.poll(async () => (await names(2)).filter((name) => before.includes(name))).toHaveLength(1);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: '导出Excel' }).click();
  expect((await saved).suggestedFilename()).toBe('卧龙区 联合党支部建议.xlsx');
  await page.getByRole('button', { name: '恢复原建议' }).click();
  await page.getByRole('button', { name: '只看还没有联合的' }).click();
  await page.getByRole('button', { name: '已经批准，登记成立' }).first().click();
  await page.getByRole('button', { name: '登记成立', exact: true }).click();
  await page.getByRole('link', { name: '打开这个支部' }).click();
  await page.getByText('正式党员不足3人的单位联合成立').waitFor();
}, 300_000);
