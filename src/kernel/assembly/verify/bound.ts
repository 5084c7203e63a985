import type { AssemblyPlan } from '../plan.ts';
import type { AssemblyProblem, Member, Post } from '../problem.ts';
import type { Definitions } from './definitions.ts';
import { byUnit, eachInReach } from './reach.ts';

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
  const published = new Map<string, string[]>();
  for (const row of problem.published) published.set(row.member, [...(published.get(row.member) ?? []), row.post]);
  const unitMembers = byUnit(problem.members);
  let bound = 0;
  const best = new Map<string, Pay>();
  const paysOf = (post: Post): Pay[] =>
    definitions.places(post).flatMap((count, slot) => {
      if (count === 0) return [];
      return [{ post, slot, count, price: Math.min(worth.get(key(post.id, slot)) ?? 0, definitions.gapCost(post)) }];
    });
  const sameFor = likeness(definitions);
  for (const post of problem.posts) {
    for (const pay of paysOf(post)) {
      bound += pay.price * pay.count;
      // Of places that are the same to everyone, whoever chooses for himself takes the one that pays most.
      const like = sameFor(pay);
      if ((best.get(like)?.price ?? Number.NEGATIVE_INFINITY) < pay.price) best.set(like, pay);
    }
  }
  const pays = [...best.values()];
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
  const price = Float64Array.from(problem.members, priceOf);
  const insideOf = problem.members.map(() => undefined as boolean[] | undefined);
  /** What a member gains at a place beyond what he costs elsewhere; null when a rule keeps him from it. */
  const gainOf = (m: number, { post, slot, price: value }: Pay, change: number): number | null => {
    const member = problem.members[m]!;
    if (definitions.forbidsSlot(member, post, slot) !== null || definitions.forbids(member, post) !== null) return null;
    const parts = definitions.cost(member, post, slot);
    let cost = parts.travel + parts.skill + parts.wish + parts.boundary - change + price[m]!;
    if (member.unit !== null && unitPost.size > 0) cost += unitPost.get(`${member.unit}\n${post.id}`) ?? 0;
    if (quotas.length > 0) {
      insideOf[m] ??= quotas.map((quota) => quota.price > 0 && definitions.livesIn(member, quota.area));
      quotas.forEach((quota, q) => {
        if (insideOf[m]![q] && quota.posts.has(post.id)) cost += quota.price;
      });
    }
    return value - cost;
  };
  // Whoever has one duty and no pin gains the most that any place pays him; the others choose among all that reach them.
  const gained = new Float64Array(problem.members.length);
  const several = new Map<number, Set<Pay>>();
  const looks = Uint8Array.from(problem.members, (member, m) => {
    if (given.reserved.has(member.id) || member.willing === 'no') return 0;
    if (member.maxDuties > 1) several.set(m, new Set());
    return member.maxDuties > 1 || (given.pins.get(member.id) ?? []).length === 0 ? 1 : 0;
  });
  eachInReach(definitions, pays, price, gained, (m, pay) => {
    if (looks[m] === 0) return;
    const all = several.get(m);
    if (all !== undefined) all.add(pay);
    else gained[m] = Math.max(gained[m]!, gainOf(m, pay, 0) ?? 0);
  });
  problem.members.forEach((member, m) => {
    if (given.reserved.has(member.id)) return;
    const must = given.pins.get(member.id) ?? [];
    const told = published.get(member.id) ?? [];
    const own = [...new Set([...must, ...told])].flatMap((id) => paysOf(definitions.posts.get(id)!));
    if (must.length === 0 && member.maxDuties === 1) {
      for (const pay of own) gained[m] = Math.max(gained[m]!, gainOf(m, pay, changeAt(told, pay)) ?? 0);
      bound -= gained[m]!;
    } else {
      const offers = [...(several.get(m) ?? []), ...own].flatMap((pay): Offer[] => {
        const gain = gainOf(m, pay, changeAt(told, pay));
        const { id, window } = pay.post;
        return gain === null ? [] : [{ post: id, start: window.start, end: window.end, gain }];
      });
      if (offers.length > 0) bound -= bestChoice(offers, member, must);
    }
    for (const id of told) if (definitions.forbids(member, definitions.posts.get(id)!) === null) bound += definitions.changeCost;
  });
  return bound;

  function changeAt(told: readonly string[], { post }: Pay): number {
    return told.includes(post.id) ? definitions.changeCost : 0;
  }
}

/** One kind of place at a post and what it pays. */
interface Pay {
  readonly post: Post;
  readonly slot: number;
  readonly count: number;
  readonly price: number;
}

/** A text that is the same for places that differ for nobody without a pin: where and when they are, and whom they ask for. */
function likeness(definitions: Definitions): (pay: Pay) => string {
  const { posts, exclusions, quotas } = definitions.problem;
  const named = new Set(exclusions.map((row) => row.post));
  const where = new Map(
    posts.map((post) => {
      const { id, window, area, org, wish } = post;
      const alone = named.has(id) || post.maxPerUnit !== null ? id : null;
      return [id, JSON.stringify([alone, definitions.goalOf(post), window, area, quotas.length > 0 ? org : null, wish])];
    }),
  );
  return ({ post, slot }) => {
    const kind = post.slots[slot];
    const asks = kind ? [kind.skill, kind.local, kind.near, kind.must] : slot - post.slots.length;
    return `${where.get(post.id)} ${JSON.stringify(asks)}`;
  };
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
