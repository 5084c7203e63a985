import { expect, test } from 'vitest';
import { newId } from './id.ts';

test('ids are all different, also when thousands are made within one millisecond, and sort by the time of making', async () => {
  const ids = Array.from({ length: 20_000 }, newId);
  expect(new Set(ids).size).toBe(ids.length);
  // The random part alone is different too: no two ids share the bytes they were made from.
  expect(new Set(ids.map((id) => id.slice(15))).size).toBe(ids.length);
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
  await new Promise((later) => setTimeout(later, 3));
  expect(newId() > ids.at(-1)!).toBe(true);
});
