/**
 * Writes imported rows into the register, some statements for thousands of rows. Runs inside the transaction of the commit, so that
 * either the whole batch is there or nothing. Checks of what may be written are the caller's; constraints of the schema hold anyway.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { SearchColumns } from '#kernel/registry';
import type { CopyValue } from './copy.ts';
import { newId } from './id.ts';
import type { UnitStated } from './import-directory.ts';
import { copyParts, type LineTrx } from './line.ts';
import type { Trx } from './schema.ts';

/** Common to all rows: `id` is fresh for a new thing, the thing's own for a change. Null means: not stated, leave it as it is. */
interface Row {
  readonly id: string;
  readonly fresh: boolean;
  readonly search: SearchColumns;
}

export interface AreaRow extends Row {
  readonly code: string;
  readonly name: string;
  readonly kind: string | null;
  readonly parentId: string | null;
  readonly overlay: boolean;
  readonly path: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly from: Day;
  /** Its last day but one; null: none is stated. */
  readonly to: Day | null;
  /** Whether `code` is new to the area: the codes of before end on `from`. */
  readonly addsCode: boolean;
  /** The areas an overlay covers; null: not stated. */
  readonly covers: readonly string[] | null;
}

export interface UnitRow extends Row, UnitStated {
  readonly from: Day;
  readonly to: Day | null;
}

export interface OrgRow extends Row {
  readonly sourceKey: string | null;
  readonly name: string;
  readonly class: string;
  readonly form: string | null;
  readonly holds: boolean;
  readonly unitId: string | null;
  readonly areaId: string | null;
  readonly parentId: string | null;
  readonly edgeId: string;
  /** Units of a joint branch; empty for any other. */
  readonly constituents: readonly string[];
  readonly from: Day;
  readonly ended: Day | null;
}

export interface MemberRow extends Row {
  readonly sourceKey: string | null;
  readonly name: string;
  readonly status: string;
  readonly unitId: string | null;
  readonly residenceId: string | null;
  readonly skills: readonly string[] | null;
  readonly willing: boolean | null;
  readonly homeId: string;
  readonly orgId: string;
  readonly groupId: string | null;
  readonly from: Day;
  readonly until: Day;
  readonly wishErase: Day;
}

/** Rows a statement; keeps a message at a few megabytes. */
const PART = 5000;

/** Runs `statement` over the rows in parts, each as one JSON parameter. */
async function inParts<T>(
  rows: readonly T[],
  statement: (json: RawBuilder<unknown>) => RawBuilder<unknown>,
  trx: Trx,
): Promise<void> {
  for (let at = 0; at < rows.length; at += PART) {
    const json = sql`${JSON.stringify(rows.slice(at, at + PART))}::jsonb`;
    await statement(json).execute(trx);
  }
}

const flat = <T extends Row>(rows: readonly T[]) => rows.map(({ search, ...row }) => ({ ...row, ...search }));
const split = <T extends Row>(rows: readonly T[]): readonly [readonly T[], readonly T[]] => [
  rows.filter((row) => row.fresh),
  rows.filter((row) => !row.fresh),
];

/** Areas; parents come before their children. A new area gets its code in the scheme of imports; a new code of a known one ends the others. */
export async function writeAreas(trx: Trx, cityId: string, rows: readonly AreaRow[]): Promise<void> {
  const [fresh, known] = split(rows);
  await inParts(
    flat(fresh),
    (
      json,
    ) => sql`insert into area (city_id, id, kind, overlay, parent_id, path, name, grams, pinyin, initials, lat, lon, point_origin, valid_from, valid_to)
      select ${cityId}, r.id, r.kind, r.overlay, r."parentId", r.path, r.name, r.grams, r.pinyin, r.initials, r.lat, r.lon,
        case when r.lat is null then null else 'surveyed' end, r."from", coalesce(r."to", '9999-12-31')
      from jsonb_to_recordset(${json}) as r(id uuid, kind text, overlay boolean, "parentId" uuid, path text, name text, grams text[], pinyin text,
        initials text, lat float8, lon float8, "from" date, "to" date)`,
    trx,
  );
  await inParts(
    flat(known),
    (
      json,
    ) => sql`update area a set name = r.name, grams = r.grams, pinyin = r.pinyin, initials = r.initials, kind = coalesce(r.kind, a.kind),
        lat = coalesce(r.lat, a.lat), lon = coalesce(r.lon, a.lon), point_origin = case when r.lat is null then a.point_origin else 'surveyed' end,
        valid_to = coalesce(r."to", a.valid_to), version = a.version + 1
      from jsonb_to_recordset(${json}) as r(id uuid, name text, grams text[], pinyin text, initials text, kind text, lat float8, lon float8, "to" date)
      where a.city_id = ${cityId} and a.id = r.id`,
    trx,
  );
  const coded = rows.filter((row) => row.addsCode);
  const codes = sql`r(id uuid, code text, "from" date, "to" date)`;
  // A code that would end on the day it began never held.
  await inParts(
    coded.filter((row) => !row.fresh),
    (json) => sql`with gone as (delete from area_code c using jsonb_to_recordset(${json}) as ${codes}
        where c.city_id = ${cityId} and c.area_id = r.id and c.valid_from >= r."from")
      update area_code c set valid_to = r."from" from jsonb_to_recordset(${json}) as ${codes}
      where c.city_id = ${cityId} and c.area_id = r.id and c.valid_from < r."from" and c.valid_to > r."from"`,
    trx,
  );
  await inParts(
    coded,
    (json) => sql`insert into area_code (city_id, area_id, scheme, code, valid_from, valid_to)
      select ${cityId}, r.id, 'nbs', r.code, r."from", coalesce(r."to", '9999-12-31') from jsonb_to_recordset(${json}) as ${codes}`,
    trx,
  );
  await inParts(
    known.filter((row) => row.to !== null),
    (json) => sql`update area_code c set valid_to = r."to" from jsonb_to_recordset(${json}) as ${codes}
      where c.city_id = ${cityId} and c.area_id = r.id and c.valid_from < r."to" and c.valid_to > r."to"`,
    trx,
  );
  await replaceCovers(
    trx,
    cityId,
    rows.flatMap(({ id, covers }) => (covers === null ? [] : [{ id, covers }])),
  );
}

/** Replaces the areas that these overlays cover. */
export async function replaceCovers(
  trx: Trx,
  cityId: string,
  rows: readonly { readonly id: string; readonly covers: readonly string[] }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`delete from area_link where city_id = ${cityId} and overlay_id = any(${rows.map((row) => row.id)}::uuid[])`.execute(
    trx,
  );
  await inParts(
    rows.flatMap(({ id, covers }) => [...new Set(covers)].map((area) => ({ id, area }))),
    (json) => sql`insert into area_link (city_id, overlay_id, area_id)
      select ${cityId}, r.id, r.area from jsonb_to_recordset(${json}) as r(id uuid, area uuid)`,
    trx,
  );
}

const unitColumns = sql`r(id uuid, "sourceKey" text, name text, kind text, grams text[], pinyin text, initials text, "affiliationTier" text,
  "affiliationAreaId" uuid, "locatedAreaId" uuid, system text, "soeTier" int, ownership text, industry text, "releaseCap" int, "from" date, "to" date)`;

export async function writeUnits(trx: Trx, cityId: string, rows: readonly UnitRow[]): Promise<void> {
  const [fresh, known] = split(rows);
  await inParts(
    flat(fresh),
    (
      json,
    ) => sql`insert into unit (city_id, id, source_key, kind, name, grams, pinyin, initials, affiliation_tier, affiliation_area_id, located_area_id,
        system, soe_tier, ownership, industry, release_cap, valid_from, valid_to)
      select ${cityId}, r.id, r."sourceKey", r.kind, r.name, r.grams, r.pinyin, r.initials, r."affiliationTier", r."affiliationAreaId", r."locatedAreaId",
        r.system, r."soeTier", r.ownership, r.industry, r."releaseCap", r."from", coalesce(r."to", '9999-12-31') from jsonb_to_recordset(${json}) as ${unitColumns}`,
    trx,
  );
  await inParts(
    flat(known),
    (json) => sql`update unit u set name = r.name, grams = r.grams, pinyin = r.pinyin, initials = r.initials, kind = r.kind,
        affiliation_tier = coalesce(r."affiliationTier", u.affiliation_tier), affiliation_area_id = coalesce(r."affiliationAreaId", u.affiliation_area_id),
        located_area_id = coalesce(r."locatedAreaId", u.located_area_id), system = coalesce(r.system, u.system), soe_tier = coalesce(r."soeTier", u.soe_tier),
        ownership = coalesce(r.ownership, u.ownership), industry = coalesce(r.industry, u.industry), release_cap = coalesce(r."releaseCap", u.release_cap),
        valid_to = coalesce(r."to", u.valid_to), version = u.version + 1
      from jsonb_to_recordset(${json}) as ${unitColumns} where u.city_id = ${cityId} and u.id = r.id`,
    trx,
  );
}

/** Organizations with their edges; the caller rebuilds the closure afterwards. A change never moves an organization in the tree. */
export async function writeOrgs(trx: Trx, cityId: string, treeId: string, rows: readonly OrgRow[]): Promise<void> {
  const [fresh, known] = split(rows);
  const columns = sql`r(id uuid, "sourceKey" text, name text, class text, form text, holds boolean, grams text[], pinyin text, initials text,
    "unitId" uuid, "areaId" uuid, "parentId" uuid, "edgeId" uuid, joint boolean, "from" date, ended date)`;
  await inParts(
    flat(fresh).map((row) => ({ ...row, joint: row.constituents.length > 0 })),
    (
      json,
    ) => sql`insert into org (city_id, id, source_key, tree_id, standing, class, form, holds_relationship, joint_sense, name, grams, pinyin, initials, unit_id, area_id,
        started_on, ended_on, state)
      select ${cityId}, r.id, r."sourceKey", ${treeId}::uuid, true, r.class, r.form, r.holds, case when r.joint then 'rule' end, r.name, r.grams, r.pinyin, r.initials, r."unitId", r."areaId",
        r."from", r.ended, case when r.ended is null then 'active' else 'ended' end from jsonb_to_recordset(${json}) as ${columns}`,
    trx,
  );
  const joint = fresh.filter((row) => row.constituents.length > 0);
  await inParts(
    joint,
    (json) =>
      sql`insert into org_tag (city_id, org_id, tag) select ${cityId}, r.id, 'joint' from jsonb_to_recordset(${json}) as r(id uuid)`,
    trx,
  );
  await inParts(
    joint.flatMap((row) => row.constituents.map((unitId) => ({ id: newId(), orgId: row.id, unitId, from: row.from }))),
    (json) => sql`insert into org_constituent (city_id, id, org_id, unit_id, relation, valid_from)
      select ${cityId}, r.id, r."orgId", r."unitId", 'constituent', r."from" from jsonb_to_recordset(${json}) as r(id uuid, "orgId" uuid, "unitId" uuid, "from" date)`,
    trx,
  );
  await inParts(
    fresh.filter((row) => row.parentId !== null && row.ended === null),
    (json) => sql`insert into org_edge (city_id, id, tree_id, child_id, parent_id, valid_from)
      select ${cityId}, r."edgeId", ${treeId}::uuid, r.id, r."parentId", r."from" from jsonb_to_recordset(${json}) as r("edgeId" uuid, id uuid, "parentId" uuid, "from" date)`,
    trx,
  );
  await inParts(
    flat(known),
    (
      json,
    ) => sql`update org o set name = r.name, grams = r.grams, pinyin = r.pinyin, initials = r.initials, unit_id = coalesce(r."unitId", o.unit_id),
        area_id = coalesce(r."areaId", o.area_id), version = o.version + 1
      from jsonb_to_recordset(${json}) as ${columns} where o.city_id = ${cityId} and o.id = r.id`,
    trx,
  );
}

/**
 * Members with names, skills, wishes and, for new ones, the one relationship. A change never moves a relationship. New members go in
 * by COPY; `onRows` is told how many rows of all tables are written and how many there will be.
 */
export async function writeMembers(
  { trx, client }: LineTrx,
  cityId: string,
  rows: readonly MemberRow[],
  onRows: (done: number, total: number) => void = () => {},
): Promise<void> {
  const [fresh, known] = split(rows);
  const skilled = fresh.flatMap(({ id, skills }) => [...new Set(skills ?? [])].map((code) => [id, code] as const));
  const wishing = fresh.filter((row) => row.willing !== null);
  const total = 3 * fresh.length + skilled.length + wishing.length + known.length;
  let before = 0;
  const copy = async <T>(
    table: string,
    columns: readonly string[],
    from: readonly T[],
    valuesOf: (row: T) => readonly CopyValue[],
  ): Promise<void> => {
    const values = (row: T) => [cityId, ...valuesOf(row)];
    await copyParts(client, table, ['city_id', ...columns], from, values, (done) => onRows(before + done, total));
    before += from.length;
  };
  await copy('person', ['id', 'source_key', 'status', 'unit_id', 'residence_area_id', 'valid_from'], fresh, (row) => [
    row.id,
    row.sourceKey,
    row.status,
    row.unitId,
    row.residenceId,
    row.from,
  ]);
  await copy('person_name', ['person_id', 'name', 'grams', 'pinyin', 'initials'], fresh, ({ id, name, search }) => [
    id,
    name,
    search.grams,
    search.pinyin,
    search.initials,
  ]);
  await copy('home', ['id', 'person_id', 'org_id', 'group_org_id', 'valid_from', 'valid_to'], fresh, (row) => [
    row.homeId,
    row.id,
    row.orgId,
    row.groupId,
    row.from,
    row.until,
  ]);
  await copy('person_skill', ['person_id', 'code'], skilled, (pair) => pair);
  await copy('person_wish', ['person_id', 'willing', 'erase_after'], wishing, (row) => [row.id, row.willing, row.wishErase]);
  await changeMembers(trx, cityId, known);
  onRows(total, total);
}

async function changeMembers(trx: Trx, cityId: string, known: readonly MemberRow[]): Promise<void> {
  await inParts(
    known,
    (
      json,
    ) => sql`update person p set status = r.status, unit_id = coalesce(r."unitId", p.unit_id), residence_area_id = coalesce(r."residenceId", p.residence_area_id),
        version = p.version + 1
      from jsonb_to_recordset(${json}) as r(id uuid, status text, "unitId" uuid, "residenceId" uuid) where p.city_id = ${cityId} and p.id = r.id`,
    trx,
  );
  await inParts(
    flat(known),
    (json) => sql`insert into person_name (city_id, person_id, name, grams, pinyin, initials)
      select ${cityId}, r.id, r.name, r.grams, r.pinyin, r.initials
      from jsonb_to_recordset(${json}) as r(id uuid, name text, grams text[], pinyin text, initials text)
      on conflict (city_id, person_id) do update set name = excluded.name, grams = excluded.grams, pinyin = excluded.pinyin, initials = excluded.initials`,
    trx,
  );
  await replaceSkills(
    trx,
    cityId,
    known.flatMap(({ id, skills }) => (skills === null ? [] : [{ id, skills }])),
  );
  await inParts(
    known.filter((row) => row.willing !== null),
    (json) => sql`insert into person_wish (city_id, person_id, willing, erase_after)
      select ${cityId}, r.id, r.willing, r."wishErase" from jsonb_to_recordset(${json}) as r(id uuid, willing boolean, "wishErase" date)
      on conflict (city_id, person_id) do update set willing = excluded.willing, erase_after = excluded.erase_after`,
    trx,
  );
}

/** Replaces the skills of these persons. */
export async function replaceSkills(
  trx: Trx,
  cityId: string,
  rows: readonly { readonly id: string; readonly skills: readonly string[] }[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += PART) {
    const part = rows.slice(at, at + PART);
    await trx
      .deleteFrom('person_skill')
      .where('city_id', '=', cityId)
      .where(
        'person_id',
        'in',
        part.map((row) => row.id),
      )
      .execute();
    await sql`insert into person_skill (city_id, person_id, code)
      select distinct ${cityId}, r.id, s.code from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as r(id uuid, skills text[])
      cross join unnest(r.skills) as s(code)`.execute(trx);
  }
}

const TABLES = { areas: 'area', units: 'unit', organizations: 'org', members: 'person' } as const;

/** Versions of these things as they stand in the transaction. */
export async function versionsOf(
  trx: Trx,
  cityId: string,
  kind: keyof typeof TABLES,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const versions = new Map<string, number>();
  for (let at = 0; at < ids.length; at += PART) {
    const part = sql`${ids.slice(at, at + PART)}::uuid[]`;
    const { rows } = await sql<{ id: string; version: number }>`
      select id, version from ${sql.table(TABLES[kind])} where city_id = ${cityId} and id = any(${part})`.execute(trx);
    for (const row of rows) versions.set(row.id, row.version);
  }
  return versions;
}
