import Flatbush from 'flatbush';
import { Arcs, grown } from './arcs.ts';
import { solveFlow } from './flow/index.ts';
import { barrier, fits, type Instance, isInside, pairCost } from './instance.ts';
import { type Fixed, SINK, SOURCE } from './model.ts';
import { metres } from './places.ts';
import type { Leader } from './plan.ts';

/** Nearest full members looked at for each organization; those that stay without a leader look at so many times more. */
const NEAREST = 24;
const WIDER = 8;

interface Seat {
  readonly org: number;
  readonly role: 'leader' | 'deputy';
}

/**
 * Leaders and deputies of the task organizations, chosen before the posts by one small assignment: full members only, near and of the area
 * first; what someone is at home plays no part (I-17). A leader of a group takes a place at one of its posts, a leader above gives all his
 * time. Designated people stand. Seats nobody can fill come back with `how: 'missing'`.
 */
export function chooseLeaders(instance: Instance): { leaders: Leader[]; fixed: Fixed } {
  const { problem } = instance;
  const pins = new Map([...instance.pins].map(([m, posts]) => [m, [...posts]]));
  const reserved = new Set<number>();
  const reservedOfUnit = new Int32Array(problem.units.length);
  const leaders: Leader[] = [];
  const reserve = (m: number) => {
    reserved.add(m);
    if (instance.unitOf[m]! >= 0) reservedOfUnit[instance.unitOf[m]!]!++;
  };
  const pin = (m: number, p: number) => {
    const list = pins.get(m) ?? [];
    if (!list.includes(p)) pins.set(m, [...list, p]);
  };
  const postsOf = postsByOrg(instance);
  const seats: Seat[] = [];
  const free = Int32Array.from(problem.posts, (post) => post.headCount);
  for (const posts of pins.values()) for (const p of posts) free[p]!--;
  const busy = new Set<number>();
  problem.orgs.forEach((org, o) => {
    for (const { member, role, kept } of org.designated) {
      const how = kept ? 'proposed' : 'designated';
      const m = instance.memberAt.get(member)!;
      busy.add(m);
      const posts = postsOf[o]!;
      if (posts.length === 0) {
        if (!reserved.has(m)) reserve(m);
        leaders.push({ org: org.id, role, member, post: null, how, cost: 0 });
        continue;
      }
      // Who leads on as before stays where he was told to be.
      const told = kept ? (instance.published.get(m) ?? []) : [];
      const at =
        pins.get(m)?.find((p) => posts.includes(p)) ??
        [...told].find((p) => posts.includes(p) && free[p]! > 0 && placeCost(instance, m, p) !== null) ??
        cheapestPost(instance, m, posts, free);
      if (at !== null && pins.get(m)?.includes(at) !== true) {
        pin(m, at);
        free[at]!--;
      }
      leaders.push({ org: org.id, role, member, post: at === null ? null : problem.posts[at]!.id, how, cost: 0 });
    }
    if (!problem.options.leaders) return;
    const named = (role: string) => org.designated.filter((who) => who.role === role).length;
    const isGroup = org.form === 'group' || postsOf[o]!.length > 0;
    if (isGroup && postsOf[o]!.every((p) => problem.posts[p]!.headCount === 0)) return;
    if (org.leader && named('leader') === 0) seats.push({ org: o, role: 'leader' });
    for (let k = named('deputy'); k < org.deputies; k++) seats.push({ org: o, role: 'deputy' });
  });
  const chosen = assign(instance, seats, postsOf, { pins, reserved, reservedOfUnit, busy, free });
  seats.forEach((seat, i) => {
    const org = problem.orgs[seat.org]!;
    const found = chosen[i]!;
    if (found === null) {
      leaders.push({ org: org.id, role: seat.role, member: null, post: null, how: 'missing', cost: 0 });
      return;
    }
    if (found.post === null) reserve(found.member);
    else pin(found.member, found.post);
    leaders.push({
      org: org.id,
      role: seat.role,
      member: problem.members[found.member]!.id,
      post: found.post === null ? null : problem.posts[found.post]!.id,
      how: 'proposed',
      cost: found.cost,
    });
  });
  leaders.sort(
    (a, b) => instance.orgAt.get(a.org)! - instance.orgAt.get(b.org)! || (a.role === b.role ? 0 : a.role === 'leader' ? -1 : 1),
  );
  return { leaders, fixed: { reserved, pins, reservedOfUnit } };
}

function postsByOrg(instance: Instance): number[][] {
  const posts: number[][] = instance.problem.orgs.map(() => []);
  instance.problem.posts.forEach((post, p) => {
    if (post.org !== null) posts[instance.orgAt.get(post.org)!]!.push(p);
  });
  return posts;
}

function placeCost(instance: Instance, m: number, p: number): number | null {
  if (barrier(instance, m, p) !== null) return null;
  let best: number | null = null;
  for (const s of instance.slotsOfPost[p]!) {
    const slot = instance.slots[s]!;
    if (!fits(instance, m, slot)) continue;
    const cost = pairCost(instance, m, slot);
    if (best === null || cost < best) best = cost;
  }
  return best;
}

function cheapestPost(instance: Instance, m: number, posts: readonly number[], free: Int32Array): number | null {
  let best: [number, number] | null = null;
  for (const p of posts) {
    const cost = free[p]! > 0 ? placeCost(instance, m, p) : null;
    if (cost !== null && (best === null || cost < best[0])) best = [cost, p];
  }
  return best?.[1] ?? null;
}

interface Standing {
  readonly pins: ReadonlyMap<number, readonly number[]>;
  readonly reserved: ReadonlySet<number>;
  readonly reservedOfUnit: Int32Array;
  readonly busy: ReadonlySet<number>;
  readonly free: Int32Array;
}

interface Choice {
  readonly member: number;
  /** null: an office above the posts. */
  readonly post: number | null;
  readonly cost: number;
}

/** Fills the seats at least cost; a flow unit -> member -> post or office -> seat of the organization. */
function assign(instance: Instance, seats: readonly Seat[], postsOf: readonly number[][], standing: Standing): (Choice | null)[] {
  if (seats.length === 0) return [];
  const { problem } = instance;
  const wanted = new Map<number, number>();
  for (const seat of seats) wanted.set(seat.org, (wanted.get(seat.org) ?? 0) + 1);
  const able = problem.members.flatMap((member, m) =>
    member.fullMember && member.willing !== 'no' && member.maxDuties > 0 && !standing.busy.has(m) ? [m] : [],
  );
  const near = nearest(instance, able, postsOf);
  const options = [...wanted.keys()].map((org) => ({ org, width: 0, choices: new Choices() }));
  let wide = options;
  for (;;) {
    for (const option of wide) {
      option.width = option.width === 0 ? NEAREST : option.width * WIDER;
      option.choices = choicesOf(instance, option.org, postsOf[option.org]!, near(option.org, option.width), standing);
    }
    const taken = matchSeats(instance, options, wanted, standing);
    wide = options.filter(({ org, width }) => width < able.length && (taken.get(org)?.length ?? 0) < wanted.get(org)!);
    if (wide.length === 0) return seats.map((seat) => taken.get(seat.org)?.shift() ?? null);
  }
}

function nearest(
  instance: Instance,
  able: readonly number[],
  postsOf: readonly (readonly number[])[],
): (org: number, width: number) => readonly number[] {
  const owner: number[] = [];
  const points = able.flatMap((m) => {
    for (let k = 0; k < instance.memberPoints[m]!.length; k++) owner.push(m);
    return instance.memberPoints[m]!;
  });
  const tree = points.length === 0 ? null : new Flatbush(points.length);
  for (const point of points) tree?.add(point.x, point.y);
  tree?.finish();
  return (o, width) => {
    const at = orgPoint(instance, o, postsOf[o]!);
    if (width >= able.length || at === null || tree === null) return able;
    return [...new Set(tree.neighbors(at.x, at.y, width).map((i) => owner[i]!))].sort((a, b) => a - b);
  };
}

function orgPoint(instance: Instance, o: number, posts: readonly number[]) {
  const { problem } = instance;
  const org = problem.orgs[o]!;
  if (org.place) return instance.flat(org.place);
  const post = posts.find((p) => instance.postPoint[p] !== null);
  if (post !== undefined) return instance.postPoint[post]!;
  const area = problem.areas.find((candidate) => candidate.id === org.area);
  return area?.place ? instance.flat(area.place) : null;
}

function choicesOf(
  instance: Instance,
  o: number,
  posts: readonly number[],
  members: readonly number[],
  standing: Standing,
): Choices {
  const { problem } = instance;
  const org = problem.orgs[o]!;
  const at = orgPoint(instance, o, posts);
  const outside = (m: number) =>
    org.area !== null && !isInside(instance, problem.members[m]!.homeArea, org.area) ? problem.weights.outsideLeader : 0;
  const choices = new Choices();
  for (const m of members) {
    if (standing.reserved.has(m)) continue;
    const pinned = standing.pins.get(m);
    if (posts.length > 0) {
      for (const p of pinned ?? posts) {
        if (!posts.includes(p)) continue;
        const cost = placeCost(instance, m, p);
        if (cost !== null) choices.add(m, p, cost + outside(m));
      }
    } else if (pinned === undefined && instance.exclusions.get(m) !== 'all' && problem.members[m]!.busy.length === 0) {
      const lengths = at === null ? [] : instance.memberPoints[m]!.map((point) => metres(point, at));
      const travel = lengths.length === 0 ? problem.weights.noPlace : Math.round(Math.min(...lengths) / 10);
      choices.add(m, -1, travel + outside(m) + (problem.members[m]!.willing === 'unknown' ? problem.weights.unknownWilling : 0));
    }
  }
  return choices;
}

function matchSeats(
  instance: Instance,
  options: readonly { org: number; choices: Choices }[],
  wanted: ReadonlyMap<number, number>,
  standing: Standing,
): Map<number, Choice[]> {
  const { problem } = instance;
  const count = options.reduce((sum, { choices }) => sum + choices.length, 0);
  const units = problem.units.length;
  const net = new Arcs(2 + units, 2 * count);
  const pinnedOfUnit = new Int32Array(units);
  for (const [m, posts] of standing.pins) if (instance.unitOf[m]! >= 0) pinnedOfUnit[instance.unitOf[m]!]! += posts.length;
  for (let u = 0; u < units; u++)
    net.add(SOURCE, 2 + u, Math.max(0, instance.room[u]! - standing.reservedOfUnit[u]! - pinnedOfUnit[u]!), 0);
  const memberNode = new Int32Array(problem.members.length);
  const postNode = new Int32Array(problem.posts.length);
  const arcOf = new Int32Array(count);
  let supply = 0;
  let at = 0;
  for (const { org, choices } of options) {
    const seat = net.node();
    supply += wanted.get(org)!;
    net.add(seat, SINK, wanted.get(org)!, 0);
    net.add(SOURCE, seat, wanted.get(org)! + 1, 10_000_000);
    for (let i = 0; i < choices.length; i++) {
      const m = choices.member[i]!;
      const post = choices.post[i]!;
      if (memberNode[m] === 0) {
        memberNode[m] = net.node();
        const unit = instance.unitOf[m]!;
        net.add(unit < 0 || standing.pins.has(m) ? SOURCE : 2 + unit, memberNode[m]!, 1, 0);
      }
      let head = seat;
      if (post >= 0 && !standing.pins.has(m)) {
        if (postNode[post] === 0) {
          postNode[post] = net.node();
          net.add(postNode[post]!, seat, Math.max(0, standing.free[post]!), 0);
        }
        head = postNode[post]!;
      }
      arcOf[at++] = net.add(memberNode[m]!, head, 1, choices.cost[i]!);
    }
  }
  const result = solveFlow(net.network(supply, SOURCE, SINK));
  if (!result.ok || result.value.status !== 'optimal') throw new Error('the assignment of leaders has no answer');
  const { flow } = result.value;
  const taken = new Map<number, Choice[]>();
  at = 0;
  for (const { org, choices } of options) {
    const list: Choice[] = [];
    for (let i = 0; i < choices.length; i++) if (flow[arcOf[at++]!]! > 0) list.push(choices.at(i));
    if (list.length === 0) continue;
    taken.set(
      org,
      list.sort((a, b) => a.cost - b.cost || a.member - b.member),
    );
  }
  return taken;
}

/** Who may take which seat for how much, as columns: of a city there are millions. */
class Choices {
  length = 0;
  member = new Int32Array(32);
  /** -1: an office above the posts. */
  post = new Int32Array(32);
  cost = new Int32Array(32);

  add(member: number, post: number, cost: number): void {
    if (this.length === this.member.length) {
      this.member = grown(this.member);
      this.post = grown(this.post);
      this.cost = grown(this.cost);
    }
    this.member[this.length] = member;
    this.post[this.length] = post;
    this.cost[this.length++] = cost;
  }

  at(i: number): Choice {
    const post = this.post[i]!;
    return { member: this.member[i]!, post: post < 0 ? null : post, cost: this.cost[i]! };
  }
}
