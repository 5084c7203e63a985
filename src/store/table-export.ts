/** Rows of the register by column key, page after page, for exports. Who may see what is the caller's decision. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { Db, Trx } from './schema.ts';

/** What an export is limited to. */
export interface ExportLimits {
  readonly cityId: string;
  readonly today: Day;
  /** Organizations whose trees are seen; null = all. */
  readonly anchors: readonly string[] | null;
  /** Path of the area seen; null = all when `anchors` is null, else none. */
  readonly areaPath: string | null;
}

/** A row by column key. */
export type ExportRecord = Readonly<Record<string, string | number | boolean | readonly string[] | null>>;

const PAGE = 5000;

/** Reads a table in pages of 5,000 by id, so that memory stays flat. */
export async function* exportRecords(
  db: Db | Trx,
  kind: 'areas' | 'units' | 'organizations' | 'members',
  limits: ExportLimits,
): AsyncGenerator<ExportRecord> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await PAGES[kind](db, limits, after);
    for (const { id, ...record } of rows) yield record;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}

type Page = (db: Db | Trx, limits: ExportLimits, after: string) => Promise<({ readonly id: string } & Record<string, never>)[]>;

const below = (limits: ExportLimits, column: string) =>
  limits.anchors === null
    ? sql`true`
    : sql`exists (select 1 from org_closure c where c.city_id = ${limits.cityId} and c.descendant_id = ${sql.ref(column)} and c.ancestor_id = any(${[...limits.anchors]}::uuid[]))`;

/** Places as a table names them: by name where one has it alone, else below the name of the area above, else by code. */
const placeNames = (cityId: string, today: Day) => sql`place as (
  select a.id, case when count(*) over (partition by a.name) = 1 then a.name
    when count(*) over (partition by p.name, a.name) = 1 then p.name || '/' || a.name
    else (select min(c.code) from area_code c where c.city_id = a.city_id and c.area_id = a.id and c.valid_to > ${today}) end as name
  from area a left join area p on p.city_id = a.city_id and p.id = a.parent_id
  where a.city_id = ${cityId} and a.valid_from <= ${today} and a.valid_to > ${today})`;

/** Units as a table names them: by name where one has it alone, else by their number. */
const unitNames = (cityId: string, today: Day) => sql`employer as (
  select u.id, case when count(*) over (partition by u.name) = 1 then u.name else coalesce(u.source_key, u.name) end as name
  from unit u where u.city_id = ${cityId} and u.valid_to > ${today})`;

/** Organizations as a table names them: by name where one has it alone, else by number, else below the name of the one above. */
const orgNames = (cityId: string, today: Day) => sql`named as (
  select o.id, case when count(*) over (partition by o.name) = 1 then o.name
    else coalesce(o.source_key, case when p.name is null then o.name else p.name || '/' || o.name end) end as name
  from org o left join org_edge e on e.city_id = o.city_id and e.child_id = o.id and e.valid_from <= ${today} and e.valid_to > ${today}
  left join org p on p.city_id = o.city_id and p.id = e.parent_id
  where o.city_id = ${cityId} and o.standing and o.state not in ('ended', 'cancelled'))`;

const PAGES: Record<'areas' | 'units' | 'organizations' | 'members', Page> = {
  async areas(db, { cityId, today }, after) {
    const { rows } = await sql<never>`
      select a.id, k.code as "areaCode", a.name as "areaName", a.kind as "areaKind", a.overlay, a.lat, a.lon, a.valid_from as "validFrom",
        nullif(a.valid_to, '9999-12-31'::date) as "validTo",
        (select pk.code from area_code pk where pk.city_id = a.city_id and pk.area_id = a.parent_id and pk.valid_to > ${today} order by pk.valid_from limit 1) as "parentCode",
        array(select min(ck.code) from area_link l join area_code ck on ck.city_id = l.city_id and ck.area_id = l.area_id and ck.valid_to > ${today}
          where l.city_id = a.city_id and l.overlay_id = a.id group by l.area_id order by 1) as covers
      from area a left join lateral (select c.code from area_code c where c.city_id = a.city_id and c.area_id = a.id and c.valid_to > ${today} order by c.valid_from limit 1) k on true
      where a.city_id = ${cityId} and a.valid_to > ${today} and (not a.overlay or k.code is not null) and a.id > ${after}::uuid order by a.id limit ${PAGE}`.execute(
      db,
    );
    return rows;
  },
  async units(db, limits, after) {
    const { cityId, today, areaPath } = limits;
    const seen =
      limits.anchors === null
        ? sql`true`
        : sql`((${areaPath}::text is not null and l.path like ${`${areaPath}%`}) or exists (select 1 from org o where o.city_id = u.city_id and o.unit_id = u.id and ${below(limits, 'o.id')}))`;
    const { rows } = await sql<never>`
      with ${placeNames(cityId, today)}
      select u.id, u.source_key as "sourceKey", u.name as "unitName", u.kind as "unitKind", u.affiliation_tier as "affiliationTier", f.name as "affiliationArea",
        n.name as "locatedArea", u.system, u.soe_tier as "soeTier", u.ownership, u.industry, u.release_cap as "releaseCap", u.valid_from as "validFrom",
        nullif(u.valid_to, '9999-12-31'::date) as "validTo"
      from unit u left join area l on l.city_id = u.city_id and l.id = u.located_area_id left join place n on n.id = u.located_area_id left join place f on f.id = u.affiliation_area_id
      where u.city_id = ${cityId} and u.valid_to > ${today} and ${seen} and u.id > ${after}::uuid order by u.id limit ${PAGE}`.execute(
      db,
    );
    return rows;
  },
  async organizations(db, limits, after) {
    const { cityId, today } = limits;
    const { rows } = await sql<never>`
      with ${placeNames(cityId, today)}, ${unitNames(cityId, today)}, ${orgNames(cityId, today)}
      select o.id, o.source_key as "sourceKey", o.name as "organizationName", o.class, o.form, p.name as parent,
        u.name as unit, a.name as area, case when o.joint_sense = 'rule' then array(select m.name from org_constituent c join employer m on m.id = c.unit_id
          where c.city_id = o.city_id and c.org_id = o.id and c.relation = 'constituent' and c.valid_to > ${today} order by m.name) else '{}' end as constituents,
        o.started_on as "startedOn", o.ended_on as "endedOn"
      from org o left join org_edge e on e.city_id = o.city_id and e.child_id = o.id and e.valid_from <= ${today} and e.valid_to > ${today}
      left join named p on p.id = e.parent_id
      left join employer u on u.id = o.unit_id left join place a on a.id = o.area_id
      where o.city_id = ${cityId} and o.standing and o.state not in ('ended', 'cancelled') and ${below(limits, 'o.id')} and o.id > ${after}::uuid order by o.id limit ${PAGE}`.execute(
      db,
    );
    return rows;
  },
  async members(db, limits, after) {
    const { cityId, today } = limits;
    const { rows } = await sql<never>`
      with ${placeNames(cityId, today)}, ${unitNames(cityId, today)}, ${orgNames(cityId, today)}
      select p.id, p.source_key as "sourceKey", n.name as "personName", p.status, o.name as organization, g.name as "group", u.name as unit, a.name as residence,
        array(select s.code from person_skill s where s.city_id = p.city_id and s.person_id = p.id order by s.code) as skills, w.willing,
        h.valid_from as "homeSince", nullif(h.valid_to, '9999-12-31'::date) as "homeUntil"
      from person p join home h on h.city_id = p.city_id and h.person_id = p.id and h.valid_from <= ${today} and h.valid_to > ${today}
      join named o on o.id = h.org_id
      left join org g on g.city_id = h.city_id and g.id = h.group_org_id left join employer u on u.id = p.unit_id
      left join place a on a.id = p.residence_area_id left join person_name n on n.city_id = p.city_id and n.person_id = p.id
      left join person_wish w on w.city_id = p.city_id and w.person_id = p.id
      where p.city_id = ${cityId} and ${below(limits, 'h.org_id')} and p.id > ${after}::uuid order by p.id limit ${PAGE}`.execute(
      db,
    );
    return rows;
  },
};
