import { expect, test } from 'vitest';
import { day } from '#kernel/lib';
import { type NeedRow, problemFromRows, type RosterRow, solveAssembly, verifyPlan } from './index.ts';

const need = (row: number, rest: Partial<NeedRow>): NeedRow => ({
  row,
  subdistrict: '梅溪街道',
  community: '文化社区',
  checkpoint: '东门',
  shift: '早班',
  day: null,
  window: { from: 360, to: 840 },
  headCount: 2,
  skills: [],
  local: 0,
  lat: 32.99,
  lon: 112.53,
  note: null,
  ...rest,
});
const person = (row: number, rest: Partial<RosterRow>): RosterRow => ({
  row,
  sourceKey: `k${row}`,
  name: `n${row}`,
  unit: '示例单位',
  tier: 'city',
  system: 'party-government',
  unitArea: null,
  residence: '文化社区',
  status: 'full',
  skills: [],
  willing: true,
  windows: [],
  duties: 1,
  load: 0,
  cap: null,
  lat: null,
  lon: null,
  ...rest,
});
const options = { day: day('2026-11-24'), seed: 7 };

test('two tables become chain, posts, units and members, and can be planned', () => {
  const needs = [
    need(2, { skills: ['护理'], local: 1 }),
    need(3, { shift: '夜班', window: { from: 1320, to: 1800 }, checkpoint: '西门' }),
    need(4, { subdistrict: '七一街道', community: '八一社区', day: '2026-11-25' }),
  ];
  const roster = [
    person(2, { skills: ['护理'], cap: 5 }),
    person(3, { cap: 4 }),
    person(4, { unit: '', residence: '八一社区' }),
    person(5, { windows: [{ from: 1320, to: 1800 }] }),
    person(6, { duties: 1, load: 1 }),
    person(7, { willing: false }),
    person(8, { willing: null, system: 'non-public' }),
  ];
  const read = problemFromRows(needs, roster, options);
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  const problem = read.value;
  expect(read.warnings.map((warning) => warning.code)).toEqual(['roster-cap-differs']);
  expect(problem.orgs.map((org) => org.form)).toEqual([
    'committee',
    'general-branch',
    'branch',
    'group',
    'group',
    'general-branch',
    'branch',
    'group',
  ]);
  expect(problem.units).toEqual([expect.objectContaining({ id: '示例单位', cap: 4 })]);
  expect(problem.posts.map((post) => post.window)).toEqual([
    { start: '2026-11-24T06:00', end: '2026-11-24T14:00' },
    { start: '2026-11-24T22:00', end: '2026-11-25T06:00' },
    { start: '2026-11-25T06:00', end: '2026-11-25T14:00' },
  ]);
  expect(problem.members[3]!.wishes.never).toEqual([{ from: '06:00', to: '22:00' }]);
  expect(problem.members[4]!.maxDuties).toBe(0);
  expect(problem.members.map((member) => member.willing)).toEqual(['yes', 'yes', 'yes', 'yes', 'yes', 'no', 'unknown']);
  expect(problem.members[2]).toMatchObject({ unit: null, source: 'free-community', mode: 'residence-report' });
  const plan = solveAssembly({ ...problem, options: { ...problem.options, leaders: false } });
  const { ok } = verifyPlan({ ...problem, options: { ...problem.options, leaders: false } }, plan);
  expect(ok).toBe(true);
  expect(plan.assignments.find((row) => row.member === 'k5')?.post).toBe('need-3');
});

test('issues name the row of the table', () => {
  const read = problemFromRows(
    [need(12, { headCount: 1, skills: ['护理'], local: 2 })],
    [person(2, {}), person(3, { sourceKey: 'k2' })],
    options,
  );
  expect(read.ok ? [] : read.issues.map((issue) => [issue.code, ...issue.path])).toEqual([
    ['plan-id-twice', 'roster', 3, 'id'],
    ['plan-slots-over-head-count', 'needs', 12, 'slots'],
  ]);
});
