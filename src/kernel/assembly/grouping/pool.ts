import type { NearLists, Nearness } from './nearness.ts';
import { LEAST_FULL } from './problem.ts';

/** Stars whose cost exceeds the prices of their units by little: those a good grouping is made of. */
export interface StarPool {
  /** Units of star s, the host first: from `start[s]` to `start[s + 1]` of `unit`. */
  readonly start: Int32Array;
  readonly unit: Int32Array;
  readonly reduced: Float64Array;
  /** Stars of unit u, least reduced cost first: from `ofStart[u]` to `ofStart[u + 1]` of `of`. */
  readonly ofStart: Int32Array;
  readonly of: Int32Array;
}

/** All stars over the lists up to a reduced cost of `spread` mean prices around the host, at most `perHost` for each. */
export function poolOf(near: Nearness, lists: NearLists, prices: Float64Array, spread: number, perHost: number): StarPool {
  const { mostUnits, mostMembers } = near.limits;
  const start = [0];
  const unit: number[] = [];
  const reduced: number[] = [];
  const chosen: number[] = [];
  for (let host = 0; host < near.count; host++) {
    const others: { unit: number; value: number }[] = [];
    for (let k = lists.start[host]!; k < lists.start[host + 1]!; k++)
      others.push({ unit: lists.unit[k]!, value: prices[lists.unit[k]!]! - lists.cost[k]! });
    others.sort((a, b) => b.value - a.value || a.unit - b.unit);
    let scale = Math.max(0, prices[host]!);
    for (const other of others) scale += Math.max(0, prices[other.unit]!);
    const most = Math.max(1, (spread * scale) / (others.length + 1));
    let left = perHost;
    const grow = (from: number, cost: number, full: number, members: number) => {
      if (chosen.length > 0 && full >= LEAST_FULL && cost <= most) {
        unit.push(host, ...chosen);
        start.push(unit.length);
        reduced.push(cost);
        left--;
      }
      const room = mostUnits - 1 - chosen.length;
      if (room === 0) return;
      for (let i = from; i < others.length && left > 0; i++) {
        const { unit: other, value } = others[i]!;
        if (cost - room * Math.max(0, value) - Math.min(0, value) > most) break;
        const size = members + near.members[other]!;
        if (size > mostMembers || full + near.full[other]! + (room - 1) * 2 < LEAST_FULL) continue;
        chosen.push(other);
        grow(i + 1, cost - value, full + near.full[other]!, size);
        chosen.pop();
      }
    };
    grow(0, -prices[host]!, near.full[host]!, near.members[host]!);
  }
  const ofStart = new Int32Array(near.count + 1);
  for (const u of unit) ofStart[u + 1]!++;
  for (let u = 0; u < near.count; u++) ofStart[u + 1]! += ofStart[u]!;
  const of = new Int32Array(unit.length);
  const next = ofStart.slice();
  const order = Int32Array.from(reduced, (_, s) => s).sort((a, b) => reduced[a]! - reduced[b]! || a - b);
  for (const s of order) for (let k = start[s]!; k < start[s + 1]!; k++) of[next[unit[k]!]!++] = s;
  return { start: Int32Array.from(start), unit: Int32Array.from(unit), reduced: Float64Array.from(reduced), ofStart, of };
}
