import type { Point } from './places.ts';
import type { AssemblyProblem, Post } from './problem.ts';

/** A kind of place at a post: one of its slots, the open remainder, or the half of it that a "mix" keeps for people from outside. */
export interface SlotKind {
  readonly post: number;
  readonly slot: number;
  readonly skill: string | null;
  readonly local: boolean;
  readonly near: boolean;
  readonly must: boolean;
  readonly outside: boolean;
  readonly count: number;
  readonly gapCost: number;
}

/**
 * Kinds of places that cost everyone the same and let in the same people: the gates of one community in one shift. The model knows them as one
 * spot with all their places; who stands at which of them is settled afterwards. A person tied to one of the posts (a pin, the post he was told)
 * still has it by name. Invariant: every slot is in one spot; the slots of a spot ascend.
 */
export interface Spots {
  /** Spot of each slot. */
  readonly of: Int32Array;
  readonly slots: readonly (readonly number[])[];
  /** The only post of each spot, -1 where it holds several. */
  readonly post: Int32Array;
  /** Each spot as a kind of place: its first slot with the places of all. */
  readonly kinds: readonly SlotKind[];
}

/** Finds the spots; posts of `apart` are spots of their own, and so are those with exclusions by name or a cap for each unit. */
export function spotsOf(
  problem: AssemblyProblem,
  slots: readonly SlotKind[],
  windowOf: Int32Array,
  /** Where each post is, as far as that matters; null: unknown. */
  pointOf: (p: number) => Point | null,
  apart: ReadonlySet<number> = new Set(),
): Spots {
  const named = new Set(problem.exclusions.map((row) => row.post));
  const quotas = quotaMarks(problem);
  const alone = problem.posts.map(
    (post, p) => apart.has(p) || named.has(post.id) || (post.maxPerUnit !== null && post.headCount > 0),
  );
  const where = problem.posts.map((post, p) => {
    if (alone[p]) return `post ${p}`;
    const point = pointOf(p);
    return `${windowOf[p]} ${point === null ? '' : `${point.x} ${point.y}`} ${quotas(post.org)}`;
  });
  const of = new Int32Array(slots.length);
  const found = new Map<string, number>();
  const members: number[][] = [];
  slots.forEach((slot, s) => {
    const { wish, area } = problem.posts[slot.post]!;
    const leans = wish === 'local' || wish === 'outside' ? wish : '';
    const asks = slot.skill !== null || slot.local;
    const condition = asks ? JSON.stringify([slot.skill, slot.local, slot.local && slot.near, slot.must]) : '';
    const home = slot.local || slot.outside || leans !== '' ? area : null;
    const key = `${where[slot.post]}\n${condition}\n${slot.outside}\n${leans}\n${slot.gapCost}\n${home === null ? '' : `in ${home}`}`;
    let spot = found.get(key);
    if (spot === undefined) {
      spot = members.push([]) - 1;
      found.set(key, spot);
    }
    members[spot]!.push(s);
    of[s] = spot;
  });
  return {
    of,
    slots: members,
    post: Int32Array.from(members, (list) => {
      const { post } = slots[list[0]!]!;
      return list.every((s) => slots[s]!.post === post) ? post : -1;
    }),
    kinds: members.map((list) => ({ ...slots[list[0]!]!, count: list.reduce((sum, s) => sum + slots[s]!.count, 0) })),
  };
}

/** Which quotas count the posts of an organization, as a text. */
function quotaMarks(problem: AssemblyProblem): (org: string | null) => string {
  if (problem.quotas.length === 0) return () => '';
  const parents = new Map(problem.orgs.map((org) => [org.id, org.parent]));
  return (org) => {
    const above = new Set<string>();
    for (let at = org; at !== null && !above.has(at); at = parents.get(at) ?? null) above.add(at);
    return problem.quotas.map((quota) => (above.has(quota.org) ? '1' : '0')).join('');
  };
}

/** The kinds of places of a post; those with count 0 are left out. */
export function kindsOf(post: Post, p: number, gapCost: number): SlotKind[] {
  const kinds: SlotKind[] = post.slots.map((slot, k) => ({
    post: p,
    slot: k,
    skill: slot.skill,
    local: slot.local,
    near: slot.near,
    must: slot.must,
    outside: false,
    count: slot.count,
    gapCost,
  }));
  const rest = post.headCount - post.slots.reduce((sum, slot) => sum + slot.count, 0);
  const half = post.wish === 'mix' ? Math.floor(rest / 2) : 0;
  const open = { post: p, skill: null, local: false, near: false, must: true, gapCost };
  kinds.push({ ...open, slot: post.slots.length, outside: false, count: rest - half });
  kinds.push({ ...open, slot: post.slots.length + 1, outside: true, count: half });
  return kinds.filter((kind) => kind.count > 0);
}
