/**
 * Counts of people for whoever is outside the organization that holds them: below five they are not told (0 says nothing about anyone).
 * Invariant: where counts are parts of a total that others may know, a part that is not small is hidden with the small ones, so that none
 * follows from the total and the rest.
 */

/** Counts from here on are shown to everyone who may see the thing they count. */
export const SHOWN_FROM = 5;

const small = (count: number): boolean => count > 0 && count < SHOWN_FROM;

/** The count, or null where it is small enough to point at somebody. */
export function fewHidden(count: number | null): number | null {
  return count === null || small(count) ? null : count;
}

/** Parts of one total: small ones are null, and with them the smallest of the others. */
export function partsHidden(counts: readonly number[]): (number | null)[] {
  return tableHidden([counts])[0] ?? [];
}

/** A table of counts whose rows and columns have totals: every row and column with a hidden small count hides one more that is not small. */
export function tableHidden(rows: readonly (readonly number[])[]): (number | null)[][] {
  const hidden = rows.map((row) => row.map(small));
  const width = Math.max(0, ...rows.map((row) => row.length));
  const lines = [
    ...rows.map((row, r) => row.map((_, c) => [r, c] as const)),
    ...(rows.length > 1 ? Array.from({ length: width }, (_, c) => rows.map((_row, r) => [r, c] as const)) : []),
  ];
  // Hiding more in a row can leave a column with too little hidden: until nothing changes, at most once a cell.
  for (let changed = true; changed; ) {
    changed = false;
    for (const line of lines) {
      const cells = line.filter(([r, c]) => hidden[r]![c]);
      if (cells.length === 0 || cells.some(([r, c]) => !small(rows[r]![c]!))) continue;
      const others = line.filter(([r, c]) => !hidden[r]![c]);
      // A zero comes last: it is the least likely to blur anything.
      const rank = ([r, c]: readonly [number, number]) => rows[r]![c] || Number.POSITIVE_INFINITY;
      const next = others.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) < rank(b) ? -1 : 1))[0];
      if (!next) continue;
      hidden[next[0]]![next[1]] = true;
      changed = true;
    }
  }
  return rows.map((row, r) => row.map((count, c) => (hidden[r]![c] ? null : count)));
}
