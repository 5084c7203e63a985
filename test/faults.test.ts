import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const ROW = /^\|(.*)\|(.*)\| `([^`]+)` (.+) \|$/;

test('every case of docs/faults.md names a test that exists', () => {
  const rows = readFileSync(join(root, 'docs/faults.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|(---|.*\| test \|$)/.test(line));
  expect(rows.length).toBeGreaterThan(30);
  const missing = rows.filter((row) => {
    const [, , , file, title] = ROW.exec(row) ?? [];
    if (!file || !title || !existsSync(join(root, file))) return true;
    return (
      !readFileSync(join(root, file), 'utf8').includes(`('${title}'`) &&
      !readFileSync(join(root, file), 'utf8').includes(`\n  '${title}'`)
    );
  });
  expect(missing).toEqual([]);
});
