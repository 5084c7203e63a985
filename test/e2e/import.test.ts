import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import type { FileChooser } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { readSheetFile } from '#documents/sheet';
import { workbookBytes } from '#documents/tables';
import { axeClean } from '../support/axe.ts';
import { openBrowser } from '../support/browser.ts';
import { everyStop, Keys } from '../support/keys.ts';
import { fitsTheWindow, screenshot } from '../support/looks.ts';
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
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile((await download.path())!);
    const red = book.worksheets[0]!.getColumn(HEAD.length + 1);
    const marked = [2, 4, 5].map((row) => book.worksheets[0]!.getCell(row, red.number));
    expect(marked.map((cell) => String(cell.value))).toEqual([
      '错误说明',
      expect.stringContaining('文化社区党支部'),
      expect.stringContaining('正式党员、预备党员、非党员'),
    ]);
    expect(marked.map((cell) => [cell.font.color?.argb, (cell.fill as ExcelJS.FillPattern).fgColor?.argb])).toEqual([
      ['FFFFFFFF', 'FFB3261E'],
      ['FFB3261E', 'FFFCEFED'],
      ['FFB3261E', 'FFFCEFED'],
    ]);
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

  test('template and export follow the language chosen on the page, whatever the language of the browser', async () => {
    const page = await browser.open('/import?kind=units', { part: 'districtOfficer' });
    const fetched = async (button: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: button, exact: true }).click(),
      ]);
      const read = await readSheetFile(download.suggestedFilename(), new Uint8Array(readFileSync((await download.path())!)));
      if (!read.ok) throw new Error(JSON.stringify(read.issues));
      return { name: download.suggestedFilename(), rows: read.value.sheets[0]!.rows };
    };
    expect((await fetched('下载模板')).rows[1]!.slice(0, 3)).toEqual(['编号', '单位名称', '单位类型']);
    await page.getByRole('button', { name: 'EN', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Import' }).waitFor();
    const template = await fetched('Get the template');
    expect(template.name).toBe('Units.xlsx');
    expect(template.rows[1]!.slice(0, 3)).toEqual(['Number', 'Unit name', 'Unit kind']);
    expect(template.rows.flat().join('')).not.toMatch(/[\u4e00-\u9fff]/);
    const units = await fetched('Export to CSV');
    expect(units.name).toMatch(/^Units-\d{4}-\d\d-\d\d\.csv$/);
    expect(units.rows[0]!.slice(0, 3)).toEqual(['Number', 'Unit name', 'Unit kind']);
    expect(units.rows[1]![2]).not.toMatch(/[\u4e00-\u9fff]/);
  });

  test('the preview on a phone and in English', async () => {
    const page = await browser.open('/import', { part: 'subdistrictSecretary', language: 'en', size: 'phone' });
    await page.locator('input[type=file]').setInputFiles(await table(row('张晓梅', '文化社区支部', 'W-9')));
    await page.getByText('Rows to correct: 1').waitFor();
    await axeClean(page);
    await fitsTheWindow(page);
    await screenshot(page, 'import-preview-en-phone');
  });

  test('by keys alone: kind, file, columns, rows, written, taken back', async () => {
    const page = await browser.open('/import', { part: 'subdistrictSecretary' });
    const keys = new Keys(page);
    await page.getByRole('heading', { level: 1, name: '导入' }).waitFor();
    await everyStop(page);
    await keys.radio(page.getByRole('radio', { name: '党员' }));
    const choose = async (file: Parameters<FileChooser['setFiles']>[0]) => {
      const opened = page.waitForEvent('filechooser');
      await keys.press(page.locator('button', { hasText: '选文件' }));
      await (await opened).setFiles(file);
    };
    // Columns are mapped with the arrows of a list; the focus stays with the sheet while the rows are checked again.
    const bytes = await workbookBytes([
      {
        name: 's',
        columns: [],
        rows: [
          { cells: ['姓名', '党员类别', '归哪里', '编号'] },
          { cells: ['孙一', '正式党员', '文化社区党支部', 'K-1'] },
          { cells: ['孙二', '正式党员', '文化社区支部', 'K-2'] },
        ],
      },
    ]);
    await choose({ name: '按键.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
    await page.getByText('还有 1 列没有对上').waitFor();
    await everyStop(page);
    await keys.choose(page.getByLabel('“归哪里”是'), '所在党支部');
    await keys.press(page.getByRole('button', { name: '按这样再核对' }));
    await page.getByText('1 行要改').waitFor();
    await keys.stands();
    await everyStop(page);
    const download = page.waitForEvent('download');
    await keys.press(page.getByRole('button', { name: '下载带红色说明的 Excel' }));
    expect((await download).suggestedFilename()).toBe('按键.xlsx');
    await keys.press(page.getByRole('button', { name: '不导入了' }));
    await page.getByRole('heading', { level: 1, name: '导入' }).waitFor();
    await keys.isAt(page.locator('main'));
    await choose(await table(row('孙一', '文化社区党支部', 'K-1'), row('孙二', '文化社区党支部', 'K-2')));
    await page.getByText('都可以写入：新 2').waitFor();
    await everyStop(page);
    await keys.press(page.getByRole('button', { name: '写入 2 行' }));
    await page.getByText('已写进登记册').waitFor();
    // What is pressed next by mistake is not the way back: the focus rests on the bar, the next Tab leads to its button.
    await keys.stands();
    expect(await page.getByRole('button', { name: '撤回这次导入' }).evaluate((one) => one === document.activeElement)).toBe(
      false,
    );
    await keys.press(page.getByRole('button', { name: '撤回这次导入' }));
    await page.getByText('登记册回到导入以前的样子').waitFor();
    await keys.stands();
  });
});
