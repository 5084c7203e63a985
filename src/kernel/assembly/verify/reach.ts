import type { Member, Post } from '../problem.ts';
import type { Definitions } from './definitions.ts';

/**
 * Calls `see` with every member and place between which travel alone does not eat what the place pays above the price of the member and what he
 * gains already (all in points); the rest cannot gain anything. `gained` is read anew each time, so what `see` writes there shortens the way.
 * Members sorted from west to east, one strip of them for each place; two points more than needed, for rounding. A member with several starts
 * may be seen several times.
 */
export function eachInReach<Place extends { readonly post: Post; readonly price: number }>(
  definitions: Definitions,
  pays: readonly Place[],
  price: Float64Array,
  gained: Float64Array,
  see: (m: number, pay: Place) => void,
): void {
  const { members } = definitions.problem;
  const owner: number[] = [];
  const xs: number[] = [];
  const ys: number[] = [];
  const placeless: number[] = [];
  members.forEach((member, m) => {
    const starts = definitions.startsOf(member);
    if (starts.length === 0) placeless.push(m);
    for (const [x, y] of starts) {
      owner.push(m);
      xs.push(x);
      ys.push(y);
    }
  });
  const order = Int32Array.from(owner.keys()).sort((a, b) => xs[a]! - xs[b]!);
  const west = Float64Array.from(order, (i) => xs[i]!);
  const south = Float64Array.from(order, (i) => ys[i]!);
  const who = Int32Array.from(order, (i) => owner[i]!);
  for (const pay of pays) {
    const best = pay.price;
    if (best <= 0) continue;
    const goal = definitions.goalOf(pay.post);
    if (goal === null) {
      for (let m = 0; m < members.length; m++) if (price[m]! + gained[m]! < best) see(m, pay);
      continue;
    }
    for (const m of placeless) if (price[m]! + gained[m]! < best) see(m, pay);
    const [x, y] = goal;
    const far = 10 * best + 20;
    for (let i = firstAtLeast(west, x - far); i < west.length && west[i]! <= x + far; i++) {
      const m = who[i]!;
      const own = far - 10 * (price[m]! + gained[m]!);
      const dx = west[i]! - x;
      const dy = south[i]! - y;
      if (own > 0 && dx * dx + dy * dy <= own * own) see(m, pay);
    }
  }
}

/** Members by the name of their unit; people without one are left out. */
export function byUnit(members: readonly Member[]): Map<string, Member[]> {
  const found = new Map<string, Member[]>();
  for (const member of members) {
    if (member.unit === null) continue;
    const list = found.get(member.unit);
    if (list) list.push(member);
    else found.set(member.unit, [member]);
  }
  return found;
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
