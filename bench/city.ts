import type { FlowNetwork } from '#kernel/assembly';

/** How scarce people are: `tight` caps just cover the demand in a few coarse load tiers, `smooth` the same cover in many small steps, `loose` leaves plenty. */
export type CityKind = 'tight' | 'smooth' | 'loose';

/** Sizes by members and posts; candidate posts a member. */
export const CITY_SIZES = {
  xs: { members: 2_000, posts: 300, candidates: 16 },
  s: { members: 20_000, posts: 2_000, candidates: 16 },
  m: { members: 200_000, posts: 20_000, candidates: 16 },
  l: { members: 500_000, posts: 20_000, candidates: 16 },
} as const;

/** What a city is made of. */
export interface CityShape {
  readonly members: number;
  readonly posts: number;
  readonly candidates: number;
  readonly kind: CityKind;
  readonly seed: number;
  /** Where units and posts lie: around towns (as when left out), or evenly over the city. */
  readonly places?: 'towns' | 'even';
  /** Costs of serving at random from 0 up to this one instead of by travel, skill and wish. */
  readonly randomCosts?: number;
}

const SHORTAGE = 20_000;

/** A seeded generator of whole numbers below a bound (mulberry32). */
export function randomOf(seed: number): (bound: number) => number {
  let state = seed | 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * bound);
  };
}

/**
 * A made-up city as the flow of the assembly model: source -> unit by convex load steps up to the release cap -> member (one duty) ->
 * post slot (travel in 10 m, other-skill penalty, boundary wish) -> post -> sink, and source -> slot as shortage. Towns gather units and
 * posts; each member sees its nearest posts. Same shape and seed, same network.
 */
export function cityNetwork(shape: CityShape): FlowNetwork {
  const { members, posts, candidates, kind, seed } = shape;
  const random = randomOf(seed);
  const side = Math.floor(Math.sqrt(posts / 4) * 100);
  const towns = Math.max(4, Math.floor(posts / 120));
  const townX = Array.from({ length: towns }, () => random(side));
  const townY = Array.from({ length: towns }, () => random(side));
  const spread = (at: number, width: number) => Math.min(side - 1, Math.max(0, at + random(width) + random(width) - width));
  const near = (width: number): [number, number] => {
    if (shape.places === 'even') return [random(side), random(side)];
    const town = random(towns);
    return [spread(townX[town]!, width), spread(townY[town]!, width)];
  };
  const slotX: number[] = [];
  const slotY: number[] = [];
  const slotSkill: number[] = [];
  const slotHeads: number[] = [];
  const slotPost: number[] = [];
  const postHeads = new Int32Array(posts);
  for (let post = 0; post < posts; post++) {
    const [x, y] = near(700);
    const heads = 2 + random(7);
    postHeads[post] = heads;
    // A third of the posts asks for one skill in some of its places.
    const skilled = random(3) === 0 ? 1 + random(Math.max(1, heads - 2)) : 0;
    for (const [count, skill] of [
      [heads - skilled, 0],
      [skilled, 1 + random(5)],
    ] as const) {
      if (count === 0) continue;
      slotX.push(x);
      slotY.push(y);
      slotSkill.push(skill);
      slotHeads.push(count);
      slotPost.push(post);
    }
  }
  const slots = slotX.length;
  const demand = slotHeads.reduce((a, b) => a + b, 0);
  const cell = 100;
  const columns = Math.floor(side / cell) + 1;
  const cells: number[][] = Array.from({ length: columns * columns }, () => []);
  for (let slot = 0; slot < slots; slot++)
    cells[Math.floor(slotX[slot]! / cell) * columns + Math.floor(slotY[slot]! / cell)]!.push(slot);

  const unitOf: number[] = [];
  const unitSize: number[] = [];
  const unitX: number[] = [];
  const unitY: number[] = [];
  while (unitOf.length < members) {
    const size = Math.min(members - unitOf.length, 3 + random(12) + (random(10) === 0 ? random(120) : random(12)));
    const [x, y] = near(900);
    unitX.push(x);
    unitY.push(y);
    for (let i = 0; i < size; i++) unitOf.push(unitSize.length);
    unitSize.push(size);
  }
  const units = unitSize.length;
  const source = 0;
  const sink = 1;
  const unitNode = 2;
  const memberNode = unitNode + units;
  const slotNode = memberNode + members;
  const postNode = slotNode + slots;
  const nodeCount = postNode + posts;
  const share = kind === 'loose' ? 0.7 : Math.min(1, (1.04 * demand) / members);
  const steps = kind === 'smooth' ? 8 : 3;
  const stepCost = kind === 'smooth' ? [0, 10, 20, 35, 50, 70, 90, 120] : [0, 40, 120];
  const limit = units * steps + members * (1 + candidates) + slots * 2 + posts;
  const from = new Int32Array(limit);
  const to = new Int32Array(limit);
  const capacity = new Int32Array(limit);
  const cost = new Int32Array(limit);
  let arcs = 0;
  const arc = (a: number, b: number, cap: number, price: number): void => {
    from[arcs] = a;
    to[arcs] = b;
    capacity[arcs] = cap;
    cost[arcs++] = price;
  };
  for (let unit = 0; unit < units; unit++) {
    const exact = unitSize[unit]! * share;
    const cap = Math.min(unitSize[unit]!, Math.floor(exact) + (random(1000) < (exact % 1) * 1000 ? 1 : 0));
    let given = 0;
    for (let step = 0; step < steps; step++) {
      const until = Math.ceil((cap * (step + 1)) / steps);
      if (until > given) arc(source, unitNode + unit, until - given, stepCost[step]!);
      given = until;
    }
  }
  const found: number[] = [];
  for (let member = 0; member < members; member++) {
    const unit = unitOf[member]!;
    arc(unitNode + unit, memberNode + member, 1, [0, 0, 0, 8, 15, 30][random(6)]!);
    const x = spread(unitX[unit]!, 120);
    const y = spread(unitY[unit]!, 120);
    const skill = random(12);
    nearest(x, y, candidates, found);
    for (const slot of found) {
      const dx = slotX[slot]! - x;
      const dy = slotY[slot]! - y;
      let price = Math.round(Math.sqrt(dx * dx + dy * dy));
      if (slotSkill[slot]! > 0 && slotSkill[slot] !== skill) price += 80;
      if (random(20) === 0) price += 25;
      if (shape.randomCosts !== undefined) price = random(shape.randomCosts + 1);
      arc(memberNode + member, slotNode + slot, 1, price);
    }
  }
  for (let slot = 0; slot < slots; slot++) {
    arc(source, slotNode + slot, slotHeads[slot]!, SHORTAGE);
    arc(slotNode + slot, postNode + slotPost[slot]!, slotHeads[slot]!, 0);
  }
  for (let post = 0; post < posts; post++) arc(postNode + post, sink, postHeads[post]!, 0);
  const supply = new Int32Array(nodeCount);
  supply[source] = demand;
  supply[sink] = -demand;
  return {
    nodeCount,
    supply,
    from: from.slice(0, arcs),
    to: to.slice(0, arcs),
    capacity: capacity.slice(0, arcs),
    cost: cost.slice(0, arcs),
  };

  /** Slots around a point, ring of cells by ring until the nearest `count` are sure. */
  function nearest(x: number, y: number, count: number, into: number[]): void {
    const column = Math.floor(x / cell);
    const row = Math.floor(y / cell);
    const seen: { slot: number; far: number }[] = [];
    for (let ring = 0; ring < columns; ring++) {
      for (let a = column - ring; a <= column + ring; a++) {
        if (a < 0 || a >= columns) continue;
        const step = Math.abs(a - column) === ring || ring === 0 ? 1 : 2 * ring;
        for (let b = row - ring; b <= row + ring; b += step) {
          if (b < 0 || b >= columns) continue;
          for (const slot of cells[a * columns + b]!) {
            seen.push({ slot, far: (slotX[slot]! - x) ** 2 + (slotY[slot]! - y) ** 2 });
          }
        }
      }
      if (seen.length >= count && seen.filter((s) => s.far <= (ring * cell) ** 2).length >= count) break;
    }
    seen.sort((a, b) => a.far - b.far || a.slot - b.slot);
    into.length = 0;
    for (let i = 0; i < Math.min(count, seen.length); i++) into.push(seen[i]!.slot);
  }
}
