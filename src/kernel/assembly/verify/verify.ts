import { errorIssue, type Issue } from '#kernel/lib';
import { hashProblem } from '../assemble.ts';
import type { AssemblyPlan } from '../plan.ts';
import type { AssemblyProblem } from '../problem.ts';
import { givenBy, provenBound } from './bound.ts';
import { Definitions } from './definitions.ts';
import { checkLeaders } from './leaders.ts';

/** The answer of the verifier: every broken rule with names and values, and what it found itself. */
export interface Verification {
  /** No issue: the plan keeps every rule and its figures are right. */
  readonly ok: boolean;
  readonly issues: readonly Issue[];
  /** Cost recomputed from the definitions. */
  readonly objective: number;
  /** Bound proved from the prices alone, over all pairings. */
  readonly bound: number;
  readonly gap: number;
  /** Whether the prices prove that no plan (given its leaders) is cheaper. */
  readonly optimal: boolean;
}

/** Checks a plan against its problem: rules, costs, gaps, leaders, the proof of the bound. Knows nothing of how plans are made. */
export function verifyPlan(problem: AssemblyProblem, plan: AssemblyPlan): Verification {
  const definitions = new Definitions(problem);
  const issues: Issue[] = [];
  const hash = hashProblem(problem);
  if (plan.inputHash !== hash)
    issues.push(
      errorIssue('verify-other-input', ['inputHash'], { plan: plan.inputHash.slice(0, 12), problem: hash.slice(0, 12) }),
    );
  const known = checkPeople(definitions, plan, issues);
  if (!known) return { ok: false, issues, objective: Number.NaN, bound: Number.NaN, gap: Number.NaN, optimal: false };
  checkLeaders(definitions, plan, issues);
  checkUnits(definitions, plan, issues);
  checkPins(problem, plan, issues);
  checkQuotas(definitions, plan, issues);
  const objective = checkCosts(definitions, plan, issues);
  const bound = Math.max(0, provenBound(definitions, plan, givenBy(problem, plan)));
  const gap = objective - bound;
  if (plan.proof.by === 'prices' && plan.bound > bound + 1e-6)
    issues.push(errorIssue('verify-bound-not-proved', ['bound'], { bound: plan.bound, proved: bound }));
  if (plan.bound > objective + 1e-6)
    issues.push(errorIssue('verify-bound-above-cost', ['bound'], { bound: plan.bound, objective }));
  if (plan.gap !== plan.objective - plan.bound)
    issues.push(errorIssue('verify-gap-wrong', ['gap'], { gap: plan.gap, right: plan.objective - plan.bound }));
  if (plan.proof.status === 'optimal' && plan.gap !== 0)
    issues.push(errorIssue('verify-not-optimal', ['proof', 'status'], { gap: plan.gap }));
  return { ok: issues.length === 0, issues, objective, bound, gap, optimal: gap === 0 };
}

/** Each row on its own, then each member and each kind of place; false when a name is unknown and nothing more can be said. */
function checkPeople(definitions: Definitions, plan: AssemblyPlan, issues: Issue[]): boolean {
  const filled = new Map<string, number>();
  const mine = new Map<string, { post: string; start: string; end: string }[]>();
  const reserved = new Map(
    plan.leaders.flatMap((row) => (row.member !== null && row.post === null ? [[row.member, row.org] as const] : [])),
  );
  let known = true;
  plan.assignments.forEach((row, i) => {
    const path = ['assignments', i];
    const member = definitions.members.get(row.member);
    const post = definitions.posts.get(row.post);
    const name = { member: row.member, post: row.post };
    if (!member) issues.push(errorIssue('verify-member-unknown', path, name));
    if (!post) issues.push(errorIssue('verify-post-unknown', path, name));
    if (!member || !post) {
      known = false;
      return;
    }
    const count = definitions.places(post)[row.slot];
    if (count === undefined) {
      issues.push(errorIssue('verify-slot-unknown', path, { ...name, slot: row.slot }));
      known = false;
      return;
    }
    const rule = definitions.forbids(member, post) ?? definitions.forbidsSlot(member, post, row.slot);
    if (rule !== null)
      issues.push(
        errorIssue(rule, path, {
          ...name,
          skill: post.slots[row.slot]?.skill ?? null,
          start: post.window.start,
          end: post.window.end,
        }),
      );
    if (reserved.has(row.member))
      issues.push(errorIssue('verify-leader-has-post', path, { ...name, org: reserved.get(row.member)! }));
    if (row.mode !== member.mode)
      issues.push(errorIssue('verify-mode-wrong', path, { ...name, mode: row.mode, right: member.mode }));
    const key = `${row.post}\n${row.slot}`;
    filled.set(key, (filled.get(key) ?? 0) + 1);
    const duties = mine.get(row.member) ?? [];
    for (const other of duties)
      if (other.post === row.post) issues.push(errorIssue('verify-placed-twice', path, name));
      else if (other.start < post.window.end && post.window.start < other.end)
        issues.push(errorIssue('verify-double-booked', path, { ...name, other: other.post }));
    duties.push({ post: row.post, ...post.window });
    mine.set(row.member, duties);
    if (duties.length > member.maxDuties)
      issues.push(errorIssue('verify-too-many-duties', path, { ...name, duties: duties.length, most: member.maxDuties }));
  });
  if (!known) return false;
  const short = new Map<string, number>();
  plan.shortages.forEach((row, i) => {
    if (!definitions.posts.has(row.post)) {
      known = false;
      issues.push(errorIssue('verify-post-unknown', ['shortages', i], { post: row.post, member: null }));
    }
    short.set(`${row.post}\n${row.slot}`, row.count);
  });
  for (const post of definitions.problem.posts) {
    definitions.places(post).forEach((count, slot) => {
      const key = `${post.id}\n${slot}`;
      const have = filled.get(key) ?? 0;
      const missing = short.get(key) ?? 0;
      if (have > count)
        issues.push(errorIssue('verify-over-head-count', ['posts', post.id], { post: post.id, people: have, places: count }));
      else if (have + missing !== count)
        issues.push(
          errorIssue('verify-gap-hidden', ['shortages'], { post: post.id, slot, people: have, said: missing, places: count }),
        );
    });
  }
  return known;
}

function checkUnits(definitions: Definitions, plan: AssemblyPlan, issues: Issue[]): void {
  const out = new Map<string, number>();
  const atPost = new Map<string, Set<string>>();
  for (const row of plan.assignments) {
    const unit = definitions.members.get(row.member)!.unit;
    if (unit === null) continue;
    out.set(unit, (out.get(unit) ?? 0) + 1);
    const key = `${unit}\n${row.post}`;
    atPost.set(key, (atPost.get(key) ?? new Set()).add(row.member));
  }
  for (const member of new Set(plan.leaders.flatMap((row) => (row.member !== null && row.post === null ? [row.member] : [])))) {
    const unit = definitions.members.get(member)?.unit ?? null;
    if (unit !== null) out.set(unit, (out.get(unit) ?? 0) + 1);
  }
  for (const [unit, people] of out) {
    const room = definitions.room(unit);
    if (people > room)
      issues.push(errorIssue('verify-unit-over-cap', ['units', unit], { unit, people, room, lent: definitions.lent(unit) }));
  }
  for (const [key, people] of atPost) {
    const [unit, post] = key.split('\n') as [string, string];
    const most = definitions.posts.get(post)!.maxPerUnit;
    if (most !== null && people.size > most)
      issues.push(errorIssue('verify-unit-post-over', ['posts', post], { unit, post, people: people.size, most }));
  }
}

function checkPins(problem: AssemblyProblem, plan: AssemblyPlan, issues: Issue[]): void {
  const placed = new Set(plan.assignments.map((row) => `${row.member}\n${row.post}`));
  const told = new Set(
    plan.notices.filter((row) => row.code === 'pin-not-kept').map((row) => `${row.params.member}\n${row.params.post}`),
  );
  for (const pin of problem.pins) {
    const key = `${pin.member}\n${pin.post}`;
    if (!placed.has(key) && !told.has(key))
      issues.push(errorIssue('verify-pin-not-kept', ['pins'], { member: pin.member, post: pin.post }));
  }
}

function checkQuotas(definitions: Definitions, plan: AssemblyPlan, issues: Issue[]): void {
  for (const quota of definitions.problem.quotas) {
    const posts = definitions.postsBelow(quota.org);
    const ids = new Set(posts.map((post) => post.id));
    const places = posts.reduce((sum, post) => sum + post.headCount, 0);
    const area = definitions.problem.orgs.find((org) => org.id === quota.org)!.area;
    const inside = plan.assignments.filter(
      (row) => ids.has(row.post) && definitions.livesIn(definitions.members.get(row.member)!, area),
    ).length;
    const most = places - Math.ceil(places * quota.outside - 1e-9);
    if (inside > most)
      issues.push(errorIssue('verify-quota-broken', ['quotas', quota.id], { quota: quota.id, org: quota.org, inside, most }));
  }
}

/** Recomputes every cost; returns the sum. The load of a unit is checked as a whole, its order among people is free. */
function checkCosts(definitions: Definitions, plan: AssemblyPlan, issues: Issue[]): number {
  const { problem } = definitions;
  let sum = 0;
  const load = new Map<string, { said: number; people: number }>();
  const kept = new Set(plan.assignments.map((row) => `${row.member}\n${row.post}`));
  const given = givenBy(problem, plan);
  let changes = 0;
  for (const row of problem.published) {
    const member = definitions.members.get(row.member)!;
    if (given.reserved.has(row.member) || definitions.forbids(member, definitions.posts.get(row.post)!) !== null) continue;
    if (!kept.has(`${row.member}\n${row.post}`)) changes += definitions.changeCost;
  }
  let saidChanges = plan.dropped.reduce((total, row) => total + row.cost, 0);
  plan.assignments.forEach((row, i) => {
    const member = definitions.members.get(row.member)!;
    const right = definitions.cost(member, definitions.posts.get(row.post)!, row.slot);
    for (const part of ['travel', 'skill', 'wish', 'boundary'] as const) {
      if (row.costParts[part] !== right[part])
        issues.push(
          errorIssue('verify-cost-wrong', ['assignments', i, 'costParts', part], {
            member: row.member,
            post: row.post,
            part,
            said: row.costParts[part],
            right: right[part],
          }),
        );
      sum += right[part];
    }
    saidChanges += row.costParts.change;
    const of = load.get(member.unit ?? '') ?? { said: 0, people: 0 };
    load.set(member.unit ?? '', { said: of.said + row.costParts.load, people: of.people + 1 });
  });
  const reservedOf = new Map<string, number>();
  for (const id of given.reserved) {
    const unit = definitions.members.get(id)?.unit ?? '';
    reservedOf.set(unit, (reservedOf.get(unit) ?? 0) + 1);
  }
  for (const [unit, { said, people }] of load) {
    let right = 0;
    if (unit !== '') {
      const before = definitions.lent(unit) + (reservedOf.get(unit) ?? 0);
      for (let n = 1; n <= people; n++) right += definitions.loadPoints(unit, before + n);
    }
    if (said !== right) issues.push(errorIssue('verify-load-wrong', ['units', unit], { unit, said, right }));
    sum += right;
  }
  if (saidChanges !== changes) issues.push(errorIssue('verify-change-wrong', ['dropped'], { said: saidChanges, right: changes }));
  sum += changes;
  const peopleAt = new Map<string, number>();
  for (const row of plan.assignments) peopleAt.set(row.post, (peopleAt.get(row.post) ?? 0) + 1);
  for (const post of problem.posts) sum += (post.headCount - (peopleAt.get(post.id) ?? 0)) * definitions.gapCost(post);
  if (sum !== plan.objective)
    issues.push(errorIssue('verify-objective-wrong', ['objective'], { said: plan.objective, right: sum }));
  return sum;
}
