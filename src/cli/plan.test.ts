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
    text: expect.stringContaining('Verified separately'),
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
  for (const words of [[], ['--needs', join(folder, 'needs.xlsx')], [join(folder, 'p.json'), '--roster', 'x.xlsx']])
    expect(await run('plan', 'solve', ...words, '-o', target)).toMatchObject({
      code: 2,
      text: expect.stringContaining('--needs and --roster'),
    });
  const broken = join(folder, 'broken.json');
  writeFileSync(broken, '{"version": 1, "members": [');
  expect(await run('plan', 'solve', broken, '-o', target)).toMatchObject({
    code: 3,
    text: expect.stringContaining('breaks off before its end'),
  });
  writeFileSync(broken, '{"version": 1, "members": [{"id": "a", "rank": 3}], "posts": []}');
  expect(await run('plan', 'solve', broken, '-o', target)).toMatchObject({
    code: 1,
    text: expect.stringContaining('members / 0 / rank'),
  });
});

test('more gaps than the terminal tells are counted', async () => {
  const problem = join(folder, 'short.json');
  writeFileSync(problem, JSON.stringify(sampleProblem({ members: 10, checkpoints: 40, seed: 3 })));
  const { code, text } = await run('plan', 'solve', problem, '-o', join(folder, 'short-plan.json'));
  expect(code).toBe(0);
  const posts = Number(/short at (\d+) post/.exec(text)![1]);
  expect(posts).toBeGreaterThan(20);
  expect(Number(/(\d+) gaps? more, all in the plan file/.exec(text)![1])).toBeGreaterThanOrEqual(posts - 20);
});

test('plan explain names a person or post that is not there, and ends as a wrong call', async () => {
  const problem = join(folder, 'small.json');
  const sample = sampleProblem({ members: 60, checkpoints: 2, seed: 3 });
  writeFileSync(problem, JSON.stringify(sample));
  const [member, post] = [sample.members[0]!.id, sample.posts[0]!.id];
  expect(await run('plan', 'explain', problem, '--member', 'nobody', '--post', post)).toMatchObject({
    code: 2,
    text: expect.stringContaining('“nobody”'),
  });
  expect(await run('plan', 'explain', problem, '--member', member, '--post', 'nowhere')).toMatchObject({
    code: 2,
    text: expect.stringContaining('“nowhere”'),
  });
  const away = await run('plan', 'explain', join(folder, 'none.json'), '--member', member, '--post', post);
  expect(away).toMatchObject({ code: 3, text: expect.stringContaining('no such file') });
});

test('forms and endings are checked before anything runs', async () => {
  for (const [words, word] of [
    [['plan', 'solve', 'p.json', '-o', 'plan.txt'], '.json, .xlsx'],
    [['plan', 'solve', 'p.json', '-o', 'plan.json', '--seed', 'x'], '“x”'],
    [['sample', '--out', folder, '--day', 'tomorrow'], '“tomorrow”'],
    [['serve', '--port', '22x'], '“22x”'],
    [['export', 'members', '-o', 'm.txt'], '.xlsx, .csv'],
  ] as const)
    expect(await run(...words), words.join(' ')).toMatchObject({ code: 2, text: expect.stringContaining(word) });
  expect(await run('sample', '--out', join(folder, 'small.json'))).toMatchObject({
    code: 3,
    text: expect.stringContaining('not a folder'),
  });
  expect((await run('--version')).text).toMatch(/^\d+\.\d+\.\d+\n$/);
  const group = await run('plan');
  expect(group).toMatchObject({ code: 0, text: expect.stringContaining('plan verify') });
  expect(group.text).not.toContain('audit verify');
});
