import { type Day, hasErrors } from '#kernel/lib';
import { newId } from '#store/id';
import type { KnownArea, KnownOrg, KnownUnit } from '#store/import-directory';
import type { AreaRow, OrgRow, UnitRow } from '#store/import-write';
import type { CheckedWithSearch, Reach } from '../import-messages.ts';
import {
  areaFinder,
  differs,
  type Finder,
  type FreshId,
  numberOf,
  orgFinder,
  type Resolved,
  refuse,
  textOf,
  unitFinder,
  unwritten,
} from './lookup.ts';

const NO_SEARCH = { grams: [], pinyin: '', initials: '' } as const;
const dayOf = (row: CheckedWithSearch, field: string): Day | null => (textOf(row, field) as Day) || null;

/** The kind of an administrative area from its name and the length of its code, as the statistical codes are built. */
function kindFromCode(code: string, name: string): string | null {
  const digits = code.replace(/(000)+$/, '').length;
  if (digits <= 4) return 'city';
  if (digits <= 6) return /区$/.test(name) ? 'district' : /市$/.test(name) ? 'county-city' : 'county';
  if (digits <= 9) return /街道/.test(name) ? 'subdistrict' : /镇$/.test(name) ? 'town' : 'township';
  return /村/.test(name) && !/社区|居/.test(name) ? 'village' : 'community';
}

/** Areas: known by code; a new one hangs below the area with the parent code, or with the code of which its own is a continuation. */
export function resolveAreas(
  rows: readonly CheckedWithSearch[],
  areas: readonly KnownArea[],
  reach: Reach,
  today: Day,
  freshId: FreshId,
): Resolved<AreaRow>[] {
  const finder = areaFinder(areas);
  const fresh = new Map<string, { id: string; path: string }>();
  const byLength = [...rows].sort((a, b) => textOf(a, 'areaCode').length - textOf(b, 'areaCode').length || a.row - b.row);
  const parents = new Map(rows.map((row) => [textOf(row, 'areaCode'), row]));
  const results = new Map<CheckedWithSearch, Resolved<AreaRow>>();
  const place = (row: CheckedWithSearch): void => {
    if (results.has(row)) return;
    if (row.state !== 'ready') {
      results.set(row, unwritten(row));
      return;
    }
    const [code, name] = [textOf(row, 'areaCode'), textOf(row, 'areaName')];
    const stated = { name, kind: textOf(row, 'areaKind') || null, lat: numberOf(row, 'lat'), lon: numberOf(row, 'lon') };
    const known = finder.byKey.get(code);
    const record = {
      fresh: !known,
      search: row.search ?? NO_SEARCH,
      code,
      ...stated,
      overlay: row.values.overlay === true,
      from: dayOf(row, 'validFrom') ?? today,
    };
    if (known) {
      if (!within(known.path, reach)) refuse(row, 'outside-your-scope', 'areaCode', { value: name });
      const changed = differs({ ...known }, stated);
      const before = { name: known.name, kind: known.kind, lat: known.lat, lon: known.lon, pointOrigin: known.pointOrigin };
      results.set(
        row,
        hasErrors(row.issues)
          ? unwritten(row, known.id)
          : changed
            ? {
                row,
                outcome: 'changed',
                targetId: known.id,
                before,
                record: { ...record, id: known.id, parentId: known.parentId, path: known.path },
              }
            : { row, outcome: 'same', targetId: known.id, before: null, record: null },
      );
      return;
    }
    const parentCode = textOf(row, 'parentCode') || longestPrefix(code, finder, parents);
    const above = parents.get(parentCode);
    if (above && above !== row) place(above);
    const parent = fresh.get(parentCode) ?? finder.byKey.get(parentCode);
    if (parentCode !== '' && !parent) refuse(row, 'area-unknown', 'parentCode', { value: parentCode });
    if (!within(parent?.path ?? '', reach)) refuse(row, 'outside-your-scope', 'parentCode', { value: parentCode || name });
    if (hasErrors(row.issues)) {
      results.set(row, unwritten(row));
      return;
    }
    const id = freshId(row);
    const path = `${parent?.path ?? '/'}${id}/`;
    fresh.set(code, { id, path });
    const kind = stated.kind ?? kindFromCode(code, name);
    results.set(row, {
      row,
      outcome: 'new',
      targetId: id,
      before: null,
      record: { ...record, id, kind, parentId: parent?.id ?? null, path },
    });
  };
  for (const row of byLength) place(row);
  return rows.map((row) => results.get(row)!);
}

function longestPrefix(code: string, finder: Finder<KnownArea>, rows: ReadonlyMap<string, unknown>): string {
  const digits = code.replace(/(000)+$/, '');
  for (const length of [9, 6, 4]) {
    const prefix = digits.slice(0, length);
    if (length < digits.length && (finder.byKey.has(prefix) || rows.has(prefix))) return prefix;
  }
  return '';
}

const within = (path: string, reach: Reach): boolean =>
  reach.everything || (reach.areaPath !== null && path.startsWith(reach.areaPath));

/** Units: known by number, else by name in the same place. */
export function resolveUnits(
  rows: readonly CheckedWithSearch[],
  units: readonly KnownUnit[],
  areas: readonly KnownArea[],
  reach: Reach,
  today: Day,
  freshId: FreshId,
): Resolved<UnitRow>[] {
  const [finder, places] = [unitFinder(units), areaFinder(areas)];
  const byId = new Map(areas.map((area) => [area.id, area]));
  return rows.map((row): Resolved<UnitRow> => {
    if (row.state !== 'ready') return unwritten(row);
    const area = (field: string) => (textOf(row, field) ? places.find(textOf(row, field), row, field) : null);
    const [located, affiliation] = [area('locatedArea'), area('affiliationArea')];
    const sourceKey = textOf(row, 'sourceKey') || null;
    const name = textOf(row, 'unitName');
    const same = sourceKey ? [] : (finder.byName.get(name) ?? []).filter((unit) => !located || unit.locatedAreaId === located.id);
    if (same.length > 1) refuse(row, 'unit-ambiguous', 'unitName', { value: name, count: same.length });
    const known = sourceKey ? finder.byKey.get(sourceKey) : same[0];
    const path = (located ?? (known?.locatedAreaId ? byId.get(known.locatedAreaId) : undefined))?.path ?? '';
    if (!within(path, reach)) refuse(row, 'outside-your-scope', 'locatedArea', { value: name });
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
    const answer = row.state === 'ready' ? place(row) : unwritten<OrgRow>(row);
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
    const parent = above ? null : parentText ? finder.find(parentText, row, 'parent') : null;
    if (above && above.targetId === null)
      refuse(row, 'parent-row-has-errors', 'parent', { value: parentText, other: above.row.row });
    const parentId = above?.targetId ?? parent?.id ?? null;
    const parentInReach = above ? true : (parent?.inReach ?? false);
    const same = sourceKey ? [] : (finder.byName.get(name) ?? []).filter((org) => parentId === null || org.parentId === parentId);
    if (same.length > 1) refuse(row, 'organization-ambiguous', 'organizationName', { value: name, count: same.length });
    const known = sourceKey ? finder.byKey.get(sourceKey) : same[0];
    if (!reach.everything && !(known ? known.inReach : parentInReach))
      refuse(row, 'outside-your-scope', 'organizationName', { value: name });
    const unit = textOf(row, 'unit') ? unitsBy.find(textOf(row, 'unit'), row, 'unit') : null;
    const area = textOf(row, 'area') ? places.find(textOf(row, 'area'), row, 'area') : null;
    const [clazz, form] = [textOf(row, 'class') || 'primary-level', textOf(row, 'form') || null];
    if (area && clazz === 'local' && ['subdistrict', 'town', 'township', 'community', 'village'].includes(area.kind)) {
      refuse(row, 'organization-township-is-primary-level', 'class', { name, line: '26.3' });
    }
    if (known && parentId !== null && known.parentId !== null && known.parentId !== parentId)
      refuse(row, 'organization-parent-differs', 'parent', { name, value: parentText });
    if (known && (known.form !== form || (textOf(row, 'class') && known.class !== clazz)))
      refuse(row, 'organization-form-differs', 'form', { name });
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
