import { expect, test } from 'vitest';
import { day } from '#kernel/lib';
import { asksTheSame, repairedNeeds } from './repair-needs.ts';

const post = (id: string, startMinute: number, endMinute: number, headCount: number, slots: object[] = []) => ({
  id,
  areaId: 'gate',
  name: '东门',
  shift: null,
  startMinute,
  endMinute,
  dayFrom: day('2026-11-24'),
  dayTo: day('2026-11-25'),
  headCount,
  dutyText: '',
  note: null,
  slots: slots as { skill: string | null; local: boolean; count: number }[],
});
const cells = (shift: string, window: string, headCount: string, more: object = {}) => ({
  subdistrict: '梅溪街道',
  community: '文化社区',
  checkpoint: '东门',
  shift,
  window,
  headCount,
  skill: '',
  local: '',
  note: '',
  ...more,
});
const skilled = [
  { skill: '护理', local: false, count: 1 },
  { skill: '水电', local: false, count: 1 },
  { skill: null, local: true, count: 2 },
];
const rows = [
  { cells: cells('早班', '06:00–14:00', '4', { skill: '护理、水电', local: '2' }), post: post('early', 360, 840, 4, skilled) },
  { cells: cells('夜班', '22:00–06:00', '2'), post: post('late', 1320, 1800, 2) },
];
const gap = (slot: number, count: number) => ({ post: 'early', slot, count, reason: { code: 'x', numbers: {} }, repairs: [] });
const repair = (kind: 'drop-skill' | 'widen-area' | 'other-shift' | 'raise-cap', change = {}) => ({
  kind,
  change,
  gain: 1,
  costs: 0,
});

test('a repair edits the row as a person would: the skill, the locals, the shift', () => {
  expect(repairedNeeds(rows, gap(0, 1), repair('drop-skill'))![0]).toMatchObject({ skill: '水电', headCount: '4', local: '2' });
  expect(repairedNeeds(rows, gap(2, 2), repair('widen-area'))![0]).toMatchObject({ skill: '护理、水电', local: '' });
  const night = { start: '2026-11-24T22:00', end: '2026-11-25T06:00' };
  expect(repairedNeeds(rows, gap(1, 1), repair('other-shift', night))).toEqual([
    { ...rows[0]!.cells, headCount: '3', skill: '护理' },
    { ...rows[1]!.cells, headCount: '3', skill: '水电' },
  ]);
  const noon = { start: '2026-11-24T14:00', end: '2026-11-24T22:00' };
  expect(repairedNeeds(rows, gap(2, 1), repair('other-shift', noon))).toEqual([
    { ...rows[0]!.cells, headCount: '3', local: '1' },
    { ...rows[0]!.cells, shift: '', window: '14:00–22:00', headCount: '1', skill: '', local: '1' },
    rows[1]!.cells,
  ]);
});

test('the same number of other skills, or the same skills in another order, is not what the plan was computed for', () => {
  const then = { headCount: 4, slots: skilled };
  expect(asksTheSame(then, post('early', 360, 840, 4, skilled))).toBe(true);
  const other = skilled.map((slot, i) => (i === 0 ? { ...slot, skill: '急救' } : slot));
  expect(asksTheSame(then, post('early', 360, 840, 4, other))).toBe(false);
  expect(asksTheSame(then, post('early', 360, 840, 4, [skilled[1]!, skilled[0]!, skilled[2]!]))).toBe(false);
  expect(asksTheSame(then, post('early', 360, 840, 5, skilled))).toBe(false);
  expect(asksTheSame(then, post('early', 360, 840, 4, skilled.slice(0, 2)))).toBe(false);
});

test('a post that no row stands for any more, and a cap, are no edit of the needs', () => {
  expect(repairedNeeds(rows.slice(1), gap(0, 1), repair('drop-skill'))).toBeNull();
  expect(repairedNeeds(rows, gap(0, 1), repair('raise-cap'))).toBeNull();
});
