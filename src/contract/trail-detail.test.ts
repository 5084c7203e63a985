import { expect, test } from 'vitest';
import { detailLines } from './trail-detail.ts';

test('a detail is said part by part; of a before and an after only what changed', () => {
  expect(detailLines({ people: 887, opinion: '' })).toEqual([
    { name: 'people', text: '887' },
    { name: 'opinion', text: '–' },
  ]);
  expect(
    detailLines({ kind: 'task', before: { why: 'a', goal: 'b' }, after: { why: 'a', goal: 'c', roles: ['x', 'y'] } }),
  ).toEqual([
    { name: 'kind', text: 'task' },
    { name: 'goal', text: 'b → c' },
    { name: 'roles', text: '– → x, y' },
  ]);
  expect([detailLines(null), detailLines('text'), detailLines({ units: { id: 1 } })]).toEqual([
    [],
    [{ name: '', text: 'text' }],
    [{ name: 'units', text: 'id 1' }],
  ]);
});
