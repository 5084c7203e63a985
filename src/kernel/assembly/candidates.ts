import { barrier, fits, type Instance, loadStep, pairCost } from './instance.ts';
import { PairList, type Pairs } from './pairs.ts';
import { cheapestFor } from './pricing.ts';

/** Below this many possible pairings all of them are taken. */
const ALL_PAIRS = 60_000;

/** People that a kind of place starts with: so many for each place, and so many more. */
const PLACES = 4;
const SPARE = 16;
/** Most of them where many places are side by side. */
const MOST = 400;

/** Who takes no part: reserved for an office of the task, with what he does. */
export type Reserved = ReadonlySet<number>;

/**
 * The pairings to start with: for each kind of place those for whom it costs least, and whatever people fixed or published. No scan of all
 * pairs; `priceOut` adds what the optimum needs.
 */
export function firstPairs(instance: Instance, reserved: Reserved, pins: ReadonlyMap<number, readonly number[]>): Pairs {
  const { problem, slots } = instance;
  const chosen = new PairList(slots.length);
  const cost = (m: number, s: number) => pairCost(instance, m, slots[s]!);
  const addPost = (m: number, p: number) => {
    for (const s of instance.slotsOfPost[p]!) if (fits(instance, m, slots[s]!)) chosen.add(m, s);
  };
  if (problem.members.length * slots.length <= ALL_PAIRS) {
    for (let m = 0; m < problem.members.length; m++) {
      if (reserved.has(m)) continue;
      for (let p = 0; p < problem.posts.length; p++) if (barrier(instance, m, p) === null) addPost(m, p);
    }
    return chosen.pairs(cost);
  }
  const free = {
    slots: new Float64Array(slots.length),
    members: Float64Array.from(instance.unitOf, (u) => (u < 0 ? 0 : loadStep(instance, u, instance.lent[u]! + 1))),
    member: (m: number) => free.members[m]!,
    plain: true,
  };
  // Places side by side at the same time ask for the same people.
  const demand = new Map<string, number>();
  const spot = (s: number) => {
    const { post } = slots[s]!;
    const point = instance.postPoint[post];
    return `${instance.windowOf[post]} ${point?.x} ${point?.y}`;
  };
  slots.forEach((slot, s) => {
    demand.set(spot(s), (demand.get(spot(s)) ?? 0) + slot.count);
  });
  const wanted = (s: number) => Math.max(PLACES * slots[s]!.count + SPARE, Math.min(MOST, Math.ceil(1.5 * demand.get(spot(s))!)));
  cheapestFor(instance, reserved, free, wanted, (m, s) => chosen.add(m, s));
  for (const fixed of [pins, instance.published]) {
    for (const [m, posts] of fixed)
      for (const p of posts) if (!reserved.has(m) && barrier(instance, m, p) === null) addPost(m, p);
  }
  return chosen.pairs(cost);
}
