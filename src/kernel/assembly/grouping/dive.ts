import type { LocalProgram } from './local-program.ts';

/** More than any set of columns costs, and still exact to a millionth in the prices. */
const NEVER = 1e9;

/** A column used less is not taken; one used more is taken together with others like it. */
const LEAST_LEVEL = 0.3;
const SURE = 0.97;

/**
 * Columns that cover every row once, from the levels of the program: those used most are taken one after another, what cannot go with them is
 * forbidden, and the program is solved again (diving). Null where that ends nowhere. Costs and prices of the program are changed.
 */
export function dive(program: LocalProgram, rows: number): readonly number[] | null {
  const { level, basis } = program;
  const taken = new Int32Array(rows).fill(-1);
  const chosen: number[] = [];
  let open = rows;
  while (open > 0) {
    let best = -1;
    let most = LEAST_LEVEL;
    const before = open;
    for (let i = 0; i < program.rows; i++) {
      const k = basis[i]!;
      const first = program.row[k * program.width]!;
      if (first >= rows || taken[first]! >= 0 || level[i]! <= LEAST_LEVEL || program.cost[k]! >= NEVER) continue;
      if (level[i]! > SURE) take(k);
      else if (level[i]! > most) {
        most = level[i]!;
        best = k;
      }
    }
    if (open === 0) break;
    if (best >= 0) take(best);
    if (open === before) return null;
    forbid();
    program.improve();
  }
  return chosen;

  function take(k: number): void {
    const set = program.rowsOf(k, rows);
    if (set.some((r) => taken[r]! >= 0)) return;
    chosen.push(k);
    for (const r of set) taken[r] = k;
    open -= set.length;
  }

  function forbid(): void {
    for (let k = 0; k < program.count; k++)
      if (program.rowsOf(k, rows).some((r) => taken[r]! >= 0 && taken[r] !== k)) program.cost[k] = NEVER;
  }
}
