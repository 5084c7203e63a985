import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, type Day } from '#kernel/lib';
import { ABSENCE_AHEAD, type Absence, absenceIssues, absenceWithout, joinedAbsence, shareDays } from './absence.ts';

const today = '2026-11-30' as Day;
const codes = (from: Day, last: Day) => absenceIssues(from, last, today).map((one) => one.code);

test('from today on, at most a year ahead, the last day not before the first; everything wrong is told at once', () => {
  const latest = addDays(today, ABSENCE_AHEAD);
  expect(codes(today, today)).toEqual([]);
  expect(codes(today, latest)).toEqual([]);
  expect(codes(addDays(today, -1), today)).toEqual(['absence-over']);
  expect(codes(addDays(today, 2), addDays(today, 1))).toEqual(['absence-turned']);
  expect(codes(today, addDays(latest, 1))).toEqual(['absence-far']);
  expect(codes(addDays(today, -1), addDays(today, -2))).toEqual(['absence-over', 'absence-turned']);
});

const period = fc
  .record({ from: fc.integer({ min: 0, max: 30 }), length: fc.integer({ min: 1, max: 12 }) })
  .map(({ from, length }): Absence => ({ from: addDays(today, from), to: addDays(today, from + length) }));
const daysOf = (periods: readonly Absence[]) => {
  const days = new Set<Day>();
  for (const one of periods) for (let day = one.from; day < one.to; day = addDays(day, 1)) days.add(day);
  return [...days].sort();
};

test('said and taken back in any order, what is kept is the set of the days: none doubled, none lost', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ said: period, back: fc.boolean() }), { maxLength: 12 }), (steps) => {
      let kept: readonly Absence[] = [];
      let days: readonly Day[] = [];
      for (const { said, back } of steps) {
        const mine = daysOf([said]);
        if (back) {
          kept = kept.flatMap((one) => absenceWithout(one, said));
          days = days.filter((day) => !mine.includes(day));
        } else {
          kept = [...kept.filter((one) => !shareDays(one, said)), joinedAbsence(kept, said)];
          days = daysOf([...kept, said]).filter((day) => days.includes(day) || mine.includes(day));
        }
        expect(daysOf(kept)).toEqual([...days].sort());
        expect(kept.every((one) => one.from < one.to)).toBe(true);
        expect(kept.every((one, at) => kept.every((other, to) => at === to || !shareDays(one, other)))).toBe(true);
      }
    }),
  );
});
