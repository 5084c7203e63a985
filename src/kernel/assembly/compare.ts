import type { AssemblyPlan } from './plan.ts';

/** What differs between two versions of a plan, people and posts by id, in order of the ids of the first. */
export interface PlanComparison {
  /** Served before and serve now, elsewhere. */
  readonly moved: readonly { readonly member: string; readonly from: string; readonly to: string }[];
  readonly joined: readonly { readonly member: string; readonly to: string }[];
  readonly left: readonly { readonly member: string; readonly from: string }[];
  readonly gapsOpened: readonly { readonly post: string; readonly by: number }[];
  readonly gapsClosed: readonly { readonly post: string; readonly by: number }[];
  readonly leaders: readonly {
    readonly org: string;
    readonly role: string;
    readonly before: readonly string[];
    readonly after: readonly string[];
  }[];
  readonly short: number;
  readonly objective: number;
}

/** Compares two plans, which may be of different problems: who moved, which gaps opened and closed, which leaders changed. */
export function comparePlans(before: AssemblyPlan, after: AssemblyPlan): PlanComparison {
  const old = postsOf(before);
  const now = postsOf(after);
  const moved: { member: string; from: string; to: string }[] = [];
  const joined: { member: string; to: string }[] = [];
  const left: { member: string; from: string }[] = [];
  for (const member of new Set([...old.keys(), ...now.keys()])) {
    const was = old.get(member) ?? [];
    const is = now.get(member) ?? [];
    const gone = was.filter((post) => !is.includes(post));
    const come = is.filter((post) => !was.includes(post));
    for (let i = 0; i < Math.max(gone.length, come.length); i++) {
      const [from, to] = [gone[i], come[i]];
      if (from !== undefined && to !== undefined) moved.push({ member, from, to });
      else if (to !== undefined) joined.push({ member, to });
      else if (from !== undefined) left.push({ member, from });
    }
  }
  const gaps = (plan: AssemblyPlan) => {
    const count = new Map<string, number>();
    for (const gap of plan.shortages) count.set(gap.post, (count.get(gap.post) ?? 0) + gap.count);
    return count;
  };
  const [were, are] = [gaps(before), gaps(after)];
  const posts = [...new Set([...were.keys(), ...are.keys()])];
  const change = (post: string) => (are.get(post) ?? 0) - (were.get(post) ?? 0);
  return {
    moved,
    joined,
    left,
    gapsOpened: posts.filter((post) => change(post) > 0).map((post) => ({ post, by: change(post) })),
    gapsClosed: posts.filter((post) => change(post) < 0).map((post) => ({ post, by: -change(post) })),
    leaders: leaderChanges(before, after),
    short: after.counts.short - before.counts.short,
    objective: after.objective - before.objective,
  };
}

function postsOf(plan: AssemblyPlan): Map<string, string[]> {
  const posts = new Map<string, string[]>();
  for (const row of plan.assignments) posts.set(row.member, [...(posts.get(row.member) ?? []), row.post]);
  return posts;
}

function leaderChanges(before: AssemblyPlan, after: AssemblyPlan): PlanComparison['leaders'] {
  const seats = (plan: AssemblyPlan) => {
    const by = new Map<string, string[]>();
    for (const row of plan.leaders)
      by.set(`${row.org}\n${row.role}`, [
        ...(by.get(`${row.org}\n${row.role}`) ?? []),
        ...(row.member === null ? [] : [row.member]),
      ]);
    return by;
  };
  const [old, now] = [seats(before), seats(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key) ?? [], now.get(key) ?? []];
    if (was.length === is.length && was.every((member) => is.includes(member))) return [];
    const [org, role] = key.split('\n') as [string, string];
    return [{ org, role, before: was, after: is }];
  });
}
