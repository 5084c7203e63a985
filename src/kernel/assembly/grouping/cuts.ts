import type { LocalProgram } from './local-program.ts';

/** By how much a triple has to be used more than once, and how many are cut off at a time. */
const LEAST_EXCESS = 0.1;
const AT_ONCE = 12;

/**
 * Cuts off fractions: of any three rows two or three can be together in one column only (subset row inequalities; Jepsen, Petersen,
 * Spoorendonk, Pisinger 2008). Adds those that the levels of the program break most; returns how many.
 */
export function cutTriples(program: LocalProgram, units: number): number {
  const pair = new Float64Array(units * units);
  const broken: number[][] = [];
  const weight: number[] = [];
  for (let i = 0; i < program.rows; i++) {
    const level = program.level[i]!;
    if (level < 0.02 || level > 0.98) continue;
    const set = program.rowsOf(program.basis[i]!, units);
    if (set.length < 2) continue;
    broken.push(set);
    weight.push(level);
    for (const a of set) for (const b of set) pair[a * units + b]! += level;
  }
  const found: { a: number; b: number; c: number; excess: number }[] = [];
  const rows = [...new Set(broken.flat())].sort((a, b) => a - b);
  for (const a of rows)
    for (const b of rows) {
      if (b <= a) continue;
      const ab = pair[a * units + b]!;
      for (const c of rows) {
        if (c <= b || ab + pair[a * units + c]! + pair[b * units + c]! <= 1 + LEAST_EXCESS) continue;
        let excess = -1;
        broken.forEach((set, k) => {
          let times = 0;
          for (const row of set) if (row === a || row === b || row === c) times++;
          if (times >= 2) excess += weight[k]!;
        });
        if (excess > LEAST_EXCESS) found.push({ a, b, c, excess });
      }
    }
  found.sort((p, q) => q.excess - p.excess || p.a - q.a || p.b - q.b || p.c - q.c);
  let added = 0;
  for (const { a, b, c } of found.slice(0, AT_ONCE)) if (program.cut(a, b, c)) added++;
  return added;
}
