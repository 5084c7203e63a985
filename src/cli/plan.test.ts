import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readPlan, sampleProblem } from '#kernel/assembly';
import { main } from './main.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'qunying-plan-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command line and gives its exit code and what it wrote to standard output. */
async function run(...words: string[]): Promise<{ code: number; text: string }> {
  const written: string[] = [];
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  try {
    const code = await main(words, { LANG: 'en_US.UTF-8' });
    return { code, text: written.join('') };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

test('plan solve, verify and explain on JSON documents; a plan edited by hand is refused by name', async () => {
  const problem = join(folder, 'problem.json');
  const plan = join(folder, 'plan.json');
  writeFileSync(problem, JSON.stringify(sampleProblem({ members: 120, checkpoints: 8, shifts: 2, units: 5, seed: 2 })));
  expect(await run('plan', 'solve', problem, '-o', plan)).toMatchObject({
    code: 0,
    text: expect.stringContaining('Verified apart'),
  });
  const read = readPlan(JSON.parse(readFileSync(plan, 'utf8')));
  if (!read.ok) throw new Error('the plan does not follow its schema');
  expect(await run('plan', 'verify', problem, plan)).toMatchObject({
    code: 0,
    text: expect.stringContaining('no plan is cheaper'),
  });
  const row = read.value.assignments.find((entry) => !read.value.leaders.some((leader) => leader.member === entry.member))!;
  const explained = await run('plan', 'explain', problem, '--member', row.member, '--post', row.post);
  expect(explained).toMatchObject({ code: 0, text: expect.stringContaining('m from the post') });
  const edited = {
    ...read.value,
    assignments: read.value.assignments.map((entry, i) =>
      i === 0 ? { ...entry, member: read.value.assignments[1]!.member } : entry,
    ),
  };
  writeFileSync(plan, JSON.stringify(edited));
  const refused = await run('plan', 'verify', problem, plan);
  expect(refused.code).toBe(1);
  expect(refused.text).toContain(read.value.assignments[1]!.member);
});

test('the sample workbooks become a verified plan workbook; wrong input says what to do', async () => {
  expect((await run('sample', '--out', folder, '--day', '2026-11-24')).code).toBe(0);
  const target = join(folder, 'plan.xlsx');
  const solved = await run(
    'plan',
    'solve',
    '--needs',
    join(folder, 'needs.xlsx'),
    '--roster',
    join(folder, 'roster.xlsx'),
    '-o',
    target,
  );
  expect(solved).toMatchObject({ code: 0, text: expect.stringContaining('of 868 places filled') });
  expect(readFileSync(target).subarray(0, 2).toString()).toBe('PK');
  expect(await run('plan', 'solve', '-o', target)).toMatchObject({
    code: 3,
    text: expect.stringContaining('--needs and --roster'),
  });
  const broken = join(folder, 'broken.json');
  writeFileSync(broken, '{"version": 1, "members": [');
  expect(await run('plan', 'solve', broken, '-o', target)).toMatchObject({
    code: 3,
    text: expect.stringContaining('not valid JSON'),
  });
  writeFileSync(broken, '{"version": 1, "members": [{"id": "a", "rank": 3}], "posts": []}');
  expect(await run('plan', 'solve', broken, '-o', target)).toMatchObject({
    code: 1,
    text: expect.stringContaining('members / 0 / rank'),
  });
});
