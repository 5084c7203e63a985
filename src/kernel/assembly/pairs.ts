/** Pairings (member, slot kind) the solver looks at, in order of member and slot, each once, with their points. */
export interface Pairs {
  readonly member: Int32Array;
  readonly slot: Int32Array;
  /** Points of each: travel, skill, wish, boundary; those of a change of plan apart. */
  readonly cost: Int32Array;
}

/** No pairings. */
export const NO_PAIRS: Pairs = { member: new Int32Array(0), slot: new Int32Array(0), cost: new Int32Array(0) };

/** Pairings in any order and perhaps twice, until {@link PairList.pairs} sorts them. */
export class PairList {
  private keys = new Float64Array(1024);
  private length = 0;
  private readonly width: number;

  constructor(slotCount: number) {
    this.width = Math.max(1, slotCount);
  }

  add(m: number, s: number): void {
    if (this.length === this.keys.length) {
      const next = new Float64Array(2 * this.length);
      next.set(this.keys);
      this.keys = next;
    }
    this.keys[this.length++] = m * this.width + s;
  }

  /** All of them; `cost` says the points of each. */
  pairs(cost: (m: number, s: number) => number): Pairs {
    const { width } = this;
    const keys = this.keys.subarray(0, this.length).sort();
    let count = 0;
    for (let i = 0; i < keys.length; i++) if (i === 0 || keys[i] !== keys[i - 1]) keys[count++] = keys[i]!;
    this.length = count;
    const pairs = { member: new Int32Array(count), slot: new Int32Array(count), cost: new Int32Array(count) };
    for (let i = 0; i < count; i++) {
      const m = Math.floor(keys[i]! / width);
      const s = keys[i]! - m * width;
      pairs.member[i] = m;
      pairs.slot[i] = s;
      pairs.cost[i] = cost(m, s);
    }
    return pairs;
  }
}

/** Both sets of pairings, in order. */
export function joinPairs(a: Pairs, b: Pairs): Pairs {
  const most = a.member.length + b.member.length;
  const member = new Int32Array(most);
  const slot = new Int32Array(most);
  const cost = new Int32Array(most);
  let count = 0;
  for (let i = 0, k = 0; i < a.member.length || k < b.member.length; ) {
    let order = i === a.member.length ? 1 : k === b.member.length ? -1 : a.member[i]! - b.member[k]!;
    if (order === 0) order = a.slot[i]! - b.slot[k]!;
    const from = order <= 0 ? a : b;
    const at = order <= 0 ? i : k;
    member[count] = from.member[at]!;
    slot[count] = from.slot[at]!;
    cost[count++] = from.cost[at]!;
    if (order <= 0) i++;
    if (order >= 0) k++;
  }
  return { member: member.subarray(0, count), slot: slot.subarray(0, count), cost: cost.subarray(0, count) };
}

/** Position of a pairing among the given ones, -1 when it is not there: a search among those of the member. */
export function pairLookup(pairs: Pairs, memberCount: number): (m: number, s: number) => number {
  const { member, slot } = pairs;
  const start = new Int32Array(memberCount + 1);
  for (let i = 0; i < member.length; i++) start[member[i]! + 1]!++;
  for (let m = 0; m < memberCount; m++) start[m + 1]! += start[m]!;
  return (m, s) => {
    let low = start[m]!;
    let high = start[m + 1]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (slot[middle]! < s) low = middle + 1;
      else high = middle;
    }
    return low < start[m + 1]! && slot[low] === s ? low : -1;
  };
}
