import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { needsSave, needsShow } from '#contract/needs';
import { planList } from '#contract/plans';
import { sourcesSave, sourcesShow } from '#contract/sources';
import { taskList } from '#contract/tasks';
import { openBrowser, quiet, SIZES } from '../support/browser.ts';
import { everyLook } from '../support/looks.ts';
import { startTestServer } from '../support/server.ts';

/** A plan of the demo city: some 15 s alone, longer when other tests run beside it. */
const PLAN_MS = 300_000;

const server = await startTestServer({ seed: 'demo' });
const browser = await openBrowser(server);
let taskId = '';

beforeAll(async () => {
  const officer = await server.as('cityOfficer');
  const { data } = await officer.call(taskList, { query: { closed: 'no', limit: 100 } });
  taskId = data.items.find((one) => one.state === 'draft')!.id;
});

/** Pastes text into the cell that has the focus, as the clipboard would. */
const paste = (page: Page, text: string) =>
  page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    document.activeElement!.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

describe('from the sentence to the plan', () => {
  test('the list leads to the draft, and every step of the wizard opens', async () => {
    const page = await browser.open('/tasks', { part: 'cityOfficer' });
    await page.getByRole('link', { name: '卧龙区小区卡点值守（演练）' }).waitFor();
    // A list is taken out as it stands there, in the language of the page.
    const titles = await page.locator('.t-list tbody th a').allTextContents();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出为 CSV' }).click()]);
    expect(file.suggestedFilename()).toBe('中心工作.csv');
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines[0]).toContain('任务,阶段,地区');
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(titles);
    const [book] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出为 Excel' }).click()]);
    expect(book.suggestedFilename()).toBe('中心工作.xlsx');
    await page.goto(`${server.url}/catalogue`);
    await page.getByRole('button', { name: '导出为 CSV' }).first().waitFor();
    await page.goto(`${server.url}/tasks/new`);
    await quiet(page);
    expect(await page.getByRole('button', { name: '开始起草' }).isDisabled()).toBe(true);
    await page.goto(`${server.url}/tasks/${taskId}/why`);
    await quiet(page);
    await page.getByText('人手和地方都够').first().waitFor();
  });

  test('pasted errors are found with F8, Enter takes the correction, and the next step waits for the last one', async () => {
    const page = await browser.open(`/tasks/${taskId}/needs`, { part: 'cityOfficer' });
    await page.getByRole('textbox', { name: '第6行社区' }).click();
    await paste(page, '汉画社\t汉画小区南门\t夜班\t22:00–06:00\t-2\n汉画社区\t汉画小区西门\t早班\t06:00–14:00\t3');
    await page.getByText('要改2处').waitFor();
    expect(await page.getByRole('button', { name: '下一步：人从哪来' }).isDisabled()).toBe(true);
    await page.keyboard.press('F8');
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === '第6行人数');
    await page.keyboard.press('F8');
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === '第6行社区');
    // The same by the button beside the list, from the first error on.
    await page.getByRole('button', { name: '下一处 F8' }).click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label')?.startsWith('第6行'));
    await everyLook(page, 'needs-wrong');
    await page.setViewportSize(SIZES.desk);
    await page
      .locator('.q-top')
      .getByRole('button', { name: '普通字' })
      .or(page.getByRole('button', { name: 'Normal type' }))
      .click();
    await page.locator('.q-top').getByRole('button', { name: '中文' }).click();
    await page.getByRole('textbox', { name: '第6行社区' }).click();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => (document.activeElement as HTMLInputElement).value === '汉画社区');
    expect(await focused(page)).toBe('第6行社区');
    // As in a spreadsheet: typing replaces, a number in words is offered as a figure, Tab goes right, a skill is known by any of its names.
    const heads = page.getByRole('textbox', { name: '第6行人数' });
    await heads.click();
    await page.keyboard.insertText('两');
    expect(await heads.inputValue()).toBe('两');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowUp');
    await page.getByRole('button', { name: '改为“2”' }).waitFor();
    await page.keyboard.press('Enter');
    expect(await heads.inputValue()).toBe('2');
    await page.keyboard.press('Tab');
    await page.keyboard.type('nursing');
    await page.keyboard.press('Tab');
    const skill = page.getByRole('textbox', { name: '第6行要会什么' });
    await page.waitForFunction((field) => (field as HTMLInputElement).value === '护理', await skill.elementHandle());
    await skill.click();
    await page.keyboard.press('Delete');
    expect(await skill.inputValue()).toBe('');
    // Nobody is trapped: Esc, then Tab leaves the table, and nothing that was still to be drawn takes the focus back.
    for (const key of ['Tab', 'Escape', 'Tab']) await page.keyboard.press(key);
    await page.evaluate(() => new Promise((later) => requestAnimationFrame(() => requestAnimationFrame(later))));
    expect(await page.evaluate(() => document.activeElement?.closest('[role="grid"]'))).toBeNull();
    await page.getByRole('button', { name: '加一行' }).click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === '第361行街道');
    await page.getByRole('link', { name: '下一步：人从哪来' }).waitFor();
    await page.getByText('360行，360行可用').waitFor();
    expect(await page.locator('.n-figures').textContent()).toMatch(/868\s*人\s*360\s*班次\s*120\s*卡点/);
  });

  test('a workbook dropped on the grid fills it, and one press takes it back', async () => {
    const page = await browser.open(`/tasks/${taskId}/needs`, { part: 'cityOfficer' });
    const table = '街道,社区,卡点,班次,时段,人数\n梅溪街道,文化社区,文化小区东门,早班,06:00–14:00,3\n';
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'needs.csv', { type: 'text/csv' }));
      const grid = document.querySelector('.t-drop')!;
      for (const kind of ['dragover', 'drop'])
        grid.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    }, table);
    await page.getByText('1行，1行可用').waitFor();
    await page.getByText('“needs.csv”有1行，已换掉原来的360行').waitFor();
    await page.getByRole('button', { name: '撤销导入' }).click();
    await page.getByText('360行，360行可用').waitFor();
  });

  test('what is typed while a save is under way is saved after it', async () => {
    const page = await browser.open(`/tasks/${taskId}/needs`, { part: 'cityOfficer' });
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const path = `**/api/tasks/${taskId}/needs`;
    await page.route(path, async (route) => {
      if (route.request().method() === 'PUT') await held;
      await route.continue();
    });
    const first = page.waitForRequest((one) => one.method() === 'PUT' && one.url().endsWith('/needs'));
    await page.getByRole('textbox', { name: '第2行备注' }).fill('先写的');
    await first;
    await page.getByRole('textbox', { name: '第3行备注' }).fill('保存时写的');
    letGo();
    const officer = await server.as('cityOfficer');
    const noteOf = async (row: number) => (await officer.call(needsShow, { params: { taskId } })).data.rows[row - 1]!.cells.note;
    await expect.poll(() => noteOf(3), { timeout: 15_000 }).toBe('保存时写的');
    expect(await noteOf(2)).toBe('先写的');
    await page.getByText(/^✓ 已存草稿/).waitFor();
    await page.close();
  });

  test('what two people typed stands side by side, and nothing is lost before one is chosen', async () => {
    const page = await browser.open(`/tasks/${taskId}/needs`, { part: 'cityOfficer' });
    const other = await browser.open(`/tasks/${taskId}/needs`, { part: 'cityOfficer' });
    await other.getByRole('textbox', { name: '第1行备注' }).fill('靠近主路');
    await other.getByText(/^✓ 已存草稿/).waitFor();
    await page.getByRole('textbox', { name: '第1行备注' }).fill('门口有灯');
    const both = page.getByRole('row', { name: '第1行备注 靠近主路 门口有灯' });
    await both.waitFor();
    await page.getByRole('button', { name: '用我的' }).click();
    await page.getByText(/^✓ 已存草稿/).waitFor();
    expect(await both.count()).toBe(0);
    await other.reload();
    await quiet(other);
    expect(await other.getByRole('textbox', { name: '第1行备注' }).inputValue()).toBe('门口有灯');
  });

  test('computed, read, pinned, kept, compared', { timeout: 3 * PLAN_MS }, async () => {
    const officer = await server.as('cityOfficer');
    const sources = await officer.call(sourcesShow, { params: { taskId } });
    // Without these three the caps do not suffice, so that the plan has gaps to explain.
    await officer.call(
      sourcesSave,
      {
        params: { taskId },
        body: {
          areaIds: sources.data.areas.filter((one) => one.included).map((one) => one.id),
          excludedCategories: ['free-community', 'non-public', 'subdistrict-community'],
          excludedUnitIds: [],
          caps: [],
        },
      },
      { ifMatch: sources.etag },
    );
    const page = await browser.open(`/tasks/${taskId}/sources`, { part: 'cityOfficer' });
    await page.locator('.q-bottom-actions .q-button-primary').click();
    await page.locator('.t-headline').waitFor({ timeout: PLAN_MS });
    await page.locator('.q-why').waitFor({ state: 'attached' });
    await everyLook(page, 'plan-explained');
    await page.setViewportSize(SIZES.desk);
    await page.locator('.q-top').getByRole('button', { name: 'Normal type' }).click();
    await page.locator('.q-top').getByRole('button', { name: '中文' }).click();
    // The gap, its reason and its exact repair; looking at the repair changes nothing.
    await page.getByRole('heading', { name: '缺口' }).waitFor();
    await page
      .locator('.t-headline')
      .getByText(/缺\d+人/)
      .waitFor();
    expect(await page.locator('.q-gaps').textContent()).toMatch(/都到上限/);
    expect(await page.locator('main').textContent()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    await page.locator('.q-gaps .q-gap-repair').first().click();
    await page.locator('.t-compare').getByText('只是看看，没有改').waitFor();
    await page.getByText(/^缺\d+人变为\d+人/).waitFor({ timeout: PLAN_MS });
    await page.getByRole('button', { name: '收起' }).click();
    // The verifier's report.
    await page.getByRole('link', { name: /已另行核验/ }).click();
    await page.getByText('与方案说的一致').waitFor();
    await page.getByRole('button', { name: '收起' }).click();
    // A post with people: names only for a purpose.
    await page.getByRole('radio', { name: '表' }).check();
    await page.getByRole('button', { name: '汉画苑东门 早班' }).click();
    await page.getByRole('heading', { name: /^为什么是.\*/ }).waitFor({ timeout: PLAN_MS });
    await page.getByRole('button', { name: /^显示姓名/ }).click();
    await page.getByLabel('看姓名做什么用').fill('核对名单');
    await page.getByLabel('看姓名做什么用').press('Enter');
    await page.getByRole('heading', { name: /^为什么是[^*]+$/ }).waitFor();
    // Taken up by key and put back; put down at another post: what happens stands there first.
    const seats = page.locator('.t-seat');
    await seats.first().press('Enter');
    await page.getByText(/^拿起了/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText(/^把人拖到另一行/).waitFor();
    await seats.first().press('Enter');
    await page.getByRole('button', { name: /放到/ }).nth(3).press('Enter');
    const moved = page.locator('.t-compare');
    await moved.getByText(/^(.+不能来|排上的人数|[多少]排上|.+已在这里)/).waitFor({ timeout: PLAN_MS });
    await page.getByRole('button', { name: '收起' }).click();
    await seats.nth(1).dragTo(page.locator('.t-picture tbody tr').nth(4));
    await moved.getByText(/^(.+不能来|排上的人数|[多少]排上|.+已在这里)/).waitFor({ timeout: PLAN_MS });
    await page.getByRole('button', { name: '收起' }).click();
    // What if he could not come; why not somebody else.
    await page.getByLabel('试哪一样').selectOption('member-out');
    await page.getByRole('button', { name: '看会怎样' }).click();
    await page.locator('.t-whatif ~ div').getByText(/排上/).waitFor({ timeout: PLAN_MS });
    await page.getByLabel('为什么不是别人').fill('wang');
    await page.locator('.q-pick-list button').first().click();
    // The answer stands where it was asked.
    await moved.getByText(/^(.+不能来|排上的人数|[多少]排上|.+已在这里)/).waitFor({ timeout: PLAN_MS });
    await page.getByRole('button', { name: '收起' }).click();
    // Pinned, computed again with as much kept as possible, compared.
    await page.getByRole('button', { name: '固定在这里' }).click();
    await page.getByRole('heading', { name: '已固定和不派的' }).waitFor();
    await page.getByRole('button', { name: '重新计算' }).click();
    await page.getByRole('button', { name: /^少动/ }).click();
    await page.getByRole('heading', { level: 1, name: '方案2' }).waitFor({ timeout: PLAN_MS });
    await page.locator('.t-headline').waitFor({ timeout: PLAN_MS });
    await page.getByRole('button', { name: '和方案1比' }).click();
    await page.getByText(/^缺\d+人变为\d+人/).waitFor({ timeout: PLAN_MS });
    const { data } = await officer.call(planList, { params: { taskId } });
    expect(data.items.map((one) => [one.versionNo, one.state])).toEqual([
      [2, 'ready'],
      [1, 'superseded'],
    ]);
    // Needs edited since: the page says so and offers to plan again; a stop keeps what there is or says that there is nothing.
    const needs = await officer.call(needsShow, { params: { taskId } });
    const rows = needs.data.rows.map((row, i) => ({ cells: i === 0 ? { ...row.cells, headCount: '5' } : row.cells }));
    await officer.call(needsSave, { params: { taskId }, body: { rows } }, { ifMatch: needs.etag });
    await page.reload();
    await quiet(page);
    const age = page.locator('.t-age');
    await age.getByText('方案2算过以后，有改动').waitFor({ timeout: PLAN_MS });
    expect(await age.textContent()).toMatch(/3人变为5人/);
    await age.getByRole('button', { name: '按现在的重新计算' }).click();
    await page.getByRole('button', { name: '停下，用已有的' }).click();
    await page.locator('.t-headline').or(page.getByText('还没开始就停下了')).first().waitFor({ timeout: PLAN_MS });
    expect(await age.count()).toBe(0);
  });
});
