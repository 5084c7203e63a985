import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { checkTable, findHeader, headerTexts, type ImportKind, mappingOf, proposeMapping } from '#contract/import-table';
import { collect, zipChunks } from './sheet/zip.ts';
import { readSheetFile, SHEET_LIMITS } from './sheet.ts';

async function workbook(fill: (sheet: ExcelJS.Worksheet) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  fill(book.addWorksheet('需要'));
  return new Uint8Array(await book.xlsx.writeBuffer());
}

async function read(bytes: Uint8Array, name = 'x.xlsx') {
  const result = await readSheetFile(name, bytes);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

function table(kind: ImportKind, rows: readonly (readonly string[])[], numbers: readonly number[]) {
  const place = findHeader(kind, rows);
  if (!place) throw new Error('no head found');
  const headers = headerTexts(rows, place);
  const mapping = mappingOf(proposeMapping(kind, headers));
  return { headers, mapping, checked: checkTable(kind, rows.slice(place.data), mapping, numbers.slice(place.data)) };
}

describe('workbooks', () => {
  test('merged headings, merged cells, a title, a hint row and a sum line do not disturb the table', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['卧龙区小区卡点值守需求表']);
      sheet.mergeCells('A1:F1');
      sheet.addRow(['街道', '社区', '卡点', '值守时间', '', '人数（必填）']);
      sheet.addRow(['', '', '', '开始', '结束', '']);
      for (const column of ['A', 'B', 'C', 'F']) sheet.mergeCells(`${column}2:${column}3`);
      sheet.mergeCells('D2:E2');
      sheet.addRow(['选填', '必填', '必填', '如：06:00', '如：14:00', '必填，整数']);
      sheet.addRow(['梅溪街道', '文化社区', '文化小区东门', '06:00', '14:00', 3]);
      sheet.addRow(['', '', '文化小区西门', '22:00', '06:00', 2]);
      sheet.mergeCells('A5:A6');
      sheet.mergeCells('B5:B6');
      sheet.addRow(['合计', '', '', '', '', { formula: 'SUM(F5:F6)', result: 5 }]);
    });
    const sheet = (await read(bytes)).sheets[0]!;
    const { mapping, checked } = table('needs', sheet.rows, sheet.rowNumbers);
    expect(mapping).toEqual({ subdistrict: 0, community: 1, checkpoint: 2, from: 3, to: 4, headCount: 5 });
    expect(checked.skipped).toBe(1);
    expect(checked.rows.map((row) => [row.row, row.state, row.values['community'], row.values['window']])).toEqual([
      [5, 'ready', '文化社区', { from: 360, to: 840 }],
      [6, 'ready', '文化社区', { from: 1320, to: 1800 }],
    ]);
  });

  test('dates as serials and as text, formulas by their stored value, long numbers in full, leading zeros kept', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['日期', '时间', '公式', '代码', '文本代码', '是否']);
      const row = sheet.addRow([
        new Date(Date.UTC(2026, 10, 23)),
        new Date(Date.UTC(1899, 11, 30, 6, 30)),
        { formula: '1+1', result: 2 },
        411303001001,
        '0012',
        true,
      ]);
      row.getCell(1).numFmt = 'yyyy"年"m"月"d"日"';
      row.getCell(2).numFmt = 'h:mm';
      sheet.addRow(['2026年2月3日', '', { formula: 'WEBSERVICE("http://x")', result: undefined as never }, 1.5e10, '', '']);
    });
    const sheet = (await read(bytes)).sheets[0]!;
    expect(sheet.rows[1]).toEqual(['2026-11-23', '06:30', '2', '411303001001', '0012', 'true']);
    expect(sheet.rows[2]?.[3]).toBe('15000000000');
    expect(sheet.formulas).toBe(2);
    expect(sheet.issues.map((issue) => [issue.code, issue.path])).toEqual([['formula-without-value', ['rows', 3, 3]]]);
  });

  test('an error value in a cell is named with row and column', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['社区', '人数']);
      sheet.addRow(['文化社区', { error: '#REF!' } as ExcelJS.CellErrorValue]);
    });
    const sheet = (await read(bytes)).sheets[0]!;
    expect(sheet.issues).toEqual([
      { code: 'cell-error-value', path: ['rows', 2, 2], params: { value: '#REF!' }, severity: 'error' },
    ]);
  });

  test('a zip bomb is refused before it is unpacked, and the limit is named', async () => {
    function* zeros() {
      for (let i = 0; i < 400; i++) yield new Uint8Array(65536);
    }
    const bomb = await collect(zipChunks([{ path: 'xl/worksheets/sheet1.xml', content: zeros() }]));
    expect(bomb.length).toBeLessThan(200_000);
    const result = await readSheetFile('bomb.xlsx', bomb);
    expect(result).toMatchObject({
      ok: false,
      issues: [{ code: 'workbook-packed-too-tightly', params: { limit: SHEET_LIMITS.ratio } }],
    });
    const small = await readSheetFile('bomb.xlsx', bomb, { ...SHEET_LIMITS, unpackedBytes: 10 * 1024 * 1024 });
    expect(small).toMatchObject({
      ok: false,
      issues: [{ code: 'workbook-unpacks-too-large', params: { megabytes: 25, limit: 10 } }],
    });
  });

  test('a file that is no workbook, an old workbook, an empty and a too large file are refused by name', async () => {
    const codes = async (bytes: Uint8Array, limits = SHEET_LIMITS) => {
      const result = await readSheetFile('x', bytes, limits);
      return result.ok ? [] : result.issues.map((issue) => issue.code);
    };
    expect(await codes(new Uint8Array())).toEqual(['file-empty']);
    expect(await codes(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]))).toEqual(['file-old-or-locked-workbook']);
    expect(await codes(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))).toEqual(['workbook-broken']);
    expect(await codes(new Uint8Array([1, 0, 2, 0]))).toEqual(['file-not-a-table']);
    expect(await codes(new Uint8Array(20), { ...SHEET_LIMITS, fileBytes: 10 })).toEqual(['file-too-large']);
    expect(await codes(await collect(zipChunks([{ path: 'word/document.xml', content: ['<x/>'] }])))).toEqual([
      'workbook-without-sheet',
    ]);
    const rows = new TextEncoder().encode('a,b\n1,2\n3,4\n');
    expect(await codes(rows, { ...SHEET_LIMITS, rows: 2 })).toEqual(['sheet-too-many-rows']);
    expect(await codes(rows, { ...SHEET_LIMITS, columns: 1 })).toEqual(['sheet-too-many-columns']);
  });
});

describe('CSV', () => {
  const text = '姓名,党员类别,党支部,特长\r\n张晓梅,正式党员,"文化社区, 第一支部","水电、护理"\r\n';
  const expected = [
    ['姓名', '党员类别', '党支部', '特长'],
    ['张晓梅', '正式党员', '文化社区, 第一支部', '水电、护理'],
  ];
  test.each([
    ['utf-8', iconv.encode(text, 'utf8')],
    ['utf-8', iconv.encode(text, 'utf8', { addBOM: true })],
    ['gb18030', iconv.encode(text, 'gbk')],
    ['utf-16le', iconv.encode(text, 'utf16le', { addBOM: true })],
  ])('is read as %s', async (encoding, bytes) => {
    const file = await read(new Uint8Array(bytes), 'm.csv');
    expect(file).toMatchObject({ format: 'csv', encoding, delimiter: ',' });
    expect(file.sheets[0]!.rows).toEqual(expected);
  });
  test.each([',', '\t', ';', '|'])('the delimiter %j is found', async (delimiter) => {
    const lines = ['社区', '卡点', '人数', '文化社区', '东门', '3'];
    const csv = `${lines.slice(0, 3).join(delimiter)}\n${lines.slice(3).join(delimiter)}\n`;
    expect((await read(new TextEncoder().encode(csv), 'n.csv')).sheets[0]!.rows[1]).toEqual(['文化社区', '东门', '3']);
  });
  test('row numbers are those of the file although empty rows are left out', async () => {
    const file = await read(new TextEncoder().encode('a,b\n\n1,2\n,\n3,4'), 'n.csv');
    expect(file.sheets[0]!.rowNumbers).toEqual([1, 3, 5]);
  });
});
