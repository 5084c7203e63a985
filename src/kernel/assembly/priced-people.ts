import type { Instance, SlotKind } from './instance.ts';
import { leanOf, ownCost, skillOf, treeOf } from './pricing.ts';
import type { StartTree, TreePrices } from './start-tree.ts';

/** People by what they cost at each kind of window and skill, kept from one question to the next; a price that falls is noted in all. */
export class PricedPeople {
  private readonly instance: Instance;
  private readonly reserved: ReadonlySet<number>;
  private readonly price: Float64Array;
  /** The prices of the trees: never above those of the caller. */
  private readonly noted: Float64Array;
  private readonly tree: StartTree;
  private readonly groups = new Map<string, TreePrices>();
  private readonly placeless: Int32Array;
  private readonly everyone: Int32Array;
  private readonly seen: Int32Array;
  private round = 0;

  /** `price` is the caller's; where it falls {@link fell} must hear of it. */
  constructor(instance: Instance, reserved: ReadonlySet<number>, price: Float64Array) {
    const { first } = instance.starts;
    this.instance = instance;
    this.reserved = reserved;
    this.price = price;
    this.noted = price.slice();
    this.tree = treeOf(instance);
    this.everyone = Int32Array.from(price.keys());
    this.placeless = this.everyone.filter((m) => first[m] === first[m + 1]);
    this.seen = new Int32Array(price.length);
    // All now, so that no question waits for it.
    for (const kind of instance.spots.kinds) this.pricesFor(kind);
  }

  /** The price of member `m` came down. */
  fell(m: number): void {
    const by = this.noted[m]! - this.price[m]!;
    if (by <= 0) return;
    this.noted[m] = this.price[m]!;
    for (const prices of this.groups.values()) this.tree.lower(m, by, prices);
  }

  /** Calls `see` with everyone whose way to spot `s` and price may come below `worth`, each once, perhaps with more. */
  search(s: number, worth: number, see: (m: number) => void): void {
    const { instance, seen, reserved } = this;
    const slot = instance.spots.kinds[s]!;
    const round = ++this.round;
    const look = (m: number): number => {
      if (seen[m] !== round) {
        seen[m] = round;
        if (!reserved.has(m)) see(m);
      }
      return worth;
    };
    const point = instance.travels ? instance.postPoint[slot.post]! : null;
    for (const m of point === null ? this.everyone : this.placeless) if (this.price[m]! < worth) look(m);
    if (point !== null) this.tree.search(point.x, point.y, worth, leanOf(instance, slot), look, this.pricesFor(slot));
  }

  private pricesFor(slot: SlotKind): TreePrices {
    const { instance, reserved, noted } = this;
    const window = instance.windowOf[slot.post]!;
    const key = `${window}/${skillOf(slot)}`;
    const known = this.groups.get(key);
    if (known !== undefined) return known;
    const prices = this.tree.unpriced();
    const own = noted.map((value, m) =>
      reserved.has(m) ? Number.POSITIVE_INFINITY : value + ownCost(instance, m, slot, window),
    );
    this.tree.price(own, prices);
    this.groups.set(key, prices);
    return prices;
  }
}
