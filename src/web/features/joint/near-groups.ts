import type { Group } from './groups.ts';
import type { Unit } from './words.ts';

/** So many groups are offered to a unit: more would be a list nobody reads. */
const OFFERED = 12;

/** For a unit the groups whose host is nearest, its own apart; where places are not known, in the order of numbers. */
export function nearGroups(
  units: readonly Unit[],
  groups: readonly Group[],
  label: (no: number, host: string) => string,
): (id: string) => readonly { readonly no: number; readonly label: string }[] {
  const unitById = new Map(units.map((unit) => [unit.id, unit]));
  const hosts = groups.flatMap((group) => {
    const host = unitById.get(group.units[0] ?? '');
    return host ? [{ group, host }] : [];
  });
  const away = (a: Unit, b: Unit) =>
    a.lat === null || a.lon === null || b.lat === null || b.lon === null
      ? Number.POSITIVE_INFINITY
      : Math.hypot(a.lat - b.lat, (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180));
  const known = new Map<string, readonly { no: number; label: string }[]>();
  return (id) => {
    const unit = unitById.get(id);
    if (!unit) return [];
    const found =
      known.get(id) ??
      hosts
        .filter(({ group }) => !group.units.includes(id))
        .map(({ group, host }) => ({ group, host, metres: away(unit, host) }))
        .sort((a, b) => a.metres - b.metres || a.group.no - b.group.no)
        .slice(0, OFFERED)
        .map(({ group, host }) => ({ no: group.no, label: label(group.no, host.name) }));
    known.set(id, found);
    return found;
  };
}
