import { expect, test } from 'vitest';
import { type AssemblyPlan, type AssemblyProblem, planSchema, problemSchema } from '#kernel/assembly';
import { errorIssue } from '#kernel/lib';
import { sayIn } from '../../test/support/say.ts';
import { readNeedsWorkbook, writePlanWorkbook } from './plan-workbooks.ts';
import { readSheetFile } from './sheet.ts';
import { returnedWorkbook } from './tables.ts';

const window = { start: '2026-11-23T22:00', end: '2026-11-24T06:00' };
const problem: AssemblyProblem = problemSchema.parse({
  version: 1,
  members: [
    { id: 'm1', label: '张晓梅', unit: 'u1', fullMember: true },
    { id: 'm2', label: '李建国', unit: 'u1' },
  ],
  units: [
    { id: 'u1', label: '宛清水务', cap: 2, tier: 'city', area: 'a2' },
    { id: 'u2', label: '示例商超', cap: 5, tier: 'none' },
  ],
  areas: [
    { id: 'a1', label: '梅溪街道' },
    { id: 'a2', label: '文化社区', parent: 'a1' },
  ],
  posts: [{ id: 'p1', label: '文化小区东门', area: 'a2', org: 'o2', window, headCount: 3, slots: [{ skill: '护理', count: 1 }] }],
  orgs: [
    { id: 'o1', label: '文化社区临时党支部', form: 'branch' },
    { id: 'o2', label: '文化小区东门党小组', form: 'group', parent: 'o1' },
  ],
});
const costParts = { travel: 30, skill: 0, wish: 0, load: 5, boundary: 0, change: 0 };
const plan: AssemblyPlan = planSchema.parse({
  version: 1,
  engine: 'flow-1',
  inputHash: 'abc',
  seed: 0,
  assignments: [
    { post: 'p1', slot: 1, member: 'm1', costParts, distance: 300, unitRank: 1, mode: 'assigned', pinned: true },
    { post: 'p1', slot: 1, member: 'm2', costParts, distance: null, unitRank: 2, mode: 'self-applied', pinned: false },
  ],
  shortages: [
    {
      post: 'p1',
      slot: 0,
      count: 1,
      reason: { code: 'value-missing', numbers: { field: 'u1' } },
      repairs: [{ kind: 'raise-cap', change: { unit: 'u1', from: 2, to: 3 }, gain: 1, costs: 12 }],
    },
  ],
  leaders: [
    { org: 'o1', role: 'leader', member: null, post: null, how: 'missing', cost: 0 },
    { org: 'o2', role: 'leader', member: 'm1', post: 'p1', how: 'proposed', cost: 0 },
  ],
  dropped: [],
  notices: [],
  objective: 100_070,
  bound: 100_070,
  gap: 0,
  counts: {
    places: 3,
    filled: 2,
    short: 1,
    shortPosts: 1,
    members: 2,
    willing: 0,
    placed: 2,
    moved: 0,
    dropped: 0,
    unitsAtCap: 1,
    bySource: {},
    pinned: 1,
  },
  prices: { slots: [], units: [], unitPosts: [], quotas: [] },
  proof: { status: 'optimal', scope: 'given-leaders', by: 'prices', method: 'flow', arcs: 9, rounds: 1 },
});

test.each(['zh-CN', 'en'] as const)(
  'the plan workbook in %s: people, gap with reason and repair, caps, chain, proof',
  async (language) => {
    const say = sayIn(language);
    const bytes = await writePlanWorkbook({ title: '卡点值守', problem, plan, findings: [] }, say);
    const file = await readSheetFile('plan.xlsx', bytes);
    if (!file.ok) throw new Error(JSON.stringify(file.issues));
    const [people, gaps, units, chain, proof] = file.value.sheets;
    expect(file.value.sheets.map((sheet) => sheet.name)).toEqual(
      ['plan', 'gaps', 'units', 'chain', 'proof'].map((key) => say(`plan-sheet-${key}`)),
    );
    expect(people!.rows[0]![0]).toBe(say('plan-sheet-lead', { short: 1, shortPosts: 1, places: 3, filled: 2 }));
    expect(people!.rows[2]!.slice(0, 8)).toEqual([
      '梅溪街道',
      '文化社区',
      '文化小区东门',
      '2026-11-23',
      '22:00–06:00',
      '张晓梅',
      '宛清水务',
      say('plan-sheet-role-leader'),
    ]);
    expect(people!.rows[4]!.at(-1)).toBe(say('plan-sheet-short', { count: 1 }));
    expect(gaps!.rows[1]!.slice(4, 6)).toEqual(['1', '护理']);
    expect(gaps!.rows[1]![6]).toBe(say('value-missing', { field: '宛清水务' }));
    expect(gaps!.rows[1]![7]).toContain(say('plan-sheet-repair-raise-cap', { unit: '宛清水务', from: 2, to: 3 }));
    expect(units!.rows.slice(1).map((row) => row.slice(0, 6))).toEqual([
      ['宛清水务', say('table-choice-tier-city'), '文化社区', '2', '2', '2'],
      ['示例商超', say('table-choice-tier-none'), '', '0', '0', '5'],
    ]);
    expect(chain!.rows.slice(1).map((row) => [row[0]!.trim(), row[2], row[4]])).toEqual([
      ['文化社区临时党支部', say('plan-sheet-leader-missing'), '2'],
      ['文化小区东门党小组', '张晓梅', '2'],
    ]);
    expect(proof!.rows.map((row) => row[1])).toContain(say('plan-sheet-verified'));
  },
);

test('a plan that fails its check says so and names the broken rule', async () => {
  const say = sayIn('zh-CN');
  const findings = [errorIssue('need-twice', ['rows', 1], { other: 2 })];
  const file = await readSheetFile('plan.xlsx', await writePlanWorkbook({ title: 'x', problem, plan, findings }, say));
  if (!file.ok) throw new Error(JSON.stringify(file.issues));
  const texts = file.value.sheets[4]!.rows.flat();
  expect(texts).toContain(say('plan-sheet-verification-failed'));
  expect(texts).toContain(say('need-twice', { other: 2 }));
});

test('a needs workbook with one bad row gives no record, every finding, and the sheet to hand back', async () => {
  const csv = '社区,卡点,人数\n文化社区,东门,3\n文化社区,西门,-1\n文化社区,南门,三\n';
  const read = await readNeedsWorkbook('n.csv', new TextEncoder().encode(csv));
  expect(read).toMatchObject({ ok: false, records: [] });
  expect(read.issues.map((issue) => issue.code)).toEqual(['number-too-small', 'number-in-words']);
  const back = await returnedWorkbook(read.returned!, read.checked!.rows, sayIn('zh-CN'));
  const again = await readNeedsWorkbook('back.xlsx', back);
  expect(again.issues.map((issue) => [issue.code, issue.path])).toEqual(read.issues.map((issue) => [issue.code, issue.path]));
});
