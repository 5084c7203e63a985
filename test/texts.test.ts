import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LABELS } from '#contract/labels';

const folder = resolve(import.meta.dirname, '../texts');
const LANGUAGES = ['zh-CN', 'en'] as const;
/** Places in a form that stay blank until a person writes there. */
const BLANK = new Set(['official-signer-open', 'table-hint-type-text']);
const PLURAL = /_(zero|one|two|few|many|other)$/;

function read(language: string, file: string): Record<string, string> {
  return JSON.parse(readFileSync(join(folder, language, file), 'utf8')) as Record<string, string>;
}

/** Names of the values a text asks for, whatever their format. */
function valuesOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*-?\s*(\w+)/g)].map((match) => match[1]!))].sort();
}

const files = readdirSync(join(folder, 'zh-CN')).sort();

describe('texts', () => {
  test('both languages have the same files', () => {
    expect(readdirSync(join(folder, 'en')).sort()).toEqual(files);
  });

  for (const file of files) {
    test(`${file}: the same keys in both languages, plurals apart, and never a value that the other does not know`, () => {
      const [chinese, english] = LANGUAGES.map((language) => read(language, file)) as [
        Record<string, string>,
        Record<string, string>,
      ];
      const stems = (texts: Record<string, string>) =>
        [...new Set(Object.keys(texts).map((key) => key.replace(PLURAL, '')))].sort();
      expect(stems(english)).toEqual(stems(chinese));
      const wrong: string[] = [];
      for (const [key, text] of Object.entries(english)) {
        const other = chinese[key] ?? chinese[key.replace(PLURAL, '')] ?? chinese[`${key.replace(PLURAL, '')}_other`];
        // `count` chooses the plural and need not be said in both.
        const known = new Set([...valuesOf(other ?? ''), 'count']);
        for (const value of valuesOf(text)) if (!known.has(value)) wrong.push(`${key}: {{${value}}}`);
      }
      expect(wrong).toEqual([]);
    });
  }

  test('a state of a task is one word on its pages and in a refusal', () => {
    for (const language of ['zh-CN', 'en'] as const) {
      const [pages, refusals] = [read(language, 'tasks.json'), read(language, 'problems.json')];
      const states = ['draft', 'standing-enough', 'planned', 'submitted', 'approved', 'active', 'ended', 'cancelled'];
      // In a sentence English has it small.
      const said = states.map((state) => refusals[`problem-state.${state}`]!.toLowerCase());
      expect(said).toEqual(states.map((state) => pages[`state-${state}`]!.toLowerCase()));
    }
  });

  test('a word of the glossary is used one way', () => {
    /** What must not stand in place of a word of docs/glossary.md. */
    const others: Record<string, RegExp> = {
      没用上: /没有用上|未用上|用不上/,
      没答复: /未答复|没回答|未回答|没有答复/,
      再答一次: /再回答一次|重新答复|再次答复/,
      工作规则: /工作守则|工作章程/,
      组工干部: /组织干部|组工人员/,
      本任务上限: /本次任务上限|任务的上限/,
      出人单位: /借出单位|派出单位|出借单位/,
      'not used': /\bunused\b/i,
      'working rules': /\brules of work\b|\bwork rules\b/i,
      'cap for this task': /\bcap of (this|the) task\b|\btask cap\b/i,
      'called off': /\bcancell?ed\b/i,
    };
    const glossary = readFileSync(resolve(import.meta.dirname, '../docs/glossary.md'), 'utf8');
    const wrong: string[] = [];
    for (const [word, other] of Object.entries(others)) {
      expect(glossary.toLowerCase(), word).toContain(word === 'called off' ? 'call off' : word);
      for (const language of LANGUAGES)
        for (const file of files)
          for (const [key, text] of Object.entries(read(language, file)))
            if (other.test(text)) wrong.push(`${language}/${file} ${key}, ${word}: ${text}`);
    }
    expect(wrong).toEqual([]);
  });

  test('an English plural has both forms', () => {
    const halves: string[] = [];
    for (const file of files) {
      const keys = Object.keys(read('en', file));
      for (const key of keys) {
        if (key.endsWith('_one') && !keys.includes(key.replace(/_one$/, '_other'))) halves.push(`${file} ${key}`);
        if (key.endsWith('_other') && !keys.includes(key.replace(/_other$/, '_one'))) halves.push(`${file} ${key}`);
      }
    }
    expect(halves).toEqual([]);
  });

  test('an English count goes with its word: one person, two people', () => {
    const many =
      'people|members|units|organizations|participations|shifts|branches|committees|groups|hours|days|months|years|rows|cells|duties|offices|requests|relationships|gates|places|points|communities|posts|slots|counties|documents|rules|areas|leaders|secretaries|columns|nights|checkpoints|characters';
    const bare = new RegExp(
      `\\{\\{\\s*\\w+\\s*(,\\s*number\\s*)?\\}\\} ((standing|task|temporary|general|full|open|Party|lending) )?(${many})\\b`,
    );
    const wrong = files.flatMap((file) =>
      Object.entries(read('en', file))
        .filter(([key, text]) => !PLURAL.test(key) && bare.test(text))
        .map(([key, text]) => `${file} ${key}: ${text}`),
    );
    expect(wrong).toEqual([]);
    // Both forms stand there, and both begin with a word.
    const forms = files.flatMap((file) =>
      Object.entries(read('en', file)).flatMap(([key, text]) =>
        [...text.matchAll(/\{\{\s*\w+\s*,\s*([^}]*\|[^}]*)\}\}/g)]
          .filter((match) => !/^[a-z][^|]*\|[a-z][^|]*$/i.test(match[1]!.trim()))
          .map((match) => `${file} ${key}: ${match[0]}`),
      ),
    );
    expect(forms).toEqual([]);
  });

  test('house style: no empty text, no exclamation mark, no half-width comma between Chinese characters', () => {
    const wrong: string[] = [];
    for (const language of LANGUAGES) {
      for (const file of files) {
        for (const [key, text] of Object.entries(read(language, file))) {
          if (typeof text !== 'string' || (text.trim() === '' && !BLANK.has(key)))
            wrong.push(`${language}/${file} ${key}: empty`);
          else if (/[!！]/.test(text)) wrong.push(`${language}/${file} ${key}: ${text}`);
          else if (language === 'zh-CN' && /[一-鿿],[一-鿿]/.test(text)) wrong.push(`${language}/${file} ${key}: ${text}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('words that the city may rename', () => {
  const named = new Map(Object.values(LABELS).flatMap((paths) => paths.map((path) => [path as string, paths[0] as string])));

  test('each stands in both languages', () => {
    const missing = LANGUAGES.flatMap((language) =>
      [...named.keys()].filter((path) => {
        const [file, key] = path.split(':') as [string, string];
        return !read(language, `${file}.json`)[key];
      }),
    );
    expect(missing).toEqual([]);
  });

  test('S-166 no page of the console shows such a word that would not follow', () => {
    // Tables and documents keep the standard words, so that what was exported can be handed in again; history keeps its own.
    const fixed = /^(tables:|official:|plan-sheets:|rules:replay\.|privacy:field-group$|formation:column-groups$)/;
    const words = new Set([...named.values()].map((path) => read('zh-CN', 'org.json')[path.slice('org:'.length)]));
    const loose = files.flatMap((file) =>
      Object.entries(read('zh-CN', file))
        .map(([key, text]) => [`${file.slice(0, -5)}:${key}`, text] as const)
        .filter(([path, text]) => words.has(text) && !named.has(path) && !fixed.test(path))
        .map(([path]) => path),
    );
    expect(words.size).toBe(7);
    expect(loose).toEqual([]);
  });
});

describe('findings', () => {
  // A page looks for the words of a finding by its bare code in all these files: the same code twice would be two meanings.
  test('a code of a finding has its words in one file only', () => {
    const keys = files.filter((file) => file.startsWith('issues')).flatMap((file) => Object.keys(read('zh-CN', file)));
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });
});

describe('keys in the code', () => {
  const known = new Set(
    files.flatMap((file) => Object.keys(read('zh-CN', file)).map((key) => `${file.slice(0, -5)}:${key.replace(PLURAL, '')}`)),
  );
  const root = resolve(import.meta.dirname, '../src');
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path),
  );

  test('every key that is written out with its namespace exists', () => {
    const names = files.map((file) => file.slice(0, -5)).join('|');
    const pattern = new RegExp(`['"\`]((?:${names}):[a-z0-9][\\w.-]*)['"\`]`, 'g');
    const missing: string[] = [];
    for (const path of sources) {
      const code = readFileSync(join(root, path), 'utf8');
      for (const match of code.matchAll(pattern)) if (!known.has(match[1]!)) missing.push(`${path}: ${match[1]}`);
    }
    expect(missing).toEqual([]);
  });
});
