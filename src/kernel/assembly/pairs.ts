/** Pairings (member, kind of place) the solver looks at, in order of member and kind, each once, with their points. */
export interface Pairs {
  readonly member: Int32Array;
  /** A spot, or a slot of its own for people tied to its post; numbers of `Instance.kinds`. */
  readonly kind: Int32Array;
  /** Points of each: travel, skill, wish, boundary; those of a change of plan apart. */
  readonly cost: Int32Array;
}

/** No pairings. */
export const NO_PAIRS: Pairs = { member: new Int32Array(0), kind: new Int32Array(0), cost: new Int32Array(0) };

/** Pairings in any order and perhaps twice, until {@link PairList.pairs} sorts them. */
export class PairList {
  private keys = new Float64Array(1024);
  private length = 0;
  private readonly width: number;

  constructor(kindCount: number) {
    this.width = Math.max(1, kindCount);
  }

  add(m: number, k: number): void {
    if (this.length === this.keys.length) {
      const next = new Float64Array(2 * this.length);
      next.set(this.keys);
      this.keys = next;
    }
    this.keys[this.length++] = m * this.width + k;
  }

  /** All of them; `cost` says the points of each. */
  pairs(cost: (m: number, k: number) => number): Pairs {
    const { width } = this;
    const keys = this.keys.subarray(0, this.length).sort();
    let count = 0;
    for (let i = 0; i < keys.length; i++) if (i === 0 || keys[i] !== keys[i - 1]) keys[count++] = keys[i]!;
    this.length = count;
    const pairs = { member: new Int32Array(count), kind: new Int32Array(count), cost: new Int32Array(count) };
    for (let i = 0; i < count; i++) {
      const m = Math.floor(keys[i]! / width);
      const k = keys[i]! - m * width;
      pairs.member[i] = m;
      pairs.kind[i] = k;
      pairs.cost[i] = cost(m, k);
    }
    return pairs;
  }
}

/** Both sets of pairings, in order. */
export function joinPairs(a: Pairs, b: Pairs): Pairs {
  const most = a.member.length + b.member.length;
  const member = new Int32Array(most);
  const kind = new Int32Array(most);
  const cost = new Int32Array(most);
  let count = 0;
  for (let i = 0, k = 0; i < a.member.length || k < b.member.length; ) {
    let order = i === a.member.length ? 1 : k === b.member.length ? -1 : a.member[i]! - b.member[k]!;
    if (order === 0) order = a.kind[i]! - b.kind[k]!;
    const from = order <= 0 ? a : b;
    const at = order <= 0 ? i : k;
    member[count] = from.member[at]!;
    kind[count] = from.kind[at]!;
    cost[count++] = from.cost[at]!;
    if (order <= 0) i++;
    if (order >= 0) k++;
  }
  return { member: member.subarray(0, count), kind: kind.subarray(0, count), cost: cost.subarray(0, count) };
}

/** Position of a pairing among the given ones, -1 when it is not there: a search among those of the member. */
export function pairLookup(pairs: Pairs, memberCount: number): (m: number, k: number) => number {
  const { member, kind } = pairs;
  const start = new Int32Array(memberCount + 1);
  for (let i = 0; i < member.length; i++) start[member[i]! + 1]!++;
  for (let m = 0; m < memberCount; m++) start[m + 1]! += start[m]!;
  return (m, k) => {
    let low = start[m]!;
    let high = start[m + 1]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (kind[middle]! < k) low = middle + 1;
      else high = middle;
    }
    return low < start[m + 1]! && kind[low] === k ? low : -1;
  };
}
