import { barrier, fits, type Instance, pairCost } from './instance.ts';
import { PairList, type Pairs } from './pairs.ts';
import { PlaceBlocks } from './place-blocks.ts';
import { PricedPeople } from './priced-people.ts';

/** Prices of the present plan in points: of one more person at each spot, of one more duty of each member (0 or more). */
export interface PricesNow {
  readonly spots: Float64Array;
  readonly members: Float64Array;
}

/** What {@link LeftOut.look} found. */
export interface Looked {
  /** Pairings to take in so that nothing left out improves the plan; empty when that holds already. */
  readonly missing: Pairs;
  /** Points by which the pairings left out could lower the plan at most; 0 when `missing` is empty. */
  readonly gain: number;
}

/**
 * Keeps the proof that no pairing left out of a network would improve its plan, while prices change. A pairing left out costs at least
 * the dearest price its spot had, less the cheapest its member had, since it was last looked at; so only spots that became dearer than that
 * and members who became cheaper are looked at again. Only for problems with one duty a member and without caps for each unit at a post.
 * Source: column generation with reduced costs, Dantzig, Wolfe, Decomposition principle for linear programs, 1960.
 */
export class LeftOut {
  private readonly instance: Instance;
  private readonly reserved: ReadonlySet<number>;
  private readonly has: (m: number, s: number) => boolean;
  /** How far prices may move before a spot or a member is looked at again; twice as far each time the network had to grow. */
  private spare: number;
  /** For every pairing left out: its points + `low` of the member >= `high` of the spot. */
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  private readonly blocks: PlaceBlocks;
  private readonly people: PricedPeople;

  /** Every pairing that `has` denies must lie `slack` points or more above the prices `now`. */
  constructor(
    instance: Instance,
    reserved: ReadonlySet<number>,
    has: (m: number, s: number) => boolean,
    now: PricesNow,
    slack: number,
  ) {
    this.instance = instance;
    this.reserved = reserved;
    this.has = has;
    this.spare = slack / 2;
    this.low = now.members.map((price) => Math.max(0, price - this.spare));
    this.high = now.spots.map((price) => price + this.spare);
    this.blocks = new PlaceBlocks(instance);
    this.people = new PricedPeople(instance, reserved, this.low);
  }

  /**
   * Looks at what may have come below 0 under the prices `now`. With `take` the caller takes all of `missing` into the network at once;
   * otherwise the spots concerned are looked at again next time.
   */
  look(now: PricesNow, take: boolean): Looked {
    const { low, high, spare, instance } = this;
    const { spots, members } = now;
    const dearer: number[] = [];
    const cheaper: number[] = [];
    for (let s = 0; s < spots.length; s++) {
      if (spots[s]! <= high[s]!) continue;
      high[s] = spots[s]! + spare;
      dearer.push(s);
    }
    for (let m = 0; m < members.length; m++) {
      if (members[m]! >= low[m]!) continue;
      low[m] = Math.max(0, members[m]! - spare);
      this.people.fell(m);
      cheaper.push(m);
    }
    const suspects: [m: number, s: number, cost: number][] = [];
    const suspect = (m: number, s: number): void => {
      const slot = instance.spots.kinds[s]!;
      if (this.has(m, s) || this.reserved.has(m) || !fits(instance, m, slot) || barrier(instance, m, slot.post) !== null) return;
      const cost = pairCost(instance, m, slot);
      if (cost + low[m]! < high[s]!) suspects.push([m, s, cost]);
    };
    for (const s of dearer) this.people.search(s, high[s]!, (m) => suspect(m, s));
    if (cheaper.length > 0) this.blocks.search(cheaper, low, high, suspect);
    return this.settle(suspects, now, take);
  }

  private settle(suspects: readonly [number, number, number][], now: PricesNow, take: boolean): Looked {
    const { low, high, instance } = this;
    const over = new Map<number, number>();
    for (const [m, s, cost] of suspects) {
      const pull = now.spots[s]! - cost - now.members[m]!;
      if (pull > (over.get(s) ?? 0)) over.set(s, pull);
    }
    const list = new PairList(instance.kinds.length);
    let gain = 0;
    // Spots at their price less what pulls most at them: a bound that the pairings left out keep as well.
    for (const [s, pull] of over) gain += pull * instance.spots.kinds[s]!.count;
    for (const [m, s, cost] of suspects) {
      if (over.size > 0 && take) list.add(m, instance.slots.length + s);
      else {
        low[m] = Math.max(low[m]!, now.members[m]!);
        high[s] = over.has(s) ? Number.NEGATIVE_INFINITY : Math.min(high[s]!, cost + low[m]!);
        if (over.size > 0) list.add(m, instance.slots.length + s);
      }
    }
    if (over.size > 0 && take) this.spare *= 2;
    return { missing: list.pairs((m, k) => pairCost(instance, m, instance.kinds[k]!)), gain };
  }
}
