import { Arcs } from './arcs.ts';
import type { FlowNetwork } from './flow/index.ts';
import { barrier, type Instance, isInside, loadStep, postOfKind } from './instance.ts';
import type { Pairs } from './pairs.ts';

/** What is settled before the flow: leaders above the group take no post, pinned people (and group leaders) stand. */
export interface Fixed {
  readonly reserved: ReadonlySet<number>;
  readonly pins: ReadonlyMap<number, readonly number[]>;
  /** Reserved people of each unit; they count towards its cap. */
  readonly reservedOfUnit: Int32Array;
}

/** A rule that a flow cannot hold: at most `most` of these pairings. */
export interface SideRow {
  readonly kind: 'overlap' | 'unit-post' | 'quota';
  readonly most: number;
  /** Positions in the pairs. */
  readonly pairs: readonly number[];
  /** unit and post, quota, or member: what the price belongs to. */
  readonly a: number;
  readonly b: number;
}

/**
 * The plan as a minimum-cost flow: source -> unit (convex steps up to the cap) -> member (duties) -> his time windows -> his unit at the
 * post, or the slot he is tied to -> spot -> sink, and source -> spot as the shortage. Rules outside it are `rows`.
 */
export interface Model {
  readonly network: FlowNetwork;
  readonly pairs: Pairs;
  /** Arc of the first pair; pair i is arc `firstPair + i`. */
  readonly firstPair: number;
  /** Cost of each pair in the objective, the discount of pins apart. */
  readonly pairCost: Int32Array;
  readonly unitNode: Int32Array;
  readonly memberNode: Int32Array;
  /** The arc into member 0; that of member m is `firstMember + m`. */
  readonly firstMember: number;
  readonly spotNode: Int32Array;
  /** Node of a slot inside a spot of several posts, for people tied to it, and its arc to the spot. */
  readonly tied: ReadonlyMap<number, { readonly node: number; readonly arc: number }>;
  /** Node of a member in a window (members with several duties), by `m * windows + w`. */
  readonly windowNode: ReadonlyMap<number, number>;
  /** Node of a unit at a post with a cap, by `p * (units + members) + owner`. */
  readonly unitPostNode: ReadonlyMap<number, { readonly node: number; readonly arcs: readonly number[] }>;
  readonly steps: readonly { readonly unit: number; readonly arc: number; readonly price: number }[];
  /** By spot. */
  readonly shortageArc: Int32Array;
  readonly sinkArc: Int32Array;
  /** Points taken off each pin, to make it stand. */
  readonly pinBonus: number;
  /** Constant of the objective: published posts times the price of a change. */
  readonly constant: number;
  readonly rows: readonly SideRow[];
  readonly quotas: readonly QuotaRule[];
}

/** "At most so many of these people at these posts". */
export interface QuotaRule {
  readonly most: number;
  readonly counts: (m: number, p: number) => boolean;
}

/** Node that gives one unit for each place. */
export const SOURCE = 0;
/** Node that takes it. */
export const SINK = 1;

/** Costs up to here leave room for the quick flow algorithm, which takes no arc above 2^26. */
const COMMON_GAP = 12_000_000;

/**
 * Points that make a pin stand: more than everything a plan could gain by dropping it, and small enough for the quick flow algorithm
 * where gaps have a usual cost.
 */
export function pinWeight(instance: Instance): number {
  let dearest = 0;
  for (const slot of instance.slots) dearest = Math.max(dearest, slot.gapCost);
  return dearest <= COMMON_GAP ? 4 * COMMON_GAP : 1_000_000_000;
}

/** Builds the network over the given pairings; the rows name what it leaves out. */
export function buildModel(instance: Instance, fixed: Fixed, pairs: Pairs): Model {
  const { problem, slots, kinds, spots } = instance;
  const members = problem.members.length;
  const units = problem.units.length;
  const spotCount = spots.kinds.length;
  const net = new Arcs(2 + units + members + spotCount, 2 * members + 4 * spotCount + pairs.member.length);
  const unitNode = Int32Array.from({ length: units }, (_, u) => 2 + u);
  const memberNode = Int32Array.from({ length: members }, (_, m) => 2 + units + m);
  const spotNode = Int32Array.from({ length: spotCount }, (_, spot) => 2 + units + members + spot);
  const steps: { unit: number; arc: number; price: number }[] = [];
  const duties = new Int32Array(units);
  const dutiesOf = (m: number) => (fixed.reserved.has(m) ? 0 : problem.members[m]!.maxDuties);
  for (let m = 0; m < members; m++) if (instance.unitOf[m]! >= 0) duties[instance.unitOf[m]!]! += dutiesOf(m);
  for (let u = 0; u < units; u++) {
    const taken = fixed.reservedOfUnit[u]!;
    const most = Math.min(instance.room[u]! - taken, duties[u]!);
    const before = instance.lent[u]! + taken;
    for (let n = 1; n <= most; ) {
      const price = loadStep(instance, u, before + n);
      let end = n + 1;
      while (end <= most && loadStep(instance, u, before + end) === price) end++;
      steps.push({ unit: u, arc: net.add(SOURCE, unitNode[u]!, end - n, price), price });
      n = end;
    }
  }
  const firstMember = net.length;
  for (let m = 0; m < members; m++) {
    const unit = instance.unitOf[m]!;
    net.add(unit < 0 ? SOURCE : unitNode[unit]!, memberNode[m]!, dutiesOf(m), 0);
  }
  const shortageArc = Int32Array.from(spots.kinds, ({ count, gapCost }, spot) =>
    net.add(SOURCE, spotNode[spot]!, count + 1, gapCost),
  );
  const sinkArc = Int32Array.from(spots.kinds, ({ count }, spot) => net.add(spotNode[spot]!, SINK, count, 0));
  const supply = spots.kinds.reduce((sum, { count }) => sum + count, 0);
  const tied = new Map<number, { node: number; arc: number }>();
  const windowNode = new Map<number, number>();
  const unitPostNode = new Map<number, { node: number; arcs: number[] }>();
  const costs = pairs.cost.slice();
  const tails = new Int32Array(pairs.member.length);
  const heads = new Int32Array(pairs.member.length);
  const owners = units + members;
  const told = instance.published.size > 0;
  const several = problem.members.some((member) => member.maxDuties > 1);
  const capped = problem.posts.some((post) => post.maxPerUnit !== null);
  for (let i = 0; i < costs.length; i++) {
    const m = pairs.member[i]!;
    const k = pairs.kind[i]!;
    tails[i] = memberNode[m]!;
    if (k >= slots.length) heads[i] = spotNode[k - slots.length]!;
    else {
      let known = tied.get(k);
      if (known === undefined) {
        const node = net.node();
        known = { node, arc: net.add(node, spotNode[spots.of[k]!]!, slots[k]!.count, 0) };
        tied.set(k, known);
      }
      heads[i] = known.node;
    }
    if (!told && !several && !capped) continue;
    const slot = kinds[k]!;
    if (told && instance.published.get(m)?.includes(postOfKind(instance, k)) === true) costs[i]! -= instance.change;
    if (problem.members[m]!.maxDuties > 1) {
      const key = m * instance.windows.length + instance.windowOf[slot.post]!;
      if (!windowNode.has(key)) {
        const node = net.node();
        windowNode.set(key, node);
        net.add(memberNode[m]!, node, 1, 0);
      }
      tails[i] = windowNode.get(key)!;
    }
    const perUnit = problem.posts[slot.post]!.maxPerUnit;
    if (perUnit !== null && instance.unitOf[m]! >= 0 && instance.slotsOfPost[slot.post]!.length === 1) {
      const key = slot.post * owners + instance.unitOf[m]!;
      let known = unitPostNode.get(key);
      if (known === undefined) {
        const node = net.node();
        known = { node, arcs: [net.add(node, heads[i]!, perUnit, 0)] };
        unitPostNode.set(key, known);
      }
      heads[i] = known.node;
    }
  }
  const firstPair = net.length;
  const pinBonus = fixed.pins.size === 0 ? 0 : pinWeight(instance);
  let pins = false;
  // Pairings of a member follow each other: what holds for him is looked up once.
  let last = -1;
  let pinned: readonly number[] | undefined;
  let capacity = 1;
  for (let i = 0; i < costs.length; i++) {
    const m = pairs.member[i]!;
    if (m !== last) {
      last = m;
      pinned = fixed.pins.get(m);
      capacity = fixed.reserved.has(m) ? 0 : 1;
    }
    const stands = pinned?.includes(postOfKind(instance, pairs.kind[i]!)) === true;
    pins ||= stands;
    net.add(tails[i]!, heads[i]!, capacity, costs[i]! - (stands ? pinBonus : 0));
  }
  const network = net.network(supply, SOURCE, SINK);
  const quotas = problem.quotas.map((_, q) => quotaRule(instance, q));
  let constant = 0;
  for (const [m, posts] of instance.published) {
    if (fixed.reserved.has(m)) continue;
    for (const p of posts) if (barrier(instance, m, p) === null) constant += instance.change;
  }
  return {
    network,
    pairs,
    firstPair,
    pairCost: costs,
    unitNode,
    memberNode,
    firstMember,
    spotNode,
    tied,
    windowNode,
    unitPostNode,
    steps,
    shortageArc,
    sinkArc,
    pinBonus: pins ? pinBonus : 0,
    constant,
    rows: sideRows(instance, pairs, quotas),
    quotas,
  };
}

/** The rules over these pairings that no flow holds. */
function sideRows(instance: Instance, pairs: Pairs, quotas: readonly QuotaRule[]): SideRow[] {
  const { problem, kinds } = instance;
  const rows: SideRow[] = [];
  const ofMember = new Map<number, number[]>();
  const ofUnitPost = new Map<number, number[]>();
  const owners = problem.units.length;
  const plain =
    problem.members.every((member) => member.maxDuties <= 1) && problem.posts.every((post) => post.maxPerUnit === null);
  for (let i = 0; !plain && i < pairs.member.length; i++) {
    const m = pairs.member[i]!;
    const p = kinds[pairs.kind[i]!]!.post;
    if (problem.members[m]!.maxDuties > 1) push(ofMember, m, i);
    const unit = instance.unitOf[m]!;
    if (problem.posts[p]!.maxPerUnit !== null && unit >= 0 && instance.slotsOfPost[p]!.length > 1)
      push(ofUnitPost, p * owners + unit, i);
  }
  for (const [m, list] of ofMember) {
    for (const clique of cliques(instance, [...new Set(list.map((i) => instance.windowOf[kinds[pairs.kind[i]!]!.post]!))])) {
      const inside = list.filter((i) => clique.has(instance.windowOf[kinds[pairs.kind[i]!]!.post]!));
      rows.push({ kind: 'overlap', most: 1, pairs: inside, a: m, b: Math.min(...clique) });
    }
  }
  for (const [key, list] of ofUnitPost) {
    const p = Math.floor(key / owners);
    const most = problem.posts[p]!.maxPerUnit!;
    if (new Set(list.map((i) => pairs.member[i]!)).size > most)
      rows.push({ kind: 'unit-post', most, pairs: list, a: key % owners, b: p });
  }
  quotas.forEach((rule, q) => {
    const list: number[] = [];
    for (let i = 0; i < pairs.member.length; i++) if (rule.counts(pairs.member[i]!, kinds[pairs.kind[i]!]!.post)) list.push(i);
    if (list.length > 0) rows.push({ kind: 'quota', most: rule.most, pairs: list, a: q, b: -1 });
  });
  return rows;
}

/**
 * A quota "at least this share from outside" as "at most so many from inside": places below the organization minus the share, rounded up
 * for the outside. Empty places never break it.
 */
export function quotaRule(instance: Instance, q: number): QuotaRule {
  const { problem } = instance;
  const quota = problem.quotas[q]!;
  const below = new Set([quota.org]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const org of problem.orgs)
      if (org.parent !== null && below.has(org.parent) && !below.has(org.id)) {
        below.add(org.id);
        grown = true;
      }
  }
  const area = problem.orgs[instance.orgAt.get(quota.org)!]!.area;
  const inside = problem.members.map((member) => isInside(instance, member.homeArea, area));
  const counted = problem.posts.map((post) => post.org !== null && below.has(post.org));
  const places = problem.posts.reduce((sum, post, p) => sum + (counted[p] ? post.headCount : 0), 0);
  return { most: places - Math.ceil(places * quota.outside - 1e-9), counts: (m, p) => counted[p]! && inside[m]! };
}

/** Sets of different windows that share a minute, the largest ones; identical windows are one. */
function cliques(instance: Instance, windows: readonly number[]): Set<number>[] {
  const found: Set<number>[] = [];
  for (const w of windows) {
    // Windows are intervals: every largest clash holds the start of one of them.
    const { start } = instance.windows[w]!;
    const clique = new Set(windows.filter((v) => instance.windows[v]!.start <= start && instance.windows[v]!.end > start));
    if (clique.size < 2) continue;
    found.push(clique);
  }
  return found.filter((a, i) => !found.some((b, k) => k !== i && [...a].every((v) => b.has(v)) && (b.size > a.size || k < i)));
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
