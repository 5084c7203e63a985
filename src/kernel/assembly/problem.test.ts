import { expect, test } from 'vitest';
import { planJsonSchema, problemJsonSchema, readProblem } from './index.ts';

const window = { start: '2026-11-24T06:00', end: '2026-11-24T14:00' };

test('a small document is read with all defaults', () => {
  const read = readProblem({ version: 1, members: [{ id: 'a' }], posts: [{ id: 'p', window, headCount: 1 }] });
  expect(read).toMatchObject({
    ok: true,
    value: {
      seed: 0,
      weights: { shortage: 100_000 },
      members: [{ willing: 'unknown', maxDuties: 1 }],
      options: { leaders: true },
    },
  });
});

test('issues of form carry the path and the value', () => {
  const read = readProblem({
    version: 1,
    members: [{ id: 'a', rank: 'bureau head', willing: 'maybe' }],
    posts: [{ id: 'p', window, headCount: -1 }],
  });
  expect(read.ok).toBe(false);
  const found = read.ok ? [] : read.issues.map((issue) => [issue.code, issue.path.join('.')]);
  expect(found).toEqual(
    expect.arrayContaining([
      ['field-unknown', 'members.0.rank'],
      ['field-choice', 'members.0.willing'],
      ['field-too-small', 'posts.0.headCount'],
    ]),
  );
});

test('issues of sense are collected, not only the first', () => {
  const read = readProblem({
    version: 1,
    members: [{ id: 'a', unit: 'u', willing: 'no' }, { id: 'a' }],
    orgs: [
      { id: 'x', form: 'group', parent: 'y' },
      { id: 'y', form: 'branch', parent: 'x' },
    ],
    posts: [{ id: 'p', window: { start: window.end, end: window.start }, headCount: 1, slots: [{ skill: 's', count: 2 }] }],
    pins: [{ member: 'a', post: 'q' }],
  });
  const codes = read.ok ? [] : read.issues.map((issue) => issue.code);
  expect(codes).toEqual([
    'plan-id-twice',
    'plan-unit-unknown',
    'plan-end-before-start',
    'plan-slots-over-head-count',
    'plan-tree-cycle',
    'plan-post-unknown',
  ]);
});

test('both documents have a JSON Schema without holes', () => {
  for (const schema of [problemJsonSchema(), planJsonSchema()]) {
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false, $schema: expect.stringContaining('2020-12') });
    expect(JSON.stringify(schema)).toContain('"properties"');
  }
});
