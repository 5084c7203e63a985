import { type AssemblyProblem, readProblem } from '#kernel/assembly';
import { Definitions } from '../../src/kernel/assembly/verify/definitions.ts';

/** The problem of a document that must be right. */
export function problemOf(input: unknown): AssemblyProblem {
  const read = readProblem(input);
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.value;
}

/** Least cost over every way to place people, by enumeration from the definitions of the verifier. */
export function bruteForce(problem: AssemblyProblem): number {
  const definitions = new Definitions(problem);
  const kinds = problem.posts.flatMap((post) =>
    definitions.places(post).flatMap((count, slot) => (count > 0 ? [{ post, slot, count }] : [])),
  );
  const left = kinds.map((kind) => kind.count);
  const pins = new Map<string, string[]>();
  for (const pin of problem.pins) pins.set(pin.member, [...(pins.get(pin.member) ?? []), pin.post]);
  const published = (member: string, post: string) => problem.published.some((row) => row.member === member && row.post === post);
  let base = 0;
  for (const row of problem.published)
    if (definitions.forbids(definitions.members.get(row.member)!, definitions.posts.get(row.post)!) === null)
      base += definitions.changeCost;
  const units = new Map<string, number>();
  const atPost = new Map<string, number>();
  const quotas = problem.quotas.map((quota) => {
    const posts = definitions.postsBelow(quota.org);
    const places = posts.reduce((sum, post) => sum + post.headCount, 0);
    const area = problem.orgs.find((org) => org.id === quota.org)!.area;
    return {
      most: places - Math.ceil(places * quota.outside - 1e-9),
      area,
      posts: new Set(posts.map((post) => post.id)),
      inside: 0,
    };
  });
  let best = Number.POSITIVE_INFINITY;
  const place = (m: number, from: number, mine: number[], cost: number) => {
    const member = problem.members[m];
    if (!member) {
      if (!quotas.every((quota) => quota.inside <= quota.most)) return;
      const gaps = kinds.reduce((sum, kind, k) => sum + left[k]! * definitions.gapCost(kind.post), 0);
      let load = 0;
      for (const [unit, people] of units)
        for (let n = 1; n <= people; n++) load += definitions.loadPoints(unit, definitions.lent(unit) + n);
      best = Math.min(best, cost + gaps + load);
      return;
    }
    const must = pins.get(member.id) ?? [];
    if (must.every((post) => mine.some((k) => kinds[k]!.post.id === post))) place(m + 1, 0, [], cost);
    if (mine.length >= member.maxDuties) return;
    const unit = member.unit;
    if (unit !== null && (units.get(unit) ?? 0) >= definitions.room(unit)) return;
    for (let k = from; k < kinds.length; k++) {
      const { post, slot } = kinds[k]!;
      if (left[k] === 0 || definitions.forbids(member, post) !== null || definitions.forbidsSlot(member, post, slot) !== null)
        continue;
      if (mine.some((i) => kinds[i]!.post.window.start < post.window.end && post.window.start < kinds[i]!.post.window.end))
        continue;
      const at = `${unit}/${post.id}`;
      if (unit !== null && post.maxPerUnit !== null && (atPost.get(at) ?? 0) >= post.maxPerUnit) continue;
      const parts = definitions.cost(member, post, slot);
      const counted = quotas.filter((quota) => quota.posts.has(post.id) && definitions.livesIn(member, quota.area));
      for (const quota of counted) quota.inside++;
      atPost.set(at, (atPost.get(at) ?? 0) + 1);
      left[k]!--;
      if (unit !== null) units.set(unit, (units.get(unit) ?? 0) + 1);
      const price =
        parts.travel + parts.skill + parts.wish + parts.boundary - (published(member.id, post.id) ? definitions.changeCost : 0);
      place(m, k + 1, [...mine, k], cost + price);
      left[k]!++;
      atPost.set(at, atPost.get(at)! - 1);
      for (const quota of counted) quota.inside--;
      if (unit !== null) units.set(unit, units.get(unit)! - 1);
    }
  };
  place(0, 0, [], base);
  return best;
}
