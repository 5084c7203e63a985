import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const texts = (language: string) =>
  JSON.parse(readFileSync(join(root, 'texts', language, 'plan.json'), 'utf8')) as Record<string, string>;
const chinese = texts('zh-CN');
const english = texts('en');
const places = (text: string) => [...text.matchAll(/\{\{(\w+)[^}]*\}\}/g)].map((match) => match[1]!).sort();

const folder = import.meta.dirname;
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('flow') && !/^(grouping|roster)/.test(name),
  )
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');

test('every code of the module has a text in both languages with the same values', () => {
  const codes = new Set(
    [...sources.matchAll(/'((?:plan|verify|why|else|pin|roster|designated|secondment|fewest)-[a-z-]+)'/g)].map(
      (match) => match[1]!,
    ),
  );
  for (const kind of ['skill', 'local', 'people'])
    for (const why of ['none', 'unwilling', 'at-cap', 'placed', 'same-time', 'away', 'barred']) codes.add(`gap-${kind}-${why}`);
  for (const cause of ['if-cap-less', 'if-skill-dropped', 'if-absent', 'if-one-less'])
    for (const then of ['moves', 'replaced', 'empty']) codes.add(`${cause}-${then}`);
  codes.add('gap-costs-too-much');
  expect(codes.size).toBeGreaterThan(90);
  expect([...codes].filter((code) => !(code in chinese))).toEqual([]);
  expect(Object.keys(chinese)).toEqual(Object.keys(english));
  for (const key of Object.keys(chinese)) expect([key, places(chinese[key]!)]).toEqual([key, places(english[key]!)]);
});
