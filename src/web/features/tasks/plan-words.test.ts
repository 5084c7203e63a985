import { expect, test } from 'vitest';
import { numbered } from './plan-words.ts';

const one = (personId: string, name: string, unitName: string | null) => ({ personId, name, unitName, residence: null });

test('masked names that are the same are numbered where they stand together, others are left alone', () => {
  const people = [one('1', '张**', '水利局'), one('2', '张**', '水利局'), one('3', '张**', '教育局'), one('2', '张**', '水利局')];
  expect([...numbered(people, (who) => who.name)]).toEqual([
    ['1', '张**'],
    ['2', '张** 2'],
    ['3', '张**'],
  ]);
  expect([...numbered(people, () => '张伟').values()]).toEqual(['张伟', '张伟', '张伟']);
});
