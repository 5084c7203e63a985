import { errorIssue, type Issue, warningIssue } from '../../lib/index.ts';
import { Nearness } from './nearness.ts';
import { principlesOf } from './principles.ts';
import { type GroupingProblem, LEAST_FULL, type SmallUnit, type UnitGroup, unitCase } from './problem.ts';

/** Groups as a person has them: unit ids, the host first. */
export type EditedGroups = readonly (readonly string[])[];

/** An edited grouping weighed again. */
export interface EditedGrouping {
  readonly groups: readonly UnitGroup[];
  readonly left: readonly string[];
  /** Errors are against the rule (three full members, at least two units, no unit twice); notices are beyond what is normal. */
  readonly issues: readonly Issue[];
  /** Metres and prices of other trades over all groups; groups with a unit without a place count what is known. */
  readonly cost: number;
}

/** Checks a grouping changed by hand and describes it anew: beyond the usual limits is allowed and said, against the rule is an error. */
export function checkEdited(problem: GroupingProblem, edited: EditedGroups): EditedGrouping {
  const { limits } = problem;
  const unitById = new Map(problem.units.map((unit) => [unit.id, unit]));
  const seen = new Set<string>();
  const issues: Issue[] = [];
  const groups: UnitGroup[] = [];
  edited.forEach((ids, g) => {
    const at = ['groups', g] as const;
    const units: SmallUnit[] = [];
    for (const id of ids) {
      const unit = unitById.get(id);
      if (!unit) issues.push(errorIssue('joint-unit-unknown', at, { unit: id }));
      else if (seen.has(id)) issues.push(errorIssue('joint-unit-twice', at, { unit: id }));
      else {
        units.push(unit);
        const kind = unitCase(unit);
        if (kind === 'work-coverage') issues.push(errorIssue('joint-unit-empty', at, { unit: id }));
        if (kind === 'own-branch') issues.push(warningIssue('joint-unit-own', at, { unit: id, full: unit.full }));
      }
      seen.add(id);
    }
    if (units.length === 0) return;
    const host = units[0]!.id;
    const full = units.reduce((sum, unit) => sum + unit.full, 0);
    const members = units.reduce((sum, unit) => sum + unit.full + unit.probationary, 0);
    if (units.length < 2) issues.push(errorIssue('joint-one-unit', at, { host }));
    if (full < LEAST_FULL) issues.push(errorIssue('joint-few-full', at, { host, full, least: LEAST_FULL }));
    if (units.length > limits.mostUnits)
      issues.push(warningIssue('joint-many-units', at, { host, units: units.length, most: limits.mostUnits }));
    if (members > limits.mostMembers)
      issues.push(warningIssue('joint-many-members', at, { host, members, most: limits.mostMembers }));
    const placed = units.filter((unit) => unit.place !== null);
    for (const unit of units)
      if (unit.place === null) issues.push(warningIssue('joint-place-missing', at, { host, unit: unit.id }));
    let cost = 0;
    if (placed[0] === units[0]) {
      const near = new Nearness(placed, limits);
      for (let k = 1; k < placed.length; k++) {
        cost += near.cost(k, 0);
        if (near.cost(k, 0) > limits.reach)
          issues.push(
            warningIssue('joint-beyond-reach', at, { host, unit: placed[k]!.id, metres: near.metres(k, 0), reach: limits.reach }),
          );
      }
    }
    groups.push({
      host,
      units: units.map((unit) => unit.id),
      cost,
      principles: placed.length === units.length ? principlesOf(units, limits) : [],
    });
  });
  return {
    groups,
    left: problem.units.flatMap((unit) => (seen.has(unit.id) ? [] : [unit.id])),
    issues,
    cost: groups.reduce((sum, group) => sum + group.cost, 0),
  };
}
