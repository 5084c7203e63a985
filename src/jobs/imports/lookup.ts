import { type CheckedRow, nearestName } from '#contract/import-table';
import { type Day, errorIssue } from '#kernel/lib';
import type { KnownArea, KnownOrg, KnownUnit } from '#store/import-directory';
import type { Reach } from '../import-messages.ts';

/** Things by key and by name. */
export interface Finder<T> {
  /** The one thing meant, or null with an issue added to the row. */
  find(text: string, row: CheckedRow, field: string): T | null;
  readonly byKey: ReadonlyMap<string, T>;
  readonly byName: ReadonlyMap<string, readonly T[]>;
}

/** The thing that a cell names, or null: with an issue added to the row when nothing or several are called so. */
export function named<T>(finder: Finder<T>, row: CheckedRow, field: string): T | null {
  const text = textOf(row, field);
  return text === '' ? null : finder.find(text, row, field);
}

/** Adds a refusing issue to a row. */
export function refuse(row: CheckedRow, code: string, field: string | null, params: Record<string, string | number> = {}): void {
  row.issues.push(errorIssue(code, field === null ? ['rows', row.row] : ['rows', row.row, field], params));
  row.state = 'error';
}

/** Names suggested for at most so many different unknown words: a wrong column would otherwise compare everything with everything. */
const SUGGESTIONS = 200;

function finder<T>(
  what: 'area' | 'organization' | 'unit',
  things: readonly T[],
  keysOf: (thing: T) => readonly string[],
  namesOf: (thing: T) => readonly string[],
): Finder<T> {
  const byKey = new Map<string, T>();
  const byName = new Map<string, T[]>();
  for (const thing of things) {
    for (const key of keysOf(thing)) byKey.set(key, thing);
    for (const name of namesOf(thing)) {
      const same = byName.get(name);
      if (same) same.push(thing);
      else byName.set(name, [thing]);
    }
  }
  const unknown = new Map<string, string | null>();
  const suggest = (text: string): string | null => {
    const known = unknown.get(text);
    if (known !== undefined) return known;
    const near = unknown.size < SUGGESTIONS ? nearestName(text, byName.keys()) : null;
    unknown.set(text, near);
    return near;
  };
  return {
    byKey,
    byName,
    find(text, row, field) {
      const keyed = byKey.get(text);
      if (keyed) return keyed;
      const named = byName.get(text) ?? [];
      if (named.length === 1) return named[0]!;
      if (named.length > 1) {
        refuse(row, `${what}-ambiguous`, field, { value: text, count: named.length });
        return null;
      }
      const suggestion = suggest(text);
      if (suggestion) refuse(row, `${what}-unknown-suggest`, field, { value: text, suggestion });
      else refuse(row, `${what}-unknown`, field, { value: text });
      return null;
    },
  };
}

/** Areas by code (with or without trailing zeros), by name, and by name below the area above: `上级/名称` or `上级名称`. */
export function areaFinder(areas: readonly KnownArea[]): Finder<KnownArea> {
  const keys = (area: KnownArea) => area.codes.flatMap((code) => [code, code.replace(/(000)+$/, '')]);
  const names = ({ name, parentName }: KnownArea) =>
    parentName ? [name, `${parentName}/${name}`, `${parentName}${name}`] : [name];
  return finder('area', areas, keys, names);
}

export function unitFinder(units: readonly KnownUnit[]): Finder<KnownUnit> {
  return finder(
    'unit',
    units,
    (unit) => (unit.sourceKey ? [unit.sourceKey] : []),
    (unit) => [unit.name],
  );
}

/** Organizations by number, by name, and by name below the one above: `上级/名称`. */
export function orgFinder(orgs: readonly KnownOrg[]): Finder<KnownOrg> {
  const nameOf = new Map(orgs.map((org) => [org.id, org.name]));
  const names = ({ name, parentId }: KnownOrg) => {
    const above = parentId === null ? undefined : nameOf.get(parentId);
    return above === undefined ? [name] : [name, `${above}/${name}`];
  };
  return finder('organization', orgs, (org) => (org.sourceKey ? [org.sourceKey] : []), names);
}

/** The text of a field, '' when the cell was empty or the column is missing. */
export function textOf(row: CheckedRow, field: string): string {
  const value = row.values[field];
  return typeof value === 'string' ? value : '';
}

/** The number of a field, or null. */
export function numberOf(row: CheckedRow, field: string): number | null {
  const value = row.values[field];
  return typeof value === 'number' ? value : null;
}

/** The day of a field, or null. */
export function dayOf(row: CheckedRow, field: string): Day | null {
  return (textOf(row, field) as Day) || null;
}

/** Whether a place by its path lies in reach. */
export function within(path: string, reach: Reach): boolean {
  return reach.everything || (reach.areaPath !== null && path.startsWith(reach.areaPath));
}

/** Stands where nothing is written, so that no search columns are needed. */
export const NO_SEARCH = { grams: [], pinyin: '', initials: '' } as const;

/** The id of the thing that a row makes: a preview takes a fresh one, the commit the one of the preview. */
export type FreshId = (row: CheckedRow) => string;

/** What a resolved row does: `record` is what will be written, `before` the stored values that it changes. */
export interface Resolved<R> {
  readonly row: CheckedRow;
  readonly outcome: 'new' | 'changed' | 'same' | 'duplicate' | 'contradictory' | 'error';
  readonly targetId: string | null;
  readonly before: Record<string, unknown> | null;
  readonly record: R | null;
}

const CONTRADICTIONS: ReadonlySet<string> = new Set(['rows-contradict', 'two-homes', 'unit-caps-differ']);

/** The outcome of a row that will not be written. */
export function unwritten<R>(row: CheckedRow, targetId: string | null = null): Resolved<R> {
  const contradicts = row.issues.some((issue) => CONTRADICTIONS.has(issue.code));
  const outcome = row.state === 'duplicate' ? 'duplicate' : contradicts ? 'contradictory' : 'error';
  return { row, outcome, targetId, before: null, record: null };
}

/** Stored and new values compared field by field; a value that the row does not state is no change. */
export function differs(known: Readonly<Record<string, unknown>>, stated: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(stated).some(
    ([key, value]) => value !== null && value !== undefined && JSON.stringify(value) !== JSON.stringify(known[key] ?? null),
  );
}
