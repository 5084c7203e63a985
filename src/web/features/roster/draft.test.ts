import { expect, test } from 'vitest';
import { DAYS, person, problemOf } from '../../../../test/support/rosters.ts';
import { begin, carry, type Draft, type Duty, distanceOf, mostWithRest, put, redo, same, step, undo } from './draft.ts';

const duty = (person: string, day: string, shift: string): Duty => ({ person, day, shift, fixed: false });
const [mon, tue] = ['2027-03-01', '2027-03-02'];
const words = (duties: readonly Duty[] | undefined) => duties?.map((one) => `${one.person} ${one.day} ${one.shift}`).sort();

test('carrying: the same day or row changes places, another day exchanges, a free cell takes it, what is impossible changes nothing', () => {
  const two = [duty('a', mon, 'early'), duty('b', mon, 'late'), duty('c', tue, 'night')];
  const at = (person: string, day: string) => ({ person, day });
  expect(words(carry(two, at('a', mon), at('b', mon)))).toEqual(
    words([duty('a', mon, 'late'), duty('b', mon, 'early'), two[2]!]),
  );
  expect(words(carry(two, at('a', mon), at('c', tue)))).toEqual(
    words([duty('c', mon, 'early'), duty('a', tue, 'night'), two[1]!]),
  );
  expect(words(carry(two, at('a', mon), at('b', tue)))).toEqual(words([duty('b', tue, 'early'), two[1]!, two[2]!]));
  expect(carry(two, at('a', tue), at('b', mon))).toBeUndefined();
  expect(carry(two, at('a', mon), at('a', mon))).toBeUndefined();
  const busy = [...two, duty('c', mon, 'early')];
  expect(carry(busy, at('a', mon), at('c', tue))).toBeUndefined();
});

test('what a group can serve with its days of rest: leave and the days in a row before the first count', () => {
  const rules = { restHours: 11, mostInRow: 2 };
  expect(mostWithRest(problemOf([person('a')], 7, [1], { rules }))).toBe(5);
  const past = { shifts: 0, nights: 0, offDays: 0, inRow: 2 };
  expect(mostWithRest(problemOf([person('a', { past })], 7, [1], { rules }))).toBe(4);
  expect(mostWithRest(problemOf([person('a', { leave: [DAYS[2]!] }), person('b')], 3, [1], { rules }))).toBe(4);
});

test('how far from the best possible is said in wishes while it is less than one open place, in places from there on', () => {
  expect(distanceOf(0)).toEqual({ key: 'board-how-best', count: 0 });
  expect(distanceOf(1)).toEqual({ key: 'board-how-near', count: 1 });
  expect(distanceOf(12)).toEqual({ key: 'board-how-near', count: 2 });
  expect(distanceOf(999)).toEqual({ key: 'board-how-near', count: 100 });
  expect(distanceOf(1000)).toEqual({ key: 'board-how-far', count: 1 });
  expect(distanceOf(3084)).toEqual({ key: 'board-how-far', count: 4 });
});

test('undo and redo give back each step; a new step forgets what was taken back', () => {
  const first: Draft = { duties: [], offDays: [], rules: { restHours: 11, mostInRow: 6 } };
  const second = { ...first, duties: put(first.duties, 'a', mon, 'early') };
  const third = { ...second, offDays: [tue] };
  const history = step(step(begin(first), second), third);
  expect(same(undo(history).now, second)).toBe(true);
  expect(same(redo(undo(undo(history))).now, second)).toBe(true);
  expect(undo(begin(first)).now).toBe(first);
  expect(step(undo(history), first).after).toEqual([]);
  expect(same(first, second)).toBe(false);
});
