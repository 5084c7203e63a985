import type { Issue } from '../../lib/index.ts';
import { Nearness } from './nearness.ts';
import { principlesOf } from './principles.ts';
import { type GroupingProblem, meanLatitude, type SmallUnit, type UnitGroup } from './problem.ts';
import { checkGroups } from './verify-groups.ts';

/** Groups as a person has them: unit ids, the host first. */
export type EditedGroups = readonly (readonly string[])[];

/** An edited grouping weighed again. */
export interface EditedGrouping {
  readonly groups: readonly UnitGroup[];
  readonly left: readonly string[];
  /** From the independent check. Errors are against the rule (three full members, two units, no unit twice); notices are beyond what is normal. */
  readonly issues: readonly Issue[];
  /** Metres and prices of other trades over all groups; groups with a unit without a place count what is known. */
  readonly cost: number;
}

/** Describes a grouping changed by hand anew and has it checked: beyond the usual limits is allowed and said, against the rule is an error. */
export function checkEdited(problem: GroupingProblem, edited: EditedGroups): EditedGrouping {
  const latitude = meanLatitude(problem.units);
  const unitById = new Map(problem.units.map((unit) => [unit.id, unit]));
  const seen = new Set<string>();
  const groups: UnitGroup[] = [];
  for (const ids of edited) {
    const units = ids.flatMap((id) => (seen.has(id) ? [] : (unitById.get(id) ?? [])));
    for (const id of ids) seen.add(id);
    if (units.length > 0) groups.push(describedGroup(units, problem.limits, latitude));
  }
  return {
    groups,
    left: problem.units.flatMap((unit) => (seen.has(unit.id) ? [] : [unit.id])),
    issues: checkGroups(problem, edited),
    cost: groups.reduce((sum, group) => sum + group.cost, 0),
  };
}

/** A group with its cost and reasons; a unit without a place costs nothing, and then no principles are told. */
export function describedGroup(units: readonly SmallUnit[], limits: GroupingProblem['limits'], latitude: number): UnitGroup {
  const placed = units.filter((unit) => unit.place !== null);
  let cost = 0;
  if (placed[0] === units[0]) {
    const near = new Nearness(placed, limits, latitude);
    for (let k = 1; k < placed.length; k++) cost += near.cost(k, 0);
  }
  return {
    host: units[0]!.id,
    units: units.map((unit) => unit.id),
    cost,
    principles: placed.length === units.length ? principlesOf(units, limits, latitude) : [],
  };
}
