/** Units: made, changed, ended; where a unit belongs and where it stands are two fields (S-030). */
import { sql } from 'kysely';
import { type Day, errorIssue, hasErrors, ok, type Result, refused } from '#kernel/lib';
import { checkUnit, SYSTEM_OF_UNIT, searchColumns, type Tier, UNIT_KINDS, type Unit, type UnitKind } from '#kernel/registry';
import { newId } from './id.ts';
import { areasById, unitsById } from './register-types.ts';
import type { Db, Trx } from './schema.ts';

/** What someone writes about a unit. */
export interface UnitInput {
  readonly name: string;
  readonly kind: string;
  readonly sourceKey: string | null;
  readonly affiliationTier: string | null;
  readonly affiliationAreaId: string | null;
  readonly locatedAreaId: string | null;
  readonly soeTier: number | null;
  readonly ownership: string | null;
  readonly industry: string | null;
  /** For an administrative body: headquarters, leading group, task team …; for a social organization: what sort. */
  readonly subtype: string | null;
  readonly authorityUnitId: string | null;
  readonly fullTimeStaff: number | null;
  readonly partTimeStaff: number | null;
  readonly releaseCap: number | null;
  /** A Party form typed for a unit: always refused, units have none (I-15, S-032). */
  readonly form?: string | null;
}

/** Enters a unit, or refuses with every issue. */
export async function createUnit(trx: Db | Trx, cityId: string, input: UnitInput, today: Day): Promise<Result<{ id: string }>> {
  const id = newId();
  const checked = await check(trx, cityId, id, input, today);
  if (!checked.ok) return checked;
  await trx
    .insertInto('unit')
    .values({ city_id: cityId, id, valid_from: today, ...columns(input) })
    .execute();
  return ok({ id });
}

/** Changes a unit; the caller has compared the version. */
export async function editUnit(
  trx: Db | Trx,
  cityId: string,
  unitId: string,
  input: UnitInput,
  today: Day,
): Promise<Result<{ version: number }>> {
  const checked = await check(trx, cityId, unitId, input, today);
  if (!checked.ok) return checked;
  const row = await trx
    .updateTable('unit')
    .set({ ...columns(input), version: sql<number>`version + 1` })
    .where('city_id', '=', cityId)
    .where('id', '=', unitId)
    .returning('version')
    .executeTakeFirst();
  return row ? ok({ version: row.version }) : refused(errorIssue('unit-gone', ['id'], {}));
}

/** Ends a unit today: refused while a standing organization is set up in it. */
export async function endUnit(trx: Db | Trx, cityId: string, unitId: string, today: Day): Promise<Result<{ id: string }>> {
  const unit = (await unitsById(trx, cityId, [unitId])).get(unitId);
  if (!unit) return refused(errorIssue('unit-gone', ['id'], {}));
  const org = await trx
    .selectFrom('org')
    .select('name')
    .where('city_id', '=', cityId)
    .where('unit_id', '=', unitId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (org) return refused(errorIssue('unit-has-organization', ['id'], { name: unit.name, organization: org.name }));
  await sql`update unit set valid_to = greatest(${today}::date, valid_from + 1), version = version + 1 where city_id = ${cityId} and id = ${unitId}::uuid`.execute(
    trx,
  );
  return ok({ id: unitId });
}

/** A unit with the names of what it refers to. */
export interface UnitSheet extends UnitInput {
  readonly id: string;
  readonly system: string | null;
  readonly affiliationArea: string | null;
  readonly locatedArea: string | null;
  readonly authority: string | null;
  /** Standing organizations set up in it. */
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
  readonly version: number;
}

/** The sheet of a unit, or undefined. */
export async function unitSheet(db: Db | Trx, cityId: string, unitId: string): Promise<UnitSheet | undefined> {
  const { rows } = await sql<UnitSheet>`
    select u.id, u.name, u.kind, u.source_key as "sourceKey", u.affiliation_tier as "affiliationTier", u.affiliation_area_id as "affiliationAreaId",
      u.located_area_id as "locatedAreaId", u.soe_tier as "soeTier", u.ownership, u.industry, u.subtype, u.authority_unit_id as "authorityUnitId",
      u.full_time_staff as "fullTimeStaff", u.part_time_staff as "partTimeStaff", u.release_cap as "releaseCap", u.system, u.version,
      f.name as "affiliationArea", l.name as "locatedArea", w.name as authority,
      coalesce((select json_agg(json_build_object('id', o.id, 'name', o.name) order by o.id) from org o
        where o.city_id = u.city_id and o.unit_id = u.id and o.standing and o.state = 'active'), '[]'::json) as organizations
    from unit u
    left join area f on f.city_id = u.city_id and f.id = u.affiliation_area_id
    left join area l on l.city_id = u.city_id and l.id = u.located_area_id
    left join unit w on w.city_id = u.city_id and w.id = u.authority_unit_id
    where u.city_id = ${cityId} and u.id = ${unitId}::uuid`.execute(db);
  return rows[0];
}

async function check(db: Db | Trx, cityId: string, id: string, input: UnitInput, today: Day): Promise<Result<null>> {
  const areas = await areasById(db, cityId, [input.affiliationAreaId, input.locatedAreaId]);
  const kind = input.kind as UnitKind;
  const known = (UNIT_KINDS as readonly string[]).includes(input.kind);
  const administrative = kind === 'administrative-body';
  const draft: Unit & { form?: string | null } = {
    id,
    sourceKey: input.sourceKey,
    kind,
    name: input.name,
    affiliationTier: input.affiliationTier as Tier | null,
    affiliationAreaId: input.affiliationAreaId,
    locatedAreaId: input.locatedAreaId,
    system: SYSTEM_OF_UNIT[kind] ?? 'none',
    soeTier: input.soeTier,
    ownership: input.ownership,
    industry: input.industry,
    body: (administrative ? input.subtype : null) as Unit['body'],
    subtype: administrative ? null : input.subtype,
    competentAuthority: input.authorityUnitId,
    fullTimeStaff: input.fullTimeStaff,
    partTimeStaff: input.partTimeStaff,
    releaseCap: input.releaseCap,
    from: today,
    to: '9999-12-31' as Day,
    ...(input.form === undefined ? {} : { form: input.form }),
  };
  const issues = [...checkUnit(draft, areas)];
  if (input.authorityUnitId !== null && !(await unitsById(db, cityId, [input.authorityUnitId])).has(input.authorityUnitId))
    issues.push(errorIssue('unit-authority-unknown', ['authorityUnitId'], { name: input.name }));
  if (!known) issues.push(errorIssue('unit-kind-unknown', ['kind'], { name: input.name, value: input.kind }));
  if (input.sourceKey !== null) {
    const taken = await db
      .selectFrom('unit')
      .select('id')
      .where('city_id', '=', cityId)
      .where('source_key', '=', input.sourceKey)
      .executeTakeFirst();
    if (taken && taken.id !== id) issues.push(errorIssue('unit-key-taken', ['sourceKey'], { value: input.sourceKey }));
  }
  return hasErrors(issues) ? refused(...issues) : ok(null);
}

function columns(input: UnitInput) {
  const found = searchColumns(input.name, 'place');
  return {
    source_key: input.sourceKey,
    kind: input.kind,
    name: input.name.trim(),
    grams: [...found.grams],
    pinyin: found.pinyin,
    initials: found.initials,
    affiliation_tier: input.affiliationTier,
    affiliation_area_id: input.affiliationAreaId,
    located_area_id: input.locatedAreaId,
    system: SYSTEM_OF_UNIT[input.kind as UnitKind],
    soe_tier: input.soeTier,
    ownership: input.ownership,
    industry: input.industry,
    subtype: input.subtype,
    authority_unit_id: input.authorityUnitId,
    full_time_staff: input.fullTimeStaff,
    part_time_staff: input.partTimeStaff,
    release_cap: input.releaseCap,
  };
}
