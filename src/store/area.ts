/** Areas: lazy children with what stands there, units located in a place by kind. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import { UNIT_KINDS } from '#kernel/registry';
import type { Part } from './part.ts';
import type { Db, Trx } from './schema.ts';

/** One line of the tree of areas with the organization that covers it, or none: a blank (S-019, S-020). */
export interface AreaNode {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly overlay: boolean;
  readonly children: number;
  readonly orgId: string | null;
  readonly orgName: string | null;
  /** Whether this part of the city has a roster at all: elsewhere a missing organization says nothing. */
  readonly roster: boolean;
}

/** Areas directly below `parentId` (null: the top), administrative ones and overlays linked to them, by code and name. */
export async function areaChildren(db: Db | Trx, cityId: string, parentId: string | null, today: Day): Promise<AreaNode[]> {
  const { rows } = await sql<AreaNode>`
    select a.id, a.name, a.kind, a.overlay, o.id as "orgId", o.name as "orgName",
      ((select count(*) from area k where k.city_id = a.city_id and k.parent_id = a.id and k.valid_to > ${today}) +
       (select count(*) from area_link l where l.city_id = a.city_id and l.area_id = a.id))::int as children,
      exists (select 1 from area x join org g on g.city_id = x.city_id and g.area_id = x.id and g.class = 'primary-level' and g.state = 'active'
        where x.city_id = a.city_id and x.path like rtrim(regexp_replace(a.path, '[^/]+/$', ''), '') || '%' and x.kind in ('community', 'village', 'subdistrict', 'town', 'township')) as roster
    from area a
    left join lateral (
      select o.id, o.name from org o where o.city_id = a.city_id and o.area_id = a.id and o.standing and o.state = 'active' and o.class in ('local', 'primary-level')
        and (o.unit_id is null or exists (select 1 from unit u where u.city_id = o.city_id and u.id = o.unit_id and u.kind in ('subdistrict', 'township', 'community', 'village')))
        and o.joint_sense is null
      order by case o.form when 'committee' then 0 when 'general-branch' then 1 else 2 end, o.id limit 1) o on true
    where a.city_id = ${cityId} and a.valid_from <= ${today} and a.valid_to > ${today}
      and (${parentId}::uuid is null and a.parent_id is null and not a.overlay or a.parent_id = ${parentId}::uuid
        or exists (select 1 from area_link l where l.city_id = a.city_id and l.overlay_id = a.id and l.area_id = ${parentId}::uuid))
    order by a.overlay, a.id`.execute(db);
  return rows;
}

/** The way from the top down to the area, itself last. */
export async function areaPath(
  db: Db | Trx,
  cityId: string,
  areaId: string,
): Promise<{ id: string; name: string; kind: string }[]> {
  const { rows } = await sql<{ id: string; name: string; kind: string }>`
    select p.id, p.name, p.kind from area a join area p on p.city_id = a.city_id and a.path like p.path || '%' where a.city_id = ${cityId} and a.id = ${areaId}::uuid
    order by length(p.path)`.execute(db);
  return rows;
}

/** A unit as lists show it. */
export interface UnitRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly affiliationTier: string | null;
  readonly orgId: string | null;
  readonly orgName: string | null;
}

/** Units that stand in an area or below it, whoever they belong to (S-030): by kind with zero where there is none (S-031), and the first of each kind. */
export async function stationedUnits(
  db: Db | Trx,
  cityId: string,
  areaId: string,
  today: Day,
  each: number,
): Promise<{ kind: string; count: number; units: UnitRow[] }[]> {
  const { rows } = await sql<UnitRow & { total: number; place: number }>`
    select * from (
      select u.id, u.name, u.kind, u.affiliation_tier as "affiliationTier", o.id as "orgId", o.name as "orgName",
        count(*) over (partition by u.kind)::int as total, row_number() over (partition by u.kind order by u.name, u.id)::int as place
      from unit u join area x on x.city_id = u.city_id and x.id = u.located_area_id
      left join lateral (select o.id, o.name from org o where o.city_id = u.city_id and o.unit_id = u.id and o.standing and o.state = 'active' and o.form is not null order by o.id limit 1) o on true
      where u.city_id = ${cityId} and u.valid_from <= ${today} and u.valid_to > ${today}
        and x.path like (select path || '%' from area where city_id = ${cityId} and id = ${areaId}::uuid)) f
    where place <= ${each} order by kind, place`.execute(db);
  return UNIT_KINDS.map((kind) => {
    const found = rows.filter((row) => row.kind === kind);
    const units = found.map(({ id, name, affiliationTier, orgId, orgName }) => ({
      id,
      name,
      kind,
      affiliationTier,
      orgId,
      orgName,
    }));
    return { kind, count: found[0]?.total ?? 0, units };
  });
}

/** Organizations that cover an area itself, the standing ones first: what stands in a place. */
export async function orgsAt(
  db: Db | Trx,
  cityId: string,
  areaId: string,
  part: Part,
): Promise<{ id: string; name: string; standing: boolean; form: string | null; state: string }[]> {
  const { rows } = await sql<{ id: string; name: string; standing: boolean; form: string | null; state: string }>`
    select o.id, o.name, o.standing, o.form, o.state from org o where o.city_id = ${cityId} and o.area_id = ${areaId}::uuid and o.state <> 'cancelled'
    order by o.standing desc, o.state, o.id offset ${part.offset} limit ${part.limit}`.execute(db);
  return rows;
}

/** Names of areas by id. */
export async function areaNames(db: Db | Trx, cityId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('area').select(['id', 'name']).where('city_id', '=', cityId).where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
