import type { AssemblyPlan } from '../plan.ts';
import type { AssemblyProblem, Member } from '../problem.ts';
import type { Definitions } from './definitions.ts';
import { byUnit, postsFor, reachOf } from './reach.ts';

/** What the plan fixed before the rest was planned; the bound holds given this. */
export interface Given {
  /** Members who lead above the posts and take none. */
  readonly reserved: ReadonlySet<string>;
  /** Posts each member must have: pins of people, posts of group leaders, those that could stand. */
  readonly pins: ReadonlyMap<string, readonly string[]>;
}

/**
 * The bound that prices prove (Lagrangian relaxation, Geoffrion 1974): take the rules about places, units, units at posts and quotas out
 * of the problem at these prices, then let every member choose for himself what is best. No plan costs less, whatever the prices are; all
 * pairings of the problem are looked at.
 */
export function provenBound(definitions: Definitions, plan: AssemblyPlan, given: Given): number {
  const { problem } = definitions;
  const key = (post: string, slot: number) => `${post}\n${slot}`;
  const worth = new Map(plan.prices.slots.map((row) => [key(row.post, row.slot), row.price]));
  const unitPrice = new Map(plan.prices.units.map((row) => [row.unit, Math.max(0, row.price)]));
  const unitPost = new Map(plan.prices.unitPosts.map((row) => [`${row.unit}\n${row.post}`, Math.max(0, row.price)]));
  const postAt = new Map(problem.posts.map((post, p) => [post.id, p]));
  const published = new Map<string, string[]>();
  for (const row of problem.published) published.set(row.member, [...(published.get(row.member) ?? []), row.post]);
  const unitMembers = byUnit(problem.members);
  let bound = 0;
  const byPost = problem.posts.map((post) => {
    const kinds = definitions.places(post).flatMap((count, slot) => {
      if (count === 0) return [];
      const price = Math.min(worth.get(key(post.id, slot)) ?? 0, definitions.gapCost(post));
      bound += price * count;
      return [{ slot, price }];
    });
    return { post, kinds, best: kinds.reduce((most, kind) => Math.max(most, kind.price), Number.NEGATIVE_INFINITY) };
  });
  for (const [id, price] of unitPrice) bound -= unitRelief(definitions, given, unitMembers.get(id) ?? [], id, price);
  for (const row of plan.prices.unitPosts) {
    const cap = definitions.posts.get(row.post)?.maxPerUnit;
    if (cap !== null && cap !== undefined) bound -= Math.max(0, row.price) * cap;
  }
  const quotas = plan.prices.quotas.map((row) => {
    const quota = problem.quotas.find((candidate) => candidate.id === row.quota)!;
    const posts = definitions.postsBelow(quota.org);
    const places = posts.reduce((sum, post) => sum + post.headCount, 0);
    const price = Math.max(0, row.price);
    bound -= price * (places - Math.ceil(places * quota.outside - 1e-9));
    const area = problem.orgs.find((org) => org.id === quota.org)!.area;
    return { price, area, posts: new Set(posts.map((post) => post.id)) };
  });
  const priceOf = (member: Member) => (member.unit === null ? 0 : (unitPrice.get(member.unit) ?? 0));
  const reach = reachOf(definitions, byPost, problem.members.map(priceOf));
  problem.members.forEach((member, m) => {
    if (given.reserved.has(member.id)) return;
    const unit = priceOf(member);
    const must = given.pins.get(member.id) ?? [];
    const told = published.get(member.id) ?? [];
    const posts = postsFor(
      reach,
      m,
      [...must, ...told].map((id) => postAt.get(id)!),
    );
    const offers: Offer[] = [];
    const inside = posts.length === 0 ? [] : quotas.map((quota) => quota.price > 0 && definitions.livesIn(member, quota.area));
    for (const p of posts) {
      const { post, kinds, best } = byPost[p]!;
      const pinned = must.includes(post.id);
      const change = told.includes(post.id) ? definitions.changeCost : 0;
      // Nothing is gained beyond the distance at which travel alone eats the best price.
      const most = best - unit + change;
      if (!pinned && (most <= 0 || definitions.travel(member, post) >= most)) continue;
      if (definitions.forbids(member, post) !== null) continue;
      for (const { slot, price: value } of kinds) {
        if (definitions.forbidsSlot(member, post, slot) !== null) continue;
        const parts = definitions.cost(member, post, slot);
        let price = parts.travel + parts.skill + parts.wish + parts.boundary - change + unit;
        if (member.unit !== null) price += unitPost.get(`${member.unit}\n${post.id}`) ?? 0;
        quotas.forEach((quota, q) => {
          if (inside[q] && quota.posts.has(post.id)) price += quota.price;
        });
        offers.push({ post: post.id, start: post.window.start, end: post.window.end, gain: value - price });
      }
    }
    if (offers.length > 0) bound -= bestChoice(offers, member, must);
    for (const id of told) if (definitions.forbids(member, definitions.posts.get(id)!) === null) bound += definitions.changeCost;
  });
  return bound;
}

interface Offer {
  readonly post: string;
  readonly start: string;
  readonly end: string;
  readonly gain: number;
}

/** What the unit's steps save at this price: the sum of price minus step over the people it can lend. */
function unitRelief(definitions: Definitions, given: Given, members: readonly Member[], id: string, price: number): number {
  const reserved = members.filter((member) => given.reserved.has(member.id)).length;
  const people = members.reduce((sum, member) => sum + (given.reserved.has(member.id) ? 0 : member.maxDuties), 0);
  const most = Math.min(definitions.room(id) - reserved, people);
  const before = definitions.lent(id) + reserved;
  let sum = 0;
  for (let n = 1; n <= most; n++) sum += Math.max(0, price - definitions.loadPoints(id, before + n));
  return sum;
}

/** Most gain of one member: his pins, and up to his number of duties of what else pays, never two at the same time. */
function bestChoice(offers: readonly Offer[], member: Member, must: readonly string[]): number {
  const best = new Map<string, Offer>();
  for (const offer of offers)
    if (offer.gain > (best.get(offer.post)?.gain ?? Number.NEGATIVE_INFINITY)) best.set(offer.post, offer);
  const pinned = must.flatMap((post) => best.get(post) ?? []);
  const fixed = pinned.reduce((sum, offer) => sum + offer.gain, 0);
  const left = member.maxDuties - pinned.length;
  const open = [...best.values()].filter(
    (offer) =>
      offer.gain > 0 && !must.includes(offer.post) && !pinned.some((pin) => pin.start < offer.end && offer.start < pin.end),
  );
  if (left <= 0 || open.length === 0) return fixed;
  if (left === 1) return fixed + Math.max(...open.map((offer) => offer.gain));
  // Weighted interval scheduling with a limit on the number (Kleinberg, Tardos, Algorithm Design, 6.1).
  open.sort((a, b) => (a.end < b.end ? -1 : a.end > b.end ? 1 : 0));
  const table: number[][] = [new Array(left + 1).fill(0)];
  open.forEach((offer, i) => {
    const before = open.filter((other) => other.end <= offer.start).length;
    table.push(table[i]!.map((value, k) => (k === 0 ? 0 : Math.max(value, table[before]![k - 1]! + offer.gain))));
  });
  return fixed + table[open.length]![left]!;
}

/** Members who lead above the posts, and the posts that pins and group leaders hold, as the plan says. */
export function givenBy(problem: AssemblyProblem, plan: AssemblyPlan): Given {
  const reserved = new Set<string>();
  const pins = new Map<string, string[]>();
  const placed = new Set(plan.assignments.map((row) => `${row.member}\n${row.post}`));
  const pin = (member: string, post: string) => {
    const list = pins.get(member) ?? [];
    if (placed.has(`${member}\n${post}`) && !list.includes(post)) pins.set(member, [...list, post]);
  };
  for (const leader of plan.leaders) {
    if (leader.member === null) continue;
    if (leader.post === null) reserved.add(leader.member);
    else pin(leader.member, leader.post);
  }
  for (const row of problem.pins) pin(row.member, row.post);
  return { reserved, pins };
}
