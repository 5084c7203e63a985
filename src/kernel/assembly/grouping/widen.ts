import type { NearLists, Nearness } from './nearness.ts';

/** Others kept for each number of full members, those worth most at the prices. */
const PER_KIND = 6;

/**
 * Lists with those others added that the prices make worth their way, however far within reach: a unit that nobody near can complete has a
 * high price, and stars that reach for it are missing from lists of the nearest. Column generation by lists; each list stays cheapest first.
 */
export function widen(near: Nearness, lists: NearLists, prices: Float64Array): NearLists {
  const { count, limits, full } = near;
  const highest = new Float64Array(3);
  prices.forEach((price, u) => {
    highest[full[u]!] = Math.max(highest[full[u]!]!, price);
  });
  const start = new Int32Array(count + 1);
  const unit: number[] = [];
  const cost: number[] = [];
  const seen = new Int32Array(count).fill(-1);
  const who = new Int32Array(3 * PER_KIND);
  const worth = new Float64Array(3 * PER_KIND);
  const size = new Int32Array(3);
  for (let host = 0; host < count; host++) {
    const from = lists.start[host]!;
    const to = lists.start[host + 1]!;
    for (let k = from; k < to; k++) seen[lists.unit[k]!] = host;
    size.fill(0);
    near.around(
      host,
      limits.reach,
      (other) => {
        const way = near.cost(host, other);
        const value = prices[other]! - way;
        if ((value <= 0 && full[other] === 0) || way > limits.reach) return;
        const kind = full[other]!;
        const first = kind * PER_KIND;
        let at = size[kind]!;
        if (at === PER_KIND) {
          if (value <= worth[first + at - 1]!) return;
          at--;
        } else size[kind]!++;
        while (at > 0 && worth[first + at - 1]! < value) {
          worth[first + at] = worth[first + at - 1]!;
          who[first + at] = who[first + at - 1]!;
          at--;
        }
        worth[first + at] = value;
        who[first + at] = other;
      },
      (seenTo) => {
        for (let kind = 0; kind < 3; kind++) {
          const most = highest[kind]! - seenTo;
          if (
            kind === 0
              ? most > 0 && !(size[0] === PER_KIND && worth[PER_KIND - 1]! >= most)
              : size[kind]! < PER_KIND || worth[kind * PER_KIND + PER_KIND - 1]! < most
          )
            return false;
        }
        return true;
      },
    );
    const all: [number, number][] = [];
    for (let k = from; k < to; k++) all.push([lists.cost[k]!, lists.unit[k]!]);
    for (let kind = 0; kind < 3; kind++)
      for (let k = 0; k < size[kind]!; k++) {
        const other = who[kind * PER_KIND + k]!;
        if (seen[other] === host) continue;
        all.push([near.cost(host, other), other]);
      }
    if (all.length > to - from) all.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    for (const [way, other] of all) {
      unit.push(other);
      cost.push(way);
    }
    start[host + 1] = unit.length;
  }
  return { start, unit: Int32Array.from(unit), cost: Int32Array.from(cost) };
}
