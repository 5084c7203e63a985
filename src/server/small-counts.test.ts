import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fewHidden, partsHidden, tableHidden } from './small-counts.ts';

const counts = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 2, maxLength: 6 });

/** Every table of counts that a reader could think of: shown cells as shown, hidden ones anything that keeps every total. */
function possible(shown: readonly (number | null)[], total: number): number[][] {
  const open = shown.flatMap((count, i) => (count === null ? [i] : []));
  let rest = [{ left: total - shown.reduce<number>((sum, count) => sum + (count ?? 0), 0), values: [] as number[] }];
  for (const [at] of open.entries()) {
    const last = at === open.length - 1;
    rest = rest.flatMap(({ left, values }) =>
      Array.from({ length: Math.max(0, left + 1) }, (_, value) => value)
        .filter((value) => !last || value === left)
        .map((value) => ({ left: left - value, values: [...values, value] })),
    );
  }
  return rest.map((one) => one.values);
}

test('below five is not told, nought and the rest are', () => {
  expect([0, 1, 4, 5, 12].map(fewHidden)).toEqual([0, null, null, 5, 12]);
});

test('no small part follows from the total and the other parts', () => {
  fc.assert(
    fc.property(counts, (parts) => {
      const shown = partsHidden(parts);
      const total = parts.reduce((sum, one) => sum + one, 0);
      const open = shown.flatMap((one, i) => (one === null ? [i] : []));
      for (const [at, i] of open.entries()) {
        if (parts[i]! === 0 || parts[i]! >= 5) continue;
        const guesses = new Set(possible(shown, total).map((values) => values[at]));
        expect(guesses.size, `${parts} ${shown}`).toBeGreaterThan(1);
      }
      expect(shown.every((one, i) => one === null || one === parts[i])).toBe(true);
      if (parts.every((one) => one === 0 || one >= 5)) expect(shown).toEqual(parts);
    }),
    { numRuns: 500 },
  );
});

test('in a table every row and column with a small count hides one that is not small, wherever it has one', () => {
  const table = fc.tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 5 })).chain(([rows, columns]) =>
    fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );
  fc.assert(
    fc.property(table, (rows) => {
      const shown = tableHidden(rows);
      const lines = [
        ...rows.map((row, r) => row.map((count, c) => ({ count, hidden: shown[r]![c] === null }))),
        ...rows[0]!.map((_, c) => rows.map((row, r) => ({ count: row[c]!, hidden: shown[r]![c] === null }))),
      ];
      for (const line of lines) {
        const small = line.filter((one) => one.count > 0 && one.count < 5);
        expect(small.every((one) => one.hidden)).toBe(true);
        const other = line.filter((one) => one.count === 0 || one.count >= 5);
        if (line.some((one) => one.hidden) && other.length > 0) expect(other.some((one) => one.hidden)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
