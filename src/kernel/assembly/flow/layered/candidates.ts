import type { Core } from './core.ts';

// Fields of a core node as in core.ts: V8 folds constants of the file itself, imported ones it reads at each use (a tenth of the time).
const PRICE = 0;
const STRIDE = 8;

const FEW = 48;
const bestKey = new Int32Array(FEW + 1);
const bestAt = new Int32Array(FEW + 1);
let packed = new Float64Array(1024);
let copy = new Int32Array(4096);

/**
 * Sorts `wanted` more entries of node `v` (or all that are left) behind its ready ones, by fresh keys; answers the new end of the ready part.
 * Keys plus `drop` never fall, so ready entries stay in order and what follows them never has a smaller key.
 */
export function extendReady(core: Core, v: number, wanted: number): number {
  const start = core.entryReady[v]!;
  keepReady(core, v, start);
  const length = core.entryStart[v + 1]! - start;
  const take = Math.min(wanted, length);
  if (take <= FEW) takeFew(core, v, start, length, take);
  else sortAll(core, v, start, length);
  const ready = take <= FEW ? start + take : start + length;
  core.entryReady[v] = ready;
  return ready;
}

/** Forgets the order of a node's entries, so that the next look sorts them by fresh keys. */
export function refresh(core: Core, v: number): void {
  core.entryReady[v] = core.entryStart[v]!;
  core.drop[v] = 0;
  keepReady(core, v, core.entryStart[v]!);
}

/** After an entry of node `v` came down to `key`: the ready part ends where keys above it begin; what is before them is still in order. */
export function trimReady(core: Core, v: number, key: number): void {
  const { entry, entryReady, entryStart } = core;
  const shifted = key + core.drop[v]!;
  let low = entryStart[v]!;
  let high = entryReady[v]!;
  if (high === low || entry[4 * high - 2]! <= shifted) return;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entry[4 * middle + 2]! <= shifted) low = middle + 1;
    else high = middle;
  }
  entryReady[v] = low;
  keepReady(core, v, low);
}

/** Notes that only what stood before `ready` is untouched, when someone wants to go back. */
function keepReady(core: Core, v: number, ready: number): void {
  core.lowReady.least(v, ready);
}

/** One pass that keeps the `take` smallest by insertion, then swaps them to the front. */
function takeFew(core: Core, v: number, start: number, length: number, take: number): void {
  const { entry, holder, node, leastWorth } = core;
  const drop = core.drop[v]!;
  let count = 0;
  let worst = 2_147_483_647;
  for (let k = 0; k < length; k++) {
    const e = (start + k) << 2;
    // Most are out by their cost alone: spares the look at the relay, which is seldom in the cache.
    if (entry[e + 1]! + leastWorth >= worst) continue;
    const r = entry[e]! << 1;
    const key = entry[e + 1]! + holder[r + 1]! + node[holder[r]! * STRIDE + PRICE]!;
    if (key >= worst) continue;
    let at = count < take ? count++ : take - 1;
    while (at > 0 && bestKey[at - 1]! > key) {
      bestKey[at] = bestKey[at - 1]!;
      bestAt[at] = bestAt[at - 1]!;
      at--;
    }
    bestKey[at] = key;
    bestAt[at] = k;
    if (count === take) worst = bestKey[take - 1]!;
  }
  for (let j = 0; j < take; j++) {
    const k = bestAt[j]!;
    const a = (start + j) << 2;
    const b = (start + k) << 2;
    if (k !== j) {
      const relay = entry[a]!;
      const cost = entry[a + 1]!;
      const arc = entry[a + 3]!;
      entry[a] = entry[b]!;
      entry[a + 1] = entry[b + 1]!;
      entry[a + 3] = entry[b + 3]!;
      entry[b] = relay;
      entry[b + 1] = cost;
      entry[b + 3] = arc;
      for (let m = j + 1; m < take; m++) {
        if (bestAt[m] === j) {
          bestAt[m] = k;
          break;
        }
      }
    }
    entry[a + 2] = bestKey[j]! + drop;
  }
}

function sortAll(core: Core, v: number, start: number, length: number): void {
  const { entry, holder, node } = core;
  const drop = core.drop[v]!;
  if (packed.length < length) {
    packed = new Float64Array(2 * length);
    copy = new Int32Array(8 * length);
  }
  for (let k = 0; k < length; k++) {
    const e = (start + k) << 2;
    const r = entry[e]! << 1;
    packed[k] = (entry[e + 1]! + holder[r + 1]! + node[holder[r]! * STRIDE + PRICE]!) * 1_048_576 + k;
  }
  packed.subarray(0, length).sort();
  copy.set(entry.subarray(start << 2, (start + length) << 2));
  for (let k = 0; k < length; k++) {
    const value = packed[k]!;
    const key = Math.floor(value / 1_048_576);
    const from = (value - key * 1_048_576) << 2;
    const e = (start + k) << 2;
    entry[e] = copy[from]!;
    entry[e + 1] = copy[from + 1]!;
    entry[e + 2] = key + drop;
    entry[e + 3] = copy[from + 3]!;
  }
}
