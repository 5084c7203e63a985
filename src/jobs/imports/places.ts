import { isRefused } from '#contract/import-table';
import { type Day, hasErrors } from '#kernel/lib';
import { newId } from '#store/id';
import type { KnownArea, KnownOrg, KnownUnit } from '#store/import-directory';
import type { OrgRow, UnitRow } from '#store/import-write';
import type { CheckedWithSearch, Reach } from '../import-messages.ts';
import {
  areaFinder,
  dayOf,
  differs,
  type FreshId,
  NO_SEARCH,
  named,
  numberOf,
  orgFinder,
  type Resolved,
  refuse,
  textOf,
  unitFinder,
  unwritten,
  within,
} from './lookup.ts';

/** Units: known by number, else by name in the same place. */
export function resolveUnits(
  rows: readonly CheckedWithSearch[],
  units: readonly KnownUnit[],
  areas: readonly KnownArea[],
  used: ReadonlySet<string>,
  reach: Reach,
  today: Day,
  freshId: FreshId,
): Resolved<UnitRow>[] {
  const [finder, places] = [unitFinder(units), areaFinder(areas)];
  const byId = new Map(areas.map((area) => [area.id, area]));
  return rows.map((row): Resolved<UnitRow> => {
    if (row.state === 'duplicate') return unwritten(row);
    const [located, affiliation] = [named(places, row, 'locatedArea'), named(places, row, 'affiliationArea')];
    const sourceKey = textOf(row, 'sourceKey') || null;
    const name = textOf(row, 'unitName');
    const same = sourceKey ? [] : (finder.byName.get(name) ?? []).filter((unit) => !located || unit.locatedAreaId === located.id);
    if (same.length > 1) refuse(row, 'unit-ambiguous', 'unitName', { value: name, count: same.length });
    const known = sourceKey ? finder.byKey.get(sourceKey) : same[0];
    const path = (located ?? (known?.locatedAreaId ? byId.get(known.locatedAreaId) : undefined))?.path ?? '';
    const unclear = ['sourceKey', 'unitName', 'locatedArea'].some((field) => isRefused(row, field));
    if (!unclear && !within(path, reach)) refuse(row, 'outside-your-scope', 'locatedArea', { value: name });
    const to = dayOf(row, 'validTo');
    if (known && to !== null && to !== known.to && used.has(known.id)) refuse(row, 'unit-still-used', 'validTo', { name });
    if (hasErrors(row.issues)) return unwritten(row, known?.id ?? null);
    const tier = textOf(row, 'affiliationTier');
    const stated = {
      name,
      kind: textOf(row, 'unitKind'),
      affiliationTier: tier === 'none' ? null : tier || null,
      affiliationAreaId: affiliation?.id ?? null,
      locatedAreaId: located?.id ?? null,
      system: textOf(row, 'system') || null,
      soeTier: numberOf(row, 'soeTier'),
      ownership: textOf(row, 'ownership') || null,
      industry: textOf(row, 'industry') || null,
      releaseCap: numberOf(row, 'releaseCap'),
      to,
    };
    const id = known?.id ?? freshId(row);
    const record = {
      id,
      fresh: !known,
      search: row.search ?? NO_SEARCH,
      sourceKey,
      ...stated,
      from: dayOf(row, 'validFrom') ?? today,
    };
    if (!known) return { row, outcome: 'new', targetId: id, before: null, record };
    if (!differs({ ...known }, stated)) return { row, outcome: 'same', targetId: id, before: null, record: null };
    const { version, sourceKey: key, id: knownId, ...before } = known;
    return { row, outcome: 'changed', targetId: id, before, record };
  });
}

/** Forms that hold relationships when they stand (see #kernel/registry canHoldRelationship); committees and general branches only when undivided. */
const HOLDING_FORMS: ReadonlySet<string> = new Set(['branch']);

/**
 * Organizations: known by number, else by name below the same parent. A row may name its parent among the rows. What an import
 * never does: move an organization in the tree, change its class or form.
 */
export function resolveOrganizations(
  rows: readonly CheckedWithSearch[],
  orgs: readonly KnownOrg[],
  units: readonly KnownUnit[],
  areas: readonly KnownArea[],
  reach: Reach,
  today: Day,
  freshId: FreshId,
): Resolved<OrgRow>[] {
  const [finder, unitsBy, places] = [orgFinder(orgs), unitFinder(units), areaFinder(areas)];
  const rowByName = new Map<string, CheckedWithSearch>();
  for (const row of rows)
    for (const key of [textOf(row, 'organizationName'), textOf(row, 'sourceKey')])
      if (key && !rowByName.has(key)) rowByName.set(key, row);
  const results = new Map<CheckedWithSearch, Resolved<OrgRow>>();
  const resolve = (row: CheckedWithSearch): Resolved<OrgRow> => {
    const earlier = results.get(row);
    if (earlier) return earlier;
    // Rows on a ring of parents are refused already; while one of them is placed the others find it so.
    results.set(row, unwritten<OrgRow>(row));
    const answer = row.state === 'duplicate' ? unwritten<OrgRow>(row) : place(row);
    results.set(row, answer);
    return answer;
  };
  const place = (row: CheckedWithSearch): Resolved<OrgRow> => {
    const [name, parentText, sourceKey] = [
      textOf(row, 'organizationName'),
      textOf(row, 'parent'),
      textOf(row, 'sourceKey') || null,
    ];
    const among = parentText ? rowByName.get(parentText) : undefined;
    const above = among && among !== row ? resolve(among) : undefined;
    const parent = above ? null : named(finder, row, 'parent');
    if (above && above.targetId === null && !isRefused(row, 'parent'))
      refuse(row, 'parent-row-has-errors', 'parent', { value: parentText, other: above.row.row });
    const parentId = above?.targetId ?? parent?.id ?? null;
    const parentInReach = above ? true : (parent?.inReach ?? false);
    const same = sourceKey ? [] : (finder.byName.get(name) ?? []).filter((org) => parentId === null || org.parentId === parentId);
    if (same.length > 1) refuse(row, 'organization-ambiguous', 'organizationName', { value: name, count: same.length });
    const known = sourceKey ? finder.byKey.get(sourceKey) : same[0];
    const unclear = ['sourceKey', 'organizationName', 'parent'].some((field) => isRefused(row, field));
    if (!unclear && !reach.everything && !(known ? known.inReach : parentInReach))
      refuse(row, 'outside-your-scope', 'organizationName', { value: name });
    const [unit, area] = [named(unitsBy, row, 'unit'), named(places, row, 'area')];
    const [clazz, form] = [textOf(row, 'class') || 'primary-level', textOf(row, 'form') || null];
    const parts = Array.isArray(row.values.constituents) ? (row.values.constituents as string[]) : [];
    const joined = parts.flatMap((text) => unitsBy.find(text, row, 'constituents') ?? []);
    const constituents = [...new Set(joined.map((one) => one.id))].sort();
    const formRefused = isRefused(row, 'form');
    if (constituents.length > 1 && !formRefused && form !== 'branch')
      refuse(row, 'organization-joint-is-branch', 'constituents', { name });
    if (area && clazz === 'local' && ['subdistrict', 'town', 'township', 'community', 'village'].includes(area.kind)) {
      refuse(row, 'organization-township-is-primary-level', 'class', { name, line: '26.3' });
    }
    if (known && parentId !== null && known.parentId !== null && known.parentId !== parentId)
      refuse(row, 'organization-parent-differs', 'parent', { name, value: parentText });
    if (known && !formRefused && (known.form !== form || (textOf(row, 'class') && known.class !== clazz)))
      refuse(row, 'organization-form-differs', 'form', { name });
    if (
      known &&
      parts.length > 0 &&
      !isRefused(row, 'constituents') &&
      JSON.stringify(constituents) !== JSON.stringify(known.constituents)
    )
      refuse(row, 'organization-constituents-differ', 'constituents', { name });
    if (hasErrors(row.issues)) return unwritten(row, known?.id ?? null);
    const stated = { name, unitId: unit?.id ?? null, areaId: area?.id ?? null };
    const id = known?.id ?? freshId(row);
    const record: OrgRow = {
      id,
      fresh: !known,
      search: row.search ?? NO_SEARCH,
      sourceKey,
      class: clazz,
      form,
      parentId,
      edgeId: newId(),
      ...stated,
      // One unit alone makes no joint branch.
      constituents: constituents.length > 1 ? constituents : [],
      holds: clazz === 'primary-level' && form !== null && HOLDING_FORMS.has(form),
      from: dayOf(row, 'startedOn') ?? today,
      ended: dayOf(row, 'endedOn'),
    };
    if (!known) return { row, outcome: 'new', targetId: id, before: null, record };
    if (!differs({ ...known }, stated)) return { row, outcome: 'same', targetId: id, before: null, record: null };
    return {
      row,
      outcome: 'changed',
      targetId: id,
      before: { name: known.name, unitId: known.unitId, areaId: known.areaId },
      record,
    };
  };
  // Parents are written before their children: the order of resolving is kept.
  for (const row of rows) resolve(row);
  return rows.map((row) => results.get(row)!);
}
