import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '#contract/client';
import { orgList, orgShow } from '#contract/organizations';
import { TOUR_ORGS } from '#demo/tour';
import { hasLeadingRole } from '#kernel/rules';
import { branchInput, create, type RegisterWorld, startRegister } from '../support/register.ts';
import type { TestServer } from '../support/server.ts';

let world: RegisterWorld;
let server: TestServer;
let _group: Client;
let district: Client;
const org = (key: string): string => world.orgs.get(key) ?? '';
const input = branchInput;

beforeAll(async () => {
  world = await startRegister();
  ({ server } = world);
  _group = await world.client('unitSecretary');
  district = await world.client('districtOfficer');
}, 120_000);

describe('functions as the page of an organization gets them', () => {
  const functionsOf = async (orgId: string) => (await district.call(orgShow, { params: { orgId } })).data;
  const unitOrg = async (kind: string, soeTier: number | null) => {
    const row = await server.deps.store.db
      .selectFrom('org')
      .innerJoin('unit', (join) => join.onRef('unit.city_id', '=', 'org.city_id').onRef('unit.id', '=', 'org.unit_id'))
      .select('org.id')
      .where('unit.kind', '=', kind as 'state-enterprise')
      .where('unit.soe_tier', soeTier === null ? 'is' : '=', soeTier)
      .where('org.standing', '=', true)
      .where('org.class', '=', 'primary-level')
      .where('org.form', 'in', ['committee', 'branch'])
      .orderBy('org.id')
      .executeTakeFirstOrThrow();
    return functionsOf(row.id);
  };

  test('S-038 the committee of a state enterprise at group tier leads, and so does a leading group of such an enterprise', async () => {
    const sheet = await functionsOf(org(TOUR_ORGS.waterGroup));
    expect(sheet).toMatchObject({ form: 'committee', unit: { kind: 'state-enterprise', soeTier: 1 } });
    expect(sheet.functions?.lecture).toMatchObject({ verb: 'lead', line: '28.5' });
    const city = await world.client('cityOfficer');
    const { id: above } = await server.deps.store.db
      .selectFrom('org')
      .select('id')
      .where('source_key', '=', TOUR_ORGS.city)
      .executeTakeFirstOrThrow();
    const body = input('宛清水务集团党组', { class: 'leading-group', form: null, unitId: sheet.unit!.id });
    const made = await create(city, above, body as never);
    const group = await functionsOf(made.data.id);
    expect(group).toMatchObject({ class: 'leading-group', parent: null, setUpBy: { id: above } });
    expect(group.functions?.lecture?.verb).toBe('lead');
    await server.deps.store.db.updateTable('org').set({ state: 'ended' }).where('id', '=', made.data.id).execute();
  });

  test('S-039 at tiers below, works around production and operation: leading role not specified, and no permission follows from it', async () => {
    for (const orgId of [org(TOUR_ORGS.railway), org(TOUR_ORGS.waterSupply)]) {
      const sheet = await functionsOf(orgId);
      expect(sheet.unit!.soeTier).toBeGreaterThan(1);
      const { lecture, document } = sheet.functions!;
      expect(lecture?.lines[0]?.text).toContain('生产经营');
      expect(lecture?.consequence).toContain('未作规定');
      expect([hasLeadingRole(lecture as never), hasLeadingRole(document as never)]).toEqual([false, false]);
    }
    // The secretary of the subsidiary may change its own organization and nothing of another one in the same group.
    const secretary = await world.client('unitSecretary');
    const may = async (orgId: string) => (await secretary.call(orgShow, { params: { orgId } })).data.may;
    expect((await may(org(TOUR_ORGS.railway))).edit).toBe(false);
    expect((await may(org(TOUR_ORGS.wolong))).edit).toBe(false);
  });

  test('S-023 the organization of a non-public firm, opened, has another function than that of a state enterprise', async () => {
    const firm = await unitOrg('non-public-enterprise', null);
    const state = await functionsOf(org(TOUR_ORGS.waterGroup));
    expect(firm.functions?.unitKind).toBe('non-public-enterprise');
    expect(state.functions?.unitKind).toBe('state-enterprise');
    for (const layer of ['lecture', 'document'] as const) {
      expect(firm.functions?.[layer]?.lines.length).toBeGreaterThan(0);
      expect(firm.functions?.[layer]?.lines).not.toEqual(state.functions?.[layer]?.lines);
      expect(hasLeadingRole(firm.functions?.[layer] as never)).toBe(false);
    }
  });

  test('S-035 the sheet of the Central Committee shows the sentence of 28.2 and is marked reference only', async () => {
    const root = (await district.call(orgList, {})).data.items[0]!;
    const sheet = await functionsOf(root.id);
    expect(sheet.referenceOnly).toBe(true);
    expect(sheet.functions?.lecture).toMatchObject({ line: '28.2' });
    expect(sheet.functions?.lecture?.lines[0]?.text).toBe('中央委员会是我们全党的最高领导机关，讨论和决定党的重大问题');
    expect(sheet.functions?.lecture?.consequence).toContain('只作参考');
  });
});
