import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const ROW = /^\| (?:(I-\d+) )?\| .*\| `([^`]+)` (.+) \|$/;
/** Those of the domain model that the product has the things for. */
const HELD = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 15, 16, 17, 18, 19, 20];

test('every invariant has its tests, and every test that docs/invariants.md names exists', () => {
  const rows = readFileSync(join(root, 'docs/invariants.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| invariant'));
  const named: string[] = [];
  const missing = rows.filter((row) => {
    const [, invariant, file, title] = ROW.exec(row) ?? [];
    if (invariant) named.push(invariant);
    return !file || !title || !existsSync(join(root, file)) || !readFileSync(join(root, file), 'utf8').includes(`('${title}'`);
  });
  expect(missing).toEqual([]);
  expect(named).toEqual(HELD.map((no) => `I-${no}`));
});
