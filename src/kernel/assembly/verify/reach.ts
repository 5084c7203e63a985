import type { Member, Post } from '../problem.ts';
import type { Definitions } from './definitions.ts';

/** Whom a post could pay, member by member: `post[start[m]] … post[start[m + 1] - 1]` are numbers of posts, ascending, perhaps twice. */
export interface Reach {
  readonly start: Int32Array;
  readonly post: Int32Array;
}

/**
 * All pairings in which travel alone does not eat what the post pays above the price of the member (both in points); the rest cannot gain
 * anything. Members sorted from west to east, one strip of them for each post; two points more than needed, for rounding.
 */
export function reachOf(
  definitions: Definitions,
  pays: readonly { post: Post; best: number }[],
  price: readonly number[],
): Reach {
  const { members } = definitions.problem;
  const owner: number[] = [];
  const xs: number[] = [];
  const ys: number[] = [];
  const placeless: number[] = [];
  members.forEach((member, m) => {
    const starts = definitions.startsOf(member);
    if (starts.length === 0) placeless.push(m);
    for (const [x, y] of starts) {
      owner.push(m);
      xs.push(x);
      ys.push(y);
    }
  });
  const order = Int32Array.from(owner.keys()).sort((a, b) => xs[a]! - xs[b]!);
  const west = Float64Array.from(order, (i) => xs[i]!);
  const south = Float64Array.from(order, (i) => ys[i]!);
  const who = Int32Array.from(order, (i) => owner[i]!);
  const cut = Float64Array.from(who, (m) => 10 * price[m]!);
  let memberOf = new Int32Array(1024);
  let postOf = new Int32Array(1024);
  let count = 0;
  const put = (m: number, p: number) => {
    if (count === memberOf.length) {
      memberOf = doubled(memberOf);
      postOf = doubled(postOf);
    }
    memberOf[count] = m;
    postOf[count++] = p;
  };
  pays.forEach(({ post, best }, p) => {
    if (best <= 0) return;
    const goal = definitions.goalOf(post);
    if (goal === null) {
      for (let m = 0; m < members.length; m++) if (price[m]! < best) put(m, p);
      return;
    }
    for (const m of placeless) if (price[m]! < best) put(m, p);
    const [x, y] = goal;
    const far = 10 * best + 20;
    for (let i = firstAtLeast(west, x - far); i < west.length && west[i]! <= x + far; i++) {
      const own = far - cut[i]!;
      const dx = west[i]! - x;
      const dy = south[i]! - y;
      if (own > 0 && dx * dx + dy * dy <= own * own) put(who[i]!, p);
    }
  });
  const start = new Int32Array(members.length + 1);
  for (let k = 0; k < count; k++) start[memberOf[k]! + 1]!++;
  for (let m = 0; m < members.length; m++) start[m + 1]! += start[m]!;
  const fill = start.slice();
  const post = new Int32Array(count);
  for (let k = 0; k < count; k++) post[fill[memberOf[k]!]!++] = postOf[k]!;
  return { start, post };
}

/** Posts of the reach of member `m` and the further ones named, each once, in order. */
export function postsFor(reach: Reach, m: number, more: readonly number[]): Int32Array {
  const near = reach.post.subarray(reach.start[m]!, reach.start[m + 1]!);
  if (more.length === 0) return near.filter((p, k) => k === 0 || near[k - 1] !== p);
  return Int32Array.from(new Set([...near, ...more])).sort();
}

/** Members by the name of their unit; people without one are left out. */
export function byUnit(members: readonly Member[]): Map<string, Member[]> {
  const found = new Map<string, Member[]>();
  for (const member of members) {
    if (member.unit === null) continue;
    const list = found.get(member.unit);
    if (list) list.push(member);
    else found.set(member.unit, [member]);
  }
  return found;
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function doubled(values: Int32Array): Int32Array<ArrayBuffer> {
  const next = new Int32Array(2 * values.length);
  next.set(values);
  return next;
}
