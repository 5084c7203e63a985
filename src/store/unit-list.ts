/** The list of units; who may read it is decided by the route. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { Db, Trx } from './schema.ts';
import { matches } from './search.ts';

/** A unit of today with the organization set up in it, if there is one. */
export interface UnitRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly subtype: string | null;
  readonly affiliationTier: string | null;
  readonly affiliationArea: string | null;
  readonly locatedArea: string | null;
  readonly orgId: string | null;
  readonly pinyin: string;
}

/** What narrows the list; absent parts do not. */
export interface UnitFilter {
  readonly areaId?: string | undefined;
  readonly kind?: string | undefined;
  readonly text?: string | undefined;
}

/** Units of today by pinyin, after `[pinyin, id]` of the last one shown; an area stands for everything below it. */
export async function listUnits(
  db: Db | Trx,
  cityId: string,
  today: Day,
  filter: UnitFilter,
  limit: number,
  after: readonly [string, string] | undefined,
): Promise<UnitRow[]> {
  const yes = sql<boolean>`true`;
  const inArea = filter.areaId
    ? sql<boolean>`l.path like (select x.path || '%' from area x where x.city_id = ${cityId} and x.id = ${filter.areaId}::uuid)`
    : yes;
  const ofKind = filter.kind ? sql<boolean>`u.kind = ${filter.kind}` : yes;
  const named = filter.text ? matches(filter.text, 'u') : yes;
  const later = after ? sql<boolean>`(u.pinyin ~>~ ${after[0]} or (u.pinyin = ${after[0]} and u.id > ${after[1]}::uuid))` : yes;
  const { rows } = await sql<UnitRow>`
    select u.id, u.name, u.kind, u.subtype, u.affiliation_tier as "affiliationTier", f.name as "affiliationArea",
      l.name as "locatedArea", u.pinyin,
      (select o.id from org o where o.city_id = u.city_id and o.unit_id = u.id and o.standing and o.state = 'active'
        order by o.id limit 1) as "orgId"
    from unit u
    left join area f on f.city_id = u.city_id and f.id = u.affiliation_area_id
    left join area l on l.city_id = u.city_id and l.id = u.located_area_id
    where u.city_id = ${cityId} and u.valid_from <= ${today} and u.valid_to > ${today}
      and ${inArea} and ${ofKind} and ${named} and ${later}
    order by u.pinyin using ~<~, u.id limit ${limit}`.execute(db);
  return rows;
}
