import type { Core } from './core.ts';

let scratch = new Float64Array(1024);
let copies = new Int32Array(3 * 1024);

/**
 * Sorts at least `wanted` more entries of node `v` behind its ready ones, by fresh keys; answers the new end of the ready part.
 * Keys never fall (prices only rise), so ready entries stay in order and what follows them never has a smaller key.
 * Source: quickselect, Hoare, Algorithm 65: Find, 1961, then a sort of the part needed.
 */
export function extendReady(core: Core, v: number, wanted: number): number {
  const { entryReady, entryRelay, entryCost, entryKey, entryArc, relay, price } = core;
  const start = entryReady[v]!;
  const end = core.entryStart[v + 1]!;
  const length = end - start;
  if (scratch.length < length) {
    scratch = new Float64Array(2 * length);
    copies = new Int32Array(6 * length);
  }
  const packed = scratch;
  for (let k = 0; k < length; k++) {
    const e = start + k;
    const r = entryRelay[e]! << 2;
    const owner = relay[r + 2]!;
    const worth = owner < 0 ? price[relay[r]!]! + relay[r + 1]! : price[owner]! - relay[r + 3]!;
    packed[k] = Math.min(Math.floor(entryCost[e]! + worth), 2_147_483_647) * 1_048_576 + k;
  }
  let take = length;
  if (wanted < length >> 1) {
    take = wanted;
    select(packed, length, take);
  }
  packed.subarray(0, take).sort();
  for (let k = 0; k < length; k++) {
    copies[3 * k] = entryRelay[start + k]!;
    copies[3 * k + 1] = entryCost[start + k]!;
    copies[3 * k + 2] = entryArc[start + k]!;
  }
  for (let k = 0; k < length; k++) {
    const value = packed[k]!;
    const key = Math.floor(value / 1_048_576);
    const at = 3 * (value - key * 1_048_576);
    const e = start + k;
    entryKey[e] = key;
    entryRelay[e] = copies[at]!;
    entryCost[e] = copies[at + 1]!;
    entryArc[e] = copies[at + 2]!;
  }
  entryReady[v] = start + take;
  return start + take;
}

/** Forgets the order of a node's entries, so that the next look sorts them by fresh keys. */
export function refresh(core: Core, v: number): void {
  core.entryReady[v] = core.entryStart[v]!;
}

/** Brings the `count` smallest of the first `length` values to the front. */
function select(values: Float64Array, length: number, count: number): void {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const a = values[low]!;
    const b = values[middle]!;
    const c = values[high]!;
    const pivot = a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const t = values[i]!;
        values[i] = values[j]!;
        values[j] = t;
        i++;
        j--;
      }
    }
    if (count - 1 <= j) high = j;
    else if (count - 1 >= i) low = i;
    else return;
  }
}
