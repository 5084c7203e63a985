import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { testsByRow } from '../scripts/generate/lecture-coverage.ts';
import { staleFiles } from '../scripts/generate.ts';

const root = resolve(import.meta.dirname, '..');

test('generated references are fresh (npm run generate)', async () => {
  expect(await staleFiles(root)).toEqual([]);
});
test('rows named by tests exist', async () => {
  const { default: rows } = (await import('../docs/reference/lecture-rows.json')) as { default: { id: string }[] };
  const known = new Set(rows.map((row) => row.id));
  expect(rows).toHaveLength(290);
  expect([...testsByRow(root).keys()].filter((id) => !known.has(id))).toEqual([]);
});
