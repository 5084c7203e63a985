/** Two plans of one task side by side: who stands elsewhere, which gaps closed, what the rest costs. */
import type * as z from 'zod';
import type { comparisonSchema } from '#contract/plans';
import { MOVED_SHIFT } from '#jobs/plan-repair';
import { type AssemblyPlan, costSum } from '#kernel/assembly';
import { maskName } from '#kernel/registry';
import { type PlanNames, titleOf } from './plan-view.ts';

/** Two plans of one task compared by person and by gap. */
export function compare(
  from: AssemblyPlan,
  to: AssemblyPlan,
  names: PlanNames,
  versions: { readonly from: number | null; readonly to: number | null },
): z.output<typeof comparisonSchema> {
  const [before, after] = [postsOf(from), postsOf(to)];
  const changes: z.output<typeof comparisonSchema>['changes'] = [];
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [a, b] = [before.get(id) ?? null, after.get(id) ?? null];
    if (a === b) continue;
    const person = names.people.get(id);
    const title = (post: string | null) => (post === null ? null : titleOf(names.titles.get(post.replace(MOVED_SHIFT, ''))));
    changes.push({
      personId: id,
      name: maskName(person?.name ?? ''),
      unitName: person?.unitName ?? null,
      residence: person?.residence ?? null,
      from: title(a),
      to: title(b),
    });
  }
  const gaps = (plan: AssemblyPlan) => {
    const sums = new Map<string, number>();
    for (const one of plan.shortages) sums.set(one.post, (sums.get(one.post) ?? 0) + one.count);
    return sums;
  };
  const [old, now] = [gaps(from), gaps(to)];
  const difference = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>) =>
    [...a]
      .map(([post, count]) => ({
        post: titleOf(names.titles.get(post.replace(MOVED_SHIFT, ''))),
        count: count - (b.get(post) ?? 0),
      }))
      .filter((one) => one.count > 0);
  const moves = priceOfMoves(to) - priceOfMoves(from);
  const head = (plan: AssemblyPlan, versionNo: number | null) => ({
    versionNo,
    placed: plan.counts.filled,
    missing: plan.counts.short,
    objective: plan.objective,
  });
  return {
    from: head(from, versions.from),
    to: head(to, versions.to),
    rest: fitOf(to) - fitOf(from),
    moves,
    moved: changes.filter((one) => one.from !== null && one.to !== null).length,
    added: changes.filter((one) => one.from === null).length,
    dropped: changes.filter((one) => one.to === null).length,
    changes,
    gapsClosed: difference(old, now),
    gapsOpened: difference(now, old),
  };
}

/** How well those placed fit, without the price of empty places, which differs where fewest moves were asked for, and of moving people. */
function fitOf(plan: AssemblyPlan): number {
  return plan.assignments.reduce((sum, { costParts }) => sum + costSum(costParts) - costParts.change, 0);
}

/** What a plan pays for people who do not keep their post: nothing where it was computed without looking at an earlier one. */
function priceOfMoves(plan: AssemblyPlan): number {
  return (
    plan.assignments.reduce((sum, one) => sum + one.costParts.change, 0) + plan.dropped.reduce((sum, one) => sum + one.cost, 0)
  );
}

/** Post of each person; of several the first in the order of the plan. */
function postsOf(plan: AssemblyPlan): Map<string, string> {
  const posts = new Map<string, string>();
  for (const one of plan.assignments) if (!posts.has(one.member)) posts.set(one.member, one.post);
  return posts;
}
