import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Command } from './command.ts';
import { tableCommands } from './commands/tables.ts';
import { languageOf, readEnvironment, VARIABLES } from './environment.ts';
import { help, keyOf } from './help.ts';
import { EVERYWHERE, parse } from './parse.ts';
import { table } from './table.ts';
import { loadTexts, packageRoot } from './texts.ts';

const run = async () => 0 as const;
const commands: readonly Command[] = [
  {
    name: 'plan solve',
    arguments: [{ name: 'file', optional: true }],
    options: [
      { name: 'out', short: 'o', type: 'string', required: true },
      { name: 'needs', type: 'string', multiple: true },
      { name: 'scale', type: 'string', choices: ['demo', 'city'], default: 'demo' },
      { name: 'check', type: 'flag' },
      { name: 'seed', type: 'string', form: 'integer' },
      { name: 'day', type: 'string', form: 'day' },
      { name: 'problem-out', type: 'string', endings: ['.json'] },
    ],
    run,
  },
  { name: 'plan verify', run },
  { name: 'serve', run },
];

describe('reading a command line', () => {
  test('a command of two words with options in any order', () => {
    expect(
      parse(
        ['plan', 'solve', '-o', 'a.json', 'problem.json', '--needs', '1', '--needs=2', '--check', '--json', '--lang', 'zh-CN'],
        commands,
      ),
    ).toMatchObject({
      kind: 'run',
      json: true,
      language: 'zh-CN',
      call: {
        arguments: { file: 'problem.json' },
        options: { out: 'a.json', scale: 'demo' },
        lists: { needs: ['1', '2'] },
        flags: new Set(['check', 'json']),
      },
    });
  });
  test.each([
    [['plan', 'solve'], 'option-missing'],
    [['plan', 'solve', '-o', 'x', '--scale', 'huge'], 'option-choice'],
    [['plan', 'solve', '-o', 'x', 'a', 'b'], 'argument-extra'],
    [['plan', 'solve', '--nothing'], 'unknown-option'],
    [['plan', 'solve', '--out'], 'option-value'],
    [['plan', 'frob'], 'unknown-command'],
    [['frob'], 'unknown-command'],
    [['plan', 'solve', '-o', 'x', '--seed', 'abc'], 'option-integer'],
    [['plan', 'solve', '-o', 'x', '--day', '2026-02-30'], 'option-day'],
    [['plan', 'solve', '-o', 'x.json', '--problem-out', 'x.txt'], 'option-ending'],
    [['serve', '--lang', 'fr'], 'option-choice'],
  ])('%j is wrong: %s', (words, key) => {
    expect(parse(words, commands)).toMatchObject({ kind: 'wrong', key });
  });
  test('names leave the city only for a stated purpose', () => {
    const words = ['export', 'members', '-o', 'x.xlsx'];
    expect(parse(words, tableCommands)).toMatchObject({ kind: 'run' });
    for (const more of [['--names'], ['--names', '--purpose', ' '], ['--names', '--purpose', '看']])
      expect(parse([...words, ...more], tableCommands)).toMatchObject({
        kind: 'wrong',
        key: 'option-missing',
        params: { option: '--purpose' },
      });
    expect(parse([...words, '--names', '--purpose', '核对名册'], tableCommands)).toMatchObject({
      kind: 'run',
      call: { options: { purpose: '核对名册' } },
    });
  });
  test('nothing, or --help anywhere, is a call for help', () => {
    expect(parse([], commands)).toMatchObject({ kind: 'help', command: undefined, group: commands });
    for (const words of [['plan'], ['plan', '--help'], ['plan', '--lang', 'en']])
      expect(parse(words, commands)).toMatchObject({ kind: 'help', group: [{ name: 'plan solve' }, { name: 'plan verify' }] });
    expect(parse(['plan', 'solve', '--help'], commands)).toMatchObject({ kind: 'help', command: { name: 'plan solve' } });
  });
});

describe('the environment', () => {
  test('defaults, and what is refused', () => {
    expect(readEnvironment({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      mode: 'demo',
      database: undefined,
      language: 'en',
    });
    expect(readEnvironment({ QUNYING_TRUSTED_PROXIES: '10.0.0.1, ::1' }).trustedProxies).toEqual(['10.0.0.1', '::1']);
    for (const wrong of [
      { PORT: '65536' },
      { PORT: '-1' },
      { PORT: '80.5' },
      { QUNYING_MODE: 'test' },
      { DATABASE_URL: 'localhost/x' },
      { QUNYING_OIDC_ISSUER: 'https://x' },
    ]) {
      expect(() => readEnvironment(wrong)).toThrow();
    }
  });
  test('Chinese for every Chinese locale, English otherwise', () => {
    expect(['zh_CN.UTF-8', 'zh-TW', 'ZH', 'en_US', 'C.UTF-8', '', undefined].map(languageOf)).toEqual([
      'zh-CN',
      'zh-CN',
      'zh-CN',
      'en',
      'en',
      'en',
      'en',
    ]);
  });
});

describe('texts of the command line', () => {
  const keys = (language: string) =>
    Object.keys(JSON.parse(readFileSync(join(packageRoot, 'texts', language, 'cli.json'), 'utf8')) as object).sort();
  const places = (text: string) => [...text.matchAll(/\{\{(\w+)[^}]*\}\}/g)].map((match) => match[1]).sort();

  test('both languages have the same keys and the same places', () => {
    expect(keys('zh-CN')).toEqual(keys('en'));
    const [zh, en] = [loadTexts('zh-CN'), loadTexts('en')];
    for (const key of keys('en')) expect(places(zh(key)), key).toEqual(places(en(key)));
  });

  test('every command, argument, option and variable has one', () => {
    const wanted = [
      ...EVERYWHERE.map((spec) => `option.${spec.name}`),
      ...VARIABLES.map((name) => `environment.${name}`),
      ...table.flatMap((command) => [
        `command.${keyOf(command)}`,
        ...(command.arguments ?? []).map((place) => `argument.${keyOf(command)}.${place.name}`),
        ...(command.options ?? []).map((spec) => `option.${keyOf(command)}.${spec.name}`),
      ]),
    ];
    expect(wanted.filter((key) => !keys('en').includes(key))).toEqual([]);
  });

  test('every failure that the code can raise has one', () => {
    const src = resolve(import.meta.dirname, '..');
    const raised = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .flatMap((path) =>
        [...readFileSync(join(src, path), 'utf8').matchAll(/new Failure\(\s*'([\w-]+)'/g)].map((match) => match[1]!),
      );
    expect(raised.length).toBeGreaterThan(20);
    expect([...new Set(raised)].filter((code) => !keys('en').includes(code)).sort()).toEqual([]);
  });

  test('help names every command and every variable in both languages', () => {
    for (const language of ['zh-CN', 'en'] as const) {
      const text = help(table, undefined, loadTexts(language));
      for (const command of table) expect(text).toContain(command.name);
      for (const name of VARIABLES) expect(text).toContain(name);
      for (const command of table)
        expect(help(table, command, loadTexts(language))).not.toMatch(/(option|argument|command)\.[a-z]/);
    }
  });
});
