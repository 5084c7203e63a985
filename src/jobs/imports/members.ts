import { addDays, type Day, FOREVER, hasErrors } from '#kernel/lib';
import { newId } from '#store/id';
import type { KnownArea, KnownOrg, KnownPerson, KnownUnit } from '#store/import-directory';
import type { MemberRow } from '#store/import-write';
import type { CheckedWithSearch, Reach } from '../import-messages.ts';
import {
  areaFinder,
  differs,
  type FreshId,
  named,
  orgFinder,
  type Resolved,
  refuse,
  textOf,
  unitFinder,
  unwritten,
} from './lookup.ts';

/** Wishes are kept for half a year unless confirmed. */
const WISH_DAYS = 180;

/** What the persons that rows could mean are looked up by: their numbers, else their names by organization. */
export function personKeys(
  rows: readonly CheckedWithSearch[],
  orgs: readonly KnownOrg[],
): { keys: string[]; names: Map<string, Set<string>> } {
  const finder = orgFinder(orgs);
  const keys = new Set<string>();
  const names = new Map<string, Set<string>>();
  for (const row of rows) {
    if (row.state === 'duplicate') continue;
    const key = textOf(row, 'sourceKey');
    if (key) {
      keys.add(key);
      continue;
    }
    const org = finder.byKey.get(textOf(row, 'organization')) ?? finder.byName.get(textOf(row, 'organization'))?.[0];
    if (!org) continue;
    const inside = names.get(org.id) ?? new Set();
    names.set(org.id, inside.add(textOf(row, 'personName')));
  }
  return { keys: [...keys], names };
}

/**
 * Members: known by number, else by name in the same branch. The relationship is written for new members only: an import neither
 * moves a home (that is a transfer) nor makes a second one (I-3); it points only to an organization that holds relationships.
 */
export function resolveMembers(
  rows: readonly CheckedWithSearch[],
  register: {
    readonly persons: readonly KnownPerson[];
    readonly orgs: readonly KnownOrg[];
    readonly units: readonly KnownUnit[];
    readonly areas: readonly KnownArea[];
  },
  reach: Reach,
  today: Day,
  freshId: FreshId,
): Resolved<MemberRow>[] {
  const [orgs, units, areas] = [orgFinder(register.orgs), unitFinder(register.units), areaFinder(register.areas)];
  const orgName = new Map(register.orgs.map((org) => [org.id, org.name]));
  const byKey = new Map(register.persons.flatMap((person) => (person.sourceKey ? [[person.sourceKey, person] as const] : [])));
  const byHome = new Map<string, KnownPerson[]>();
  for (const person of register.persons) {
    const place = `${person.orgId}\u0000${person.name}`;
    byHome.set(place, [...(byHome.get(place) ?? []), person]);
  }
  const groups = new Map<string, KnownOrg[]>();
  for (const one of register.orgs) {
    if (one.form !== 'group') continue;
    for (const text of new Set([one.name, one.sourceKey ?? one.name])) groups.set(text, [...(groups.get(text) ?? []), one]);
  }
  return rows.map((row): Resolved<MemberRow> => {
    if (row.state === 'duplicate') return unwritten(row);
    const name = textOf(row, 'personName');
    const org = named(orgs, row, 'organization');
    if (org && !org.holdsRelationship) refuse(row, 'organization-holds-no-relationship', 'organization', { value: org.name });
    if (org && !reach.everything && !org.inReach) refuse(row, 'outside-your-scope', 'organization', { value: org.name });
    const group = textOf(row, 'group') ? groupOf(row, org, groups) : null;
    const [unit, residence] = [named(units, row, 'unit'), named(areas, row, 'residence')];
    if (residence && !['community', 'village'].includes(residence.kind))
      refuse(row, 'residence-not-community', 'residence', { value: residence.name });
    const sourceKey = textOf(row, 'sourceKey') || null;
    const same = sourceKey || !org ? [] : (byHome.get(`${org.id}\u0000${name}`) ?? []);
    if (same.length > 1) refuse(row, 'source-key-needed-register', 'sourceKey', { name, count: same.length });
    const known = sourceKey ? byKey.get(sourceKey) : same[0];
    if (known && org && known.orgId !== null && known.orgId !== org.id) {
      const from = reach.everything || reach.seesPersons ? (orgName.get(known.orgId) ?? '') : '—';
      refuse(row, 'home-changes', 'organization', { name, from, to: org.name });
    }
    if (hasErrors(row.issues) || !org) return unwritten(row, known?.id ?? null);
    const skills = Array.isArray(row.values.skills) ? [...(row.values.skills as readonly string[])].sort() : null;
    const willing = typeof row.values.willing === 'boolean' ? row.values.willing : null;
    const stated = {
      name,
      status: textOf(row, 'status'),
      unitId: unit?.id ?? null,
      residenceId: residence?.id ?? null,
      skills,
      willing,
    };
    const id = known?.id ?? freshId(row);
    const record: MemberRow = {
      id,
      fresh: !known,
      search: row.search ?? { grams: [], pinyin: '', initials: '' },
      sourceKey,
      ...stated,
      homeId: newId(),
      orgId: org.id,
      groupId: group?.id ?? null,
      from: (textOf(row, 'homeSince') as Day) || today,
      until: (textOf(row, 'homeUntil') as Day) || FOREVER,
      wishErase: addDays(today, WISH_DAYS),
    };
    if (!known) {
      if (record.until <= record.from)
        refuse(row, 'period-ends-before-start', 'homeUntil', { start: record.from, end: record.until });
      return !hasErrors(row.issues) ? { row, outcome: 'new', targetId: id, before: null, record } : unwritten(row);
    }
    if (!differs({ ...known, skills: [...known.skills].sort() }, stated))
      return { row, outcome: 'same', targetId: id, before: null, record: null };
    const before = {
      name: known.name ?? '',
      status: known.status,
      unitId: known.unitId,
      residenceId: known.residenceId,
      skills: known.skills,
      willing: known.willing,
    };
    return { row, outcome: 'changed', targetId: id, before, record };
  });
}

/** The Party group of the branch by name or number. */
function groupOf(
  row: CheckedWithSearch,
  org: KnownOrg | null,
  groups: ReadonlyMap<string, readonly KnownOrg[]>,
): KnownOrg | null {
  const text = textOf(row, 'group');
  const group = groups.get(text)?.find((one) => !org || one.parentId === org.id);
  if (!group) refuse(row, 'organization-unknown', 'group', { value: text });
  return group ?? null;
}
