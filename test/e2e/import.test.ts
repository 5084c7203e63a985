import { describe, expect, test } from 'vitest';
import { workbookBytes } from '#documents/tables';
import { axeClean, fitsTheWindow, openBrowser, screenshot } from '../support/browser.ts';
import { startTestServer } from '../support/server.ts';

const server = await startTestServer();
const browser = await openBrowser(server);

const HEAD = ['姓名', '党员类别', '所在支部（组织关系）', '联系电话', '编号', '特长'];
const row = (name: string, branch: string, key: string, status = '正式党员') => [
  name,
  status,
  branch,
  '13800000000',
  key,
  '水电',
];

async function table(...rows: string[][]) {
  const bytes = await workbookBytes([
    {
      name: '花名册',
      columns: [],
      rows: [{ cells: ['文化社区党员花名册'] }, { cells: HEAD }, ...rows.map((cells) => ({ cells }))],
    },
  ]);
  return { name: '党员花名册.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) };
}

describe('importing', () => {
  test('a table with errors is handed back in red; the corrected one is written and taken back', async () => {
    const page = await browser.open('/import', { part: 'subdistrictSecretary' });
    await page.getByRole('heading', { level: 1, name: '导入' }).waitFor();
    await axeClean(page);
    await screenshot(page, 'import-hub');
    const bad = await table(
      row('张晓梅', '文化社区党支部', 'W-1'),
      row('李建国', '文化社区支部', 'W-2'),
      row('王芳', '文化社区党支部', 'W-3', '什么'),
      row('赵强', '文化社区党支部', 'W-4'),
      row('赵强', '文化社区党支部', 'W-4'),
    );
    await page.locator('input[type=file]').setInputFiles(bad);
    await page.getByText('2 行要改').waitFor();
    await page.getByText('不收，已略去：联系电话').waitFor();
    await page.getByText('像是“文化社区党支部”').waitFor();
    expect(await page.getByRole('button', { name: /^写入/ }).isDisabled()).toBe(true);
    await axeClean(page);
    await screenshot(page, 'import-preview-errors');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载带红色说明的 Excel' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('党员花名册.xlsx');
    await page.getByRole('button', { name: '不导入了' }).click();
    await page.getByRole('heading', { level: 1, name: '导入' }).waitFor();
    await page
      .locator('input[type=file]')
      .setInputFiles(await table(row('张晓梅', '文化社区党支部', 'W-1'), row('李建国', '文化社区党支部', 'W-2')));
    await page.getByText('都可以写入：新 2').waitFor();
    await page.getByRole('button', { name: '写入 2 行' }).click();
    await page.getByText('已写进登记册').waitFor();
    await axeClean(page);
    await screenshot(page, 'import-committed');
    await page.getByRole('button', { name: '撤回这次导入' }).click();
    await page.getByText('登记册回到导入以前的样子').waitFor();
  });

  test('columns that are not recognised are mapped on the page', async () => {
    const page = await browser.open('/import', { part: 'subdistrictSecretary' });
    const bytes = await workbookBytes([
      {
        name: 's',
        columns: [],
        rows: [{ cells: ['姓名', '党员类别', '归哪里'] }, { cells: ['钱一', '正式党员', '文化社区党支部'] }],
      },
    ]);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'm.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
    await page.getByText('还有 1 列没有对上').waitFor();
    await page.getByLabel('“归哪里”是').selectOption('organization');
    await screenshot(page, 'import-mapping');
    await page.getByRole('button', { name: '按这样再核对' }).click();
    await page.getByText('都可以写入：新 1').waitFor();
  });

  test('both sizes, both languages, large type', async () => {
    for (const visit of [{ size: 'phone' }, { language: 'en' }, { language: 'en', size: 'phone' }, { large: true }] as const) {
      const page = await browser.open('/import?kind=organizations', { part: 'districtOfficer', ...visit });
      await page.getByRole('heading', { level: 1 }).waitFor();
      await axeClean(page);
      await fitsTheWindow(page);
      await screenshot(page, `import-hub-${Object.values(visit).join('-')}`);
    }
  });

  test('the preview on a phone and in English', async () => {
    const page = await browser.open('/import', { part: 'subdistrictSecretary', language: 'en', size: 'phone' });
    await page.locator('input[type=file]').setInputFiles(await table(row('张晓梅', '文化社区支部', 'W-9')));
    await page.getByText('Rows to correct: 1').waitFor();
    await axeClean(page);
    await fitsTheWindow(page);
    await screenshot(page, 'import-preview-en-phone');
  });
});
