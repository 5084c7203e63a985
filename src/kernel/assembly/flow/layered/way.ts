import { CLOSED, type Core, NEED, PRICE, STEP, STRIDE, VIA } from './core.ts';
import { findTaker } from './forward.ts';
import type { CoreMap } from './map.ts';
import { FIRST_LIMIT, LONGER } from './meet.ts';
import { ENTRY, EXIT, EXIT_BACK, findNearest, type PathSearch, PLAIN, PLAIN_BACK, RELEASE } from './paths.ts';

/**
 * Arcs of the network, in order, of a cheapest residual way of one unit from core node `source` to core node `target` (`~arc`: given back);
 * null when there is none. Searches from both ends in turn, so that it costs little more than the cheaper one; nothing is changed when it returns.
 */
export function cheapestWay(search: PathSearch, map: CoreMap, source: number, target: number): number[] | null {
  const { core, node } = search;
  if (source === target) return [];
  core.hubList?.clear();
  search.before.begin();
  core.lowReady.begin();
  node[source * STRIDE + NEED] = -1;
  node[target * STRIDE + NEED] = 1;
  let way: number[] | null = null;
  for (let limit = FIRST_LIMIT; ; limit *= LONGER) {
    const giver = findNearest(search, [target], limit);
    if (giver === -1 || (giver >= 0 && search.bound >= CLOSED / 2)) break;
    const taker = giver >= 0 ? giver : findTaker(search, map, source, limit, false);
    if (taker === -1) break;
    if (taker < 0) continue;
    way = arcsOf(core, node, source);
    break;
  }
  node[source * STRIDE + NEED] = 0;
  node[target * STRIDE + NEED] = 0;
  goBack(search);
  return way;
}

/** Prices and orders of candidates as they were when the search began to keep them. */
export function goBack(search: PathSearch): void {
  const { core, node } = search;
  search.before.restore((v, price) => {
    node[v * STRIDE + PRICE] = price;
  });
  core.lowReady.restore((v, ready) => {
    core.entryReady[v] = ready;
  });
}

function arcsOf(core: Core, node: Int32Array, source: number): number[] {
  const arcs: number[] = [];
  for (let x = source; node[x * STRIDE + VIA]! >= 0; x = node[x * STRIDE + VIA]!) {
    const code = node[x * STRIDE + STEP]!;
    const at = code >> 3;
    const step = code & 7;
    if (step === ENTRY) arcs.push(endOf(core, core.entry[4 * at]!), core.entry[4 * at + 3]!);
    else if (step === RELEASE) arcs.push(~core.relayArc[at]!, ~core.relayIn[at]!);
    else if (step === PLAIN) arcs.push(core.plainArc[at]!);
    else if (step === PLAIN_BACK) arcs.push(~core.plainArc[at]!);
    else if (step === EXIT) arcs.push(core.exitArc[at]!);
    else if (step === EXIT_BACK) arcs.push(~core.exitArc[at]!);
  }
  return arcs;
}

/** The arc by which whoever holds relay `i` gives it a unit: its arc from the unit while free, else its owner's arc given back. */
export function endOf(core: Core, i: number): number {
  return core.relayArc[i]! < 0 ? core.relayIn[i]! : ~core.relayArc[i]!;
}
