import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { loadRuleContent } from './rule-content.ts';

const root = join(import.meta.dirname, '../..');
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});
async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'content-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

test('the rulebooks of the product load without an issue', () => {
  const loaded = loadRuleContent(join(root, 'rulebooks'));
  expect(loaded.ok ? [] : loaded.issues).toEqual([]);
});
test('all issues of all files come back together', async () => {
  const document = {
    id: 'x',
    title: { 'zh-CN': '甲', en: 'x' },
    issuer: null,
    kind: 'opinion',
    era: 'live',
    version: '1',
    issuedOn: null,
    note: null,
  };
  const folder = await folderWith({
    'x/document.json': JSON.stringify({ ...document, id: 'y' }),
    'x/broken.json': '{',
    'z/rule.json': '{}',
    'x/cases/any.json': 'not read',
  });
  const loaded = loadRuleContent(folder);
  const codes = loaded.ok ? [] : loaded.issues.map((issue) => issue.code);
  expect(codes).toEqual(expect.arrayContaining(['json-broken-at', 'rulebook-id-is-path', 'field-missing']));
});
