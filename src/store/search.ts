/** Search by characters, pinyin or initials over names of the register. Owns the query; who may search people is decided by the caller. */
import { type RawBuilder, sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { ADMINISTRATIVE_KINDS, searchColumns, type Tier } from '#kernel/registry';
import type { Db, Trx } from './schema.ts';
import { type Body, namedInPlan } from './scope.ts';

/** The condition that a name matches what was typed, in a form that the indexes of the search columns serve. */
export function matches(text: string, alias: string, how: 'head' | 'inside' = 'head'): RawBuilder<boolean> {
  const typed = text.normalize('NFKC').toLowerCase().trim();
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  if (/^[a-z0-9]+$/.test(typed)) {
    const prefix = `${typed}%`;
    if (how === 'inside') return sql<boolean>`${column('pinyin')} like ${`%${typed}%`}`;
    return sql<boolean>`(${column('pinyin')} like ${prefix} or ${column('initials')} like ${prefix})`;
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

/** How a name is looked for: at its head first, which indexes serve; inside it only while there are too few. */
export type How = 'head' | 'inside';

/** Pinyin is looked for inside names from three letters on: shorter ones hit nearly every name. */
const INSIDE_FROM = 3;

/** What is found at the head of names, then, while that is less than `limit`, inside them; each once. */
export async function headThenInside<T extends { readonly id: string }>(
  text: string,
  limit: number,
  find: (how: How) => Promise<T[]>,
): Promise<T[]> {
  const found = await find('head');
  if (found.length >= limit || !new RegExp(`^[a-z0-9]{${INSIDE_FROM},}$`, 'i').test(text.trim())) return found;
  const known = new Set(found.map((one) => one.id));
  return [...found, ...(await find('inside')).filter((one) => !known.has(one.id))].slice(0, limit);
}

/** Which organizations are meant: those that hold relationships, or those of tasks, of which ended ones are found too. */
interface WhichOrgs {
  readonly holding?: boolean;
  readonly tasks?: boolean;
}

/** Committees are called 中共… in full and by what follows it in speech: letters may begin there too. */
export function matchesOrg(text: string, alias: string, how: How): RawBuilder<boolean> {
  const plain = matches(text, alias, how);
  const typed = text.normalize('NFKC').toLowerCase().trim();
  if (how === 'inside' || !/^[a-z]+$/.test(typed)) return plain;
  return sql<boolean>`(${plain} or ${matches(`zhonggong${typed}`, alias)} or ${matches(`zg${typed}`, alias)})`;
}

/** Active organizations, shorter names first (the exact name is the shortest). */
export function searchOrgs(
  db: Db | Trx,
  cityId: string,
  text: string,
  limit: number,
  { holding = false, tasks = false }: WhichOrgs = {},
): Promise<Found[]> {
  const states = tasks ? sql`not o.standing and o.state in ('active', 'ended')` : sql`o.state not in ('ended', 'cancelled')`;
  return headThenInside(text, limit, async (how) => {
    const { rows } = await sql<Found>`
      select f.id, f.name, f.kind, p.name as place from (
        select o.city_id, o.id, o.name, coalesce(o.form, o.class, '') as kind from org o
        where o.city_id = ${cityId} and ${states} and not o.reference_only
          and (not ${holding} or o.holds_relationship) and ${matchesOrg(text, 'o', how)}
        order by length(o.name), o.id limit ${limit}) f
      left join org_closure c on c.city_id = f.city_id and c.descendant_id = f.id and c.depth = 1
      left join org p on p.city_id = c.city_id and p.id = c.ancestor_id order by length(f.name), f.id`.execute(db);
    return rows;
  });
}

/** Units of today. */
export function searchUnits(db: Db | Trx, cityId: string, text: string, today: Day, limit: number): Promise<Found[]> {
  return headThenInside(text, limit, async (how) => {
    const { rows } = await sql<Found>`
      select u.id, u.name, u.kind, a.name as place from unit u left join area a on a.city_id = u.city_id and a.id = u.located_area_id
      where u.city_id = ${cityId} and u.valid_from <= ${today} and u.valid_to > ${today} and ${matches(text, 'u', how)}
      order by length(u.name), u.id limit ${limit}`.execute(db);
    return rows;
  });
}

/** Areas of today, administrative ones before overlays; with `tiers` administrative areas of those tiers only. */
export function searchAreas(
  db: Db | Trx,
  cityId: string,
  text: string,
  today: Day,
  limit: number,
  tiers?: readonly Tier[],
): Promise<Found[]> {
  const kinds = Object.entries(ADMINISTRATIVE_KINDS).flatMap(([kind, tier]) => (tiers?.includes(tier) ? [kind] : []));
  const narrow = tiers ? sql<boolean>`not a.overlay and a.kind = any(${kinds}::text[])` : sql<boolean>`true`;
  return headThenInside(text, limit, async (how) => {
    const { rows } = await sql<Found>`
      select a.id, a.name, a.kind, p.name as place from area a left join area p on p.city_id = a.city_id and p.id = a.parent_id
      where a.city_id = ${cityId} and a.valid_from <= ${today} and a.valid_to > ${today} and ${narrow} and ${matches(text, 'a', how)}
      order by a.overlay, length(a.name), a.id limit ${limit}`.execute(db);
    return rows;
  });
}

/** A person who was found; the name is the caller's to mask. */
export interface FoundPerson {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly orgId: string;
  readonly orgName: string;
}

/**
 * Ids of up to `limit` people of the problem of a plan whose name matches and whom the body may name in it ({@link namedInPlan}), in the
 * order of their names: a search by name must not find whose name is not shown.
 */
export async function namedLike(db: Db | Trx, body: Body, planId: string, text: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select n.person_id as id from plan_document d
    cross join lateral jsonb_array_elements(d.body -> 'members') as k(member)
    join person_name n on n.city_id = d.city_id and n.person_id = (k.member ->> 'id')::uuid
    where d.city_id = ${body.cityId} and d.plan_id = ${planId} and d.kind = 'problem' and ${matches(text, 'n')}
      and ${namedInPlan(body, planId, sql`n.person_id`)}
    order by n.pinyin, n.person_id limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
}

/** Up to so many matching names are looked up one by one; more mean a frequent surname or a very short text. */
const FEW_NAMES = 400;
/** Surnames that sound alike (王, 汪) share the front of the index: so many times the limit is read to sort them out. */
const HOMOPHONES = 5;
/** From so many organizations on a scope is wide: then names in order reach ten people sooner than the people of the scope do. */
const WIDE_SCOPE = 200;

/**
 * People whose relationship is held today at or below one of `anchors`, by pinyin: outside nobody is found, whatever is typed.
 * Three ways, the same answer up to ties: few names first; names in order (wide scope); the people of the scope first (narrow scope).
 */
export async function searchPersons(
  db: Db | Trx,
  cityId: string,
  text: string,
  anchors: readonly string[],
  today: Day,
  limit: number,
): Promise<FoundPerson[]> {
  const within = sql<boolean>`exists (select 1 from org_closure c where c.city_id = h.city_id and c.descendant_id = h.org_id
    and c.ancestor_id = any(${[...anchors]}::uuid[]))`;
  const { rows: names } = await sql<{ id: string }>`
    select n.person_id as id from person_name n where n.city_id = ${cityId} and ${matches(text, 'n')} limit ${FEW_NAMES + 1}`.execute(
    db,
  );
  if (names.length === 0) return [];
  if (names.length <= FEW_NAMES) {
    const few = sql<boolean>`n.person_id = any(${names.map((row) => row.id)}::uuid[])`;
    return peopleIn(db, cityId, few, within, today, limit);
  }
  const { rows: below } = await sql<{ id: string }>`
    select distinct descendant_id as id from org_closure where city_id = ${cityId} and ancestor_id = any(${[...anchors]}::uuid[])`.execute(
    db,
  );
  if (below.length >= WIDE_SCOPE) {
    // In the order of an index the first ten come at once; a single character is read as a surname.
    const typed = text.trim().toLowerCase();
    const latin = /^[a-z]+$/.test(typed);
    const head = latin ? typed : searchColumns(typed, 'person').pinyin;
    const ordered = await peopleIn(
      db,
      cityId,
      sql<boolean>`n.pinyin like ${`${head}%`}`,
      within,
      today,
      latin ? limit : limit * HOMOPHONES,
    );
    const found = (latin ? ordered : ordered.filter((one) => one.name.startsWith(typed))).slice(0, limit);
    if (found.length === limit) return found;
    if (latin && found.length === 0) {
      const short = await peopleIn(db, cityId, sql<boolean>`n.initials like ${`${head}%`}`, within, today, limit, 'initials');
      if (short.length === limit) return short;
    }
  }
  const here = sql<boolean>`h.org_id = any(${below.map((row) => row.id)}::uuid[])`;
  return peopleIn(db, cityId, matches(text, 'n'), here, today, limit);
}

async function peopleIn(
  db: Db | Trx,
  cityId: string,
  which: RawBuilder<boolean>,
  where: RawBuilder<boolean>,
  today: Day,
  limit: number,
  order: 'pinyin' | 'initials' = 'pinyin',
): Promise<FoundPerson[]> {
  // `using ~<~` is the order of the prefix index; the organizations are joined for the few that are shown.
  const { rows } = await sql<FoundPerson>`
    select p.id, f.name, p.status, o.id as "orgId", o.name as "orgName" from (
      select n.city_id, n.person_id, n.name, n.pinyin, h.org_id from person_name n
      join home h on h.city_id = n.city_id and h.person_id = n.person_id and h.valid_from <= ${today} and h.valid_to > ${today}
      where n.city_id = ${cityId} and ${where} and ${which}
      order by ${sql.ref(`n.${order}`)} using ~<~ limit ${limit}) f
    join person p on p.city_id = f.city_id and p.id = f.person_id
    join org o on o.city_id = f.city_id and o.id = f.org_id
    order by f.pinyin, p.id`.execute(db);
  return rows;
}
