import { type Core, EXIT_AT, EXIT_COST, NO_EXIT, PRICE, STRIDE } from './core.ts';

/** Puts a free relay to use: `owner` takes it and pays `cost` on `arc`. */
export function takeRelay(core: Core, i: number, owner: number, cost: number, arc: number): void {
  const { relayUnit, firstUsed, nextUsed, prevUsed } = core;
  const unit = relayUnit[i]!;
  const first = firstUsed[unit]!;
  nextUsed[i] = first;
  prevUsed[i] = -1;
  if (first >= 0) prevUsed[first] = i;
  firstUsed[unit] = i;
  hold(core, i, owner, cost, arc);
}

/** Gives a relay in use to another owner. */
export function passRelay(core: Core, i: number, owner: number, cost: number, arc: number): void {
  letGo(core, i);
  hold(core, i, owner, cost, arc);
}

function hold(core: Core, i: number, owner: number, cost: number, arc: number): void {
  const { nextHeld, prevHeld, firstHeld } = core;
  const first = firstHeld[owner]!;
  nextHeld[i] = first;
  prevHeld[i] = -1;
  if (first >= 0) prevHeld[first] = i;
  firstHeld[owner] = i;
  core.holder[2 * i] = owner;
  core.holder[2 * i + 1] = -cost;
  core.relayArc[i] = arc;
}

function letGo(core: Core, i: number): void {
  const { nextHeld, prevHeld, firstHeld, holder } = core;
  const next = nextHeld[i]!;
  const prev = prevHeld[i]!;
  if (next >= 0) prevHeld[next] = prev;
  if (prev >= 0) nextHeld[prev] = next;
  else firstHeld[holder[2 * i]!] = next;
}

/** Frees a relay: its unit has the place back. */
export function releaseRelay(core: Core, i: number): void {
  letGo(core, i);
  const { relayUnit, relayCost, firstUsed, nextUsed, prevUsed } = core;
  const next = nextUsed[i]!;
  const prev = prevUsed[i]!;
  if (next >= 0) prevUsed[next] = prev;
  if (prev >= 0) nextUsed[prev] = next;
  else firstUsed[relayUnit[i]!] = next;
  core.holder[2 * i] = relayUnit[i]!;
  core.holder[2 * i + 1] = relayCost[i]!;
  core.relayArc[i] = -1;
}

/** Changes the flow of a plain arc and keeps the list of carrying arcs. */
export function addPlain(core: Core, p: number, units: number): void {
  const { plainFlow, plainTail, firstOut, nextOut, prevOut } = core;
  const old = plainFlow[p]!;
  const now = old + units;
  plainFlow[p] = now;
  if (old > 0 === now > 0) return;
  const tail = plainTail[p]!;
  if (now > 0) {
    const first = firstOut[tail]!;
    nextOut[p] = first;
    prevOut[p] = -1;
    if (first >= 0) prevOut[first] = p;
    firstOut[tail] = p;
  } else {
    const next = nextOut[p]!;
    const prev = prevOut[p]!;
    if (next >= 0) prevOut[next] = prev;
    if (prev >= 0) nextOut[prev] = next;
    else firstOut[tail] = next;
  }
}

/** Changes the flow of an exit; exits of a node fill in the order of their cost. */
export function addExit(core: Core, x: number, units: number): void {
  const { exitFlow, exitCapacity, exitCost, exitHead, exitStart, node } = core;
  if (exitFlow[x] === 0 && units > 0) core.hubList?.note(x);
  exitFlow[x]! += units;
  const v = exitHead[x]!;
  let next = Math.min(node[v * STRIDE + EXIT_AT]!, x);
  const end = exitStart[v + 1]!;
  while (next < end && exitFlow[next] === exitCapacity[next]) next++;
  node[v * STRIDE + EXIT_AT] = next;
  node[v * STRIDE + EXIT_COST] = next < end ? exitCost[next]! : NO_EXIT;
}

/**
 * First prices that make every open arc cost 0 or more: 0 when no cost is negative, else shortest distances from everywhere.
 * False when a few rounds do not settle them (a negative cycle, or long negative chains).
 * Source: Bellman, On a routing problem, 1958; Ford, Network Flow Theory, 1956.
 */
export function firstPrices(core: Core): boolean {
  if (!relaxed(core)) return false;
  noteLeastWorth(core);
  return true;
}

/** Finds what the cheapest relay is worth. */
export function noteLeastWorth(core: Core): void {
  const { holder, node } = core;
  let least = NO_EXIT;
  for (let r = 0; r < holder.length; r += 2) least = Math.min(least, node[holder[r]! * STRIDE + PRICE]! + holder[r + 1]!);
  core.leastWorth = least;
}

function relaxed(core: Core): boolean {
  const { network, nodeCount, node, holder, entryStart, entry, exitHead, exitCost, hub, plainTail, plainHead, plainCost } = core;
  if (!network.cost.some((value) => value < 0)) return true;
  const price = (v: number) => node[v * STRIDE + PRICE]!;
  for (let round = 0; round < 12; round++) {
    let changed = false;
    const lower = (v: number, value: number) => {
      if (value >= price(v)) return;
      node[v * STRIDE + PRICE] = value;
      changed = true;
    };
    for (let x = 0; x < exitHead.length; x++) lower(exitHead[x]!, price(hub) + exitCost[x]!);
    for (let p = 0; p < plainHead.length; p++) lower(plainHead[p]!, price(plainTail[p]!) + plainCost[p]!);
    for (let v = 0; v < nodeCount; v++) {
      for (let e = entryStart[v]!; e < entryStart[v + 1]!; e++) {
        const i = entry[4 * e]!;
        lower(v, price(holder[2 * i]!) + holder[2 * i + 1]! + entry[4 * e + 1]!);
      }
    }
    if (!changed) return true;
  }
  return false;
}
