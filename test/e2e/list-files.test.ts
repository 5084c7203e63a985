import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { startTestServer } from '../support/server.ts';

const server = await startTestServer({ seed: 'demo' });
const browser = await openBrowser(server);

test('the list on a page is taken out as Excel or CSV in the language of the page', async () => {
  const page = await browser.open('/tasks', { part: 'districtOfficer' });
  const titles = await page.locator('.t-list tbody th a').allTextContents();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出为 CSV' }).click()]);
  expect(download.suggestedFilename()).toBe('中心工作.csv');
  const lines = readFileSync((await download.path())!, 'utf8')
    .trim()
    .split('\r\n');
  expect(lines[0]).toContain('任务,阶段,地区');
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(titles);
  const [workbook] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出为 Excel' }).click(),
  ]);
  expect(workbook.suggestedFilename()).toBe('中心工作.xlsx');
});

test('the catalogue offers its rows as files', async () => {
  const catalogue = await browser.open('/catalogue', { part: 'districtOfficer' });
  await catalogue.getByRole('button', { name: '导出为 CSV' }).first().waitFor();
});
