import Flatbush from 'flatbush';
import KDBush from 'kdbush';
import { barrier, fits, type Instance, pairCost, travelPoints } from './instance.ts';

/** Pairings (member, slot kind) the solver looks at, in order of member and slot, each once. */
export interface Pairs {
  readonly member: Int32Array;
  readonly slot: Int32Array;
}

/** Below this many possible pairings all of them are taken. */
const ALL_PAIRS = 60_000;

/** Who takes no part: reserved for an office of the task, with what he does. */
export type Reserved = ReadonlySet<number>;

/**
 * The pairings to start with: for each member the nearest posts, for each kind of place the nearest who fit, and whatever people fixed or
 * published. No scan of all pairs; {@link priceOut} adds what the optimum needs.
 */
export function firstPairs(instance: Instance, reserved: Reserved, pins: ReadonlyMap<number, readonly number[]>): Pairs {
  const { problem, slots } = instance;
  const chosen = new PairSet(slots.length);
  const addPost = (m: number, p: number) => {
    for (const s of instance.slotsOfPost[p]!) if (fits(instance, m, slots[s]!)) chosen.add(m, s);
  };
  if (problem.members.length * slots.length <= ALL_PAIRS) {
    for (let m = 0; m < problem.members.length; m++) {
      if (reserved.has(m)) continue;
      for (let p = 0; p < problem.posts.length; p++) if (barrier(instance, m, p) === null) addPost(m, p);
    }
    return chosen.pairs();
  }
  const located = problem.posts.flatMap((_, p) => (instance.postPoint[p] && instance.slotsOfPost[p]!.length > 0 ? [p] : []));
  if (located.length > 0) {
    const index = new Flatbush(located.length);
    for (const p of located) index.add(instance.postPoint[p]!.x, instance.postPoint[p]!.y);
    index.finish();
    problem.members.forEach((member, m) => {
      if (reserved.has(m) || member.willing === 'no') return;
      for (const point of instance.memberPoints[m]!) {
        const usable = (i: number) =>
          barrier(instance, m, located[i]!) === null &&
          instance.slotsOfPost[located[i]!]!.some((s) => fits(instance, m, slots[s]!));
        for (const i of index.neighbors(point.x, point.y, problem.options.candidates, undefined, usable)) addPost(m, located[i]!);
      }
    });
  }
  const bySkill = new Map<string | null, MemberIndex | null>();
  slots.forEach((slot, s) => {
    const skill = slot.must ? slot.skill : null;
    if (!bySkill.has(skill)) bySkill.set(skill, memberIndex(instance, reserved, skill));
    const index = bySkill.get(skill)!;
    const point = instance.postPoint[slot.post]!;
    const usable = (m: number) => fits(instance, m, slot) && barrier(instance, m, slot.post) === null;
    const wanted = 2 * slot.count + 8;
    if (point && index) {
      const near = index.tree.neighbors(point.x, point.y, wanted, undefined, (i) => usable(index.member[i]!));
      for (const i of near) chosen.add(index.member[i]!, s);
    } else {
      let found = 0;
      const members = problem.members.length;
      for (let k = 0; k < members && found < wanted; k++) {
        const m = (k + s * 7919) % members;
        if (reserved.has(m) || !usable(m)) continue;
        chosen.add(m, s);
        found++;
      }
    }
  });
  for (const fixed of [pins, instance.published]) {
    for (const [m, posts] of fixed)
      for (const p of posts) if (!reserved.has(m) && barrier(instance, m, p) === null) addPost(m, p);
  }
  return chosen.pairs();
}

interface MemberIndex {
  readonly tree: Flatbush;
  readonly member: number[];
}

function memberIndex(instance: Instance, reserved: Reserved, skill: string | null): MemberIndex | null {
  const member: number[] = [];
  const points = instance.memberPoints.flatMap((places, m) => {
    if (reserved.has(m) || instance.problem.members[m]!.willing === 'no') return [];
    if (skill !== null && !instance.skills[m]!.has(skill)) return [];
    for (let k = 0; k < places.length; k++) member.push(m);
    return places;
  });
  if (points.length === 0) return null;
  const tree = new Flatbush(points.length);
  for (const point of points) tree.add(point.x, point.y);
  tree.finish();
  return { tree, member };
}

/** Prices of a solved model, in points: of a place, and of one more duty of a member at a post. */
export interface PairPrices {
  /** What one more person at this kind of place is worth. */
  readonly slot: (s: number, m: number) => number;
  /** What one more duty of this member costs elsewhere, never below 0. */
  readonly member: (m: number, p: number) => number;
}

/**
 * Pairings left out that would improve the plan (price of the place > cost + price of the member), or come within `slack` of it. An empty
 * answer with slack 0 proves that the optimum over `known` is the optimum over all pairings. Per kind of place at most `most`.
 */
export function priceOut(instance: Instance, known: Pairs, reserved: Reserved, prices: PairPrices, slack = 0, most = 0): Pairs {
  const { problem, slots } = instance;
  let have: PairSet | null = null;
  const added = new PairSet(slots.length);
  const members: number[] = [];
  const placeless: number[] = [];
  const xs: number[] = [];
  const ys: number[] = [];
  for (let m = 0; m < problem.members.length; m++) {
    if (reserved.has(m) || problem.members[m]!.willing === 'no') continue;
    if (instance.memberPoints[m]!.length === 0) placeless.push(m);
    for (const point of instance.memberPoints[m]!) {
      members.push(m);
      xs.push(point.x);
      ys.push(point.y);
    }
  }
  const tree = new KDBush(members.length);
  for (let i = 0; i < members.length; i++) tree.add(xs[i]!, ys[i]!);
  tree.finish();
  for (let s = 0; s < slots.length; s++) {
    const slot = slots[s]!;
    const point = instance.travels ? instance.postPoint[slot.post]! : null;
    const worth = prices.slot(s, -1) + slack;
    if (worth <= 0) continue;
    // Travel alone must not cost more than the place is worth; half a point for rounding.
    const near = point
      ? tree.within(point.x, point.y, (worth + 1) * 10).map((i) => members[i]!)
      : problem.members.map((_, m) => m);
    const found: [number, number][] = [];
    const seen = new Set<number>();
    for (const m of point ? [...near, ...placeless] : near) {
      if (seen.has(m) || reserved.has(m)) continue;
      seen.add(m);
      // Cheapest questions first: nearly every pairing ends at its travel.
      const value = prices.slot(s, m) + slack;
      const own = prices.member(m, slot.post);
      if (own + travelPoints(instance, m, slot.post) >= value) continue;
      if (!fits(instance, m, slot) || barrier(instance, m, slot.post) !== null) continue;
      const reduced = pairCost(instance, m, slot) + own - value;
      if (reduced >= 0) continue;
      have ??= new PairSet(slots.length, known);
      if (!have.has(m, s)) found.push([reduced, m]);
    }
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    for (const [, m] of most > 0 ? found.slice(0, most + 4 * slot.count) : found) added.add(m, s);
  }
  return added.pairs();
}

/** Both sets of pairings, in order. */
export function joinPairs(a: Pairs, b: Pairs, slotCount: number): Pairs {
  const set = new PairSet(slotCount, a);
  for (let i = 0; i < b.member.length; i++) set.add(b.member[i]!, b.slot[i]!);
  return set.pairs();
}

class PairSet {
  private readonly keys: Set<number>;
  private readonly width: number;

  constructor(width: number, start?: Pairs) {
    this.width = Math.max(1, width);
    this.keys = new Set();
    if (start) for (let i = 0; i < start.member.length; i++) this.add(start.member[i]!, start.slot[i]!);
  }

  add(m: number, s: number): void {
    this.keys.add(m * this.width + s);
  }

  has(m: number, s: number): boolean {
    return this.keys.has(m * this.width + s);
  }

  pairs(): Pairs {
    const keys = Float64Array.from(this.keys).sort();
    return {
      member: Int32Array.from(keys, (key) => Math.floor(key / this.width)),
      slot: Int32Array.from(keys, (key) => key % this.width),
    };
  }
}
