import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import {
  type CellValue,
  checkTable,
  findHeader,
  headerTexts,
  IMPORT_KINDS,
  type ImportKind,
  mappingOf,
  proposeMapping,
} from '#contract/import-table';
import { sayIn } from '../../test/support/say.ts';
import { collect } from './sheet/zip.ts';
import { readSheetFile } from './sheet.ts';
import { exportChunks, exportCsv, placedText, returnedWorkbook, tableFields, templateWorkbook, workbookBytes } from './tables.ts';

async function readBack(kind: ImportKind, bytes: Uint8Array) {
  const file = await readSheetFile('back', bytes);
  if (!file.ok) throw new Error(JSON.stringify(file.issues));
  const sheet = file.value.sheets[0]!;
  const place = findHeader(kind, sheet.rows);
  if (!place) throw new Error('no head');
  const mapping = mappingOf(proposeMapping(kind, headerTexts(sheet.rows, place)));
  return {
    sheet,
    place,
    mapping,
    checked: checkTable(kind, sheet.rows.slice(place.data), mapping, sheet.rowNumbers.slice(place.data)),
  };
}

async function excel(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer);
  return book;
}

describe.each(['zh-CN', 'en'] as const)('in %s', (language) => {
  const say = sayIn(language);

  test.each(IMPORT_KINDS)(
    'the template of %s reads back: every column mapped, hint row and heads skipped, drop-downs and text columns set',
    async (kind) => {
      const bytes = await templateWorkbook(kind, say);
      const { mapping, checked } = await readBack(kind, bytes);
      expect(Object.keys(mapping).sort()).toEqual(
        tableFields(kind)
          .map((field) => field.key)
          .sort(),
      );
      expect(checked.rows).toEqual([]);
      const sheet = (await excel(bytes)).worksheets[0]!;
      tableFields(kind).forEach((field, index) => {
        const cell = sheet.getCell(4, index + 1);
        if (field.type === 'choice') expect(cell.dataValidation.type).toBe('list');
        if (field.type === 'key') expect(sheet.getColumn(index + 1).numFmt).toBe('@');
      });
      expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 3 });
      expect(sheet.pageSetup.printTitlesRow).toBe('1:3');
    },
  );

  test('an export reads back to the same values, in Excel and in CSV', async () => {
    const record: Record<string, CellValue> = {
      sourceKey: '0012',
      personName: '张晓梅',
      unit: '宛清水务',
      tier: 'city',
      system: 'state-enterprise',
      status: 'full',
      skills: ['水电', '护理'],
      willing: true,
      windows: [{ from: 1320, to: 1800 }],
      duties: 2,
      cap: 12,
    };
    const workbook = await collect(exportChunks('roster', [record], say, { names: true }));
    let csv = '';
    for await (const line of exportCsv('roster', [record], say, { names: true })) csv += line;
    for (const bytes of [workbook, new TextEncoder().encode(csv)]) {
      const { checked } = await readBack('roster', bytes);
      expect(checked.rows[0]!.issues).toEqual([]);
      expect(checked.rows[0]!.values).toMatchObject(record);
    }
  });

  test('without the right to names no column of identity is written', async () => {
    const record = { sourceKey: '0012', personName: '张晓梅', organization: '一支部', status: 'full', residence: '文化社区' };
    const { sheet } = await readBack('members', await collect(exportChunks('members', [record], say, { names: false })));
    expect(JSON.stringify(sheet.rows)).not.toMatch(/张晓梅|0012|文化社区/);
    expect(JSON.stringify(sheet.rows)).toContain('一支部');
  });

  test('a table with errors comes back with a red column and red cells, and can be handed in again', async () => {
    const rows = [['需求表'], ['社区', '卡点', '人数'], ['八一社区', '东门', '-2'], ['八一社区', '西门', '3']];
    const mapping = { community: 0, checkpoint: 1, headCount: 2 };
    const { rows: checked } = checkTable('needs', rows.slice(2), mapping, [5, 6]);
    const returned = await returnedWorkbook(
      { sheetName: '需要', rows, rowNumbers: [1, 3, 5, 6], headRow: 3, mapping },
      checked,
      say,
    );
    const sheet = (await excel(returned)).worksheets[0]!;
    expect(sheet.getCell('D3').value).toBe(say('table-error-column'));
    expect(sheet.getCell('D5').value).toBe(placedText(checked[0]!.issues[0]!, say));
    expect(String(sheet.getCell('D5').value)).toContain('-2');
    expect(sheet.getCell('C5').fill).toMatchObject({ fgColor: { argb: 'FFFCEFED' } });
    expect(sheet.getCell('C5').font.color).toBeDefined();
    expect(sheet.getCell('D6').value).toBeNull();
    expect(sheet.getCell('C6').fill).not.toMatchObject({ pattern: 'solid' });
    const again = await readBack('needs', returned);
    expect(again.mapping).toEqual(mapping);
    expect(again.checked.rows.map((row) => row.row)).toEqual([5, 6]);
  });
});

test('texts that look like formulas are neutralised on the way out and come back as they were', async () => {
  const names = ['=1+1', '+A1', '-2+3', '@SUM(A1)', '\t=1', '=HYPERLINK("http://x","y")'];
  const bytes = await workbookBytes([
    {
      name: 'x',
      columns: [{ width: 9 }],
      rows: [{ cells: ['社区', '卡点', '人数'] }, ...names.map((name) => ({ cells: [name, '东门', 1] }))],
    },
  ]);
  const sheet = (await excel(bytes)).worksheets[0]!;
  names.forEach((name, index) => {
    const cell = sheet.getCell(index + 2, 1);
    expect(cell.type).toBe(ExcelJS.ValueType.String);
    expect(cell.value).toBe(`'${name}`);
  });
  const { checked } = await readBack('needs', bytes);
  expect(checked.rows.map((row) => row.values['community'])).toEqual(names.map((name) => name.trim()));
  let csv = '';
  for await (const line of exportCsv('needs', [{ community: '=1+1', checkpoint: '@x', headCount: 3 }], sayIn('en'))) csv += line;
  expect(csv).toContain("'=1+1,'@x");
});

test('a text over the limit of a cell is cut, characters that XML forbids are dropped, every cell carries its reference', async () => {
  const bytes = await workbookBytes([
    { name: 'a/b:c', columns: [], rows: [{ cells: ['x'.repeat(40_000), 'a\u0001b <&>"', null, '末'] }] },
  ]);
  const sheet = (await excel(bytes)).worksheets[0]!;
  expect(sheet.name).toBe('a b c');
  expect(String(sheet.getCell('A1').value)).toHaveLength(32_767);
  expect(sheet.getCell('B1').value).toBe('ab <&>"');
  expect(sheet.getCell('D1').value).toBe('末');
});
