import { barrier, fits, type Instance, type SlotKind } from './instance.ts';
import type { Fixed } from './model.ts';
import type { Shortage } from './plan.ts';
import type { Placed } from './seating.ts';
import { clashes } from './windows.ts';

/** Everyone who meets the condition of a place, each counted once under the first thing that keeps him away. */
export interface Census {
  having: number;
  unwilling: number;
  excluded: number;
  duty: number;
  leave: number;
  refusedTime: number;
  tooFar: number;
  /** Serves elsewhere in this plan at the same time. */
  sameTime: number;
  /** Serves elsewhere in this plan and has no duty left. */
  placed: number;
  /** Free, but his unit lends no more. */
  atCap: number;
  /** Free and able: the place costs more than it is worth. */
  free: number;
}

/** Where everyone stands, for many questions. */
export interface Standing {
  readonly dutiesOf: ReadonlyMap<number, readonly number[]>;
  readonly fullUnits: ReadonlySet<number>;
  readonly fixed: Fixed;
}

/** Duties of each member and units without room, from a plan. */
export function standingOf(instance: Instance, placed: readonly Placed[], fixed: Fixed): Standing {
  const dutiesOf = new Map<number, number[]>();
  const out = Int32Array.from(fixed.reservedOfUnit);
  for (const { member, slot } of placed) {
    dutiesOf.set(member, [...(dutiesOf.get(member) ?? []), instance.slots[slot]!.post]);
    if (instance.unitOf[member]! >= 0) out[instance.unitOf[member]!]!++;
  }
  const fullUnits = new Set<number>();
  out.forEach((people, u) => {
    if (people >= instance.room[u]!) fullUnits.add(u);
  });
  return { dutiesOf, fullUnits, fixed };
}

/** No duties. */
const NONE: readonly number[] = [];

/** A census with the units without room, most people first. */
export type Counted = Census & { readonly atCapUnits: readonly number[] };

/**
 * Censuses of many places. Places that ask for the same at the same time count the same people: they are counted once, and those who serve at a
 * place itself are taken off again.
 */
export function censuses(instance: Instance, standing: Standing): (slot: SlotKind) => Counted {
  const { posts, options } = instance.problem;
  const peopleAt = new Map<number, number[]>();
  for (const [m, duties] of standing.dutiesOf)
    for (const p of duties) {
      const list = peopleAt.get(p);
      if (list) list.push(m);
      else peopleAt.set(p, [m]);
    }
  const named = new Set<number>();
  for (const barred of instance.exclusions.values()) if (barred !== 'all') for (const p of barred) named.add(p);
  const known = new Map<string, Counted>();
  return (slot) => {
    const { post: p } = slot;
    const area = slot.must && slot.local ? posts[p]!.area : null;
    const own = named.has(p) || options.maxTravel !== null;
    const key = JSON.stringify([
      own ? p : instance.windowOf[p],
      slot.must ? slot.skill : null,
      slot.must && slot.local,
      slot.near,
      area,
    ]);
    let all = known.get(key);
    if (all === undefined) {
      all = census(instance, slot, standing);
      known.set(key, all);
    }
    const here = (peopleAt.get(p) ?? []).filter((m) => fits(instance, m, slot)).length;
    return { ...all, having: all.having - here, sameTime: all.sameTime - here };
  };
}

/** Counts who could fill a place and what keeps them, those who serve there as people who serve at the same time. */
function census(instance: Instance, slot: SlotKind, standing: Standing): Counted {
  const count: Census = {
    having: 0,
    unwilling: 0,
    excluded: 0,
    duty: 0,
    leave: 0,
    refusedTime: 0,
    tooFar: 0,
    sameTime: 0,
    placed: 0,
    atCap: 0,
    free: 0,
  };
  const units = new Map<number, number>();
  const { members, posts } = instance.problem;
  const { window } = posts[slot.post]!;
  for (let m = 0; m < members.length; m++) {
    if (!fits(instance, m, slot)) continue;
    const duties = standing.dutiesOf.get(m) ?? NONE;
    count.having++;
    const kept = barrier(instance, m, slot.post);
    if (kept === 'unwilling') count.unwilling++;
    else if (kept === 'excluded' || kept === 'no-duties') count.excluded++;
    else if (kept === 'duty') count.duty++;
    else if (kept === 'leave') count.leave++;
    else if (kept === 'refused-time') count.refusedTime++;
    else if (kept === 'too-far') count.tooFar++;
    else if (duties.length > 0 && duties.some((p) => clashes(posts[p]!.window, window))) count.sameTime++;
    else if (standing.fixed.reserved.has(m) || duties.length >= members[m]!.maxDuties) count.placed++;
    else if (instance.unitOf[m]! >= 0 && standing.fullUnits.has(instance.unitOf[m]!)) {
      count.atCap++;
      units.set(instance.unitOf[m]!, (units.get(instance.unitOf[m]!) ?? 0) + 1);
    } else count.free++;
  }
  return { ...count, atCapUnits: [...units].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([u]) => u) };
}

/** The reason of a gap: what keeps most of those who could, with every number. Codes equal the text keys of `plan.json`. */
export function reasonOf(instance: Instance, slot: SlotKind, counts: Counted): Shortage['reason'] {
  const { atCapUnits, ...numbers } = counts;
  const unit = atCapUnits[0];
  const facts = {
    ...numbers,
    skill: slot.must ? slot.skill : null,
    area: slot.must && slot.local ? instance.problem.posts[slot.post]!.area : null,
    units: atCapUnits.length,
    unit: unit === undefined ? null : instance.problem.units[unit]!.id,
  };
  return { code: codeOf(slot, counts), numbers: facts };
}

function codeOf(slot: SlotKind, n: Census): string {
  const kind = slot.must && slot.skill !== null ? 'skill' : slot.must && slot.local ? 'local' : 'people';
  if (n.having === 0) return `gap-${kind}-none`;
  if (n.having === n.unwilling) return `gap-${kind}-unwilling`;
  const here = n.sameTime + n.placed;
  const away = n.duty + n.leave;
  const other = n.refusedTime + n.excluded + n.tooFar;
  if (n.free > 0) return 'gap-costs-too-much';
  if (n.atCap > 0 && n.atCap >= Math.min(here, 1)) return `gap-${kind}-at-cap`;
  if (here >= away && here >= other && here > 0) return n.placed === 0 ? `gap-${kind}-same-time` : `gap-${kind}-placed`;
  return away >= other ? `gap-${kind}-away` : `gap-${kind}-barred`;
}
