import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const ACT = /\baction: '([a-z-]+)',\s*subjectKind/g;

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return path.endsWith('.ts') && !path.endsWith('.test.ts') ? [readFileSync(path, 'utf8')] : [];
  });
}

test('every act that is written to the audit trail has its words in both languages', () => {
  const acts = new Set(sources(join(root, 'src/server')).flatMap((text) => [...text.matchAll(ACT)].map((match) => match[1]!)));
  expect(acts.size).toBeGreaterThan(20);
  for (const language of ['zh-CN', 'en']) {
    const texts = JSON.parse(readFileSync(join(root, `texts/${language}/acts.json`), 'utf8')) as Record<string, string>;
    expect([...acts].filter((act) => !texts[act]).sort(), language).toEqual([]);
  }
});
