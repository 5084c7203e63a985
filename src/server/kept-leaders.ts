import type { AssemblyPlan } from '#kernel/assembly';
import type { CandidateRow, SourceUnitRow } from '#store/source';

/** Somebody who leads, as {@link buildProblem} takes it; `kept`: proposed by the plan before, not named by people. */
export interface NamedLeader {
  readonly nodeKey: string;
  readonly personId: string;
  readonly role: 'leader' | 'deputy';
  readonly kept?: boolean;
}

/** What has become of the people and places of the plan before. */
export interface LeaderFacts {
  readonly people: readonly CandidateRow[];
  readonly units: readonly SourceUnitRow[];
  readonly taskCaps: ReadonlyMap<string, number>;
  readonly nodes: readonly { readonly key: string }[];
  readonly posts: readonly { readonly id: string }[];
  readonly named: readonly NamedLeader[];
  readonly pins: readonly { readonly personId: string; readonly postId: string }[];
  readonly exclusions: readonly { readonly personId: string; readonly postId: string }[];
  readonly hindered: ReadonlySet<string>;
}

/**
 * The leaders whom a plan proposed and who can go on leading when what stands is kept: otherwise one person who cannot come would bring
 * new leaders in groups that he had nothing to do with. Left out is whoever may not lead any more, was fixed elsewhere or kept away from
 * the post by hand, and whoever would take the unit over its cap; the seat is then looked for anew.
 */
export function keptLeaders(leaders: AssemblyPlan['leaders'], facts: LeaderFacts): NamedLeader[] {
  const people = new Map(facts.people.map((one) => [one.id, one]));
  const nodes = new Set(facts.nodes.map((one) => one.key));
  const posts = new Set(facts.posts.map((one) => one.id));
  const taken = new Set(facts.named.map((one) => one.personId));
  const away = new Set(facts.exclusions.map((one) => `${one.personId} ${one.postId}`));
  const fixedElsewhere = (personId: string, post: string | null) =>
    facts.pins.some((one) => one.personId === personId && one.postId !== post);
  const seats = new Set(facts.named.map((one) => `${one.nodeKey} ${one.role}`));
  const room = new Map(facts.units.map((one) => [one.id, roomOf(one, facts.taskCaps.get(one.id))]));
  return leaders.flatMap(({ org, role, member, post, how }): NamedLeader[] => {
    const person = member === null ? undefined : people.get(member);
    if (!person || how !== 'proposed' || person.status !== 'full' || person.willing === false || person.resting) return [];
    if (facts.hindered.has(person.id) || taken.has(person.id) || seats.has(`${org} ${role}`)) return [];
    if (away.has(`${person.id} ${post}`) || fixedElsewhere(person.id, post)) return [];
    if (!nodes.has(org) || (post !== null && !posts.has(post))) return [];
    const left = person.unitId === null ? Number.POSITIVE_INFINITY : (room.get(person.unitId) ?? 0);
    if (left <= 0) return [];
    if (person.unitId !== null) room.set(person.unitId, left - 1);
    return [{ nodeKey: org, personId: person.id, role, kept: true }];
  });
}

/** How many a unit can still lend to this task. */
const roomOf = (unit: SourceUnitRow, taskCap: number | undefined): number =>
  Math.min(unit.cap === null ? Number.POSITIVE_INFINITY : unit.cap - unit.lent, taskCap ?? Number.POSITIVE_INFINITY);
