import { Areas } from './areas.ts';
import { kindPrices } from './kind-prices.ts';
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

/** By so much the second start has to be better: moving areas together gains nothing where full members are not short. */
const MUCH = 1.02;

/**
 * Prices to start from. Where full members are short a unit without any is worth as much as staying alone costs, and one with some as
 * much less, far below 0: no step that suits distances gets there. So two starts are tried for some rounds each, one from distances, one from
 * what each kind would be worth were all near each other, by steps that move the units of an area together; the better is kept. `short`
 * tells whether it is the second.
 */
export function startPrices(
  near: Nearness,
  lists: NearLists,
  rounds: number,
  shouldStop?: () => boolean,
): { readonly prices: Float64Array; readonly short: boolean } {
  const n = near.count;
  const top = alonePrice(near.limits);
  const pricer = new StarPricer(near);
  const slope = new Float64Array(n);
  const plain = priceUnits(near, lists, { rounds }, shouldStop);
  const kinds = kindPrices(near);
  const first = Float64Array.from({ length: n }, (_, u) =>
    Math.min(top, firstPrice(lists, u, top) + top * kinds[near.full[u]!]!),
  );
  const short = priceUnits(near, lists, { rounds, from: first, hope: COLD_HOPE, areas: new Areas(near) }, shouldStop);
  const better = relaxed(near, pricer, lists, short, slope) > MUCH * relaxed(near, pricer, lists, plain, slope);
  return { prices: better ? short : plain, short: better };
}

/** How prices are improved: for how many rounds, from which, how much better they are hoped to get, and whether areas move together. */
export interface Pricing {
  readonly rounds: number;
  readonly from?: Float64Array;
  readonly hope?: number;
  readonly areas?: Areas;
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
  { rounds, from, hope = from ? WARM_HOPE : COLD_HOPE, areas }: Pricing,
  shouldStop?: () => boolean,
): Float64Array {
  const n = near.count;
  const pricer = new StarPricer(near);
  const top = alonePrice(near.limits);
  const smooth = new Float64Array(n);
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
      if (round === 0) hoped = hope * Math.max(1, Math.abs(value));
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
    }
    smooth.set(direction);
    areas?.add(direction, smooth);
    for (let u = 0; u < n; u++) length += direction[u]! * smooth[u]!;
    if (length < 1e-12) break;
    const step = ((1 - MEMORY) * (best + hoped - value)) / length;
    for (let u = 0; u < n; u++) prices[u] = Math.min(top, prices[u]! + step * smooth[u]!);
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
