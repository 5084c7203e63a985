import type { NearLists, Nearness } from './nearness.ts';
import { alonePrice, LEAST_FULL } from './problem.ts';
import { cheapestStar, StarPricer } from './stars.ts';

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

/** Narrower in so many steps where a host has more promising stars than are kept. */
const NARROWER = 4;

/**
 * Stars over the lists up to a reduced cost of `spread` times the mean price of a unit in the host's best star, at most `perHost` for each: of
 * more than that, those of half the spread, and so on. Every unit alone is one too. The search enters only branches that a table by units
 * and full members still to come shows to end in such a star (but for the limit of members).
 */
export function poolOf(near: Nearness, lists: NearLists, prices: Float64Array, spread: number, perHost: number): StarPool {
  const { mostUnits, mostMembers } = near.limits;
  const alone = alonePrice(near.limits);
  const start = [0];
  const unit: number[] = [];
  const reduced: number[] = [];
  const chosen: number[] = [];
  const pricer = new StarPricer(near);
  const needs = LEAST_FULL + 1;
  const width = mostUnits * needs;
  let worth = new Float64Array(0);
  for (let host = 0; host < near.count; host++) {
    const others: { unit: number; value: number }[] = [];
    for (let k = lists.start[host]!; k < lists.start[host + 1]!; k++)
      others.push({ unit: lists.unit[k]!, value: prices[lists.unit[k]!]! - lists.cost[k]! });
    others.sort((a, b) => b.value - a.value || a.unit - b.unit);
    const count = others.length;
    // The most that others from i on are worth: row i, by room left and full members still needed.
    if (worth.length < (count + 1) * width) worth = new Float64Array(2 * (count + 1) * width);
    worth.fill(Number.NEGATIVE_INFINITY, count * width, (count + 1) * width);
    for (let room = 0; room < mostUnits; room++) worth[count * width + room * needs] = 0;
    for (let i = count - 1; i >= 0; i--) {
      const { unit: other, value } = others[i]!;
      for (let room = 0; room < mostUnits; room++)
        for (let need = 0; need < needs; need++) {
          const without = worth[(i + 1) * width + room * needs + need]!;
          const rest = room === 0 ? 0 : worth[(i + 1) * width + (room - 1) * needs + Math.max(0, need - near.full[other]!)]!;
          worth[i * width + room * needs + need] = room > 0 && value + rest > without ? value + rest : without;
        }
    }
    cheapestStar(pricer, lists, prices, host);
    let sum = prices[host]!;
    for (let k = 0; k < pricer.pickedCount; k++) sum += prices[pricer.picked[k]!]!;
    let most = Math.max(1, (spread * sum) / (pricer.pickedCount + 1));
    let left = perHost;
    const grow = (from: number, cost: number, full: number, members: number) => {
      if (chosen.length > 0 && full >= LEAST_FULL && cost <= most) {
        if (left <= 0) return;
        // The same units round a cheaper host are that host's star.
        if (isCheapest(near, host, chosen)) {
          left--;
          unit.push(host, ...chosen);
          start.push(unit.length);
          reduced.push(cost);
        }
      }
      const room = mostUnits - 1 - chosen.length;
      if (room === 0) return;
      for (let i = from; i < count && left > 0; i++) {
        const need = Math.max(0, LEAST_FULL - full);
        if (cost - worth[i * width + room * needs + need]! > most) break;
        const { unit: other, value } = others[i]!;
        const size = members + near.members[other]!;
        const still = Math.max(0, need - near.full[other]!);
        if (size > mostMembers || cost - value - worth[(i + 1) * width + (room - 1) * needs + still]! > most) continue;
        chosen.push(other);
        grow(i + 1, cost - value, full + near.full[other]!, size);
        chosen.pop();
      }
    };
    const [starts, units] = [start.length, unit.length];
    for (let step = 0; step < NARROWER; step++, most /= 2) {
      left = perHost;
      start.length = starts;
      reduced.length = starts - 1;
      unit.length = units;
      grow(0, -prices[host]!, near.full[host]!, near.members[host]!);
      if (left > 0) break;
    }
    // To stay alone is a choice among the others: where full members are short, somebody must.
    unit.push(host);
    start.push(unit.length);
    reduced.push(alone - prices[host]!);
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

/** Whether no other unit of a star would be a cheaper host, or as cheap with a lower number. */
function isCheapest(near: Nearness, host: number, others: readonly number[]): boolean {
  let own = 0;
  for (const other of others) own += near.cost(other, host);
  for (const other of others) {
    let sum = near.cost(host, other);
    for (const third of others) if (third !== other && sum <= own) sum += near.cost(third, other);
    if (sum < own || (sum === own && other < host)) return false;
  }
  return true;
}
