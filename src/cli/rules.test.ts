import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { main } from './main.ts';

let printed = '';
beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});
const run = (...words: string[]) => main(words, { LANG: 'en' });

test('rules check without a subject says that the rulebooks are sound', async () => {
  expect(await run('rules', 'check', '--json')).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({ history: 7 });
});
test('rules check with facts ends with 1 on an unmet SHOULD, with 0 where nothing is due', async () => {
  const facts = (full: number) => [
    '--subject',
    'unit',
    '--fact',
    `fullMembers=${full}`,
    '--fact',
    'probationaryMembers=0',
    '--day',
    '2020-05-28',
  ];
  expect(await run('rules', 'check', ...facts(2), '--json')).toBe(1);
  const found = JSON.parse(printed) as { rule: { id: string }; outcome: string }[];
  expect(found.find((one) => one.rule.id === 'br-05b')?.outcome).toBe('unmet');
  printed = '';
  expect(await run('rules', 'check', ...facts(12), '--fact', 'form=branch')).toBe(0);
  expect(printed).toContain('Satisfied');
});
test('rules list shows a rule only from its first day', async () => {
  await run('rules', 'list', '--document', 'election-regulations-2020', '--day', '2020-07-12');
  expect(printed).not.toContain('th-500');
  await run('rules', 'list', '--document', 'election-regulations-2020', '--day', '2020-07-13');
  expect(printed).toContain('th-500');
});
test('rules replay is headed as history and counts the organizations of each set', async () => {
  expect(await run('rules', 'replay', '--regiment', '3x3x3x3', '--squads', 'each')).toBe(0);
  expect(printed).toContain('History, not for use today');
  expect(printed).toContain('5 committees, 9 branches, 108 groups');
});
test('a wrong fact, subject, set or regiment is refused with the words that would be right', async () => {
  expect(await run('rules', 'check', '--subject', 'unit', '--fact', 'fullMembers=-1')).toBe(2);
  expect(await run('rules', 'check', '--subject', 'person')).toBe(2);
  expect(await run('rules', 'replay', '--set', 'none')).toBe(2);
  expect(await run('rules', 'replay', '--regiment', '99x1x1x1')).toBe(2);
});
