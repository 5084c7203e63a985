import type { NearLists, Nearness } from './nearness.ts';
import { alonePrice } from './problem.ts';
import { cheapestCapped, cheapestStar, StarPricer } from './stars.ts';

/** How much of the last direction is kept. */
const MEMORY = 0.7;

/** How much better than the first value the first steps hope to get: half from a guess, little from prices that were good before. */
const COLD_HOPE = 0.5;
const WARM_HOPE = 0.05;

/** Value of the relaxation at some prices; `slope` takes up for each unit how often it is left uncovered. */
function relaxed(near: Nearness, pricer: StarPricer, lists: NearLists, prices: Float64Array, slope: Float64Array): number {
  let value = 0;
  slope.fill(1);
  for (let u = 0; u < near.count; u++) value += prices[u]!;
  for (let host = 0; host < near.count; host++) {
    const reduced = cheapestStar(pricer, lists, prices, host);
    if (reduced >= 0) continue;
    value += reduced;
    slope[host]!--;
    for (let k = 0; k < pricer.pickedCount; k++) slope[pricer.picked[k]!]!--;
  }
  return value;
}

/** First long step as a share of the price of staying alone, what each next one keeps of it, and how slowly the slope is smoothed. */
const LONG_STEP = 0.1;
const SHORTER = 0.93;
const SMOOTH = 0.7;

/**
 * Prices to start from. Where full members are short a unit without any is worth as much as staying alone costs, and one with some as
 * much less, far below 0: no step that suits distances gets there. So two starts are tried for some rounds each, one from distances, one by
 * long steps of the same length for every unit (signs of a smoothed slope; Riedmiller, Braun 1993), and the better is kept.
 */
export function startPrices(near: Nearness, lists: NearLists, rounds: number, shouldStop?: () => boolean): Float64Array {
  const n = near.count;
  const top = alonePrice(near.limits);
  const pricer = new StarPricer(near);
  const slope = new Float64Array(n);
  const short = new Float64Array(n);
  const mean = new Float64Array(n);
  const square = new Float64Array(n);
  let bestPrices = priceUnits(near, lists, rounds, undefined, shouldStop);
  let best = relaxed(near, pricer, lists, bestPrices, slope);
  for (let u = 0; u < n; u++) short[u] = top * (1 - near.full[u]! * 1.2);
  for (let round = 0; round < rounds && shouldStop?.() !== true; round++) {
    const value = relaxed(near, pricer, lists, short, slope);
    if (value > best) {
      best = value;
      bestPrices = short.slice();
    }
    const step = top * LONG_STEP * SHORTER ** round;
    for (let u = 0; u < n; u++) {
      mean[u] = SMOOTH * mean[u]! + (1 - SMOOTH) * slope[u]!;
      square[u] = SMOOTH * square[u]! + (1 - SMOOTH) * slope[u]! ** 2;
      short[u] = Math.min(top, short[u]! + (step * mean[u]!) / Math.sqrt(square[u]! + 1e-9));
    }
  }
  return bestPrices;
}

/**
 * Prices by deflected subgradients on the relaxation that lets a unit be covered more or less than once (Held, Wolfe, Crowder 1974;
 * deflection of Camerini, Fratta, Maffioli 1975; the length
 * of a step aims at a value hoped for, raised when it comes easily and lowered when it does not). Its best value is that of the linear program
 * over the stars of the lists; prices `from` an earlier run are a start.
 */
export function priceUnits(
  near: Nearness,
  lists: NearLists,
  rounds: number,
  from?: Float64Array,
  shouldStop?: () => boolean,
): Float64Array {
  const n = near.count;
  const pricer = new StarPricer(near);
  const top = alonePrice(near.limits);
  const prices = from ? from.slice() : Float64Array.from({ length: n }, (_, u) => firstPrice(lists, u, top));
  let best = Number.NEGATIVE_INFINITY;
  let bestPrices = prices.slice();
  const slope = new Float64Array(n);
  const direction = new Float64Array(n);
  let hoped = 0;
  let stale = 0;
  let gains = 0;
  for (let round = 0; round < rounds && !(round > 0 && shouldStop?.() === true); round++) {
    const value = relaxed(near, pricer, lists, prices, slope);
    if (value > best) {
      if (round === 0) hoped = (from ? WARM_HOPE : COLD_HOPE) * Math.max(1, Math.abs(value));
      best = value;
      bestPrices = prices.slice();
      stale = 0;
      if (++gains >= 4) {
        hoped *= 1.5;
        gains = 0;
      }
    } else {
      gains = 0;
      if (++stale >= 6) {
        hoped *= 0.6;
        stale = 0;
        if (hoped < 1e-6 * Math.abs(best)) break;
      }
    }
    let length = 0;
    for (let u = 0; u < n; u++) {
      direction[u] = (1 - MEMORY) * slope[u]! + MEMORY * direction[u]!;
      length += direction[u]! ** 2;
    }
    if (length < 1e-12) break;
    const step = ((1 - MEMORY) * (best + hoped - value)) / length;
    for (let u = 0; u < n; u++) prices[u] = Math.min(top, prices[u]! + step * direction[u]!);
  }
  return bestPrices;
}

function firstPrice(lists: NearLists, unit: number, top: number): number {
  const from = lists.start[unit]!;
  const size = lists.start[unit + 1]! - from;
  // Half of what joining the second nearest costs: a pair shares one distance.
  return size === 0 ? top : lists.cost[from + Math.min(1, size - 1)]! / 2;
}

/** What the prices prove over all stars within reach, not only those of the lists; whole because all costs are whole. */
export function provenBound(near: Nearness, prices: Float64Array): number {
  const pricer = new StarPricer(near);
  let highest = 0;
  let value = 0;
  for (const price of prices) {
    value += price;
    if (price > highest) highest = price;
  }
  for (let host = 0; host < near.count; host++) {
    const others: number[] = [];
    pricer.reset();
    // An other that is not worth its way matters only for its full members: it never costs less than the host is worth beyond the rest.
    const far = Math.min(near.limits.reach, Math.max(0, prices[host]!) + near.limits.mostUnits * highest);
    near.around(host, far, (other) => {
      const cost = near.cost(host, other);
      if (cost > near.limits.reach) return;
      others.push(other);
      pricer.offer(host, other, prices[other]! - cost);
    });
    let reduced = -prices[host]! - pricer.settle(host);
    if (reduced < 0 && !pricer.fits(host)) reduced = cheapestCapped(near, prices, host, others);
    if (reduced < 0) value += reduced;
  }
  return Math.max(0, Math.ceil(value - 1e-3));
}
