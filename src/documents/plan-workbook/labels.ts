import type { AssemblyProblem, Post } from '#kernel/assembly';
import type { Say } from '../text.ts';

/** Readable names of everything a plan names by its id. */
export interface Labels {
  post(id: string): string;
  postOf(id: string): Post | undefined;
  unit(id: string): string;
  member(id: string): { readonly name: string; readonly unit: string };
  /** Names of the area above and of the area. */
  areaPair(id: string | null): readonly [string, string];
  /** What a place asks for: a skill, a local person, or nothing. */
  slot(post: string, slot: number): string;
  /** Parameters of a text with ids replaced by names. */
  params(params: Readonly<Record<string, string | number | boolean | null>>): Record<string, string | number | boolean | null>;
}

/** Labels of a problem; an id that nothing carries stays as it is. */
export function labelsOf(problem: AssemblyProblem, say: Say): Labels {
  const posts = new Map(problem.posts.map((post) => [post.id, post]));
  const units = new Map(problem.units.map((unit) => [unit.id, unit.label ?? unit.id]));
  const members = new Map(problem.members.map((member) => [member.id, member]));
  const areas = new Map(problem.areas.map((area) => [area.id, area]));
  const orgs = new Map(problem.orgs.map((org) => [org.id, org.label ?? org.id]));
  const areaName = (id: string | null): string => (id === null ? '' : (areas.get(id)?.label ?? id));
  const post = (id: string): string => posts.get(id)?.label ?? id;
  const name = (value: string): string =>
    posts.has(value)
      ? post(value)
      : (units.get(value) ?? members.get(value)?.label ?? areas.get(value)?.label ?? orgs.get(value) ?? value);
  return {
    post,
    postOf: (id) => posts.get(id),
    unit: (id) => units.get(id) ?? id,
    member: (id) => {
      const member = members.get(id);
      return { name: member?.label ?? id, unit: member?.unit ? (units.get(member.unit) ?? member.unit) : '' };
    },
    areaPair: (id) => [areaName(id === null ? null : (areas.get(id)?.parent ?? null)), areaName(id)],
    slot: (id, index) => {
      const slot = posts.get(id)?.slots[index];
      if (!slot) return '';
      if (slot.skill) return slot.skill;
      return slot.local ? say('plan-sheet-slot-local') : '';
    },
    params: (params) =>
      Object.fromEntries(Object.entries(params).map(([key, value]) => [key, typeof value === 'string' ? name(value) : value])),
  };
}
