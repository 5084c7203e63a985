import type { Instance } from './instance.ts';

/** Spots in a block. */
const BLOCK = 16;
/** Rounding of metres and of tens of metres, in points. */
const ROUNDING = 0.6;

/** Spots in blocks that lie side by side, to find those a member would come to for less than they are worth. */
export class PlaceBlocks {
  private readonly instance: Instance;
  /** Spots with a point, block after block. */
  private readonly order: Int32Array;
  /** Spots without a point. */
  private readonly elsewhere: Int32Array;
  /** Least x, least y, greatest x, greatest y of each block. */
  private readonly box: Float64Array;

  constructor(instance: Instance) {
    this.instance = instance;
    const at = (s: number) => instance.postPoint[instance.spots.kinds[s]!.post]!;
    const all = Int32Array.from(instance.spots.kinds.keys());
    const placed = instance.travels ? all.filter((s) => at(s) !== null) : new Int32Array(0);
    this.elsewhere = instance.travels ? all.filter((s) => at(s) === null) : all;
    // Strips of the map from west to east, each from south to north.
    placed.sort((a, b) => at(a).x - at(b).x || a - b);
    const strip = Math.max(BLOCK, Math.ceil(Math.sqrt(placed.length / BLOCK)) * BLOCK);
    for (let k = 0; k < placed.length; k += strip) placed.subarray(k, k + strip).sort((a, b) => at(a).y - at(b).y || a - b);
    this.order = placed;
    const blocks = Math.ceil(placed.length / BLOCK);
    this.box = new Float64Array(4 * blocks);
    for (let b = 0; b < blocks; b++) {
      const points = [...placed.subarray(b * BLOCK, (b + 1) * BLOCK)].map(at);
      this.box[4 * b] = Math.min(...points.map((point) => point.x));
      this.box[4 * b + 1] = Math.min(...points.map((point) => point.y));
      this.box[4 * b + 2] = Math.max(...points.map((point) => point.x));
      this.box[4 * b + 3] = Math.max(...points.map((point) => point.y));
    }
  }

  /** Calls `see` with each of `members` and every spot whose worth is above the member's price with the way there; perhaps with more. */
  search(members: readonly number[], prices: Float64Array, worth: Float64Array, see: (m: number, s: number) => void): void {
    const { order, elsewhere, box, instance } = this;
    const { first, x, y } = instance.starts;
    const blocks = box.length / 4;
    const most = new Float64Array(blocks).fill(Number.NEGATIVE_INFINITY);
    order.forEach((s, k) => {
      const b = Math.floor(k / BLOCK);
      if (worth[s]! > most[b]!) most[b] = worth[s]!;
    });
    for (const m of members) {
      const price = prices[m]!;
      for (const s of elsewhere) if (worth[s]! > price) see(m, s);
      const [from, end] = [first[m]!, first[m + 1]!];
      for (let b = 0; b < blocks; b++) {
        const left = most[b]! - price + ROUNDING;
        if (left <= 0) continue;
        // Without a place of his own the member pays the same everywhere.
        let near = from === end;
        for (let i = from; i < end && !near; i++) {
          const dx = Math.max(box[4 * b]! - x[i]!, x[i]! - box[4 * b + 2]!, 0);
          const dy = Math.max(box[4 * b + 1]! - y[i]!, y[i]! - box[4 * b + 3]!, 0);
          near = dx * dx + dy * dy < 100 * left * left;
        }
        if (!near) continue;
        for (let k = b * BLOCK; k < Math.min(order.length, (b + 1) * BLOCK); k++)
          if (worth[order[k]!]! > price) see(m, order[k]!);
      }
    }
  }
}
