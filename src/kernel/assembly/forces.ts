import { type Barrier, barrier, distance, fits, type Instance } from './instance.ts';
import type { AssemblyPlan } from './plan.ts';
import type { Member } from './problem.ts';

/** One person who could serve at a post, with what the boundaries are made of. */
export interface Candidate {
  readonly member: string;
  readonly unit: string | null;
  readonly tier: string | null;
  readonly system: string | null;
  readonly region: string | null;
  readonly metres: number | null;
  /** Slots of the post that he fits. */
  readonly slots: readonly number[];
}

/** By what forces scattered over the boundaries are looked at together. */
export type ForceKey = 'system' | 'tier' | 'region' | 'unit' | 'source';

/** Everyone who could serve at a post, caps and other duties apart, grouped by one of the boundaries (null = not stated); nearest first inside a group. */
export function candidatesFor(
  instance: Instance,
  postId: string,
  by: ForceKey,
): ReadonlyMap<string | null, readonly Candidate[]> {
  return grouped(servable(instance, postId), by);
}

interface Servable {
  readonly member: Member;
  readonly candidate: Candidate;
}

/** Whoever could serve at a post, in the order of the members. */
function servable(instance: Instance, postId: string): readonly Servable[] {
  const p = instance.postAt.get(postId);
  if (p === undefined) return [];
  return instance.problem.members.flatMap((member, m) => {
    if (barrier(instance, m, p) !== null) return [];
    const slots = instance.slotsOfPost[p]!.filter((s) => fits(instance, m, instance.slots[s]!)).map(
      (s) => instance.slots[s]!.slot,
    );
    if (slots.length === 0) return [];
    const { unit, tier, system, region } = member;
    return [{ member, candidate: { member: member.id, unit, tier, system, region, metres: distance(instance, m, p), slots } }];
  });
}

function grouped(people: readonly Servable[], by: ForceKey): ReadonlyMap<string | null, readonly Candidate[]> {
  const groups = new Map<string | null, Candidate[]>();
  for (const { member, candidate } of people) {
    const group = groups.get(member[by]);
    if (group) group.push(candidate);
    else groups.set(member[by], [candidate]);
  }
  for (const group of groups.values())
    group.sort((a, b) => (a.metres ?? Number.MAX_SAFE_INTEGER) - (b.metres ?? Number.MAX_SAFE_INTEGER));
  return new Map([...groups].sort(([a], [b]) => (a ?? '~').localeCompare(b ?? '~', 'en')));
}

/** A member without a post: `not-needed` when he could serve somewhere, else what keeps him from every post; no reason of his own is kept. */
export interface Unplaced {
  readonly member: string;
  readonly why: 'not-needed' | 'unit-at-cap' | Barrier | 'no-fitting-place';
}

/** How many could serve at a post, counted by system, by tier and by region; `key` null = not stated, most people first. */
export interface ForcesFor {
  readonly total: number;
  readonly groups: Readonly<
    Record<'system' | 'tier' | 'region', readonly { readonly key: string | null; readonly count: number }[]>
  >;
}

/** The forces a post can draw on across the boundaries, as counts. */
export function forcesFor(instance: Instance, postId: string): ForcesFor {
  const people = servable(instance, postId);
  const by = (key: 'system' | 'tier' | 'region') =>
    [...grouped(people, key)].map(([name, list]) => ({ key: name, count: list.length })).sort((a, b) => b.count - a.count);
  const groups = { system: by('system'), tier: by('tier'), region: by('region') };
  return { total: people.length, groups };
}

/** Which need each placed member is tied to, and everyone whom no need asks for: gathering people without a need is no integration (S-159). */
export function tiesOf(
  instance: Instance,
  plan: AssemblyPlan,
): { tied: ReadonlyMap<string, readonly string[]>; unplaced: readonly Unplaced[] } {
  const { problem } = instance;
  const tied = new Map<string, string[]>();
  const tie = (member: string, to: string) => tied.set(member, [...(tied.get(member) ?? []), to]);
  for (const row of plan.assignments) tie(row.member, row.post);
  for (const leader of plan.leaders) if (leader.member !== null && leader.post === null) tie(leader.member, leader.org);
  const out = new Map<string, number>();
  for (const id of tied.keys()) {
    const unit = problem.members[instance.memberAt.get(id)!]!.unit;
    if (unit !== null) out.set(unit, (out.get(unit) ?? 0) + 1);
  }
  // Posts that ask the same of a member keep him away for the same reason: one of each is looked at.
  const kinds = new Map<string, number>();
  problem.posts.forEach(({ id, place, window, area, slots, wish, headCount }, p) => {
    const asks =
      headCount === 0 ? id : JSON.stringify([place, window, area, wish, slots.map((slot) => [slot.skill, slot.local])]);
    if (!kinds.has(asks)) kinds.set(asks, p);
  });
  const all = problem.posts.map((_, p) => p);
  const oneOfEach = [...kinds.values()];
  const why = (member: Member, m: number): Unplaced['why'] => {
    let kept: Unplaced['why'] = 'no-fitting-place';
    for (const p of instance.exclusions.has(m) ? all : oneOfEach) {
      const found = barrier(instance, m, p);
      if (found !== null) kept = found;
      else if (instance.slotsOfPost[p]!.some((s) => fits(instance, m, instance.slots[s]!))) {
        const full = member.unit !== null && (out.get(member.unit) ?? 0) >= instance.room[instance.unitOf[m]!]!;
        return full ? 'unit-at-cap' : 'not-needed';
      }
    }
    return kept;
  };
  const unplaced = problem.members.flatMap((member, m) =>
    tied.has(member.id) ? [] : [{ member: member.id, why: why(member, m) }],
  );
  return { tied, unplaced };
}
