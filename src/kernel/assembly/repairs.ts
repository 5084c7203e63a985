import type { Placed } from './assemble.ts';
import { type ExtraArc, extendFlow, type Gate, headOf, tailOf } from './extend.ts';
import type { ResidualFlow } from './flow/index.ts';
import { census, reasonOf, standingOf } from './gaps.ts';
import { barrier, fits, type Instance, loadStep, pairCost, type SlotKind } from './instance.ts';
import { SOURCE } from './model.ts';
import type { AssemblyPlan, Repair } from './plan.ts';
import type { Solved } from './solve-model.ts';

/** Gaps for which changes are tried; further ones get their reason only. A count, so that results repeat. */
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
 * paths), so its gain is that of the re-planned whole, not a guess from prices. Best gain first, then cheapest.
 */
export function explainGaps(instance: Instance, solved: Solved, placed: readonly Placed[], plan: AssemblyPlan): AssemblyPlan {
  if (plan.shortages.length === 0) return plan;
  const { problem, slots } = instance;
  const standing = standingOf(instance, placed, solved.fixed);
  const slotAt = new Map(slots.map((slot, s) => [`${slot.post}/${slot.slot}`, s]));
  const gaps = plan.shortages.map((shortage) => {
    const s = slotAt.get(`${instance.postAt.get(shortage.post)!}/${shortage.slot}`)!;
    const counts = census(instance, slots[s]!, standing);
    return { s, shortage, counts, reason: reasonOf(instance, slots[s]!, counts) };
  });
  const explored = gaps.slice(0, EXPLORED_GAPS);
  const scout = extendFlow(instance, solved, []);
  const reach = scout.distances(SOURCE, 'from');
  const extra: ExtraArc[] = [];
  const latent: Latent[] = [];
  const first = solved.model.network.from.length;
  const open = (gap: number, kind: Repair['kind'], change: Repair['change'], arcs: readonly ExtraArc[]) => {
    if (arcs.length === 0) return;
    latent.push({ gap, kind, change, arcs: arcs.map((_, i) => first + extra.length + i) });
    extra.push(...arcs);
  };
  explored.forEach(({ s, shortage }, g) => {
    const slot = slots[s]!;
    const joiners = (changed: SlotKind, may: (m: number) => boolean) =>
      joinArcs(instance, solved, changed, shortage.count, reach, may, (m) => headOf(instance, solved, m, s));
    if (slot.must && slot.skill !== null) {
      const changed = { ...slot, skill: null };
      open(
        g,
        'drop-skill',
        { skill: slot.skill, count: shortage.count },
        joiners(
          changed,
          (m) => !fits(instance, m, slot) && fits(instance, m, changed) && barrier(instance, m, slot.post) === null,
        ),
      );
    }
    const area = problem.posts[slot.post]!.area;
    if (slot.must && slot.local && !slot.near && area !== null) {
      const changed = { ...slot, near: true };
      open(
        g,
        'widen-area',
        { area, count: shortage.count },
        joiners(
          changed,
          (m) => !fits(instance, m, slot) && fits(instance, m, changed) && barrier(instance, m, slot.post) === null,
        ),
      );
    }
  });
  const shifted = tryShifts(instance, solved, explored, reach);
  const steps = new Map<number, number>();
  const raisable = new Set(explored.flatMap(({ counts }) => counts.atCapUnits));
  for (const u of raisable) {
    steps.set(u, first + extra.length);
    extra.push({
      from: SOURCE,
      to: solved.model.unitNode[u]!,
      capacity: 0,
      cost: loadStep(instance, u, problem.units[u]!.cap ?? problem.units[u]!.taskCap ?? 0),
    });
  }
  const flow = extendFlow(instance, solved, extra);
  const shortages = gaps.map(({ s, shortage, reason, counts }, g) => {
    if (g >= explored.length) return { ...shortage, reason };
    const repairs: Repair[] = [];
    for (const option of latent) {
      if (option.gap !== g) continue;
      const found = tryOut(
        solved,
        flow,
        option.arcs.map((arc) => [arc, 1] as const),
      );
      if (found) repairs.push({ kind: option.kind, change: option.change, ...found });
    }
    const cap = raiseCap(instance, solved, flow, steps, counts.atCapUnits, s, shortage.count);
    if (cap) repairs.push(cap);
    repairs.push(...(shifted.get(g) ?? []));
    repairs.sort((a, b) => b.gain - a.gain || a.costs - b.costs);
    return { ...shortage, reason, repairs };
  });
  return { ...plan, shortages };
}

/**
 * The empty places of a gap at another time of the same place, by gap. They are places of their own there: all who come to them pass one gate
 * that lets no more through than are empty, so that nobody at the first time gives way to them.
 */
function tryShifts(
  instance: Instance,
  solved: Solved,
  explored: readonly { readonly s: number; readonly shortage: AssemblyPlan['shortages'][number] }[],
  reach: Float64Array,
): Map<number, Repair[]> {
  const first = solved.model.network.from.length;
  const { nodeCount } = solved.model.network;
  const extra: ExtraArc[] = [];
  const gates: Gate[] = [];
  const latent: Latent[] = [];
  explored.forEach(({ s, shortage }, gap) => {
    const slot = instance.slots[s]!;
    for (const w of otherShifts(instance, slot.post)) {
      const { start, end } = instance.windows[w]!;
      // The same places, had they that time: what keeps people away and what they wish is looked up by the window of the post.
      const moved: Instance = { ...instance, windowOf: instance.windowOf.with(slot.post, w) };
      const may = (m: number) => fits(moved, m, slot) && barrier(moved, m, slot.post) === null;
      const gate = nodeCount + gates.length;
      const arcs = joinArcs(moved, solved, slot, shortage.count, reach, may, () => gate);
      if (arcs.length === 0) continue;
      gates.push({ to: solved.model.slotNode[s]! });
      extra.push({ from: gate, to: solved.model.slotNode[s]!, capacity: shortage.count, cost: 0 });
      const change = { start, end, count: shortage.count };
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
  const found: [number, ExtraArc & { unit: number }][] = [];
  for (let m = 0; m < instance.problem.members.length; m++) {
    if (solved.fixed.reserved.has(m) || !may(m)) continue;
    const from = tailOf(instance, solved, m, changed.post);
    const cost = pairCost(instance, m, changed);
    const total = reach[from]! + cost;
    if (total < changed.gapCost) found.push([total, { from, to: head(m), capacity: 0, cost, unit: instance.unitOf[m]! }]);
  }
  found.sort((a, b) => a[0] - b[0] || a[1].from - b[1].from);
  // Of a unit that has nobody at the post yet, no more may come than the post takes of one unit.
  const perUnit = instance.problem.posts[changed.post]!.maxPerUnit ?? Number.POSITIVE_INFINITY;
  const counted = new Set([...solved.model.unitPostNode.values()].map((one) => one.node));
  const joined = new Map<number, number>();
  const allowed = found.filter(([, arc]) => {
    const before = joined.get(arc.unit) ?? 0;
    joined.set(arc.unit, before + 1);
    return arc.unit < 0 || counted.has(arc.to) || before < perUnit;
  });
  return allowed.slice(0, TRIED + 3 * count).map(([, arc]) => arc);
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

/** The unit whose higher cap fills this gap cheapest, and by how much it must rise: no more than fills places. */
function raiseCap(
  instance: Instance,
  solved: Solved,
  flow: ResidualFlow,
  steps: ReadonlyMap<number, number>,
  units: readonly number[],
  s: number,
  count: number,
): Repair | null {
  if (units.length === 0) return null;
  const away = flow.distances(solved.model.slotNode[s]!, 'to');
  const options = units
    .map((u) => ({ u, cost: away[solved.model.unitNode[u]!]! + flow.network.cost[steps.get(u)!]! }))
    .filter((option) => option.cost < instance.slots[s]!.gapCost)
    .sort((a, b) => a.cost - b.cost || a.u - b.u);
  const best = options[0];
  if (!best) return null;
  const unit = instance.problem.units[best.u]!;
  const arc = steps.get(best.u)!;
  const all = tryOut(solved, flow, [[arc, count]]);
  if (!all) return null;
  // The last of several people may fill nothing: the cap rises by no more than the gain.
  const exact = all.gain < count ? tryOut(solved, flow, [[arc, all.gain]]) : all;
  if (!exact || exact.gain < all.gain) return null;
  const byTask = unit.taskCap !== null && (unit.cap === null || unit.taskCap < unit.cap - instance.lent[best.u]!);
  const from = byTask ? unit.taskCap! : unit.cap!;
  return {
    kind: 'raise-cap',
    change: { unit: unit.id, from, to: from + exact.gain, by: exact.gain, cap: byTask ? 'task' : 'unit' },
    ...exact,
  };
}
