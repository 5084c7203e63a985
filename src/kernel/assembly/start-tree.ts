import type { AreaSpan } from './area-spans.ts';
import type { Starts } from './instance.ts';

/** Starts in one leaf of the tree. */
const LEAF = 8;
/** Rounding of metres and of tens of metres, in points: travel costs no less than the straight way less this. */
const ROUNDING = 0.6;

const NO_AREA = 0x7fffffff;

/** What those who live in an area, and those who do not, cost a place besides. */
export interface Lean {
  readonly area: AreaSpan;
  readonly inside: number;
  readonly outside: number;
}

/** What those who start in the boxes of a tree cost besides travel: of each start, and the least in each box. */
export interface TreePrices {
  readonly own: Float64Array;
  readonly least: Float64Array;
}

/**
 * Starts of members in a tree of boxes, and in each box the least that anyone in it costs besides travel. A search for those who would come
 * to a place for less than it is worth passes over boxes that are too far or too dear. Made once for an instance, priced anew for each use.
 * Source: branch and bound over a bounding volume hierarchy in Morton order (Morton 1966; Lauterbach et al. 2009).
 */
export class StartTree {
  /** Member of each start, in the order of the tree. */
  private readonly member: Int32Array;
  private readonly x: Float64Array;
  private readonly y: Float64Array;
  private readonly leaves: number;
  /** Of node i at 4i: least x, least y, greatest x, greatest y; the root is 1, the children of i are 2i and 2i + 1. */
  private readonly box: Float64Array;
  /** Number of the area in which the member of each start lives, -1 where none is known; least and greatest of each node. */
  private readonly home: Int32Array;
  private readonly homes: Int32Array;
  /** Used when a search names no others. */
  private readonly prices: TreePrices;
  private readonly first: Int32Array;
  /** Place of each start in the order of the tree, made when first asked for. */
  private placeOf: Int32Array | null = null;
  private readonly order: Int32Array;
  private readonly stack = new Int32Array(128);
  private readonly low = new Float64Array(128);

  constructor(starts: Starts, homes: readonly (AreaSpan | null)[]) {
    const count = starts.x.length;
    const order = mortonOrder(starts);
    this.order = order;
    this.first = starts.first;
    this.member = Int32Array.from(order, (i) => starts.member[i]!);
    this.x = Float64Array.from(order, (i) => starts.x[i]!);
    this.y = Float64Array.from(order, (i) => starts.y[i]!);
    this.home = Int32Array.from(this.member, (m) => homes[m]?.enter ?? -1);
    let leaves = 1;
    while (leaves * LEAF < count) leaves *= 2;
    this.leaves = leaves;
    this.box = new Float64Array(8 * leaves);
    this.prices = this.unpriced();
    this.homes = new Int32Array(4 * leaves);
    const { box, homes: span } = this;
    for (let node = 2 * leaves - 1; node > 0; node--) {
      const at = 4 * node;
      box.fill(Number.POSITIVE_INFINITY, at, at + 2);
      box.fill(Number.NEGATIVE_INFINITY, at + 2, at + 4);
      if (node < leaves) {
        for (const child of [8 * node, 8 * node + 4]) {
          for (let k = 0; k < 2; k++) box[at + k] = Math.min(box[at + k]!, box[child + k]!);
          for (let k = 2; k < 4; k++) box[at + k] = Math.max(box[at + k]!, box[child + k]!);
        }
        span[2 * node] = Math.min(span[4 * node]!, span[4 * node + 2]!);
        span[2 * node + 1] = Math.max(span[4 * node + 1]!, span[4 * node + 3]!);
        continue;
      }
      const [from, end] = this.range(node);
      span[2 * node] = NO_AREA;
      span[2 * node + 1] = -1;
      for (let i = from; i < end; i++) {
        span[2 * node] = Math.min(span[2 * node]!, this.home[i]!);
        span[2 * node + 1] = Math.max(span[2 * node + 1]!, this.home[i]!);
        box[at] = Math.min(box[at]!, this.x[i]!);
        box[at + 1] = Math.min(box[at + 1]!, this.y[i]!);
        box[at + 2] = Math.max(box[at + 2]!, this.x[i]!);
        box[at + 3] = Math.max(box[at + 3]!, this.y[i]!);
      }
    }
  }

  /** Sets what each member costs besides travel, in points; Infinity: he cannot come. */
  price(prices: Float64Array, into: TreePrices = this.prices): void {
    const { leaves, member } = this;
    const { own, least } = into;
    for (let i = 0; i < own.length; i++) own[i] = prices[member[i]!]!;
    for (let node = 2 * leaves - 1; node > 0; node--) {
      if (node < leaves) {
        least[node] = Math.min(least[2 * node]!, least[2 * node + 1]!);
        continue;
      }
      let low = Number.POSITIVE_INFINITY;
      const [from, end] = this.range(node);
      for (let i = from; i < end; i++) low = Math.min(low, own[i]!);
      least[node] = low;
    }
  }

  /** Room for prices of its own, for a search that is asked again and again. */
  unpriced(): TreePrices {
    return { own: new Float64Array(this.member.length), least: new Float64Array(2 * this.leaves) };
  }

  /** Notes that a member costs `by` less than before. */
  lower(m: number, by: number, prices: TreePrices): void {
    const { leaves, first } = this;
    this.placeOf ??= inverse(this.order);
    const count = this.member.length;
    for (let i = first[m]!; i < first[m + 1]!; i++) {
      const at = this.placeOf[i]!;
      const price = prices.own[at]! - by;
      prices.own[at] = price;
      let leaf = Math.floor((at * leaves) / count);
      while (Math.floor(((leaf + 1) * count) / leaves) <= at) leaf++;
      for (let node = leaves + leaf; node > 0 && price < prices.least[node]!; node >>= 1) prices.least[node] = price;
    }
  }

  /**
   * Calls `see` with every member whose price with the way to the point comes below `worth`, the cheaper boxes first; `see` answers
   * the worth from then on, which may only fall. A member with several starts may be seen several times. `lean` says what those who live
   * in an area, and those who do not, cost besides.
   */
  search(
    px: number,
    py: number,
    worth: number,
    lean: Lean | null,
    see: (m: number, low: number) => number,
    prices: TreePrices = this.prices,
  ): void {
    const { leaves, stack, low, member, x, y, home } = this;
    const { own, least } = prices;
    const enter = lean === null ? 0 : lean.area.enter;
    const leave = lean === null ? 0 : lean.area.leave;
    let limit = worth;
    let top = 0;
    stack[0] = 1;
    low[0] = this.bound(least, 1, px, py, lean);
    while (top >= 0) {
      const node = stack[top]!;
      if (low[top--]! >= limit) continue;
      if (node >= leaves) {
        const [from, end] = this.range(node);
        for (let i = from; i < end; i++) {
          let price = own[i]!;
          if (lean !== null) price += home[i]! >= enter && home[i]! < leave ? lean.inside : lean.outside;
          const left = limit - price + ROUNDING;
          if (left <= 0) continue;
          const dx = x[i]! - px;
          const dy = y[i]! - py;
          const square = dx * dx + dy * dy;
          if (square >= 100 * left * left) continue;
          price += Math.round(Math.round(Math.sqrt(square)) / 10);
          if (price < limit) limit = see(member[i]!, price);
        }
        continue;
      }
      const a = this.bound(least, 2 * node, px, py, lean);
      const b = this.bound(least, 2 * node + 1, px, py, lean);
      const near = a <= b ? 0 : 1;
      stack[++top] = 2 * node + 1 - near;
      low[top] = near === 0 ? b : a;
      stack[++top] = 2 * node + near;
      low[top] = near === 0 ? a : b;
    }
  }

  private bound(least: Float64Array, node: number, px: number, py: number, lean: Lean | null): number {
    const { box } = this;
    const at = 4 * node;
    const dx = Math.max(box[at]! - px, px - box[at + 2]!, 0);
    const dy = Math.max(box[at + 1]! - py, py - box[at + 3]!, 0);
    const way = Math.sqrt(dx * dx + dy * dy) / 10 - ROUNDING;
    let low = least[node]! + (way > 0 ? way : 0);
    if (lean !== null) {
      const first = this.homes[2 * node]!;
      const last = this.homes[2 * node + 1]!;
      if (last < lean.area.enter || first >= lean.area.leave) low += lean.outside;
      else if (first >= lean.area.enter && last < lean.area.leave) low += lean.inside;
    }
    return low;
  }

  private range(leaf: number): [number, number] {
    const k = leaf - this.leaves;
    const count = this.member.length;
    return [Math.floor((k * count) / this.leaves), Math.floor(((k + 1) * count) / this.leaves)];
  }
}

function inverse(order: Int32Array): Int32Array {
  const places = new Int32Array(order.length);
  for (let at = 0; at < order.length; at++) places[order[at]!] = at;
  return places;
}

function mortonOrder({ x, y }: Starts): Int32Array {
  const count = x.length;
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    left = Math.min(left, x[i]!);
    right = Math.max(right, x[i]!);
    bottom = Math.min(bottom, y[i]!);
    top = Math.max(top, y[i]!);
  }
  const side = 65535 / Math.max(right - left, top - bottom, 1);
  // 32 bits of the curve and 21 of the number fit in a double.
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++)
    keys[i] = ((spread((x[i]! - left) * side) | (spread((y[i]! - bottom) * side) << 1)) >>> 0) * 2097152 + i;
  keys.sort();
  return Int32Array.from(keys, (key) => key % 2097152);
}

/** The 16 bits of a number with gaps between them. */
function spread(value: number): number {
  let v = value & 0xffff;
  v = (v | (v << 8)) & 0x00ff00ff;
  v = (v | (v << 4)) & 0x0f0f0f0f;
  v = (v | (v << 2)) & 0x33333333;
  return (v | (v << 1)) & 0x55555555;
}
