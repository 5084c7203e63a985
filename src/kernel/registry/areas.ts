import { type Day, isWithin } from '#kernel/lib';
import type { UnitKind } from './terms.ts';
import type { Area, AreaId, AreaLink, Organization, Unit } from './types.ts';

/** An area below another with the standing organization that leads it, or null: a blank to be shown, not left out (S-019, S-020). */
export interface AreaEntry {
  readonly area: Area;
  readonly organization: Organization | null;
}

/** Every area directly below `parentId` on a day, in order of name, each with its standing organization or null. */
export function organizationsOfAreas(
  parentId: AreaId,
  areas: readonly Area[],
  organizations: readonly Organization[],
  asOf: Day,
): AreaEntry[] {
  const byArea = new Map<AreaId, Organization>();
  for (const org of organizations) {
    if (org.standing && org.areaId !== null && org.state === 'active' && !byArea.has(org.areaId)) byArea.set(org.areaId, org);
  }
  return areas
    .filter((area) => area.parentId === parentId && !area.overlay && isWithin(asOf, area.from, area.to))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((area) => ({ area, organization: byArea.get(area.id) ?? null }));
}

/** Kinds of stationed unit that are always listed, also with none (S-031; lecture 40.8). */
export const STATIONED_GROUPS = {
  organs: ['organ', 'work-committee'],
  'enterprises-institutions': [
    'public-institution',
    'school',
    'research-institute',
    'state-enterprise',
    'collective-enterprise',
    'non-public-enterprise',
  ],
  markets: ['market'],
  'social-organizations': ['social-organization'],
} as const satisfies Record<string, readonly UnitKind[]>;

/** Units that stand in an area, whomever they belong to: place, not subordination (S-030). Areas below count; sorted by name. */
export function stationedUnits(areaId: AreaId, units: readonly Unit[], areas: ReadonlyMap<AreaId, Area>, asOf: Day): Unit[] {
  return units
    .filter((unit) => isWithin(asOf, unit.from, unit.to) && isBelow(unit.locatedAreaId, areaId, areas))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Stationed units by group, every group present (S-031). */
export function stationedByGroup(units: readonly Unit[]): Record<keyof typeof STATIONED_GROUPS, readonly Unit[]> {
  const of = (kinds: readonly UnitKind[]): Unit[] => units.filter((unit) => kinds.includes(unit.kind));
  return {
    organs: of(STATIONED_GROUPS.organs),
    'enterprises-institutions': of(STATIONED_GROUPS['enterprises-institutions']),
    markets: of(STATIONED_GROUPS.markets),
    'social-organizations': of(STATIONED_GROUPS['social-organizations']),
  };
}

/** Whether an area is another one or lies below it by the administrative tree; false for unknown areas. */
export function isBelow(id: AreaId | null, ancestorId: AreaId, areas: ReadonlyMap<AreaId, Area>): boolean {
  const seen = new Set<AreaId>();
  for (let at = id; at !== null && !seen.has(at); at = areas.get(at)?.parentId ?? null) {
    if (at === ancestorId) return true;
    seen.add(at);
  }
  return false;
}

/** Administrative areas that an overlay lies in; the overlay changes none of them (S-140, S-278). */
export function areasOfOverlay(overlayId: AreaId, links: readonly AreaLink[]): AreaId[] {
  return links
    .filter((link) => link.overlayId === overlayId)
    .map((link) => link.areaId)
    .sort();
}
