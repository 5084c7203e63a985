import { expect, test } from 'vitest';
import { visibleRows } from './tree-data.ts';
import { treeMove } from './tree-keys.ts';

const node = (id: string, hasChildren = false) => ({ id, label: id, hasChildren });
const branches = new Map([
  ['', { nodes: [node('a', true), node('b')], rest: 0 }],
  ['a', { nodes: [node('a1'), node('a2', true)], rest: 3 }],
]);

test('visible rows follow the open branches and end with the rest', () => {
  expect(visibleRows(branches, new Set()).map((row) => row.id)).toEqual(['a', 'b']);
  const open = visibleRows(branches, new Set(['a', 'a2']));
  expect(open.map((row) => [row.id, row.level, row.rest])).toEqual([
    ['a', 1, 0],
    ['a1', 2, 0],
    ['a2', 2, 0],
    ['a:more', 2, 3],
    ['b', 1, 0],
  ]);
});

test('arrows walk, open and close; the edges hold', () => {
  const rows = visibleRows(branches, new Set(['a']));
  expect(treeMove(rows, 'a', 'ArrowDown')).toEqual({ kind: 'go', id: 'a1' });
  expect(treeMove(rows, 'a', 'ArrowUp')).toEqual({ kind: 'go', id: 'a' });
  expect(treeMove(rows, 'b', 'ArrowDown')).toEqual({ kind: 'go', id: 'b' });
  expect(treeMove(rows, 'a', 'ArrowRight')).toEqual({ kind: 'go', id: 'a1' });
  expect(treeMove(rows, 'a2', 'ArrowRight')).toEqual({ kind: 'open', id: 'a2' });
  expect(treeMove(rows, 'a', 'ArrowLeft')).toEqual({ kind: 'close', id: 'a' });
  expect(treeMove(rows, 'a1', 'ArrowLeft')).toEqual({ kind: 'go', id: 'a' });
  expect(treeMove(rows, 'b', 'ArrowLeft')).toBeUndefined();
  expect(treeMove(rows, 'a1', 'Enter')).toEqual({ kind: 'choose', id: 'a1' });
  expect(treeMove(rows, 'a1', 'End')).toEqual({ kind: 'go', id: 'b' });
  expect(treeMove(rows, 'a1', 'x')).toBeUndefined();
  expect(treeMove([], undefined, 'ArrowDown')).toBeUndefined();
});
