import type { Instance } from './instance.ts';
import { type Model, SOURCE } from './model.ts';
import type { PlanPrices } from './plan.ts';
import type { PairPrices } from './pricing.ts';

/** Prices of a solved model in points; where nothing moves they are as tight as optimality allows. */
export interface ModelPrices extends PairPrices {
  /** What one more person at each slot is worth: as much as at its spot, less where people tied to the slot want all its places. */
  readonly slots: Float64Array;
  readonly units: Float64Array;
  readonly unitPosts: ReadonlyMap<number, number>;
  /** Prices of the rows outside the flow, by `kind/a/b`. */
  readonly rows: ReadonlyMap<string, number>;
}

/** Key of a row that outlives the list of pairings. */
export function rowKey(row: { readonly kind: string; readonly a: number; readonly b: number }): string {
  return `${row.kind}/${row.a}/${row.b}`;
}

/** Reads the prices off the potentials of an optimal flow (reduced cost = cost + potential[from] - potential[to]). */
export function pricesOf(
  instance: Instance,
  model: Model,
  flow: Int32Array,
  potential: Float64Array,
  rows: ReadonlyMap<string, number> = new Map(),
): ModelPrices {
  const { problem } = instance;
  const { network, unitNode, memberNode, spotNode } = model;
  const zero = potential[SOURCE]!;
  const inflow = new Int32Array(network.nodeCount);
  for (let arc = 0; arc < flow.length; arc++) inflow[network.to[arc]!]! += flow[arc]!;
  // A unit that cannot lend anyone is worth any price.
  const firstStep = new Float64Array(problem.units.length).fill(
    instance.slots.reduce((most, slot) => Math.max(most, slot.gapCost), 0) + instance.change,
  );
  for (let k = model.steps.length - 1; k >= 0; k--) firstStep[model.steps[k]!.unit] = model.steps[k]!.price;
  const units = Float64Array.from(unitNode, (node, u) =>
    inflow[node] === 0 ? firstStep[u]! : Math.max(0, potential[node]! - zero),
  );
  const members = Float64Array.from(memberNode, (node, m) => {
    const unit = instance.unitOf[m]!;
    const lowest = unit < 0 ? 0 : units[unit]!;
    return inflow[node] === 0 ? lowest : Math.max(lowest, potential[node]! - zero);
  });
  const spots = Float64Array.from(spotNode, (node, spot) =>
    Math.min(instance.spots.kinds[spot]!.gapCost, potential[node]! - zero),
  );
  const slots = Float64Array.from(instance.slots, (_, s) => spots[instance.spots.of[s]!]!);
  // A slot whose places are all held by people tied to it is worth what the next such person would cost there.
  if (model.tied.size > 0)
    for (let i = 0; i < model.pairs.kind.length; i++) {
      const k = model.pairs.kind[i]!;
      const arc = model.firstPair + i;
      if (k >= slots.length || flow[arc]! > 0 || network.capacity[arc] === 0) continue;
      const tail = network.from[arc]!;
      const own = inflow[tail] === 0 ? members[model.pairs.member[i]!]! : potential[tail]! - zero;
      slots[k] = Math.min(slots[k]!, own + network.cost[arc]!);
    }
  const unitPosts = new Map<number, number>();
  for (const [key, { node, arcs }] of model.unitPostNode) {
    const arc = arcs[0]!;
    const price = potential[network.to[arc]!]! - potential[node]!;
    if (flow[arc]! >= network.capacity[arc]! && price > 0) unitPosts.set(key, price);
  }
  const owners = problem.units.length + problem.members.length;
  const inside = problem.quotas.map((_, q) => rows.get(`quota/${q}/-1`) ?? 0);
  const overlaps = [...rows].filter(([key, price]) => key.startsWith('overlap/') && price > 0);
  const overlapRows = overlaps.length === 0 ? [] : model.rows.filter((row) => row.kind === 'overlap');
  const overlapWindows = new Map<string, Set<number>>();
  for (const row of overlapRows)
    overlapWindows.set(
      rowKey(row),
      new Set(row.pairs.map((i) => instance.windowOf[instance.kinds[model.pairs.kind[i]!]!.post]!)),
    );
  const plain = unitPosts.size === 0 && rows.size === 0;
  return {
    spots,
    slots,
    units,
    members,
    unitPosts,
    rows,
    plain,
    member: (m, p) => {
      let price = members[m]!;
      if (problem.members[m]!.maxDuties > 1) {
        const node = model.windowNode.get(m * instance.windows.length + instance.windowOf[p]!);
        if (node !== undefined && inflow[node]! > 0) price = Math.max(price, potential[node]! - zero);
        for (const [key, extra] of overlaps)
          if (key.startsWith(`overlap/${m}/`) && overlapWindows.get(key)?.has(instance.windowOf[p]!)) price += extra;
      }
      if (plain) return price;
      const unit = instance.unitOf[m]!;
      if (unit >= 0) price += (unitPosts.get(p * owners + unit) ?? 0) + (rows.get(`unit-post/${unit}/${p}`) ?? 0);
      inside.forEach((extra, q) => {
        if (extra > 0 && model.quotas[q]!.counts(m, p)) price += extra;
      });
      return price;
    },
  };
}

/** The prices a plan carries, the ones that are 0 left out (places apart). */
export function planPrices(instance: Instance, prices: ModelPrices): PlanPrices {
  const { problem, slots } = instance;
  const owners = problem.units.length + problem.members.length;
  const unitPosts = new Map(prices.unitPosts);
  for (const [key, price] of prices.rows) {
    const [kind, a, b] = key.split('/');
    if (kind !== 'unit-post' || price <= 0) continue;
    const at = Number(b) * owners + Number(a);
    unitPosts.set(at, (unitPosts.get(at) ?? 0) + price);
  }
  return {
    slots: slots.map((slot, s) => ({ post: problem.posts[slot.post]!.id, slot: slot.slot, price: prices.slots[s]! })),
    units: problem.units.flatMap((unit, u) => (prices.units[u]! > 0 ? [{ unit: unit.id, price: prices.units[u]! }] : [])),
    unitPosts: [...unitPosts]
      .sort((a, b) => a[0] - b[0])
      .map(([key, price]) => ({
        unit: problem.units[key % owners]!.id,
        post: problem.posts[Math.floor(key / owners)]!.id,
        price,
      })),
    quotas: problem.quotas.flatMap((quota, q) => {
      const price = prices.rows.get(`quota/${q}/-1`) ?? 0;
      return price > 0 ? [{ quota: quota.id, price }] : [];
    }),
  };
}
