import { type AreaSpan, spansOf, within } from './area-spans.ts';
import { flatten, type Point } from './places.ts';
import type { AssemblyProblem, Member, Post, TimeWindow, Weights } from './problem.ts';
import { kindsOf, type SlotKind, type Spots, spotsOf } from './spots.ts';
import type { StartTree } from './start-tree.ts';
import { hindrance, peak, spanOf, startsWithin } from './windows.ts';

export type { SlotKind } from './spots.ts';

/** Stands for "no cap". */
export const NO_CAP = 1_000_000_000;

/** With `fewestMoves` filling comes first, then moves, then everything else: gaps cost 100 times as much, a move 100,000 points. */
export const FEWEST_MOVES = { gapFactor: 100, change: 100_000 };

/** What one empty place and one person who leaves the told post count for in the points of this problem's plans, where a post names no price of its own. */
export function pricesOf({ weights, options }: AssemblyProblem): { readonly gap: number; readonly move: number } {
  return options.fewestMoves
    ? { gap: weights.shortage * FEWEST_MOVES.gapFactor, move: FEWEST_MOVES.change }
    : { gap: weights.shortage, move: weights.change };
}

/** A problem with numbers for names; everything the solver asks again and again. */
export interface Instance {
  readonly problem: AssemblyProblem;
  readonly memberAt: ReadonlyMap<string, number>;
  readonly unitAt: ReadonlyMap<string, number>;
  readonly postAt: ReadonlyMap<string, number>;
  readonly orgAt: ReadonlyMap<string, number>;
  /** Unit of each member, -1 without. */
  readonly unitOf: Int32Array;
  readonly memberPoints: readonly (readonly Point[])[];
  /** The same side by side: starts of member m are `first[m]` to `first[m + 1] - 1`. */
  readonly starts: Starts;
  /** Built when first asked for: the tree of starts; by window and skill what each member costs besides travel and price. */
  readonly prepared: { starts: StartTree | null; readonly own: Map<string, Float64Array> };
  readonly postPoint: readonly (Point | null)[];
  readonly slots: readonly SlotKind[];
  readonly slotsOfPost: readonly (readonly number[])[];
  readonly spots: Spots;
  /** What a pairing may name: every slot (for people tied to its post), then every spot. */
  readonly kinds: readonly SlotKind[];
  /** Number of the window of each post; posts with the same window share it. */
  readonly windowOf: Int32Array;
  readonly windows: readonly TimeWindow[];
  readonly skills: readonly ReadonlySet<string>[];
  /** People of each unit lent elsewhere while this task runs. */
  readonly lent: Int32Array;
  /** Most that each unit can still lend here, those lent elsewhere taken off. */
  readonly room: Int32Array;
  readonly exclusions: ReadonlyMap<number, 'all' | ReadonlySet<number>>;
  readonly published: ReadonlyMap<number, readonly number[]>;
  readonly pins: ReadonlyMap<number, readonly number[]>;
  /** Areas numbered along the tree: an area holds those from `enter` of its name to before `leave`. */
  readonly areaSpan: ReadonlyMap<string, AreaSpan>;
  /** Span of the area in which each member lives, and of each post. */
  readonly homeSpan: readonly (AreaSpan | null)[];
  readonly postSpan: readonly (AreaSpan | null)[];
  readonly neighbours: ReadonlyMap<string, readonly string[]>;
  readonly flat: (place: NonNullable<Post['place']>) => Point;
  /** What each member's times say about each window, filled in when first asked for; null: nothing. */
  readonly timeRows: (TimeRow | null | undefined)[];
  /** Points for one person who leaves his published post. */
  readonly change: number;
  /** false: travel costs nothing, as when only moves are counted. */
  readonly travels: boolean;
}

/** Where members start from, as columns. */
export interface Starts {
  readonly first: Int32Array;
  readonly member: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

interface TimeRow {
  readonly barrier: ('duty' | 'leave' | 'refused-time' | null)[];
  readonly wish: number[];
}

function numbered(rows: readonly { id: string }[]): Map<string, number> {
  return new Map(rows.map((row, i) => [row.id, i]));
}

function grouped(rows: readonly { member: string; post: string }[], members: Map<string, number>, posts: Map<string, number>) {
  const result = new Map<number, number[]>();
  for (const row of rows) {
    const key = members.get(row.member)!;
    const list = result.get(key) ?? [];
    const post = posts.get(row.post)!;
    if (!list.includes(post)) list.push(post);
    result.set(key, list);
  }
  for (const list of result.values()) list.sort((a, b) => a - b);
  return result;
}

/** Numbers everything of a checked problem once. */
export function compile(problem: AssemblyProblem, travels = true): Instance {
  const { members, units, posts, areas } = problem;
  const memberAt = numbered(members);
  const unitAt = numbered(units);
  const postAt = numbered(posts);
  const flat = flatten(problem);
  const areaPlace = new Map(areas.map((area) => [area.id, area.place]));
  const at = (place: Post['place'], area: string | null) => {
    const found = place ?? (area === null ? null : (areaPlace.get(area) ?? null));
    return found ? flat(found) : null;
  };
  const unitPoint = units.map((unit) => at(unit.place, unit.area));
  const memberPoints = members.map((member) => {
    if (member.places.length > 0) return member.places.map(flat);
    const home = at(null, member.homeArea) ?? (member.unit === null ? null : unitPoint[unitAt.get(member.unit)!]!);
    return home ? [home] : [];
  });
  const windows: TimeWindow[] = [];
  const windowKey = new Map<string, number>();
  const windowOf = Int32Array.from(posts, (post) => {
    const key = `${post.window.start}/${post.window.end}`;
    const known = windowKey.get(key);
    if (known !== undefined) return known;
    windowKey.set(key, windows.length);
    return windows.push(post.window) - 1;
  });
  const slots: SlotKind[] = [];
  const gapFactor = problem.options.fewestMoves ? FEWEST_MOVES.gapFactor : 1;
  const slotsOfPost = posts.map((post, p) => {
    const first = slots.length;
    slots.push(...kindsOf(post, p, (post.gapCost ?? problem.weights.shortage) * gapFactor));
    return Array.from({ length: slots.length - first }, (_, i) => first + i);
  });
  const span = spanOf(posts);
  const lent = Int32Array.from(units, (unit) => peak(unit.lent, span));
  const room = Int32Array.from(units, (unit, u) =>
    Math.max(0, Math.min((unit.cap ?? NO_CAP) - (unit.cap === null ? 0 : lent[u]!), unit.taskCap ?? NO_CAP)),
  );
  const exclusions = new Map<number, 'all' | Set<number>>();
  for (const entry of problem.exclusions) {
    const m = memberAt.get(entry.member)!;
    const known = exclusions.get(m);
    if (entry.post === null) exclusions.set(m, 'all');
    else if (known === undefined) exclusions.set(m, new Set([postAt.get(entry.post)!]));
    else if (known !== 'all') known.add(postAt.get(entry.post)!);
  }
  const areaSpan = spansOf(areas);
  const postPoint = posts.map((post) => at(post.place, post.area));
  const placed = travels || problem.options.maxTravel !== null;
  const spots = spotsOf(problem, slots, windowOf, (p) => (placed ? postPoint[p]! : null));
  const spanOfArea = (area: string | null) => (area === null ? null : (areaSpan.get(area) ?? null));
  return {
    problem,
    memberAt,
    unitAt,
    postAt,
    orgAt: numbered(problem.orgs),
    unitOf: Int32Array.from(members, (member) => (member.unit === null ? -1 : unitAt.get(member.unit)!)),
    memberPoints,
    starts: startsOf(memberPoints),
    prepared: { starts: null, own: new Map() },
    postPoint,
    slots,
    slotsOfPost,
    spots,
    kinds: [...slots, ...spots.kinds],
    windowOf,
    windows,
    skills: members.map((member) => new Set(member.skills)),
    lent,
    room,
    exclusions,
    published: grouped(problem.published, memberAt, postAt),
    pins: grouped(problem.pins, memberAt, postAt),
    areaSpan,
    homeSpan: members.map((member) => spanOfArea(member.homeArea)),
    postSpan: posts.map((post) => spanOfArea(post.area)),
    neighbours: new Map(areas.map((area) => [area.id, area.neighbours])),
    flat,
    timeRows: new Array(members.length).fill(undefined),
    change: pricesOf(problem).move,
    travels,
  };
}

function startsOf(memberPoints: readonly (readonly Point[])[]): Starts {
  const first = new Int32Array(memberPoints.length + 1);
  memberPoints.forEach((points, m) => {
    first[m + 1] = first[m]! + points.length;
  });
  const count = first[memberPoints.length]!;
  const starts = { first, member: new Int32Array(count), x: new Float64Array(count), y: new Float64Array(count) };
  memberPoints.forEach((points, m) => {
    points.forEach((point, k) => {
      const i = first[m]! + k;
      starts.member[i] = m;
      starts.x[i] = point.x;
      starts.y[i] = point.y;
    });
  });
  return starts;
}

/** The number of a spot among the kinds. */
export function spotKind(instance: Instance, s: number): number {
  return instance.slots.length + instance.spots.of[s]!;
}

/** What a pairing names that puts someone at this slot and no other: the slot, or its spot where that is of one post. */
export function tiedKind(instance: Instance, s: number): number {
  return instance.spots.post[instance.spots.of[s]!]! < 0 ? s : spotKind(instance, s);
}

/** The post that a kind stands for, -1 for a spot of several. */
export function postOfKind(instance: Instance, k: number): number {
  const { slots, spots } = instance;
  return k < slots.length ? slots[k]!.post : spots.post[k - slots.length]!;
}

/** The spot of a kind. */
export function spotOfKind(instance: Instance, k: number): number {
  const { slots, spots } = instance;
  return k < slots.length ? spots.of[k]! : k - slots.length;
}

/** The same instance with every place of a post apart from those that are like it. */
export function setApart(instance: Instance, p: number): Instance {
  const spots = spotsOf(instance.problem, instance.slots, instance.windowOf, (q) => instance.postPoint[q]!, new Set([p]));
  return { ...instance, spots, kinds: [...instance.slots, ...spots.kinds] };
}

/** Whether an area is the other one or lies below it. */
export function isInside(instance: Instance, area: string | null, outer: string | null): boolean {
  if (area === null || outer === null) return false;
  return within(instance.areaSpan.get(area) ?? null, instance.areaSpan.get(outer) ?? null);
}

/** Whether the member lives in the area of the post. */
export function isLocal(instance: Instance, m: number, p: number): boolean {
  return within(instance.homeSpan[m]!, instance.postSpan[p]!);
}

/** Whether the member lives where a local place looks: in the area of the post, or beside it where neighbours count. */
export function isAtHome(instance: Instance, m: number, slot: SlotKind): boolean {
  if (isLocal(instance, m, slot.post)) return true;
  if (!slot.near) return false;
  const home = instance.problem.members[m]!.homeArea;
  const area = instance.problem.posts[slot.post]!.area;
  return area !== null && (instance.neighbours.get(area) ?? []).some((near) => isInside(instance, home, near));
}

function timeRow(instance: Instance, m: number): TimeRow | null {
  const known = instance.timeRows[m];
  if (known !== undefined) return known;
  const member = instance.problem.members[m]!;
  let row: TimeRow | null = null;
  if (member.busy.length > 0 || member.wishes.never.length > 0 || member.wishes.prefer.length > 0) {
    const price = instance.problem.weights.wish;
    row = {
      barrier: instance.windows.map((window) => hindrance(member, window)),
      wish: instance.windows.map((window) => (prefers(member, window) ? 0 : price)),
    };
  }
  instance.timeRows[m] = row;
  return row;
}

/** Points for a time the member did not prefer; Infinity when he cannot serve in the window at all. */
export function timeCost(instance: Instance, m: number, w: number): number {
  const row = timeRow(instance, m);
  if (row === null) return 0;
  return row.barrier[w] === null ? row.wish[w]! : Number.POSITIVE_INFINITY;
}

function prefers(member: Member, window: TimeWindow): boolean {
  return member.wishes.prefer.length === 0 || member.wishes.prefer.some((range) => startsWithin(window, range));
}

/** Why a member cannot serve at a post at all; equals the text key `barrier-<code>`. */
export type Barrier = 'unwilling' | 'no-duties' | 'excluded' | 'duty' | 'leave' | 'refused-time' | 'too-far';

/** Why the member cannot serve at the post, null when he can; caps, skills and other duties of the plan are not looked at. */
export function barrier(instance: Instance, m: number, p: number): Barrier | null {
  const member = instance.problem.members[m]!;
  if (member.willing === 'no') return 'unwilling';
  if (member.maxDuties === 0) return 'no-duties';
  const excluded = instance.exclusions.get(m);
  if (excluded !== undefined && (excluded === 'all' || excluded.has(p))) return 'excluded';
  const time = timeRow(instance, m)?.barrier[instance.windowOf[p]!] ?? null;
  if (time !== null) return time;
  const limit = instance.problem.options.maxTravel;
  if (limit !== null && (distance(instance, m, p) ?? 0) > limit) return 'too-far';
  return null;
}

/** Metres from the nearest place of the member to the post; null when either is unknown. */
export function distance(instance: Instance, m: number, p: number): number | null {
  const goal = instance.postPoint[p]!;
  if (goal === null) return null;
  const { first, x, y } = instance.starts;
  let best = Number.POSITIVE_INFINITY;
  for (let i = first[m]!; i < first[m + 1]!; i++) {
    const dx = x[i]! - goal.x;
    const dy = y[i]! - goal.y;
    const square = dx * dx + dy * dy;
    if (square < best) best = square;
  }
  return best === Number.POSITIVE_INFINITY ? null : Math.round(Math.sqrt(best));
}

/** Whether the member meets the condition of this kind of place. */
export function fits(instance: Instance, m: number, slot: SlotKind): boolean {
  if (!slot.must) return true;
  if (slot.skill !== null && !instance.skills[m]!.has(slot.skill)) return false;
  return !slot.local || isAtHome(instance, m, slot);
}

/** Whether the member offered; an invitation is no offer of one's own. */
export function offersItself({ mode }: Member): boolean {
  return mode === 'self-applied' || mode === 'residence-report';
}

/** Points for asking a member: one who has not been asked yet, one who did not offer where others did. */
export function askingCost(member: Member, weights: Weights): number {
  return (member.willing === 'unknown' ? weights.unknownWilling : 0) + (offersItself(member) ? 0 : weights.notOffered);
}

/** Points of the way to a post. */
export function travelPoints(instance: Instance, m: number, p: number): number {
  if (!instance.travels) return 0;
  const length = distance(instance, m, p);
  return length === null ? instance.problem.weights.noPlace : Math.round(length / 10);
}

/** Travel, skill, wish and boundary points of a pairing; load and change depend on the plan. */
export function pairParts(instance: Instance, m: number, slot: SlotKind) {
  const { weights, members, posts } = instance.problem;
  const member = members[m]!;
  const post = posts[slot.post]!;
  const local = slot.outside || post.wish !== 'none' ? isLocal(instance, m, slot.post) : false;
  const lacks =
    (slot.skill !== null && !instance.skills[m]!.has(slot.skill) ? 1 : 0) + (slot.local && !isAtHome(instance, m, slot) ? 1 : 0);
  const wish = timeRow(instance, m)?.wish[instance.windowOf[slot.post]!] ?? 0;
  const against = (post.wish === 'local' && !local) || (post.wish === 'outside' && local) || (slot.outside && local);
  return {
    travel: travelPoints(instance, m, slot.post),
    skill: lacks * weights.otherSkill,
    wish: wish + askingCost(member, weights),
    boundary: against ? weights.boundary : 0,
  };
}

/** Sum of {@link pairParts}. */
export function pairCost(instance: Instance, m: number, slot: SlotKind): number {
  const { weights, members, posts } = instance.problem;
  let cost = travelPoints(instance, m, slot.post) + (timeRow(instance, m)?.wish[instance.windowOf[slot.post]!] ?? 0);
  if (slot.skill !== null && !instance.skills[m]!.has(slot.skill)) cost += weights.otherSkill;
  if (slot.local && !isAtHome(instance, m, slot)) cost += weights.otherSkill;
  cost += askingCost(members[m]!, weights);
  const { wish } = posts[slot.post]!;
  if (
    (slot.outside || wish === 'local' || wish === 'outside') &&
    isLocal(instance, m, slot.post) !== (wish === 'local' && !slot.outside)
  )
    cost += weights.boundary;
  return cost;
}

/** Price of the n-th person of a unit in points, rising evenly up to `weights.load` at its cap. */
export function loadStep(instance: Instance, u: number, n: number): number {
  const unit = instance.problem.units[u]!;
  const cap = unit.cap ?? unit.taskCap;
  return cap === null || cap === 0 ? 0 : Math.floor((instance.problem.weights.load * Math.min(n, cap)) / cap);
}
