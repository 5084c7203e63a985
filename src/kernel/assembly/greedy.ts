import { type Instance, postOfKind, spotOfKind } from './instance.ts';
import type { Fixed, Model } from './model.ts';
import { clashes } from './windows.ts';

/**
 * A usable plan without proof, for a solve that is stopped before its first answer: pins first, then the cheapest pairings that every rule
 * still allows. As a flow over the pairs only; also the pins that found no room.
 */
export function greedyFlow(instance: Instance, fixed: Fixed, model: Model): { flow: Int32Array; lost: [number, number][] } {
  const { problem, slots, spots, kinds } = instance;
  const { pairs } = model;
  const flow = new Int32Array(model.network.from.length);
  const left = Int32Array.from(spots.kinds, ({ count }) => count);
  const leftTied = Int32Array.from(slots, ({ count }) => count);
  const room = Int32Array.from(instance.room, (most, u) => most - fixed.reservedOfUnit[u]!);
  const duties = new Map<number, number[]>();
  const rowsOf = new Map<number, number[]>();
  const used = model.rows.map(() => 0);
  model.rows.forEach((row, r) => {
    for (const i of row.pairs) rowsOf.set(i, [...(rowsOf.get(i) ?? []), r]);
  });
  const ofUnitPost = new Map<number, number>();
  const take = (i: number): boolean => {
    const m = pairs.member[i]!;
    const k = pairs.kind[i]!;
    const spot = spotOfKind(instance, k);
    const p = kinds[k]!.post;
    const unit = instance.unitOf[m]!;
    const mine = duties.get(m) ?? [];
    if (fixed.reserved.has(m) || left[spot] === 0 || (k < slots.length && leftTied[k] === 0) || (unit >= 0 && room[unit]! <= 0))
      return false;
    if (mine.length >= problem.members[m]!.maxDuties) return false;
    if (mine.some((q) => q === p || clashes(problem.posts[q]!.window, problem.posts[p]!.window))) return false;
    const perUnit = problem.posts[p]!.maxPerUnit;
    const key = p * problem.units.length + unit;
    if (perUnit !== null && unit >= 0 && (ofUnitPost.get(key) ?? 0) >= perUnit) return false;
    const rows = rowsOf.get(i) ?? [];
    if (rows.some((r) => used[r]! >= model.rows[r]!.most)) return false;
    for (const r of rows) used[r]!++;
    if (unit >= 0) {
      room[unit]!--;
      ofUnitPost.set(key, (ofUnitPost.get(key) ?? 0) + 1);
    }
    left[spot]!--;
    if (k < slots.length) leftTied[k]!--;
    duties.set(m, [...mine, p]);
    flow[model.firstPair + i] = 1;
    return true;
  };
  const order = Int32Array.from(pairs.member.keys()).sort((a, b) => model.pairCost[a]! - model.pairCost[b]! || a - b);
  const isPin = (i: number) => fixed.pins.get(pairs.member[i]!)?.includes(postOfKind(instance, pairs.kind[i]!)) === true;
  const stand = new Set<string>();
  for (const i of order) if (isPin(i) && take(i)) stand.add(`${pairs.member[i]}/${postOfKind(instance, pairs.kind[i]!)}`);
  const lost: [number, number][] = [];
  for (const [m, posts] of fixed.pins) for (const p of posts) if (!stand.has(`${m}/${p}`)) lost.push([m, p]);
  for (const i of order) if (!isPin(i)) take(i);
  return { flow, lost };
}
