/**
 * Takes an import back: things it made go, things it changed get their values of before. A row whose thing was edited or used since
 * stays out, by name. Runs inside the transaction of the undo.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Trx } from './schema.ts';

/** A row as the commit left it. */
export interface WrittenRow {
  readonly rowNo: number;
  readonly targetId: string;
  readonly version: number;
  /** Values of before; null for a thing that the import made. */
  readonly before: Readonly<Record<string, unknown>> | null;
}

/** Something that cannot be taken back. */
export interface KeptRow {
  readonly rowNo: number;
  readonly name: string;
  /** `edited` since, `used` by something else, or `gone`. */
  readonly why: 'edited' | 'used' | 'gone';
}

type UndoKind = 'areas' | 'units' | 'organizations' | 'members';

const TABLE: Record<UndoKind, string> = { areas: 'area', units: 'unit', organizations: 'org', members: 'person' };

/** What makes a new thing used: rows elsewhere that name it. Things of the same import do not count (`ids`). */
const used: Record<UndoKind, (cityId: string, ids: RawBuilder<unknown>) => RawBuilder<unknown>> = {
  areas: (cityId, ids) => sql`
    select parent_id as id from area where city_id = ${cityId} and parent_id = any(${ids}) and id <> all(${ids})
    union select area_id from area_link where city_id = ${cityId} and area_id = any(${ids}) and overlay_id <> all(${ids})
    union select located_area_id from unit where city_id = ${cityId} and located_area_id = any(${ids})
    union select affiliation_area_id from unit where city_id = ${cityId} and affiliation_area_id = any(${ids})
    union select area_id from org where city_id = ${cityId} and area_id = any(${ids})
    union select residence_area_id from person where city_id = ${cityId} and residence_area_id = any(${ids})
    union select area_id from post where city_id = ${cityId} and area_id = any(${ids})
    union select area_id from task where city_id = ${cityId} and area_id = any(${ids})`,
  units: (cityId, ids) => sql`
    select unit_id as id from person where city_id = ${cityId} and unit_id = any(${ids})
    union select unit_id from org where city_id = ${cityId} and unit_id = any(${ids})
    union select unit_id from org_constituent where city_id = ${cityId} and unit_id = any(${ids})
    union select unit_id from task_cap where city_id = ${cityId} and unit_id = any(${ids})
    union select unit_id from role_grant where city_id = ${cityId} and unit_id = any(${ids})
    union select issuer_unit_id from task where city_id = ${cityId} and issuer_unit_id = any(${ids})
    union select source_unit_id from participation where city_id = ${cityId} and source_unit_id = any(${ids})`,
  organizations: (cityId, ids) => sql`
    select org_id as id from home where city_id = ${cityId} and org_id = any(${ids})
    union select group_org_id from home where city_id = ${cityId} and group_org_id = any(${ids})
    union select parent_id from org_edge where city_id = ${cityId} and parent_id = any(${ids}) and child_id <> all(${ids})
    union select org_id from office where city_id = ${cityId} and org_id = any(${ids})
    union select org_id from role_grant where city_id = ${cityId} and org_id = any(${ids})
    union select org_id from activity where city_id = ${cityId} and org_id = any(${ids})
    union select owner_org_id from task where city_id = ${cityId} and owner_org_id = any(${ids})`,
  members: (cityId, ids) => sql`
    select person_id as id from participation where city_id = ${cityId} and person_id = any(${ids})
    union select person_id from office where city_id = ${cityId} and person_id = any(${ids})
    union select person_id from transfer where city_id = ${cityId} and person_id = any(${ids})
    union select person_id from plan_row where city_id = ${cityId} and person_id = any(${ids})
    union select person_id from account where city_id = ${cityId} and person_id = any(${ids})
    union select person_id from home where city_id = ${cityId} and person_id = any(${ids}) group by person_id having count(*) > 1`,
};

/** Rows that cannot be taken back, with the name of the thing as it stands now. */
export async function keptRows(trx: Trx, cityId: string, kind: UndoKind, rows: readonly WrittenRow[]): Promise<KeptRow[]> {
  const ids = sql`${rows.map((row) => row.targetId)}::uuid[]`;
  const fresh = sql`${rows.filter((row) => row.before === null).map((row) => row.targetId)}::uuid[]`;
  const table = sql.table(TABLE[kind]);
  const name =
    kind === 'members' ? sql`(select n.name from person_name n where n.city_id = t.city_id and n.person_id = t.id)` : sql`t.name`;
  const found = await sql<{ id: string; version: number; name: string | null }>`
    select t.id, t.version, ${name} as name from ${table} t where t.city_id = ${cityId} and t.id = any(${ids}) for update of t`.execute(
    trx,
  );
  const inUse = await sql<{ id: string }>`${used[kind](cityId, fresh)}`.execute(trx);
  const usedIds = new Set(inUse.rows.map((row) => row.id));
  const current = new Map(found.rows.map((row) => [row.id, row]));
  return rows.flatMap((row): KeptRow[] => {
    const now = current.get(row.targetId);
    if (!now) return [{ rowNo: row.rowNo, name: '', why: 'gone' }];
    if (now.version !== row.version) return [{ rowNo: row.rowNo, name: now.name ?? '', why: 'edited' }];
    return usedIds.has(row.targetId) ? [{ rowNo: row.rowNo, name: now.name ?? '', why: 'used' }] : [];
  });
}

/** Takes the rows back: what was made is deleted, children before parents; what was changed gets its columns of before. */
export async function takeBack(trx: Trx, cityId: string, kind: UndoKind, rows: readonly WrittenRow[]): Promise<void> {
  const made = rows.filter((row) => row.before === null).map((row) => row.targetId);
  const ids = sql`${made}::uuid[]`;
  if (kind === 'organizations') {
    await sql`delete from org_edge where city_id = ${cityId} and child_id = any(${ids})`.execute(trx);
    await sql`delete from org_closure where city_id = ${cityId} and descendant_id = any(${ids})`.execute(trx);
  }
  if (kind !== 'members') await sql`delete from member_count where city_id = ${cityId} and place_id = any(${ids})`.execute(trx);
  if (made.length > 0)
    await sql`delete from ${sql.table(TABLE[kind])} where city_id = ${cityId} and id = any(${ids})`.execute(trx);
  const changed = rows.filter((row) => row.before !== null).map((row) => ({ id: row.targetId, before: row.before }));
  if (changed.length === 0) return;
  const json = sql`${JSON.stringify(changed)}::jsonb`;
  // The record of before holds the columns that may have changed, by their names in the table; one that an earlier release wrote names
  // neither the end of an area or unit nor codes and covered areas: those it could not change, and they stay.
  await restore[kind](trx, cityId, json);
}

const column = (name: string, type: string) => sql`(r.before ->> ${sql.lit(name)})::${sql.raw(type)}`;
const list = (name: string) => sql`array(select jsonb_array_elements_text(r.before -> ${sql.lit(name)}))`;
/** The first or last day of a code as it was; a record of an earlier release does not say. */
const codeDay = (code: string, end: 'from' | 'to') => sql`(r.before -> 'codeDays' -> ${sql.ref(code)} ->> ${sql.lit(end)})::date`;
const search = () =>
  sql`grams = ${list('grams')}, pinyin = ${column('pinyin', 'text')}, initials = ${column('initials', 'text')}`;

const restore: Record<UndoKind, (trx: Trx, cityId: string, json: RawBuilder<unknown>) => Promise<void>> = {
  async areas(trx, cityId, json) {
    await sql`update area t set name = ${column('name', 'text')}, ${search()}, kind = ${column('kind', 'text')}, lat = ${column('lat', 'float8')},
        lon = ${column('lon', 'float8')}, point_origin = ${column('pointOrigin', 'text')}, valid_to = coalesce(${column('to', 'date')}, t.valid_to), version = t.version + 1
      from jsonb_to_recordset(${json}) as r(id uuid, before jsonb) where t.city_id = ${cityId} and t.id = r.id`.execute(trx);
    await sql`delete from area_code t using jsonb_to_recordset(${json}) as r(id uuid, before jsonb)
      where t.city_id = ${cityId} and t.area_id = r.id and t.code = r.before ->> 'addedCode'`.execute(trx);
    await sql`update area_code t set valid_to = coalesce(${codeDay('t.code', 'to')}, ${column('to', 'date')}, t.valid_to) from jsonb_to_recordset(${json}) as r(id uuid, before jsonb)
      where t.city_id = ${cityId} and t.area_id = r.id and t.code in (select jsonb_array_elements_text(r.before -> 'codes'))`.execute(
      trx,
    );
    await sql`insert into area_code (city_id, area_id, scheme, code, valid_from, valid_to)
      select ${cityId}, r.id, 'nbs', c.code, coalesce(${codeDay('c.code', 'from')}, a.valid_from), coalesce(${codeDay('c.code', 'to')}, '9999-12-31') from jsonb_to_recordset(${json}) as r(id uuid, before jsonb)
      join area a on a.city_id = ${cityId} and a.id = r.id cross join jsonb_array_elements_text(r.before -> 'codes') as c(code)
      where not exists (select 1 from area_code k where k.city_id = ${cityId} and k.area_id = r.id and k.code = c.code)`.execute(
      trx,
    );
    await sql`delete from area_link t using jsonb_to_recordset(${json}) as r(id uuid, before jsonb)
      where t.city_id = ${cityId} and t.overlay_id = r.id and r.before ? 'covers'`.execute(trx);
    await sql`insert into area_link (city_id, overlay_id, area_id) select ${cityId}, r.id, c.area::uuid
      from jsonb_to_recordset(${json}) as r(id uuid, before jsonb) cross join jsonb_array_elements_text(r.before -> 'covers') as c(area)`.execute(
      trx,
    );
  },
  async units(trx, cityId, json) {
    await sql`update unit t set name = ${column('name', 'text')}, ${search()}, kind = ${column('kind', 'text')}, affiliation_tier = ${column('affiliationTier', 'text')},
        affiliation_area_id = ${column('affiliationAreaId', 'uuid')}, located_area_id = ${column('locatedAreaId', 'uuid')}, system = ${column('system', 'text')},
        soe_tier = ${column('soeTier', 'int')}, ownership = ${column('ownership', 'text')}, industry = ${column('industry', 'text')},
        release_cap = ${column('releaseCap', 'int')}, valid_to = coalesce(${column('to', 'date')}, t.valid_to), version = t.version + 1
      from jsonb_to_recordset(${json}) as r(id uuid, before jsonb) where t.city_id = ${cityId} and t.id = r.id`.execute(trx);
  },
  async organizations(trx, cityId, json) {
    await sql`update org t set name = ${column('name', 'text')}, ${search()}, unit_id = ${column('unitId', 'uuid')}, area_id = ${column('areaId', 'uuid')}, version = t.version + 1
      from jsonb_to_recordset(${json}) as r(id uuid, before jsonb) where t.city_id = ${cityId} and t.id = r.id`.execute(trx);
  },
  async members(trx, cityId, json) {
    await sql`update person t set status = ${column('status', 'text')}, unit_id = ${column('unitId', 'uuid')}, residence_area_id = ${column('residenceId', 'uuid')}, version = t.version + 1
      from jsonb_to_recordset(${json}) as r(id uuid, before jsonb) where t.city_id = ${cityId} and t.id = r.id`.execute(trx);
    await sql`update person_name t set name = ${column('name', 'text')}, ${search()}
      from jsonb_to_recordset(${json}) as r(id uuid, before jsonb) where t.city_id = ${cityId} and t.person_id = r.id`.execute(
      trx,
    );
    await sql`delete from person_skill t using jsonb_to_recordset(${json}) as r(id uuid, before jsonb) where t.city_id = ${cityId} and t.person_id = r.id`.execute(
      trx,
    );
    await sql`insert into person_skill (city_id, person_id, code) select ${cityId}, r.id, s.code
      from jsonb_to_recordset(${json}) as r(id uuid, before jsonb) cross join jsonb_array_elements_text(r.before -> 'skills') as s(code)`.execute(
      trx,
    );
    await sql`delete from person_wish t using jsonb_to_recordset(${json}) as r(id uuid, before jsonb)
      where t.city_id = ${cityId} and t.person_id = r.id and r.before ->> 'willing' is null and t.do_not_ask_until is null and t.windows = '{}'`.execute(
      trx,
    );
    await sql`update person_wish t set willing = ${column('willing', 'boolean')}
      from jsonb_to_recordset(${json}) as r(id uuid, before jsonb) where t.city_id = ${cityId} and t.person_id = r.id`.execute(
      trx,
    );
  },
};
