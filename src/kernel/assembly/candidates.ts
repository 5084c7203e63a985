import { barrier, fits, type Instance, loadStep, pairCost, tiedKind } from './instance.ts';
import { PairList, type Pairs } from './pairs.ts';
import { cheapestFor } from './pricing.ts';

/** Below this many possible pairings all of them are taken. */
const ALL_PAIRS = 60_000;

/** People that a spot starts with: so many for each place, and so many more. */
const PLACES = 4;
const SPARE = 16;
/** Most of them where many places are side by side. */
const MOST = 400;

/** Who takes no part: reserved for an office of the task, with what he does. */
export type Reserved = ReadonlySet<number>;

/**
 * The pairings to start with: for each spot those for whom it costs least, and whatever people fixed or published. No scan of all
 * pairs; `priceOut` adds what the optimum needs.
 */
export function firstPairs(instance: Instance, reserved: Reserved, pins: ReadonlyMap<number, readonly number[]>): Pairs {
  const { problem, slots, spots, kinds } = instance;
  const chosen = new PairList(kinds.length);
  const cost = (m: number, k: number) => pairCost(instance, m, kinds[k]!);
  const spotKind = (spot: number) => slots.length + spot;
  const addPost = (m: number, p: number) => {
    for (const s of instance.slotsOfPost[p]!) if (fits(instance, m, slots[s]!)) chosen.add(m, tiedKind(instance, s));
  };
  for (const fixed of [pins, instance.published]) {
    for (const [m, posts] of fixed)
      for (const p of posts) if (!reserved.has(m) && barrier(instance, m, p) === null) addPost(m, p);
  }
  if (problem.members.length * spots.kinds.length <= ALL_PAIRS) {
    for (let m = 0; m < problem.members.length; m++) {
      if (reserved.has(m)) continue;
      spots.kinds.forEach((kind, spot) => {
        if (fits(instance, m, kind) && barrier(instance, m, kind.post) === null) chosen.add(m, spotKind(spot));
      });
    }
    return chosen.pairs(cost);
  }
  const free = {
    spots: new Float64Array(spots.kinds.length),
    members: Float64Array.from(instance.unitOf, (u) => (u < 0 ? 0 : loadStep(instance, u, instance.lent[u]! + 1))),
    member: (m: number) => free.members[m]!,
    plain: true,
  };
  // Places side by side at the same time ask for the same people.
  const demand = new Map<string, number>();
  const here = spots.kinds.map(({ post }) => {
    const point = instance.postPoint[post];
    return `${instance.windowOf[post]} ${point?.x} ${point?.y}`;
  });
  spots.kinds.forEach(({ count }, spot) => {
    demand.set(here[spot]!, (demand.get(here[spot]!) ?? 0) + count);
  });
  const wanted = (spot: number) =>
    Math.max(PLACES * spots.kinds[spot]!.count + SPARE, Math.min(MOST, Math.ceil(1.5 * demand.get(here[spot]!)!)));
  cheapestFor(instance, reserved, free, wanted, (m, spot) => chosen.add(m, spotKind(spot)));
  return chosen.pairs(cost);
}
