import { sha256 } from './hash.ts';
import { barrier, distance, type Instance, loadStep, pairParts } from './instance.ts';
import type { Fixed } from './model.ts';
import type { AssemblyPlan, Assignment, Leader, PlanPrices } from './plan.ts';
import type { AssemblyProblem } from './problem.ts';
import type { Placed } from './seating.ts';

/** Name and version of the model; it changes when the same problem may get another plan. */
export const ENGINE = 'qunying-assembly 2';

/** SHA-256 over the read problem: the same for the same content, whatever defaults were written out. */
export function hashProblem(problem: AssemblyProblem): string {
  return sha256(JSON.stringify(problem));
}

/** What the plan says about its proof besides people. */
export interface ProofParts {
  readonly bound: number;
  readonly prices: PlanPrices;
  readonly proof: Omit<AssemblyPlan['proof'], 'status' | 'scope'>;
  readonly stopped: boolean;
  readonly notices: AssemblyPlan['notices'];
}

/** Writes the plan document from who stands where: costs by meaning, gaps (reasons follow later), counts. Order: posts, slots, members. */
export function assemblePlan(
  instance: Instance,
  placed: readonly Placed[],
  leaders: readonly Leader[],
  fixed: Fixed,
  parts: ProofParts,
): AssemblyPlan {
  const { problem, slots } = instance;
  const rows = [...placed].sort((a, b) => a.slot - b.slot || a.member - b.member);
  const filled = new Int32Array(slots.length);
  for (const row of rows) filled[row.slot]!++;
  const change = changeCosts(instance, rows, fixed);
  const rank = Int32Array.from(instance.lent, (lent, u) => lent + fixed.reservedOfUnit[u]!);
  const assignments: Assignment[] = rows.map((row, i) => {
    const slot = slots[row.slot]!;
    const member = problem.members[row.member]!;
    const unit = instance.unitOf[row.member]!;
    const unitRank = unit < 0 ? null : ++rank[unit]!;
    return {
      post: problem.posts[slot.post]!.id,
      slot: slot.slot,
      member: member.id,
      costParts: {
        ...pairParts(instance, row.member, slot),
        load: unitRank === null ? 0 : loadStep(instance, unit, unitRank),
        change: change.moved.get(i) ?? 0,
      },
      distance: distance(instance, row.member, slot.post),
      unitRank,
      mode: member.mode,
      pinned: instance.pins.get(row.member)?.includes(slot.post) === true,
    };
  });
  const shortages = slots.flatMap((slot, s) => {
    const count = slot.count - filled[s]!;
    if (count <= 0) return [];
    const reason = { code: 'gap-unexplained', numbers: {} };
    return [{ post: problem.posts[slot.post]!.id, slot: slot.slot, count, reason, repairs: [] }];
  });
  let objective = 0;
  for (const { costParts: c } of assignments) objective += c.travel + c.skill + c.wish + c.load + c.boundary + c.change;
  slots.forEach((slot, s) => {
    objective += (slot.count - filled[s]!) * slot.gapCost;
  });
  for (const entry of change.dropped) objective += entry.cost;
  const gap = objective - parts.bound;
  const status = parts.stopped && gap > 0 ? 'stopped' : gap === 0 ? 'optimal' : 'bounded';
  return {
    version: 1,
    engine: ENGINE,
    inputHash: hashProblem(problem),
    seed: problem.seed,
    assignments,
    shortages,
    leaders: [...leaders],
    dropped: change.dropped,
    notices: [...parts.notices],
    objective,
    bound: parts.bound,
    gap,
    counts: countsOf(instance, assignments, shortages, leaders, change, rank),
    prices: parts.prices,
    proof: { status, scope: leaders.some((leader) => leader.how === 'proposed') ? 'given-leaders' : 'whole', ...parts.proof },
  };
}

/** Published posts left: charged to another post of the same person where he has one, else listed as dropped. */
function changeCosts(instance: Instance, rows: readonly Placed[], fixed: Fixed) {
  const { problem } = instance;
  const now = new Map<number, [number, number][]>();
  rows.forEach((row, i) => {
    if (!instance.published.has(row.member)) return;
    now.set(row.member, [...(now.get(row.member) ?? []), [i, instance.slots[row.slot]!.post]]);
  });
  const moved = new Map<number, number>();
  const dropped: AssemblyPlan['dropped'] = [];
  for (const [m, posts] of instance.published) {
    if (fixed.reserved.has(m)) continue;
    const mine = now.get(m) ?? [];
    const others = mine.filter(([, p]) => !posts.includes(p));
    for (const p of posts) {
      if (barrier(instance, m, p) !== null || mine.some(([, at]) => at === p)) continue;
      const other = others.shift();
      if (other) moved.set(other[0], instance.change);
      else dropped.push({ member: problem.members[m]!.id, post: problem.posts[p]!.id, cost: instance.change });
    }
  }
  return { moved, dropped };
}

function countsOf(
  instance: Instance,
  assignments: readonly Assignment[],
  shortages: AssemblyPlan['shortages'],
  leaders: readonly Leader[],
  change: { moved: ReadonlyMap<number, number>; dropped: readonly unknown[] },
  rank: Int32Array,
): AssemblyPlan['counts'] {
  const { problem } = instance;
  const placed = new Set(assignments.map((row) => row.member));
  for (const leader of leaders) if (leader.member !== null) placed.add(leader.member);
  const bySource: Record<string, number> = {};
  for (const member of problem.members) if (placed.has(member.id)) bySource[member.source] = (bySource[member.source] ?? 0) + 1;
  return {
    places: problem.posts.reduce((sum, post) => sum + post.headCount, 0),
    filled: assignments.length,
    short: shortages.reduce((sum, gap) => sum + gap.count, 0),
    shortPosts: new Set(shortages.map((gap) => gap.post)).size,
    members: problem.members.length,
    willing: problem.members.filter((member) => member.willing !== 'no').length,
    placed: placed.size,
    moved: change.moved.size,
    dropped: change.dropped.length,
    unitsAtCap: problem.units.filter(
      (unit, u) => (unit.cap !== null || unit.taskCap !== null) && rank[u]! >= instance.lent[u]! + instance.room[u]!,
    ).length,
    bySource: Object.fromEntries(Object.entries(bySource).sort(([a], [b]) => (a < b ? -1 : 1))),
    pinned: assignments.filter((row) => row.pinned).length,
  };
}
