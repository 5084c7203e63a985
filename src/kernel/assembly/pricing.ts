import type { Reserved } from './candidates.ts';
import { askingCost, barrier, fits, type Instance, pairCost, type SlotKind, timeCost } from './instance.ts';
import { joinPairs, PairList, type Pairs, pairLookup } from './pairs.ts';
import { type Lean, StartTree } from './start-tree.ts';

/** Prices of a solved model, in points: of a place, and of one more duty of a member at a post. */
export interface PairPrices {
  /** What one more person at each spot is worth. */
  readonly spots: Float64Array;
  /** What one more duty of each member costs elsewhere, never below 0 and never more than {@link PairPrices.member} says. */
  readonly members: Float64Array;
  /** The same at a post, with what the rules outside the flow add; never below 0. */
  readonly member: (m: number, p: number) => number;
  /** true: for those with one duty it says no more than {@link PairPrices.members}. */
  readonly plain: boolean;
}

const barred = Number.POSITIVE_INFINITY;

/** Members times kinds of search up to which each window is a search of its own, with the wishes of all in the bound. */
const EXACT_WINDOWS = 50_000_000;

/**
 * Pairings left out that would improve the plan (price of the place > cost + price of the member), or come within `slack` of it. An empty
 * answer with slack 0 proves that the optimum over `known` is the optimum over all pairings. With `most` a spot gets the best so
 * many and four times its places; without it gets all.
 */
export function priceOut(instance: Instance, known: Pairs, reserved: Reserved, prices: PairPrices, slack = 0, most = 0): Pairs {
  return leftOutBy(instance, known, reserved, prices, slack, most, () => true);
}

/** People that are looked at one by one; more are found by a search over all. */
const FEW = 64;

/**
 * As {@link priceOut} where under the prices `proven` no pairing left out improves the plan: then only a spot that is worth more than by them, or
 * a person who costs less, can have one.
 */
export function priceOutSince(
  instance: Instance,
  known: Pairs,
  reserved: Reserved,
  prices: PairPrices,
  proven: PairPrices,
  most: number,
): Pairs {
  const cheaper = fewMembers(prices, (m) => prices.members[m]! < proven.members[m]!);
  if (!prices.plain || !proven.plain || cheaper === null) return priceOut(instance, known, reserved, prices, 0, most);
  const dearer = (spot: number) => prices.spots[spot]! > proven.spots[spot]!;
  const atSpots = leftOutBy(instance, known, reserved, prices, 0, most, dearer);
  return joinPairs(
    atSpots,
    oneByOne(instance, known, reserved, prices, 0, cheaper, (spot) => !dearer(spot)),
  );
}

function leftOutBy(
  instance: Instance,
  known: Pairs,
  reserved: Reserved,
  prices: PairPrices,
  slack: number,
  most: number,
  among: (spot: number) => boolean,
): Pairs {
  // A question about one place leaves most people without a finite price.
  const few = fewMembers(prices, (m) => prices.members[m]! < barred);
  if (few !== null && (most === 0 || few.length <= most)) return oneByOne(instance, known, reserved, prices, slack, few, among);
  const have = pairLookup(known, instance.problem.members.length);
  const { kinds, spots, slots } = instance;
  const added = new PairList(kinds.length);
  search(instance, reserved, prices, (spot) => ({
    worth: among(spot) ? prices.spots[spot]! + slack : 0,
    most: most > 0 ? most + 4 * spots.kinds[spot]!.count : 0,
    skips: (m) => have(m, slots.length + spot) >= 0,
    take: (m) => added.add(m, slots.length + spot),
  }));
  return added.pairs((m, k) => pairCost(instance, m, kinds[k]!));
}

/** Those of whom `is` holds, null when they are many. */
function fewMembers({ members }: PairPrices, is: (m: number) => boolean): readonly number[] | null {
  const few: number[] = [];
  for (let m = 0; m < members.length; m++) {
    if (!is(m)) continue;
    if (few.length === FEW) return null;
    few.push(m);
  }
  return few;
}

/** All pairings left out of these people with these spots that come within `slack` of improving the plan. */
function oneByOne(
  instance: Instance,
  known: Pairs,
  reserved: Reserved,
  prices: PairPrices,
  slack: number,
  members: readonly number[],
  among: (spot: number) => boolean,
): Pairs {
  const { kinds, spots, slots } = instance;
  const added = new PairList(kinds.length);
  const have = pairLookup(known, instance.problem.members.length);
  for (const m of members) {
    if (reserved.has(m)) continue;
    spots.kinds.forEach((kind, spot) => {
      const worth = prices.spots[spot]! + slack;
      if (worth <= prices.members[m]! || !among(spot) || have(m, slots.length + spot) >= 0) return;
      if (!fits(instance, m, kind) || barrier(instance, m, kind.post) !== null) return;
      if (pairCost(instance, m, kind) + prices.member(m, kind.post) < worth) added.add(m, slots.length + spot);
    });
  }
  return added.pairs((m, k) => pairCost(instance, m, kinds[k]!));
}

/** For each spot the people for whom it costs least, `most` of them, over all people and without a scan of all pairs. */
export function cheapestFor(
  instance: Instance,
  reserved: Reserved,
  prices: PairPrices,
  most: (spot: number) => number,
  take: (m: number, spot: number) => void,
): void {
  search(instance, reserved, prices, (spot) => ({
    worth: Number.MAX_SAFE_INTEGER,
    most: most(spot),
    skips: () => false,
    take: (m) => take(m, spot),
  }));
}

/** The least a member costs at such a place besides travel and his price; Infinity: he cannot come. */
export function ownCost(instance: Instance, m: number, { skill, must }: SlotKind, window: number): number {
  const { members, weights } = instance.problem;
  const member = members[m]!;
  if (member.willing === 'no' || member.maxDuties === 0) return barred;
  let cost = askingCost(member, weights);
  if (skill !== null && !instance.skills[m]!.has(skill)) cost += must ? barred : weights.otherSkill;
  return window < 0 ? cost : cost + timeCost(instance, m, window);
}

/** Costs kept for later searches of an instance, in all. */
const KEPT_COSTS = 4_000_000;

/** {@link ownCost} of all members; kept where the instance is small enough that questions about a plan ask for it again. */
function ownCosts(instance: Instance, kind: SlotKind, window: number, groups: number): Float64Array {
  const { own } = instance.prepared;
  const key = `${window}/${skillOf(kind)}`;
  const known = own.get(key);
  if (known !== undefined) return known;
  const costs = Float64Array.from(instance.unitOf, (_, m) => ownCost(instance, m, kind, window));
  if (costs.length * groups <= KEPT_COSTS) own.set(key, costs);
  return costs;
}

interface Wanted {
  readonly worth: number;
  /** 0: all. */
  readonly most: number;
  readonly skips: (m: number) => boolean;
  readonly take: (m: number) => void;
}

/** Goes through the spots by what they ask for, so that each search tree is priced once. */
function search(instance: Instance, reserved: Reserved, prices: PairPrices, wanted: (spot: number) => Wanted): void {
  const { problem, starts } = instance;
  const slots = instance.spots.kinds;
  const members = problem.members.length;
  const tree = treeOf(instance);
  const byWindow = members * new Set(slots.map(skillOf)).size * instance.windows.length <= EXACT_WINDOWS;
  const groups = new Map<string, number[]>();
  for (let s = 0; s < slots.length; s++) {
    const slot = slots[s]!;
    if (wanted(s).worth <= 0) continue;
    const key = `${byWindow ? instance.windowOf[slot.post] : ''}/${skillOf(slot)}`;
    const list = groups.get(key);
    if (list) list.push(s);
    else groups.set(key, [s]);
  }
  const own = new Float64Array(members);
  const everyone = Int32Array.from(instance.unitOf, (_, m) => m);
  const placeless = everyone.filter((m) => starts.first[m] === starts.first[m + 1]);
  const seen = new Int32Array(members).fill(-1);
  for (const group of groups.values()) {
    const kind = slots[group[0]!]!;
    const window = byWindow ? instance.windowOf[kind.post]! : -1;
    const besides = ownCosts(instance, kind, window, groups.size);
    for (let m = 0; m < members; m++) own[m] = besides[m]! + prices.members[m]!;
    for (const m of reserved) own[m] = barred;
    tree.price(own);
    const byPrice = cheapestFirst(everyone);
    const placelessByPrice = cheapestFirst(placeless);
    for (const s of group) searchOne(s, byPrice, placelessByPrice);
  }

  function searchOne(s: number, byPrice: () => Int32Array, placelessByPrice: () => Int32Array): void {
    const slot = slots[s]!;
    const { worth, most, skips, take } = wanted(s);
    if (worth <= 0 || most < 0) return;
    const best = new Best(most);
    const lean = leanOf(instance, slot);
    // Where times, skill and boundary are all in the bound, it is the cost.
    const whole =
      byWindow && prices.plain && !slot.near && problem.options.maxTravel === null && instance.postSpan[slot.post] !== null;
    let limit = worth;
    /** `low` is what the search knows of the cost, -1 nothing. */
    const look = (m: number, low: number): number => {
      if (seen[m] === s) return limit;
      seen[m] = s;
      const exact = whole && low >= 0 && problem.members[m]!.maxDuties === 1 && starts.first[m + 1]! - starts.first[m]! === 1;
      if (exact ? isExcluded(m, slot.post) : !fits(instance, m, slot) || barrier(instance, m, slot.post) !== null) return limit;
      if (skips(m)) return limit;
      const cost = exact ? low : pairCost(instance, m, slot) + prices.member(m, slot.post);
      if (cost < limit) {
        best.add(cost, m);
        // Those that cost the same as the dearest are seen too: the lower number goes first, whatever the order of the search.
        if (best.full) limit = Math.min(worth, best.dearest + 1);
      }
      return limit;
    };
    const point = instance.travels ? instance.postPoint[slot.post]! : null;
    const others = point === null ? byPrice() : placelessByPrice();
    const least = instance.travels ? problem.weights.noPlace : 0;
    for (let k = 0; k < others.length && own[others[k]!]! + least < limit; k++) look(others[k]!, -1);
    if (point !== null) tree.search(point.x, point.y, limit, lean, look);
    best.each((m) => take(m));
  }

  function isExcluded(m: number, p: number): boolean {
    const excluded = instance.exclusions.get(m);
    return excluded !== undefined && (excluded === 'all' || excluded.has(p));
  }

  /** Those who can come at all, by price; sorted when first asked for. */
  function cheapestFirst(members: Int32Array): () => Int32Array {
    let order: Int32Array | null = null;
    return () => {
      order ??= members.filter((m) => own[m]! < Number.POSITIVE_INFINITY).sort((a, b) => own[a]! - own[b]! || a - b);
      return order;
    };
  }
}

/** The cheapest so many of what is added (all with 0), ties by number. */
export class Best {
  private readonly most: number;
  /** A heap with the dearest on top, once it is full. */
  private readonly rows: { cost: number; m: number }[] = [];

  constructor(most: number) {
    this.most = most;
  }

  get full(): boolean {
    return this.most > 0 && this.rows.length === this.most;
  }

  get dearest(): number {
    return this.rows[0]!.cost;
  }

  add(cost: number, m: number): void {
    const { rows } = this;
    const row = { cost, m };
    if (!this.full) {
      rows.push(row);
      if (this.most === 0) return;
      let at = rows.length - 1;
      while (at > 0 && later(rows[at]!, rows[(at - 1) >> 1]!)) {
        const up = (at - 1) >> 1;
        [rows[at], rows[up]] = [rows[up]!, rows[at]!];
        at = up;
      }
      return;
    }
    if (!later(rows[0]!, row)) return;
    rows[0] = row;
    for (let at = 0; ; ) {
      let child = 2 * at + 1;
      if (child >= rows.length) return;
      if (child + 1 < rows.length && later(rows[child + 1]!, rows[child]!)) child++;
      if (!later(rows[child]!, rows[at]!)) return;
      [rows[at], rows[child]] = [rows[child]!, rows[at]!];
      at = child;
    }
  }

  each(take: (m: number, cost: number) => void): void {
    for (const { m, cost } of this.rows) take(m, cost);
  }
}

function later(a: { cost: number; m: number }, b: { cost: number; m: number }): boolean {
  return a.cost > b.cost || (a.cost === b.cost && a.m > b.m);
}

/** The tree of an instance's starts, made when first asked for. */
export function treeOf(instance: Instance): StartTree {
  instance.prepared.starts ??= new StartTree(instance.starts, instance.homeSpan);
  return instance.prepared.starts;
}

/** What a kind of place asks for, as a key. */
export function skillOf(slot: SlotKind): string {
  return slot.skill === null ? '' : `${slot.must ? 'must' : 'wish'} ${slot.skill}`;
}

/** What a place has against people of its area or from outside. */
export function leanOf(instance: Instance, slot: SlotKind): Lean | null {
  const { weights, posts } = instance.problem;
  const area = instance.postSpan[slot.post]!;
  if (area === null) return null;
  const { wish } = posts[slot.post]!;
  const inside = slot.outside || wish === 'outside' ? weights.boundary : 0;
  let outside = wish === 'local' && !slot.outside ? weights.boundary : 0;
  if (slot.local && !slot.near) outside += slot.must ? Number.POSITIVE_INFINITY : weights.otherSkill;
  return inside === 0 && outside === 0 ? null : { area, inside, outside };
}
