import type { AssemblyProblem, Repair, Shortage } from '#kernel/assembly';

/** Id of the places that a repair moves to another time: the post's id with this ending. */
export const MOVED_SHIFT = '#shift';

/** A repair of a gap with the people of the plan that has it. */
export interface PlanRepair {
  readonly published: AssemblyProblem['published'];
  readonly shortage: Pick<Shortage, 'post' | 'slot' | 'count'>;
  readonly repair: Repair;
}

/** The problem as it would be after a repair of a gap; the plan's people count as published, so that the preview moves no one without gain. */
export function repaired(problem: AssemblyProblem, { published, shortage, repair }: PlanRepair): AssemblyProblem {
  const changed = { ...problem, published };
  if (repair.kind === 'raise-cap') {
    const to = Number(repair.change.to);
    return {
      ...changed,
      units: problem.units.map((unit) => {
        if (unit.id !== repair.change.unit) return unit;
        return unit.cap === null
          ? { ...unit, taskCap: to }
          : { ...unit, cap: to, taskCap: unit.taskCap === null ? null : Math.max(unit.taskCap, to) };
      }),
    };
  }
  return {
    ...changed,
    posts: problem.posts.flatMap((post) => {
      if (post.id !== shortage.post) return [post];
      const slots = post.slots.map((slot, index) =>
        index === shortage.slot ? { ...slot, count: Math.max(0, slot.count - shortage.count) } : slot,
      );
      if (repair.kind !== 'other-shift') return [{ ...post, slots }];
      const { start, end } = repair.change;
      const kind = post.slots[shortage.slot];
      const moved = {
        ...post,
        id: `${post.id}${MOVED_SHIFT}`,
        window: { start: String(start), end: String(end) },
        headCount: shortage.count,
        slots: kind ? [{ ...kind, count: shortage.count }] : [],
      };
      return [{ ...post, headCount: post.headCount - shortage.count, slots }, moved];
    }),
  };
}
