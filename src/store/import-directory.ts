/** What an import compares its rows with: the register as it stands, read in a few queries whatever the number of rows. */
import { type RawBuilder, sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** An area by its valid codes. */
export interface KnownArea {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly path: string;
  readonly overlay: boolean;
  readonly parentId: string | null;
  readonly parentName: string | null;
  readonly codes: readonly string[];
  /** When each of the codes holds. */
  readonly codeDays: Readonly<Record<string, { readonly from: Day; readonly to: Day }>>;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly pointOrigin: string | null;
  /** Areas that an overlay covers, by id in order. */
  readonly covers: readonly string[];
  readonly to: Day;
  readonly version: number;
}

/** All areas valid on a day. */
export async function knownAreas(db: Q, cityId: string, today: Day): Promise<KnownArea[]> {
  const { rows } = await sql<KnownArea>`
    select a.id, a.name, a.kind, a.path, a.overlay, a.parent_id as "parentId", p.name as "parentName", a.lat, a.lon, a.point_origin as "pointOrigin", a.version,
      a.valid_to as "to", array(select c.code from area_code c where c.city_id = a.city_id and c.area_id = a.id and c.valid_to > ${today}) as codes,
      (select coalesce(jsonb_object_agg(c.code, jsonb_build_object('from', c.valid_from, 'to', c.valid_to)), '{}') from area_code c
        where c.city_id = a.city_id and c.area_id = a.id and c.valid_to > ${today}) as "codeDays",
      array(select l.area_id from area_link l where l.city_id = a.city_id and l.overlay_id = a.id order by l.area_id) as covers
    from area a left join area p on p.city_id = a.city_id and p.id = a.parent_id
    where a.city_id = ${cityId} and a.valid_from <= ${today} and a.valid_to > ${today}`.execute(db);
  return rows;
}

/** Areas on which something of today hangs: an area below, an overlay, a unit, an organization, a residence or a post. */
export async function usedAreas(db: Q, cityId: string, today: Day): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select parent_id as id from area where city_id = ${cityId} and parent_id is not null and valid_to > ${today}
    union select area_id from area_link where city_id = ${cityId}
    union select located_area_id from unit where city_id = ${cityId} and located_area_id is not null and valid_to > ${today}
    union select area_id from org where city_id = ${cityId} and area_id is not null and state not in ('ended', 'cancelled')
    union select residence_area_id from person where city_id = ${cityId} and residence_area_id is not null
    union select area_id from post where city_id = ${cityId} and area_id is not null and not withdrawn`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** What a row of an import may state of a unit. */
export interface UnitStated {
  readonly sourceKey: string | null;
  readonly name: string;
  readonly kind: string;
  readonly affiliationTier: string | null;
  readonly affiliationAreaId: string | null;
  readonly locatedAreaId: string | null;
  readonly system: string | null;
  readonly soeTier: number | null;
  readonly ownership: string | null;
  readonly industry: string | null;
  readonly releaseCap: number | null;
}

/** A unit with all that an import may compare. */
export interface KnownUnit extends UnitStated {
  readonly id: string;
  readonly to: Day;
  readonly version: number;
}

/** All units valid on a day. */
export async function knownUnits(db: Q, cityId: string, today: Day): Promise<KnownUnit[]> {
  return db
    .selectFrom('unit')
    .select([
      'id',
      'source_key as sourceKey',
      'name',
      'kind',
      'affiliation_tier as affiliationTier',
      'affiliation_area_id as affiliationAreaId',
      'located_area_id as locatedAreaId',
      'system',
      'soe_tier as soeTier',
      'ownership',
      'industry',
      'release_cap as releaseCap',
      'valid_to as to',
      'version',
    ])
    .where('city_id', '=', cityId)
    .where('valid_to', '>', today)
    .execute();
}

/** Units on which something of today hangs: people who work there, an organization, a joint branch. */
export async function usedUnits(db: Q, cityId: string, today: Day): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select unit_id as id from person where city_id = ${cityId} and unit_id is not null
    union select unit_id from org where city_id = ${cityId} and unit_id is not null and state not in ('ended', 'cancelled')
    union select unit_id from org_constituent where city_id = ${cityId} and unit_id is not null and valid_to > ${today}`.execute(
    db,
  );
  return new Set(rows.map((row) => row.id));
}

/** A standing organization with its parent of today. */
export interface KnownOrg {
  readonly id: string;
  readonly sourceKey: string | null;
  readonly name: string;
  readonly class: string | null;
  readonly form: string | null;
  readonly holdsRelationship: boolean;
  readonly unitId: string | null;
  readonly areaId: string | null;
  readonly parentId: string | null;
  /** Units of a joint branch, by id in order. */
  readonly constituents: readonly string[];
  readonly version: number;
  /** Whether it lies below one of the asked anchors. */
  readonly inReach: boolean;
}

/** All standing organizations that have not ended; `anchors` null means everything is in reach. */
export async function knownOrgs(db: Q, cityId: string, today: Day, anchors: readonly string[] | null): Promise<KnownOrg[]> {
  const { rows } = await sql<KnownOrg>`
    select o.id, o.source_key as "sourceKey", o.name, o.class, o.form, o.holds_relationship as "holdsRelationship", o.unit_id as "unitId",
      o.area_id as "areaId", e.parent_id as "parentId", o.version,
      array(select k.unit_id from org_constituent k where k.city_id = o.city_id and k.org_id = o.id and k.unit_id is not null
        and k.relation = 'constituent' and k.valid_to > ${today} order by k.unit_id) as constituents,
      (${anchors === null} or exists (select 1 from org_closure c where c.city_id = o.city_id and c.descendant_id = o.id
        and c.ancestor_id = any(${[...(anchors ?? [])]}::uuid[]))) as "inReach"
    from org o left join org_edge e on e.city_id = o.city_id and e.child_id = o.id and e.valid_from <= ${today} and e.valid_to > ${today}
    where o.city_id = ${cityId} and o.standing and o.state not in ('ended', 'cancelled')`.execute(db);
  return rows;
}

/** A person with the current relationship. */
export interface KnownPerson {
  readonly id: string;
  readonly sourceKey: string | null;
  readonly name: string | null;
  readonly status: string;
  readonly unitId: string | null;
  readonly residenceId: string | null;
  readonly skills: readonly string[];
  readonly willing: boolean | null;
  readonly orgId: string | null;
  readonly groupId: string | null;
  readonly version: number;
}

/** How many keys, names or organizations are asked for in one statement. */
const ASKED = 5000;
const ASKED_ORGS = 500;

/** Persons with one of the keys, and persons with one of the names asked for in an organization; each once, read part by part. */
export async function knownPersons(
  db: Q,
  cityId: string,
  today: Day,
  by: { readonly keys: readonly string[]; readonly names: ReadonlyMap<string, ReadonlySet<string>> },
): Promise<KnownPerson[]> {
  const found = new Map<string, KnownPerson>();
  const take = (rows: readonly KnownPerson[]): void => {
    for (const row of rows) found.set(row.id, row);
  };
  for (let at = 0; at < by.keys.length; at += ASKED) {
    const keys = sql`${by.keys.slice(at, at + ASKED)}::text[]`;
    take(await persons(db, cityId, today, sql`select id from person where city_id = ${cityId} and source_key = any(${keys})`));
  }
  let orgs: string[] = [];
  let names = new Set<string>();
  const ask = async (): Promise<void> => {
    const wanted = sql`select h.person_id as id from home h join person_name n on n.city_id = h.city_id and n.person_id = h.person_id
      where h.city_id = ${cityId} and h.org_id = any(${orgs}::uuid[]) and n.name = any(${[...names]}::text[])
        and h.valid_from <= ${today} and h.valid_to > ${today}`;
    take(await persons(db, cityId, today, wanted));
    [orgs, names] = [[], new Set()];
  };
  for (const [org, inside] of by.names) {
    orgs.push(org);
    for (const name of inside) names.add(name);
    if (orgs.length >= ASKED_ORGS || names.size >= ASKED) await ask();
  }
  if (orgs.length > 0) await ask();
  return [...found.values()];
}

async function persons(db: Q, cityId: string, today: Day, wanted: RawBuilder<unknown>): Promise<KnownPerson[]> {
  const { rows } = await sql<KnownPerson>`
    with wanted as (${wanted})
    select p.id, p.source_key as "sourceKey", n.name, p.status, p.unit_id as "unitId", p.residence_area_id as "residenceId", p.version,
      array(select s.code from person_skill s where s.city_id = p.city_id and s.person_id = p.id order by s.code) as skills,
      w.willing, h.org_id as "orgId", h.group_org_id as "groupId"
    from wanted join person p on p.city_id = ${cityId} and p.id = wanted.id
    left join person_name n on n.city_id = p.city_id and n.person_id = p.id
    left join person_wish w on w.city_id = p.city_id and w.person_id = p.id
    left join home h on h.city_id = p.city_id and h.person_id = p.id and h.valid_from <= ${today} and h.valid_to > ${today}`.execute(
    db,
  );
  return rows;
}
