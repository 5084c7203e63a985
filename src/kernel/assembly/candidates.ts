import Flatbush from 'flatbush';
import { barrier, fits, type Instance } from './instance.ts';
import { PairList, type Pairs } from './pairs.ts';

/** Below this many possible pairings all of them are taken. */
const ALL_PAIRS = 60_000;

/** Nearest posts a member starts with where there are as many places as people; fewer places, fewer posts. */
const NEARBY = 24;

/** Who takes no part: reserved for an office of the task, with what he does. */
export type Reserved = ReadonlySet<number>;

/**
 * The pairings to start with: for each member the nearest posts, for each kind of place the nearest who fit, and whatever people fixed or
 * published. No scan of all pairs; `priceOut` adds what the optimum needs.
 */
export function firstPairs(instance: Instance, reserved: Reserved, pins: ReadonlyMap<number, readonly number[]>): Pairs {
  const { problem, slots } = instance;
  const chosen = new PairList(slots.length);
  const addPost = (m: number, p: number) => {
    for (const s of instance.slotsOfPost[p]!) if (fits(instance, m, slots[s]!)) chosen.add(m, s);
  };
  if (problem.members.length * slots.length <= ALL_PAIRS) {
    for (let m = 0; m < problem.members.length; m++) {
      if (reserved.has(m)) continue;
      for (let p = 0; p < problem.posts.length; p++) if (barrier(instance, m, p) === null) addPost(m, p);
    }
    return chosen.pairs();
  }
  const located = problem.posts.flatMap((_, p) => (instance.postPoint[p] && instance.slotsOfPost[p]!.length > 0 ? [p] : []));
  if (located.length > 0) {
    const index = new Flatbush(located.length);
    for (const p of located) index.add(instance.postPoint[p]!.x, instance.postPoint[p]!.y);
    index.finish();
    // Where many more people than places are, most stay at home: the lists of the places say enough.
    const places = slots.reduce((sum, slot) => sum + slot.count, 0);
    const nearby = Math.min(problem.options.candidates, Math.max(2, Math.ceil((NEARBY * places) / problem.members.length)));
    problem.members.forEach((member, m) => {
      if (reserved.has(m) || member.willing === 'no') return;
      for (const point of instance.memberPoints[m]!) {
        const usable = (i: number) =>
          barrier(instance, m, located[i]!) === null &&
          instance.slotsOfPost[located[i]!]!.some((s) => fits(instance, m, slots[s]!));
        for (const i of index.neighbors(point.x, point.y, nearby, undefined, usable)) addPost(m, located[i]!);
      }
    });
  }
  const bySkill = new Map<string | null, MemberIndex | null>();
  slots.forEach((slot, s) => {
    const skill = slot.must ? slot.skill : null;
    if (!bySkill.has(skill)) bySkill.set(skill, memberIndex(instance, reserved, skill));
    const index = bySkill.get(skill)!;
    const point = instance.postPoint[slot.post]!;
    const usable = (m: number) => fits(instance, m, slot) && barrier(instance, m, slot.post) === null;
    const wanted = 2 * slot.count + 8;
    if (point && index) {
      const near = index.tree.neighbors(point.x, point.y, wanted, undefined, (i) => usable(index.member[i]!));
      for (const i of near) chosen.add(index.member[i]!, s);
    } else {
      let found = 0;
      const members = problem.members.length;
      for (let k = 0; k < members && found < wanted; k++) {
        const m = (k + s * 7919) % members;
        if (reserved.has(m) || !usable(m)) continue;
        chosen.add(m, s);
        found++;
      }
    }
  });
  for (const fixed of [pins, instance.published]) {
    for (const [m, posts] of fixed)
      for (const p of posts) if (!reserved.has(m) && barrier(instance, m, p) === null) addPost(m, p);
  }
  return chosen.pairs();
}

interface MemberIndex {
  readonly tree: Flatbush;
  readonly member: number[];
}

function memberIndex(instance: Instance, reserved: Reserved, skill: string | null): MemberIndex | null {
  const member: number[] = [];
  const points = instance.memberPoints.flatMap((places, m) => {
    if (reserved.has(m) || instance.problem.members[m]!.willing === 'no') return [];
    if (skill !== null && !instance.skills[m]!.has(skill)) return [];
    for (let k = 0; k < places.length; k++) member.push(m);
    return places;
  });
  if (points.length === 0) return null;
  const tree = new Flatbush(points.length);
  for (const point of points) tree.add(point.x, point.y);
  tree.finish();
  return { tree, member };
}
