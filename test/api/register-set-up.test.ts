import { beforeAll, describe, expect, test } from 'vitest';
import { areaList, areaShow } from '#contract/areas';
import type { Client } from '#contract/client';
import { formationShow } from '#contract/formation';
import { activityList, orgEdit, orgEnd, orgList, orgShow, registerCheckShow } from '#contract/organizations';
import { searchAll } from '#contract/search';
import { sessionShow } from '#contract/session';
import { taskSave, taskShow } from '#contract/tasks';
import { unitCreate, unitShow } from '#contract/units';
import { DEMO_ACCOUNTS } from '#demo/accounts';
import { TOUR_ORGS, TOUR_UNITS } from '#demo/tour';
import type { Day } from '#kernel/lib';
import { searchColumns } from '#kernel/registry';
import { DEMO_PASSWORD } from '#server/demo-accounts';
import { addGrant } from '#store/account';
import { newId } from '#store/id';
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
  test('I-1 S-013 the class is one of four; a fifth value is refused', async () => {
    expect(await codesOf(create(group, org(TOUR_ORGS.waterGroup), input('新支部', { class: 'regional' })))).toContain(
      'organization-class-unknown',
    );
    const made = await create(group, org(TOUR_ORGS.waterGroup), input('新支部'));
    expect((await group.call(orgShow, { params: { orgId: made.data.id } })).data.class).toBe('primary-level');
  });

  test('I-1 S-018 township committee is primary-level: as local it is refused citing 26.3, as primary-level it is saved', async () => {
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

  test('I-2 S-017 a branch under a leading group is refused; the group hangs by its own relation', async () => {
    const sheet = (await district.call(orgShow, { params: { orgId: org(TOUR_ORGS.wolong) } })).data;
    const leading = sheet.leadingGroups[0]!;
    expect(leading.name).toMatch(/党组$/);
    expect(sheet.children).toBeGreaterThan(0);
    const { db } = server.deps.store;
    const edges = () =>
      db
        .selectFrom('org_edge')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
    const before = await edges();
    // Whoever keeps the district cannot even try; a secretary of the leading group itself is told why.
    expect((await refusal(create(district, leading.id, input('某局党支部')))).code).toBe('outside-scope');
    const inside = await actingIn(leading.id);
    const own = await refusal(create(inside, leading.id, input('某局党支部')));
    expect(own.code).toBe('invalid');
    expect(own.issues?.find((one) => one.code === 'edge-leading-group-outside-tree')?.params).toEqual({
      child: '某局党支部',
      parent: leading.name,
    });
    expect((await edges()).n).toBe(before.n);
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

  test('I-15 S-032 an administrative body has no Party form; it may be linked as issuer', async () => {
    const sheet = (await meixi.call(orgShow, { params: { orgId: org(TOUR_ORGS.meixi) } })).data;
    const body = { name: '街道指挥部', kind: 'administrative-body', subtype: 'headquarters', locatedAreaId: sheet.area!.id };
    expect(await codesOf(meixi.call(unitCreate, { body: { ...body, form: 'branch' } }))).toContain('unit-has-no-form');
    const made = await meixi.call(unitCreate, { body });
    expect(await codesOf(create(meixi, org(TOUR_ORGS.meixi), input('街道指挥部党支部', { unitId: made.data.id })))).toContain(
      'organization-administrative-body-has-no-form',
    );
    // No unit has a class or form of the Party, and the register shows no organization in the body.
    const shown = (await meixi.call(unitShow, { params: { unitId: made.data.id } })).data;
    expect(shown).toMatchObject({ kind: 'administrative-body', subtype: 'headquarters', organizations: [] });
    expect(Object.keys(shown)).not.toContain('form');
    expect(Object.keys(shown)).not.toContain('class');
    const city = await world.client('cityOfficer');
    const draft = await server.deps.store.db
      .selectFrom('task')
      .select('id')
      .where('state', '=', 'draft')
      .executeTakeFirstOrThrow();
    const params = { taskId: draft.id };
    const issuedBy = async (issuerUnitId: string) => {
      const { data, etag } = await city.call(taskShow, { params });
      await city.call(taskSave, { params, body: { ...data.content, issuerOrgId: null, issuerUnitId } }, { ifMatch: etag });
      return (await city.call(taskShow, { params })).data.content.issuerUnitId;
    };
    expect(await issuedBy(made.data.id)).toBe(made.data.id);
    const headquarters = units.get(TOUR_UNITS.headquarters)!;
    expect(await issuedBy(headquarters)).toBe(headquarters);
  });

  test('S-285 a work team is an administrative body like a liaison group: no organization in it; it issues a task, on which a temporary branch may be set up', async () => {
    const { area } = (await meixi.call(orgShow, { params: { orgId: org(TOUR_ORGS.meixi) } })).data;
    const city = await world.client('cityOfficer');
    const drafts = server.deps.store.db.selectFrom('task').select('id').where('state', '=', 'draft');
    const params = { taskId: (await drafts.executeTakeFirstOrThrow()).id };
    for (const subtype of ['work-team', 'liaison-group']) {
      const body = { name: `演练${subtype}`, kind: 'administrative-body', subtype, locatedAreaId: area!.id };
      const unitId = (await meixi.call(unitCreate, { body })).data.id;
      const shown = (await meixi.call(unitShow, { params: { unitId } })).data;
      expect(shown).toMatchObject({ kind: 'administrative-body', subtype, organizations: [] });
      expect(await codesOf(create(meixi, org(TOUR_ORGS.meixi), input('工作队党支部', { unitId })))).toContain(
        'organization-administrative-body-has-no-form',
      );
      const { data, etag } = await city.call(taskShow, { params });
      await city.call(
        taskSave,
        { params, body: { ...data.content, issuerOrgId: null, issuerUnitId: unitId } },
        { ifMatch: etag },
      );
      expect((await city.call(taskShow, { params })).data.content.issuerUnitId).toBe(unitId);
      const { findings } = (await city.call(formationShow, { params })).data;
      expect(findings.find((one) => one.rule === 'br-08a')).toMatchObject({ modality: 'permission', outcome: 'needs-approval' });
    }
  });

  test('S-054 standing stays standing: what comes out of a task organization is a new record linked to it, shown on both', async () => {
    const { db } = server.deps.store;
    const { id: taskId, owner_org_id: owner } = await db
      .selectFrom('task')
      .select(['id', 'owner_org_id'])
      .where('state', '=', 'draft')
      .executeTakeFirstOrThrow();
    expect(owner).not.toBeNull();
    const [taskOrg, treeId] = [newId(), newId()];
    const own = { city_id: server.cityId, tree_id: treeId };
    await db.insertInto('tree').values({ city_id: own.city_id, id: treeId, kind: 'task' }).execute();
    const name = '文化社区卡点临时党支部';
    const found = searchColumns(name, 'place');
    const searched = { grams: [...found.grams], pinyin: found.pinyin, initials: found.initials };
    await db
      .insertInto('org')
      .values({
        ...{ ...own, ...searched, id: taskOrg, standing: false, form: 'branch', name, task_id: taskId },
        ...{ state: 'ended', started_on: '2026-01-01' as Day, ended_on: '2026-03-01' as Day },
      })
      .execute();
    await db
      .insertInto('org_closure')
      .values({ ...own, ancestor_id: taskOrg, descendant_id: taskOrg, depth: 0 })
      .execute();
    // An ended one is found for this and for nothing else.
    const city = await world.client('cityOfficer');
    const search = async (tasks: boolean) =>
      (await city.call(searchAll, { body: { q: name, kinds: ['organizations'], tasks } })).data.organizations.map(
        (one) => one.id,
      );
    expect(await search(true)).toEqual([taskOrg]);
    expect(await search(false)).toEqual([]);
    const parent = org(TOUR_ORGS.meixi);
    const from = (evolvedFromId: string) => create(city, parent, input('卡点志愿服务党支部', { evolvedFromId }));
    expect(await codesOf(from(parent))).toEqual(['organization-origin-standing']);
    expect(await codesOf(from(newId()))).toEqual(['organization-origin-unknown']);
    const made = (await from(taskOrg)).data.id;
    const { data, etag } = await city.call(orgShow, { params: { orgId: made } });
    expect(data).toMatchObject({ standing: true, evolvedFrom: { id: taskOrg, name }, evolvedInto: [] });
    const old = (await city.call(orgShow, { params: { orgId: taskOrg } })).data;
    expect(old).toMatchObject({ standing: false, state: 'ended', evolvedFrom: null });
    expect(old.evolvedInto).toEqual([{ id: made, name: '卡点志愿服务党支部' }]);
    // Neither becomes the other: no field says so, and the record of the task cannot be edited into a standing one.
    const body = { ...input('卡点志愿服务党支部', { evolvedFromId: taskOrg }), standing: false };
    await city.call(orgEdit, { params: { orgId: made }, body: body as never }, { ifMatch: etag });
    expect((await city.call(orgShow, { params: { orgId: made } })).data.standing).toBe(true);
    const turned = city.call(orgEdit, { params: { orgId: taskOrg }, body: input(name) as never }, { ifMatch: '"v1"' });
    expect(await codesOf(turned)).toContain('organization-edit-task');
    await city.call(orgEnd, { params: { orgId: made } });
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
    const { items } = (await group.call(activityList, { params: { orgId: org(TOUR_ORGS.waterSupply) } })).data;
    expect(items.length).toBeGreaterThan(0);
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

/** A client of the district officer's account that acts as secretary of an organization. */
async function actingIn(orgId: string): Promise<Client> {
  const id = newId();
  const { db } = server.deps.store;
  await addGrant(db, {
    ...{ id, cityId: server.cityId, accountId: DEMO_ACCOUNTS.districtOfficer.id, role: 'secretary', orgId, unitId: null },
    ...{ from: '2020-01-01' as Day, by: null },
  });
  const client = await server.signIn(DEMO_ACCOUNTS.districtOfficer.login, DEMO_PASSWORD, id);
  expect((await client.call(sessionShow, {})).data.grants.map((one) => one.id)).toContain(id);
  return client;
}
