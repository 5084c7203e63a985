import { type ExtraArc, extendFlow, headOf, tailOf } from './extend.ts';
import type { ResidualFlow } from './flow/index.ts';
import { type Counted, censuses, reasonOf, standingOf } from './gaps.ts';
import { barrier, fits, type Instance, loadStep, pairCost, type SlotKind, spotKind } from './instance.ts';
import { SINK, SOURCE } from './model.ts';
import type { AssemblyPlan, Repair } from './plan.ts';
import { Best } from './pricing.ts';
import type { Placed } from './seating.ts';
import type { Solved } from './solve-model.ts';

/** Gaps that differ for which changes are tried; further ones get their reason only. A count, so that results repeat. */
const EXPLORED_GAPS = 60;
/** People tried for one change: three for each missing place and so many more, cheapest first. */
const TRIED = 40;

interface Latent {
  readonly gap: number;
  readonly kind: Repair['kind'];
  readonly change: Repair['change'];
  readonly arcs: number[];
}

/**
 * Gives every gap its reason in numbers and the changes that would fill it. A change is tried on the solved flow itself (shortest residual
 * paths), so its gain is that of the re-planned whole, not a guess from prices. Best gain first, then cheapest. Gaps that are alike share one
 * trial.
 */
export function explainGaps(instance: Instance, solved: Solved, placed: readonly Placed[], plan: AssemblyPlan): AssemblyPlan {
  if (plan.shortages.length === 0) return plan;
  const { slots } = instance;
  const countOf = censuses(instance, standingOf(instance, placed, solved.fixed));
  const slotAt = new Map(slots.map((slot, s) => [`${slot.post}/${slot.slot}`, s]));
  const alike = new Map<string, Explored>();
  const gaps = plan.shortages.map((shortage) => {
    const s = slotAt.get(`${instance.postAt.get(shortage.post)!}/${shortage.slot}`)!;
    const counts = countOf(slots[s]!);
    const key = alikeKey(instance, solved, s, shortage.count);
    if (!alike.has(key) && alike.size < EXPLORED_GAPS) alike.set(key, { s, count: shortage.count, counts, repairs: [] });
    return { shortage, reason: reasonOf(instance, slots[s]!, counts), explored: alike.get(key) };
  });
  tryChanges(instance, solved, [...alike.values()]);
  const shortages = gaps.map(({ shortage, reason, explored }) => ({ ...shortage, reason, repairs: explored?.repairs ?? [] }));
  return { ...plan, shortages };
}

/** A gap for which changes are tried. */
interface Explored {
  readonly s: number;
  readonly count: number;
  readonly counts: Counted;
  readonly repairs: Repair[];
}

/** Gaps with the same key are filled by the same changes. */
function alikeKey(instance: Instance, solved: Solved, s: number, count: number): string {
  const slot = instance.slots[s]!;
  const own = solved.model.tied.has(s) ? s : '';
  return JSON.stringify([instance.spots.of[s], count, slot.count, own, instance.problem.posts[slot.post]!.area]);
}

/** Puts into each gap the changes that fill it. */
function tryChanges(instance: Instance, solved: Solved, explored: readonly Explored[]): void {
  const { problem, slots, spots } = instance;
  const { model } = solved;
  const first = model.network.from.length;
  const reach = extendFlow(instance, solved, []).distances(SOURCE, 'from');
  const extra: ExtraArc[] = [];
  const latent: Latent[] = [];
  let gates = 0;
  /** Where people come in who take the places of this slot and of none that is like it. */
  const doors = new Map<number, number>();
  const doorOf = (s: number) => {
    const known = model.tied.get(s)?.node ?? doors.get(s);
    if (known !== undefined) return known;
    const door = model.network.nodeCount + gates++;
    doors.set(s, door);
    extra.push({ from: door, to: model.spotNode[spots.of[s]!]!, capacity: slots[s]!.count, cost: 0 });
    return door;
  };
  explored.forEach(({ s, count }, gap) => {
    const slot = slots[s]!;
    const area = problem.posts[slot.post]!.area;
    const open = (kind: Repair['kind'], change: Repair['change'], changed: SlotKind) => {
      const may = (m: number) =>
        !fits(instance, m, slot) && fits(instance, m, changed) && barrier(instance, m, slot.post) === null;
      const alone = spots.post[spots.of[s]!]! >= 0;
      const head = (m: number) => (alone ? headOf(instance, solved, m, spotKind(instance, s)) : doorOf(s));
      const arcs = joinArcs(instance, solved, changed, count, reach, may, head);
      if (arcs.length === 0) return;
      latent.push({ gap, kind, change, arcs: arcs.map((_, i) => first + extra.length + i) });
      extra.push(...arcs);
    };
    if (slot.must && slot.skill !== null) open('drop-skill', { skill: slot.skill, count }, { ...slot, skill: null });
    if (slot.must && slot.local && !slot.near && area !== null) open('widen-area', { area, count }, { ...slot, near: true });
  });
  const shifted = tryShifts(instance, solved, explored, reach);
  const steps = new Map<number, number>();
  // All units whose cap could rise, seen from one node: the cheapest way from it names the unit.
  const above = model.network.nodeCount + gates++;
  const unitAt = new Map<number, number>();
  for (const u of new Set(explored.flatMap(({ counts }) => counts.atCapUnits))) {
    const cost = loadStep(instance, u, problem.units[u]!.cap ?? problem.units[u]!.taskCap ?? 0);
    const to = model.unitNode[u]!;
    steps.set(u, first + extra.length);
    extra.push({ from: SOURCE, to, capacity: 0, cost });
    unitAt.set(first + extra.length, u);
    extra.push({ from: above, to, capacity: 1, cost });
  }
  if (unitAt.size === 0) extra.push({ from: above, to: SINK, capacity: 1, cost: 0 });
  const flow = extendFlow(instance, solved, extra, gates);
  explored.forEach(({ s, count, repairs }, gap) => {
    for (const option of latent) {
      if (option.gap !== gap) continue;
      const found = tryOut(
        solved,
        flow,
        option.arcs.map((arc) => [arc, 1] as const),
      );
      if (found) repairs.push({ kind: option.kind, change: option.change, ...found });
    }
    const way = unitAt.size === 0 ? null : flow.path(above, model.spotNode[spots.of[s]!]!);
    const unit = way !== null && way.cost < slots[s]!.gapCost ? unitAt.get(way.arcs[0]!) : undefined;
    const cap = unit === undefined ? null : raiseCap(instance, solved, flow, unit, steps.get(unit)!, count);
    if (cap) repairs.push(cap);
    repairs.push(...(shifted.get(gap) ?? []));
    repairs.sort((a, b) => b.gain - a.gain || a.costs - b.costs);
  });
}

/**
 * The empty places of a gap at another time of the same place, by gap. They are places of their own there: all who come to them pass one gate
 * that lets no more through than are empty, so that nobody at the first time gives way to them.
 */
function tryShifts(
  instance: Instance,
  solved: Solved,
  explored: readonly Explored[],
  reach: Float64Array,
): Map<number, Repair[]> {
  const first = solved.model.network.from.length;
  const { nodeCount } = solved.model.network;
  const extra: ExtraArc[] = [];
  let gates = 0;
  const latent: Latent[] = [];
  explored.forEach(({ s, count }, gap) => {
    const slot = instance.slots[s]!;
    for (const w of otherShifts(instance, slot.post)) {
      const { start, end } = instance.windows[w]!;
      // The same places, had they that time: what keeps people away and what they wish is looked up by the window of the post.
      const moved: Instance = { ...instance, windowOf: instance.windowOf.with(slot.post, w) };
      const may = (m: number) => fits(moved, m, slot) && barrier(moved, m, slot.post) === null;
      const gate = nodeCount + gates;
      const arcs = joinArcs(moved, solved, slot, count, reach, may, () => gate);
      if (arcs.length === 0) continue;
      gates++;
      extra.push({ from: gate, to: solved.model.spotNode[instance.spots.of[s]!]!, capacity: count, cost: 0 });
      const change = { start, end, count };
      latent.push({ gap, kind: 'other-shift', change, arcs: arcs.map((_, i) => first + extra.length + i) });
      extra.push(...arcs);
    }
  });
  const found = new Map<number, Repair[]>();
  if (latent.length === 0) return found;
  const flow = extendFlow(instance, solved, extra, gates);
  for (const { gap, kind, change, arcs } of latent) {
    const tried = tryOut(
      solved,
      flow,
      arcs.map((arc) => [arc, 1] as const),
    );
    if (tried) found.set(gap, [...(found.get(gap) ?? []), { kind, change, ...tried }]);
  }
  return found;
}

/** The people for whom a change opens a place, the cheapest for the whole plan first; `head` is the node they come to. */
function joinArcs(
  instance: Instance,
  solved: Solved,
  changed: SlotKind,
  count: number,
  reach: Float64Array,
  may: (m: number) => boolean,
  head: (m: number) => number,
): ExtraArc[] {
  const perUnit = instance.problem.posts[changed.post]!.maxPerUnit;
  const most = TRIED + 3 * count;
  const best = new Best(perUnit === null ? most : 0);
  for (let m = 0; m < instance.problem.members.length; m++) {
    if (solved.fixed.reserved.has(m)) continue;
    const way = reach[tailOf(instance, solved, m, changed.post)]!;
    const limit = best.full ? best.dearest + 1 : changed.gapCost;
    if (way >= limit || !may(m)) continue;
    const total = way + pairCost(instance, m, changed);
    if (total < Math.min(limit, changed.gapCost)) best.add(total, m);
  }
  const found: { total: number; m: number }[] = [];
  best.each((m, total) => found.push({ total, m }));
  found.sort((a, b) => a.total - b.total || a.m - b.m);
  const arcs = found.map(({ m }) => ({
    from: tailOf(instance, solved, m, changed.post),
    to: head(m),
    capacity: 0,
    cost: pairCost(instance, m, changed),
    unit: instance.unitOf[m]!,
  }));
  if (perUnit === null) return arcs;
  // Of a unit that has nobody at the post yet, no more may come than the post takes of one unit.
  const counted = new Set([...solved.model.unitPostNode.values()].map((one) => one.node));
  const joined = new Map<number, number>();
  const allowed = arcs.filter((arc) => {
    const before = joined.get(arc.unit) ?? 0;
    joined.set(arc.unit, before + 1);
    return arc.unit < 0 || counted.has(arc.to) || before < perUnit;
  });
  return allowed.slice(0, most);
}

/** Other windows used at the same place or area, at most three. */
function otherShifts(instance: Instance, p: number): number[] {
  const { posts } = instance.problem;
  const here = instance.postPoint[p];
  const windows = new Set<number>();
  posts.forEach((post, q) => {
    if (q === p || instance.windowOf[q] === instance.windowOf[p]) return;
    const there = instance.postPoint[q];
    const samePlace =
      here && there ? here.x === there.x && here.y === there.y : post.area !== null && post.area === posts[p]!.area;
    if (samePlace) windows.add(instance.windowOf[q]!);
  });
  return [...windows].sort((a, b) => a - b).slice(0, 3);
}

/** Opens arcs, sees how many more places are filled and what the rest then costs more, closes them again. */
function tryOut(
  solved: Solved,
  flow: ResidualFlow,
  arcs: readonly (readonly [number, number])[],
): { gain: number; costs: number } | null {
  const before = gapsIn(solved, flow);
  const closed = arcs.map(([arc]) => [arc, flow.network.capacity[arc]!] as const);
  const update = flow.update({ capacity: arcs });
  if (update.status !== 'optimal') return null;
  const after = gapsIn(solved, flow);
  flow.update({ capacity: closed });
  const gain = before.places - after.places;
  return gain > 0 ? { gain, costs: update.delta + before.points - after.points } : null;
}

function gapsIn(solved: Solved, flow: ResidualFlow): { places: number; points: number } {
  let places = 0;
  let points = 0;
  for (const arc of solved.model.shortageArc) {
    places += flow.flow[arc]!;
    points += flow.flow[arc]! * flow.network.cost[arc]!;
  }
  return { places, points };
}

/** By how much the cap of this unit must rise: no more than fills places. */
function raiseCap(instance: Instance, solved: Solved, flow: ResidualFlow, u: number, arc: number, count: number): Repair | null {
  const unit = instance.problem.units[u]!;
  const all = tryOut(solved, flow, [[arc, count]]);
  if (!all) return null;
  // The last of several people may fill nothing: the cap rises by no more than the gain.
  const exact = all.gain < count ? tryOut(solved, flow, [[arc, all.gain]]) : all;
  if (!exact || exact.gain < all.gain) return null;
  const byTask = unit.taskCap !== null && (unit.cap === null || unit.taskCap < unit.cap - instance.lent[u]!);
  const from = byTask ? unit.taskCap! : unit.cap!;
  return {
    kind: 'raise-cap',
    change: { unit: unit.id, from, to: from + exact.gain, by: exact.gain, cap: byTask ? 'task' : 'unit' },
    ...exact,
  };
}
