import type { Insertable, Kysely } from 'kysely';
import { TOUR_ORGS, TOUR_PERSONS, TOUR_UNITS } from '#demo/tour';
import type { Day } from '#kernel/lib';
import { searchColumns } from '#kernel/registry';
import { newId } from '#store/id';
import { recountAll } from '#store/member-count';
import type { Database } from '#store/schema';

/** Where the tests of this city live. */
export const SMALL_CITY = 'small';

type Db = Kysely<Database>;
const SINCE = '2020-01-01' as Day;

/** Ids of the small city by readable keys. */
export interface SmallCity {
  readonly cityId: string;
  readonly areas: Record<'city' | 'wolong' | 'wancheng' | 'meixi' | 'qiyi' | 'wenhua' | 'bayi', string>;
  /** Standing organizations by source key. */
  readonly orgs: Map<string, string>;
  readonly units: Map<string, string>;
  /** Members of each organization by its source key, in the order made. */
  readonly members: Map<string, string[]>;
}

/**
 * A city of 7 areas, 11 standing organizations and 44 members with the source keys of the demo tour, so that the accounts of the
 * demo fit (a second city of another id may stand beside it): city committee -> districts 卧龙, 宛城 -> subdistricts 梅溪 (with 文化 branch), 七一; unit branches below the city's units.
 */
export async function createSmallCity(db: Db, cityId: string = SMALL_CITY): Promise<SmallCity> {
  const code = cityId === SMALL_CITY ? '419900' : '429900';
  await db.insertInto('city').values({ id: cityId, name: '小城', code, demo: true }).execute();
  const areas = await addAreas(db, cityId);
  const tree = newId();
  await db.insertInto('tree').values({ city_id: cityId, id: tree, kind: 'standing' }).execute();
  const units = new Map<string, string>();
  const addUnit = async (key: string, name: string, kind: string, area: string) => {
    const id = newId();
    const row: Insertable<Database['unit']> = {
      city_id: cityId,
      id,
      source_key: key,
      kind,
      name,
      affiliation_tier: 'city',
      affiliation_area_id: areas.city,
      located_area_id: area,
      release_cap: 12,
      valid_from: SINCE,
      ...columnsOf(name, 'place'),
    };
    await db.insertInto('unit').values(row).execute();
    units.set(key, id);
    return id;
  };
  const water = await addUnit(TOUR_UNITS.waterBureau, '市水利局', 'organ', areas.wenhua);
  const group = await addUnit(TOUR_UNITS.waterGroup, '宛清水务集团', 'state-enterprise', areas.bayi);
  const supply = await addUnit(TOUR_UNITS.waterSupply, '宛清供水公司', 'state-enterprise', areas.bayi);
  await addUnit(TOUR_UNITS.headquarters, '防控演练指挥部', 'administrative-body', areas.wenhua);

  const orgs = new Map<string, string>();
  const chains = new Map<string, string[]>();
  const addOrg = async (key: string, name: string, parent: string | null, facts: Partial<Insertable<Database['org']>>) => {
    const id = newId();
    await db
      .insertInto('org')
      .values({
        city_id: cityId,
        id,
        source_key: key,
        tree_id: tree,
        standing: true,
        class: 'primary-level',
        form: 'committee',
        name,
        started_on: SINCE,
        ...columnsOf(name, 'place'),
        ...facts,
      })
      .execute();
    const chain = [id, ...(parent ? chains.get(parent)! : [])];
    chains.set(key, chain);
    orgs.set(key, id);
    if (parent) {
      await db
        .insertInto('org_edge')
        .values({ city_id: cityId, id: newId(), tree_id: tree, child_id: id, parent_id: orgs.get(parent)!, valid_from: SINCE })
        .execute();
    }
    await db
      .insertInto('org_closure')
      .values(
        chain.map((ancestor, depth) => ({ city_id: cityId, tree_id: tree, ancestor_id: ancestor, descendant_id: id, depth })),
      )
      .execute();
  };
  const branch = { form: 'branch', holds_relationship: true } as const;
  await addOrg(TOUR_ORGS.city, '中共小城市委员会', null, { class: 'local', area_id: areas.city });
  await addOrg(TOUR_ORGS.wolong, '中共卧龙区委员会', TOUR_ORGS.city, { class: 'local', area_id: areas.wolong });
  await addOrg(TOUR_ORGS.wancheng, '中共宛城区委员会', TOUR_ORGS.city, { class: 'local', area_id: areas.wancheng });
  await addOrg(TOUR_ORGS.meixi, '梅溪街道党工委', TOUR_ORGS.wolong, { area_id: areas.meixi });
  await addOrg(TOUR_ORGS.qiyi, '七一街道党工委', TOUR_ORGS.wolong, { area_id: areas.qiyi });
  await addOrg(TOUR_ORGS.wenhua, '文化社区党支部', TOUR_ORGS.meixi, { ...branch, area_id: areas.wenhua });
  await addOrg('small-bayi', '八一社区党支部', TOUR_ORGS.qiyi, { ...branch, area_id: areas.bayi });
  await addOrg(TOUR_ORGS.waterBureau, '市水利局机关党委', TOUR_ORGS.city, { unit_id: water });
  await addOrg(TOUR_ORGS.waterBureauSecond, '市水利局机关第二党支部', TOUR_ORGS.waterBureau, { ...branch, unit_id: water });
  await addOrg(TOUR_ORGS.waterGroup, '宛清水务集团党委', TOUR_ORGS.city, { unit_id: group });
  await addOrg(TOUR_ORGS.waterSupply, '供水公司党支部', TOUR_ORGS.waterGroup, { ...branch, unit_id: supply });

  const members = new Map<string, string[]>();
  const addMembers = async (
    org: string,
    unit: string | null,
    residence: string,
    first: readonly [string, string][],
    count: number,
  ) => {
    const ids: string[] = [];
    for (let i = 0; i < count; i++) {
      const id = newId();
      const name =
        first[i]?.[1] ??
        `${'王李张刘陈杨赵黄周吴徐孙'[i % 12]}${'明建秀志春海'[i % 6]}${'华军英强梅波'[(i * 5 + org.length) % 6]}`;
      const key = first[i]?.[0] ?? `${org}-${i}`;
      await db
        .insertInto('person')
        .values({ city_id: cityId, id, source_key: key, status: 'full', unit_id: unit, residence_area_id: residence })
        .execute();
      await db
        .insertInto('person_name')
        .values({ city_id: cityId, person_id: id, name, ...columnsOf(name, 'person') })
        .execute();
      await db
        .insertInto('home')
        .values({ city_id: cityId, id: newId(), person_id: id, org_id: orgs.get(org)!, valid_from: SINCE })
        .execute();
      ids.push(id);
    }
    members.set(org, ids);
  };
  await addMembers(TOUR_ORGS.wenhua, null, areas.wenhua, [[TOUR_PERSONS.wenhuaSecretary, '许文英']], 12);
  await addMembers('small-bayi', null, areas.bayi, [], 9);
  await addMembers(TOUR_ORGS.waterBureauSecond, water, areas.wenhua, [[TOUR_PERSONS.member, '张明川']], 12);
  await addMembers(TOUR_ORGS.waterSupply, supply, areas.bayi, [[TOUR_PERSONS.supplySecretary, '陈立川']], 11);
  await recountAll(db, cityId, SINCE);
  return { cityId, areas, orgs, units, members };
}

/** The ids of a small city that was made earlier, read back. */
export async function smallCityOf(db: Db): Promise<SmallCity> {
  const byKey = async (table: 'org' | 'unit') => {
    const rows = await db.selectFrom(table).select(['id', 'source_key as key']).where('city_id', '=', SMALL_CITY).execute();
    return new Map(rows.flatMap((row) => (row.key === null ? [] : [[row.key, row.id] as const])));
  };
  const [orgs, units] = [await byKey('org'), await byKey('unit')];
  const named = new Map(
    (await db.selectFrom('area').select(['id', 'name']).where('city_id', '=', SMALL_CITY).execute()).map((row) => [
      row.name,
      row.id,
    ]),
  );
  const area = (name: string) => named.get(name)!;
  const homes = await db
    .selectFrom('home')
    .innerJoin('org', 'org.id', 'home.org_id')
    .select(['home.person_id as person', 'org.source_key as key'])
    .where('home.city_id', '=', SMALL_CITY)
    .orderBy('home.person_id')
    .execute();
  const members = new Map<string, string[]>();
  for (const { key, person } of homes) members.set(key!, [...(members.get(key!) ?? []), person]);
  return {
    cityId: SMALL_CITY,
    areas: {
      city: area('小城'),
      wolong: area('卧龙区'),
      wancheng: area('宛城区'),
      meixi: area('梅溪街道'),
      qiyi: area('七一街道'),
      wenhua: area('文化社区'),
      bayi: area('八一社区'),
    },
    orgs,
    units,
    members,
  };
}

async function addAreas(db: Db, cityId: string): Promise<SmallCity['areas']> {
  const ids = {
    city: newId(),
    wolong: newId(),
    wancheng: newId(),
    meixi: newId(),
    qiyi: newId(),
    wenhua: newId(),
    bayi: newId(),
  };
  const rows: [keyof typeof ids, keyof typeof ids | null, string, string, string][] = [
    ['city', null, 'city', '小城', '419900000000'],
    ['wolong', 'city', 'county', '卧龙区', '419903000000'],
    ['wancheng', 'city', 'county', '宛城区', '419902000000'],
    ['meixi', 'wolong', 'township', '梅溪街道', '419903001000'],
    ['qiyi', 'wolong', 'township', '七一街道', '419903002000'],
    ['wenhua', 'meixi', 'village', '文化社区', '419903001001'],
    ['bayi', 'qiyi', 'village', '八一社区', '419903002001'],
  ];
  const paths = new Map<string, string>();
  for (const [key, parent, kind, name, code] of rows) {
    const path = `${parent ? paths.get(parent) : '/'}${ids[key]}/`;
    paths.set(key, path);
    await db
      .insertInto('area')
      .values({
        city_id: cityId,
        id: ids[key],
        kind,
        parent_id: parent ? ids[parent] : null,
        path,
        name,
        lat: 33,
        lon: 112.5,
        point_origin: 'synthetic',
        valid_from: SINCE,
        ...columnsOf(name, 'place'),
      })
      .execute();
    await db
      .insertInto('area_code')
      .values({ city_id: cityId, area_id: ids[key], scheme: 'statistics', code, valid_from: SINCE })
      .execute();
  }
  return ids;
}

/** Search columns as the query builder takes them. */
function columnsOf(name: string, kind: 'person' | 'place') {
  const { grams, pinyin, initials } = searchColumns(name, kind);
  return { grams: [...grams], pinyin, initials };
}
