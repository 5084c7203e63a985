import { beforeAll, expect, test } from 'vitest';
import { areaList } from '#contract/areas';
import type { Client } from '#contract/client';
import { unitCreate, unitEdit, unitEnd, unitList, unitShow } from '#contract/units';
import { TOUR_UNITS } from '#demo/tour';
import { allOf } from '../support/list-rows.ts';
import { codesOf, type RegisterWorld, startRegister } from '../support/register.ts';
import { refusal } from '../support/server.ts';

let world: RegisterWorld;
let district: Client;
let branch: Client;
let wolong = '';

beforeAll(async () => {
  world = await startRegister();
  district = await world.client('districtOfficer');
  branch = await world.client('unitSecretary');
  const city = (await district.call(areaList, {})).data.items[0]!;
  const counties = (await district.call(areaList, { query: { parentId: city.id } })).data.items;
  wolong = counties.find((one) => one.name === '卧龙区')!.id;
}, 120_000);

const all = (query: { areaId?: string; kind?: string; q?: string }) =>
  allOf(
    district,
    unitList,
    (page) => ({ query: { ...page, ...query } }),
    (answer) => answer.items,
    200,
  );

test('S-022 the list of units filtered by kind keeps enterprises and public institutions apart', async () => {
  const every = await all({ areaId: wolong });
  expect(new Set(every.map((one) => one.id)).size).toBe(every.length);
  // Two of one name but of another kind: each is in its own list and in no other.
  const kinds = ['public-institution', 'state-enterprise', 'collective-enterprise', 'non-public-enterprise'];
  const made = new Map<string, string>();
  for (const kind of kinds) {
    const entry = { name: '宛西试验场', kind, affiliationTier: 'county', affiliationAreaId: wolong, locatedAreaId: wolong };
    made.set(kind, (await district.call(unitCreate, { body: entry })).data.id);
  }
  const lists = new Map<string, string[]>();
  for (const kind of kinds)
    lists.set(
      kind,
      (await all({ areaId: wolong, kind })).map((one) => one.id),
    );
  for (const kind of kinds)
    for (const [other, id] of made) expect(lists.get(kind)!.includes(id), `${other} in ${kind}`).toBe(kind === other);
  const before = new Set(every.map((one) => one.id));
  for (const kind of ['public-institution', 'state-enterprise'])
    expect(lists.get(kind)!.filter((id) => before.has(id)).length, kind).toBeGreaterThan(0);
  expect(new Set([...lists.values()].flat()).size).toBe([...lists.values()].flat().length);
  for (const id of made.values()) await district.call(unitEnd, { params: { unitId: id } });
});

test('the list of units is found by characters, pinyin and initials', async () => {
  for (const q of ['水利局', 'shishuiliju', 'sslj']) expect((await all({ q })).map((one) => one.name)).toContain('市水利局');
});

test('S-024 a social organization has its sort, full-time and part-time staff and competent authority as fields', async () => {
  const authorityUnitId = world.units.get(TOUR_UNITS.waterBureau)!;
  const body = {
    name: '卧龙区河湖保护研究会',
    kind: 'social-organization',
    subtype: 'research-society',
    affiliationTier: 'county',
    affiliationAreaId: wolong,
    locatedAreaId: wolong,
    authorityUnitId,
    fullTimeStaff: 2,
    partTimeStaff: 11,
  };
  const { data: made } = await district.call(unitCreate, { body });
  const { data, etag } = await district.call(unitShow, { params: { unitId: made.id } });
  expect(data).toMatchObject({
    ...body,
    system: 'social-organization',
    authority: '市水利局',
    organizations: [],
    may: { edit: true },
  });
  expect(await codesOf(district.call(unitCreate, { body: { ...body, fullTimeStaff: -1 } }))).not.toEqual([]);
  // Whoever keeps the area may correct the entry while no organization is set up in it; others may not.
  const changed = await district.call(
    unitEdit,
    { params: { unitId: made.id }, body: { ...body, partTimeStaff: 12 } },
    { ifMatch: etag! },
  );
  expect(changed.data.partTimeStaff).toBe(12);
  expect((await branch.call(unitShow, { params: { unitId: made.id } })).data.may.edit).toBe(false);
  const foreign = branch.call(unitEdit, { params: { unitId: made.id }, body }, { ifMatch: changed.etag! });
  expect((await refusal(foreign)).code).toBe('outside-scope');
  await district.call(unitEnd, { params: { unitId: made.id } });
  const { db } = world.server.deps.store;
  const ended = await db
    .selectFrom('unit')
    .select(['valid_from', 'valid_to'])
    .where('id', '=', made.id)
    .executeTakeFirstOrThrow();
  expect(ended.valid_to < '2999-01-01' && ended.valid_to > ended.valid_from).toBe(true);
});

test('a unit with an organization of another body can be seen from its area, not changed', async () => {
  const { data } = await district.call(unitShow, { params: { unitId: world.units.get(TOUR_UNITS.waterBureau)! } });
  expect(data.may.edit).toBe(false);
  expect(data.organizations.length).toBeGreaterThan(0);
});
