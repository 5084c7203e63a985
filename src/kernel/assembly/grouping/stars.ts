import type { NearLists, Nearness } from './nearness.ts';
import { LEAST_FULL } from './problem.ts';

/**
 * Pricing of stars: for one host at given prices of units, the set of others whose prices exceed what joining costs by most. Exact but
 * for the limit of members, which `capped` takes up. Others fall into three classes by full members (0, 1, 2); of each class only
 * the best `mostUnits − 1` can matter, so that all numbers per class are tried.
 */
export class StarPricer {
  /** The set found last, the host left out. */
  readonly picked: Int32Array;
  pickedCount = 0;
  private readonly near: Nearness;
  private readonly room: number;
  private readonly best: readonly Float64Array[];
  private readonly who: readonly Int32Array[];
  private readonly size = new Int32Array(LEAST_FULL);

  constructor(near: Nearness) {
    this.near = near;
    this.room = near.limits.mostUnits - 1;
    this.picked = new Int32Array(this.room);
    this.best = Array.from({ length: LEAST_FULL }, () => new Float64Array(this.room + 1));
    this.who = Array.from({ length: LEAST_FULL }, () => new Int32Array(this.room + 1));
  }

  /** Forgets the others seen. */
  reset(): void {
    this.size.fill(0);
  }

  /** Shows one other of the host with its price less what joining costs. */
  offer(host: number, other: number, value: number): void {
    const kind = this.near.full[other]!;
    if (kind === 0 && value <= 0) return;
    const values = this.best[kind]!;
    let at = this.size[kind]!;
    if (at === this.room && value <= values[at - 1]!) return;
    if (this.near.members[host]! + this.near.members[other]! > this.near.limits.mostMembers) return;
    const who = this.who[kind]!;
    if (at < this.room) this.size[kind]!++;
    else at--;
    while (at > 0 && values[at - 1]! < value) {
      values[at] = values[at - 1]!;
      who[at] = who[at - 1]!;
      at--;
    }
    values[at] = value;
    who[at] = other;
  }

  /** The most that a set of the offered others is worth; −Infinity where none gives three full members. Fills `picked`. */
  settle(host: number): number {
    const [v0, v1, v2] = this.best as [Float64Array, Float64Array, Float64Array];
    const own = this.near.full[host]!;
    let most = Number.NEGATIVE_INFINITY;
    let counts: [number, number, number] = [0, 0, 0];
    let sum2 = 0;
    for (let b = 0; b <= this.size[2]!; b++) {
      if (b > 0) sum2 += v2[b - 1]!;
      let sum = sum2;
      for (let a = 0; a <= this.size[1]! && a + b <= this.room; a++) {
        if (a > 0) sum += v1[a - 1]!;
        if (own + a + 2 * b < LEAST_FULL) continue;
        let total = sum;
        let c = 0;
        for (; c < this.size[0]! && a + b + c < this.room; c++) total += v0[c]!;
        if (total > most) {
          most = total;
          counts = [c, a, b];
        }
      }
    }
    this.pickedCount = 0;
    if (most > Number.NEGATIVE_INFINITY)
      counts.forEach((count, kind) => {
        for (let k = 0; k < count; k++) this.picked[this.pickedCount++] = this.who[kind]![k]!;
      });
    return most;
  }

  /** Whether the set found last keeps the limit of members. */
  fits(host: number): boolean {
    let sum = this.near.members[host]!;
    for (let k = 0; k < this.pickedCount; k++) sum += this.near.members[this.picked[k]!]!;
    return sum <= this.near.limits.mostMembers;
  }
}

/** The least reduced cost of any star of a host over its list, prices given; the set is in the pricer. */
export function cheapestStar(pricer: StarPricer, lists: NearLists, prices: Float64Array, host: number): number {
  pricer.reset();
  for (let k = lists.start[host]!; k < lists.start[host + 1]!; k++) {
    const other = lists.unit[k]!;
    pricer.offer(host, other, prices[other]! - lists.cost[k]!);
  }
  return -prices[host]! - pricer.settle(host);
}

/** The same over given others and exact in the limit of members: a knapsack by number of units, full members and members. */
export function cheapestCapped(near: Nearness, prices: Float64Array, host: number, others: readonly number[]): number {
  const room = near.limits.mostMembers - near.members[host]!;
  const most = near.limits.mostUnits - 1;
  const width = room + 1;
  const at = (units: number, full: number, members: number) => (units * (LEAST_FULL + 1) + full) * width + members;
  if (room < 0) return Number.POSITIVE_INFINITY;
  const worth = new Float64Array((most + 1) * (LEAST_FULL + 1) * width).fill(Number.NEGATIVE_INFINITY);
  worth[at(0, near.full[host]!, 0)] = 0;
  for (const other of others) {
    const value = prices[other]! - near.cost(host, other);
    const size = near.members[other]!;
    for (let units = most - 1; units >= 0; units--)
      for (let full = LEAST_FULL; full >= 0; full--)
        for (let members = room - size; members >= 0; members--) {
          const now = worth[at(units, full, members)]!;
          if (now === Number.NEGATIVE_INFINITY) continue;
          const to = at(units + 1, Math.min(LEAST_FULL, full + near.full[other]!), members + size);
          if (now + value > worth[to]!) worth[to] = now + value;
        }
  }
  let best = Number.NEGATIVE_INFINITY;
  for (let units = 0; units <= most; units++)
    for (let members = 0; members <= room; members++) best = Math.max(best, worth[at(units, LEAST_FULL, members)]!);
  return -prices[host]! - best;
}
