import { askingCost, type Instance, isLocal, offersItself } from './instance.ts';
import type { Assignment, CostParts } from './plan.ts';

/** One statement as code (text key of `plan.json`) and values, with the points it stands for. */
export interface Fact {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  readonly part: keyof CostParts | null;
  readonly points: number;
}

/** The cost lines of a row: travel, skill, wish, boundary, load, change; lines that say nothing are left out. Their points sum to the cost. */
export function whyLines(instance: Instance, row: Assignment): Fact[] {
  const { problem } = instance;
  const m = instance.memberAt.get(row.member)!;
  const p = instance.postAt.get(row.post)!;
  const member = problem.members[m]!;
  const post = problem.posts[p]!;
  const kind = post.slots[row.slot];
  const { costParts: c } = row;
  const lines: Fact[] = [];
  const add = (part: keyof CostParts, code: string, params: Fact['params'] = {}) =>
    lines.push({ code, params, part, points: c[part] });
  if (row.distance === null) add('travel', 'why-no-place');
  else add('travel', 'why-travel', { metres: row.distance });
  if (kind?.skill) add('skill', member.skills.includes(kind.skill) ? 'why-has-skill' : 'why-lacks-skill', { skill: kind.skill });
  else if (kind?.local) add('skill', c.skill === 0 ? 'why-lives-here' : 'why-lives-elsewhere', { area: post.area });
  const asking = askingCost(member, problem.weights);
  if (c.wish > asking) add('wish', 'why-other-time');
  else if (c.wish > 0) add('wish', problem.weights.notOffered > 0 && !offersItself(member) ? 'why-not-offered' : 'why-not-asked');
  else if (offersItself(member)) add('wish', `why-offered-${member.mode}`);
  else if (member.wishes.prefer.length > 0) add('wish', 'why-wanted-time');
  else if (member.willing === 'yes') add('wish', 'why-willing');
  if (post.wish !== 'none' || c.boundary > 0)
    add('boundary', c.boundary > 0 ? 'why-boundary-against' : 'why-boundary-kept', { local: isLocal(instance, m, p) });
  if (member.unit !== null && row.unitRank !== null) {
    const unit = problem.units[instance.unitOf[m]!]!;
    add('load', 'why-unit-rank', { unit: unit.id, n: row.unitRank, cap: unit.cap ?? unit.taskCap, taskCap: unit.taskCap });
  }
  if (c.change > 0) add('change', 'why-moved');
  return lines;
}
