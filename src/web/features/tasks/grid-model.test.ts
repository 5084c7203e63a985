import { expect, test } from 'vitest';
import { emptyRow, isEmpty, pasted } from './grid-model.ts';

test('a paste with a head goes to its columns whatever their order', () => {
  const next = pasted([emptyRow()], '人数\t社区\t卡点\t时段\n3\t文化社区\t东门\t06:00-14:00', { row: 0, column: 4 });
  expect(next).toHaveLength(1);
  expect(next[0]).toMatchObject({
    headCount: '3',
    community: '文化社区',
    checkpoint: '东门',
    window: '06:00-14:00',
    subdistrict: '',
  });
});

test('a paste without a head follows the columns from the focused cell and adds rows', () => {
  const next = pasted([emptyRow()], '文化社区\t东门\n西关社区\t南门', { row: 0, column: 1 });
  expect(next.map((row) => [row.community, row.checkpoint])).toEqual([
    ['文化社区', '东门'],
    ['西关社区', '南门'],
  ]);
  expect(isEmpty(emptyRow())).toBe(true);
});
