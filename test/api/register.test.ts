import { beforeAll, describe, expect, test } from 'vitest';
import { areaList, areaShow } from '#contract/areas';
import type { Client } from '#contract/client';
import { memberCreate, memberReveal, memberShow, transferReceive, transferStart } from '#contract/members';
import {
  namesReveal,
  officeAdd,
  orgCreate,
  orgEdit,
  orgEnd,
  orgList,
  orgMembers,
  orgShow,
  registerCheckShow,
} from '#contract/organizations';
import { searchAll } from '#contract/search';
import { unitCreate, unitShow } from '#contract/units';
import { TOUR_ORGS, TOUR_PERSONS, TOUR_UNITS } from '#demo/tour';
import { newId } from '#store/id';
import { findBodies } from '#store/scope';
import { refusal, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let group: Client;
let district: Client;
let meixi: Client;
let orgs: Map<string, string>;
let units: Map<string, string>;
let persons: Map<string, string>;

const org = (key: string): string => orgs.get(key) ?? '';

beforeAll(async () => {
  server = await startTestServer({ seed: 'demo' });
  group = await server.as('unitSecretary');
  district = await server.as('districtOfficer');
  meixi = await server.as('subdistrictSecretary');
  ({ orgs, units, persons } = await findBodies(server.deps.store.db, server.cityId, {
    orgs: Object.values(TOUR_ORGS),
    units: Object.values(TOUR_UNITS),
    persons: Object.values(TOUR_PERSONS),
  }));
}, 120_000);

const input = (name: string, more: Record<string, unknown> = {}) => ({ name, class: 'primary-level', form: 'branch', ...more });
const codesOf = async (call: Promise<unknown>): Promise<string[]> => ((await refusal(call)).issues ?? []).map((one) => one.code);
const create = (client: Client, parent: string, body: ReturnType<typeof input>) =>
  client.call(orgCreate, { params: { orgId: parent }, body: body as never });

describe('trees', () => {
  test('children come one level at a time, with what hangs below', async () => {
    const { data } = await district.call(orgList, {});
    expect(data.items).toHaveLength(1);
    expect(data.items[0]).toMatchObject({ name: '中共中央', referenceOnly: true });
    const { data: below } = await district.call(orgList, { query: { parentId: org(TOUR_ORGS.waterGroup) } });
    expect(below.items).toHaveLength(9);
    expect(below.items.find((one) => one.name === '供水公司党支部')?.check).toBe(true);
    expect(below.items.find((one) => one.name === '排水公司党支部')).toMatchObject({ form: 'branch', children: 0 });
  });

  test('S-014 central organizations are reference nodes: not editable, no counts', async () => {
    const root = (await district.call(orgList, {})).data.items[0]!;
    const { data } = await district.call(orgShow, { params: { orgId: root.id } });
    expect(data).toMatchObject({ class: 'central', referenceOnly: true, members: null, offices: [], findings: [] });
    expect(data.may.edit).toBe(false);
    const problem = await refusal(
      district.call(orgEdit, { params: { orgId: root.id }, body: input('x') as never }, { ifMatch: '"v1"' }),
    );
    expect(problem.code).toBe('outside-scope');
  });

  test('S-004 every standing organization of the demo reaches one root; an orphan is listed by name', async () => {
    const show = () => district.call(registerCheckShow, { params: { orgId: org(TOUR_ORGS.wolong) } });
    const clean = (await show()).data;
    expect(clean.checked).toBeGreaterThan(1200);
    expect(clean.issues).toEqual([]);
    const { db } = server.deps.store;
    const branch = org(TOUR_ORGS.waterBureauSecond);
    const edge = await db.selectFrom('org_edge').selectAll().where('child_id', '=', branch).executeTakeFirstOrThrow();
    await db.deleteFrom('org_edge').where('id', '=', edge.id).execute();
    const broken = (await show()).data;
    expect(broken.issues).toEqual([{ code: 'tree-organization-without-parent', params: { name: '市水利局机关第二党支部' } }]);
    await db.insertInto('org_edge').values(edge).execute();
  });

  test('S-019 S-020 a subdistrict and a township list every community and village with its organization or a blank', async () => {
    const top = (await district.call(areaList, {})).data.items[0]!;
    const counties = (await district.call(areaList, { query: { parentId: top.id } })).data.items;
    expect(counties).toHaveLength(15);
    const wolong = counties.find((one) => one.name === '卧龙区')!;
    const townships = (await district.call(areaList, { query: { parentId: wolong.id } })).data.items;
    for (const name of ['七一街道', '石桥镇']) {
      const place = townships.find((one) => one.name === name)!;
      const inside = (await district.call(areaList, { query: { parentId: place.id } })).data.items.filter((one) => !one.overlay);
      expect(inside).toHaveLength(place.children);
      expect(inside.every((one) => one.orgId !== null)).toBe(true);
    }
    const quarter = townships.find((one) => one.kind === 'statistical')!;
    expect(quarter).toMatchObject({ name: '龙王沟风景区', orgId: null, blank: false });
    const { db } = server.deps.store;
    const zeng = (await district.call(areaList, { query: { parentId: townships.find((one) => one.name === '七一街道')!.id } }))
      .data.items[0]!;
    await db.updateTable('org').set({ state: 'ended' }).where('area_id', '=', zeng.id).where('standing', '=', true).execute();
    const after = (await district.call(areaList, { query: { parentId: townships.find((one) => one.name === '七一街道')!.id } }))
      .data.items[0]!;
    expect(after).toMatchObject({ name: '曾楼社区', orgId: null, blank: true });
    await db.updateTable('org').set({ state: 'active' }).where('area_id', '=', zeng.id).where('standing', '=', true).execute();
  });

  test('S-030 S-031 a city unit stands in the list of the community where it is located, all kinds with zero where none', async () => {
    const { data: bureau } = await district.call(unitShow, { params: { unitId: units.get(TOUR_UNITS.waterBureau)! } });
    expect(bureau).toMatchObject({ affiliationTier: 'city', affiliationArea: '南阳市', locatedArea: '文化社区' });
    const { data } = await district.call(areaShow, { params: { areaId: bureau.locatedAreaId! } });
    const organs = data.stationed.find((one) => one.kind === 'organ')!;
    expect(organs.units.map((one) => one.name)).toContain('市水利局');
    for (const kind of ['organ', 'public-institution', 'state-enterprise', 'market'])
      expect(data.stationed.map((one) => one.kind)).toContain(kind);
    expect(data.stationed.some((one) => one.count === 0)).toBe(true);
  });
});

describe('set-up', () => {
  test('S-013 the class is one of four; a fifth value is refused', async () => {
    expect(await codesOf(create(group, org(TOUR_ORGS.waterGroup), input('新支部', { class: 'regional' })))).toContain(
      'organization-class-unknown',
    );
    const made = await create(group, org(TOUR_ORGS.waterGroup), input('新支部'));
    expect((await group.call(orgShow, { params: { orgId: made.data.id } })).data.class).toBe('primary-level');
  });

  test('S-018 township committee is primary-level: as local it is refused citing 26.3, as primary-level it is saved', async () => {
    const sheet = (await meixi.call(orgShow, { params: { orgId: org(TOUR_ORGS.meixi) } })).data;
    const areaId = sheet.area!.id;
    const refused = await refusal(
      create(district, org(TOUR_ORGS.wolong), input('梅溪街道新党工委', { class: 'local', form: 'committee', areaId })),
    );
    expect(refused.issues).toEqual([
      expect.objectContaining({
        code: 'organization-township-is-primary-level',
        params: expect.objectContaining({ line: '26.3' }),
      }),
    ]);
    const made = await create(district, org(TOUR_ORGS.wolong), input('梅溪街道新党工委', { form: 'committee', areaId }));
    const { data } = await district.call(orgShow, { params: { orgId: made.data.id } });
    expect(data).toMatchObject({ class: 'primary-level', form: 'committee' });
    await district.call(orgEnd, { params: { orgId: made.data.id } });
  });

  test('S-017 a branch under a leading group is refused; the group hangs by its own relation', async () => {
    const sheet = (await district.call(orgShow, { params: { orgId: org(TOUR_ORGS.wolong) } })).data;
    const leading = sheet.leadingGroups[0]!;
    expect(leading.name).toMatch(/党组$/);
    expect(sheet.children).toBeGreaterThan(0);
    const { db } = server.deps.store;
    const before = await db
      .selectFrom('org_edge')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    const own = await refusal(create(district, leading.id, input('某局党支部')));
    expect(own.code === 'outside-scope' || own.issues?.some((one) => one.code === 'edge-leading-group-outside-tree')).toBe(true);
    const after = await db
      .selectFrom('org_edge')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    expect(after.n).toBe(before.n);
    const shown = (await district.call(orgShow, { params: { orgId: leading.id } })).data;
    expect(shown).toMatchObject({ class: 'leading-group', form: null, parent: null, setUpBy: { name: '中共卧龙区委' } });
  });

  test('S-025 a standing organization has one of four forms; a Party group leads nobody', async () => {
    expect(await codesOf(create(group, org(TOUR_ORGS.waterGroup), input('某小队', { form: 'squad' })))).toContain(
      'organization-form-unknown',
    );
    const made = await create(group, org(TOUR_ORGS.waterSupply), input('供水一班党小组', { form: 'group' }));
    expect(await codesOf(create(group, made.data.id, input('组下支部')))).toContain('edge-group-leads-nobody');
    await group.call(orgEnd, { params: { orgId: made.data.id } });
  });

  test('S-032 an administrative body has no Party form; it may be linked as issuer', async () => {
    const sheet = (await meixi.call(orgShow, { params: { orgId: org(TOUR_ORGS.meixi) } })).data;
    const body = { name: '街道指挥部', kind: 'administrative-body', subtype: 'headquarters', locatedAreaId: sheet.area!.id };
    expect(await codesOf(meixi.call(unitCreate, { body: { ...body, form: 'branch' } }))).toContain('unit-has-no-form');
    const made = await meixi.call(unitCreate, { body });
    expect(await codesOf(create(meixi, org(TOUR_ORGS.meixi), input('街道指挥部党支部', { unitId: made.data.id })))).toContain(
      'organization-administrative-body-has-no-form',
    );
    const task = await server.deps.store.db
      .selectFrom('task')
      .select('issuer_unit_id')
      .where('state', '=', 'draft')
      .executeTakeFirstOrThrow();
    expect(task.issuer_unit_id).toBe(units.get(TOUR_UNITS.headquarters));
  });

  test('S-127 a joint branch needs two constituent units and keeps its sense', async () => {
    const two = [units.get(TOUR_UNITS.twoFull)!, units.get(TOUR_UNITS.twoFullFive)!];
    expect(
      await codesOf(create(meixi, org(TOUR_ORGS.meixi), input('一家联合党支部', { jointUnitIds: two.slice(0, 1) }))),
    ).toContain('organization-joint-needs-two-units');
    const made = await create(meixi, org(TOUR_ORGS.meixi), input('南都印务等2家联合党支部', { jointUnitIds: two }));
    const { data } = await meixi.call(orgShow, { params: { orgId: made.data.id } });
    expect(data).toMatchObject({ jointSense: 'rule', tags: ['joint'], standing: true, holdsRelationship: true });
    expect(data.constituents.map((one) => one.id).sort()).toEqual([...two].sort());
    await meixi.call(orgEnd, { params: { orgId: made.data.id } });
  });

  test('S-002 the page of an organization has a set-up panel and an activity panel, both with data', async () => {
    const { data } = await group.call(orgShow, { params: { orgId: org(TOUR_ORGS.waterSupply) } });
    expect(data).toMatchObject({
      class: 'primary-level',
      form: 'branch',
      parent: { name: '宛清水务集团党委' },
      unit: { affiliationTier: 'city', releaseCap: 4 },
    });
    expect(data.activities.length).toBeGreaterThan(0);
    expect(data.findings.find((one) => one.outcome === 'unmet')).toMatchObject({ modality: 'hard' });
    expect(data.findings.every((one) => one.clause.length > 0 && one.document.length > 0)).toBe(true);
  });

  test('a cycle is refused by name; a move keeps the old edge in the history', async () => {
    const top = await create(group, org(TOUR_ORGS.waterGroup), input('管网党总支', { form: 'general-branch' }));
    const low = await create(group, top.data.id, input('管网党总支下支部'));
    const { data, etag } = await group.call(orgShow, { params: { orgId: top.data.id } });
    const edit = { ...input('管网党总支', { form: 'general-branch' }), parentId: low.data.id };
    expect(await codesOf(group.call(orgEdit, { params: { orgId: data.id }, body: edit as never }, { ifMatch: etag }))).toContain(
      'tree-cycle',
    );
    const leaf = await group.call(orgShow, { params: { orgId: low.data.id } });
    await group.call(
      orgEdit,
      { params: { orgId: low.data.id }, body: { ...input('管网党总支下支部'), parentId: org(TOUR_ORGS.waterGroup) } as never },
      { ifMatch: leaf.etag },
    );
    const moved = (await group.call(orgShow, { params: { orgId: low.data.id } })).data;
    expect(moved.parent?.name).toBe('宛清水务集团党委');
    expect(moved.path.map((one) => one.name)).not.toContain('管网党总支');
    for (const id of [low.data.id, top.data.id]) await group.call(orgEnd, { params: { orgId: id } });
  });

  test('two editors: the second one is told and sees the current state', async () => {
    const made = await create(group, org(TOUR_ORGS.waterGroup), input('两人同改支部'));
    const { etag } = await group.call(orgShow, { params: { orgId: made.data.id } });
    const save = (name: string) =>
      group.call(orgEdit, { params: { orgId: made.data.id }, body: input(name) as never }, { ifMatch: etag });
    await save('先改的名字');
    const late = await refusal(save('后改的名字'));
    expect(late.code).toBe('edited-since');
    expect(late.current).toMatchObject({ name: '先改的名字' });
    await group.call(orgEnd, { params: { orgId: made.data.id } });
  });
});

describe('members', () => {
  const person = (name: string, more: Record<string, unknown> = {}) => ({ name, status: 'full', ...more });

  test('S-028 S-112 an outsider is refused in an organ’s committee with the unit boundary named', async () => {
    const cityUnits = await server.as('cityOfficer');
    const sheet = (await cityUnits.call(orgShow, { params: { orgId: org(TOUR_ORGS.organizationDepartment) } })).data;
    expect(sheet.unit?.name).toBe('市委组织部');
    const { db } = server.deps.store;
    const inGroup = (unitId: string) =>
      group.call(memberCreate, { params: { orgId: org(TOUR_ORGS.waterSupply) }, body: person('王晓松', { unitId }) as never });
    const refused = await refusal(inGroup(units.get(TOUR_UNITS.publicity)!));
    expect(refused.issues).toEqual([
      expect.objectContaining({ code: 'home-unit-boundary', params: { name: '供水公司党支部', unit: '市委宣传部' } }),
    ]);
    const made = await inGroup(units.get(TOUR_UNITS.waterSupply)!);
    const home = await db.selectFrom('home').select('org_id').where('person_id', '=', made.data.id).executeTakeFirstOrThrow();
    expect(home.org_id).toBe(org(TOUR_ORGS.waterSupply));
  });

  test('S-111 members whom no organization holds are listed, the target being none', async () => {
    const { data } = await meixi.call(registerCheckShow, { params: { orgId: org(TOUR_ORGS.meixi) } });
    expect(data.unplaced.map((one) => [one.unitName, one.full, one.probationary])).toEqual([
      ['卧龙泉食品（演示单位）', 2, 5],
      ['仲景里药店（演示单位）', 3, 0],
      ['南都印务（演示单位）', 2, 0],
    ]);
    const { data: placed } = await group.call(registerCheckShow, { params: { orgId: org(TOUR_ORGS.waterGroup) } });
    expect(placed.unplaced).toEqual([]);
  });

  test('S-131 taking part elsewhere leaves the relationship and the head count where they are', async () => {
    const branch = org(TOUR_ORGS.waterSupply);
    const before = (await group.call(orgShow, { params: { orgId: branch } })).data.members;
    const { db } = server.deps.store;
    const task = await db
      .selectFrom('org')
      .select('id')
      .where('standing', '=', false)
      .where('form', '=', 'branch')
      .executeTakeFirstOrThrow();
    const personId = persons.get(TOUR_PERSONS.supplySecretary)!;
    const today = server.deps.store.today();
    const row = {
      city_id: server.cityId,
      id: newId(),
      person_id: personId,
      org_id: task.id,
      role: 'member',
      mode: 'self-applied' as const,
      valid_from: today,
    };
    await db.insertInto('participation').values(row).execute();
    const after = (await group.call(orgShow, { params: { orgId: branch } })).data;
    expect(after.members).toEqual(before);
    expect(after.away).toBe(1);
    const { data } = await group.call(memberShow, { params: { personId } });
    expect(data.lines.filter((one) => one.kind === 'home').map((one) => one.orgId)).toEqual([branch]);
    const joined = (await district.call(orgShow, { params: { orgId: task.id } })).data;
    expect(joined.serving).toBe(null);
    expect(joined.members).toBe(null);
    await db.deleteFrom('participation').where('id', '=', row.id).execute();
  });

  test('S-182 a member living in A, with a unit in B, serving in C keeps three areas', async () => {
    const { db } = server.deps.store;
    const personId = persons.get(TOUR_PERSONS.member)!;
    const self = await server.as('member');
    const { data } = await self.call(memberShow, { params: { personId } });
    const line = data.lines.find((one) => one.kind === 'participation')!;
    const served = await db.selectFrom('org').select('area_id').where('id', '=', line.orgId).executeTakeFirstOrThrow();
    expect(data.residence?.name).toBe('文化社区');
    expect(line.areaId).toBe(data.unit?.areaId);
    expect(served.area_id).not.toBe(line.areaId);
    expect(served.area_id).not.toBe(data.residence?.id);
  });

  test('names: masked inside, revealed with purpose and trace, counts outside', async () => {
    const orgId = org(TOUR_ORGS.waterSupply);
    const { data } = await group.call(orgMembers, { params: { orgId } });
    expect(data.items[0]).toMatchObject({ name: '陈**', office: 'secretary' });
    expect(JSON.stringify(data)).not.toContain('陈立川');
    const ids = [data.items[0]!.personId];
    const revealed = await group.call(namesReveal, { params: { orgId }, body: { purpose: '核对名单', personIds: ids } });
    expect(revealed.data.items).toEqual([{ personId: ids[0], name: '陈立川' }]);
    const sheet = (await group.call(memberShow, { params: { personId: ids[0]! } })).data;
    expect(sheet.looks[0]).toMatchObject({ purpose: '核对名单', by: '李**' });
    expect((await refusal(meixi.call(orgMembers, { params: { orgId } }))).code).toBe('outside-scope');
    const outside = (await meixi.call(orgShow, { params: { orgId } })).data;
    expect(outside.members).toMatchObject({ probationary: null });
    expect(outside.offices.every((one) => one.name === null && one.personId === null)).toBe(true);
    const city = await server.as('cityOfficer');
    expect((await refusal(city.call(orgMembers, { params: { orgId } }))).code).toBe('names-not-allowed');
    expect((await refusal(meixi.call(memberReveal, { params: { personId: ids[0]! }, body: { purpose: '看看' } }))).code).toBe(
      'outside-scope',
    );
  });

  test('search by characters, pinyin and initials; people only where they may be revealed', async () => {
    for (const q of ['供水', 'gongshui', 'gsgs']) {
      const { data } = await group.call(searchAll, { query: { q } });
      expect(
        data.organizations.map((one) => one.name),
        q,
      ).toContain('供水公司党支部');
    }
    for (const q of ['陈立川', '立川', 'chenli', 'clc']) {
      const { data } = await group.call(searchAll, { query: { q } });
      expect(
        data.members.map((one) => one.orgName),
        q,
      ).toContain('供水公司党支部');
      expect(JSON.stringify(data.members)).not.toContain('立川');
    }
    const { data: outside } = await meixi.call(searchAll, { query: { q: '陈立川' } });
    expect(outside.members).toEqual([]);
    const { data: city } = await (await server.as('cityOfficer')).call(searchAll, { query: { q: '陈立川' } });
    expect(city).toMatchObject({ members: [], membersSearched: false });
  });

  test('I-3 a transfer moves the one relationship only when it is received', async () => {
    const { data } = await group.call(orgMembers, { params: { orgId: org(TOUR_ORGS.waterSupply) }, query: { limit: 200 } });
    const personId = data.items.at(-1)!.personId;
    const { items } = (await group.call(orgList, { query: { parentId: org(TOUR_ORGS.waterGroup) } })).data;
    const first = items.find((one) => one.name === '机关第一党支部')!;
    const outsider = await refusal(group.call(transferStart, { params: { personId }, body: { toOrgId: first.id } }));
    expect(outsider.issues?.map((one) => one.code)).toEqual(['home-unit-boundary']);
    const own = await create(
      group,
      org(TOUR_ORGS.waterGroup),
      input('供水公司第二党支部', { unitId: units.get(TOUR_UNITS.waterSupply)! }),
    );
    const started = await group.call(transferStart, { params: { personId }, body: { toOrgId: own.data.id } });
    const homes = async () =>
      (await group.call(memberShow, { params: { personId } })).data.lines.filter(
        (one) => one.kind === 'home' && one.to > server.deps.store.today(),
      );
    expect((await homes()).map((one) => one.orgId)).toEqual([org(TOUR_ORGS.waterSupply)]);
    await group.call(transferReceive, { params: { orgId: own.data.id, transferId: started.data.id } });
    expect((await homes()).map((one) => one.orgId)).toEqual([own.data.id]);
    expect(await codesOf(group.call(orgEnd, { params: { orgId: own.data.id } }))).toEqual(['organization-has-members']);
  });

  test('an office needs a full member of the organization; a second secretary is refused', async () => {
    const orgId = org(TOUR_ORGS.waterSupply);
    const { data } = await group.call(orgMembers, { params: { orgId }, query: { limit: 200 } });
    const add = (personId: string, office: 'secretary' | 'committee-member') =>
      group.call(officeAdd, { params: { orgId }, body: { personId, office, how: 'elected' } });
    const probationary = data.items.find((one) => one.status === 'probationary')!;
    expect(await codesOf(add(probationary.personId, 'committee-member'))).toEqual(['office-needs-full-member']);
    const plain = data.items.find((one) => one.status === 'full' && one.office === null)!;
    expect(await codesOf(add(plain.personId, 'secretary'))).toEqual(['office-secretary-held']);
    await add(plain.personId, 'committee-member');
    const offices = (await group.call(orgShow, { params: { orgId } })).data.offices;
    expect(offices.map((one) => one.office)).toEqual(['secretary', 'committee-member']);
  });
});
