import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCell } from './import-table/values.ts';
import { wordedParams } from './import-table/worded.ts';
import { HEADER_WORDS } from './import-table/words.ts';
import {
  CELL_LIMIT,
  checkTable,
  findHeader,
  headerTexts,
  IMPORT_FIELDS,
  IMPORT_KINDS,
  type ImportKind,
  isIdentityNumber,
  likeness,
  mappingOf,
  nearestName,
  parseDay,
  parseDelimited,
  parsePastedGrid,
  parseWindow,
  proposeMapping,
} from './import-table.ts';

function check(kind: ImportKind, header: readonly string[], ...rows: readonly (readonly string[])[]) {
  const mapping = mappingOf(proposeMapping(kind, header));
  return checkTable(
    kind,
    rows,
    mapping,
    rows.map((_, index) => index + 2),
  );
}

const issuesOf = (result: ReturnType<typeof check>) =>
  result.rows.flatMap((row) => row.issues.map((issue) => [row.row, issue.code]));

describe('mapping', () => {
  test('every column of every kind is found by its first Chinese word and in any order', () => {
    for (const kind of IMPORT_KINDS) {
      const fields = IMPORT_FIELDS[kind].map((field) => field.key);
      fc.assert(
        fc.property(fc.shuffledSubarray(fields, { minLength: fields.length }), (order) => {
          const mapping = mappingOf(
            proposeMapping(
              kind,
              order.map((key) => HEADER_WORDS[key]![0]!),
            ),
          );
          expect(Object.entries(mapping).sort()).toEqual(order.map((key, column) => [key, column]).sort());
        }),
        { numRuns: 20 },
      );
    }
  });
  test('stars, brackets, spaces and width do not matter; similar words are proposed with less confidence', () => {
    const proposals = proposeMapping('members', ['* 姓　名（必填）', '党员类别*', '组织关系所在党支部名称', '民族']);
    expect(proposals.map((p) => p.field)).toEqual(['personName', 'status', 'organization', null]);
    expect(proposals[0]!.confidence).toBe(1);
    expect(proposals[2]!.confidence).toBeLessThan(1);
  });
  test('identity cards, telephones and addresses are named and left out', () => {
    const proposals = proposeMapping('members', ['姓名', '身份证号码', '联系电话', '家庭住址', '党员类别', '党支部']);
    expect(proposals.filter((p) => p.refused).map((p) => p.header)).toEqual(['身份证号码', '联系电话', '家庭住址']);
    expect(proposals.filter((p) => p.refused).every((p) => p.field === null)).toBe(true);
  });
  test('wrong columns: what is missing is said, nothing is read', () => {
    const result = check('members', ['姓名', '民族'], ['张晓梅', '汉']);
    expect(result.issues.map((issue) => [issue.code, issue.params['field']])).toEqual([
      ['column-missing', 'status'],
      ['column-missing', 'organization'],
    ]);
    expect(result.rows).toEqual([]);
    expect(
      findHeader('members', [
        ['甲', '乙'],
        ['1', '2'],
      ]),
    ).toBeNull();
  });
  test('a head below a title and notes is found', () => {
    const rows = [
      ['2026年党员花名册'],
      ['填表说明：请勿改动表头'],
      ['序号', '姓名', '党员类别', '所在党支部'],
      ['1', '张晓梅', '正式党员', '一支部'],
    ];
    expect(findHeader('members', rows)).toEqual({ first: 2, last: 2, data: 3 });
    expect(headerTexts(rows, { first: 2, last: 2, data: 3 })).toEqual(rows[2]);
  });
});

describe('cells', () => {
  test.each([
    ['2026-11-23', '2026-11-23'],
    ['2026/1/3', '2026-01-03'],
    ['2026年11月23日', '2026-11-23'],
    ['20261123', '2026-11-23'],
    ['2026.2', '2026-02-01'],
    ['2026-02-30', null],
    ['昨天', null],
  ])('the day %s is %s', (text, expected) => expect(parseDay(text)).toBe(expected));
  test('windows: any dash, past midnight, full day', () => {
    expect(parseWindow('06:00–14:00')).toEqual({ from: 360, to: 840 });
    expect(parseWindow('22：00至次日6点')).toEqual({ from: 1320, to: 1800 });
    expect(parseWindow('0:00-24:00')).toEqual({ from: 0, to: 1440 });
    expect(parseWindow('25:00-26:00')).toBeNull();
    expect(parseWindow('上午')).toBeNull();
  });
  test('identity card numbers are refused wherever they stand and are not repeated in the message', () => {
    expect(isIdentityNumber('11010519491231002X')).toBe(true);
    expect(isIdentityNumber('110105194912310021')).toBe(false);
    const result = check(
      'members',
      ['编号', '姓名', '党员类别', '党支部'],
      ['11010519491231002X', '张晓梅', '正式党员', '一支部'],
    );
    expect(issuesOf(result)).toEqual([[2, 'identity-number-refused']]);
    expect(JSON.stringify(result.rows)).not.toContain('19491231');
  });
  test('a cell over the limit of Excel is named with its length', () => {
    const result = check('needs', ['社区', '卡点', '人数', '备注'], ['文化社区', '东门', '2', 'x'.repeat(CELL_LIMIT + 1)]);
    expect(result.rows[0]!.issues[0]).toMatchObject({ code: 'cell-too-long', params: { length: 32768, limit: 32767 } });
  });
  test('delimited text survives a round trip', () => {
    const cell = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (rows) => {
        const quoted = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\r\n');
        expect(parseDelimited(quoted, ',')).toEqual(rows);
      }),
    );
  });
});

describe('rows', () => {
  const needHead = ['街道', '社区', '卡点', '班次', '时段', '人数', '要会什么', '本社区至少'];
  test('a negative head-count, a fraction and words are refused with value and limit', () => {
    const result = check(
      'needs',
      needHead,
      ['', '八一社区', '东门', '', '', '-2'],
      ['', '八一社区', '西门', '', '', '1.5'],
      ['', '八一社区', '南门', '', '', '几个'],
    );
    expect(issuesOf(result)).toEqual([
      [2, 'number-too-small'],
      [3, 'not-whole'],
      [4, 'not-a-number'],
    ]);
    expect(result.rows[0]!.issues[0]).toMatchObject({ path: ['rows', 2, 'headCount'], params: { value: '-2', min: 1 } });
  });
  test('the same checkpoint and shift twice, more locals than heads', () => {
    const row = ['梅溪街道', '八一社区', '西门', '夜班', '22:00–06:00', '2', '', ''];
    const result = check('needs', needHead, row, row, ['梅溪街道', '八一社区', '东门', '夜班', '22:00–06:00', '2', '', '3']);
    expect(issuesOf(result)).toEqual([
      [3, 'need-twice'],
      [4, 'local-more-than-heads'],
    ]);
    expect(result.rows[1]!.issues[0]!.params['other']).toBe(2);
  });
  const memberHead = ['编号', '姓名', '党员类别', '党支部', '转入日期', '转出日期'];
  test('equal rows are doubles, different rows of one number contradict, two branches are two homes', () => {
    const result = check(
      'members',
      memberHead,
      ['1', '张晓梅', '正式党员', '一支部', '', ''],
      ['1', '张晓梅', '正式党员', '一支部', '', ''],
      ['2', '李建国', '正式党员', '一支部', '', ''],
      ['2', '李建国', '预备党员', '一支部', '', ''],
      ['3', '王芳', '正式党员', '一支部', '', ''],
      ['3', '王芳', '正式党员', '二支部', '', ''],
    );
    expect(result.rows.map((row) => row.state)).toEqual(['ready', 'duplicate', 'error', 'error', 'error', 'error']);
    expect(issuesOf(result)).toEqual([
      [3, 'row-duplicate'],
      [4, 'rows-contradict'],
      [5, 'rows-contradict'],
      [6, 'two-homes'],
      [7, 'two-homes'],
    ]);
  });
  test('rows of one number tell every field in which they differ', () => {
    const result = check(
      'members',
      memberHead,
      ['4', '赵强', '正式党员', '一支部', '2020-01-01', ''],
      ['4', '赵刚', '预备党员', '二支部', '2020-01-01', ''],
    );
    for (const row of result.rows)
      expect(row.issues.map((issue) => [issue.code, issue.path[2]])).toEqual([
        ['rows-contradict', 'personName'],
        ['rows-contradict', 'status'],
        ['two-homes', 'organization'],
      ]);
  });
  test('two people of one name in one branch need a number; an end before its start is refused', () => {
    const result = check(
      'members',
      memberHead,
      ['', '张伟', '正式党员', '一支部', '', ''],
      ['', '张伟', '预备党员', '一支部', '', ''],
      ['9', '刘洋', '正式党员', '一支部', '2026-05-01', '2026-04-01'],
    );
    expect(issuesOf(result)).toEqual([
      [3, 'source-key-needed'],
      [4, 'period-ends-before-start'],
    ]);
  });
  test('rings of parents are named, members outside the ring are not blamed', () => {
    const head = ['组织编号', '党组织名称', '组织类别', '组织形式', '上级党组织'];
    const result = check(
      'organizations',
      head,
      ['a', '甲', '基层组织', '党委', 'c'],
      ['b', '乙', '基层组织', '党总支', 'a'],
      ['c', '丙', '基层组织', '党支部', 'b'],
      ['d', '丁', '基层组织', '党支部', 'a'],
    );
    expect(issuesOf(result)).toEqual([
      [2, 'parent-cycle'],
      [3, 'parent-cycle'],
      [4, 'parent-cycle'],
    ]);
    expect(result.rows[0]!.issues[0]!.params['ring']).toBe('甲 → 丙 → 乙');
  });
  test('a township committee entered as a local organization is refused, as a primary-level one it is taken', () => {
    const head = ['党组织名称', '组织类别', '组织形式'];
    const result = check('organizations', head, ['瓦店镇党委', '地方组织', '党委'], ['红泥湾镇党委', '基层组织', '党委']);
    expect(issuesOf(result)).toEqual([[2, 'organization-township-is-primary-level']]);
    expect(result.rows.map((row) => row.state)).toEqual(['error', 'ready']);
  });
  test('rows of one unit with different caps contradict', () => {
    const result = check('roster', ['姓名', '单位', '单位最多出人'], ['张晓梅', '宛清水务', '5'], ['李建国', '宛清水务', '6']);
    expect(issuesOf(result)).toEqual([[3, 'unit-caps-differ']]);
  });
  test('the nearest known name is offered', () => {
    expect(nearestName('西关社', ['文化社区', '西关社区', '八一社区'])).toBe('西关社区');
    expect(nearestName('汉化社区', ['汉画社区', '八一社区'])).toBe('汉画社区');
    expect(nearestName('不存在的地方', ['文化社区'])).toBeNull();
    expect(nearestName('汉化社区', ['文化社区', '汉画社区'])).toBe('文化社区');
    expect(nearestName('汉化社区', ['西关社区', '汉画社区'])).toBe('汉画社区');
    expect(nearestName('黄龙社区', ['西关社区', '黄龙庙社区'])).toBe('黄龙庙社区');
    expect(likeness('文化社区', '文化社区')).toBe(1);
  });
});

describe('paste', () => {
  test('with a head in any order, quotes and line breaks', () => {
    const grid = parsePastedGrid('人数\t社区\t卡点\t备注\r\n3\t文化社区\t东门\t"靠近\n主路"\r\n');
    expect(grid.mapping).toEqual({ headCount: 0, community: 1, checkpoint: 2, note: 3 });
    expect(grid.rows).toEqual([['3', '文化社区', '东门', '靠近\n主路']]);
  });
  test('without a head the columns follow the grid', () => {
    expect(parsePastedGrid('梅溪街道\t文化社区\t东门\n')).toEqual({ rows: [['梅溪街道', '文化社区', '东门']], mapping: null });
  });
});

test('a misspelt choice is told with what was probably meant, in the words of the reader', () => {
  const field = IMPORT_FIELDS.members.find((one) => one.key === 'status')!;
  const like = (text: string) => readCell(field, text).issue?.params.like;
  expect([like('full membr'), like('正试党员'), like('probationery member')]).toEqual(['full', 'full', 'probationary']);
  expect([like('老党员'), like('不知道')]).toEqual([undefined, undefined]);
  const english: Record<string, string> = { 'table-choice-status-full': 'full member' };
  const { issue } = readCell(field, 'full membr');
  expect(wordedParams(issue!.params, (key) => english[key])).toMatchObject({ value: 'full membr', like: 'full member' });
});
