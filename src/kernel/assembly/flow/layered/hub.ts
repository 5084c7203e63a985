import { type Core, PRICE, STRIDE } from './core.ts';

/** Slacks from here on share the last group. */
export const GROUPS = 1024;

/**
 * Exits in use, grouped by how much more their head pays than the exit and the hub cost, so that a search which comes to the hub reads
 * only those near enough. Groups stay lower bounds while prices rise; exits whose head fell in price, or that came into use, are noted.
 */
export class HubList {
  private readonly core: Core;
  /** Group `g` stands in `order` from `start[g]` up to `start[g + 1]`; its heads pay, less the exit, at least `least + g`. */
  readonly start = new Int32Array(GROUPS + 1);
  readonly order: Int32Array;
  /** Exits to look at whatever their group says. */
  noted: number[] = [];
  least = 0;
  private readonly isNoted: Uint8Array;
  private built = false;

  constructor(core: Core) {
    this.core = core;
    this.order = new Int32Array(core.exitHead.length);
    this.isNoted = new Uint8Array(core.exitHead.length);
  }

  /** Forgets all: costs, prices or sizes may have changed in any way. */
  clear(): void {
    this.built = false;
  }

  /** Exit `x` may lead to less than its group says. */
  note(x: number): void {
    if (!this.built || this.isNoted[x] === 1) return;
    this.isNoted[x] = 1;
    this.noted.push(x);
  }

  /** Makes the groups stand when they do not. */
  ready(): void {
    if (!this.built) this.build();
  }

  private build(): void {
    const { exitHead, exitFlow, exitCost, node, hub } = this.core;
    const { start, order } = this;
    for (const x of this.noted) this.isNoted[x] = 0;
    this.noted = [];
    this.built = true;
    this.least = node[hub * STRIDE + PRICE]!;
    const groupOf = (x: number) => {
      const slack = node[exitHead[x]! * STRIDE + PRICE]! - exitCost[x]! - this.least;
      return slack < 0 ? 0 : slack < GROUPS ? slack : GROUPS - 1;
    };
    start.fill(0);
    for (let x = 0; x < exitHead.length; x++) {
      if (exitFlow[x]! === 0) continue;
      if (node[exitHead[x]! * STRIDE + PRICE]! - exitCost[x]! < this.least) this.note(x);
      start[groupOf(x) + 1]!++;
    }
    for (let group = 0; group < GROUPS; group++) start[group + 1]! += start[group]!;
    const fill = start.slice();
    for (let x = 0; x < exitHead.length; x++) if (exitFlow[x]! > 0) order[fill[groupOf(x)]!++] = x;
  }
}
