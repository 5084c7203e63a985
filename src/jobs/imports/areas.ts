import { isRefused } from '#contract/import-table';
import { type Day, hasErrors } from '#kernel/lib';
import type { KnownArea } from '#store/import-directory';
import type { AreaRow } from '#store/import-write';
import type { CheckedWithSearch, Reach } from '../import-messages.ts';
import {
  areaFinder,
  dayOf,
  differs,
  type Finder,
  type FreshId,
  NO_SEARCH,
  numberOf,
  type Resolved,
  refuse,
  textOf,
  unwritten,
  within,
} from './lookup.ts';

/** The kind of an administrative area from its name and the length of its code, as the statistical codes are built. */
function kindFromCode(code: string, name: string): string | null {
  const digits = code.replace(/(000)+$/, '').length;
  if (digits <= 4) return 'city';
  if (digits <= 6) return /区$/.test(name) ? 'district' : /市$/.test(name) ? 'county-city' : 'county';
  if (digits <= 9) return /街道/.test(name) ? 'subdistrict' : /镇$/.test(name) ? 'town' : 'township';
  return /村/.test(name) && !/社区|居/.test(name) ? 'village' : 'community';
}

/**
 * Areas: known by code, or by the former code of a row that gives a new one; a new one hangs below the area with the parent code, or
 * with the code of which its own is a continuation. An overlay names the areas it covers and hangs below what they have in common.
 * What an import never does: move an area, make an overlay of it, or end one that something still hangs on.
 */
export function resolveAreas(
  rows: readonly CheckedWithSearch[],
  areas: readonly KnownArea[],
  used: ReadonlySet<string>,
  reach: Reach,
  today: Day,
  freshId: FreshId,
): Resolved<AreaRow>[] {
  const finder = areaFinder(areas);
  const byId = new Map(areas.map((area) => [area.id, area]));
  const fresh = new Map<string, { id: string; path: string }>();
  const byLength = [...rows].sort(
    (a, b) =>
      Number(a.values.overlay === true) - Number(b.values.overlay === true) ||
      textOf(a, 'areaCode').length - textOf(b, 'areaCode').length ||
      a.row - b.row,
  );
  const parents = new Map(rows.map((row) => [textOf(row, 'areaCode'), row]));
  const results = new Map<CheckedWithSearch, Resolved<AreaRow>>();
  /** The covered areas, known or among the rows; null when the row does not say. */
  const coveredBy = (row: CheckedWithSearch): { id: string; path: string }[] | null => {
    const named = row.values.covers;
    if (!Array.isArray(named) || named.length === 0) return null;
    return (named as string[]).flatMap((text) => fresh.get(text) ?? finder.find(text, row, 'covers') ?? []);
  };
  const place = (row: CheckedWithSearch): void => {
    if (results.has(row)) return;
    // Rows on a ring of parents are refused already; while one of them is placed the others find it so.
    results.set(row, unwritten(row));
    if (row.state === 'duplicate') return;
    const [code, name, formerCode] = [textOf(row, 'areaCode'), textOf(row, 'areaName'), textOf(row, 'formerCode')];
    const [current, former] = [finder.byKey.get(code), finder.byKey.get(formerCode)];
    if (formerCode !== '' && !former && !current) refuse(row, 'area-unknown', 'formerCode', { value: formerCode });
    if (current && former && current !== former)
      refuse(row, 'area-codes-of-two', 'formerCode', { value: formerCode, other: former.name, name: current.name });
    const known = current ?? former;
    const codeRefused = isRefused(row, 'areaCode');
    const covered = coveredBy(row);
    const overlay = row.values.overlay === true || known?.overlay === true;
    if (covered !== null && !overlay) refuse(row, 'area-covers-without-overlay', 'covers', { name });
    const stated = {
      name,
      kind: textOf(row, 'areaKind') || null,
      lat: numberOf(row, 'lat'),
      lon: numberOf(row, 'lon'),
      covers: covered === null ? null : [...new Set(covered.map((one) => one.id))].sort(),
      to: dayOf(row, 'validTo'),
    };
    const from = dayOf(row, 'validFrom') ?? today;
    const record = { fresh: !known, search: row.search ?? NO_SEARCH, code, ...stated, overlay, from };
    if (known) {
      if (!within(known.path, reach)) refuse(row, 'outside-your-scope', 'areaCode', { value: name });
      const stays = textOf(row, 'parentCode');
      const parent = finder.byKey.get(stays);
      if (stays !== '' && !known.overlay && (parent?.id ?? null) !== known.parentId)
        refuse(row, 'area-parent-differs', 'parentCode', { name, value: stays });
      if (row.values.overlay === true && !known.overlay) refuse(row, 'area-overlay-differs', 'overlay', { name });
      if (stated.to !== null && stated.to !== known.to && used.has(known.id)) refuse(row, 'area-still-used', 'validTo', { name });
      const addsCode = !current;
      const before = {
        name: known.name,
        kind: known.kind,
        lat: known.lat,
        lon: known.lon,
        pointOrigin: known.pointOrigin,
        covers: known.covers,
        to: known.to,
        addedCode: addsCode ? code : null,
        codes: known.codes,
        codeDays: known.codeDays,
      };
      const changed = addsCode || differs({ ...known }, stated);
      const written = { ...record, id: known.id, parentId: known.parentId, path: known.path, addsCode };
      const base = { row, targetId: known.id };
      if (hasErrors(row.issues)) results.set(row, unwritten(row, known.id));
      else if (changed) results.set(row, { ...base, outcome: 'changed', before, record: written });
      else results.set(row, { ...base, outcome: 'same', before: null, record: null });
      return;
    }
    const parentCode = textOf(row, 'parentCode') || longestPrefix(code, finder, parents);
    const above = parentCode === '' ? undefined : parents.get(parentCode);
    if (above && above !== row) place(above);
    const shared = parentCode === '' && overlay ? commonAbove(covered ?? [], byId) : undefined;
    const parent = fresh.get(parentCode) ?? finder.byKey.get(parentCode) ?? shared;
    if (parentCode !== '' && !parent && !isRefused(row, 'parentCode')) {
      if (above && above !== row) refuse(row, 'parent-row-has-errors', 'parentCode', { value: parentCode, other: above.row });
      else refuse(row, 'area-unknown', 'parentCode', { value: parentCode });
    }
    if (!codeRefused && !isRefused(row, 'parentCode') && !within(parent?.path ?? '', reach))
      refuse(row, 'outside-your-scope', 'parentCode', { value: parentCode || name });
    if (hasErrors(row.issues)) {
      results.set(row, unwritten(row));
      return;
    }
    const id = freshId(row);
    const path = `${parent?.path ?? '/'}${id}/`;
    fresh.set(code, { id, path });
    const kind = stated.kind ?? kindFromCode(code, name);
    const written = { ...record, id, kind, parentId: parent?.id ?? null, path, addsCode: true };
    results.set(row, { row, outcome: 'new', targetId: id, before: null, record: written });
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

/** The nearest area above all of these, by their paths. */
function commonAbove(covered: readonly { path: string }[], byId: ReadonlyMap<string, KnownArea>): KnownArea | undefined {
  const trails = covered.map((one) => one.path.split('/').filter(Boolean).slice(0, -1));
  const shared = trails[0]?.filter((step, at) => trails.every((trail) => trail[at] === step)) ?? [];
  return shared.length === 0 ? undefined : byId.get(shared.at(-1)!);
}
