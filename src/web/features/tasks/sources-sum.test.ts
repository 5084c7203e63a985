import { expect, test } from 'vitest';
import { capRefused, sumOf } from './sources-sum.ts';

const unit = (id: string, members: number, cap: number | null, lent = 0, category = 'city-organ') => ({
  id,
  name: id,
  category,
  areaName: null,
  members,
  cap,
  taskCap: null,
  lent,
  included: true,
});
const sources = {
  areas: [],
  categories: [{ id: 'free-community', members: 100, units: 0, included: true }],
  units: [unit('a', 30, 16), unit('b', 12, null, 2), unit('c', 5, 9, 0, 'non-public')],
  people: 147,
  canLend: 131,
  needed: 868,
};
const all = { categoriesOut: new Set<string>(), unitsOut: new Set<string>(), caps: new Map<string, number>() };

test('the sum follows what is ticked and the caps typed, as the server counts it', () => {
  expect(sumOf(sources, all)).toEqual({ people: 147, canLend: 131 });
  expect(sumOf(sources, { ...all, caps: new Map([['a', 6]]) })).toEqual({ people: 147, canLend: 121 });
  expect(sumOf(sources, { ...all, unitsOut: new Set(['b']) })).toEqual({ people: 135, canLend: 121 });
  expect(sumOf(sources, { ...all, categoriesOut: new Set(['free-community', 'non-public']) })).toEqual({
    people: 42,
    canLend: 26,
  });
});

test('where a count is withheld nothing is said', () => {
  expect(sumOf({ ...sources, canLend: null }, all)).toBeNull();
});

test('a cap for the task is a whole number not above the own cap of the unit', () => {
  expect([16, 0, undefined].map((cap) => capRefused({ cap: 16 }, cap))).toEqual([false, false, false]);
  expect([17, -1, 1.5, Number.NaN].map((cap) => capRefused({ cap: 16 }, cap))).toEqual([true, true, true, true]);
  expect(capRefused({ cap: null }, 99)).toBe(false);
});
