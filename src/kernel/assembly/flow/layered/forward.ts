import { trimReady } from './candidates.ts';
import { CLOSED, DISTANCE, NEED, NO_EXIT, PRICE, STAMP, STEP, STRIDE, VIA } from './core.ts';
import type { CoreMap } from './map.ts';
import { ENTRY, EXIT, EXIT_BACK, GAVE_UP, type PathSearch, PLAIN, PLAIN_BACK, RELEASE } from './paths.ts';

/** Step of a forward way by a candidate arc; the way handed out names the entry instead. */
const BY_ARC = 6;

/**
 * The nearest node that lacks units, seen forwards from `origin`; with `toHub` a place may also go back to the hub. -1 when there is
 * none, `GAVE_UP` after `limit` settled nodes. Prices of all nodes nearer fall by the difference, so that the way found costs 0, and it
 * stands in the records as after a backward search (from `origin` on). Where a place given back is worth far more than its step, few
 * nodes share its price and this search ends at once, while the backward one would lift the whole city.
 * Source: Dijkstra's algorithm with potentials, as the backward search.
 */
export function findTaker(search: PathSearch, map: CoreMap, origin: number, limit: number, toHub: boolean): number {
  const { core, node, queue, settled } = search;
  const round = search.round + 2;
  search.round = round;
  search.bound = NO_EXIT;
  search.goal = -1;
  queue.clear();
  search.leastOffer = NO_EXIT;
  let count = 0;
  const goalHub = toHub ? core.hub : -1;
  label(search, origin, 0, -1, 0, -1);
  for (let v = queue.pop(); v >= 0; v = queue.pop()) {
    const base = queue.distance;
    if (base >= search.bound) break;
    const own = v * STRIDE;
    if (node[own + STAMP]! > round) continue;
    if (count >= limit) {
      search.goal = GAVE_UP;
      search.bound = base;
      break;
    }
    node[own + STAMP] = round + 1;
    settled[count++] = v;
    scanOut(search, map, v, base, goalHub);
  }
  search.settledCount = count;
  const { bound, goal } = search;
  if (goal === -1 || (goal !== GAVE_UP && bound >= CLOSED / 2)) return -1;
  for (let k = 0; k < count; k++) {
    const v = settled[k]!;
    const by = bound - node[v * STRIDE + DISTANCE]!;
    if (by === 0) continue;
    search.before.first(v, node[v * STRIDE + PRICE]!);
    node[v * STRIDE + PRICE]! -= by;
    if (core.hubList !== null) for (let x = core.exitStart[v]!; x < core.exitStart[v + 1]!; x++) core.hubList.note(x);
  }
  if (bound > 0) noteFalls(search, map);
  core.leastWorth = Math.min(core.leastWorth, search.leastOffer - bound);
  if (goal >= 0) turnWay(search, goal);
  return goal;
}

function label(search: PathSearch, x: number, reached: number, from: number, step: number, goalHub: number): void {
  const { node, round } = search;
  const at = x * STRIDE;
  if (reached >= search.bound || (node[at + STAMP]! >= round && node[at + DISTANCE]! <= reached)) return;
  node[at + STAMP] = round;
  node[at + DISTANCE] = reached;
  node[at + VIA] = from;
  node[at + STEP] = step;
  if (node[at + NEED]! > 0 || x === goalHub) {
    search.bound = reached;
    search.goal = x;
  } else search.queue.push(x, reached);
}

/** Labels all nodes that `v` could give a unit to; `base` is its distance. */
function scanOut(search: PathSearch, map: CoreMap, v: number, base: number, goalHub: number): void {
  const { core, node } = search;
  const { hub, relayUnit, relayCost, holder, nextHeld, exitHead, exitCost, exitFlow } = core;
  const shift = base + node[v * STRIDE + PRICE]!;
  for (let i = core.firstHeld[v]!; i >= 0; i = nextHeld[i]!) {
    const cost = holder[2 * i + 1]!;
    if (cost <= -CLOSED / 2) continue;
    offerRelay(search, map, v, i, shift + cost, goalHub);
    labelBehind(search, relayUnit[i]!, shift + cost - relayCost[i]!, v, i * 8 + RELEASE, goalHub);
  }
  const { unitStart, unitRelays } = map;
  for (let k = unitStart[v]!; k < unitStart[v + 1]!; k++) {
    const i = unitRelays[k]!;
    if (holder[2 * i] !== v) continue;
    const cost = holder[2 * i + 1]!;
    if (cost < CLOSED / 2) offerRelay(search, map, v, i, shift + cost, goalHub);
  }
  if (v === hub) {
    for (let x = 0; x < exitHead.length; x++)
      if (exitFlow[x]! < core.exitCapacity[x]!) labelBehind(search, exitHead[x]!, shift + exitCost[x]!, v, x * 8 + EXIT, goalHub);
    search.counts.scans += exitHead.length;
  }
  for (let x = core.exitStart[v]!; x < core.exitStart[v + 1]!; x++)
    if (exitFlow[x]! > 0) labelBehind(search, hub, shift - exitCost[x]!, v, x * 8 + EXIT_BACK, goalHub);
  for (let p = core.plainStart[v]!; p < core.plainStart[v + 1]!; p++)
    if (core.plainFlow[p]! > 0)
      labelBehind(search, core.plainTail[p]!, shift - core.plainCost[p]!, v, p * 8 + PLAIN_BACK, goalHub);
  for (let k = map.plainOutStart[v]!; k < map.plainOutStart[v + 1]!; k++) {
    const p = map.plainOut[k]!;
    if (core.plainFlow[p]! < core.plainCapacity[p]!)
      labelBehind(search, core.plainHead[p]!, shift + core.plainCost[p]!, v, p * 8 + PLAIN, goalHub);
  }
}

function labelBehind(search: PathSearch, x: number, reachedAndPrice: number, from: number, step: number, goalHub: number): void {
  label(search, x, reachedAndPrice - search.node[x * STRIDE + PRICE]!, from, step, goalHub);
}

/** Labels the nodes that could take relay `i`; `worth` is its worth plus the distance of its holder `v`. */
function offerRelay(search: PathSearch, map: CoreMap, v: number, i: number, worth: number, goalHub: number): void {
  const { node, round } = search;
  const { offer, offerStart } = map;
  if (worth < search.leastOffer) search.leastOffer = worth;
  const first = offerStart[i]!;
  const end = offerStart[i + 1]!;
  // The arc to the owner leads to `v` itself, which is settled.
  for (let k = 3 * first; k < 3 * end; k += 3) {
    const x = offer[k]!;
    const at = x * STRIDE;
    const cost = offer[k + 1]!;
    const reached = worth + cost - node[at + PRICE]!;
    if (reached >= search.bound || cost >= CLOSED / 2 || (node[at + STAMP]! >= round && node[at + DISTANCE]! <= reached))
      continue;
    label(search, x, reached, v, offer[k + 2]! * 8 + BY_ARC, goalHub);
  }
  search.counts.scans += end - first;
}

/** After prices fell: the keys of every list that names something of a settled node may be too high by as much as that node fell. */
function noteFalls(search: PathSearch, map: CoreMap): void {
  const { core, node, settled, settledCount, bound, round } = search;
  const { holder, nextHeld } = core;
  const { unitStart, unitRelays } = map;
  for (let k = 0; k < settledCount; k++) {
    const v = settled[k]!;
    const by = bound - node[v * STRIDE + DISTANCE]!;
    // Nodes stand in the order of their distance, so the first to name a list fell by most.
    if (by === 0) return;
    for (let i = core.firstHeld[v]!; i >= 0; i = nextHeld[i]!)
      if (holder[2 * i + 1]! > -CLOSED / 2) noteFall(search, map, i, by, round);
    for (let m = unitStart[v]!; m < unitStart[v + 1]!; m++) {
      const i = unitRelays[m]!;
      if (holder[2 * i] === v && holder[2 * i + 1]! < CLOSED / 2) noteFall(search, map, i, by, round);
    }
  }
}

function noteFall(search: PathSearch, map: CoreMap, i: number, by: number, round: number): void {
  const { below, core } = search;
  const { offer, offerStart } = map;
  for (let k = 3 * offerStart[i]!; k < 3 * offerStart[i + 1]!; k += 3) {
    const x = offer[k]!;
    if (below[x] === round || offer[k + 1]! >= CLOSED / 2) continue;
    below[x] = round;
    core.drop[x]! += by;
  }
}

/** After relay `i` came to be worth only `worth`: lists that name it keep only the part whose order is still sure. */
export function trimRelay(search: PathSearch, map: CoreMap, i: number, worth: number): void {
  const { core } = search;
  const { offer, offerStart } = map;
  if (worth < core.leastWorth) core.leastWorth = worth;
  for (let k = 3 * offerStart[i]!; k < 3 * offerStart[i + 1]!; k += 3)
    if (offer[k + 1]! < CLOSED / 2) trimReady(core, offer[k]!, worth + offer[k + 1]!);
}

/** Turns the records of the way so that each node names the next one towards `goal`. */
function turnWay(search: PathSearch, goal: number): void {
  const { core, node } = search;
  let next = -1;
  let step = 0;
  for (let x = goal; x >= 0; ) {
    const before = node[x * STRIDE + VIA]!;
    let own = node[x * STRIDE + STEP]!;
    if (before >= 0 && (own & 7) === BY_ARC) {
      let e = core.entryStart[x]!;
      while (core.entry[4 * e + 3] !== own >> 3) e++;
      own = e * 8 + ENTRY;
    }
    node[x * STRIDE + VIA] = next;
    node[x * STRIDE + STEP] = step;
    next = x;
    step = own;
    x = before;
  }
}
