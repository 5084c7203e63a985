/** At most so many rows, cuts included; so many pivots before the prices are taken as they are. */
const MOST_ROWS = 200;
const MOST_PIVOTS = 1500;

/** Spread of the right hand sides, so that few pivots are of length 0 (Charnes 1952); what the prices prove does not depend on it. */
const SPREAD = 1e-3;
const TINY = 1e-7;

/** Cuts that one column may be part of. */
const CUTS_OF_COLUMN = 27;

/**
 * The linear program of a small set partition, by the simplex method with an explicit inverse: columns are sets of rows, each row is covered
 * once. Rows may be added after it is solved (cuts); the dual simplex method goes on from there. Its prices prove a bound for these rows
 * that is tighter than what prices of a whole city say of one part of it.
 */
export class LocalProgram {
  /** Rows, cuts included, and columns. */
  rows = 0;
  count = 0;
  /** Rows of column k: `size[k]` of them from `k * width` on, cuts after those of the partition. */
  row = new Int16Array(0);
  size = new Int16Array(0);
  cost = new Float64Array(0);
  readonly width: number;
  /** Prices of the rows; those of cuts are never above 0. */
  readonly price = new Float64Array(MOST_ROWS);
  /** The basic column of each row and how much of it is used. */
  readonly basis = new Int32Array(MOST_ROWS);
  readonly level = new Float64Array(MOST_ROWS);
  pivots = 0;
  /** Numbers looked at since the program was made, roughly: what it cost, as a count. */
  work = 0;
  private readonly inverse = new Float64Array(MOST_ROWS * MOST_ROWS);
  private readonly used = new Int32Array(MOST_ROWS);
  private readonly entering = new Float64Array(MOST_ROWS);

  /** For columns of at most `mostUnits` rows. */
  constructor(mostUnits: number) {
    this.width = mostUnits + CUTS_OF_COLUMN;
  }

  /** Starts anew with so many rows. */
  reset(rows: number): void {
    this.rows = rows;
    this.count = 0;
    this.pivots = 0;
  }

  /** Adds a column; its rows are added by `cover`. */
  add(cost: number): number {
    const k = this.count++;
    if (k === this.size.length) {
      const room = 2 * k + 256;
      const [row, size, costs] = [new Int16Array(room * this.width), new Int16Array(room), new Float64Array(room)];
      row.set(this.row);
      size.set(this.size);
      costs.set(this.cost);
      this.row = row;
      this.size = size;
      this.cost = costs;
    }
    this.cost[k] = cost;
    this.size[k] = 0;
    return k;
  }

  /** Adds a row to column k. */
  cover(k: number, row: number): void {
    this.row[k * this.width + this.size[k]!++] = row;
  }

  /** The rows of column k below `most`: those of the partition, without the cuts. */
  rowsOf(k: number, most: number): number[] {
    const rows: number[] = [];
    for (let at = k * this.width; at < k * this.width + this.size[k]! && this.row[at]! < most; at++) rows.push(this.row[at]!);
    return rows;
  }

  /** The least cost that the prices prove. */
  get bound(): number {
    let sum = 0;
    for (let i = 0; i < this.rows; i++) sum += this.price[i]!;
    return sum;
  }

  /** Solves for the columns added, the first of which are the rows by themselves, in order; `first` are columns that cover every row once. */
  solve(first: readonly number[]): void {
    const { basis, level, inverse, rows, row, size, width } = this;
    for (let i = 0; i < rows; i++) inverse.fill(0, i * MOST_ROWS, i * MOST_ROWS + rows);
    for (const k of first) {
      const from = k * width;
      const to = from + size[k]!;
      let least = row[from]!;
      for (let at = from; at < to; at++) if (side(row[at]!) < side(least)) least = row[at]!;
      for (let at = from; at < to; at++) {
        const r = row[at]!;
        inverse[r * MOST_ROWS + r] = 1;
        basis[r] = r === least ? k : r;
        level[r] = side(r);
        if (r === least) continue;
        inverse[r * MOST_ROWS + least] = -1;
        level[r]! -= side(least);
      }
    }
    this.improve();
  }

  /** Prices of the basis anew, then on until no column would lower the cost: after `solve`, when costs have changed. */
  improve(): void {
    const { price, basis, level, inverse, rows, cost } = this;
    price.fill(0, 0, rows);
    for (let i = 0; i < rows; i++) {
      const c = cost[basis[i]!]!;
      if (c === 0) continue;
      for (let j = 0; j < rows; j++) price[j]! += c * inverse[i * MOST_ROWS + j]!;
    }
    while (this.pivots++ < MOST_PIVOTS) {
      let enter = -1;
      let worst = -1e-6;
      for (let k = 0; k < this.count; k++) {
        const reduced = this.reduced(k);
        if (reduced < worst) {
          worst = reduced;
          enter = k;
        }
      }
      if (enter < 0) return;
      this.enter(enter);
      let leave = -1;
      let ratio = Number.POSITIVE_INFINITY;
      for (let i = 0; i < rows; i++) {
        if (this.entering[i]! <= TINY) continue;
        const step = Math.max(0, level[i]!) / this.entering[i]!;
        if (step < ratio) {
          ratio = step;
          leave = i;
        }
      }
      if (leave < 0) return;
      this.pivot(enter, leave, worst);
    }
  }

  /** What a column costs beyond the prices of its rows. */
  reduced(k: number): number {
    const { row, price } = this;
    const from = k * this.width;
    const to = from + this.size[k]!;
    let reduced = this.cost[k]!;
    for (let at = from; at < to; at++) reduced -= price[row[at]!]!;
    return reduced;
  }

  /** What each column costs beyond the prices of its rows, at least 0. */
  reducedCosts(): Float64Array {
    return Float64Array.from({ length: this.count }, (_, k) => Math.max(0, this.reduced(k)));
  }

  /** Adds a row that at most one of the columns may be used for that cover two of three rows or all; false where there is no room. */
  cut(a: number, b: number, c: number): boolean {
    const { rows, basis, inverse, level, row, width, size } = this;
    if (rows === MOST_ROWS) return false;
    const hit = (k: number) => {
      let times = 0;
      for (let at = k * width; at < k * width + size[k]!; at++) if (row[at] === a || row[at] === b || row[at] === c) times++;
      return times >= 2;
    };
    for (let k = 0; k < this.count; k++) if (size[k] === width && hit(k)) return false;
    const at = rows * MOST_ROWS;
    inverse.fill(0, at, at + rows);
    level[rows] = side(rows);
    for (let i = 0; i < rows; i++) {
      inverse[i * MOST_ROWS + rows] = 0;
      if (!hit(basis[i]!)) continue;
      level[rows]! -= level[i]!;
      for (let j = 0; j < rows; j++) inverse[at + j]! -= inverse[i * MOST_ROWS + j]!;
    }
    for (let k = 0; k < this.count; k++) if (hit(k)) this.cover(k, rows);
    inverse[at + rows] = 1;
    const slack = this.add(0);
    this.cover(slack, rows);
    basis[rows] = slack;
    this.price[rows] = 0;
    this.rows++;
    return true;
  }

  /** Goes on after cuts until every level is at least 0. The prices prove their bound at any step. */
  resolve(): void {
    const { row, size, width, count, level, inverse, rows } = this;
    while (this.pivots++ < MOST_PIVOTS) {
      let leave = -1;
      let lowest = -TINY;
      for (let i = 0; i < rows; i++)
        if (level[i]! < lowest) {
          lowest = level[i]!;
          leave = i;
        }
      if (leave < 0) return;
      let enter = -1;
      let ratio = Number.POSITIVE_INFINITY;
      let least = 0;
      for (let k = 0; k < count; k++) {
        let alpha = 0;
        const to = k * width + size[k]!;
        for (let at = k * width; at < to; at++) alpha += inverse[leave * MOST_ROWS + row[at]!]!;
        if (alpha >= -TINY) continue;
        const reduced = Math.max(0, this.reduced(k));
        if (reduced / -alpha < ratio) {
          ratio = reduced / -alpha;
          least = reduced;
          enter = k;
        }
      }
      if (enter < 0) return;
      this.enter(enter);
      this.pivot(enter, leave, least);
    }
  }

  private enter(k: number): void {
    const { entering, inverse, rows, row, size, width } = this;
    entering.fill(0, 0, rows);
    for (let at = k * width; at < k * width + size[k]!; at++)
      for (let i = 0; i < rows; i++) entering[i]! += inverse[i * MOST_ROWS + row[at]!]!;
  }

  private pivot(enter: number, leave: number, reduced: number): void {
    const { basis, level, inverse, entering, price, rows, used } = this;
    const by = entering[leave]!;
    const from = leave * MOST_ROWS;
    let full = 0;
    for (let j = 0; j < rows; j++) {
      const value = inverse[from + j]!;
      if (value === 0) continue;
      if (Math.abs(value) < 1e-12) {
        inverse[from + j] = 0;
        continue;
      }
      inverse[from + j] = value / by;
      used[full++] = j;
    }
    const step = level[leave]! / by;
    let changed = 0;
    for (let i = 0; i < rows; i++) {
      const factor = entering[i]!;
      if (i === leave || factor === 0) continue;
      changed++;
      level[i]! -= factor * step;
      const at = i * MOST_ROWS;
      for (let n = 0; n < full; n++) {
        const j = used[n]!;
        inverse[at + j]! -= factor * inverse[from + j]!;
      }
    }
    this.work += changed * full + 4 * this.count + rows * 4;
    level[leave] = step;
    basis[leave] = enter;
    for (let n = 0; n < full; n++) price[used[n]!]! += reduced * inverse[from + used[n]!]!;
  }
}

const side = (row: number) => 1 + SPREAD * (((row * 37 + 11) % 101) / 101);
