import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { importReturned } from '#contract/import';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { DEMO_PASSWORD } from '#server/demo-accounts';
import { handIn, rowsOf, workbook } from '../support/hand-in.ts';
import { clientOf, startTestServer } from '../support/server.ts';

const server = await startTestServer();
const officer = await server.as('districtOfficer');
const secretary = await server.as('subdistrictSecretary');

const MEMBERS = ['编号', '姓名', '党员类别', '所在党支部', '居住社区', '特长', '是否愿意'];

describe('findings of a table handed in', () => {
  test('a row tells all its errors at once, of its cells and of the register; the sheet goes back in the language of the page with a red column', async () => {
    const batch = await handIn(
      secretary,
      'members',
      await workbook(
        MEMBERS,
        ['E-1', '', '老党员', '文化社区支部', '没有社区', '', '也许'],
        ['E-2', '王芳', '正式党员', '文化社区党支部', '', '', ''],
        ['E-2', '王芳', '预备党员', '八一社区党支部', '', '', ''],
      ),
    );
    expect(batch.counts).toEqual({ error: 1, contradictory: 2 });
    const rows = await rowsOf(secretary, batch.id);
    const said = (row: (typeof rows)[number]) => row.issues.map((issue) => [issue.code, issue.path[2]]).sort();
    expect(said(rows[0]!)).toEqual([
      ['area-unknown', 'residence'],
      ['not-in-choice', 'status'],
      ['not-yes-or-no', 'willing'],
      ['organization-unknown-suggest', 'organization'],
      ['value-missing', 'personName'],
    ]);
    expect(said(rows[1]!)).toEqual([
      ['rows-contradict', 'status'],
      ['two-homes', 'organization'],
    ]);
    expect(said(rows[2]!)).toEqual([
      ['outside-your-scope', 'organization'],
      ['rows-contradict', 'status'],
      ['two-homes', 'organization'],
    ]);
    const { login } = DEMO_ACCOUNTS.subdistrictSecretary;
    const english = clientOf(server.url, (await server.signIn(login, DEMO_PASSWORD)).cookie, undefined, 'en');
    const texts = [
      [
        secretary,
        [
          '错误说明',
          '“老党员”不在可选的里面。请从这些里选：正式党员、预备党员、非党员。',
          '党员类别这里是“正式党员”，那里是“预备党员”',
        ],
      ],
      [
        english,
        [
          'What to correct',
          'Choose from: full member, probationary member, non-member.',
          'Member status is “full member” here and “probationary member” there',
        ],
      ],
    ] as const;
    for (const [client, [head, choices, contradiction]] of texts) {
      const { data: bytes } = await client.call(importReturned, { params: { importId: batch.id } });
      const book = new ExcelJS.Workbook();
      await book.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer);
      const sheet = book.worksheets[0]!;
      const red = ['H1', 'H2', 'H3', 'H4'].map((at) => sheet.getCell(at));
      expect(red[0]!.value).toBe(head);
      expect(red[0]!.fill).toMatchObject({ fgColor: { argb: 'FFB3261E' } });
      for (const cell of red.slice(1)) expect(cell.font).toMatchObject({ bold: true, color: { argb: 'FFB3261E' } });
      const lines = red.map((cell) => String(cell.value).split('\n'));
      expect(lines.map((one) => one.length)).toEqual([1, 5, 2, 3]);
      expect(lines[1]!.join()).toContain(choices);
      expect(lines[2]!.join()).toContain(contradiction);
      const wrong = ['B2', 'C2', 'D2', 'E2', 'G2', 'C3', 'D3', 'C4', 'D4'];
      for (const at of wrong) expect([at, sheet.getCell(at).fill]).toMatchObject([at, { fgColor: { argb: 'FFFCEFED' } }]);
      for (const at of ['A2', 'F2', 'B3']) expect(sheet.getCell(at).fill).toMatchObject({ pattern: 'none' });
    }
  });

  test.each([
    [
      'units',
      ['编号', '单位名称', '单位类型', '所在地区', '可出人数'],
      ['N-1', '', '不知道', '没有地区', '很多'],
      ['area-unknown', 'not-a-number', 'not-in-choice', 'value-missing'],
    ],
    [
      'organizations',
      ['编号', '党组织名称', '组织形式', '上级党组织', '单位', '成立日期'],
      ['N-2', '某支部', '不知道', '没有党委', '没有单位', '昨天'],
      ['not-a-day', 'not-in-choice', 'organization-unknown', 'unit-unknown'],
    ],
    [
      'areas',
      ['区划代码', '名称', '地区类型', '上级代码', '纬度'],
      ['419901999', '', '不知道', '419977', '北'],
      ['area-unknown', 'not-a-number', 'not-in-choice', 'value-missing'],
    ],
  ] as const)(
    'a row of %s tells all its errors at once and nothing that only follows from them',
    async (kind, head, row, codes) => {
      const batch = await handIn(officer, kind, await workbook([...head], [...row]));
      const [only] = await rowsOf(officer, batch.id);
      expect(only!.issues.map((issue) => issue.code).sort()).toEqual(codes);
    },
  );

  test('organizations whose parents go round in a ring are each told so once, with their other errors', async () => {
    const batch = await handIn(
      officer,
      'organizations',
      await workbook(
        ['编号', '党组织名称', '组织形式', '上级党组织', '成立日期'],
        ['R-1', '甲支部', '党支部', 'R-2', ''],
        ['R-2', '乙支部', '党支部', 'R-1', '昨天'],
        ['R-3', '丙小组', '党小组', 'R-2', ''],
      ),
    );
    const rows = await rowsOf(officer, batch.id);
    expect(rows.map((row) => row.issues.map((issue) => issue.code).sort())).toEqual([
      ['parent-cycle'],
      ['not-a-day', 'parent-cycle'],
      ['parent-row-has-errors'],
    ]);
  });
});
