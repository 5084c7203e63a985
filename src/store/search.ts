/** Search by characters, pinyin or initials over names of the register. Owns the query; who may search people is decided by the caller. */
import { type RawBuilder, sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { Db, Trx } from './schema.ts';

/** Where one may search. */
export type SearchTable = 'org' | 'unit' | 'area' | 'person_name';

/** The condition that a name matches what was typed, in a form that the indexes of the search columns serve. */
export function matches(table: SearchTable, text: string, alias: string): RawBuilder<boolean> {
  const typed = text.normalize('NFKC').toLowerCase().trim();
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  if (/^[a-z0-9]+$/.test(typed)) {
    const prefix = `${typed}%`;
    return sql<boolean>`(${column('pinyin')} like ${prefix} or ${column('initials')} like ${prefix}${table === 'person_name' ? sql`` : sql` or ${column('pinyin')} like ${`%${typed}%`} and ${typed.length >= 3}`})`;
  }
  const grams = gramsOf(typed);
  const inside = `%${typed.replace(/[\\%_]/g, '\\$&')}%`;
  return grams.length === 0
    ? sql<boolean>`false`
    : sql<boolean>`(${column('grams')} @> ${grams}::text[] and lower(${column('name')}) like ${inside})`;
}

/** Pairs of neighbours, or the single character: what an index of grams can be asked for. */
function gramsOf(typed: string): string[] {
  return typed.split(/[^\p{L}\p{N}]+/u).flatMap((word) => {
    const chars = [...word];
    if (chars.length <= 1) return chars;
    return chars.slice(0, -1).map((char, i) => char + chars[i + 1]!);
  });
}

/** One organization, unit or area that was found. */
export interface Found {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** What tells two of the same name apart: the organization or area above it. */
  readonly place: string | null;
}

/** Active organizations, shorter names first (the exact name is the shortest). */
export async function searchOrgs(db: Db | Trx, cityId: string, text: string, limit: number, holding = false): Promise<Found[]> {
  const { rows } = await sql<Found>`
    select f.id, f.name, f.kind, p.name as place from (
      select o.city_id, o.id, o.name, coalesce(o.form, o.class, '') as kind from org o
      where o.city_id = ${cityId} and o.state not in ('ended', 'cancelled') and not o.reference_only and (not ${holding} or o.holds_relationship) and ${matches('org', text, 'o')}
      order by length(o.name), o.id limit ${limit}) f
    left join org_closure c on c.city_id = f.city_id and c.descendant_id = f.id and c.depth = 1
    left join org p on p.city_id = c.city_id and p.id = c.ancestor_id order by length(f.name), f.id`.execute(db);
  return rows;
}

/** Units of today. */
export async function searchUnits(db: Db | Trx, cityId: string, text: string, today: Day, limit: number): Promise<Found[]> {
  const { rows } = await sql<Found>`
    select u.id, u.name, u.kind, a.name as place from unit u left join area a on a.city_id = u.city_id and a.id = u.located_area_id
    where u.city_id = ${cityId} and u.valid_from <= ${today} and u.valid_to > ${today} and ${matches('unit', text, 'u')}
    order by length(u.name), u.id limit ${limit}`.execute(db);
  return rows;
}

/** Areas of today, administrative ones before overlays. */
export async function searchAreas(db: Db | Trx, cityId: string, text: string, today: Day, limit: number): Promise<Found[]> {
  const { rows } = await sql<Found>`
    select a.id, a.name, a.kind, p.name as place from area a left join area p on p.city_id = a.city_id and p.id = a.parent_id
    where a.city_id = ${cityId} and a.valid_from <= ${today} and a.valid_to > ${today} and ${matches('area', text, 'a')}
    order by a.overlay, length(a.name), a.id limit ${limit}`.execute(db);
  return rows;
}

/** A person who was found; the name is the caller's to mask. */
export interface FoundPerson {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly orgId: string;
  readonly orgName: string;
}

/** People whose relationship is held today at or below one of `anchors`: outside nobody is found, whatever is typed. */
export async function searchPersons(
  db: Db | Trx,
  cityId: string,
  text: string,
  anchors: readonly string[],
  today: Day,
  limit: number,
): Promise<FoundPerson[]> {
  const { rows } = await sql<FoundPerson>`
    select p.id, n.name, p.status, o.id as "orgId", o.name as "orgName"
    from person_name n
    join person p on p.city_id = n.city_id and p.id = n.person_id
    join home h on h.city_id = n.city_id and h.person_id = n.person_id and h.valid_from <= ${today} and h.valid_to > ${today}
    join org o on o.city_id = h.city_id and o.id = h.org_id
    where n.city_id = ${cityId} and ${matches('person_name', text, 'n')}
      and exists (select 1 from org_closure c where c.city_id = h.city_id and c.descendant_id = h.org_id and c.ancestor_id = any(${[...anchors]}::uuid[]))
    order by length(n.pinyin), n.pinyin, p.id limit ${limit}`.execute(db);
  return rows;
}
