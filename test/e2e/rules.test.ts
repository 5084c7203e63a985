import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { startTestServer } from '../support/server.ts';

const server = await startTestServer();
const browser = await openBrowser(server);

/** What a part of the page shows, cells set apart by tabs. */
const textOf = async (part: Locator): Promise<string> => (await part.allInnerTexts()).join('\n');

describe('rules pages', () => {
  test('the day decides which rules are shown', async () => {
    const page = await browser.open('/rules?day=2020-07-12', { part: 'member' });
    expect(await page.getByText('中国共产党基层组织选举工作条例').count()).toBe(0);
    await page.getByLabel('按哪一天').fill('2020-07-13');
    await page.getByRole('heading', { name: '中国共产党基层组织选举工作条例' }).waitFor();
    expect(page.url()).toContain('day=2020-07-13');
    // What the word after a source says is told on the page, also to whoever uses keys alone.
    const legend = page.getByText('出处后面的字样是什么意思');
    await legend.focus();
    await page.keyboard.press('Enter');
    await page.getByText('凭一般了解或转载写的').waitFor();
    for (const word of ['已核对', '待核原文', '未核实', '实践做法'])
      expect(await page.getByRole('term').filter({ hasText: word }).count()).toBe(1);
  });

  test('S-128 and S-136 asking about a project: triggered at 6 months, with clause, inputs, version and day', async () => {
    const page = await browser.open('/rules/ask?day=2020-05-28', { part: 'member' });
    await page.getByLabel('问的是').selectOption('project');
    await page.getByLabel('开始').fill('2020-01-01');
    await page.getByLabel('结束（次日）').fill('2020-06-30');
    await page.getByText('不适用').waitFor();
    await page.getByLabel('结束（次日）').fill('2020-07-01');
    const answers = page.getByRole('region', { name: '规则怎么说' });
    await answers.getByText('为期 6 个月以上的工程').waitFor();
    const text = await textOf(answers);
    for (const part of [
      '应当',
      '由人判断',
      '为期 6 个月以上的工程',
      '第五条',
      '2020-07-01',
      'branch-regulations-2018@1',
      '按2020-05-28',
    ])
      expect(text).toContain(part);
  });

  test('S-119 S-123 the ask page offers all six carriers; a firm in an office building, nine social organizations in a park', async () => {
    const page = await browser.open('/rules/ask?day=2020-05-28', { part: 'member' });
    const answers = page.getByRole('region', { name: '规则怎么说' });
    await page.getByLabel('问的是').selectOption('unit');
    await page.getByLabel('单位类型').selectOption('non-public-enterprise');
    await page.getByLabel('具备单独组建条件').selectOption('false');
    const carrier = page.getByLabel('依托');
    const offered = await carrier.locator('option').allInnerTexts();
    for (const name of ['开发区', '乡镇', '村', '专业市场', '商业街区', '商务楼宇']) {
      expect(offered).toContain(name);
      await carrier.selectOption({ label: name });
      await answers.getByText(`依托 ${name}`).waitFor();
    }
    const firm = await textOf(answers);
    for (const part of ['要组建区域性党组织', '依托 商务楼宇', 'non-public-opinion-2012@']) expect(firm).toContain(part);
    await page.getByLabel('问的是').selectOption('place');
    await page.getByLabel('社会组织数').fill('9');
    await page.getByLabel('依托').selectOption({ label: '园区' });
    await answers.getByText('依托 园区').waitFor();
    const park = await textOf(answers);
    expect(park).toContain('可以');
    expect(park).not.toContain('应当');
  });

  test('S-055 S-167 S-168 with the layer of forms on, each form shows the first document or case that names it; the pilot is as stated and young', async () => {
    const page = await browser.open('/rules/history', { part: 'member' });
    const line = page.getByRole('region', { name: '时间线' });
    await line.getByText('临时党支部').waitFor();
    await page.getByRole('radio', { name: '形式' }).check();
    const card = async (name: string) => {
      const text = await textOf(line.getByRole('listitem').filter({ has: page.locator('b').filter({ hasText: name }) }));
      expect(text, name).toMatch(/讲话\d+\.\d+/);
      return text;
    };
    expect(await card('功能性党组织')).toContain('省直单位行业党委');
    expect(await card('区域化党建')).toContain('2014');
    for (const name of ['联合党支部', '临时党支部']) expect(await card(name)).toContain('《中国共产党支部工作条例（试行）》');
    expect(await card('统一建立党组织')).toContain('《关于加强社会组织党的建设工作的意见（试行）》');
    const pilot = await card('南阳全域党建');
    expect(pilot).toContain('“三个试点城市之一”为讲话所称');
    expect(pilot).toContain('只有几个月');
    expect(await line.getByText('一大：党员5人以上的地方成立委员会').count()).toBe(0);
    await page.getByRole('radio', { name: '规则' }).check();
    await line.getByText('一大：党员5人以上的地方成立委员会').waitFor();
    expect(await line.getByText('临时党支部').count()).toBe(0);
  });

  test('S-056 one roster through all eras side by side, labelled as history', async () => {
    const page = await browser.open('/rules/history', { part: 'member' });
    const table = page.getByRole('region', { name: '各时期对照' });
    expect(await textOf(table)).toContain('历史规则，不用于今天');
    await page.getByRole('radio', { name: '一份名册' }).check();
    const row = (name: string) => table.getByRole('row', { name });
    expect(await textOf(row('中国共产党第一个纲领'))).toMatch(/1\t0\t0/);
    expect(await textOf(row('七大'))).toMatch(/0\t3\t0/);
    expect(await textOf(row('八大'))).toContain('没有预见');
    await page.getByLabel('党员人数').first().fill('0');
    expect(await textOf(row('中国共产党第一个纲领'))).toMatch(/0\t0\t0/);
    await row('七大').getByRole('button').click();
    await page.getByRole('region', { name: '七大（1945）：会设这些' }).getByText('小学').waitFor();
  });

  test('S-047 Sanwan on the page: squads shared or each, and the page says which', async () => {
    const page = await browser.open('/rules/history', { part: 'member' });
    const table = page.getByRole('region', { name: '各时期对照' });
    expect(await textOf(table.getByRole('row', { name: '三湾改编（1927）' }))).toMatch(/5\t9\t27/);
    await page.getByRole('radio', { name: '班、排各设' }).check();
    expect(await textOf(table.getByRole('row', { name: '三湾改编（1927）' }))).toMatch(/5\t9\t108/);
    await page.getByText('这里按各设推演').waitFor();
  });

  test('S-043 S-045 S-048 S-049 S-051 S-053 each era on the page: what it sets up for a regiment, and for people of a street', async () => {
    const page = await browser.open('/rules/history', { part: 'member' });
    const table = page.getByRole('region', { name: '各时期对照' });
    const row = (name: string) => table.getByRole('row', { name });
    const choose = async (name: string) => {
      await row(name).getByRole('button').click();
      return page
        .getByRole('region', { name: `${name}：会设这些` })
        .getByRole('listitem')
        .allInnerTexts();
    };
    // One branch in the regiment and nothing below it.
    expect(await choose('三湾改编之前的军队（至1927年9月）')).toEqual(['团：党支部']);
    const sanwan = await choose('三湾改编（1927）');
    expect(sanwan.filter((one) => one.includes('前敌委员会'))).toEqual(['前委：前敌委员会']);
    const represented = (what: RegExp) => sanwan.filter((one) => what.test(one)).map((one) => one.includes('设党代表'));
    expect(represented(/^团：/)).toEqual([true]);
    expect(represented(/营：/)).toEqual([true, true, true]);
    expect(represented(/连：/)).toEqual(Array(9).fill(true));
    expect(represented(/排：/)).toEqual(Array(27).fill(false));
    await page.getByRole('radio', { name: '一份名册' }).check();
    await page.getByRole('button', { name: '去掉第3行' }).click();
    // Ten members of two units who live in one street: by unit, none by residence.
    expect((await choose('七大（1945）')).sort()).toEqual(['小学：党支部，4人', '纱厂：党支部，6人']);
    expect(await textOf(row('八大至1978年（1956—1978）'))).toContain('没有预见');
    expect(await textOf(row('中国共产党第一个纲领（1921）'))).toContain('未作规定');
    await page.getByRole('button', { name: '去掉第2行' }).click();
    const first = '中国共产党第一个纲领（1921）';
    await page.getByLabel('党员人数').fill('4');
    await expect.poll(() => textOf(row(first))).toMatch(/0\t0\t0/);
    await page.getByLabel('党员人数').fill('5');
    await expect.poll(() => textOf(row(first))).toMatch(/1\t0\t0/);
    expect(await choose(first)).toEqual(['甲街：党委，5人']);
  });

  test('S-033 S-125 S-129 S-133 the ask page: full members alone count, a person judges the rest, what goes up as an opinion; may is no alarm', async () => {
    const page = await browser.open('/rules/ask?day=2020-05-28', { part: 'member' });
    const answers = page.getByRole('region', { name: '规则怎么说' });
    const idle = page.getByRole('region', { name: '不适用' });
    const joint = '正式党员不足3人应成立联合党支部';
    for (const [full, probationary] of [
      [2, 0],
      [2, 5],
    ]) {
      await page.getByLabel('正式党员').fill(String(full));
      await page.getByLabel('预备党员').fill(String(probationary));
      await answers.getByText(joint).waitFor();
      const text = await textOf(answers);
      for (const part of ['应当', '正式党员2人', '没有满足']) expect(text).toContain(part);
    }
    await page.getByLabel('预备党员').fill('0');
    await page.getByLabel('正式党员').fill('3');
    await idle.getByText(`${joint}（正式党员3人，可以单独成立`).waitFor();
    await page.getByLabel('正式党员').fill('0');
    await idle.getByText(`${joint}（没有党员，不能并入联合党支部；先做工作覆盖`).waitFor();
    // Twelve months with one full member: the duration is met, the rest is for a person.
    await page.getByLabel('问的是').selectOption('project');
    await page.getByLabel('开始').fill('2020-01-01');
    await page.getByLabel('结束（次日）').fill('2021-01-01');
    await page.getByLabel('正式党员').fill('1');
    await answers.getByText('是否符合其他条件由人判断').waitFor();
    // A result against the organization above is not decided but sent up.
    await page.getByLabel('问的是').selectOption('meeting');
    await page.getByLabel('与上级的决定相抵触').selectOption('true');
    await page.getByLabel('怎么了结').selectOption('decided');
    await answers.getByText('不能算已决定；改为“意见上报”').waitFor();
    expect(await textOf(answers)).toContain('不得');
    await page.getByLabel('怎么了结').selectOption('opinion-sent-up');
    await answers.getByText('不能算已决定').waitFor({ state: 'detached' });
    // May is shown as may, and counts as nothing to do.
    await page.getByLabel('问的是').selectOption('place');
    await page.getByLabel('社会组织数').fill('9');
    await page.getByLabel('依托').selectOption({ label: '园区' });
    await answers.getByText('依托 园区').waitFor();
    expect(await answers.locator('.q-rule .q-mark').count()).toBe(0);
    expect(await textOf(answers)).not.toMatch(/没有满足|提醒/);
    await page.getByRole('button', { name: 'EN', exact: true }).click();
    await page.getByRole('region', { name: 'What the rules say' }).getByText('may', { exact: true }).first().waitFor();
  });

  test('S-042 the time line has exactly two stages with the divide at 1978', async () => {
    const page = await browser.open('/rules/history', { part: 'member' });
    const line = page.getByRole('region', { name: '时间线' });
    expect(await line.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual(['改革开放之前', '改革开放以来']);
    expect(await textOf(line)).toContain('1978年十一届三中全会为界');
  });

  test('S-153 the concept is explained by contrast with the organ committee of the city Organization Department', async () => {
    const page = await browser.open('/rules/concept', { part: 'member' });
    const table = page.getByRole('region', { name: '与建制性党组织对照' });
    await table.getByRole('row', { name: /^例：单位界限/ }).waitFor();
    const rows = await table.getByRole('row').allInnerTexts();
    const row = rows.find((one) => one.startsWith('例：单位界限'))?.split('\t') ?? [];
    expect(row[1]).toContain('市委组织部机关党委只有市委组织部的党员');
    expect(row[2]).toContain('可以在同一个全域党组织');
    expect(row[3]).toContain('76.4');
  });

  test('S-120 the library shows the discrepancy of the opinion and asks to verify', async () => {
    const page = await browser.open('/rules/library', { part: 'member' });
    await page.getByLabel('标题、引文、日期').fill('非公有制');
    const entry = page.getByRole('region', { name: /非公有制企业/ });
    await entry.waitFor();
    const text = await textOf(entry);
    for (const part of ['待核', '2016年', '2017年9月', '2012-05-25']) expect(text).toContain(part);
  });
});
