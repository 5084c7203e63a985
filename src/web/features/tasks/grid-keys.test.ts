import { expect, test } from 'vitest';
import { actOf, type Where } from './grid-keys.ts';

const where = (change: Partial<Where> = {}): Where => ({
  mode: 'select',
  at: { row: 4, column: 5 },
  rows: 20,
  columns: 9,
  lastRow: 12,
  tabFrom: null,
  leaving: false,
  ...change,
});
const press = (key: string, change: Partial<Where> = {}, held: 'ctrl' | 'shift' | 'none' = 'none') =>
  actOf({ key, shiftKey: held === 'shift', ctrlKey: held === 'ctrl', metaKey: false, altKey: false }, where(change));

test('a selected cell takes the keys of a spreadsheet', () => {
  expect(press('Enter')).toEqual({ go: { row: 5, column: 5 } });
  expect(press('Enter', { tabFrom: 1 })).toEqual({ go: { row: 5, column: 1 } });
  expect(press('Enter', {}, 'shift')).toEqual({ go: { row: 3, column: 5 } });
  expect(press('Tab')).toEqual({ go: { row: 4, column: 6 }, tabbed: true });
  expect(press('Tab', { at: { row: 4, column: 8 } })).toEqual({ go: { row: 5, column: 0 }, tabbed: true });
  expect(press('Tab', {}, 'shift')).toMatchObject({ go: { row: 4, column: 4 } });
  expect(press('ArrowLeft')).toEqual({ go: { row: 4, column: 4 } });
  expect(press('ArrowDown', {}, 'ctrl')).toEqual({ go: { row: 12, column: 5 } });
  expect(press('End', {}, 'ctrl')).toEqual({ go: { row: 12, column: 8 } });
  expect(press('Delete')).toBe('clear');
  expect(press('F2')).toBe('edit');
  expect(press('z', {}, 'ctrl')).toBe('undo');
  expect(press('5')).toBeNull();
});

test('while typing arrows go on to the next cell, while editing they move the caret', () => {
  expect(press('ArrowRight', { mode: 'type' })).toEqual({ go: { row: 4, column: 6 } });
  expect(press('ArrowRight', { mode: 'edit' })).toBeNull();
  expect(press('Delete', { mode: 'type' })).toBeNull();
  expect(press('z', { mode: 'edit' }, 'ctrl')).toBeNull();
  expect(press('Escape', { mode: 'edit' })).toBe('restore');
});

test('Esc, then Tab leads out of the grid; so does Tab at either end', () => {
  expect(press('Escape')).toBe('leave');
  expect(press('Tab', { leaving: true })).toBeNull();
  expect(press('Tab', { at: { row: 19, column: 8 } })).toBeNull();
  expect(press('Tab', { at: { row: 0, column: 0 } }, 'shift')).toBeNull();
});
