import type { Working } from './improve.ts';
import type { NearLists, Nearness } from './nearness.ts';
import { LEAST_FULL } from './problem.ts';

/** The cheapest order of a group (the host first) when one unit takes the place of another, or is added; null where the limits forbid it. */
function changed(near: Nearness, group: readonly number[], out: number, unit: number): { group: number[]; cost: number } | null {
  const { mostUnits, mostMembers, reach } = near.limits;
  const units = [unit];
  let full = near.full[unit]!;
  let members = near.members[unit]!;
  for (const other of group) {
    if (other === out) continue;
    units.push(other);
    full += near.full[other]!;
    members += near.members[other]!;
  }
  if (full < LEAST_FULL || units.length < 2 || units.length > mostUnits || members > mostMembers) return null;
  let least = Number.POSITIVE_INFINITY;
  let at = -1;
  for (let h = 0; h < units.length; h++) {
    let sum = 0;
    for (let i = 0; i < units.length && sum < least; i++) {
      if (i === h) continue;
      const cost = near.cost(units[i]!, units[h]!);
      sum += cost > reach ? Number.POSITIVE_INFINITY : cost;
    }
    if (sum < least) {
      least = sum;
      at = h;
    }
  }
  if (at < 0) return null;
  const host = units[at]!;
  return { group: [host, ...units.filter((other) => other !== host)], cost: least };
}

/**
 * Finds room for units that stay alone by chains: one enters a group, another leaves it for the next, until a group has room (ejection
 * chains; Thompson, Psaraftis 1993). Cheapest chains first, each through every group once; `steps` bounds how many units are moved in
 * thought. Returns what of `steps` is left.
 */
export function chainAlone(working: Working, lists: NearLists, steps: number): number {
  const { near } = working;
  let left = steps;
  const way = new Float64Array(near.count);
  const before = new Int32Array(near.count);
  const seen = new Int32Array(near.count).fill(-1);
  const closed = new Int32Array(near.count).fill(-1);
  for (let alone = 0; alone < near.count && left > 0; alone++) {
    if (working.groups[working.groupOf[alone]!]!.length > 1) continue;
    const costOf = (g: number) => starCost(near, working.groups[g]!);
    const heap = new Queue();
    way[alone] = 0;
    seen[alone] = alone;
    before[alone] = -1;
    heap.push(0, alone);
    let end: { unit: number; group: number } | null = null;
    let best = near.limits.mostUnits * 2 * near.limits.reach;
    let mine = Math.min(left, EACH);
    while (mine > 0) {
      const unit = heap.pop();
      if (unit < 0 || way[unit]! >= best) break;
      if (closed[unit] === alone) continue;
      closed[unit] = alone;
      mine--;
      left--;
      const through = new Set<number>();
      for (let u = unit; u >= 0; u = before[u]!) through.add(working.groupOf[u]!);
      for (let k = lists.start[unit]!; k < lists.start[unit + 1]!; k++) {
        const g = working.groupOf[lists.unit[k]!]!;
        const group = working.groups[g]!;
        if (through.has(g)) continue;
        through.add(g);
        const now = group.length > 1 ? costOf(g) : 0;
        const added = changed(near, group, -1, unit);
        if (added && way[unit]! + added.cost - now < best) {
          best = way[unit]! + added.cost - now;
          end = { unit, group: g };
        }
        if (group.length === 1) continue;
        for (const out of group) {
          if (closed[out] === alone) continue;
          const swapped = changed(near, group, out, unit);
          if (swapped === null) continue;
          // A chain may save on its way; for the order of the search it then costs nothing.
          const length = way[unit]! + Math.max(0, swapped.cost - now);
          if (seen[out] === alone && length >= way[out]!) continue;
          seen[out] = alone;
          way[out] = length;
          before[out] = unit;
          heap.push(length, out);
        }
      }
    }
    if (end !== null) follow(working, before, end);
  }
  return left;
}

/** So many units are moved in thought for one that stays alone. */
const EACH = 400;

function starCost(near: Nearness, group: readonly number[]): number {
  let sum = 0;
  for (let k = 1; k < group.length; k++) sum += near.cost(group[k]!, group[0]!);
  return sum;
}

/** Moves along a chain from its end: the last unit into its group, each before it into the place that became free. */
function follow(working: Working, before: Int32Array, end: { unit: number; group: number }): void {
  const moves: { unit: number; group: number; out: number }[] = [{ ...end, out: -1 }];
  for (let out = end.unit; before[out]! >= 0; out = before[out]!)
    moves.push({ unit: before[out]!, group: working.groupOf[out]!, out });
  if (new Set(moves.map((move) => move.group)).size < moves.length) return;
  const first = working.groupOf[moves.at(-1)!.unit]!;
  const old = [first, ...moves.map((move) => move.group)];
  const groups = moves.map((move) => changed(working.near, working.groups[move.group]!, move.out, move.unit)!.group);
  working.replace(old, groups);
}

/** A binary heap of units by length, then by number. */
class Queue {
  private readonly keys: number[] = [];
  private readonly units: number[] = [];

  push(key: number, unit: number): void {
    const { keys, units } = this;
    let at = keys.length;
    keys.push(key);
    units.push(unit);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!this.less(at, up)) break;
      this.swap(at, up);
      at = up;
    }
  }

  /** The unit of the least length; −1 when empty. */
  pop(): number {
    const { keys, units } = this;
    if (keys.length === 0) return -1;
    const unit = units[0]!;
    this.swap(0, keys.length - 1);
    keys.pop();
    units.pop();
    for (let at = 0; ; ) {
      let least = at;
      for (const down of [2 * at + 1, 2 * at + 2]) if (down < keys.length && this.less(down, least)) least = down;
      if (least === at) return unit;
      this.swap(at, least);
      at = least;
    }
  }

  private less(a: number, b: number): boolean {
    return this.keys[a]! < this.keys[b]! || (this.keys[a] === this.keys[b] && this.units[a]! < this.units[b]!);
  }

  private swap(a: number, b: number): void {
    [this.keys[a], this.keys[b]] = [this.keys[b]!, this.keys[a]!];
    [this.units[a], this.units[b]] = [this.units[b]!, this.units[a]!];
  }
}
