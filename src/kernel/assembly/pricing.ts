import KDBush from 'kdbush';
import type { Reserved } from './candidates.ts';
import { barrier, fits, type Instance, pairCost } from './instance.ts';
import { PairList, type Pairs, pairLookup } from './pairs.ts';

/** Prices of a solved model, in points: of a place, and of one more duty of a member at a post. */
export interface PairPrices {
  /** What one more person at each kind of place is worth. */
  readonly slots: Float64Array;
  /** What one more duty of each member costs elsewhere, never below 0 and never more than {@link PairPrices.member} says. */
  readonly members: Float64Array;
  /** The same at a post, with what the rules outside the flow add; never below 0. */
  readonly member: (m: number, p: number) => number;
}

/** First radius in metres around a place that pays for a long way; twice as far each time too few are found. */
const FIRST_RADIUS = 500;

/**
 * Pairings left out that would improve the plan (price of the place > cost + price of the member), or come within `slack` of it. An empty
 * answer with slack 0 proves that the optimum over `known` is the optimum over all pairings. With `most` a kind of place gets so many and
 * four times its places, of the nearest ones the best; without it gets all.
 */
export function priceOut(instance: Instance, known: Pairs, reserved: Reserved, prices: PairPrices, slack = 0, most = 0): Pairs {
  const { problem, slots, starts } = instance;
  const members = problem.members.length;
  const have = pairLookup(known, members);
  const added = new PairList(slots.length);
  // The least a member costs besides travel; a price above every place keeps those away who cannot come at all.
  const own = Float64Array.from(problem.members, (member, m) => {
    if (reserved.has(m) || member.willing === 'no') return Number.POSITIVE_INFINITY;
    return prices.members[m]! + (member.willing === 'unknown' ? problem.weights.unknownWilling : 0);
  });
  const everyone = Int32Array.from({ length: members }, (_, m) => m);
  const placeless = everyone.filter((m) => starts.first[m] === starts.first[m + 1]);
  const tree = instance.travels ? treeOf(instance) : null;
  const seen = new Int32Array(members).fill(-1);
  let found: { reduced: number; m: number }[] = [];

  const look = (s: number, m: number, worth: number): void => {
    const slot = slots[s]!;
    if (seen[m] === s || own[m]! >= worth) return;
    seen[m] = s;
    if (!fits(instance, m, slot) || have(m, s) || barrier(instance, m, slot.post) !== null) return;
    const reduced = pairCost(instance, m, slot) + prices.member(m, slot.post) - worth;
    if (reduced < 0) found.push({ reduced, m });
  };

  for (let s = 0; s < slots.length; s++) {
    const slot = slots[s]!;
    const worth = prices.slots[s]! + slack;
    if (worth <= 0) continue;
    found = [];
    const limit = most > 0 ? most + 4 * slot.count : Number.POSITIVE_INFINITY;
    const point = tree === null ? null : instance.postPoint[slot.post]!;
    if (point === null) for (const m of everyone) look(s, m, worth);
    else {
      for (const m of placeless) look(s, m, worth);
      // Travel alone must not cost more than the place is worth; half a point for rounding.
      const all = (worth + 1) * 10;
      for (
        let radius = limit === Number.POSITIVE_INFINITY ? all : Math.min(all, FIRST_RADIUS);
        ;
        radius = Math.min(all, 2 * radius)
      ) {
        for (const i of tree!.within(point.x, point.y, radius)) {
          const m = starts.member[i]!;
          if (seen[m] === s) continue;
          // Nearly every pairing ends at its travel.
          const left = worth - own[m]!;
          if (left <= 0) continue;
          const dx = starts.x[i]! - point.x;
          const dy = starts.y[i]! - point.y;
          if (Math.round(Math.round(Math.sqrt(dx * dx + dy * dy)) / 10) < left) look(s, m, worth);
        }
        if (radius >= all || found.length >= limit) break;
      }
    }
    found.sort((a, b) => a.reduced - b.reduced || a.m - b.m);
    for (let k = 0; k < found.length && k < limit; k++) added.add(found[k]!.m, s);
  }
  return added.pairs();
}

function treeOf(instance: Instance): KDBush {
  const { starts, prepared } = instance;
  if (prepared.starts === null) {
    const tree = new KDBush(starts.x.length);
    for (let i = 0; i < starts.x.length; i++) tree.add(starts.x[i]!, starts.y[i]!);
    prepared.starts = tree.finish();
  }
  return prepared.starts;
}
