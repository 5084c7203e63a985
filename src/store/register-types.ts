/** Rows of the register as the kernel's types, fetched by `= any(…)`: never one by one. */
import { sql } from 'kysely';
import { type Day, FOREVER } from '#kernel/lib';
import type { Area, Constituent, Edge, Home, Organization, Person, System, Tier, TreeEdge, Unit } from '#kernel/registry';
import { ADMINISTRATIVE_KINDS } from '#kernel/registry';
import type { Db, Trx } from './schema.ts';

const BEGINNING = '1900-01-01' as Day;

/** Areas by id; unknown ids are missing. Codes are left out. */
export async function areasById(
  db: Db | Trx,
  cityId: string,
  ids: readonly (string | null | undefined)[],
): Promise<Map<string, Area>> {
  const wanted = present(ids);
  if (wanted.length === 0) return new Map();
  const rows = await db.selectFrom('area').selectAll().where('city_id', '=', cityId).where('id', 'in', wanted).execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        kind: row.kind,
        overlay: row.overlay,
        name: row.name,
        parentId: row.parent_id,
        codes: [],
        lat: row.lat,
        lon: row.lon,
        pointOrigin: row.point_origin,
        from: row.valid_from,
        to: row.valid_to,
      },
    ]),
  );
}

/** Units by id. */
export async function unitsById(
  db: Db | Trx,
  cityId: string,
  ids: readonly (string | null | undefined)[],
): Promise<Map<string, Unit>> {
  const wanted = present(ids);
  if (wanted.length === 0) return new Map();
  const rows = await db.selectFrom('unit').selectAll().where('city_id', '=', cityId).where('id', 'in', wanted).execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        sourceKey: row.source_key,
        kind: row.kind as Unit['kind'],
        name: row.name,
        affiliationTier: row.affiliation_tier as Tier | null,
        affiliationAreaId: row.affiliation_area_id,
        locatedAreaId: row.located_area_id,
        system: (row.system ?? 'none') as System,
        soeTier: row.soe_tier,
        ownership: row.ownership,
        industry: row.industry,
        body: (row.kind === 'administrative-body' ? row.subtype : null) as Unit['body'],
        subtype: row.kind === 'administrative-body' ? null : row.subtype,
        competentAuthority: row.authority_unit_id,
        fullTimeStaff: row.full_time_staff,
        partTimeStaff: row.part_time_staff,
        releaseCap: row.release_cap,
        from: row.valid_from,
        to: row.valid_to,
      },
    ]),
  );
}

/** What an organization is made from; search columns stay out, a city has tens of thousands of them. */
const ORG_COLUMNS = [
  'org.id',
  'org.source_key',
  'org.name',
  'org.standing',
  'org.class',
  'org.form',
  'org.holds_relationship',
  'org.joint_sense',
  'org.unit_id',
  'org.area_id',
  'org.function_key',
  'org.tree_id',
  'org.task_id',
  'org.common_need',
  'org.charter',
  'org.end_condition',
  'org.review_on',
  'org.state',
  'org.started_on',
  'org.ended_on',
  'org.evolved_from_id',
  'org.version',
] as const;

/** Organizations by id, with tags and constituents; the unit that an organization is set up in is its first constituent. */
export async function organizationsById(
  db: Db | Trx,
  cityId: string,
  ids: readonly (string | null | undefined)[],
): Promise<Map<string, Organization>> {
  const wanted = present(ids);
  if (wanted.length === 0) return new Map();
  const rows = await db
    .selectFrom('org')
    .leftJoin('area', (join) => join.onRef('area.city_id', '=', 'org.city_id').onRef('area.id', '=', 'org.area_id'))
    .select(ORG_COLUMNS)
    .select(['area.kind as area_kind', 'area.overlay as area_overlay'])
    .where('org.city_id', '=', cityId)
    .where('org.id', '=', anyOf(wanted))
    .execute();
  const tags = await db
    .selectFrom('org_tag')
    .select(['org_id', 'tag'])
    .where('city_id', '=', cityId)
    .where('org_id', '=', anyOf(wanted))
    .execute();
  const parts = await db
    .selectFrom('org_constituent')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('org_id', '=', anyOf(wanted))
    .execute();
  const [tagsOf, partsOf] = [byOrg(tags), byOrg(parts)];
  return new Map(
    rows.map((row) => {
      const from = row.started_on ?? BEGINNING;
      const own: Constituent[] =
        row.unit_id === null ? [] : [{ unitId: row.unit_id, areaId: null, relation: 'constituent', from, to: FOREVER }];
      const listed = (partsOf.get(row.id) ?? [])
        .filter((one) => one.unit_id !== row.unit_id)
        .map((one) => ({
          unitId: one.unit_id,
          areaId: one.area_id,
          relation: one.relation,
          from: one.valid_from,
          to: one.valid_to,
        }));
      const organization: Organization = {
        id: row.id,
        sourceKey: row.source_key,
        name: row.name,
        standing: row.standing,
        class: row.class,
        form: row.form,
        holdsRelationship: row.holds_relationship,
        jointSense: row.joint_sense,
        tags: (tagsOf.get(row.id) ?? []).map((one) => one.tag),
        constituents: [...own, ...listed],
        areaId: row.area_id,
        tier: tierOf(row.class, row.area_id !== null, row.area_overlay ? null : row.area_kind),
        functionKey: row.function_key,
        treeId: row.tree_id,
        taskId: row.task_id,
        commonNeed: row.common_need,
        charter: row.charter,
        actionPlan: null,
        endCondition: row.end_condition,
        reviewOn: row.review_on,
        state: row.state,
        startedOn: row.started_on,
        endedOn: row.ended_on,
        evolvedFromId: row.evolved_from_id,
        version: row.version,
      };
      return [row.id, organization];
    }),
  );
}

/** Persons by id, without names. */
export async function personsById(
  db: Db | Trx,
  cityId: string,
  ids: readonly (string | null | undefined)[],
): Promise<Map<string, Person>> {
  const wanted = present(ids);
  if (wanted.length === 0) return new Map();
  const rows = await db.selectFrom('person').selectAll().where('city_id', '=', cityId).where('id', 'in', wanted).execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        sourceKey: row.source_key,
        status: row.status,
        unitId: row.unit_id,
        homeElsewhere: row.home_elsewhere,
        residenceAreaId: row.residence_area_id,
        eraseAfter: row.erase_after,
      },
    ]),
  );
}

/** All homes that a person ever had here, oldest first. */
export async function homesOf(db: Db | Trx, cityId: string, personId: string): Promise<Home[]> {
  const rows = await db
    .selectFrom('home')
    .selectAll()
    .where('city_id', '=', cityId)
    .where('person_id', '=', personId)
    .orderBy('valid_from')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    orgId: row.org_id,
    groupOrgId: row.group_org_id,
    from: row.valid_from,
    to: row.valid_to,
  }));
}

/** What the check of a tree looks at in an organization: a city has tens of thousands, so nothing else of them is read. */
export type TreeOrg = Pick<Organization, 'id' | 'name' | 'standing' | 'class' | 'form' | 'treeId' | 'tier'>;

/** An organization with its edge of today; one with two parents comes twice. */
interface TreeRow {
  readonly id: string;
  readonly name: string;
  /** What thousands have in common, as one text: class, form, trees of organization and edge where they are not the standing tree, placed or not, kind of the area. */
  readonly kind: string;
  readonly parentId: string | null;
}

type TreeKind = Pick<TreeOrg, 'class' | 'form' | 'treeId' | 'tier'> & { readonly edgeTreeId: string };

/** The standing tree as the kernel checks it (S-004): leadership edges of today, set-up-by edges of leading groups. */
export async function standingTreeOf(
  db: Db | Trx,
  cityId: string,
  asOf: Day,
): Promise<{ organizations: TreeOrg[]; edges: TreeEdge[] }> {
  const tree = await db
    .selectFrom('tree')
    .select('id')
    .where('city_id', '=', cityId)
    .where('kind', '=', 'standing')
    .executeTakeFirst();
  if (!tree) return { organizations: [], edges: [] };
  const live = sql`o.city_id = ${cityId} and o.standing and o.state not in ('ended', 'cancelled')`;
  const { rows } = await sql<TreeRow>`
    select o.id, o.name, concat(o.class, '/', o.form, '/', nullif(o.tree_id, ${tree.id}::uuid), '/', nullif(e.tree_id, ${tree.id}::uuid), '/', o.area_id is not null, '/',
      case when a.overlay then null else a.kind end) as kind, e.parent_id as "parentId"
    from org o left join area a on a.city_id = o.city_id and a.id = o.area_id
      left join org_edge e on e.city_id = o.city_id and e.child_id = o.id and e.valid_from <= ${asOf} and e.valid_to > ${asOf}
    where ${live}`.execute(db);
  const setters = await sql<{ id: string; by: string }>`
    select o.id, o.set_up_by_id as by from org o where ${live} and o.set_up_by_id is not null`.execute(db);
  const kinds = new Map<string, TreeKind>();
  const organizations = new Map<string, TreeOrg>();
  const edges: TreeEdge[] = [];
  const join = (childId: string, parentId: string, treeId: string, kind: Edge['kind']) =>
    edges.push({ treeId, childId, parentId, from: asOf, to: FOREVER, kind });
  for (const row of rows) {
    let kind = kinds.get(row.kind);
    if (kind === undefined) {
      kind = treeKindOf(row.kind, tree.id);
      kinds.set(row.kind, kind);
    }
    const { class: clazz, form, treeId, tier } = kind;
    organizations.set(row.id, { id: row.id, name: row.name, standing: true, class: clazz, form, treeId, tier });
    if (row.parentId !== null) join(row.id, row.parentId, kind.edgeTreeId, 'leadership');
  }
  for (const { id, by } of setters.rows) join(id, by, organizations.get(id)?.treeId ?? tree.id, 'set-up-by');
  return { organizations: [...organizations.values()], edges };
}

function treeKindOf(text: string, standing: string): TreeKind {
  const [clazz, form, treeId, edgeTreeId, placed, areaKind] = text.split('/') as [string, string, string, string, string, string];
  const named = (clazz || null) as TreeOrg['class'];
  return {
    class: named,
    form: (form || null) as TreeOrg['form'],
    treeId: treeId || standing,
    edgeTreeId: edgeTreeId || standing,
    tier: tierOf(named, placed === 't', areaKind),
  };
}

/** The tier of a local committee by its administrative area; the one without an area is above the city. */
function tierOf(clazz: string | null, placed: boolean, areaKind: string | null): Tier | null {
  if (clazz !== 'local') return null;
  return placed ? ((ADMINISTRATIVE_KINDS as Record<string, Tier>)[areaKind ?? ''] ?? null) : 'province';
}

/** One parameter however many ids: a city has more organizations than a statement of one each is quick with. */
const anyOf = (ids: readonly string[]) => sql<string>`any(${[...ids]}::uuid[])`;

function byOrg<T extends { readonly org_id: string }>(rows: readonly T[]): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const row of rows) {
    const same = map.get(row.org_id);
    if (same) same.push(row);
    else map.set(row.org_id, [row]);
  }
  return map;
}

function present(ids: readonly (string | null | undefined)[]): string[] {
  return [...new Set(ids.filter((id): id is string => id !== null && id !== undefined))];
}
