/** Groups while a person works on them. Pure: every change gives new groups. */

/** A group with a number that stays its own; the host is its first unit. `held` groups stay when the rest is proposed anew. */
export interface Group {
  readonly no: number;
  readonly units: readonly string[];
  readonly held: boolean;
}

/** Groups and the units a person wants in none. */
export interface Draft {
  readonly groups: readonly Group[];
  readonly apart: readonly string[];
}

/** Where a unit goes: into a group by number, into a new one, or into none. */
export type Target = number | 'new' | 'alone';

/** Moves a unit: the group it joins is held from then on, the one it leaves is free again. A group without units is gone. */
export function move(draft: Draft, unit: string, target: Target): Draft {
  const from = draft.groups.find((group) => group.units.includes(unit));
  if (from?.no === target) return draft;
  const next = draft.groups.flatMap((group) => {
    if (group === from) {
      const units = group.units.filter((id) => id !== unit);
      return units.length === 0 ? [] : [{ ...group, units, held: false }];
    }
    return [group.no === target ? { ...group, units: [...group.units, unit], held: true } : group];
  });
  const apart = draft.apart.filter((id) => id !== unit);
  if (target === 'alone') return { groups: next, apart: [...apart, unit] };
  if (target !== 'new') return { groups: next, apart };
  const no = draft.groups.reduce((most, group) => Math.max(most, group.no), 0) + 1;
  return { groups: [...next, { no, units: [unit], held: true }], apart };
}

/** Makes a unit the host of its group. */
export function lead(draft: Draft, unit: string): Draft {
  return {
    ...draft,
    groups: draft.groups.map((group) =>
      group.units.includes(unit) ? { ...group, units: [unit, ...group.units.filter((id) => id !== unit)], held: true } : group,
    ),
  };
}

/** Holds a group, or lets it go. */
export function hold(draft: Draft, no: number, held: boolean): Draft {
  return { ...draft, groups: draft.groups.map((group) => (group.no === no ? { ...group, held } : group)) };
}

/** A proposal as a draft: groups numbered from 1; those of `kept` are held. */
export function draftOf(
  groups: readonly (readonly string[])[],
  kept: readonly (readonly string[])[],
  apart: readonly string[],
): Draft {
  const held = new Set(kept.map((units) => units.join(' ')));
  return { groups: groups.map((units, g) => ({ no: g + 1, units, held: held.has(units.join(' ')) })), apart };
}
