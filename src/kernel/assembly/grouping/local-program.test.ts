import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutTriples } from './cuts.ts';
import { dive } from './dive.ts';
import { LocalProgram } from './local-program.ts';

const ROWS = 8;

/** Columns over eight rows: each row alone at a high cost, then some sets of two to five rows. */
const columns = fc
  .array(fc.record({ rows: fc.uniqueArray(fc.nat(ROWS - 1), { minLength: 2, maxLength: 5 }), cost: fc.nat(300) }), {
    minLength: 4,
    maxLength: 40,
  })
  .map((sets) => [...Array.from({ length: ROWS }, (_, row) => ({ rows: [row], cost: 200 })), ...sets]);

type Columns = readonly { readonly rows: readonly number[]; readonly cost: number }[];

const maskOf = (rows: readonly number[]) => rows.reduce((mask, row) => mask | (1 << row), 0);

/** The least cost of an exact cover, by all subsets of rows. */
function cheapest(sets: Columns): number {
  const best = new Float64Array(2 ** ROWS).fill(Number.POSITIVE_INFINITY);
  best[0] = 0;
  for (let mask = 0; mask < best.length; mask++)
    for (const { rows, cost } of sets) {
      const own = maskOf(rows);
      if ((own & mask) === 0) best[mask | own] = Math.min(best[mask | own]!, best[mask]! + cost);
    }
  return best.at(-1)!;
}

function programOf(sets: Columns): LocalProgram {
  const program = new LocalProgram(5);
  program.reset(ROWS);
  for (const { rows, cost } of sets) {
    const k = program.add(cost);
    for (const row of rows) program.cover(k, row);
  }
  program.solve(Array.from({ length: ROWS }, (_, row) => row));
  return program;
}

test('the program proves no more than the best exact cover costs, with cuts at least as much as without, and no column is below its prices', () => {
  let closed = 0;
  let open = 0;
  fc.assert(
    fc.property(columns, (sets) => {
      const best = cheapest(sets);
      const program = programOf(sets);
      const plain = program.bound;
      expect(plain).toBeLessThanOrEqual(best + 1e-6);
      for (let k = 0; k < sets.length; k++) expect(program.reduced(k)).toBeGreaterThanOrEqual(-1e-5);
      if (plain < best - 0.5) open++;
      for (let round = 0; round < 10 && cutTriples(program, ROWS) > 0; round++) {
        const before = program.bound;
        program.resolve();
        expect(program.bound).toBeGreaterThanOrEqual(before - 1e-6);
        expect(program.bound).toBeLessThanOrEqual(best + 1e-6);
        for (let k = 0; k < program.count; k++) expect(program.reduced(k)).toBeGreaterThanOrEqual(-1e-5);
      }
      if (plain < best - 0.5 && program.bound >= best - 0.5) closed++;
    }),
    { numRuns: 1000, seed: 11 },
  );
  // Fractions do occur, and the cuts do close most of what they leave open.
  expect(open).toBeGreaterThan(20);
  expect(closed).toBeGreaterThan(open / 2);
});

test('a dive ends in an exact cover or nowhere', () => {
  let ended = 0;
  fc.assert(
    fc.property(columns, (sets) => {
      const found = dive(programOf(sets), ROWS);
      if (found === null) return;
      ended++;
      expect(found.flatMap((k) => sets[k]!.rows).sort()).toEqual(Array.from({ length: ROWS }, (_, row) => row));
      expect(found.reduce((sum, k) => sum + sets[k]!.cost, 0)).toBeGreaterThanOrEqual(cheapest(sets));
    }),
    { numRuns: 500, seed: 12 },
  );
  expect(ended).toBeGreaterThan(450);
});
