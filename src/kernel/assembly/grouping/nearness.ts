import type { Place } from '../problem.ts';
import { type GroupingLimits, LEAST_FULL, meanLatitude, type SmallUnit } from './problem.ts';

const METRES_PER_DEGREE = 111_195;

/** Units with a place that can be joined, as arrays by position: what they cost each other, and who is near whom. */
export class Nearness {
  readonly count: number;
  readonly full: Uint8Array;
  readonly members: Int32Array;
  readonly limits: GroupingLimits;
  private readonly x: Float64Array;
  private readonly y: Float64Array;
  private readonly trade: Int32Array;
  private readonly cell: number;
  private readonly columns: number;
  private readonly rows: number;
  private readonly left: number;
  private readonly bottom: number;
  /** Units of a cell: `inCell` from `cellStart[c]` to `cellStart[c + 1]`. */
  private readonly cellStart: Int32Array;
  private readonly inCell: Int32Array;

  /** All units have a place. `latitude` is that of the whole problem, so that a distance is the same in every part of it. */
  constructor(units: readonly SmallUnit[], limits: GroupingLimits, latitude = meanLatitude(units)) {
    const n = units.length;
    this.count = n;
    this.limits = limits;
    this.full = Uint8Array.from(units, (unit) => Math.min(unit.full, LEAST_FULL));
    this.members = Int32Array.from(units, (unit) => unit.full + unit.probationary);
    const trades = new Map<string, number>();
    // A unit without a trade is like no other: nothing says that it is similar.
    this.trade = Int32Array.from(units, (unit, i) => {
      if (unit.trade === null) return -1 - i;
      const known = trades.get(unit.trade) ?? trades.size;
      trades.set(unit.trade, known);
      return known;
    });
    const flat = flatten(latitude);
    const points = units.map((unit) => flat(unit.place!));
    this.x = Float64Array.from(points, ([x]) => x);
    this.y = Float64Array.from(points, ([, y]) => y);
    const [left, right] = range(this.x);
    const [bottom, top] = range(this.y);
    this.left = left;
    this.bottom = bottom;
    // About two units a cell where they lie evenly; never more cells than four for a unit.
    this.cell = Math.max(
      1,
      Math.sqrt(((right - left + 1) * (top - bottom + 1) * 2) / Math.max(1, n)),
      (right - left + top - bottom) / (2 * n + 1),
    );
    this.columns = Math.floor((right - left) / this.cell) + 1;
    this.rows = Math.floor((top - bottom) / this.cell) + 1;
    this.cellStart = new Int32Array(this.columns * this.rows + 1);
    const cellOf = Int32Array.from(points, (_, i) => this.rowOf(i) * this.columns + this.columnOf(i));
    for (const c of cellOf) this.cellStart[c + 1]!++;
    for (let c = 0; c < this.columns * this.rows; c++) this.cellStart[c + 1]! += this.cellStart[c]!;
    this.inCell = new Int32Array(n);
    const next = this.cellStart.slice();
    cellOf.forEach((c, i) => {
      this.inCell[next[c]!++] = i;
    });
  }

  private columnOf(i: number): number {
    return Math.floor((this.x[i]! - this.left) / this.cell);
  }

  private rowOf(i: number): number {
    return Math.floor((this.y[i]! - this.bottom) / this.cell);
  }

  /** The square of a side that a unit lies in. */
  square(unit: number, side: number): string {
    return `${Math.floor((this.x[unit]! - this.left) / side)}/${Math.floor((this.y[unit]! - this.bottom) / side)}`;
  }

  /** Metres in a straight line, rounded. */
  metres(a: number, b: number): number {
    const dx = this.x[a]! - this.x[b]!;
    const dy = this.y[a]! - this.y[b]!;
    return Math.round(Math.sqrt(dx * dx + dy * dy));
  }

  sameTrade(a: number, b: number): boolean {
    return this.trade[a] === this.trade[b];
  }

  /** What joining `a` to the host `b` costs; the same the other way round. */
  cost(a: number, b: number): number {
    return this.metres(a, b) + (this.trade[a] === this.trade[b] ? 0 : this.limits.tradePrice);
  }

  /** The nearest other unit in metres, however far; −1 where there is none. */
  nearest(unit: number): number {
    let best = -1;
    for (let other = 0; other < this.count; other++)
      if (other !== unit && (best < 0 || this.metres(unit, other) < this.metres(unit, best))) best = other;
    return best;
  }

  /** Calls `see` with every other unit no farther than `radius` metres, and some a little farther, ring by ring; ends when `see` gives true after a ring. */
  around(unit: number, radius: number, see: (other: number) => void, ringDone?: (seenTo: number) => boolean): void {
    const column = this.columnOf(unit);
    const row = this.rowOf(unit);
    const rings = Math.min(Math.ceil(radius / this.cell), Math.max(this.columns, this.rows));
    for (let ring = 0; ring <= rings; ring++) {
      for (let r = Math.max(0, row - ring); r <= Math.min(this.rows - 1, row + ring); r++) {
        const edge = r === row - ring || r === row + ring;
        for (let c = column - ring; c <= column + ring; c += edge ? 1 : Math.max(1, 2 * ring)) {
          if (c < 0 || c >= this.columns) continue;
          const at = r * this.columns + c;
          const from = this.cellStart[at]!;
          const size = this.cellStart[at + 1]! - from;
          // Each unit starts elsewhere in a crowded cell, so that equal neighbours are not always the same ones.
          const first = size > 0 ? unit % size : 0;
          for (let k = 0; k < size; k++) {
            const other = this.inCell[from + ((first + k) % size)]!;
            if (other !== unit) see(other);
          }
        }
      }
      if (ringDone?.(ring * this.cell)) return;
    }
  }

  /** For each unit its `most` cheapest others within reach, cheapest first. */
  lists(most: number): { start: Int32Array; unit: Int32Array; cost: Int32Array } {
    const start = new Int32Array(this.count + 1);
    const unit: number[] = [];
    const cost: number[] = [];
    const { reach } = this.limits;
    for (let i = 0; i < this.count; i++) {
      let found: [number, number][] = [];
      this.around(
        i,
        reach,
        (other) => {
          // Enough of a crowd is enough; what is left out here is looked at again when the bound is proved.
          if (found.length >= 40 * most) return;
          const price = this.cost(i, other);
          if (price <= reach) found.push([price, other]);
        },
        (seenTo) => {
          if (found.length < most) return false;
          let within = 0;
          for (const [price] of found) if (price <= seenTo) within++;
          return within >= most || found.length >= 40 * most;
        },
      );
      found.sort((a, b) => a[0] - b[0]);
      found = found.slice(0, most);
      for (const [price, other] of found) {
        unit.push(other);
        cost.push(price);
      }
      start[i + 1] = unit.length;
    }
    return { start, unit: Int32Array.from(unit), cost: Int32Array.from(cost) };
  }
}

/** Cheapest others of each unit: those of unit i lie from `start[i]` to `start[i + 1]`. */
export type NearLists = ReturnType<Nearness['lists']>;

/** Degrees to metres by an equirectangular projection about a latitude; a grid stays as it is. */
function flatten(latitude: number): (place: Place) => [number, number] {
  const squeeze = Math.cos((latitude * Math.PI) / 180);
  return (place) =>
    'lat' in place ? [place.lon * METRES_PER_DEGREE * squeeze, place.lat * METRES_PER_DEGREE] : [place.x, place.y];
}

function range(values: Float64Array): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return values.length === 0 ? [0, 0] : [low, high];
}
