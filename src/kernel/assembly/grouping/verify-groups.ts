import { errorIssue, type Issue, warningIssue } from '../../lib/index.ts';
import type { GroupingProblem } from './problem.ts';
import { costBetween } from './verify.ts';

/**
 * Checks groups as a person has them against the definitions, sharing nothing with the solver. Errors are against the rule: an unknown unit,
 * a unit twice, one without members, one unit only, fewer than three full members. Notices are beyond what is normal: more units or members
 * than usual, farther than reach, no place. `path` is `groups` and the position of the group; `params.host` is the first unit.
 */
export function checkGroups(problem: GroupingProblem, groups: readonly (readonly string[])[]): readonly Issue[] {
  const { limits } = problem;
  const unitById = new Map(problem.units.map((unit) => [unit.id, unit]));
  const cost = costBetween(problem);
  const issues: Issue[] = [];
  const seen = new Set<string>();
  groups.forEach((ids, g) => {
    const at = ['groups', g] as const;
    const units = ids.flatMap((id) => {
      const unit = unitById.get(id);
      if (!unit) issues.push(errorIssue('joint-unit-unknown', at, { unit: id }));
      else if (seen.has(id)) issues.push(errorIssue('joint-unit-twice', at, { unit: id }));
      const fresh = !seen.has(id);
      seen.add(id);
      return unit && fresh ? [unit] : [];
    });
    const host = units[0];
    if (!host) return;
    let full = 0;
    let members = 0;
    for (const unit of units) {
      full += unit.full;
      members += unit.full + unit.probationary;
      if (unit.full + unit.probationary === 0) issues.push(errorIssue('joint-unit-empty', at, { unit: unit.id }));
      else if (unit.full >= 3) issues.push(warningIssue('joint-unit-own', at, { unit: unit.id, full: unit.full }));
    }
    const params = { host: host.id };
    if (units.length === 1) issues.push(errorIssue('joint-one-unit', at, params));
    if (full < 3) issues.push(errorIssue('joint-few-full', at, { ...params, full, least: 3 }));
    if (units.length > limits.mostUnits)
      issues.push(warningIssue('joint-many-units', at, { ...params, units: units.length, most: limits.mostUnits }));
    if (members > limits.mostMembers)
      issues.push(warningIssue('joint-many-members', at, { ...params, members, most: limits.mostMembers }));
    for (const unit of units) {
      if (unit.place === null) issues.push(warningIssue('joint-place-missing', at, { ...params, unit: unit.id }));
      else if (unit !== host && host.place !== null) {
        const { metres, total } = cost(unit, host);
        if (total > limits.reach)
          issues.push(warningIssue('joint-beyond-reach', at, { ...params, unit: unit.id, metres, reach: limits.reach }));
      }
    }
  });
  return issues;
}
