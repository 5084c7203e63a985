/**
 * Members of each organization, unit and community, kept beside the register so that a page over a whole city adds up some ten thousand
 * rows instead of counting half a million relationships (docs/decisions/0009-kept-member-counts.md).
 * Invariant: a row is what counting from scratch gives on every day from `valid_from` up to `valid_to`; a place without a row has nobody on any
 * day. Every write of relationships, or of status, unit, residence or period of persons, calls {@link recount} in its transaction; readers
 * count afresh where no row holds on their day, so that no day has to be waited for.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** Places by what makes someone belong there; `unplaced`: units by those of their members whom no organization holds. */
export type CountedPlace = 'organization' | 'unit' | 'residence' | 'unplaced';

/** Places whose members may have changed; units are counted for both of their kinds. */
export type ChangedPlaces = Readonly<Record<Exclude<CountedPlace, 'unplaced'>, readonly string[]>>;

/** Places a statement: some hundred thousand relationships at most. */
const PART = 2000;

const ORDER = ['organization', 'unit', 'residence', 'unplaced'] as const;

const idsOf = (places: ChangedPlaces, place: CountedPlace): readonly string[] => places[place === 'unplaced' ? 'unit' : place];

/** Who belongs where and when: place_id, status, starts, ends; of the places that the query `among` answers, or of all. */
const periods: Record<CountedPlace, (cityId: string, among?: RawBuilder<unknown>) => RawBuilder<unknown>> = {
  organization: (cityId, among) => sql`
    select h.org_id as place_id, p.status, h.valid_from as starts, h.valid_to as ends
    from home h join person p on p.city_id = h.city_id and p.id = h.person_id
    where h.city_id = ${cityId} ${among ? sql`and h.org_id in (${among})` : sql``}`,
  unit: (cityId, among) => sql`
    select p.unit_id as place_id, p.status, p.valid_from as starts, p.valid_to as ends
    from person p where p.city_id = ${cityId} and ${among ? sql`p.unit_id in (${among})` : sql`p.unit_id is not null`}`,
  residence: (cityId, among) => sql`
    select p.residence_area_id as place_id, p.status, greatest(p.valid_from, h.valid_from) as starts, least(p.valid_to, h.valid_to) as ends
    from person p join home h on h.city_id = p.city_id and h.person_id = p.id
    where p.city_id = ${cityId} and p.unit_id is null
      and ${among ? sql`p.residence_area_id in (${among})` : sql`p.residence_area_id is not null`}`,
  // The days of a person that no relationship covers.
  unplaced: (cityId, among) => sql`
    select p.unit_id as place_id, p.status, lower(d.gap) as starts, upper(d.gap) as ends
    from person p left join (
        select h.person_id, range_agg(daterange(h.valid_from, h.valid_to)) as held from home h where h.city_id = ${cityId}
          ${among ? sql`and h.person_id in (select i.id from person i where i.city_id = ${cityId} and i.unit_id in (${among}))` : sql``}
        group by h.person_id) x on x.person_id = p.id
      cross join lateral unnest(case when p.valid_from < p.valid_to then datemultirange(daterange(p.valid_from, p.valid_to)) - coalesce(x.held, '{}') end) as d(gap)
    where p.city_id = ${cityId} and not p.home_elsewhere and ${among ? sql`p.unit_id in (${among})` : sql`p.unit_id is not null`}`,
};

/** Counts on a day over rows `s` of {@link periods} and the days for which they hold. */
const counted = (today: Day) => sql`
  count(*) filter (where s.status = 'full' and s.starts <= ${today} and s.ends > ${today})::int as full_members,
  count(*) filter (where s.status = 'probationary' and s.starts <= ${today} and s.ends > ${today})::int as probationary,
  greatest('0001-01-01'::date, max(s.starts) filter (where s.starts <= ${today}), max(s.ends) filter (where s.ends <= ${today})) as valid_from,
  least('9999-12-31'::date, min(s.starts) filter (where s.starts > ${today}), min(s.ends) filter (where s.ends > ${today})) as valid_to`;

/** Counts these places anew as they stand in the transaction; `today` must lie in the days that pages ask for. The last step of a write. */
export async function recount(trx: Q, cityId: string, today: Day, places: ChangedPlaces): Promise<void> {
  for (const place of ORDER) {
    const ids = [...new Set(idsOf(places, place))].sort();
    for (let at = 0; at < ids.length; at += PART) await recountPart(trx, cityId, today, place, ids.slice(at, at + PART));
  }
}

async function recountPart(trx: Q, cityId: string, today: Day, place: CountedPlace, part: readonly string[]): Promise<void> {
  const ids = sql`select unnest(${[...part]}::uuid[])`;
  // The rows are locked first, in order: two writes in one place count one after the other, the second with what the first has written.
  await sql`insert into member_count (city_id, place, place_id, full_members, probationary, valid_from, valid_to)
    select ${cityId}, ${place}, x.id, 0, 0, '0001-01-01', '0001-01-01' from (${ids} as id) x order by x.id
    on conflict (city_id, place, place_id) do update set place = excluded.place`.execute(trx);
  await sql`update member_count m set full_members = n.full_members, probationary = n.probationary, valid_from = n.valid_from, valid_to = n.valid_to
    from (
      select x.id, ${counted(today)} from (${ids} as id) x left join (${periods[place](cityId, ids)}) s on s.place_id = x.id and s.starts < s.ends
      group by x.id) n
    where m.city_id = ${cityId} and m.place = ${place} and m.place_id = n.id`.execute(trx);
}

/** Where these persons belong on any day: read before and after a write, both are what {@link recount} takes. */
export async function placesOf(db: Q, cityId: string, personIds: readonly string[]): Promise<ChangedPlaces> {
  const ids = sql`${[...personIds]}::uuid[]`;
  const { rows } = await sql<{ place: CountedPlace; id: string }>`
    select 'organization' as place, org_id as id from home where city_id = ${cityId} and person_id = any(${ids})
    union select 'unit', unit_id from person where city_id = ${cityId} and id = any(${ids}) and unit_id is not null
    union select 'residence', residence_area_id from person where city_id = ${cityId} and id = any(${ids}) and residence_area_id is not null`.execute(
    db,
  );
  const of = (place: CountedPlace) => rows.filter((row) => row.place === place).map((row) => row.id);
  return { organization: of('organization'), unit: of('unit'), residence: of('residence') };
}

/** All of these places, each once. */
export function distinctPlaces(...all: readonly ChangedPlaces[]): ChangedPlaces {
  const of = (place: keyof ChangedPlaces) => [...new Set(all.flatMap((one) => one[place]))];
  return { organization: of('organization'), unit: of('unit'), residence: of('residence') };
}

/** Runs a write of these persons and counts every place anew that they leave, come to or change in. */
export async function countingAnew<T>(
  trx: Q,
  cityId: string,
  today: Day,
  personIds: readonly string[],
  write: () => Promise<T>,
): Promise<T> {
  const before = await placesOf(trx, cityId, personIds);
  const answer = await write();
  await recount(trx, cityId, today, distinctPlaces(before, await placesOf(trx, cityId, personIds)));
  return answer;
}

/** Counts the rows anew whose period is over; run now and then, so that nothing is counted afresh for long. Returns how many there were. */
export async function recountOver(trx: Q, cityId: string, today: Day): Promise<number> {
  const { rows } = await sql<{ place: CountedPlace; id: string }>`
    select place, place_id as id from member_count where city_id = ${cityId} and valid_to <= ${today}`.execute(trx);
  const of = (place: CountedPlace) => rows.filter((row) => row.place === place).map((row) => row.id);
  const unit = [...of('unit'), ...of('unplaced')];
  await recount(trx, cityId, today, { organization: of('organization'), unit, residence: of('residence') });
  return rows.length;
}

/** All counts of a city from scratch: after a bulk load that did not keep them. */
export async function recountAll(trx: Q, cityId: string, today: Day): Promise<void> {
  await sql`delete from member_count where city_id = ${cityId}`.execute(trx);
  for (const place of ORDER)
    await sql`insert into member_count (city_id, place, place_id, full_members, probationary, valid_from, valid_to)
      select ${cityId}, ${place}, s.place_id, ${counted(today)} from (${periods[place](cityId)}) s where s.starts < s.ends
      group by s.place_id`.execute(trx);
}

/**
 * Members of places on a day: place_id, full, probationary; places without anybody may be missing. `among` limits the places by a query of
 * their ids; without it all places of the kind are answered.
 */
export function membersAt(place: CountedPlace, cityId: string, asOf: Day, among?: RawBuilder<unknown>): RawBuilder<unknown> {
  const kept = sql`m.city_id = ${cityId} and m.place = ${place}${among ? sql` and m.place_id in (${among})` : sql``}`;
  const holds = sql`m.valid_from <= ${asOf} and m.valid_to > ${asOf}`;
  const stale = sql`select m.place_id from member_count m where ${kept} and not (${holds})`;
  return sql`
    select m.place_id, m.full_members as "full", m.probationary from member_count m where ${kept} and ${holds}
    union all
    select s.place_id, count(*) filter (where s.status = 'full')::int, count(*) filter (where s.status = 'probationary')::int
    from (${periods[place](cityId, stale)}) s where s.starts <= ${asOf} and s.ends > ${asOf} group by s.place_id`;
}
