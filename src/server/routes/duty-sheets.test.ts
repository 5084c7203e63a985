import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, day, daysBetween } from '#kernel/lib';
import type { SheetDay, SheetDuty } from '#store/duty-sheet';
import { linesOf } from './duty-sheets.ts';

const say = (key: string) => key;
const seat = {
  orgId: 'g',
  personId: 'p',
  name: '张晓梅',
  unitName: null,
  post: '东门',
  shift: '早班',
  community: '文化社区',
  leader: null,
  leaderId: null,
  skill: null,
  startMinute: 360,
  endMinute: 840,
};
const START = day('2026-12-01');

test('every day is told once: kept days as kept, all others as the post, none before today', () => {
  const spans = fc
    .uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 0, maxLength: 6 })
    .map((points) => points.sort((a, b) => a - b))
    .map((points) => points.slice(0, points.length - (points.length % 2)))
    .map((points) => Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i]!, points[2 * i + 1]!] as const));
  fc.assert(
    fc.property(
      fc.record({
        from: fc.nat(20),
        length: fc.integer({ min: 1, max: 20 }),
        today: fc.nat(30),
        spans,
        kept: fc.array(fc.nat(30)),
      }),
      ({ from, length, today, spans: covered, kept }) => {
        const at = (n: number) => addDays(START, n);
        const inside = (n: number) => covered.some(([a, b]) => a <= n && n < b);
        const duty: SheetDuty = { ...seat, from: at(from), to: at(from + length) };
        const served = [...new Set(kept)].filter((n) => inside(n) && n >= today);
        const days: SheetDay[] = served.map((n) => ({ ...seat, shift: '夜班', startMinute: 1320, endMinute: 1800, day: at(n) }));
        const cover = covered.map(([a, b]) => ({ orgId: 'g', from: at(a), to: at(b) }));
        const lines = linesOf([duty], days, cover, at(today), say);
        const told = lines.flatMap((one) =>
          Array.from({ length: daysBetween(one.from, one.until) + 1 }, (_, i) => `${addDays(one.from, i)} ${one.post}`),
        );
        const plain = Array.from({ length }, (_, i) => from + i).filter((n) => n >= today && !inside(n));
        const wanted = [...plain.map((n) => `${at(n)} 东门 早班`), ...served.map((n) => `${at(n)} 东门 夜班`)];
        expect(told.sort()).toEqual(wanted.sort());
      },
    ),
  );
});

test('whoever leads is marked, hours over midnight are those of the clock, a skill has its word', () => {
  const duty: SheetDuty = {
    ...seat,
    leaderId: 'p',
    leader: '张晓梅',
    skill: 'nursing',
    startMinute: 1320,
    endMinute: 1800,
    from: START,
    to: addDays(START, 1),
  };
  const words = (key: string) => (key === 'skill.nursing' ? '护理' : key);
  expect(linesOf([duty], [], [], START, words)).toMatchObject([
    { from: START, until: START, window: '22:00–06:00', leads: true, skill: '护理', post: '东门 早班' },
  ]);
});
