import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '#contract/client';
import {
  memberCreate,
  memberEdit,
  memberExport,
  memberLeave,
  memberReveal,
  memberShow,
  transferList,
  transferReceive,
  transferStart,
} from '#contract/members';
import { namesReveal, officeAdd, officeEnd, orgEnd, orgList, orgMembers, orgShow, unplacedList } from '#contract/organizations';
import { ROUTES } from '#contract/routes';
import { searchAll } from '#contract/search';
import { TOUR_ORGS, TOUR_PERSONS, TOUR_UNITS } from '#demo/tour';
import { newId } from '#store/id';
import { createPerson } from '#store/person';
import { memberIs } from '../support/drill.ts';
import { branchInput, codesOf, create, type RegisterWorld, startRegister } from '../support/register.ts';
import { refusal, type TestServer } from '../support/server.ts';

let world: RegisterWorld;
let server: TestServer;
let group: Client;
let district: Client;
let meixi: Client;
let units: ReadonlyMap<string, string>;
const org = (key: string): string => world.orgs.get(key) ?? '';
const input = branchInput;

beforeAll(async () => {
  world = await startRegister();
  ({ server, units } = world);
  group = await world.client('unitSecretary');
  district = await world.client('districtOfficer');
  meixi = await world.client('subdistrictSecretary');
}, 120_000);

describe('members', () => {
  const person = (name: string, more: Record<string, unknown> = {}) => ({ name, status: 'full', ...more });

  test('I-4 S-021 S-028 S-112 an outsider is refused in an organ’s committee with the unit boundary named', async () => {
    const city = await world.client('cityOfficer');
    const department = (await city.call(orgList, { query: { parentId: org(TOUR_ORGS.organizationDepartment) } })).data.items[0]!;
    const publicity = {
      name: '王晓松',
      status: 'full',
      unitId: units.get(TOUR_UNITS.publicity)!,
      residenceAreaId: null,
      sourceKey: null,
      skills: [],
    };
    const outsider = await createPerson(server.deps.store.db, server.cityId, publicity, department.id, server.deps.store.today());
    if (outsider.ok) throw new Error('an outsider was taken');
    expect(outsider.issues).toEqual([
      expect.objectContaining({ code: 'home-unit-boundary', params: { name: department.name, unit: '市委宣传部' } }),
    ]);
    expect(server.deps.content.text('zh-CN', 'issues-registry:home-unit-boundary')).toContain('全域党组织');
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
    const { data } = await meixi.call(unplacedList, { params: { orgId: org(TOUR_ORGS.meixi) } });
    expect(data.items.map((one) => [one.unitName, one.full, one.probationary])).toEqual([
      ['卧龙泉食品（演示单位）', 2, 5],
      ['仲景里药店（演示单位）', 3, 0],
      ['南都印务（演示单位）', 2, 0],
    ]);
    const { data: placed } = await group.call(unplacedList, { params: { orgId: org(TOUR_ORGS.waterGroup) } });
    expect(placed.items).toEqual([]);
  });

  test('S-131 taking part elsewhere leaves the relationship and the head count where they are', async () => {
    const branch = org(TOUR_ORGS.waterSupply);
    const before = (await group.call(orgShow, { params: { orgId: branch } })).data.members;
    const { db } = server.deps.store;
    const today = server.deps.store.today();
    const task = { id: newId() };
    const own = { city_id: server.cityId, tree_id: newId() };
    await db.insertInto('tree').values({ city_id: own.city_id, id: own.tree_id, kind: 'task' }).execute();
    await db
      .insertInto('org')
      .values({ ...own, ...task, standing: false, form: 'branch', name: '文化社区临时党支部', started_on: today })
      .execute();
    await db
      .insertInto('org_closure')
      .values({ ...own, ancestor_id: task.id, descendant_id: task.id, depth: 0 })
      .execute();
    const personId = world.persons.get(TOUR_PERSONS.supplySecretary)!;
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
    // One participant, hidden from outside as fewer than five; never a member here.
    expect(joined.serving).toBe(null);
    expect(joined.members).toBe(null);
    await db.deleteFrom('participation').where('id', '=', row.id).execute();
  });

  test('S-182 a member living in A, with a unit in B, serving in C keeps three areas', async () => {
    const { db } = server.deps.store;
    const { rows } = await sql<{ id: string; lives: string; unit: string; serves: string }>`
      select p.id, p.residence_area_id as lives, u.located_area_id as unit, o.area_id as serves from participation x
        join person p on p.id = x.person_id join unit u on u.id = p.unit_id join org o on o.id = x.org_id
      where p.residence_area_id <> u.located_area_id and u.located_area_id <> o.area_id and o.area_id <> p.residence_area_id
      order by p.id limit 1`.execute(db);
    const one = rows[0]!;
    await memberIs(server, one.id);
    const self = await server.as('member');
    const { data } = await self.call(memberShow, { params: { personId: one.id } });
    const line = data.lines.find((each) => each.kind === 'participation' && each.areaId === one.unit)!;
    const served = await self.call(orgShow, { params: { orgId: line.orgId! } });
    expect([data.residence?.id, line.areaId, served.data.area?.id]).toEqual([one.lives, one.unit, one.serves]);
    await memberIs(server, world.persons.get(TOUR_PERSONS.member)!);
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
    expect((await refusal(meixi.call(orgMembers, { params: { orgId } }))).code).toBe('names-not-allowed');
    const outside = (await meixi.call(orgShow, { params: { orgId } })).data;
    expect(outside.members).toMatchObject({ probationary: null });
    expect(outside.offices.every((one) => one.name === null && one.personId === null)).toBe(true);
    const city = await server.as('cityOfficer');
    expect((await refusal(city.call(orgMembers, { params: { orgId } }))).code).toBe('names-not-allowed');
    expect((await refusal(meixi.call(memberReveal, { params: { personId: ids[0]! }, body: { purpose: '看看' } }))).code).toBe(
      'names-not-allowed',
    );
  });

  test('search by characters, pinyin and initials; people only where they may be revealed', async () => {
    for (const q of ['供水', 'gongshui', 'gsgs']) {
      const { data } = await group.call(searchAll, { body: { q } });
      expect(
        data.organizations.map((one) => one.name),
        q,
      ).toContain('供水公司党支部');
    }
    for (const q of ['陈立川', '立川', 'chenli', 'clc']) {
      const { data } = await group.call(searchAll, { body: { q } });
      expect(
        data.members.map((one) => one.orgName),
        q,
      ).toContain('供水公司党支部');
      expect(JSON.stringify(data.members)).not.toContain('立川');
    }
    const { data: outside } = await meixi.call(searchAll, { body: { q: '陈立川' } });
    expect(outside.members).toEqual([]);
    const { data: city } = await (await server.as('cityOfficer')).call(searchAll, { body: { q: '陈立川' } });
    expect(city).toMatchObject({ members: [], membersSearched: false });
    // Narrowed to one organization: its people only, and a foreign one gives nobody.
    const of = async (orgId: string) =>
      (await group.call(searchAll, { body: { q: '陈', kinds: ['members'], limit: 50, orgId } })).data.members;
    const supply = org(TOUR_ORGS.waterSupply);
    expect((await of(supply)).length).toBeGreaterThan(0);
    expect((await of(supply)).every((one) => one.orgId === supply)).toBe(true);
    expect(await of(org(TOUR_ORGS.meixi))).toEqual([]);
  });

  test('a committee is found by the letters of what it is called in speech, without 中共', async () => {
    const found = async (q: string) =>
      (await district.call(searchAll, { body: { q, kinds: ['organizations'] } })).data.organizations.map((one) => one.name);
    for (const q of ['wlqw', 'wolongquwei', 'zgwlqw']) expect(await found(q)).toContain('中共卧龙区委');
  });

  test('S-015 the places offered are administrative areas of the tiers that are asked for', async () => {
    const offered = async (q: string, ...tiers: ('province' | 'city' | 'county' | 'township')[]) =>
      (await district.call(searchAll, { body: { q, kinds: ['areas'], limit: 50, tiers } })).data.areas.map((one) => one.name);
    expect(await offered('卧龙', 'county')).toEqual(['卧龙区']);
    expect(await offered('卧龙', 'township')).toEqual(['卧龙岗街道']);
    expect(await offered('nanyang', 'city')).toEqual(['南阳市']);
    expect(await offered('卧龙', 'province', 'city')).toEqual([]);
  });

  test('what is looked for never stands in an address', () => {
    const asked = ROUTES.filter((route) => route.query && 'q' in route.query.shape).map((route) => route.id);
    // Clauses, bodies that hold roles, units; no route that finds people.
    expect(asked.sort()).toEqual(['library-list-file', 'library-show', 'role-body-search', 'unit-list']);
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
    await group.call(transferStart, { params: { personId }, body: { toOrgId: own.data.id } });
    const homes = async () =>
      (await group.call(memberShow, { params: { personId } })).data.lines.filter(
        (one) => one.kind === 'home' && one.to > server.deps.store.today(),
      );
    expect((await homes()).map((one) => one.orgId)).toEqual([org(TOUR_ORGS.waterSupply)]);
    const transferId = (await group.call(memberShow, { params: { personId } })).data.transfer!.id;
    const waiting = async () => (await group.call(transferList, { params: { orgId: org(TOUR_ORGS.waterGroup) } })).data.items;
    expect(await waiting()).toMatchObject([{ id: transferId, personId, fromOrg: '供水公司党支部', toOrgId: own.data.id }]);
    expect((await refusal(meixi.call(transferList, { params: { orgId: own.data.id } }))).status).toBe(403);
    await group.call(transferReceive, { params: { orgId: own.data.id, transferId } });
    expect((await homes()).map((one) => one.orgId)).toEqual([own.data.id]);
    expect(await waiting()).toEqual([]);
    expect(await codesOf(group.call(orgEnd, { params: { orgId: own.data.id } }))).toEqual(['organization-has-members']);
  });

  test('a correction keeps the name that is not given, names an old version, and is refused to others; the export leaves a trace', async () => {
    const orgId = org(TOUR_ORGS.waterSupply);
    const { personId } = (await group.call(orgMembers, { params: { orgId }, query: { limit: 200 } })).data.items[3]!;
    const params = { personId };
    const before = await group.call(memberShow, { params });
    const record = async () =>
      JSON.parse(Buffer.from((await group.call(memberExport, { params })).data).toString()) as {
        record: Record<string, unknown>;
      };
    const { record: kept } = await record();
    const body = {
      status: kept.status as string,
      unitId: units.get(TOUR_UNITS.waterSupply)!,
      sourceKey: 'K-9',
      skills: ['水电'],
    };
    await group.call(memberEdit, { params, body }, { ifMatch: before.etag });
    const { record: now } = await record();
    expect(now).toMatchObject({ name: kept.name, sourceKey: 'K-9', skills: ['水电'] });
    const old = await refusal(group.call(memberEdit, { params, body }, { ifMatch: before.etag }));
    expect(old.code).toBe('edited-since');
    const fresh = await group.call(memberShow, { params });
    const outsider = await refusal(
      group.call(memberEdit, { params, body: { ...body, unitId: units.get(TOUR_UNITS.publicity)! } }, { ifMatch: fresh.etag }),
    );
    expect(outsider.status).toBeGreaterThanOrEqual(400);
    expect((await record()).record).toEqual(now);
    expect((await refusal(meixi.call(memberEdit, { params, body }, { ifMatch: fresh.etag }))).status).toBe(403);
    expect((await refusal(meixi.call(memberExport, { params }))).status).toBe(403);
    const looks = await server.deps.store.db
      .selectFrom('audit_event')
      .select('id')
      .where('action', '=', 'names-revealed')
      .where('subject_id', '=', personId)
      .execute();
    expect(looks).toHaveLength(3);
  });

  test('an office needs a full member of the organization; a second secretary is refused', async () => {
    const orgId = org(TOUR_ORGS.waterSupply);
    const { data } = await group.call(orgMembers, { params: { orgId }, query: { limit: 200 } });
    const add = (personId: string, office: 'secretary' | 'committee-member') =>
      group.call(officeAdd, { params: { orgId }, body: { personId, office, how: 'elected' } });
    const probationary = data.items.find((one) => one.status === 'probationary')!;
    expect(await codesOf(add(probationary.personId, 'committee-member'))).toEqual(['office-of-full-members']);
    const plain = data.items.find((one) => one.status === 'full' && one.office === null)!;
    expect(await codesOf(add(plain.personId, 'secretary'))).toEqual(['office-secretary-held']);
    await add(plain.personId, 'committee-member');
    const offices = (await group.call(orgShow, { params: { orgId } })).data.offices;
    expect(offices.map((one) => one.office)).toEqual(['secretary', 'committee-member']);
  });

  test('two secretaries recorded at the same moment: one is taken, the other refused', async () => {
    const below = await group.call(orgList, { query: { parentId: org(TOUR_ORGS.waterGroup) } });
    const orgId = below.data.items.find((one) => one.name === '排水公司党支部')!.id;
    const { offices } = (await group.call(orgShow, { params: { orgId } })).data;
    for (const one of offices) await group.call(officeEnd, { params: { orgId, officeId: one.id } });
    const { data } = await group.call(orgMembers, { params: { orgId }, query: { limit: 200 } });
    const full = data.items.filter((one) => one.status === 'full').slice(0, 4);
    const answers = await Promise.allSettled(
      full.map(({ personId }) =>
        group.call(officeAdd, { params: { orgId }, body: { personId, office: 'secretary', how: 'elected' } }),
      ),
    );
    expect(full).toHaveLength(4);
    expect(answers.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    const held = (await group.call(orgShow, { params: { orgId } })).data.offices;
    expect(held.filter((one) => one.office === 'secretary')).toHaveLength(1);
    const gone = await refusal(group.call(officeEnd, { params: { orgId, officeId: offices[0]!.id } }));
    expect(gone.code).toBe('not-found');
  });

  test('a member who leaves is counted no more from today; outside, the officer of another organization cannot say so', async () => {
    const orgId = org(TOUR_ORGS.waterSupply);
    const members = async () => (await group.call(orgMembers, { params: { orgId }, query: { limit: 200 } })).data.items;
    const before = await members();
    const { personId } = before.at(-1)!;
    const meixi = await server.as('subdistrictSecretary');
    expect((await refusal(meixi.call(memberLeave, { params: { personId } }))).code).toBe('outside-scope');
    expect((await group.call(memberLeave, { params: { personId } })).data.id).toBe(personId);
    // Nobody looks for a place for who has left.
    const { data: check } = await group.call(unplacedList, { params: { orgId: org(TOUR_ORGS.waterGroup) } });
    expect(check.items).toEqual([]);
    expect((await members()).map((one) => one.personId)).toEqual(before.slice(0, -1).map((one) => one.personId));
  });
});
