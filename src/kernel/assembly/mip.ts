import { type Instance, postOfKind, spotOfKind } from './instance.ts';
import type { Fixed, Model } from './model.ts';

/** A mixed-integer program: minimise cost; columns from 0 to `upper`; rows between `low` and `high`. */
export interface MipModel {
  readonly cost: readonly number[];
  readonly upper: readonly number[];
  readonly integer: readonly boolean[];
  readonly rows: readonly {
    readonly low: number;
    readonly high: number;
    readonly columns: readonly number[];
    readonly factors: readonly number[];
  }[];
}

/** What a MIP solver found: values of the columns (null without a solution) and a bound it vouches for. */
export interface MipAnswer {
  readonly values: readonly number[] | null;
  readonly bound: number;
}

/** How a search is begun, watched and ended early. */
export interface MipWatch {
  /** Columns with values of a solution that is known already; the other columns follow from them. */
  readonly start: { readonly columns: readonly number[]; readonly values: readonly number[] };
  /** The search may end once its best is at most this far from what it has proved. */
  readonly enough: number;
  /** Told each better solution on the way. */
  readonly onBetter: (values: readonly number[]) => void;
}

/** A solver that is handed in; its limits are its own. */
export type MipSolver = (model: MipModel, watch?: MipWatch) => MipAnswer;

/** The plan over some pairings as a MIP, and which column is which pairing. Load steps and gaps are continuous: they come out whole. */
export function planMip(
  instance: Instance,
  fixed: Fixed,
  model: Model,
  usable: readonly number[],
): { mip: MipModel; columnOf: ReadonlyMap<number, number> } {
  const { problem, slots, spots, kinds } = instance;
  const { pairs } = model;
  const cost: number[] = [];
  const upper: number[] = [];
  const integer: boolean[] = [];
  const rows: { low: number; high: number; columns: number[]; factors: number[] }[] = [];
  const column = (price: number, most: number, whole: boolean) => {
    cost.push(price);
    upper.push(most);
    integer.push(whole);
    return cost.length - 1;
  };
  const columnOf = new Map<number, number>();
  const grouped = new Map<string, { low: number; high: number; columns: number[] }>();
  const put = (key: string, low: number, high: number, c: number) => {
    const row = grouped.get(key) ?? { low, high, columns: [] };
    row.columns.push(c);
    grouped.set(key, row);
  };
  const ofUnit = new Map<number, number[]>();
  for (const i of usable) {
    const m = pairs.member[i]!;
    const k = pairs.kind[i]!;
    const p = kinds[k]!.post;
    const spot = spotOfKind(instance, k);
    const c = column(model.pairCost[i]!, 1, true);
    columnOf.set(i, c);
    const unit = instance.unitOf[m]!;
    put(`spot/${spot}`, spots.kinds[spot]!.count, spots.kinds[spot]!.count, c);
    if (k < slots.length) put(`slot/${k}`, 0, slots[k]!.count, c);
    put(`member/${m}`, 0, problem.members[m]!.maxDuties, c);
    put(`window/${m}/${instance.windowOf[p]!}`, 0, 1, c);
    const perUnit = problem.posts[p]!.maxPerUnit;
    if (perUnit !== null && unit >= 0) put(`unit-post/${unit}/${p}`, 0, perUnit, c);
    const own = postOfKind(instance, k);
    if (fixed.pins.get(m)?.includes(own) === true) put(`pin/${m}/${own}`, 1, 1, c);
    if (unit >= 0) ofUnit.set(unit, [...(ofUnit.get(unit) ?? []), c]);
  }
  spots.kinds.forEach(({ count, gapCost }, spot) => {
    put(`spot/${spot}`, count, count, column(gapCost, count, false));
  });
  for (const row of grouped.values()) rows.push({ ...row, factors: row.columns.map(() => 1) });
  for (const [unit, columns] of ofUnit) {
    const steps = model.steps
      .filter((step) => step.unit === unit)
      .map((step) => column(step.price, model.network.capacity[step.arc]!, false));
    rows.push({
      low: Number.NEGATIVE_INFINITY,
      high: 0,
      columns: [...columns, ...steps],
      factors: [...columns.map(() => 1), ...steps.map(() => -1)],
    });
  }
  for (const row of model.rows) {
    const columns = row.pairs.flatMap((i) => columnOf.get(i) ?? []);
    if (columns.length > row.most) rows.push({ low: 0, high: row.most, columns, factors: columns.map(() => 1) });
  }
  return { mip: { cost, upper, integer, rows }, columnOf };
}
