import type { Core } from './core.ts';

/** Puts a free relay to use: `owner` takes it and pays `cost` on `arc`. */
export function takeRelay(core: Core, i: number, owner: number, cost: number, arc: number): void {
  const { relay, firstUsed, nextUsed, prevUsed } = core;
  const unit = relay[4 * i]!;
  const first = firstUsed[unit]!;
  nextUsed[i] = first;
  prevUsed[i] = -1;
  if (first >= 0) prevUsed[first] = i;
  firstUsed[unit] = i;
  passRelay(core, i, owner, cost, arc);
}

/** Gives a relay in use to another owner. */
export function passRelay(core: Core, i: number, owner: number, cost: number, arc: number): void {
  core.relay[4 * i + 2] = owner;
  core.relay[4 * i + 3] = cost;
  core.relayOwnerArc[i] = arc;
}

/** Frees a relay: its unit has the place back. */
export function releaseRelay(core: Core, i: number): void {
  const { relay, firstUsed, nextUsed, prevUsed } = core;
  const next = nextUsed[i]!;
  const prev = prevUsed[i]!;
  if (next >= 0) prevUsed[next] = prev;
  if (prev >= 0) nextUsed[prev] = next;
  else firstUsed[relay[4 * i]!] = next;
  relay[4 * i + 2] = -1;
  core.relayOwnerArc[i] = -1;
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
  const { exitFlow, exitCapacity, exitNext, exitHead, exitStart } = core;
  exitFlow[x]! += units;
  const v = exitHead[x]!;
  if (units < 0) {
    if (x < exitNext[v]!) exitNext[v] = x;
    return;
  }
  let next = exitNext[v]!;
  const end = exitStart[v + 1]!;
  while (next < end && exitFlow[next] === exitCapacity[next]) next++;
  exitNext[v] = next;
}

/**
 * First prices that make every open arc cost 0 or more: 0 when no cost is negative, else shortest distances from everywhere.
 * False when a few rounds do not settle them (a negative cycle, or long negative chains).
 * Source: Bellman, On a routing problem, 1958; Ford, Network Flow Theory, 1956.
 */
export function firstPrices(core: Core): boolean {
  const { nodeCount, price, relay, entryStart, entryRelay, entryCost, exitHead, exitCost, hub, plainTail, plainHead, plainCost } =
    core;
  const sees = (list: Int32Array) => list.some((value) => value < 0);
  let negative = sees(exitCost) || sees(plainCost) || sees(entryCost);
  for (let r = 1; r < relay.length && !negative; r += 4) negative = relay[r]! < 0;
  if (!negative) return true;
  for (let round = 0; round < 12; round++) {
    let changed = false;
    const lower = (v: number, value: number) => {
      if (value >= price[v]!) return;
      price[v] = value;
      changed = true;
    };
    for (let x = 0; x < exitHead.length; x++) lower(exitHead[x]!, price[hub]! + exitCost[x]!);
    for (let p = 0; p < plainHead.length; p++) lower(plainHead[p]!, price[plainTail[p]!]! + plainCost[p]!);
    for (let v = 0; v < nodeCount; v++) {
      for (let e = entryStart[v]!; e < entryStart[v + 1]!; e++) {
        const r = 4 * entryRelay[e]!;
        lower(v, price[relay[r]!]! + relay[r + 1]! + entryCost[e]!);
      }
    }
    if (!changed) return true;
  }
  return false;
}
