import type { AssemblyPlan } from './plan.ts';
import type { AssemblyProblem, Member, Post, TimeWindow, Unit } from './problem.ts';
import { clashes, peak, spanOf } from './windows.ts';

/** Why someone of a plan can no longer serve where it says. */
export type Hindrance = 'gone' | 'cannot' | 'busy' | 'skill' | 'local';

/** What became different between the problem a plan was computed for and the problem as it stands now. */
export interface PlanAge {
  /** Posts that are new (`before` null), gone (`now` null) or ask for another number or other places (both numbers). */
  readonly posts: readonly { readonly post: string; readonly before: number | null; readonly now: number | null }[];
  /** People of the plan who can no longer serve where it says; a post that is gone is told as a post. */
  readonly people: readonly { readonly member: string; readonly post: string; readonly why: Hindrance }[];
  /** Units that may now lend another number (null = no cap). */
  readonly caps: readonly { readonly unit: string; readonly before: number | null; readonly now: number | null }[];
  /** People who may be chosen now and could not before, who could and may not any more, whose facts changed; those above apart. */
  readonly joined: number;
  readonly left: number;
  readonly changed: number;
}

/**
 * Compares the problem of a plan with the one that would be solved today. Pins, exclusions, leaders, seed, prices and the published plan
 * do not age a plan: people set them for the next one. Linear in both documents.
 */
export function planAge(then: AssemblyProblem, plan: AssemblyPlan, today: AssemblyProblem): PlanAge {
  const before = byId(then.posts);
  const now = byId(today.posts);
  const posts: PlanAge['posts'][number][] = [];
  for (const [id, post] of before) {
    const other = now.get(id);
    if (!other || needOf(other) !== needOf(post)) posts.push({ post: id, before: post.headCount, now: other?.headCount ?? null });
  }
  for (const [id, post] of now) if (!before.has(id)) posts.push({ post: id, before: null, now: post.headCount });

  const people: PlanAge['people'][number][] = [];
  const was = byId(then.members);
  const is = byId(today.members);
  const told = new Set<string>();
  for (const row of plan.assignments) {
    const post = now.get(row.post);
    const old = before.get(row.post);
    const slot = post && old && needOf(post) === needOf(old) ? row.slot : null;
    const why = post && hindranceOf(is.get(row.member), post, slot);
    if (!why) continue;
    people.push({ member: row.member, post: row.post, why });
    told.add(row.member);
  }
  let joined = 0;
  let left = 0;
  let changed = 0;
  for (const [id, member] of is) {
    const old = was.get(id);
    if (!old) joined++;
    else if (!told.has(id) && factsOf(old) !== factsOf(member)) changed++;
  }
  for (const id of was.keys()) if (!is.has(id) && !told.has(id)) left++;

  const units = byId(today.units);
  const [spanThen, spanNow] = [spanOf(then.posts), spanOf(today.posts)];
  const caps = then.units.flatMap((unit) => {
    const other = units.get(unit.id);
    if (!other) return [];
    const [a, b] = [roomOf(unit, spanThen), roomOf(other, spanNow)];
    return a === b ? [] : [{ unit: unit.id, before: a, now: b }];
  });
  return { posts, people, caps, joined, left, changed };
}

/** Whether anything of it is different. */
export function hasAged(age: PlanAge): boolean {
  return age.posts.length + age.people.length + age.caps.length + age.joined + age.left + age.changed > 0;
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

// Written out field by field: a document that was stored may come back with its keys in another order.
const between = (one: TimeWindow) => `${one.start}/${one.end}`;

function needOf({ headCount, window, slots }: Post): string {
  return JSON.stringify([
    headCount,
    between(window),
    slots.map((slot) => [slot.skill, slot.local, slot.near, slot.must, slot.count]),
  ]);
}

function factsOf({ unit, homeArea, skills, willing, busy, wishes, fullMember }: Member): string {
  const clocks = (ranges: Member['wishes']['prefer']) => ranges.map((range) => `${range.from}-${range.to}`);
  return JSON.stringify([
    unit,
    homeArea,
    skills.toSorted(),
    willing,
    busy.map((one) => `${between(one)} ${one.why}`).toSorted(),
    clocks(wishes.prefer),
    clocks(wishes.never),
    fullMember,
  ]);
}

/** People a unit may lend to this task; null without any cap. */
function roomOf(unit: Unit, span: TimeWindow | null): number | null {
  const caps = [unit.cap === null ? null : Math.max(0, unit.cap - peak(unit.lent, span)), unit.taskCap];
  const known = caps.filter((cap) => cap !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function hindranceOf(member: Member | undefined, post: Post, at: number | null): Hindrance | null {
  if (!member) return 'gone';
  if (member.willing === 'no') return 'cannot';
  if (member.busy.some((busy) => clashes(busy, post.window))) return 'busy';
  const slot = at === null ? undefined : post.slots[at];
  if (slot?.must && slot.skill !== null && !member.skills.includes(slot.skill)) return 'skill';
  if (slot?.must && slot.local && !slot.near && member.homeArea !== post.area) return 'local';
  return null;
}
