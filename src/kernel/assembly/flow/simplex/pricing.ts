import type { FlowCounts } from '../types.ts';
import type { Basis } from './basis.ts';

// Fields as in arcs.ts, named again here: V8 folds constants of the file itself, imported ones it reads at each use.
const TAIL = 0;
const HEAD = 1;
const COST = 2;

/**
 * The arc of most negative reduced cost in the first block of `block` arcs that has one, beginning behind the last block; -1 when no arc
 * has. Source: block search of Kelly, O'Neill, 1991, and Király, Kovács, 2012.
 */
export function entering(basis: Basis, block: number, counts: FlowCounts): number {
  const { price } = basis;
  return price instanceof Int32Array ? narrowSearch(basis, price, block, counts) : wideSearch(basis, price, block, counts);
}

function narrowSearch(basis: Basis, price: Int32Array, block: number, counts: FlowCounts): number {
  const { record } = basis;
  const size = record.length | 0;
  const length = block << 2;
  let k = basis.next | 0;
  let best = 0;
  let found = -1;
  for (let left = size; left > 0; ) {
    const stop = Math.min(k + length, size, k + left) | 0;
    left = (left - stop + k) | 0;
    for (; k < stop; k = (k + 4) | 0) {
      const reduced = (record[k + COST]! + price[record[k + TAIL]!]! - price[record[k + HEAD]!]!) | 0;
      if (reduced < best) {
        best = reduced;
        found = k;
      }
    }
    if (k === size) k = 0;
    if (found >= 0 || left === 0) {
      counts.scans += (size - left) >> 2;
      break;
    }
  }
  basis.next = k;
  return found;
}

/** As `narrowSearch` over prices in double precision. */
function wideSearch(basis: Basis, price: Float64Array, block: number, counts: FlowCounts): number {
  const { record } = basis;
  const size = record.length | 0;
  const length = block << 2;
  let k = basis.next | 0;
  let best = 0;
  let found = -1;
  for (let left = size; left > 0; ) {
    const stop = Math.min(k + length, size, k + left) | 0;
    left = (left - stop + k) | 0;
    for (; k < stop; k = (k + 4) | 0) {
      const reduced = record[k + COST]! + price[record[k + TAIL]!]! - price[record[k + HEAD]!]!;
      if (reduced < best) {
        best = reduced;
        found = k;
      }
    }
    if (k === size) k = 0;
    if (found >= 0 || left === 0) {
      counts.scans += (size - left) >> 2;
      break;
    }
  }
  basis.next = k;
  return found;
}
