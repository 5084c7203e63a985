import { expect, test } from 'vitest';
import { draftOf, hold, lead, move } from './groups.ts';

const first = draftOf(
  [
    ['a', 'b'],
    ['c', 'd'],
  ],
  [['c', 'd']],
  ['z'],
);

test('kept groups are held; moving holds the group joined and frees the one left', () => {
  expect(first.groups.map((group) => [group.no, group.held])).toEqual([
    [1, false],
    [2, true],
  ]);
  const moved = move(first, 'c', 1);
  expect(moved.groups).toEqual([
    { no: 1, units: ['a', 'b', 'c'], held: true },
    { no: 2, units: ['d'], held: false },
  ]);
  expect(move(moved, 'd', 1).groups.map((group) => group.units)).toEqual([['a', 'b', 'c', 'd']]);
  expect(move(first, 'a', 1)).toBe(first);
});

test('alone and back; a group of its own; another host', () => {
  const alone = move(first, 'a', 'alone');
  expect(alone).toEqual({ groups: [{ no: 1, units: ['b'], held: false }, first.groups[1]], apart: ['z', 'a'] });
  expect(move(alone, 'a', 'new')).toEqual({ groups: [...alone.groups, { no: 3, units: ['a'], held: true }], apart: ['z'] });
  expect(lead(first, 'd').groups[1]!.units).toEqual(['d', 'c']);
  expect(hold(first, 2, false).groups[1]!.held).toBe(false);
});
